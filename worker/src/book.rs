//! Books: the policies and timelines that promises are read from, compiled once an isolate.
//!
//! A timeline is compiled for whole years around what is asked of it, so that the next ticket finds it
//! there. It reaches at least far enough for the longest target that any plan counts on its calendar.

use std::cell::RefCell;
use std::rc::Rc;

use aftercare_shared::calendar::Calendar;
use aftercare_shared::metric::Metric;
use aftercare_shared::policy::{Clock, Policy};
use aftercare_shared::promise::Book;
use aftercare_shared::severity::Severity;
use aftercare_shared::ticket::{Event, EventBody};
use aftercare_shared::timeline::Timeline;
use aftercare_shared::zones::{self, ZoneError};
use chrono::{DateTime, Datelike, TimeDelta, TimeZone, Utc};

use crate::kept::Kept;
use crate::problem::Failure;
use crate::store::Store;
use crate::store::policy;

/// How many years after the present one a timeline covers at least.
const YEARS_AHEAD: i32 = 2;
/// The most timelines that an isolate keeps.
const KEPT: usize = 32;

thread_local! {
    static COMPILED: RefCell<Kept<(u32, String), Rc<Timeline>, KEPT>> = const { RefCell::new(Kept::new()) };
}

impl From<ZoneError> for Failure {
    fn from(error: ZoneError) -> Self {
        Self::Internal("a calendar can't be compiled", error.to_string())
    }
}

/// The book for tickets of a region whose logs are given; `current` is the version in force.
pub(crate) async fn of<'a>(
    store: &Store,
    current: u32,
    region: Option<String>,
    logs: impl Iterator<Item = &'a [Event]>,
    now: DateTime<Utc>,
) -> Result<Book, Failure> {
    let mut versions = vec![current];
    let mut since = now;
    for event in logs.flatten() {
        since = since.min(event.at);
        if let EventBody::PromiseMade(promise) = &event.body {
            versions.push(promise.policy_version);
        }
    }
    versions.sort_unstable();
    versions.dedup();
    let in_force = policy::version(store, current).await?;
    let mut book = Book::new(current, in_force, zones::tzdb_version()).in_region(region);
    for version in versions {
        let policy = policy::version(store, version).await?;
        for (name, calendar) in policy.calendars() {
            let timeline = timeline((version, name), calendar, &policy, since, now)?;
            book = book.with_timeline(version, name, timeline);
        }
        if version != current {
            book = book.with_policy(version, policy);
        }
    }
    Ok(book)
}

/// What a calendar of a version opens, from `since` at the latest until long after `now`.
pub(crate) fn timeline(
    (version, name): (u32, &str),
    calendar: &Calendar,
    policy: &Policy,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<Rc<Timeline>, ZoneError> {
    let key = (version, name.to_owned());
    let held = COMPILED.with_borrow(|compiled| compiled.get(&key));
    // A day more on both sides: a clock may begin before the hour in which its ticket was opened locally.
    let mut from = new_year(since - TimeDelta::days(1), 0);
    let mut until = new_year(now, YEARS_AHEAD + 1);
    if let Some(held) = held {
        let horizon = held.horizon();
        if horizon.from <= since.timestamp() && horizon.until >= until.timestamp() {
            return Ok(held);
        }
        from = from.min(horizon.starts_at());
        until = until.max(horizon.ends_at());
    }
    let longest = longest_target(policy, name);
    if let Ok((_, due)) = zones::reach(calendar, now, |open| open.due(now, longest))? {
        until = until.max(due + TimeDelta::days(366));
    }
    let timeline = Rc::new(zones::compile(calendar, from, until)?);
    COMPILED.with_borrow_mut(|compiled| compiled.keep(key, timeline.clone()));
    Ok(timeline)
}

/// The longest target that any plan counts on a calendar, in seconds.
fn longest_target(policy: &Policy, calendar: &str) -> u64 {
    let clock = Clock::Calendar(calendar.to_owned());
    let mut longest = 0;
    for plan in policy.plans() {
        for severity in Severity::ALL {
            for metric in Metric::ALL {
                let target = policy.target(&plan.id, severity, metric);
                if let Some(target) = target.filter(|target| target.clock == clock) {
                    longest = longest.max(target.seconds);
                }
            }
        }
    }
    longest
}

/// The first instant of the year so many years after an instant's.
fn new_year(at: DateTime<Utc>, years: i32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(at.year().saturating_add(years), 1, 1, 0, 0, 0).single().unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use aftercare_shared::policy::default_document;

    use super::*;

    #[test]
    fn a_timeline_is_compiled_once_and_grows() {
        let policy = Policy::parse(default_document()).unwrap();
        let (name, calendar) = policy.calendars().next().unwrap();
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let (since, now) = (at("2026-02-13T10:00:00Z"), at("2026-11-22T16:00:00Z"));
        let first = timeline((1, name), calendar, &policy, since, now).unwrap();
        assert!(first.horizon().from <= since.timestamp());
        assert!(first.horizon().until >= at("2029-01-01T00:00:00Z").timestamp());
        let second = timeline((1, name), calendar, &policy, now, now).unwrap();
        assert!(Rc::ptr_eq(&first, &second));
        let earlier = timeline((1, name), calendar, &policy, at("2024-05-01T00:00:00Z"), now).unwrap();
        assert!(earlier.horizon().from <= at("2024-05-01T00:00:00Z").timestamp());
        assert_eq!(earlier.horizon().until, first.horizon().until);
    }
}
