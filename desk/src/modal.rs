//! A dialog over everything else. The browser's own: it keeps the focus inside, gives it back, and
//! closes on Escape.

use core::cell::Cell;

use aftercare_ui::part::{El, Part, div, el, live};
use aftercare_ui::watch;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

/// A dialog that is there while `open` says so. Its reader may leave it; what stands in it is made anew
/// each time it opens.
pub(crate) fn modal(
    open: RwSignal<bool>,
    title: impl Fn() -> String + Send + 'static,
    body: impl Fn() -> Part + Send + 'static,
) -> Part {
    frame(open, title, body)
        .on("click", move |event| {
            // A click on the backdrop is one on the dialog itself.
            if event.target().is_some_and(|it| it.has_type::<HtmlDialogElement>()) {
                open.set(false);
            }
        })
        .into()
}

/// A dialog that stays until what it asks for is done.
pub(crate) fn insisting(
    open: RwSignal<bool>,
    title: &'static str,
    body: impl Fn() -> Part + Send + 'static,
) -> Part {
    frame(open, move || title.to_owned(), body).on("cancel", |event| event.prevent_default()).into()
}

fn frame(
    open: RwSignal<bool>,
    title: impl Fn() -> String + Send + 'static,
    body: impl Fn() -> Part + Send + 'static,
) -> El {
    let id = format!("modal-{}", next_number());
    let labelled = id.clone();
    el("dialog", "modal")
        .attr("aria-labelledby", labelled)
        .on("close", move |_| open.set(false))
        .child(live(move || {
            open.get().then(|| {
                div("sheet stack").child(el("h2", "").attr("id", id.clone()).child(title())).child(body())
            })
        }))
        .when_drawn(move |element| {
            let Ok(dialog) = element.dyn_into::<HtmlDialogElement>() else { return };
            watch(move || {
                if open.get() && !dialog.open() {
                    show(dialog.clone());
                } else if !open.get() && dialog.open() {
                    dialog.close();
                }
            });
        })
}

/// Shows a dialog once it stands on the page with what is in it.
fn show(dialog: HtmlDialogElement) {
    request_animation_frame(move || {
        if !dialog.open() {
            // Refused only for a dialog that is not in the document.
            let _detached = dialog.show_modal();
        }
    });
}

/// A number that no other dialog has.
fn next_number() -> u32 {
    thread_local! {
        static LAST: Cell<u32> = const { Cell::new(0) };
    }
    LAST.with(|last| {
        last.set(last.get().wrapping_add(1));
        last.get()
    })
}
