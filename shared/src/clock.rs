//! One promise's clock, judged: running, paused, met, missed or cancelled.
//!
//! A verdict comes from the times of events and from nothing else, so it does not matter when, or how
//! often, anybody looks. Missed is a clock on which more than its target has elapsed; it missed at the
//! due instant, whenever that is noticed. An answer after closing time, when the target was used up at the
//! bell and not a second more has elapsed, is still in time. While a clock stands still it has no due date.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::timeline::{Counted, Pause, Timeline, Unanswered};

/// The facts that a clock is judged by.
#[derive(Debug, Clone, Copy)]
pub struct Clock<'a> {
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// How much open time is allowed, in seconds.
    pub target_seconds: u64,
    /// How and when it ended, if it has.
    pub stopped: Option<Stop>,
    /// When it stood still.
    pub pauses: &'a [Pause],
    /// What counts.
    pub timeline: &'a Timeline,
}

/// The end of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Stop {
    /// When.
    pub at: DateTime<Utc>,
    /// How.
    pub how: Ending,
}

/// How a clock ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// What was promised was done, in time or late.
    Done,
    /// Nothing is owed any more: the ticket was closed or merged, or its severity carries no such promise.
    Dropped,
}

/// Where a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// It counts.
    Running,
    /// It stands still.
    Paused,
    /// It was done in time.
    Met,
    /// More than the target elapsed. For good, even where it was done later.
    Missed,
    /// It ended in time without being done, because nothing is owed any more.
    Cancelled,
}

/// A clock as it stands at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Reading {
    /// The verdict.
    pub state: ClockState,
    /// When the target is, or was, used up; `None` while it stands still, and for a calendar that ends first.
    pub due_at: Option<DateTime<Utc>>,
    /// The open seconds that have run.
    pub elapsed_seconds: u64,
    /// The open seconds that are left; negative by as much as it is overdue.
    pub remaining_seconds: i64,
    /// The due instant of a missed clock.
    pub missed_at: Option<DateTime<Utc>>,
    /// Whether the due date lies beyond the last year whose holidays are known.
    pub provisional: bool,
}

/// A share of the target that has run, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Warning {
    /// The share, in percent.
    pub percent: u8,
    /// The earliest instant, outside of every pause, at which so much has run.
    pub at: DateTime<Utc>,
}

impl Clock<'_> {
    /// The clock as it stands at `now`. Facts that lie after `now` are judged as if they were known; leave
    /// them out where they are not.
    ///
    /// # Errors
    /// [`Unanswered`] where the timeline's horizon does not reach from the start to the due date.
    pub fn judge(&self, now: DateTime<Utc>) -> Result<Reading, Unanswered> {
        let counted = self.counted();
        let stop = self.stopped.filter(|stop| stop.at <= now);
        let end = stop.map_or(now, |stop| stop.at).max(self.started_at);
        let elapsed_seconds = counted.elapsed(self.started_at, end)?;
        let missed = elapsed_seconds > self.target_seconds;
        let state = match stop {
            Some(_) | None if missed => ClockState::Missed,
            Some(Stop { how: Ending::Done, .. }) => ClockState::Met,
            Some(Stop { how: Ending::Dropped, .. }) => ClockState::Cancelled,
            None if self.is_paused(now) => ClockState::Paused,
            None => ClockState::Running,
        };
        let due_at = match state {
            ClockState::Paused => None,
            ClockState::Running | ClockState::Missed => {
                match counted.due(self.started_at, self.target_seconds) {
                    Ok(due) => Some(due),
                    // A calendar that has ended: the clock runs, but never gets there.
                    Err(Unanswered::NeverOpens) => None,
                    Err(Unanswered::BeyondHorizon) => return Err(Unanswered::BeyondHorizon),
                }
            }
            // For a clock that has ended it is history, and no reason to refuse the verdict.
            ClockState::Met | ClockState::Cancelled => counted.due(self.started_at, self.target_seconds).ok(),
        };
        let signed = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX);
        Ok(Reading {
            state,
            due_at,
            elapsed_seconds,
            remaining_seconds: signed(self.target_seconds) - signed(elapsed_seconds),
            missed_at: due_at.filter(|_| missed),
            provisional: due_at.is_some_and(|due| self.timeline.is_provisional(due)),
        })
    }

    /// When each share of the target has run, as far as the clock gets before it stops or stands still
    /// for good, and not before the instant at which the target was set. An instant that falls into a pause
    /// is put off to its end.
    #[must_use]
    pub fn warnings(&self, percents: &[u8], set_at: DateTime<Utc>) -> Vec<Warning> {
        let reached = |percent: &u8| {
            Some(Warning { percent: *percent, at: self.reached_at(u16::from(*percent), set_at)? })
        };
        percents.iter().filter_map(reached).collect()
    }

    /// When a share of the target has run: as [`Clock::warnings`], for a single share, which may be more
    /// than the whole.
    #[must_use]
    pub fn reached_at(&self, percent: u16, set_at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let share = (u128::from(self.target_seconds) * u128::from(percent)).div_ceil(100);
        let at = self.counted().due(self.started_at, u64::try_from(share).ok()?).ok()?;
        let at = self.out_of_pauses(at.max(set_at))?;
        self.stopped.is_none_or(|stop| at < stop.at).then_some(at)
    }

    /// The earliest instant at which it is seen to be missed if nothing happens until then; `None` where
    /// it has ended, stands still for good, or the horizon ends first.
    #[must_use]
    pub fn overrun_at(&self) -> Option<DateTime<Utc>> {
        let at = self.counted().due(self.started_at, self.target_seconds.saturating_add(1)).ok()?;
        self.stopped.is_none_or(|stop| at <= stop.at).then_some(at)
    }

    /// Whether a pause covers an instant.
    #[must_use]
    pub fn is_paused(&self, at: DateTime<Utc>) -> bool {
        self.pauses.iter().any(|pause| covers(pause, at))
    }

    fn counted(&self) -> Counted<'_> {
        self.timeline.counted(self.pauses)
    }

    fn out_of_pauses(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let mut at = at;
        // Each turn leaves one pause for good, so there are no more turns than pauses.
        while let Some(pause) = self.pauses.iter().find(|pause| covers(pause, at)) {
            at = pause.until?;
        }
        Some(at)
    }
}

fn covers(pause: &Pause, at: DateTime<Utc>) -> bool {
    pause.from <= at && pause.until.is_none_or(|until| at < until)
}

#[cfg(test)]
mod tests;
