//! Up to where each ticket was read on this device, and so how many hold something new.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::keep::{Changes, Keep};
use crate::session::SessionRoom;
use aftercare_shared::api::ticket::TicketSummary;
use aftercare_shared::id::TicketId;
use aftercare_ui::State;

/// The marks of the visitor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReadMarks {
    marks: State<Vec<(String, u32)>>,
    keep: Keep,
    session: SessionRoom,
}

impl ReadMarks {
    /// Reads the visitor's marks when there is one.
    pub(crate) fn start(keep: Keep, session: SessionRoom) -> Self {
        let marks = Self { marks: State::default(), keep, session };
        session.follow_visitor(move |whose| {
            spawn_local(async move {
                let kept = keep.values(prefix(&whose)).await;
                marks.marks.set(kept);
            });
        });
        marks
    }

    /// Whether the vendor has said something that was not read here. Tracked.
    pub(crate) fn is_unread(&self, ticket: &TicketSummary) -> bool {
        let mark = self.marks.with(|marks| known(marks, &ticket.id));
        // A ticket that has ended and was never opened here is no news.
        ticket.answered && mark.map_or(ticket.status.is_live(), |mark| ticket.seq > mark)
    }

    /// The ticket was read up to an event.
    pub(crate) fn mark(&self, ticket: &TicketId, seq: u32) {
        if self.marks.with_untracked(|marks| known(marks, ticket)).is_some_and(|known| known >= seq) {
            return;
        }
        self.marks.update(|marks| {
            marks.retain(|(id, _)| id != ticket.as_str());
            marks.push((ticket.as_str().to_owned(), seq));
        });
        if let Some(whose) = untrack(|| self.session.whose()) {
            self.keep.change(Changes::default().put(&[&prefix(&whose), ticket.as_str()].concat(), &seq));
        }
    }
}

fn known(marks: &[(String, u32)], ticket: &TicketId) -> Option<u32> {
    marks.iter().find(|(id, _)| id == ticket.as_str()).map(|(_, seq)| *seq)
}

fn prefix(whose: &str) -> String {
    ["read/", whose, "/"].concat()
}
