//! Half-open stretches of time in epoch seconds, and sets of them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::timeline::instant;

/// From an instant up to, and not including, another, in epoch seconds. Empty where `until <= from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Interval {
    /// The first second in it.
    pub from: i64,
    /// The first second after it.
    pub until: i64,
}

impl Interval {
    /// From one second up to, and not including, another.
    #[must_use]
    pub const fn new(from: i64, until: i64) -> Self {
        Self { from, until }
    }

    /// How long it is; nothing for an empty one.
    #[must_use]
    pub fn seconds(self) -> u64 {
        u64::try_from(self.until.saturating_sub(self.from)).unwrap_or_default()
    }

    /// Whether nothing lies in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.until <= self.from
    }

    /// What it and another have in common.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        Self { from: self.from.max(other.from), until: self.until.min(other.until) }
    }

    /// Its first instant.
    #[must_use]
    pub fn starts_at(self) -> DateTime<Utc> {
        instant(self.from)
    }

    /// The first instant after it.
    #[must_use]
    pub fn ends_at(self) -> DateTime<Utc> {
        instant(self.until)
    }
}

/// A stretch that a clock does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Pause {
    /// When it began.
    pub from: DateTime<Utc>,
    /// When it ended; `None` while it lasts.
    pub until: Option<DateTime<Utc>>,
    /// What for.
    pub reason: PauseReason,
}

/// Why a clock stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// The customer was asked for something and has not answered.
    WaitingForCustomer,
    /// The ticket was resolved, and reopened later.
    Resolved,
}

impl Pause {
    /// The stretch it covers, up to the end of a horizon while it lasts.
    #[must_use]
    pub fn interval(self, horizon: Interval) -> Interval {
        let until = self.until.map_or(horizon.until, |until| until.timestamp());
        Interval::new(self.from.timestamp(), until).within(horizon)
    }
}

/// A list cut to a horizon, sorted, without empty ones, overlapping and touching ones joined.
pub(super) fn merged(mut intervals: Vec<Interval>, horizon: Interval) -> Vec<Interval> {
    intervals.sort_unstable();
    let mut merged: Vec<Interval> = Vec::with_capacity(intervals.len());
    for interval in intervals.into_iter().map(|interval| interval.within(horizon)).filter(|i| !i.is_empty()) {
        match merged.last_mut() {
            Some(last) if interval.from <= last.until => last.until = last.until.max(interval.until),
            Some(_) | None => merged.push(interval),
        }
    }
    merged
}

/// What is left of merged intervals when merged pauses are cut out.
pub(super) fn cut(open: &[Interval], pauses: &[Interval]) -> Vec<Interval> {
    let mut rest = Vec::with_capacity(open.len() + pauses.len());
    let mut pauses = pauses.iter().peekable();
    for opening in open {
        let mut from = opening.from;
        while let Some(pause) = pauses.peek().filter(|pause| pause.from < opening.until) {
            rest.push(Interval::new(from, pause.from));
            from = from.max(pause.until);
            if pause.until > opening.until {
                break;
            }
            pauses.next();
        }
        rest.push(Interval::new(from, opening.until));
    }
    rest.retain(|interval| !interval.is_empty());
    rest
}
