//! The one file that reads the time. Whole seconds: what happens within a second happens at once.
//!
//! Under the variable `TEST_CLOCK` a request's header `Aftercare-Now` says what time it is, which is
//! how tests travel. A deployed Worker has no such variable.

use std::cell::OnceCell;

use chrono::{DateTime, Utc};
use http::HeaderMap;
use worker::{Env, ScheduledEvent};

use crate::config;

/// The header that sets the time of a request where `TEST_CLOCK` is on.
pub(crate) const NOW: &str = "aftercare-now";

thread_local! {
    /// Whether requests may say what time it is: variables stay as they are for as long as an isolate lives.
    static MAY_BE_TOLD: OnceCell<bool> = const { OnceCell::new() };
}

/// Whether requests may say what time it is.
pub(crate) fn may_be_told(env: &Env) -> bool {
    MAY_BE_TOLD.with(|known| *known.get_or_init(|| config::is_on(env, "TEST_CLOCK")))
}

/// The time of a request.
pub(crate) fn of_request(env: &Env, headers: &HeaderMap) -> DateTime<Utc> {
    if may_be_told(env) {
        let told = headers.get(NOW).and_then(|value| value.to_str().ok());
        let told = told.and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        if let Some(told) = told.and_then(|told| DateTime::from_timestamp(told.timestamp(), 0)) {
            return told;
        }
    }
    now()
}

/// The time of a sweep: where `TEST_CLOCK` is on, the time it was scheduled for.
#[expect(clippy::cast_possible_truncation, reason = "the platform's milliseconds fit in 53 bits")]
pub(crate) fn of_sweep(env: &Env, event: &ScheduledEvent) -> DateTime<Utc> {
    if may_be_told(env) {
        let scheduled = DateTime::from_timestamp(event.schedule() as i64 / 1000, 0);
        return scheduled.unwrap_or_else(now);
    }
    now()
}

/// The platform's time. Within one request it stands still between two awaits, by design of the runtime.
#[expect(clippy::cast_possible_truncation, reason = "the platform's milliseconds fit in 53 bits")]
#[expect(clippy::disallowed_methods, reason = "this is the clock's file")]
pub(crate) fn now() -> DateTime<Utc> {
    let second = js_sys::Date::now() as i64 / 1000;
    DateTime::from_timestamp(second, 0).unwrap_or(DateTime::UNIX_EPOCH)
}
