//! The packages whose releases are known, and the way to the feeds.

use aftercare_shared::api::releases::PackageSummary;
use aftercare_ui::part::{Part, div, el, live, many, p, span};
use aftercare_ui::{Reader, Tone, use_reader};
use leptos::prelude::*;

use crate::open::Load;
use crate::page::{bones, failed, row};
use crate::place::Page;
use crate::releases::FEEDS;
use crate::releases::Releases;
use crate::workplace::Workplace;

/// The column of the list.
pub(super) fn list(work: Workplace) -> Part {
    let (shelf, words) = (Releases::of(work), &work.words().releases);
    let reader = use_reader();
    let body = move || match shelf.load.get() {
        Load::Loading => bones(words.loading, "bones late"),
        Load::Failed(failure) => failed(work, words.failed, &failure, move || shelf.refresh()).into(),
        Load::Ready | Load::Missing => {
            let chosen = work.place.chosen.get();
            let feeds = row(work, Page::Releases, FEEDS.to_owned(), chosen == FEEDS)
                .child(el("b", "subject").child(words.feeds))
                .child(span("tags").child(span("who").child(words.feeds_hint)));
            let rows = shelf.packages.with(|packages| many(packages, |it| line(work, it, &chosen, reader)));
            let none = shelf.packages.with(Vec::is_empty).then(|| {
                div("empty")
                    .child(p("").child(el("b", "").child(words.none)))
                    .child(p("muted").child(words.none_hint))
            });
            let feeds = el("li", "").child(feeds).into();
            Part::from([el("ul", "rows").child(Part::from([feeds, rows])).into(), none.into()])
        }
    };
    el("section", "list").attr("aria-label", words.list).child(div("scroll").child(live(body))).into()
}

fn line(work: Workplace, package: &PackageSummary, chosen: &str, reader: Reader) -> Part {
    let words = &work.words().releases;
    let latest: Vec<String> =
        [package.latest.as_deref().map(words.latest), package.latest_released.map(|day| reader.date(day))]
            .into_iter()
            .flatten()
            .collect();
    let stale = package.is_stale.then(|| Tone::Warn.pill(words.stale));
    let link = row(work, Page::Releases, package.package.clone(), chosen == package.package)
        .child(el("b", "subject").child(package.name.clone()))
        .child(
            span("tags")
                .child(span("who").child(package.ecosystem.as_str().to_owned()))
                .child(span("who").child((words.count)(package.releases)))
                .child(stale),
        )
        .child(span("tags").child(span("who").child(latest.join(" · "))));
    el("li", "").child(link).into()
}
