//! The list of advisories, modified last first.

use aftercare_shared::advisory::Rating;
use aftercare_shared::api::advisories::{AdvisorySummary, State as Standing};
use aftercare_ui::messages::desk::DeskWords;
use aftercare_ui::part::{Part, button, div, el, live, many, p, span, unseen};
use aftercare_ui::{Reader, State, Tone, use_reader};
use chrono::TimeDelta;
use leptos::prelude::*;

use crate::advisories::Advisories;
use crate::advisories::NEW;
use crate::open::Load;
use crate::page::{barred_line, bones, failed, guarded, row};
use crate::place::Page;
use crate::search::search;
use crate::workplace::Workplace;

/// For how long it is said how long ago something was; then it has a date.
const RECENT: TimeDelta = TimeDelta::days(30);

/// The column of the list.
pub(super) fn list(work: Workplace) -> Part {
    let (shelf, words) = (Advisories::of(work), &work.words().advisories);
    let reader = use_reader();
    // A letter more in a draft changes nothing here.
    let drafts = State::derived(move || work.drafts.documents(&draft_name("")));
    let body = move || match shelf.load.get() {
        Load::Loading => bones(words.loading, "bones late"),
        Load::Failed(failure) => failed(work, words.failed, &failure, move || shelf.refresh_list()).into(),
        Load::Ready | Load::Missing if shelf.items.with(Vec::is_empty) => nothing(work),
        Load::Ready | Load::Missing => {
            let chosen = work.place.chosen.get();
            let rows = shelf
                .items
                .with(|items| many(items, |item| line(work, item, &chosen, &drafts.get(), reader)));
            let more = shelf.has_more.get().then(|| {
                div("more").child(button("ghost", move || shelf.more()).child(work.words().queue.more))
            });
            Part::from([el("ul", "rows").child(rows).into(), more.into()])
        }
    };
    let found = move || {
        let searches = shelf.words.with(|text| !text.is_empty());
        let is_ready = shelf.load.with(|load| *load == Load::Ready);
        (searches && is_ready).then(|| (words.found)(shelf.items.with(Vec::len), shelf.has_more.get()))
    };
    let new = guarded(work, "primary small", words.new, move || work.place.turn(Page::Advisories, NEW));
    let drafted = live(move || {
        let label = work.words().composer.draft;
        work.drafts
            .has_document(&draft_name(NEW))
            .then(|| Part::from([span("dot before-text").attr("title", label).into(), unseen(label).into()]))
    });
    el("section", "list")
        .attr("aria-label", words.list)
        .child(search(shelf.words, words.search, words.placeholder))
        .child(div("list-head row").child(p("tiny grow").child(live(found))).child(drafted).child(new))
        .child(barred_line(work))
        .child(div("scroll").child(live(body)))
        .into()
}

/// Under which name the draft of an advisory is kept.
pub(super) fn draft_name(key: &str) -> String {
    ["advisory/", key].concat()
}

fn line(work: Workplace, item: &AdvisorySummary, chosen: &str, drafts: &[String], reader: Reader) -> Part {
    let words = work.words();
    let is_shown = chosen.split('/').next() == Some(item.id.as_str());
    let summary = if item.summary.is_empty() { item.id.clone() } else { item.summary.clone() };
    let drafted = drafts.contains(&draft_name(&item.id)).then(|| {
        let label = words.composer.draft;
        Part::from([span("dot before-text").attr("title", label).into(), unseen(label).into()])
    });
    let now = work.clock.exact();
    let modified = item
        .modified
        .map(|at| if now - at > RECENT { reader.day_of_year(at, None) } else { reader.ago(at, now) });
    let link = row(work, Page::Advisories, item.id.clone(), is_shown)
        .child(
            span("tags")
                .child(rating_pill(item.severity, item.score, words))
                .child(state(item, words))
                .child(span("who end-of-line").child(modified.unwrap_or_default())),
        )
        .child(el("b", "subject").child(drafted).child(summary))
        .child(
            span("tags")
                .child(el("code", "tiny").child(item.id.clone()))
                .child(span("who end-of-line").child(hits(item, words))),
        );
    el("li", "").child(link).into()
}

/// How bad it is, in a word and by its score.
pub(super) fn rating_pill(rating: Rating, score: Option<f64>, words: &DeskWords) -> Part {
    let tone = match rating {
        Rating::Critical | Rating::High => Tone::Bad,
        Rating::Medium | Rating::Unknown => Tone::Warn,
        Rating::Low => Tone::Info,
        Rating::None => Tone::Plain,
    };
    let score = score.map(|score| format!(" {score:.1}")).unwrap_or_default();
    let word = if rating == Rating::None { words.advisories.unrated } else { words.facts.rating(rating) };
    tone.pill(&[word, &score].concat())
}

/// That it was taken back; one that stands needs no word.
fn state(item: &AdvisorySummary, words: &DeskWords) -> Option<Part> {
    match item.state {
        Standing::Published => None,
        Standing::Withdrawn => Some(Tone::Plain.pill(words.advisories.withdrawn)),
    }
}

fn hits(item: &AdvisorySummary, words: &DeskWords) -> Part {
    let words = &words.advisories;
    match (item.affected_accounts, item.unknown_accounts) {
        (0, 0) => words.hits_nobody.into(),
        (0, unknown) => (words.may_hit)(unknown).into(),
        (affected, _) => el("b", "hit").child((words.hits)(affected)).into(),
    }
}

fn nothing(work: Workplace) -> Part {
    let words = &work.words().advisories;
    let search = Advisories::of(work).words.get();
    let (title, hint) = if search.trim().is_empty() {
        (words.none.to_owned(), words.none_hint)
    } else {
        ((words.no_match)(search.trim()), words.no_match_hint)
    };
    div("empty").child(p("").child(el("b", "").child(title))).child(p("muted").child(hint)).into()
}
