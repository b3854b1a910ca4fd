//! A dialog over everything else. The browser's own: it keeps the focus inside, gives it back, and
//! closes on Escape.

use leptos::html;
use leptos::prelude::*;

/// A dialog that is there while `open` says so.
#[component]
pub(crate) fn Modal(
    /// Whether it stands open; set to false when its reader leaves it.
    open: RwSignal<bool>,
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// What stands in it, made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    let id = format!("modal-{}", next_number());
    follow(node, open);
    let children = StoredValue::new(children);
    let labelled = id.clone();
    view! {
        <dialog
            class="modal"
            node_ref=node
            aria-labelledby=labelled
            on:close=move |_| open.set(false)
            on:click=move |event| {
                // A click on the backdrop is one on the dialog itself.
                if event.target() == node.get_untracked().map(Into::into) {
                    open.set(false);
                }
            }
        >
            <Show when=move || open.get()>
                <div class="sheet stack">
                    <h2 id=id.clone()>{move || title.get()}</h2>
                    {children.with_value(|children| children())}
                </div>
            </Show>
        </dialog>
    }
}

/// Opens and closes a dialog as a signal says.
pub(crate) fn follow(node: NodeRef<html::Dialog>, open: RwSignal<bool>) {
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            // Refused only for a dialog that is not in the document.
            let _detached = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
}

/// A number that no other dialog has.
fn next_number() -> u32 {
    use core::cell::Cell;
    thread_local! {
        static LAST: Cell<u32> = const { Cell::new(0) };
    }
    LAST.with(|last| {
        last.set(last.get().wrapping_add(1));
        last.get()
    })
}
