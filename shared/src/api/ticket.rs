//! `/v1/tickets`: what a customer sends and sees.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::api::receipts::IssuedReceipt;
use crate::id::{ProductId, TicketId};
use crate::metric::Metric;
use crate::severity::Severity;
use crate::text::Lang;
use crate::ticket::{Actor, Event, EventBody, InfoItem, Status};
use crate::timeline::Explanation;

/// The most SDKs that one ticket names.
pub const MAX_SDKS: usize = 50;

/// `POST /v1/tickets`, with an `Idempotency-Key`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewTicket {
    /// What happens, in a line of at most 200 characters.
    pub subject: String,
    /// Steps, expectations, anything: at most 64 KiB of plain text. May be empty.
    #[serde(default)]
    pub body: String,
    /// How bad it is.
    pub severity: Severity,
    /// The product it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductId>,
    /// The SDKs in use, as package URLs with a version; at most [`MAX_SDKS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sdks: Vec<String>,
    /// The page the help button was on. Query and fragment are dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// The language the customer reads.
    #[serde(default)]
    pub lang: Lang,
}

/// `POST /v1/tickets/{id}/messages`, with an `Idempotency-Key`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewMessage {
    /// Plain text, at most 64 KiB.
    pub body: String,
    /// The last event the writer saw. `stale` is answered where the meaning of the message may have
    /// changed since: the ticket was resolved or closed meanwhile.
    pub seen: u32,
}

/// A ticket in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TicketSummary {
    /// Its id, for paths.
    pub id: TicketId,
    /// Its number, for people.
    pub number: u32,
    /// What happens, in a line.
    pub subject: String,
    /// Where it stands.
    pub status: Status,
    /// The severity in force.
    pub severity: Severity,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When something public last happened.
    pub updated_at: DateTime<Utc>,
    /// The number of its last event.
    pub seq: u32,
    /// The promise that matters next: the running one that falls due first, else the paused one,
    /// else the last one judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<PromiseView>,
    /// Whether the last word is the vendor's.
    pub answered: bool,
}

/// A ticket, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct TicketView {
    /// The facts of the list.
    #[serde(flatten)]
    pub summary: TicketSummary,
    /// The severity that was asked for, kept beside the one in force.
    pub severity_asked: Severity,
    /// The name of the person who holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// What the customer is asked for: while this is not empty, the clocks are paused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<InfoItem>,
    /// Every promise in force, each with its explanation.
    pub promises: Vec<PromiseView>,
    /// The log, as far as the reader may see it.
    pub events: Vec<EventView>,
    /// The receipt that a write made. Only in the answer to that write, and only where it changed what is owed and
    /// the service signs receipts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<IssuedReceipt>,
}

/// `GET /v1/tickets/{id}/events`: what has happened since an event the reader knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct EventsSince {
    /// The number of the ticket's last event; ask from here the next time.
    pub seq: u32,
    /// The events after the one named, as far as the reader may see them.
    pub events: Vec<EventView>,
}

/// One event, as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct EventView {
    /// Its place in the log.
    pub seq: u32,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub author: Author,
    /// What happened.
    #[serde(flatten)]
    pub body: EventBody,
}

/// Who did it, without ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum Author {
    /// A person of the customer.
    Customer {
        /// The name to show.
        name: String,
    },
    /// A support engineer.
    Agent {
        /// The name to show.
        name: String,
    },
    /// Aftercare itself.
    System,
}

impl From<&Event> for EventView {
    fn from(event: &Event) -> Self {
        let author = match &event.actor {
            Actor::Customer { name, .. } => Author::Customer { name: name.clone() },
            Actor::Agent { name, .. } => Author::Agent { name: name.clone() },
            Actor::System => Author::System,
        };
        Self { seq: event.seq, at: event.at, author, body: event.body.clone() }
    }
}

/// Where a promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PromiseState {
    /// Its clock runs (or waits for the next opening).
    Running,
    /// Its clock waits for the customer; there is no due date meanwhile.
    Paused,
    /// Kept in time.
    Met,
    /// Not kept in time; for good.
    Missed,
    /// It no longer applies.
    Cancelled,
}

/// A promise, as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PromiseView {
    /// What it measures.
    pub metric: Metric,
    /// Which run of that clock.
    pub cycle: u32,
    /// Where it stands.
    pub state: PromiseState,
    /// When its clock began.
    pub started_at: DateTime<Utc>,
    /// By when; absent while paused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// When it was kept or ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<DateTime<Utc>>,
    /// When its time had run out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed_at: Option<DateTime<Utc>>,
    /// How much open time it allows, in seconds.
    pub target_seconds: u64,
    /// How much of it has run, in seconds, at the time of the answer (or when it stopped).
    pub elapsed_seconds: u64,
    /// `always`, or the name of the calendar.
    pub clock: String,
    /// The IANA zone of that calendar; absent for `always`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Whether the due date lies beyond the last year whose holidays are known.
    #[serde(default)]
    pub provisional: bool,
    /// The version of the policy it was made under.
    pub policy_version: u32,
    /// Why this time: segments that sum to the target. Only where a ticket is shown whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// `POST /v1/tickets/{id}/rating`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewRating {
    /// 1 (bad) to 5 (good).
    pub score: u8,
    /// Anything they want to say, at most 64 KiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}
