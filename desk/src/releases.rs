//! The page of releases: what was released, what the desk says of it, and where release lists are read.

mod deed;
mod edit;
mod field;
mod guide;
mod guides;
mod feeds;
mod list;
mod package;
mod shelf;

use aftercare_ui::part::{Part, div, el, live};

use crate::page::{nothing_chosen, page};
use crate::releases::shelf::Releases;
use crate::workplace::Workplace;

/// What is chosen on the page, as the address has it: a package by its package URL, which begins with
/// `pkg:`, or this.
const FEEDS: &str = "feeds";

/// What the pane shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Shown {
    /// Nothing.
    #[default]
    Nothing,
    /// Where release lists are read.
    Feeds,
    /// A package's releases.
    Package(String),
}

impl Shown {
    fn of(chosen: &str) -> Self {
        match chosen {
            "" => Self::Nothing,
            FEEDS => Self::Feeds,
            package => Self::Package(package.to_owned()),
        }
    }
}

/// The page.
pub(crate) fn releases(work: Workplace) -> Part {
    let words = &work.words().releases;
    let shown = Releases::of(work).shown;
    let body = move || match shown.get() {
        Shown::Nothing => nothing_chosen(words.none_chosen, words.none_chosen_hint),
        Shown::Feeds => feeds::feeds(work),
        Shown::Package(_) => package::package(work),
    };
    let pane = el("section", "pane")
        .attr("id", "pane")
        .attr("tabindex", "-1")
        .live_attr("aria-label", move || {
            Some(if shown.get() == Shown::Feeds { words.feeds_title } else { words.pane })
        })
        .child(live(body));
    page(work, work.words().side.releases, div("split").child(list::list(work)).child(pane).into())
}
