//! The page of the policy: what is promised to whom, which versions there were, and another one in the making.
//!
//! Nothing is judged here. What a document may say, what two of them differ in and for whom that is better,
//! who may put one in force: all of it is the service's to say, and is shown in the reader's words.

mod changes;
mod draft;
mod edit;
mod read;
mod room;
mod terms;

use aftercare_client::Sheet;
use aftercare_shared::api::desk::policies::PolicyVersion;
use aftercare_ui::messages::desk::policy::{PolicyWords, ReadWords, words};
use aftercare_ui::part::{Part, button, div, el, live, many, p, span};
use aftercare_ui::{Reader, State, Tone, use_reader};

use crate::open::Load;
use crate::page::{bones, failed, page, row};
use crate::place::Page;
use crate::policy::changes::changes;
use crate::policy::edit::editor;
use crate::policy::read::sheet;
use crate::policy::room::{EDIT, Saved, Told};
use crate::policy::terms::Terms;
use crate::trouble;
use crate::workplace::Workplace;

pub(crate) use crate::policy::room::Policies;

/// The page.
pub(crate) fn policy(work: Workplace) -> Part {
    let is_editing = State::derived(move || work.policies.is_editing());
    let body = live(move || if is_editing.get() { editor(work) } else { reading(work) });
    page(work, work.words().side.policy, body)
}

fn reading(work: Workplace) -> Part {
    let words = words(work.lang());
    let room = work.policies;
    let body = move || match room.load.get() {
        Load::Loading => div("policy-bones").child(bones(words.read.loading, "bones late")).into(),
        Load::Missing => div("empty tall")
            .attr("role", "alert")
            .child(p("").child(el("b", "").child(words.read.missing)))
            .child(button("ghost", move || work.place.choose("")).child(words.read.show_current))
            .into(),
        Load::Failed(failure) => failed(work, words.read.failed, &failure, move || room.refresh()).into(),
        Load::Ready => live(move || {
            room.shown.with(|version| version.as_ref().map(|version| whole(work, words, version)))
        }),
    };
    div("policy")
        .child(div("policy-main stack").child(said(work, words)).child(live(body)))
        .child(versions(work, &words.read))
        .into()
}

/// What became of saving.
fn said(work: Workplace, words: &'static PolicyWords) -> Part {
    let line = move || match work.policies.saved.get() {
        Some(Saved::As(version)) => Some(p("policy-said").child((words.change.saved)(version))),
        Some(Saved::SaidAlready) => Some(p("policy-said").child(words.change.said_already)),
        None => None,
    };
    div("").attr("role", "status").child(live(line)).into()
}

/// A version with all it says.
fn whole(work: Workplace, words: &'static PolicyWords, version: &Sheet) -> Part {
    let room = work.policies;
    let number = version.version.version;
    let in_force = State::derived(move || {
        room.current.with(|current| current.as_ref().map(|current| current.version.version))
    });
    let reader = use_reader();
    let other = move || {
        in_force.get().filter(|current| *current != number).map(|current| {
            div("card alert row wrap")
                .attr("role", "note")
                .child(span("grow").child((words.read.not_in_force)(current)))
                .child(button("ghost small", move || work.place.choose("")).child(words.read.show_current))
        })
    };
    let begin = move || {
        let has_draft = room.draft.written.with(Option::is_some);
        let label = if has_draft { words.read.go_on } else { words.read.edit };
        (in_force.get() == Some(number))
            .then(|| button("primary small", move || work.place.turn(Page::Policy, EDIT)).child(label))
    };
    let heading = div("row wrap")
        .child(el("h2", "policy-title").child((words.read.version)(number)))
        .child(live(move || (in_force.get() == Some(number)).then(|| Tone::Ok.pill(words.read.in_force))))
        .child(span("grow"))
        .child(live(begin));
    let hash = version.version.hash.clone();
    let short: String = hash.chars().take(12).collect();
    let about = p("tiny")
        .child(saved_by(&words.read, reader, &version.version))
        .child([" · ", words.read.hash, " "].concat())
        .child(el("code", "").attr("title", hash).child(short));
    let note = version.version.note.as_ref().map(|note| p("").child(el("q", "reason").child(note.clone())));
    let terms = Terms::of(&version.document, reader);
    let body = Part::from([
        jumps(words),
        told(work, words, version),
        sheet(&terms, work.clock.exact().date_naive()),
    ]);
    let text = el("details", "policy-text")
        .child(el("summary", "").child(words.edit.text))
        .child(el("pre", "mono").attr("tabindex", "0").child(version.document.written()));
    Part::from([heading.into(), about.into(), note.into(), live(other), body, text.into()])
}

