//! The feeds: where release lists are read, how that goes, and the form that adds one.

use aftercare_shared::api::releases::{FeedSource, FeedState};
use aftercare_shared::problem::FieldError;
use aftercare_shared::release::Format;
use aftercare_ui::messages::desk::ReleaseWords;
use aftercare_ui::part::{El, Part, button, div, el, live, many, p, span};
use aftercare_ui::{Reader, State, Tone, use_reader, watch};
use leptos::prelude::*;

use crate::modal::modal;
use crate::open::Load;
use crate::page::{back, barred_line, bones, failed, guarded};
use crate::releases::Releases;
use crate::releases::deed::Deed;
use crate::releases::package::said;
use crate::table::{cell, table};
use crate::workplace::Workplace;

/// How often a feed can be read, in seconds; the service takes all between the first and the last.
const INTERVALS: [u32; 6] = [900, 3_600, 21_600, 86_400, 259_200, 604_800];

/// What is typed of a feed that is to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Draft {
    package: String,
    url: String,
    form: Format,
    interval: u32,
}

impl Default for Draft {
    fn default() -> Self {
        Self { package: String::new(), url: String::new(), form: Format::Npm, interval: 3_600 }
    }
}

/// The pane of the feeds.
pub(super) fn feeds(work: Workplace) -> Part {
    let (shelf, words) = (Releases::of(work), &work.words().releases);
    let reader = use_reader();
    let removing = State::new(None::<FeedSource>);
    let asks = RwSignal::new(false);
    let draft = State::new(Draft::default());
    // What was saved is no draft any more.
    let saved = State::new(shelf.saved.get_untracked());
    watch(move || {
        let now = shelf.saved.get();
        if saved.try_get_untracked().is_some_and(|known| known != now) {
            saved.set(now);
            draft.set(Draft::default());
        }
    });
    // A feed is added to those that stand.
    let is_here = State::derived(move || shelf.feeds.with(Option::is_some));
    let head = el("header", "head")
        .child(div("title").child(back(work)).child(el("h2", "grow").child(words.feeds_title)))
        .child(p("muted").child(words.feeds_intro))
        .child(barred_line(work))
        .child(said(work));
    let body = live(move || match (shelf.feeds.get(), shelf.feeds_load.get()) {
        (Some(feeds), _) if feeds.items.is_empty() => p("muted").child(words.feeds_none).into(),
        (Some(feeds), _) => {
            let heads = [words.package, words.address, words.read_at, words.action];
            let ask = move |source: FeedSource| {
                removing.set(Some(source));
                asks.set(true);
            };
            table(words.feeds_title, &heads, many(&feeds.items, |feed| line(work, feed, ask, reader)))
        }
        (None, Load::Failed(failure)) => failed(work, words.failed, &failure, move || shelf.refresh()).into(),
        (None, Load::Loading | Load::Ready | Load::Missing) => bones(words.loading, "bones late"),
    });
    Part::from([
        head.into(),
        div("body single").child(body).child(live(move || is_here.get().then(|| add(work, draft)))).into(),
        question(work, asks, removing),
    ])
}

fn line(work: Workplace, feed: &FeedState, ask: impl Fn(FeedSource) + Send + 'static, reader: Reader) -> El {
    let words = &work.words().releases;
    let source = feed.source.clone();
    let named = (words.remove_named)(&source.url);
    let remove = guarded(work, "ghost small", words.remove, move || ask(source.clone()))
        .attr("aria-label", named)
        .attr("aria-haspopup", "dialog");
    let address =
        div("").child(el("code", "tiny").child(feed.source.url.clone())).child(div("tiny").child(
            [form_name(feed.source.form), " · ", &every(feed.source.interval_seconds, words)].concat(),
        ));
    el("tr", "")
        .child(cell(words.package, el("code", "").child(feed.source.package.clone())))
        .child(cell(words.address, address))
        .child(cell(words.read_at, health(work, feed, reader)))
        .child(cell(words.action, remove))
}

