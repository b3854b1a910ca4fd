//! What promises are read from: the versions of the policy, and the open time of their clocks.

use std::rc::Rc;

use crate::id::PlanId;
use crate::metric::Metric;
use crate::policy::{ALWAYS, Policy, Target};
use crate::severity::Severity;
use crate::ticket::Promise;
use crate::timeline::Timeline;

/// The policies and timelines that a ticket's promises refer to.
///
/// It must hold the policy in force and every version that the ticket's `promise_made` events name, with
/// the timelines of the clocks they use. What it lacks is treated as unpromised, never guessed. Both are large and
/// shared with whoever keeps them.
#[derive(Debug, Clone)]
pub struct Book {
    current: u32,
    region: Option<String>,
    tzdb: String,
    /// By version: few.
    policies: Vec<(u32, Rc<Policy>)>,
    /// By version and calendar: few as well.
    timelines: Vec<(u32, String, Rc<Timeline>)>,
    always: Timeline,
}

impl Book {
    /// A book with the policy in force, its version, and the release of the tz database that the timelines
    /// to come are made from, such as `2026f`.
    #[must_use]
    pub fn new(version: u32, policy: impl Into<Rc<Policy>>, tzdb: impl Into<String>) -> Self {
        Self {
            current: version,
            region: None,
            tzdb: tzdb.into(),
            policies: vec![(version, policy.into())],
            timelines: Vec::new(),
            always: Timeline::always(),
        }
    }

    /// The same for an account of a region.
    #[must_use]
    pub fn in_region(mut self, region: Option<String>) -> Self {
        self.region = region;
        self
    }

    /// The same with an earlier version of the policy.
    #[must_use]
    pub fn with_policy(mut self, version: u32, policy: impl Into<Rc<Policy>>) -> Self {
        self.policies.retain(|(known, _)| *known != version);
        self.policies.push((version, policy.into()));
        self.policies.sort_by_key(|(version, _)| *version);
        self
    }

    /// The same with what a calendar of a version opens.
    #[must_use]
    pub fn with_timeline(
        mut self,
        version: u32,
        calendar: impl Into<String>,
        timeline: impl Into<Rc<Timeline>>,
    ) -> Self {
        let calendar = calendar.into();
        self.timelines.retain(|(known, name, _)| (*known, name) != (version, &calendar));
        self.timelines.push((version, calendar, timeline.into()));
        self
    }

    /// The version of the policy in force.
    #[must_use]
    pub fn current(&self) -> u32 {
        self.current
    }

    /// The release of the tz database in use.
    #[must_use]
    pub fn tzdb(&self) -> &str {
        &self.tzdb
    }

    /// The policy of a version.
    #[must_use]
    pub fn policy(&self, version: u32) -> Option<&Policy> {
        self.policies.iter().find(|(known, _)| *known == version).map(|(_, policy)| &**policy)
    }

    /// The policies by version.
    pub fn policies(&self) -> impl Iterator<Item = (u32, &Policy)> {
        self.policies.iter().map(|(version, policy)| (*version, &**policy))
    }

    /// What a clock of a version counts.
    #[must_use]
    pub fn timeline(&self, version: u32, clock: &str) -> Option<&Timeline> {
        if clock == ALWAYS {
            return Some(&self.always);
        }
        let mut known = self.timelines.iter();
        known.find(|(of, name, _)| *of == version && name == clock).map(|(.., timeline)| &**timeline)
    }

    /// What a promise's clock counts.
    #[must_use]
    pub fn timeline_of(&self, promise: &Promise) -> Option<&Timeline> {
        self.timeline(promise.policy_version, &promise.clock)
    }

    /// What a version promises for a plan, a severity and a metric.
    pub(super) fn target(
        &self,
        version: u32,
        plan: &PlanId,
        severity: Severity,
        metric: Metric,
    ) -> Option<Target> {
        self.policy(version)?.target_in(self.region.as_deref(), plan, severity, metric)
    }
}
