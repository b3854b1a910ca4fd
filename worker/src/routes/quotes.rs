//! `/v1/quotes`: what the caller's plan promises, and the open hours to compute a deadline with.

use std::collections::BTreeMap;

use aftercare_shared::api::quote::{QuotedClock, QuotedTarget, Quotes};
use aftercare_shared::metric::Metric;
use aftercare_shared::severity::Severity;
use axum::response::Response;
use chrono::TimeDelta;
use http::StatusCode;

use crate::app::App;
use crate::book;
use crate::caller::Customer;
use crate::plan::{self, Footing};
use crate::problem::Failure;
use crate::routes::answer;

/// How far ahead the hours are sent, in days, where no target needs more.
const DAYS_AHEAD: i64 = 120;
/// What is sent beyond the longest deadline, in days: a draft may lie for a while.
const DAYS_BEYOND: i64 = 30;

/// `GET`
#[worker::send]
pub(crate) async fn show(app: App, customer: Customer) -> Result<Response, Failure> {
    let footing = plan::look_up(&app, &app.store()?, &customer).await?;
    let targets = targets(&footing);
    let mut clocks = BTreeMap::new();
    for target in &targets {
        if let Some(calendar) = footing.policy.calendar(&target.clock)
            && !clocks.contains_key(&target.clock)
        {
            let key = (footing.version, target.clock.as_str());
            let timeline = book::timeline(key, calendar, &footing.policy, app.now(), app.now())?;
            let on_it = targets.iter().filter(|other| other.clock == target.clock);
            let longest = on_it.map(|other| other.target_seconds).max().unwrap_or_default();
            let due = timeline.due(app.now(), longest)?;
            let until = (due + TimeDelta::days(DAYS_BEYOND)).max(app.now() + TimeDelta::days(DAYS_AHEAD));
            let clock = QuotedClock {
                zone: calendar.zone().to_owned(),
                timeline: timeline.between(app.now() - TimeDelta::hours(1), until),
            };
            clocks.insert(target.clock.clone(), clock);
        }
    }
    let quotes =
        Quotes { now: app.now(), plan: footing.plan, targets, clocks, policy_version: footing.version };
    answer(StatusCode::OK, &quotes)
}

fn targets(footing: &Footing) -> Vec<QuotedTarget> {
    let region = footing.region();
    let mut targets = Vec::new();
    for severity in Severity::ALL {
        for metric in Metric::ALL {
            let target = footing.policy.target_in(region.as_deref(), &footing.plan.id, severity, metric);
            if let Some(target) = target {
                let clock = target.clock.as_str().to_owned();
                targets.push(QuotedTarget { severity, metric, target_seconds: target.seconds, clock });
            }
        }
    }
    targets
}
