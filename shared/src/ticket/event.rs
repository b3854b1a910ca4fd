//! What can happen to a ticket. Past tense: an event is a fact.

mod read;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::escalation::Escalation;
use crate::id::{AgentId, PlanId, ProductId, TeamId, TicketId, UserId};
use crate::metric::Metric;
use crate::severity::Severity;
use crate::text::Lang;

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum Actor {
    /// A person of the customer.
    Customer {
        /// The vendor's id of the person.
        id: UserId,
        /// The name to show.
        name: String,
    },
    /// A support engineer.
    Agent {
        /// Who.
        id: AgentId,
        /// The name the customer sees.
        name: String,
    },
    /// Aftercare itself: routing, clocks, automatic mail. Never counts as an answer.
    System,
}

/// One fact of a ticket's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the log: 1 for the first, then without gaps.
    pub seq: u32,
    /// When it happened, to the second.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: Actor,
    /// What happened.
    #[serde(flatten)]
    pub body: EventBody,
}

/// What happened. The tag `kind` is the word in the store and on the wire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EventBody {
    /// The customer (or, for them, the vendor) opened the ticket.
    Opened(Opened),
    /// A public message.
    Message {
        /// Plain text.
        body: String,
    },
    /// A word among the support engineers, never shown to the customer.
    Note {
        /// Plain text.
        body: String,
    },
    /// A named person confirmed the ticket and began to work on it: this is a response.
    Accepted,
    /// The customer was asked for things without which work can't go on: the clocks pause.
    InfoRequested {
        /// What is needed.
        items: Vec<InfoItem>,
    },
    /// The customer gave some or all of it, or the vendor withdrew the request.
    InfoProvided {
        /// The ids of the items that are settled.
        items: Vec<String>,
    },
    /// The severity in force changed.
    SeverityChanged {
        /// Before.
        from: Severity,
        /// After.
        to: Severity,
        /// Why, in words the customer sees.
        reason: String,
    },
    /// The plan in force changed.
    PlanChanged {
        /// Before.
        from: PlanId,
        /// After.
        to: PlanId,
        /// Why.
        reason: String,
    },
    /// A support engineer holds it from now on.
    Assigned {
        /// Who.
        agent: AgentId,
        /// The name the customer sees.
        name: String,
    },
    /// A rule sent it to a team.
    Routed {
        /// Which team.
        team: TeamId,
    },
    /// The vendor calls it solved.
    Resolved,
    /// The customer or the vendor took it up again.
    Reopened,
    /// It ended for good.
    Closed,
    /// The customer rated the cycle that ended.
    Rated {
        /// 1 (bad) to 5 (good).
        score: u8,
        /// What they said.
        comment: Option<String>,
    },
    /// It is carried on in another ticket.
    Merged {
        /// Which.
        into: TicketId,
    },
    /// A rule of the policy, or a person, raised it above the usual path.
    Escalated {
        /// Why, in a person's words; empty where a rule did it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
        /// The rule's work; absent where a person did it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rule: Option<Escalation>,
    },
    /// A deadline was stamped.
    PromiseMade(Promise),
    /// Part of a promise's time has run.
    PromiseWarned {
        /// Which clock.
        metric: Metric,
        /// Which run of that clock.
        cycle: u32,
        /// The share that has run, in percent.
        percent: u8,
    },
    /// A promise was missed.
    PromiseMissed {
        /// Which clock.
        metric: Metric,
        /// Which run of that clock.
        cycle: u32,
        /// The due instant, not the moment somebody noticed.
        missed_at: DateTime<Utc>,
    },
}

/// How a ticket begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Opened {
    /// What happens, in a line.
    pub subject: String,
    /// Steps, expectations, anything.
    pub body: String,
    /// The severity the customer asked for.
    pub severity: Severity,
    /// The plan at that moment.
    pub plan: PlanId,
    /// The product it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductId>,
    /// The SDKs in use, as package URLs with a version.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sdks: Vec<String>,
    /// The page the help button was on, without query and fragment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The language the customer reads.
    #[serde(default)]
    pub lang: Lang,
}

/// One thing the customer is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct InfoItem {
    /// Its name within the ticket, `i1`, `i2`, …
    pub id: String,
    /// What is needed, in words the customer reads.
    pub label: String,
}

/// A deadline, as it was stamped. Immutable: a change makes a new one that supersedes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Promise {
    /// What it measures.
    pub metric: Metric,
    /// Which run of that clock: 0 for the first, one more each time it starts afresh.
    pub cycle: u32,
    /// When its clock began.
    pub started_at: DateTime<Utc>,
    /// How much open time it allows, in seconds.
    pub target_seconds: u64,
    /// `always`, or the name of the policy's calendar that it counts in.
    pub clock: String,
    /// By when, as far as was known when it was stamped.
    pub due_at: DateTime<Utc>,
    /// Whether the due date lies beyond the last year whose holidays are known.
    #[serde(default)]
    pub provisional: bool,
    /// The version of the policy it was made under.
    pub policy_version: u32,
    /// SHA-256 of that policy, in hex.
    pub policy_hash: String,
    /// SHA-256 of that calendar, in hex; empty for `always`.
    pub calendar_hash: String,
    /// The release of the tz database that was used, such as `2026f`; empty for `always`.
    pub tzdb: String,
}

impl EventBody {
    /// The word that stands for it in the store and on the wire.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Opened(_) => "opened",
            Self::Message { .. } => "message",
            Self::Note { .. } => "note",
            Self::Accepted => "accepted",
            Self::InfoRequested { .. } => "info_requested",
            Self::InfoProvided { .. } => "info_provided",
            Self::SeverityChanged { .. } => "severity_changed",
            Self::PlanChanged { .. } => "plan_changed",
            Self::Assigned { .. } => "assigned",
            Self::Routed { .. } => "routed",
            Self::Resolved => "resolved",
            Self::Reopened => "reopened",
            Self::Closed => "closed",
            Self::Rated { .. } => "rated",
            Self::Merged { .. } => "merged",
            Self::Escalated { .. } => "escalated",
            Self::PromiseMade(_) => "promise_made",
            Self::PromiseWarned { .. } => "promise_warned",
            Self::PromiseMissed { .. } => "promise_missed",
        }
    }

    /// Whether the customer may see it. Notes and escalations stay among the vendor's people.
    #[must_use]
    pub fn is_public(&self) -> bool {
        match self {
            Self::Note { .. } | Self::Escalated { .. } | Self::PromiseWarned { .. } | Self::Routed { .. } => {
                false
            }
            Self::Opened(_)
            | Self::Message { .. }
            | Self::Accepted
            | Self::InfoRequested { .. }
            | Self::InfoProvided { .. }
            | Self::SeverityChanged { .. }
            | Self::PlanChanged { .. }
            | Self::Assigned { .. }
            | Self::Resolved
            | Self::Reopened
            | Self::Closed
            | Self::Rated { .. }
            | Self::Merged { .. }
            | Self::PromiseMade(_)
            | Self::PromiseMissed { .. } => true,
        }
    }
}
