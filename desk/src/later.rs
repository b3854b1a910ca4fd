//! What loads after the lists of tickets: the pages beside them, as a WebAssembly module of their own.
//!
//! `wasm_split` marks [`draw`] as a place to cut; the build takes what only it reaches out of the first module.
//! The second is fetched soon after somebody is let in, before they are likely to turn to a page; who is
//! quicker sees grey shapes, and one without a network a way to try again.

use core::pin::pin;
use core::task::{Context, Poll, Waker};
use core::time::Duration;

use aftercare_client::Failure;
use aftercare_ui::State;
use aftercare_ui::part::{Part, el, live};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::advisories::advisories;
use crate::page::{bones, failed};
use crate::place::Page;
use crate::policy::policy;
use crate::releases::releases;
use crate::workplace::Workplace;

/// The list is drawn, and the first tickets are asked for.
const AFTER_THE_LIST: Duration = Duration::from_secs(1);

/// How far the second module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nobody has asked for it.
    Waiting,
    Coming,
    Here,
    /// It did not come.
    Failed,
}

/// The second module.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Later {
    stage: State<Stage>,
}

impl Later {
    /// Nothing is fetched yet.
    pub(crate) fn new() -> Self {
        Self { stage: State::new(Stage::Waiting) }
    }

    /// Fetches it in a moment.
    pub(crate) fn begin(self) {
        set_timeout(move || self.load(), AFTER_THE_LIST);
    }

    fn load(self) {
        let stage = self.stage;
        if matches!(stage.get_untracked(), Stage::Coming | Stage::Here) {
            return;
        }
        stage.set(Stage::Coming);
        spawn_local(async move {
            stage.set(if fetch().await.is_ok() { Stage::Here } else { Stage::Failed });
        });
    }

    /// A page: at once where the module is here, and as soon as it is otherwise.
    pub(crate) fn page(self, work: Workplace, page: Page) -> Part {
        self.load();
        live(move || match self.stage.get() {
            Stage::Waiting | Stage::Coming => {
                Some(frame().child(bones(work.words().side.loading_page, "bones late")).into())
            }
            Stage::Failed => {
                let again = move || self.load();
                Some(frame().child(failed(work, work.words().side.no_page, &Failure::Offline, again)).into())
            }
            Stage::Here => untrack(|| at_once(work, page)),
        })
    }
}

fn frame() -> aftercare_ui::part::El {
    el("main", "page").attr("id", "page").attr("tabindex", "-1")
}

/// Draws a page with the module that is here: the call has then nothing to wait for.
fn at_once(work: Workplace, page: Page) -> Option<Part> {
    match pin!(draw(work, page)).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(drawn) => drawn.ok(),
        Poll::Pending => None,
    }
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
