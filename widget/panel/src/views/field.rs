//! A field whose text is a signal.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use aftercare_ui::State;
use aftercare_ui::part::{El, el};

/// A field (`input` or `textarea`) that shows a signal and writes to it; `changed` follows each keystroke.
pub(crate) fn bound(
    tag: &'static str,
    id: &'static str,
    text: State<String>,
    changed: impl Fn() + Send + 'static,
) -> El {
    el(tag, "field").attr("id", id).live_text("value", move || text.get()).on("input", move |event| {
        text.set(event_target_value(&event));
        changed();
    })
}

/// Puts the focus on an element, if it stands on the page.
pub(crate) fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        // An element that can't take the focus leaves it where it is.
        let _ = element.focus();
    }
}
