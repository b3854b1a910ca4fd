//! `shared::ticket::event`: what happened to a ticket.

use aftercare_shared::escalation::{Act, Audience, Escalation, Raise};
use aftercare_shared::text::Lang;
use aftercare_shared::ticket::{EventBody, Opened, Promise};

use crate::wire::{Decode, Value, field};
use crate::{decode_struct, decode_words};

impl Decode for EventBody {
    fn decode(json: &Value) -> Option<Self> {
        Some(match json.get("kind")?.as_str()? {
            "opened" => Self::Opened(Decode::decode(json)?),
            "message" => Self::Message { body: field(json, "body")? },
            "note" => Self::Note { body: field(json, "body")? },
            "accepted" => Self::Accepted,
            "info_requested" => Self::InfoRequested { items: field(json, "items")? },
            "info_provided" => Self::InfoProvided { items: field(json, "items")? },
            "severity_changed" => Self::SeverityChanged {
                from: field(json, "from")?,
                to: field(json, "to")?,
                reason: field(json, "reason")?,
            },
            "plan_changed" => Self::PlanChanged {
                from: field(json, "from")?,
                to: field(json, "to")?,
                reason: field(json, "reason")?,
            },
            "assigned" => Self::Assigned { agent: field(json, "agent")?, name: field(json, "name")? },
            "routed" => Self::Routed { team: field(json, "team")? },
            "resolved" => Self::Resolved,
            "reopened" => Self::Reopened,
            "closed" => Self::Closed,
            "rated" => Self::Rated { score: field(json, "score")?, comment: field(json, "comment")? },
            "merged" => Self::Merged { into: field(json, "into")? },
            "escalated" => Self::Escalated {
                reason: field::<Option<String>>(json, "reason")?.unwrap_or_default(),
                rule: field(json, "rule")?,
            },
            "promise_made" => Self::PromiseMade(Decode::decode(json)?),
            "promise_warned" => Self::PromiseWarned {
                metric: field(json, "metric")?,
                cycle: field(json, "cycle")?,
                percent: field(json, "percent")?,
            },
            "promise_missed" => Self::PromiseMissed {
                metric: field(json, "metric")?,
                cycle: field(json, "cycle")?,
                missed_at: field(json, "missed_at")?,
            },
            _ => return None,
        })
    }
}

impl Decode for Act {
    fn decode(json: &Value) -> Option<Self> {
        if let Some(audience) = json.get("notify") {
            Some(Self::Notify(Decode::decode(audience)?))
        } else if let Some(team) = json.get("reassign") {
            Some(Self::Reassign(Decode::decode(team)?))
        } else {
            Some(Self::Raise(field(json, "raise")?))
        }
    }
}

decode_words!(Audience { "team" => Team, "lead" => Lead });
decode_struct!(Raise { to, reason });
decode_struct!(Escalation { metric, cycle, percent, reached_at, act });

impl Decode for Opened {
    fn decode(json: &Value) -> Option<Self> {
        Some(Self {
            subject: field(json, "subject")?,
            body: field(json, "body")?,
            severity: field(json, "severity")?,
            plan: field(json, "plan")?,
            product: field(json, "product")?,
            sdks: field(json, "sdks")?,
            page: field(json, "page")?,
            lang: field::<Option<Lang>>(json, "lang")?.unwrap_or_default(),
        })
    }
}

decode_struct!(Promise {
    metric,
    cycle,
    started_at,
    target_seconds,
    clock,
    due_at,
    provisional,
    policy_version,
    policy_hash,
    calendar_hash,
    tzdb,
});
