//! `/v1/desk/...`: what a support engineer sends and sees.

pub mod accounts;
pub mod policies;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::api::notices::SdkReport;
use crate::api::session::{AccountView, PlanView};
use crate::api::ticket::{TicketSummary, TicketView};
use crate::id::{AgentId, TeamId};
use crate::policy::OfferedSeverity;
use crate::severity::Severity;
use crate::text::Lang;

/// `POST /v1/desk/sessions`: an agent token, exchanged for a cookie that scripts can't read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SignIn {
    /// The agent's token, `agt_` and what follows.
    pub token: String,
}

/// `GET /v1/desk/me`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Me {
    /// Who.
    pub id: AgentId,
    /// The name the customer sees.
    pub name: String,
    /// What they may do besides answering.
    #[serde(default)]
    pub role: Role,
    /// The Worker's time.
    pub now: DateTime<Utc>,
}

/// What a support engineer may do, the least first: each may do what the one before may.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answer tickets, and read everything.
    #[default]
    Agent,
    /// Change accounts, advisories, releases and feeds.
    Lead,
    /// Push policies.
    Admin,
}

impl Role {
    /// The word that stands for it on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Lead => "lead",
            Self::Admin => "admin",
        }
    }
}

/// The lists of the desk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum View {
    /// Live tickets, by what falls due next: missed first, then running, then paused.
    #[default]
    DueNext,
    /// Those of them that the reader holds.
    Mine,
    /// Those that wait for the customer.
    Waiting,
    /// Those that nobody holds.
    Unassigned,
    /// Resolved and closed ones, newest first.
    Done,
}

impl View {
    /// All views, in the order of the side bar.
    pub const ALL: [Self; 5] = [Self::DueNext, Self::Mine, Self::Waiting, Self::Unassigned, Self::Done];

    /// The word that stands for it in a query.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DueNext => "due_next",
            Self::Mine => "mine",
            Self::Waiting => "waiting",
            Self::Unassigned => "unassigned",
            Self::Done => "done",
        }
    }
}

/// `GET /v1/desk/tickets?view=&q=&cursor=`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Queue {
    /// The Worker's time.
    pub now: DateTime<Utc>,
    /// The tickets.
    pub items: Vec<QueueItem>,
    /// What to send as `cursor` for the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// How many there are in each list.
    pub counts: Counts,
}

/// How many tickets each list holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Counts {
    /// [`View::DueNext`].
    pub due_next: u32,
    /// Of these, how many have a missed promise.
    pub missed: u32,
    /// [`View::Mine`].
    pub mine: u32,
    /// [`View::Waiting`].
    pub waiting: u32,
    /// [`View::Unassigned`].
    pub unassigned: u32,
}

/// A ticket in a list of the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct QueueItem {
    /// What the customer sees of it.
    #[serde(flatten)]
    pub ticket: TicketSummary,
    /// Whose it is.
    pub account: AccountView,
    /// The plan's name, in both languages, and how we know it.
    pub plan: PlanView,
    /// Who holds it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
    /// Whether the reader holds it.
    pub mine: bool,
    /// The team it was routed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// Labels of what the customer is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<String>,
}

/// `GET /v1/desk/tickets/{id}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DeskTicket {
    /// The Worker's time.
    pub now: DateTime<Utc>,
    /// The ticket with its whole log.
    pub ticket: TicketView,
    /// Who asks.
    pub customer: CustomerFacts,
    /// Whether the reader holds it.
    pub mine: bool,
    /// The team it was routed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// The severities it may be given, mildest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub severities: Vec<OfferedSeverity>,
}

/// What a support engineer should know of who asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CustomerFacts {
    /// The customer.
    pub account: AccountView,
    /// The person.
    pub requester: String,
    /// Whether the vendor vouched for that person.
    pub verified: bool,
    /// The plan in force on the ticket.
    pub plan: PlanView,
    /// The language they read.
    pub lang: Lang,
    /// The page the help button was on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// What they run, each with its state.
    pub runs: Vec<SdkReport>,
    /// Their last tickets but this one, newest first.
    pub before: Vec<TicketSummary>,
}

/// `POST /v1/desk/tickets/{id}/accept`, `/resolve` and `/withdraw`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Seen {
    /// The last event the support engineer saw. `stale` is answered where the customer has written
    /// or a colleague has acted since.
    pub seen: u32,
}

/// `POST /v1/desk/tickets/{id}/notes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewNote {
    /// Plain text, at most 64 KiB.
    pub body: String,
}

/// `POST /v1/desk/tickets/{id}/ask`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Ask {
    /// What is needed, a line each.
    pub items: Vec<String>,
    /// The last event the support engineer saw.
    pub seen: u32,
}

/// `POST /v1/desk/tickets/{id}/severity`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Reclassify {
    /// The severity to set.
    pub severity: Severity,
    /// Why, in words the customer reads.
    pub reason: String,
    /// The last event the support engineer saw.
    pub seen: u32,
}