/// How a feed is doing, in words.
pub(super) fn health(work: Workplace, feed: &FeedState, reader: Reader) -> Part {
    let words = &work.words().releases;
    let now = work.clock.exact();
    let read = feed.fetched_at.map_or_else(|| words.never.to_owned(), |at| reader.ago(at, now));
    let next = (words.next_at)(&reader.near_time(feed.next_at, now, None));
    let facts = [[words.read_at, ": ", &read].concat(), (words.listed)(feed.listed), next].join(" · ");
    let stale = feed.is_stale.then(|| Tone::Warn.pill(words.stale));
    let failed = feed.last_error.as_ref().map(|error| {
        div("wrong")
            .child((words.failing)(feed.failures, &reader.ago(error.at, now)))
            .child(": ")
            .child(span("").attr("lang", "en").child(error.message.clone()))
    });
    div("health").child(span("tiny").child(facts)).child(" ").child(stale).child(failed).into()
}

fn add(work: Workplace, draft: State<Draft>) -> El {
    let (shelf, words) = (Releases::of(work), &work.words().releases);
    let submit = move || {
        let (Some(feeds), draft) = (shelf.feeds.get_untracked(), draft.get_untracked()) else { return };
        let mut sources: Vec<FeedSource> = feeds.items.into_iter().map(|feed| feed.source).collect();
        sources.push(FeedSource {
            package: draft.package.trim().to_owned(),
            form: draft.form,
            url: draft.url.trim().to_owned(),
            interval_seconds: draft.interval,
        });
        shelf.configure(sources, words.did_add);
    };
    let form = Format::ALL.into_iter().map(|form| (form.as_str().to_owned(), form_name(form).to_owned()));
    let form = select(
        "feed-form",
        words.form,
        form,
        draft,
        |draft| draft.form.as_str().to_owned(),
        |draft, word| {
            draft.form = Format::ALL.into_iter().find(|form| form.as_str() == word).unwrap_or(draft.form);
        },
    );
    let intervals = INTERVALS.into_iter().map(|seconds| (seconds.to_string(), every(seconds, words)));
    let interval = select(
        "feed-interval",
        words.interval,
        intervals,
        draft,
        |draft| draft.interval.to_string(),
        |draft, word| {
            draft.interval = word.parse().unwrap_or(draft.interval);
        },
    );
    let stale = live(move || {
        shelf.deed.with(|deed| *deed == Deed::Stale).then(|| p("wrong").child(words.stale_feeds))
    });
    let submit_button = guarded(work, "primary", words.add, submit);
    el("form", "part card stack add-feed")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            submit();
        })
        .child(el("h3", "").child(words.add))
        .child(div("").attr("role", "alert").child(stale))
        .child(text(work, draft, "package", words.package, words.package_hint, |draft| &mut draft.package))
        .child(text(work, draft, "url", words.address, "", |draft| &mut draft.url))
        .child(div("pair-of-fields").child(form).child(interval))
        .child(others(work))
        .child(div("row end").child(submit_button))
}

fn text(
    work: Workplace,
    draft: State<Draft>,
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    lens: fn(&mut Draft) -> &mut String,
) -> El {
    let shelf = Releases::of(work);
    let id = ["feed-", name].concat();
    let wrong = [&id, "-wrong"].concat();
    let faults = live(move || {
        let faults = of_new(work, name);
        many(faults, |fault| p("wrong").attr("lang", "en").child(fault.detail))
    });
    let input = el("input", "field small mono")
        .attr("id", id.clone())
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-describedby", wrong.clone())
        .live_attr("aria-invalid", move || {
            shelf.deed.track();
            Some((!of_new(work, name).is_empty()).to_string())
        })
        .live_text("value", move || lens(&mut draft.get()).clone())
        .on("input", move |event| draft.update(|draft| *lens(draft) = event_target_value(&event)));
    div("field-of")
        .child(el("label", "label").attr("for", id).child(label))
        .child(input)
        .child(div("").attr("id", wrong).attr("role", "alert").child(faults))
        .child((!hint.is_empty()).then(|| p("tiny").child(hint)))
}

