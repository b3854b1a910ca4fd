//! `GET /v1/quotes`: what the plan promises, and the open hours to compute it with, so that the
//! panel can show a deadline before anything is sent, by the same arithmetic that stamps it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::api::session::PlanView;
use crate::metric::Metric;
use crate::severity::Severity;
use crate::timeline::Timeline;

/// What `GET /v1/quotes` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Quotes {
    /// The Worker's time when it answered.
    pub now: DateTime<Utc>,
    /// The plan that the targets belong to.
    pub plan: PlanView,
    /// Every promise of the plan; a pair that is missing is not promised.
    pub targets: Vec<QuotedTarget>,
    /// The open hours of each clock named in `targets`, but for `always`.
    pub clocks: BTreeMap<String, QuotedClock>,
    /// The version of the policy; a stamped promise names the same.
    pub policy_version: u32,
}

/// One promise of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct QuotedTarget {
    /// For which severity.
    pub severity: Severity,
    /// What it measures.
    pub metric: Metric,
    /// How much open time it allows, in seconds.
    pub target_seconds: u64,
    /// `always`, or a key of [`Quotes::clocks`].
    pub clock: String,
}

/// The open hours of one calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct QuotedClock {
    /// The IANA zone whose wall clock the calendar is written in.
    pub zone: String,
    /// The open intervals and the named days, some months ahead, and since when holidays are unknown.
    pub timeline: Timeline,
}
