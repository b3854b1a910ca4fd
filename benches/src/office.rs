//! The office whose hours are counted: Shanghai in 2026, with its holidays and make-up days.

use aftercare_shared::calendar::Calendar;
use aftercare_shared::policy::{Policy, default_document};
use aftercare_shared::timeline::Timeline;
use aftercare_shared::zones::compile;
use chrono::{DateTime, Utc};

/// The policy that a fresh installation begins with.
///
/// # Panics
/// Where it does not hold what it is named after.
#[must_use]
pub fn policy() -> Policy {
    Policy::parse(default_document()).expect("the default policy is valid")
}

/// Its calendar.
///
/// # Panics
/// Where the policy has none.
#[must_use]
pub fn calendar() -> Calendar {
    policy().calendar("cn-2026").expect("the default policy has an office").clone()
}

/// An instant, as RFC 3339 writes it.
///
/// # Panics
/// Where the text is none.
#[must_use]
pub fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("an instant").to_utc()
}

/// What the calendar opens in 2026 and 2027.
///
/// # Panics
/// Where the zone is unknown.
#[must_use]
pub fn two_years(calendar: &Calendar) -> Timeline {
    compile(calendar, at("2026-01-01T00:00:00Z"), at("2028-01-01T00:00:00Z")).expect("the zone is known")
}