/// What is wrong with a field of the feed that is to be added, which was sent behind those that stand.
fn of_new(work: Workplace, field: &str) -> Vec<FieldError> {
    let standing = Releases::of(work).feeds.with(|feeds| feeds.as_ref().map_or(0, |feeds| feeds.items.len()));
    let place = format!("#/feeds/{standing}/{field}");
    Releases::of(work)
        .deed
        .with(|deed| deed.faults().iter().filter(|it| it.pointer == place).cloned().collect())
}

/// What is wrong with anything else.
fn others(work: Workplace) -> El {
    let shelf = Releases::of(work);
    let faults = live(move || {
        let shown = [of_new(work, "package"), of_new(work, "url")].concat();
        let faults: Vec<FieldError> = shelf
            .deed
            .with(|deed| deed.faults().iter().filter(|fault| !shown.contains(fault)).cloned().collect());
        many(faults, |fault| {
            p("wrong").attr("lang", "en").child([fault.pointer.as_str(), ": ", &fault.detail].concat())
        })
    });
    div("").attr("role", "alert").child(faults)
}

fn select(
    id: &'static str,
    label: &'static str,
    offered: impl Iterator<Item = (String, String)>,
    draft: State<Draft>,
    read: fn(&Draft) -> String,
    put: fn(&mut Draft, &str),
) -> El {
    let options = many(offered, |(word, name)| el("option", "").attr("value", word).child(name));
    let select = el("select", "field small")
        .attr("id", id)
        .child(options)
        .live_text("value", move || draft.with(read))
        .on("change", move |event| draft.update(|draft| put(draft, &event_target_value(&event))));
    div("field-of").child(el("label", "label").attr("for", id).child(label)).child(select)
}

/// The question before a feed is removed.
fn question(work: Workplace, asks: RwSignal<bool>, removing: State<Option<FeedSource>>) -> Part {
    let (shelf, words) = (Releases::of(work), &work.words().releases);
    let remove = move || {
        asks.set(false);
        let (Some(feeds), Some(source)) = (shelf.feeds.get_untracked(), removing.get_untracked()) else {
            return;
        };
        let rest = feeds.items.into_iter().map(|feed| feed.source).filter(|feed| *feed != source);
        shelf.configure(rest.collect(), words.did_remove);
    };
    modal(
        asks,
        || words.remove_title.to_owned(),
        move || {
            let url = removing.get_untracked().map(|source| source.url).unwrap_or_default();
            let buttons = div("row end")
                .child(button("ghost", move || asks.set(false)).attr("autofocus", "").child(words.cancel))
                .child(button("primary", remove).child(words.remove));
            Part::from([
                p("").child(el("code", "").child(url)).into(),
                p("muted").child(words.remove_hint).into(),
                buttons.into(),
            ])
        },
    )
}

fn every(seconds: u32, words: &ReleaseWords) -> String {
    if seconds < 3_600 { (words.minutes)(seconds / 60) } else { (words.hours)(seconds / 3_600) }
}

/// The name that people know a form by.
fn form_name(form: Format) -> &'static str {
    match form {
        Format::Aftercare => "Aftercare",
        Format::Npm => "npm",
        Format::Pypi => "PyPI",
        Format::MavenMetadata => "Maven metadata",
        Format::CratesIndex => "crates.io index",
        Format::PubDev => "pub.dev",
        Format::Rubygems => "RubyGems",
        Format::Nuget => "NuGet",
        Format::GithubReleases => "GitHub releases",
        Format::EndOfLife => "endoflife.date",
        Format::KeepAChangelog => "Keep a Changelog",
    }
}
