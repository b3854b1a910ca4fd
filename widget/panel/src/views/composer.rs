//! The field for an answer. Enter makes a line; Ctrl or ⌘ with Enter sends.

use leptos::html::Textarea;
use leptos::prelude::*;

use crate::draft::ReplyForm;
use crate::panel::Panel;
use aftercare_shared::id::TicketId;
use aftercare_shared::ticket::Status;
use aftercare_ui::messages::panel::words;
use aftercare_ui::use_reader;

#[component]
pub(crate) fn Composer(
    /// The ticket.
    id: TicketId,
    /// Where it stands: an answer to a resolved ticket reopens it.
    status: Status,
    /// The last event that the reader has seen.
    seen: Signal<u32>,
) -> impl IntoView {
    let panel = Panel::of_context();
    let words = words(use_reader().lang);
    let form = ReplyForm::of_ticket(id, panel.keep, panel.session);
    let field = NodeRef::<Textarea>::new();
    // The field grows with its text, up to what the style sheet allows.
    Effect::new(move |_| {
        form.text.track();
        if let Some(field) = field.get() {
            let field: &web_sys::HtmlElement = &field;
            // A property of our own element can always be set.
            let _ = field.style().set_property("block-size", "auto");
            let _ = field.style().set_property("block-size", &[&(field.scroll_height() + 2).to_string(), "px"].concat());
        }
    });
    let send = move || {
        form.send(panel.outbox, seen.get_untracked());
        if let Some(field) = field.get_untracked() {
            // It stands on the page.
            let _ = field.focus();
        }
    };
    let is_blank = move || form.text.with(|text| text.trim().is_empty());
    let example = if status == Status::Resolved { words.reply_reopens } else { words.reply_example };
    view! {
        <form
            class="composer"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <textarea
                class="field grow"
                rows="1"
                aria-label=words.reply
                placeholder=example
                node_ref=field
                bind:value=form.text
                on:input=move |_| form.changed()
                on:keydown=move |event| {
                    if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing() {
                        event.prevent_default();
                        send();
                    }
                }
            ></textarea>
            <button type="submit" class="primary" disabled=is_blank>{words.send}</button>
        </form>
    }
}