/// Links to the parts, for a page of this length.
fn jumps(words: &PolicyWords) -> Part {
    let jump = |(id, name): (&'static str, &'static str)| {
        let target = ["#", id].concat();
        el("a", "inline")
            .attr("href", target.clone())
            .on("click", move |event| {
                // The address names the version.
                event.prevent_default();
                if let Some(heading) = crate::focus::find(&target) {
                    heading.scroll_into_view();
                    let _unfocusable = heading.focus();
                }
            })
            .child(name)
    };
    let parts = [
        ("promises", words.terms.promises),
        ("calendars", words.terms.calendars),
        ("house", words.terms.house),
    ];
    el("nav", "row wrap").attr("aria-label", words.read.parts).child(many(parts, jump)).into()
}

/// What a version changed from the one before, once that is known.
fn told(work: Workplace, words: &'static PolicyWords, version: &Sheet) -> Part {
    let Some(before) = version.version.version.checked_sub(1) else { return Part::Nothing };
    let (number, reader) = (version.version.version, use_reader());
    let list = move || {
        work.policies.told.with(|told| match told {
            Some(Told { version, changes: Ok(told) }) if *version == number => {
                work.policies.shown.with_untracked(|shown| {
                    shown.as_ref().map(|shown| changes(&Terms::of(&shown.document, reader), told)).into()
                })
            }
            Some(Told { version, changes: Err(failure) }) if *version == number => {
                p("wrong").child(trouble::told(failure, reader.lang)).into()
            }
            Some(_) | None => Part::Nothing,
        })
    };
    el("details", "card")
        .child(el("summary", "").child((words.read.changed_from)(before)))
        .child(live(list))
        .into()
}

/// Who saved a version, and when.
fn saved_by(words: &ReadWords, reader: Reader, about: &PolicyVersion) -> String {
    match (&about.created_by, about.created_at) {
        (Some(who), Some(at)) => {
            let when = [&reader.day_of_year(at, None), " ", &reader.time(at, None)].concat();
            (words.saved)(who, &when)
        }
        (None, Some(at)) => reader.day_of_year(at, None),
        (Some(_) | None, None) => words.installed.to_owned(),
    }
}

/// The list of versions.
fn versions(work: Workplace, words: &'static ReadWords) -> Part {
    let room = work.policies;
    let reader = use_reader();
    let line = move |about: &PolicyVersion| {
        let number = about.version;
        let is_in_force = room.current.with(|it| it.as_ref().is_some_and(|it| it.version.version == number));
        let is_shown = room.shown.with(|it| it.as_ref().is_some_and(|it| it.version.version == number));
        let chosen = if is_in_force { String::new() } else { number.to_string() };
        let title = span("row")
            .child(el("b", "grow").child((words.version)(number)))
            .child(is_in_force.then(|| Tone::Ok.pill(words.in_force)));
        let note = about.note.clone().map(|note| span("muted block").child(note));
        let link = row(work, Page::Policy, chosen, is_shown)
            .child(title)
            .child(span("tiny block").child(saved_by(words, reader, about)))
            .child(note);
        el("li", "").child(link)
    };
    let rows = live(move || room.versions.with(|versions| many(versions, line)));
    let older = live(move || {
        let cursor = room.older.get()?;
        Some(button("ghost small", move || room.list(Some(cursor.clone()))).child(words.older))
    });
    el("nav", "policy-versions")
        .attr("aria-labelledby", "versions")
        .child(el("h2", "label").attr("id", "versions").child(words.versions))
        .child(el("ul", "rows").child(rows))
        .child(older)
        .into()
}
