//! The question before a ticket is called solved: one key must not tell a customer so.

use aftercare_shared::ticket::Status;
use leptos::prelude::*;

use crate::actions::Act;
use crate::drafts::Kind;
use crate::modal::Modal;
use crate::workplace::Workplace;

/// The dialog.
#[component]
pub(super) fn ResolveDialog() -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().ticket;
    let open = work.actions.resolving;
    let summary = move || {
        work.open.shown.with(|it| it.as_ref().map(|it| (it.ticket.summary.number, it.ticket.summary.status)))
    };
    let title = Signal::derive(move || {
        summary().map(|(number, _)| (words.resolve_title)(number)).unwrap_or_default()
    });
    let is_new = move || summary().is_some_and(|(_, status)| status == Status::New);
    let has_draft =
        move || work.place.ticket.with(|it| it.as_ref().is_some_and(|id| work.drafts.has(id, Kind::Reply)));
    let confirm = move |_| {
        open.set(false);
        work.actions.run(Act::Resolve);
    };
    view! {
        <Modal open title>
            <p class="muted">{words.resolve_hint}</p>
            {move || has_draft().then(|| view! { <p class="wrong">{words.resolve_draft}</p> })}
            {move || is_new().then(|| view! { <p class="wrong">{words.resolve_first}</p> })}
            <div class="row end">
                <button type="button" class="ghost" on:click=move |_| open.set(false)>{words.cancel}</button>
                <Show when=move || !is_new()>
                    <button type="button" class="primary" autofocus=true on:click=confirm>{words.resolve_confirm}</button>
                </Show>
            </div>
        </Modal>
    }
}
