//! What loads after the first view: the views behind it, as a WebAssembly module of their own.
//!
//! `wasm_split` marks [`draw`] as a place to cut; the build takes what only it reaches out of the first
//! module. The second is fetched once the first view stands, long before anybody clicks, and with it the style
//! that only its views wear; a click that is quicker sees grey shapes, and one without a network a way to try
//! again.

use core::pin::pin;
use core::task::{Context, Poll, Waker};
use core::time::Duration;

use js_sys::Promise;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::Element;

use crate::pulse::Pulse;
use crate::route::Route;
use crate::trouble::trouble;
use crate::views::{bones, home, new_ticket, outgoing_ticket, thread, ticket_list, updates};
use aftercare_client::Failure;
use aftercare_ui::part::{Part, el, live};
use aftercare_ui::{State, watch};

/// By what the link to the style sheet is found.
const STYLE: &str = "later";
/// The first view is drawn, and has asked for what it shows.
const AFTER_THE_FIRST_VIEW: Duration = Duration::from_millis(150);

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
    /// Fetches it in a moment, and again when a lost connection is back.
    pub(crate) fn start(pulse: Pulse) -> Self {
        let later = Self { stage: State::new(Stage::Waiting) };
        set_timeout(move || later.load(), AFTER_THE_FIRST_VIEW);
        watch(move || {
            if pulse.is_online() && later.stage.get_untracked() == Stage::Failed {
                later.load();
            }
        });
        later
    }

    fn load(&self) {
        let stage = self.stage;
        if matches!(stage.get_untracked(), Stage::Coming | Stage::Here) {
            return;
        }
        stage.set(Stage::Coming);
        spawn_local(async move {
            let style = dress();
            let is_here = fetch().await.is_ok() && style.await.is_some();
            stage.set(if is_here { Stage::Here } else { Stage::Failed });
        });
    }

    /// The view of a route: at once where the module is here, and as soon as it is otherwise.
    pub(crate) fn view(&self, route: Route) -> Part {
        let later = *self;
        later.load();
        live(move || match later.stage.get() {
            Stage::Waiting | Stage::Coming => Some(el("main", "page").child(bones(2)).into()),
            Stage::Failed => {
                let failure = trouble(&Failure::Offline, move || later.load());
                Some(el("main", "page").child(failure).into())
            }
            Stage::Here => untrack(|| at_once(route.clone())),
        })
    }
}

/// Brings the style sheet, once. The build names it in the page, where no browser loads it from.
fn dress() -> impl Future<Output = Option<()>> {
    let asked = ask_for_style();
    async move {
        let (link, coming) = asked?;
        if let Some(coming) = coming
            && coming.await.is_err()
        {
            link.remove();
            return None;
        }
        Some(())
    }
}

/// Its link, and what is awaited of one that is new.
fn ask_for_style() -> Option<(Element, Option<JsFuture>)> {
    let document = document();
    if let Some(link) = document.get_element_by_id(STYLE) {
        return Some((link, None));
    }
    let address = document.query_selector("meta[name=later]").ok()??.get_attribute("content")?;
    let link = document.create_element("link").ok()?;
    for (name, value) in [("id", STYLE), ("rel", "stylesheet"), ("href", address.as_str())] {
        link.set_attribute(name, value).ok()?;
    }
    let came = Promise::new(&mut |came, failed| {
        for (event, heard) in [("load", &came), ("error", &failed)] {
            // The names of events are ours.
            let _ = link.add_event_listener_with_callback(event, heard);
        }
    });
    document.head()?.append_child(&link).ok()?;
    Some((link, Some(JsFuture::from(came))))
}

/// Draws a view with the module that is here.
fn at_once(route: Route) -> Option<Part> {
    at_hand(draw(route))?.ok()
}

/// What a call into a module gives that is here: it has then nothing to wait for.
pub(crate) fn at_hand<T>(call: impl Future<Output = T>) -> Option<T> {
    match pin!(call).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(given) => Some(given),
        Poll::Pending => None,
    }
}

#[wasm_split(later, fallible, preload(fetch))]
fn draw(route: Route) -> Result<Part, SplitLoaderError> {
    Ok(match route {
        Route::Home => home(),
        Route::New => new_ticket(),
        Route::Outgoing(key) => outgoing_ticket(key),
        Route::Tickets => ticket_list(),
        Route::Thread(id) => thread(id),
        Route::Updates => updates(),
    })
}
