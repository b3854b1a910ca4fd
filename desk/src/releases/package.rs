//! A package: how fresh its list is, and its releases with what is said of each and what hits it.

use aftercare_shared::api::notices::{Finding, Verdict};
use aftercare_shared::api::releases::{FeedState, KnownRelease, PackageReleases};
use aftercare_ui::messages::desk::ReleaseWords;
use aftercare_ui::part::{El, Part, button, div, el, live, many, p, span};
use aftercare_ui::{Reader, Tone, use_reader};
use chrono::NaiveDate;
use leptos::prelude::*;

use crate::focus::is_elsewhere;
use crate::open::Load;
use crate::page::{back, barred_line, bones, failed, guarded, nothing_chosen};
use crate::place::Page;
use crate::releases::FEEDS;
use crate::releases::Releases;
use crate::releases::deed::Deed;
use crate::releases::edit::edit_dialog;
use crate::releases::feeds::health;
use crate::releases::guide::guide_dialog;
use crate::releases::guides::guides;
use crate::releases::shelf::Hits;
use crate::table::{cell, table};
use crate::ticket::link;
use crate::trouble;
use crate::workplace::Workplace;

/// The pane of a package.
pub(super) fn package(work: Workplace) -> Part {
    let (shelf, words) = (Releases::of(work), &work.words().releases);
    let reader = use_reader();
    let body = live(move || {
        let whole = shelf.one.with(|one| one.as_ref().map(|one| whole(work, one, reader)));
        whole.unwrap_or_else(|| match shelf.one_load.get() {
            Load::Loading | Load::Ready => bones(words.loading_one, "bones late"),
            Load::Missing => Part::from([back(work), nothing_chosen(words.missing, words.missing_hint)]),
            Load::Failed(failure) => {
                failed(work, words.failed_one, &failure, move || shelf.refresh()).child(back(work)).into()
            }
        })
    });
    Part::from([body, edit_dialog(work), guide_dialog(work)])
}

fn whole(work: Workplace, one: &PackageReleases, reader: Reader) -> Part {
    let (shelf, words) = (Releases::of(work), &work.words().releases);
    let summary = &one.package;
    let now = work.clock.exact();
    let facts: Vec<String> = [
        Some((words.count)(summary.releases)),
        summary.latest.as_deref().map(words.latest),
        summary.as_of.map(|at| (words.as_of)(&reader.ago(at, now))),
    ]
    .into_iter()
    .flatten()
    .collect();
    let stale = summary.is_stale.then(|| Tone::Warn.pill(words.stale));
    let head = el("header", "head")
        .child(div("title").child(back(work)).child(el("h2", "grow").child(summary.name.clone())))
        .child(
            div("row wrap state")
                .child(el("code", "").child(summary.package.clone()))
                .child(stale)
                .child(span("tiny").child(facts.join(" · "))),
        )
        .child(barred_line(work))
        .child(said(work));
    let stretch = shelf.stretch.get();
    let more = (one.items.len() > stretch)
        .then(|| div("more").child(button("ghost", move || shelf.more()).child(work.words().queue.more)));
    let heads = [words.version, words.released, words.state, words.advisories, words.action];
    let today = now.date_naive();
    let rows = many(one.items.iter().take(stretch), |release| {
        let is_latest = summary.latest.as_deref() == Some(release.release.version.as_str());
        line(work, release, is_latest, today, reader)
    });
    let body = div("body single")
        .child(sources(work, one, reader))
        .child(lines(one, words, today, reader))
        .child(table(words.releases, &heads, rows))
        .child(more)
        .child(guides(work, &one.guides, reader));
    Part::from([head.into(), body.into()])
}

/// Where the list comes from, and whether that works.
fn sources(work: Workplace, one: &PackageReleases, reader: Reader) -> El {
    let words = &work.words().releases;
    let pushed = one.pushed_at.map(|at| p("tiny").child((words.pushed)(&reader.day_time(at, None))));
    let stale = one.package.is_stale.then(|| p("").child(el("b", "").child(words.stale_hint)));
    let feed = |feed: &FeedState| {
        el("li", "")
            .child(el("code", "tiny").child(feed.source.url.clone()))
            .child(health(work, feed, reader))
    };
    let all = el("a", "inline")
        .attr("href", Page::Releases.address(FEEDS))
        .on("click", move |event| {
            if !is_elsewhere(&event) {
                event.prevent_default();
                work.place.turn(Page::Releases, FEEDS);
            }
        })
        .child(words.feeds);
    let class = if one.package.is_stale { "card warn-card sources" } else { "card note sources" };
    div(class)
        .child(stale)
        .child(el("ul", "").child(many(&one.feeds, feed)))
        .child(pushed)
        .child(p("tiny").child(all))
}

fn lines(one: &PackageReleases, words: &'static ReleaseWords, today: NaiveDate, reader: Reader) -> Part {
    if one.lines.is_empty() {
        return Part::Nothing;
    }
    let line = |line: &aftercare_shared::release::Line| match line.end_of_life {
        Some(day) => {
            let tone = if line.has_ended || day < today { Tone::Warn } else { Tone::Plain };
            tone.pill(&(words.line_ends)(&line.line, &reader.date(day)))
        }
        None if line.has_ended => Tone::Warn.pill(&(words.line_ended)(&line.line)),
        None => Part::Nothing,
    };
    p("row wrap lines").child(span("tiny").child(words.lines)).child(many(&one.lines, line)).into()
}

