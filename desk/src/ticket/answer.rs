//! Texts on their way: shown in the log's place, and said to be no more than that.

use aftercare_client::Failure;
use aftercare_ui::messages::trouble as general;
use aftercare_ui::part::{Part, button, div, el, live, many, p, span};
use leptos::prelude::*;

use crate::drafts::Kind;
use crate::outbox::{Delivery, Outgoing};
use crate::ticket::entry;
use crate::trouble;
use crate::workplace::Workplace;

/// What is on its way to the open ticket.
pub(super) fn on_its_way(work: Workplace) -> Part {
    live(move || {
        let here = work.place.ticket.get();
        work.outbox.entries.with(|entries| {
            let here = entries.iter().filter(|entry| Some(&entry.ticket) == here.as_ref());
            many(here, |entry| pending(work, entry))
        })
    })
}

fn pending(work: Workplace, entry: &Outgoing) -> Part {
    let class = if entry.seen.is_some() { "entry pending" } else { "entry note-entry pending" };
    let name = work.session.me().map(|me| me.name);
    let said = div("said")
        .child(p("by").child(el("b", "").child(name)))
        .child(entry::text(&entry.body))
        .child(state(work, entry));
    div(class).child(span("avatar").attr("aria-hidden", "true").child("…")).child(said).into()
}

fn state(work: Workplace, entry: &Outgoing) -> Part {
    let words = &work.words().composer;
    let why = match &entry.state {
        Delivery::Sending => return p("tiny").attr("role", "status").child(words.sending).into(),
        Delivery::Failed(Failure::Timeout) => work.words().failure.uncertain.into(),
        Delivery::Failed(failure @ (Failure::Offline | Failure::Problem(_) | Failure::Unreadable { .. })) => {
            trouble::told(failure, work.lang())
        }
    };
    let (retried, edited) = (entry.key.clone(), entry.key.clone());
    let retry =
        button("ghost small", move || work.outbox.retry(&retried)).child(general::words(work.lang()).retry);
    let edit = button("ghost small", move || {
        if let Some(entry) = work.outbox.take_back(&edited) {
            let kind = if entry.seen.is_some() { Kind::Reply } else { Kind::Note };
            work.open.put_back(&entry.ticket, kind, &entry.body);
            work.write(kind);
        }
    });
    div("unsent")
        .attr("role", "alert")
        .child(p("").child(el("b", "").child(words.not_sent)).child(" ").child(why))
        .child(p("row wrap").child(retry).child(edit.child(words.edit)))
        .into()
}
