//! Whether a writer's knowledge of a ticket is too old for what they want to do.

use crate::ticket::event::{Actor, Event, EventBody};

/// What somebody is about to do, as far as staleness matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// The customer writes: wrong if the ticket ended meanwhile, since the message would reopen it.
    CustomerWrites,
    /// A support engineer acts: wrong if the customer wrote, or a colleague spoke, meanwhile.
    AgentActs,
}

/// Whether one of the events after `seen` makes the intent stale. `me` is the writer, whose own
/// events never do.
#[must_use]
pub fn is_stale<'a>(
    intent: Intent,
    me: &Actor,
    seen: u32,
    events: impl IntoIterator<Item = &'a Event>,
) -> bool {
    events.into_iter().any(|event| event.seq > seen && event.actor != *me && matters(intent, &event.body))
}

fn matters(intent: Intent, body: &EventBody) -> bool {
    match body {
        EventBody::Resolved | EventBody::Closed | EventBody::Merged { .. } => true,
        EventBody::Message { .. }
        | EventBody::Accepted
        | EventBody::InfoRequested { .. }
        | EventBody::InfoProvided { .. }
        | EventBody::SeverityChanged { .. }
        | EventBody::Reopened => intent == Intent::AgentActs,
        EventBody::Opened(_)
        | EventBody::Note { .. }
        | EventBody::PlanChanged { .. }
        | EventBody::Assigned { .. }
        | EventBody::Routed { .. }
        | EventBody::Rated { .. }
        | EventBody::Escalated { .. }
        | EventBody::PromiseMade(_)
        | EventBody::PromiseWarned { .. }
        | EventBody::PromiseMissed { .. } => false,
    }
}
