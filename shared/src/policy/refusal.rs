//! What is wrong with a policy, and where.

use core::fmt;

use crate::calendar;
use crate::json;
use crate::policy::duration::DurationError;

/// A policy that is not taken: everything that is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub Vec<Problem>);

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The place in the document, as a JSON pointer (RFC 6901).
    pub at: String,
    /// What is wrong there.
    pub fault: Fault,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = if self.at.is_empty() { "/" } else { &self.at };
        write!(f, "{at}: {}", self.fault)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            let comma = if index > 0 { "; " } else { "" };
            write!(f, "{comma}{problem}")?;
        }
        Ok(())
    }
}

impl core::error::Error for Refusal {}

impl From<json::Fault> for Refusal {
    fn from(fault: json::Fault) -> Self {
        let (at, words) = match fault {
            json::Fault::Syntax(words) => (String::new(), words),
            json::Fault::Shape { place, words } => (place, words),
        };
        Self(vec![Problem { at, fault: Fault::Shape(words) }])
    }
}

/// What can be wrong with a policy's document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no JSON, or has not the shape of a policy.
    #[error("{0}")]
    Shape(String),
    /// The same id stands twice.
    #[error("`{0}` stands twice")]
    Twice(String),
    /// No plan has this id.
    #[error("there is no plan `{0}`")]
    UnknownPlan(String),
    /// No team has this id.
    #[error("there is no team `{0}`")]
    UnknownTeam(String),
    /// No calendar and no regional set has this name.
    #[error("there is no calendar `{0}`: name one of `calendars` or `regional`, or write always")]
    UnknownClock(String),
    /// The name can't be used, because it means the clock that never stops.
    #[error("`always` is the clock that never stops: give the calendar another name")]
    ReservedName,
    /// No region of the set has this name.
    #[error("there is no region `{0}` in this set")]
    UnknownRegion(String),
    /// The name does not fit where it is used as a key.
    #[error("`{0}` is no name: write lower-case letters, digits, - and _, at most 64 of them")]
    NotAName(String),
    /// A list that must hold something is empty.
    #[error("give at least one")]
    Empty,
    /// The warnings are not percentages in rising order.
    #[error("warnings are percentages from 1 to 99, each higher than the one before")]
    Warnings,
    /// The severities are not in rising order.
    #[error("list each severity once, mildest first: question, degraded, severe, down, critical")]
    Severities,
    /// A severity is used that customers can't choose.
    #[error("`{0}` is not offered: list it in `severities`, or use one that is")]
    UnofferedSeverity(&'static str),
    /// An escalation stands at no share of a target that can be watched.
    #[error("an escalation stands at 1 to {max} percent of a target", max = crate::escalation::MAX_PERCENT)]
    Share,
    /// A length is refused.
    #[error(transparent)]
    Duration(#[from] DurationError),
    /// A calendar is refused.
    #[error(transparent)]
    Calendar(#[from] calendar::Fault),
}
