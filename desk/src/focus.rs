//! The focus, and what an event says.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent, MouseEvent};

/// The element of an id or another selector, if it is on the page.
pub(crate) fn find(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Leads the focus to an element.
pub(crate) fn focus(selector: &str) {
    if let Some(element) = find(selector) {
        // An element that can't take it leaves it where it is.
        let _unfocusable = element.focus();
    }
}

/// Leads the focus to an element that is about to be drawn.
pub(crate) fn focus_soon(selector: impl Into<String>) {
    let selector = selector.into();
    request_animation_frame(move || focus(&selector));
}

/// Takes the focus from wherever it is.
pub(crate) fn blur(element: &HtmlElement) {
    let _unfocusable = element.blur();
}

/// Which key an event is of.
pub(crate) fn key(event: &Event) -> String {
    event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).unwrap_or_default()
}

/// Whether a click asks for another tab or window, which is the browser's to open.
pub(crate) fn is_elsewhere(event: &Event) -> bool {
    event.dyn_ref::<MouseEvent>().is_some_and(|it| it.ctrl_key() || it.meta_key() || it.shift_key())
}
