//! The question before a ticket is called solved: one key must not tell a customer so.

use aftercare_shared::ticket::Status;
use aftercare_ui::part::{Part, button, div, live, p};
use leptos::prelude::*;

use crate::actions::Act;
use crate::drafts::Kind;
use crate::modal::modal;
use crate::workplace::Workplace;

/// The dialog.
pub(super) fn resolve_dialog(work: Workplace) -> Part {
    let words = &work.words().ticket;
    let open = work.actions.resolving;
    let title = move || {
        let number = work.open.shown.with(|it| it.as_ref().map(|it| it.ticket.summary.number));
        number.map(words.resolve_title).unwrap_or_default()
    };
    let is_new = move || {
        work.open.shown.with(|it| it.as_ref().is_some_and(|it| it.ticket.summary.status == Status::New))
    };
    let has_draft =
        move || work.place.ticket.with(|it| it.as_ref().is_some_and(|id| work.drafts.has(id, Kind::Reply)));
    let confirm = move || {
        open.set(false);
        work.actions.run(Act::Resolve);
    };
    modal(open, title, move || {
        let cancel = button("ghost", move || open.set(false)).child(words.cancel);
        let resolve = (!is_new())
            .then(|| button("primary", confirm).attr("autofocus", "").child(words.resolve_confirm));
        Part::from([
            p("muted").child(words.resolve_hint).into(),
            live(move || has_draft().then(|| p("wrong").child(words.resolve_draft))),
            is_new().then(|| p("wrong").child(words.resolve_first)).into(),
            div("row end").child(cancel).child(resolve).into(),
        ])
    })
}
