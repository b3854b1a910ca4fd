//! What loads after the lists of tickets: the pages beside them, as WebAssembly modules of their own.
//!
//! `wasm_split` marks [`draw`] and [`draw_policy`] as places to cut; the build takes what only they reach out of
//! the first module. What everybody turns to is fetched soon after somebody is let in, before they are likely to
//! turn to a page; the page of the policy when somebody does. Who is quicker sees grey shapes, and one without a
//! network a way to try again.

use core::time::Duration;

use aftercare_client::Failure;
use aftercare_ui::messages::desk::SideWords;
use aftercare_ui::part::{Part, el, live};
use aftercare_ui::{Later, Stage, at_once};
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::advisories::advisories;
use crate::focus::focus;
use crate::page::{bones, failed};
use crate::place::Page;
use crate::policy::policy;
use crate::releases::releases;
use crate::side::page_name;
use crate::workplace::Workplace;

/// The list is drawn, and the first tickets are asked for.
const AFTER_THE_LIST: Duration = Duration::from_secs(1);

/// The pages beside the lists, as modules of their own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pages {
    /// Those that everybody turns to.
    pages: Later,
    /// The page of the policy, to which few do, and seldom.
    policy: Later,
}

impl Pages {
    /// Nothing is fetched yet.
    pub(crate) fn new() -> Self {
        Self { pages: Later::new(), policy: Later::new() }
    }

    /// Fetches what everybody turns to, in a moment.
    pub(crate) fn begin(self) {
        set_timeout(move || self.load(Page::Advisories), AFTER_THE_LIST);
    }

    /// The module of a page.
    fn of(self, page: Page) -> Later {
        match page {
            Page::Tickets | Page::Advisories | Page::Releases => self.pages,
            Page::Policy => self.policy,
        }
    }

    fn load(self, page: Page) {
        match page {
            Page::Tickets | Page::Advisories | Page::Releases => {
                self.pages.load(|| async { fetch().await.is_ok() });
            }
            Page::Policy => self.policy.load(|| async { fetch_policy().await.is_ok() }),
        }
    }

    /// A page: at once where its module is here, and as soon as it is otherwise.
    pub(crate) fn page(self, work: Workplace, page: Page) -> Part {
        self.load(page);
        let words = &work.words().side;
        live(move || match self.of(page).stage.get() {
            Stage::Waiting | Stage::Coming => {
                Some(frame(words, page, bones(words.loading_page, "bones late")))
            }
            Stage::Failed => {
                let again = move || {
                    self.load(page);
                    // The button goes, and the frame stays until it is the page's own.
                    focus("#page");
                };
                let failed = failed(work, words.no_page, &Failure::Offline, again);
                Some(frame(words, page, failed.into()))
            }
            Stage::Here => untrack(|| match page {
                Page::Tickets => None,
                Page::Advisories | Page::Releases => at_once(draw(work, page))?.ok(),
                Page::Policy => at_once(draw_policy(work))?.ok(),
            }),
        })
    }

    /// Fetches anew what did not come.
    pub(crate) fn retry(self) {
        for page in [Page::Advisories, Page::Policy] {
            if self.of(page).stage.get_untracked() == Stage::Failed {
                self.load(page);
            }
        }
    }
}

/// A page that is not here yet, in the frame and under the name that it will have.
fn frame(words: &SideWords, page: Page, body: Part) -> Part {
    el("main", "page")
        .attr("id", "page")
        .attr("tabindex", "-1")
        .child(el("h1", "unseen").child(page_name(page, words)))
        .child(body)
        .into()
}

#[wasm_split(pages, fallible, preload(fetch))]
fn draw(work: Workplace, page: Page) -> Result<Part, SplitLoaderError> {
    Ok(match page {
        Page::Advisories => advisories(work),
        Page::Releases => releases(work),
        Page::Tickets | Page::Policy => Part::Nothing,
    })
}

#[wasm_split(policy, fallible, preload(fetch_policy))]
fn draw_policy(work: Workplace) -> Result<Part, SplitLoaderError> {
    Ok(policy(work))
}
