//! A deadline, told as the stretches of time between its start and its end.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::text::Text;
use crate::timeline::{DayKind, Interval, NamedDay, Pause, PauseReason, Timeline, Unanswered, instant};

/// Why a deadline falls when it does.
///
/// The segments follow one another without a gap from `start` to `due`, and those that count sum to
/// `target_seconds` exactly. While the clock stands still there is no due date; they then lead up to
/// `paused_since`, and sum to what has been used up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Explanation {
    /// When the clock began.
    pub start: DateTime<Utc>,
    /// How much open time is allowed, in seconds.
    pub target_seconds: u64,
    /// When it is used up; `None` while the clock stands still.
    pub due: Option<DateTime<Utc>>,
    /// Since when the clock stands still; `None` while it runs.
    pub paused_since: Option<DateTime<Utc>>,
    /// Whether the due date lies beyond the last year whose holidays are known.
    pub provisional: bool,
    /// The stretches, in order.
    pub segments: Vec<Segment>,
}

/// A stretch of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Segment {
    /// Its first instant.
    pub from: DateTime<Utc>,
    /// The first instant after it.
    pub until: DateTime<Utc>,
    /// What it is.
    #[serde(flatten)]
    pub kind: SegmentKind,
}

/// What a stretch is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SegmentKind {
    /// Working hours: it counts.
    Open,
    /// Working hours of a day that is otherwise closed (调休): it counts.
    MakeUpDay,
    /// Working hours that differ from the weekday's: it counts.
    ChangedHours,
    /// A night, a weekend, a midday break.
    Closed,
    /// A holiday.
    Holiday {
        /// What people call it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<Text>,
    },
    /// The clock stood still, in and out of working hours.
    Paused {
        /// What for.
        reason: PauseReason,
    },
}

impl SegmentKind {
    /// Whether its time counts towards the target.
    #[must_use]
    pub fn counts(&self) -> bool {
        match self {
            Self::Open | Self::MakeUpDay | Self::ChangedHours => true,
            Self::Closed | Self::Holiday { .. } | Self::Paused { .. } => false,
        }
    }
}

impl Segment {
    /// How long it is.
    #[must_use]
    pub fn seconds(&self) -> u64 {
        Interval::new(self.from.timestamp(), self.until.timestamp()).seconds()
    }
}

impl Explanation {
    /// The open time in its segments: the target, or what has been used up where the clock stands still.
    #[must_use]
    pub fn counted_seconds(&self) -> u64 {
        self.segments.iter().filter(|segment| segment.kind.counts()).map(Segment::seconds).sum()
    }
}

impl Timeline {
    /// The due date of a target, with its reasons. `self` is the whole timeline, pauses not cut out.
    ///
    /// # Errors
    /// [`Unanswered`] as [`Timeline::due`].
    pub fn explain(
        &self,
        start: DateTime<Utc>,
        target_seconds: u64,
        pauses: &[Pause],
    ) -> Result<Explanation, Unanswered> {
        let (due, paused_since) = match self.counted(pauses).due(start, target_seconds) {
            Ok(due) => (Some(due), None),
            Err(unanswered) => (None, Some(standstill(start, pauses).ok_or(unanswered)?)),
        };
        let end = due.or(paused_since).unwrap_or(start);
        Ok(Explanation {
            start: instant(start.timestamp()),
            target_seconds,
            due,
            paused_since,
            provisional: due.is_some_and(|due| self.is_provisional(due)),
            segments: self.segments(Interval::new(start.timestamp(), end.timestamp()), pauses),
        })
    }

    /// The stretches between two instants, without a gap, neighbours of one kind joined.
    #[must_use]
    pub fn segments(&self, stretch: Interval, pauses: &[Pause]) -> Vec<Segment> {
        let spans: Vec<(Interval, PauseReason)> =
            pauses.iter().map(|pause| (pause.interval(stretch), pause.reason)).collect();
        let mut segments: Vec<Segment> = Vec::new();
        let mut cursor = stretch.from;
        while cursor < stretch.until {
            let (kind, until) = self.segment_at(cursor, &spans);
            // Every end lies after the cursor, so each turn passes at least one edge of the timeline.
            let until = until.clamp(cursor + 1, stretch.until);
            match segments.last_mut() {
                Some(last) if last.kind == kind => last.until = instant(until),
                Some(_) | None => {
                    segments.push(Segment { from: instant(cursor), until: instant(until), kind })
                }
            }
            cursor = until;
        }
        segments
    }

    /// What an instant is, and until when no edge of anything comes.
    fn segment_at(&self, at: i64, pauses: &[(Interval, PauseReason)]) -> (SegmentKind, i64) {
        let covers = |span: &Interval| span.from <= at && at < span.until;
        if let Some((span, reason)) = pauses.iter().find(|(span, _)| covers(span)) {
            return (SegmentKind::Paused { reason: *reason }, span.until);
        }
        let next_pause =
            pauses.iter().map(|(span, _)| span.from).filter(|from| *from > at).min().unwrap_or(i64::MAX);
        let (day, day_edge) = self.day_at(at);
        let (open, edge) = match self.openings().get(self.first_ending_after(at)) {
            Some(opening) if opening.from <= at => (true, opening.until),
            Some(opening) => (false, opening.from),
            None => (false, i64::MAX),
        };
        let kind = match (open, day) {
            (true, Some(DayKind::MakeUpDay)) => SegmentKind::MakeUpDay,
            (true, Some(DayKind::ChangedHours)) => SegmentKind::ChangedHours,
            (true, Some(DayKind::Holiday(_)) | None) => SegmentKind::Open,
            (false, Some(DayKind::Holiday(name))) => SegmentKind::Holiday { name: name.clone() },
            (false, Some(DayKind::MakeUpDay | DayKind::ChangedHours) | None) => SegmentKind::Closed,
        };
        (kind, edge.min(day_edge).min(next_pause))
    }

    fn day_at(&self, at: i64) -> (Option<&DayKind>, i64) {
        let index = self.named_days().partition_point(|day| day.span.until <= at);
        match self.named_days().get(index) {
            Some(NamedDay { span, kind }) if span.from <= at => (Some(kind), span.until),
            Some(NamedDay { span, .. }) => (None, span.from),
            None => (None, i64::MAX),
        }
    }
}

/// Since when an unended pause holds the clock: the begin of the run of pauses that it closes.
fn standstill(start: DateTime<Utc>, pauses: &[Pause]) -> Option<DateTime<Utc>> {
    let mut since = pauses.iter().filter(|pause| pause.until.is_none()).map(|pause| pause.from).min()?;
    while let Some(earlier) =
        pauses.iter().find(|pause| pause.from < since && pause.until.is_some_and(|until| until >= since))
    {
        since = earlier.from;
    }
    Some(instant(since.max(start).timestamp()))
}
