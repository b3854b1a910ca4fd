//! From a policy to what a quote says: the targets of a plan, and no more hours than they need.

use std::borrow::Borrow;
use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::api::quote::{QuotedClock, QuotedTarget, Quotes};
use crate::api::session::PlanView;
use crate::calendar::Calendar;
use crate::metric::Metric;
use crate::policy::Policy;
use crate::severity::Severity;
use crate::timeline::{Timeline, Unanswered};

/// How far ahead the hours are sent, in days, where no target needs more.
const DAYS_AHEAD: i64 = 120;
/// What is sent beyond the longest deadline, in days: a draft may lie for a while.
const DAYS_BEYOND: i64 = 30;

impl Quotes {
    /// What a version of the policy promises to an account of a region on a plan. `timeline` says what a
    /// calendar of that name opens: around `now`, and as far as the longest target that counts on it needs.
    ///
    /// # Errors
    /// Whatever `timeline` fails with, and [`Unanswered::BeyondHorizon`] where it gave less than that.
    pub fn assemble<T: Borrow<Timeline>, E: From<Unanswered>>(
        now: DateTime<Utc>,
        plan: PlanView,
        (policy_version, policy): (u32, &Policy),
        region: Option<&str>,
        timeline: impl Fn(&str, &Calendar) -> Result<T, E>,
    ) -> Result<Self, E> {
        let targets = targets(policy, &plan, region);
        let mut longest: BTreeMap<&str, u64> = BTreeMap::new();
        for target in &targets {
            let most = longest.entry(&target.clock).or_default();
            *most = target.target_seconds.max(*most);
        }
        let mut clocks = BTreeMap::new();
        for (name, seconds) in longest {
            let Some(calendar) = policy.calendar(name) else { continue };
            let open = timeline(name, calendar)?;
            let open: &Timeline = open.borrow();
            let ahead = now + TimeDelta::days(DAYS_AHEAD);
            let until = match open.due(now, seconds) {
                Ok(due) => ahead.max(due + TimeDelta::days(DAYS_BEYOND)),
                // A calendar that ends before such a deadline: all that it still opens is sent.
                Err(Unanswered::NeverOpens) => ahead.max(open.horizon().ends_at()),
                Err(Unanswered::BeyondHorizon) => return Err(Unanswered::BeyondHorizon.into()),
            };
            let timeline = open.between(now - TimeDelta::hours(1), until);
            clocks.insert(name.to_owned(), QuotedClock { zone: calendar.zone().to_owned(), timeline });
        }
        let severities = policy.document().severities.clone();
        Ok(Self { now, plan, severities, targets, clocks, policy_version })
    }
}

fn targets(policy: &Policy, plan: &PlanView, region: Option<&str>) -> Vec<QuotedTarget> {
    let mut targets = Vec::new();
    for severity in Severity::ALL.into_iter().filter(|severity| policy.offers(*severity)) {
        for metric in Metric::ALL {
            if let Some(target) = policy.target_in(region, &plan.id, severity, metric) {
                let clock = target.clock.as_str().to_owned();
                targets.push(QuotedTarget { severity, metric, target_seconds: target.seconds, clock });
            }
        }
    }
    targets
}
