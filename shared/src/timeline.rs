//! Open time as a sorted list of instants, and all arithmetic of deadlines over it.
//!
//! A [`Timeline`] is what a calendar opens between two instants, its horizon: half-open intervals in
//! whole seconds, sorted, neither overlapping nor touching. It knows no zone and no date, so the same
//! few binary searches run in the Worker and in a browser, which is sent the intervals. A question that
//! the horizon can't answer is refused with [`Unanswered`], never guessed. Instants are cut down to
//! whole seconds on the way in, so that an answer given within the last second is still in time.

mod counted;
mod explain;
mod interval;
mod steps;
mod wire;

pub use counted::Counted;
pub use explain::{Explanation, Segment, SegmentKind};
pub use interval::{Interval, Pause, PauseReason};
pub use wire::{Malformed, Wire};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::text::Text;
use crate::timeline::steps::Steps;

/// The first second of the year 1: what [`Timeline::always`] begins with.
const DAWN: i64 = -62_135_596_800;
/// The last second of the year 9999, beyond which RFC 3339 has no notation: what [`Timeline::always`] ends with.
const DUSK: i64 = 253_402_300_799;

/// Open time between two instants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(with = "Wire"))]
#[serde(try_from = "Wire", into = "Wire")]
pub struct Timeline {
    horizon: Interval,
    open: Vec<Interval>,
    /// The openings over time.
    by_time: Steps,
    /// The same over the open time since the begin of the horizon, one right after the other.
    by_open_time: Steps,
    /// Whether nothing opens after the horizon either.
    ends: bool,
    days: Vec<NamedDay>,
    known_until: Option<i64>,
}

/// A stretch, usually a local day, on which the week's hours do not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedDay {
    /// From its first instant to the first one after it.
    pub span: Interval,
    /// What is different.
    pub kind: DayKind,
}

/// How a day differs from the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Closed, with the holiday's name where it has one.
    Holiday(Option<Text>),
    /// Open although the weekday is closed (调休).
    MakeUpDay,
    /// Open at other hours than the weekday's.
    ChangedHours,
}

/// Why a timeline gives no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    /// Nothing, or not enough, opens from then on for ever.
    #[error("the calendar does not open again for as long as is needed")]
    NeverOpens,
    /// The answer lies outside of the horizon: compile a longer one.
    #[error("the answer lies outside of the stretch of time that was looked at")]
    BeyondHorizon,
}

impl Timeline {
    /// Round the clock, every day.
    #[must_use]
    pub fn always() -> Self {
        let ever = Interval::new(DAWN, DUSK);
        Self::new(ever, vec![ever], false, Vec::new(), None)
    }

    /// A timeline of open intervals. Any list will do: it is cut to the horizon, sorted and merged.
    ///
    /// `ends` says that nothing opens after the horizon; `known_until` is the instant from which the
    /// holidays are not known yet.
    #[must_use]
    pub fn new(
        horizon: Interval,
        open: Vec<Interval>,
        ends: bool,
        days: Vec<NamedDay>,
        known_until: Option<i64>,
    ) -> Self {
        let open = interval::merged(open, horizon);
        let mut total = 0;
        let counted = open.iter().map(|opening| {
            total += opening.until - opening.from;
            total
        });
        let counted: Vec<i64> = counted.collect();
        let by_open_time = Steps::over(0, total, counted);
        let ends_at = open.iter().map(|opening| opening.until).collect();
        let by_time = Steps::over(horizon.from, horizon.until, ends_at);
        Self { horizon, open, by_time, by_open_time, ends, days, known_until }
    }

    /// The earliest instant at which `seconds` of open time have elapsed since `start`: `start` itself
    /// for none, and the end of an opening, not the begin of the next, where it is used up exactly.
    ///
    /// # Errors
    /// [`Unanswered`] where the horizon does not hold as much.
    pub fn due(&self, start: DateTime<Utc>, seconds: u64) -> Result<DateTime<Utc>, Unanswered> {
        let start = start.timestamp();
        let elapsed = self.open_before(start)?;
        if seconds == 0 {
            return Ok(instant(start));
        }
        let wanted = i64::try_from(seconds).ok().and_then(|seconds| elapsed.checked_add(seconds));
        let wanted = wanted.ok_or(self.beyond())?;
        // The opening whose open time ends after the second before is the one that holds it, or ends with it.
        let reached = self.by_open_time.first_ending_after(wanted - 1);
        let opening = self.open.get(reached).ok_or(self.beyond())?;
        Ok(instant(opening.from + wanted - self.by_open_time.end_before(reached)))
    }

