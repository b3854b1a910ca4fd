//! What loads after the first view: the views behind it, as a WebAssembly module of their own.
//!
//! `wasm_split` marks [`draw`] as a place to cut; the build takes what only it reaches out of the first
//! module. The second is fetched once the first view stands, long before anybody clicks, and with it the style
//! that only its views wear; a click that is quicker sees grey shapes, and one without a network a way to try
//! again.

use core::time::Duration;

use js_sys::Promise;
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::Element;

use crate::pulse::Pulse;
use crate::route::Route;
use crate::trouble::trouble;
use crate::views::{bones, home, new_ticket, outgoing_ticket, thread, ticket_list, updates};
use aftercare_client::Failure;
use aftercare_ui::part::{Part, el, live};
use aftercare_ui::{Later, Stage, at_once, watch};

/// By what the link to the style sheet is found.
const STYLE: &str = "later";
/// The first view is drawn, and has asked for what it shows.
const AFTER_THE_FIRST_VIEW: Duration = Duration::from_millis(150);

/// The views behind the first, as a module of their own.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Views {
    module: Later,
}

impl Views {
    /// Fetches them in a moment, and again when a lost connection is back.
    pub(crate) fn start(pulse: Pulse) -> Self {
        let views = Self { module: Later::new() };
        set_timeout(move || views.load(), AFTER_THE_FIRST_VIEW);
        watch(move || {
            if pulse.is_online() && views.module.stage.get_untracked() == Stage::Failed {
                views.load();
            }
        });
        views
    }

    fn load(self) {
        self.module.load(|| async {
            let style = dress();
            fetch().await.is_ok() && style.await.is_some()
        });
    }

    /// The view of a route: at once where the module is here, and as soon as it is otherwise.
    pub(crate) fn view(&self, route: Route) -> Part {
        let views = *self;
        views.load();
        live(move || match views.module.stage.get() {
            Stage::Waiting | Stage::Coming => Some(el("main", "page").child(bones(2)).into()),
            Stage::Failed => {
                let failure = trouble(&Failure::Offline, move || views.load());
                Some(el("main", "page").child(failure).into())
            }
            Stage::Here => untrack(|| at_once(draw(route.clone())).and_then(Result::ok)),
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