fn line(work: Workplace, known: &KnownRelease, is_latest: bool, today: NaiveDate, reader: Reader) -> El {
    let (shelf, words) = (Releases::of(work), &work.words().releases);
    let release = &known.release;
    let version = release.version.clone();
    let notes = release.notes_url.as_deref().filter(|url| url.starts_with("https://"));
    let name = div("")
        .child(el("code", "").child(version.clone()))
        .child(" ")
        .child(is_latest.then(|| Tone::Ok.pill(words.is_latest)))
        .child(release.channel.clone().map(|channel| Tone::Plain.pill(&channel)))
        .child(notes.map(|url| div("tiny").child(link(url, words.notes))));
    let hit = version.clone();
    let hits = live(move || shelf.hits.with(|hits| hits_of(hits, &hit, words, work)));
    let edited = version.clone();
    let edit = guarded(work, "ghost small", words.edit, move || shelf.edit(edited.clone()))
        .attr("aria-label", (words.edit_named)(&version))
        .attr("aria-haspopup", "dialog");
    let released = release.released.map(|day| reader.date(day)).unwrap_or_default();
    el("tr", "")
        .child(cell(words.version, name))
        .child(cell(words.released, released))
        .child(cell(words.state, state(known, words, today, reader)))
        .child(cell(words.advisories, hits))
        .child(cell(words.action, edit))
}

/// What is said of a release, the worst first.
fn state(known: &KnownRelease, words: &'static ReleaseWords, today: NaiveDate, reader: Reader) -> Part {
    let release = &known.release;
    let note = |text: String| Part::from(div("tiny").child(text));
    let mut parts = Vec::new();
    if let Some(why) = &release.yanked {
        parts.push(Tone::Bad.pill(words.yanked));
        parts.push(note(why.clone()));
    }
    if let Some(deprecated) = &release.deprecated {
        parts.push(Tone::Warn.pill(words.deprecated));
        let instead = deprecated.replacement.as_deref().map(words.use_instead);
        let said: Vec<String> = [Some(deprecated.message.clone()).filter(|it| !it.is_empty()), instead]
            .into_iter()
            .flatten()
            .collect();
        parts.push(note(said.join(" · ")));
    }
    if release.is_unlisted {
        parts.push(Tone::Plain.pill(words.unlisted));
    }
    if let Some(day) = release.end_of_life {
        let said =
            if day < today { (words.ended)(&reader.date(day)) } else { (words.ends)(&reader.date(day)) };
        parts.push(if day < today { Tone::Warn.pill(&said) } else { note(said) });
    }
    if !release.breaking.is_empty() {
        let titles: Vec<&str> = release.breaking.iter().map(|it| it.title.as_str()).collect();
        let count = (words.breaking)(release.breaking.len());
        parts.push(div("tiny").attr("title", titles.join("\n")).child(count).into());
    }
    if let Some(coming) = &release.announcement {
        parts.push(note(coming.message.clone()));
    }
    if known.edit.is_some() {
        parts.push(Tone::Info.pill(words.edited));
    }
    div("states").child(Part::Many(parts)).into()
}

/// What hits a release. As long as that is not known, nothing is said.
fn hits_of(hits: &[Hits], version: &str, words: &'static ReleaseWords, work: Workplace) -> Part {
    let Some(found) = hits.iter().find(|it| it.version == version) else {
        return span("muted").child("…").into();
    };
    if found.findings.is_empty() {
        return span("muted").child(words.none_hits).into();
    }
    many(&found.findings, |finding: &Finding| {
        let id = finding.id.clone();
        let tone = match (finding.verdict, finding.severity.is_urgent()) {
            (Verdict::Affected, true) => "inline hit",
            (Verdict::Affected, false) | (Verdict::Unknown, _) => "inline",
        };
        let advisory = el("a", tone)
            .attr("href", Page::Advisories.address(&id))
            .on("click", move |event| {
                if !is_elsewhere(&event) {
                    event.prevent_default();
                    work.place.turn(Page::Advisories, &id);
                }
            })
            .child(finding.id.clone());
        div("tiny").child(advisory)
    })
}

/// What became of the last change.
pub(super) fn said(work: Workplace) -> Part {
    let (shelf, lang) = (Releases::of(work), work.lang());
    let done = move || match shelf.deed.get() {
        Deed::Done(what) => Some(what),
        Deed::Running => Some(work.words().ticket.working),
        Deed::None | Deed::Stale | Deed::Failed(_) => None,
    };
    let failed = move || match shelf.deed.get() {
        // What is wrong with a field is said there.
        deed @ Deed::Failed(_) if !deed.faults().is_empty() => None,
        Deed::Failed(failure) if !shelf.is_editing.get() && !shelf.is_guiding.get() => {
            Some(p("wrong").child(trouble::words(&failure, lang)))
        }
        Deed::None | Deed::Running | Deed::Done(_) | Deed::Stale | Deed::Failed(_) => None,
    };
    Part::from([
        p("said-line tiny").attr("role", "status").child(live(done)).into(),
        div("").attr("role", "alert").child(live(failed)).into(),
    ])
}
