//! Up to where each ticket was read on this device, and so how many hold something new.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::keep::{Changes, Keep};
use crate::session::SessionRoom;
use aftercare_shared::api::ticket::TicketSummary;
use aftercare_shared::id::TicketId;

/// The marks of the visitor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReadMarks {
    marks: RwSignal<BTreeMap<String, u32>>,
    keep: Keep,
    session: SessionRoom,
}

impl ReadMarks {
    /// Reads the visitor's marks when there is one.
    pub(crate) fn start(keep: Keep, session: SessionRoom) -> Self {
        let marks = Self { marks: RwSignal::default(), keep, session };
        Effect::new(move |before: Option<Option<String>>| {
            let whose = session.whose();
            if before.flatten() != whose
                && let Some(whose) = whose.clone()
            {
                spawn_local(async move {
                    let kept = keep.values(&prefix(&whose)).await;
                    marks.marks.set(kept.into_iter().collect());
                });
            }
            whose
        });
        marks
    }

    /// Whether the vendor has said something that was not read here. Tracked.
    pub(crate) fn is_unread(&self, ticket: &TicketSummary) -> bool {
        let mark = self.marks.with(|marks| marks.get(ticket.id.as_str()).copied());
        // A ticket that has ended and was never opened here is no news.
        ticket.answered && mark.map_or(ticket.status.is_live(), |mark| ticket.seq > mark)
    }

    /// The ticket was read up to an event.
    pub(crate) fn mark(&self, ticket: &TicketId, seq: u32) {
        let known = self.marks.with_untracked(|marks| marks.get(ticket.as_str()).copied());
        if known.is_some_and(|known| known >= seq) {
            return;
        }
        self.marks.update(|marks| {
            marks.insert(ticket.to_string(), seq);
        });
        if let Some(whose) = untrack(|| self.session.whose()) {
            self.keep.change(Changes::default().put(&[&prefix(&whose), ticket.as_str()].concat(), &seq));
        }
    }
}

fn prefix(whose: &str) -> String {
    ["read/", whose, "/"].concat()
}
