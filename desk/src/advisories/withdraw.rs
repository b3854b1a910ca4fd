//! The question before an advisory is taken back, with the reason that customers read.

use aftercare_ui::messages::desk::AdvisoryWords;
use aftercare_ui::part::{Part, button, div, el, live, p};
use aftercare_ui::{Reader, use_reader};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use crate::advisories::Advisories;
use crate::advisories::deed::Deed;
use crate::advisories::editor::{changed_there, news};
use crate::focus::{find, focus};
use crate::modal::modal;
use crate::shortcuts;
use crate::trouble;
use crate::workplace::Workplace;

/// The longest reason that is taken, in characters.
const MAX_REASON_CHARS: usize = 1_000;

/// What is wrong with the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    None,
    Blank,
    TooLong,
}

/// The dialog.
pub(super) fn withdraw_dialog(work: Workplace, words: &'static AdvisoryWords) -> Part {
    let reader = use_reader();
    modal(Advisories::of(work).withdrawing, || words.withdraw_title.to_owned(), move || form(work, reader))
}

/// That others published meanwhile, or why it was not taken back.
fn not_yet(work: Workplace, reader: Reader) -> Part {
    let (shelf, words) = (Advisories::of(work), &work.words().advisories);
    let overtaken = live(move || {
        shelf.overtaken.with(|overtaken| {
            let (seen, standing) = overtaken.as_ref()?;
            let changed = changed_there(words, &seen.view.record, standing);
            Some(news(words, words.withdraw_overtaken, standing, changed, reader))
        })
    });
    let failed = live(move || match shelf.deed.get() {
        Some(Deed::Failed(failure)) => Some(p("wrong").child(trouble::words(&failure, reader.lang))),
        Some(Deed::Running(_) | Deed::Done(_)) | None => None,
    });
    div("")
        .attr("id", "overtaken")
        .attr("tabindex", "-1")
        .attr("role", "alert")
        .child(overtaken)
        .child(failed)
        .into()
}

fn form(work: Workplace, reader: Reader) -> Part {
    let (shelf, words) = (Advisories::of(work), &work.words().advisories);
    let is_running = move || shelf.deed.with(|deed| matches!(deed, Some(Deed::Running(_))));
    let wrong = RwSignal::new(Wrong::None);
    let submit = move || {
        let reason = find("#withdraw-reason")
            .and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok())
            .map(|field| field.value().trim().to_owned())
            .unwrap_or_default();
        let fault = match reason.chars().count() {
            0 => Wrong::Blank,
            1..=MAX_REASON_CHARS => Wrong::None,
            _ => Wrong::TooLong,
        };
        wrong.set(fault);
        if fault == Wrong::None {
            shelf.withdraw(reason);
        } else {
            focus("#withdraw-reason");
        }
    };
    let why = move || match wrong.get() {
        Wrong::None => "",
        Wrong::Blank => words.withdraw_no_reason,
        Wrong::TooLong => words.withdraw_too_long,
    };
    let field = el("textarea", "field small")
        .attr("id", "withdraw-reason")
        .attr("rows", "3")
        .attr("autofocus", "")
        .attr("aria-describedby", "withdraw-wrong withdraw-hint")
        .live_attr("aria-invalid", move || Some((wrong.get() != Wrong::None).to_string()))
        .on("keydown", move |event| {
            if shortcuts::is_send(&event) {
                event.prevent_default();
                submit();
            }
        });
    let cancel = button("ghost", move || shelf.withdrawing.set(false)).child(work.words().ticket.cancel);
    let withdraw = el("button", "primary")
        .attr("type", "submit")
        .live_attr("aria-disabled", move || Some(is_running().to_string()))
        .child(live(move || if is_running() { work.words().ticket.working } else { words.withdraw }));
    let buttons = div("row end").child(cancel).child(withdraw);
    el("form", "stack")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            submit();
        })
        .child(p("").child(words.withdraw_hint))
        .child(not_yet(work, reader))
        .child(
            div("")
                .child(el("label", "label").attr("for", "withdraw-reason").child(words.withdraw_reason))
                .child(field)
                .child(p("wrong").attr("id", "withdraw-wrong").attr("role", "alert").child(live(why)))
                .child(p("tiny").attr("id", "withdraw-hint").child(words.withdraw_reason_hint)),
        )
        .child(buttons)
        .into()
}
