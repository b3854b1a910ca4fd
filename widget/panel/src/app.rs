//! The frame around the views: heading, view, bar.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use crate::panel::Panel;
use crate::route::Route;
use crate::views::{HEADING, focus, heading, home, status_line, tab_bar};
use aftercare_ui::part::{Part, div, live};
use aftercare_ui::{Reader, listen, provide_reader, watch};

/// Puts the panel in the place of what the page shows while it loads.
pub(crate) fn mount() {
    mount_to_body(app);
    if let Some(waiting) = document().get_element_by_id("waiting") {
        waiting.remove();
    }
}

fn app() -> Part {
    let panel = Panel::start();
    listen("keydown", move |event| {
        let closes =
            event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() == "Escape" && !key.is_composing());
        if closes && !event.default_prevented() {
            panel.close();
        }
    });
    follow_focus(panel);
    // Another language is another page: all words are read when a view is made.
    live(move || {
        let reader = Reader::of(panel.lang.get());
        provide_reader(reader);
        if let Some(root) = document().document_element() {
            // An attribute of our own element can always be set.
            let _ = root.set_attribute("lang", reader.lang.tag());
        }
        page(panel)
    })
}

fn page(panel: Panel) -> Part {
    let class = if panel.host.is_framed() { "frame" } else { "frame portal" };
    // A region within a region is never patched but replaced: another view is another view.
    let view = live(move || {
        let route = panel.router.shown();
        let mut view = Some(move || match route {
            Route::Home => home(),
            route => panel.later.view(route),
        });
        live(move || view.take().map(|view| untrack(view)))
    });
    div(class).child(heading()).child(status_line()).child(view).child(tab_bar()).into()
}

/// A view that changes takes the focus to its heading, and so does a panel that comes into view. Not the first
/// one at top level: a page that loads leaves the focus where the browser puts it.
fn follow_focus(panel: Panel) {
    let mut before = None;
    watch(move || {
        let now = (panel.router.shown(), panel.pulse.is_shown());
        let is_news = before.as_ref().is_some_and(|before| *before != now);
        if is_news && now.1 {
            request_animation_frame(|| focus(HEADING));
        }
        before = Some(now);
    });
}
