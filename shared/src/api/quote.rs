//! `GET /v1/quotes`: what the plan promises, and the open hours to compute it with, so that the
//! panel can show a deadline before anything is sent, by the same arithmetic that stamps it.

mod assemble;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::api::session::PlanView;
use crate::metric::Metric;
use crate::policy::{ALWAYS, OfferedSeverity};
use crate::severity::Severity;
use crate::timeline::{Explanation, Pause, Timeline, Unanswered};

/// What `GET /v1/quotes` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Quotes {
    /// The Worker's time when it answered.
    pub now: DateTime<Utc>,
    /// The plan that the targets belong to.
    pub plan: PlanView,
    /// The severities on offer, mildest first; the usual four where none is listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub severities: Vec<OfferedSeverity>,
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

/// What is promised for one metric, reckoned from a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// When it would be due, and why then.
    pub explanation: Explanation,
    /// The zone of its calendar; `None` where the clock never stops.
    pub zone: Option<String>,
}

impl Quotes {
    /// Whether the plan promises something for a metric, whether or not the hours that were sent reach as
    /// far as its deadline.
    #[must_use]
    pub fn is_promised(&self, severity: Severity, metric: Metric) -> bool {
        self.target(severity, metric).is_some()
    }

    /// The promise of a ticket received at `start` whose clock stood still in `pauses`; none where the plan
    /// promises nothing, or where the clock of the target was not sent.
    ///
    /// # Errors
    /// [`Unanswered`] where the hours that were sent do not reach as far.
    pub fn reckon(
        &self,
        severity: Severity,
        metric: Metric,
        start: DateTime<Utc>,
        pauses: &[Pause],
    ) -> Result<Option<Quote>, Unanswered> {
        let Some(target) = self.target(severity, metric) else { return Ok(None) };
        if target.clock == ALWAYS {
            let explanation = Timeline::always().explain(start, target.target_seconds, pauses)?;
            return Ok(Some(Quote { explanation, zone: None }));
        }
        let Some(clock) = self.clocks.get(&target.clock) else { return Ok(None) };
        let explanation = clock.timeline.explain(start, target.target_seconds, pauses)?;
        Ok(Some(Quote { explanation, zone: Some(clock.zone.clone()) }))
    }

    fn target(&self, severity: Severity, metric: Metric) -> Option<&QuotedTarget> {
        self.targets.iter().find(|target| target.severity == severity && target.metric == metric)
    }
}

#[cfg(test)]
mod tests;
