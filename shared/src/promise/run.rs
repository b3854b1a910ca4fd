//! One run of one clock of a ticket.

use chrono::{DateTime, Utc};

use crate::clock::Stop;
use crate::escalation::Escalation;
use crate::id::PlanId;
use crate::metric::Metric;
use crate::severity::Severity;
use crate::ticket::Promise;
use crate::timeline::Pause;

/// When a clock ran, paused and stopped, and what was stamped on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What it measures.
    pub metric: Metric,
    /// Which run of that metric: 0 for the first.
    pub cycle: u32,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// How and when it ended, if it has.
    pub stopped: Option<Stop>,
    /// When it stood still, in order.
    pub pauses: Vec<Pause>,
    /// What was promised on it, in the order of the log.
    pub stamps: Vec<Stamp>,
    /// The severity in force, or at its end.
    pub severity: Severity,
    /// Every plan that was in force while it ran: the best of them is kept.
    pub plans: Vec<PlanId>,
    /// The miss that the log records, which stands whatever is computed later.
    pub recorded_miss: Option<DateTime<Utc>>,
    /// The warnings that the log records, in percent.
    pub warned: Vec<u8>,
    /// The escalations that the log records.
    pub escalated: Vec<Escalation>,
}

/// What was said of a run at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stamp {
    /// A promise, in force from then on.
    Made {
        /// When.
        at: DateTime<Utc>,
        /// The severity it was made for.
        severity: Severity,
        /// What was promised.
        promise: Promise,
    },
    /// A new severity carries no such promise: none is in force from then on.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
    },
}

impl Stamp {
    /// From when on it is in force.
    #[must_use]
    pub fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Made { at, .. } | Self::Withdrawn { at } => *at,
        }
    }
}

impl Run {
    /// The promise in force, or the last one of a run that has ended.
    #[must_use]
    pub fn promise(&self) -> Option<&Promise> {
        match self.stamps.last() {
            Some(Stamp::Made { promise, .. }) => Some(promise),
            Some(Stamp::Withdrawn { .. }) | None => None,
        }
    }

    /// Whether it has not ended.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.stopped.is_none()
    }
}