    /// The open seconds from `start` to `end`; none where `end` is not after `start`.
    ///
    /// # Errors
    /// [`Unanswered::BeyondHorizon`] where either lies outside of the horizon.
    pub fn elapsed(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> Result<u64, Unanswered> {
        let (start, end) = (self.open_before(start.timestamp())?, self.open_before(end.timestamp())?);
        Ok(u64::try_from(end - start).unwrap_or_default())
    }

    /// Whether it is open at an instant. The first instant of an opening is, its last is not.
    ///
    /// # Errors
    /// [`Unanswered::BeyondHorizon`] where the instant lies outside of the horizon.
    pub fn is_open(&self, at: DateTime<Utc>) -> Result<bool, Unanswered> {
        let at = at.timestamp();
        self.check(at)?;
        if at == self.horizon.until && !self.ends {
            return Err(Unanswered::BeyondHorizon);
        }
        Ok(self.open.get(self.first_ending_after(at)).is_some_and(|opening| opening.from <= at))
    }

    /// The earliest open instant that is not before `at`.
    ///
    /// # Errors
    /// [`Unanswered`] where there is none within the horizon.
    pub fn next_open(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, Unanswered> {
        let at = at.timestamp();
        self.check(at)?;
        let opening = self.open.get(self.first_ending_after(at)).ok_or(self.beyond())?;
        Ok(instant(opening.from.max(at)))
    }

    /// The same with pauses cut out of it. Pauses may overlap, and may lie outside of open time.
    #[must_use]
    pub fn without(&self, pauses: &[Interval]) -> Self {
        let pauses = interval::merged(pauses.to_vec(), self.horizon);
        let open = interval::cut(&self.open, &pauses);
        Self::new(self.horizon, open, self.ends, self.days.clone(), self.known_until)
    }

    /// The part between two instants, for sending no more than a reader needs.
    #[must_use]
    pub fn between(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Self {
        let horizon = self.horizon.within(Interval::new(from.timestamp(), until.timestamp()));
        let days = self.days.iter().filter(|day| !day.span.within(horizon).is_empty()).cloned().collect();
        let ends = self.ends && self.open.last().is_none_or(|last| last.until <= horizon.until);
        Self::new(horizon, self.open.clone(), ends, days, self.known_until)
    }

    /// Whether an instant lies beyond the holidays that are known, so that a deadline there may still move.
    #[must_use]
    pub fn is_provisional(&self, at: DateTime<Utc>) -> bool {
        self.known_until.is_some_and(|until| at.timestamp() >= until)
    }

    /// The stretch of time that it covers.
    #[must_use]
    pub fn horizon(&self) -> Interval {
        self.horizon
    }

    /// The openings: sorted, neither overlapping nor touching.
    #[must_use]
    pub fn openings(&self) -> &[Interval] {
        &self.open
    }

    /// The days that differ from the week, sorted.
    #[must_use]
    pub fn named_days(&self) -> &[NamedDay] {
        &self.days
    }

    /// The open time from the begin of the horizon to an instant.
    fn open_before(&self, at: i64) -> Result<i64, Unanswered> {
        let at = if self.ends { at.min(self.horizon.until) } else { at };
        self.check(at)?;
        let index = self.first_ending_after(at);
        let into = self.open.get(index).map_or(0, |opening| (at - opening.from).max(0));
        Ok(self.by_open_time.end_before(index) + into)
    }

    fn first_ending_after(&self, at: i64) -> usize {
        self.by_time.first_ending_after(at)
    }

    fn check(&self, at: i64) -> Result<(), Unanswered> {
        let after = at > self.horizon.until && !self.ends;
        if at < self.horizon.from || after { Err(Unanswered::BeyondHorizon) } else { Ok(()) }
    }

    fn beyond(&self) -> Unanswered {
        if self.ends { Unanswered::NeverOpens } else { Unanswered::BeyondHorizon }
    }
}

/// The instant of an epoch second. The horizons made here lie within the years that chrono knows;
/// one from the wire is checked against [`DAWN`] and [`DUSK`].
fn instant(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

#[cfg(test)]
mod tests;
