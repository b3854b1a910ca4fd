//! What a vendor does within its own house before a promise breaks, and after.
//!
//! The policy's rules say what is done at which share of which target ([`crate::policy::Policy::escalations`]);
//! `crate::promise` says when that share has run; the event `escalated` records that it was done, and each
//! act is done once for each run of a clock. The customer is told nothing of it but a new severity.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::TeamId;
use crate::metric::Metric;
use crate::severity::Severity;
use crate::text::Text;

/// The largest share of a target that is watched, in percent: five times the target.
pub const MAX_PERCENT: u16 = 500;

/// What is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Somebody is told, by the webhook `ticket.escalated`.
    Notify(Audience),
    /// It goes to another team, and whoever held it holds it no more.
    Reassign(TeamId),
    /// It is treated as worse than it was.
    Raise(Raise),
}

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The team that the ticket is routed to.
    Team,
    /// Who leads it.
    Lead,
}

impl Audience {
    /// The word that stands for it in the document and on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Lead => "lead",
        }
    }
}

/// A severity to set, unless it is as bad already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Raise {
    /// The severity.
    pub to: Severity,
    /// Why, in words the customer reads beside the new deadline.
    pub reason: Text,
}

impl Act {
    /// Whether another act comes to the same: a reason's wording does not matter.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.key() == other.key()
    }

    /// What names it within one share of one target.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Notify(audience) => format!("notify {}", audience.as_str()),
            Self::Reassign(team) => format!("reassign {team}"),
            Self::Raise(raise) => format!("raise {}", raise.to.as_str()),
        }
    }
}

/// What a rule of the policy did with a ticket, and over which promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Escalation {
    /// What the promise measures.
    pub metric: Metric,
    /// Which run of that clock.
    pub cycle: u32,
    /// The share of the target that had run, in percent.
    pub percent: u16,
    /// When it had, whenever somebody noticed.
    pub reached_at: DateTime<Utc>,
    /// What was done.
    pub act: Act,
}
