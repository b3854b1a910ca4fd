//! `shared::api::ticket`.

use aftercare_shared::api::ticket::{
    Author, EventView, EventsSince, NewMessage, NewTicket, PromiseState, PromiseView, TicketSummary,
    TicketView,
};
use aftercare_shared::metric::Metric;
use aftercare_shared::severity::Severity;
use aftercare_shared::ticket::{InfoItem, Status};

use crate::wire::{Decode, Value, field};
use crate::{decode_struct, decode_words};

decode_words!(Severity { "question" => Question, "degraded" => Degraded, "severe" => Severe, "down" => Down,
    "critical" => Critical });
decode_words!(Metric {
    "first_response" => FirstResponse,
    "next_response" => NextResponse,
    "update" => Update,
    "resolution" => Resolution,
});
decode_words!(Status {
    "new" => New,
    "open" => Open,
    "waiting" => Waiting,
    "resolved" => Resolved,
    "closed" => Closed,
    "merged" => Merged,
});
decode_words!(PromiseState {
    "running" => Running,
    "paused" => Paused,
    "met" => Met,
    "missed" => Missed,
    "cancelled" => Cancelled,
});

decode_struct!(InfoItem { id, label });
decode_struct!(PromiseView {
    metric,
    cycle,
    state,
    started_at,
    due_at,
    stopped_at,
    missed_at,
    target_seconds,
    elapsed_seconds,
    clock,
    zone,
    provisional,
    policy_version,
    explanation,
});
decode_struct!(TicketSummary {
    id,
    number,
    subject,
    status,
    severity,
    opened_at,
    updated_at,
    seq,
    promise,
    answered,
});
decode_struct!(EventsSince { seq, events });
decode_struct!(EventView { seq, at, author, ..body });

// What is sent is read back as well, from what a page kept to send later.
decode_struct!(NewTicket { subject, body, severity, product, sdks, page, lang });
decode_struct!(NewMessage { body, seen });

/// The receipt is passed over: no page shows it, and those who keep it download the whole chain.
impl Decode for TicketView {
    fn decode(json: &Value) -> Option<Self> {
        Some(Self {
            summary: Decode::decode(json)?,
            severity_asked: field(json, "severity_asked")?,
            assignee: field(json, "assignee")?,
            asked: field(json, "asked")?,
            promises: field(json, "promises")?,
            events: field(json, "events")?,
            receipt: None,
        })
    }
}

impl Decode for Author {
    fn decode(json: &Value) -> Option<Self> {
        match json.get("role")?.as_str()? {
            "customer" => Some(Self::Customer { name: field(json, "name")? }),
            "agent" => Some(Self::Agent { name: field(json, "name")? }),
            "system" => Some(Self::System),
            _ => None,
        }
    }
}
