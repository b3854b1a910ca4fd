//! What loads after the lists of tickets: the pages beside them, as a WebAssembly module of their own.
//!
//! `wasm_split` marks [`draw`] as a place to cut; the build takes what only it reaches out of the first module.
//! The second is fetched soon after somebody is let in, before they are likely to turn to a page; who is
//! quicker sees grey shapes, and one without a network a way to try again.

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

/// The pages beside the lists, as a module of their own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pages {
    module: Later,
}

impl Pages {
    /// Nothing is fetched yet.
    pub(crate) fn new() -> Self {
        Self { module: Later::new() }
    }

    /// Fetches them in a moment.
    pub(crate) fn begin(self) {
        set_timeout(move || self.load(), AFTER_THE_LIST);
    }

    fn load(self) {
        self.module.load(|| Box::pin(async { fetch().await.is_ok() }));
    }

    /// A page: at once where the module is here, and as soon as it is otherwise.
    pub(crate) fn page(self, work: Workplace, page: Page) -> Part {
        self.load();
        let words = &work.words().side;
        live(move || match self.module.stage.get() {
            Stage::Waiting | Stage::Coming => {
                Some(frame(words, page, bones(words.loading_page, "bones late")))
            }
            Stage::Failed => {
                let again = move || {
                    self.load();
                    // The button goes, and the frame stays until it is the page's own.
                    focus("#page");
                };
                let failed = failed(work, words.no_page, &Failure::Offline, again);
                Some(frame(words, page, failed.into()))
            }
            Stage::Here => untrack(|| at_once(draw(work, page)).and_then(Result::ok)),
        })
    }

    /// Fetches it anew where it did not come.
    pub(crate) fn retry(self) {
        if self.module.stage.get_untracked() == Stage::Failed {
            self.load();
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
        Page::Tickets => Part::Nothing,
        Page::Advisories => advisories(work),
        Page::Releases => releases(work),
        Page::Policy => policy(work),
    })
}
