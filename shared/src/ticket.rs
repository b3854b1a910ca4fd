//! A ticket is its event log.
//!
//! [`Event`]s are the truth: append-only, numbered from 1 without gaps. [`Ticket`] is what they fold
//! into, and can be thrown away and made anew. One exhaustive match ([`Ticket::apply`]) says which
//! event may follow which state; the commands in [`command`] say what people may do and answer with
//! the events to append. Nothing here knows the time or makes an id: both come in as values.

pub mod command;
pub mod event;
mod fold;
pub mod freshness;

pub use event::{Actor, Event, EventBody, InfoItem, Opened, Promise};
pub use fold::FoldError;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{AgentId, PlanId, ProductId, TeamId, TicketId, UserId};
use crate::severity::Severity;

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Received; no person has begun yet.
    New,
    /// A person is working on it.
    Open,
    /// A structured question to the customer is open: the clocks are paused.
    Waiting,
    /// The vendor says it is solved; the customer may reopen it.
    Resolved,
    /// Ended for good.
    Closed,
    /// Carried on in another ticket.
    Merged,
}

impl Status {
    /// The word that stands for it on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
            Self::Merged => "merged",
        }
    }

    /// Whether work on it is still owed.
    #[must_use]
    pub fn is_live(self) -> bool {
        match self {
            Self::New | Self::Open | Self::Waiting => true,
            Self::Resolved | Self::Closed | Self::Merged => false,
        }
    }
}

/// The support engineer who holds a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Assignee {
    /// Who.
    pub id: AgentId,
    /// The name the customer sees.
    pub name: String,
}

/// What a ticket's events fold into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// The number of the last event, which a writer must have seen.
    pub seq: u32,
    /// Where it stands.
    pub status: Status,
    /// What happens, in the customer's words.
    pub subject: String,
    /// Who opened it; `None` for a ticket opened by the vendor.
    pub requester: Option<UserId>,
    /// The severity the customer asked for, which never changes.
    pub severity_asked: Severity,
    /// The severity in force.
    pub severity: Severity,
    /// The plan in force.
    pub plan: PlanId,
    /// The product it is about.
    pub product: Option<ProductId>,
    /// The team it was routed to.
    pub team: Option<TeamId>,
    /// Who holds it.
    pub assignee: Option<Assignee>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When a person first confirmed it and began, if one has.
    pub responded_at: Option<DateTime<Utc>>,
    /// The oldest public message of the customer that no person has answered.
    pub unanswered_since: Option<DateTime<Utc>>,
    /// What the customer was asked for and has not given: non-empty while [`Status::Waiting`].
    pub asked: Vec<InfoItem>,
    /// When the vendor last called it resolved, while it is.
    pub resolved_at: Option<DateTime<Utc>>,
    /// How often it was reopened: the cycle of its promises.
    pub reopened: u32,
    /// The customer's rating of the present cycle, 1 to 5.
    pub rating: Option<u8>,
    /// The ticket that carries it on.
    pub merged_into: Option<TicketId>,
    /// Every promise ever made, in the order of the events.
    pub promises: Vec<Promise>,
}

#[cfg(test)]
mod tests;
