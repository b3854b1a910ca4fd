//! Open time less pauses, without copying either.

use chrono::{DateTime, Utc};

use crate::timeline::{Interval, Pause, Timeline, Unanswered, interval};

/// A timeline as a clock counts it that stood still now and then. Answers as
/// [`Timeline::without`] would, at the cost of a search for each pause.
#[derive(Debug)]
pub struct Counted<'a> {
    timeline: &'a Timeline,
    /// Sorted, neither overlapping nor touching.
    pauses: Vec<Interval>,
}

impl Timeline {
    /// The open time that a clock with these pauses counts.
    #[must_use]
    pub fn counted(&self, pauses: &[Pause]) -> Counted<'_> {
        let horizon = self.horizon();
        let pauses = pauses.iter().map(|pause| pause.interval(horizon)).collect();
        Counted { timeline: self, pauses: interval::merged(pauses, horizon) }
    }
}

impl Counted<'_> {
    /// The earliest instant at which `seconds` have been counted since `start`.
    ///
    /// # Errors
    /// [`Unanswered`] as [`Timeline::due`].
    pub fn due(&self, start: DateTime<Utc>, seconds: u64) -> Result<DateTime<Utc>, Unanswered> {
        if seconds == 0 {
            return self.timeline.due(start, 0);
        }
        let (mut cursor, mut left) = (start, seconds);
        for pause in self.pauses.iter().filter(|pause| pause.until > start.timestamp()) {
            let before = self.timeline.elapsed(cursor, pause.starts_at())?;
            if before >= left {
                break;
            }
            left -= before;
            cursor = pause.ends_at();
        }
        self.timeline.due(cursor, left)
    }

    /// The seconds counted from `start` to `end`; none where `end` is not after `start`.
    ///
    /// # Errors
    /// [`Unanswered`] as [`Timeline::elapsed`].
    pub fn elapsed(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> Result<u64, Unanswered> {
        let stretch = Interval::new(start.timestamp(), end.timestamp());
        let mut counted = self.timeline.elapsed(start, end)?;
        for pause in self.pauses.iter().map(|pause| pause.within(stretch)).filter(|pause| !pause.is_empty()) {
            counted -= self.timeline.elapsed(pause.starts_at(), pause.ends_at())?;
        }
        Ok(counted)
    }
}
