//! The search box of a list.

use core::time::Duration;

use aftercare_ui::part::{Part, div, el};
use aftercare_ui::{Icon, State};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

use crate::focus::{blur, key};

/// How long it waits for the next letter.
const PATIENCE: Duration = Duration::from_millis(250);

/// The search box above a page's list.
pub(crate) fn search(words: State<String>, label: &'static str, placeholder: &'static str) -> Part {
    let take = move |text: String| {
        if words.with_untracked(|known| *known != text) {
            words.set(text);
        }
    };
    search_box(words.get_untracked(), label, placeholder, take)
}

/// A search box that hands on what is searched for once its reader pauses. Escape empties it, then leaves it.
pub(crate) fn search_box(
    begins_with: String,
    label: &'static str,
    placeholder: &'static str,
    take: impl Fn(String) + Copy + Send + 'static,
) -> Part {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let look = move |text: String, patience: Duration| {
        if let Some(handle) = waiting.get_value() {
            handle.clear();
        }
        waiting.set_value(set_timeout_with_handle(move || take(text), patience).ok());
    };
    let leave = move |event: Event| {
        let Some(field) = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        if key(&event) != "Escape" {
            return;
        }
        event.prevent_default();
        if field.value().is_empty() {
            blur(&field);
        } else {
            field.set_value("");
            look(String::new(), Duration::ZERO);
        }
    };
    let field = el("input", "field small")
        .attr("id", "search")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("aria-label", label)
        .attr("aria-keyshortcuts", "/")
        .attr("placeholder", placeholder)
        .attr("value", begins_with)
        .on("input", move |event| look(event_target_value(&event), PATIENCE))
        .on("keydown", leave);
    let key = el("kbd", "").attr("aria-hidden", "true").child("/");
    el("search", "bar").child(div("search").child(Icon::Search.view()).child(field).child(key)).into()
}
