//! The field for an answer. Enter makes a line; Ctrl or ⌘ with Enter sends.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::draft::ReplyForm;
use crate::panel::Panel;
use crate::views::field::{bound, focus};
use aftercare_shared::text::digits;
use aftercare_shared::ticket::Status;
use aftercare_ui::messages::panel::words;
use aftercare_ui::part::{Part, el};
use aftercare_ui::{use_reader, watch};

const FIELD: &str = "reply";

/// The field for an answer to the open ticket, which stands at `status`: an answer to a resolved one reopens it.
pub(crate) fn composer(panel: Panel, status: Status) -> Part {
    let words = words(use_reader().lang);
    let Some(id) = panel.tickets.open.peek(|view| view.map(|view| view.summary.id.clone())) else {
        return Part::Nothing;
    };
    let form = ReplyForm::of_ticket(id, panel.keep, panel.session);
    watch(move || {
        form.text.track();
        request_animation_frame(fit);
    });
    let send = move || {
        let seen = panel.tickets.open.peek(|view| view.map_or(0, |view| view.summary.seq));
        form.send(panel.outbox, seen);
        focus(FIELD);
    };
    let example = if status == Status::Resolved { words.reply_reopens } else { words.reply_example };
    let field = bound("textarea", FIELD, form.text, move || form.changed())
        .attr("rows", "1")
        .attr("aria-label", words.reply)
        .attr("placeholder", example)
        .on("keydown", move |event| {
            let sends = event.dyn_ref::<KeyboardEvent>().is_some_and(|key| {
                key.key() == "Enter" && (key.ctrl_key() || key.meta_key()) && !key.is_composing()
            });
            if sends {
                event.prevent_default();
                send();
            }
        });
    let button = el("button", "primary")
        .attr("type", "submit")
        .live_flag("disabled", move || form.text.with(|text| text.trim().is_empty()))
        .child(words.send);
    el("form", "composer")
        .attr("aria-label", words.reply)
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .child(field)
        .child(button)
        .into()
}

/// The field grows with its text, up to what the style sheet allows.
fn fit() {
    let field = document().get_element_by_id(FIELD).and_then(|field| field.dyn_into::<HtmlElement>().ok());
    if let Some(field) = field {
        let style = field.style();
        // The property is one of ours, and both values are lengths.
        let _ = style.set_property("block-size", "auto");
        let _ = style.set_property(
            "block-size",
            &[&digits(u64::from(field.scroll_height().unsigned_abs()) + 2), "px"].concat(),
        );
    }
}
