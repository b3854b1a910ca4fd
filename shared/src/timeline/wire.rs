//! A timeline as it travels: epoch seconds, each counted from the one before it, so that a year of
//! office hours repeats the same few numbers and packs to almost nothing.

use serde::{Deserialize, Serialize};

use crate::timeline::{DAWN, DUSK, DayKind, Interval, NamedDay, Timeline};

/// The most openings that are taken from the wire.
const MAX_OPENINGS: usize = 200_000;

/// A [`Timeline`] as it is written. Reading it checks it: `Timeline::try_from`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Timeline"))]
pub struct Wire {
    /// The first second that it covers, since the Unix epoch.
    pub from: i64,
    /// The first second after it.
    pub until: i64,
    /// Gap, length, gap, length, …, the first gap counted from `from`.
    pub open: Vec<u64>,
    /// Whether nothing opens after `until` either.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub ends: bool,
    /// The days that differ from the week: first second, length, what is different.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<(i64, u64, DayKind)>,
    /// The second from which the holidays are not known yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_until: Option<i64>,
}

/// A timeline on the wire that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a timeline: its stretches are empty, out of order or outside of its horizon")]
pub struct Malformed;

impl From<Timeline> for Wire {
    fn from(timeline: Timeline) -> Self {
        let Timeline { horizon, open, ends, days, known_until, by_time: _, by_open_time: _ } = timeline;
        let mut last = horizon.from;
        let mut steps = Vec::with_capacity(open.len() * 2);
        for opening in open {
            steps.push(Interval::new(last, opening.from).seconds());
            steps.push(opening.seconds());
            last = opening.until;
        }
        let days = days.into_iter().map(|day| (day.span.from, day.span.seconds(), day.kind)).collect();
        Self { from: horizon.from, until: horizon.until, open: steps, ends, days, known_until }
    }
}

impl TryFrom<Wire> for Timeline {
    type Error = Malformed;

    fn try_from(wire: Wire) -> Result<Self, Malformed> {
        let horizon = Interval::new(wire.from, wire.until);
        let (pairs, rest) = wire.open.as_chunks::<2>();
        if wire.from < DAWN
            || wire.until > DUSK
            || horizon.is_empty()
            || !rest.is_empty()
            || pairs.len() > MAX_OPENINGS
        {
            return Err(Malformed);
        }
        let mut open = Vec::with_capacity(pairs.len());
        let mut last = horizon.from;
        for [gap, length] in pairs {
            let from = last.checked_add_unsigned(*gap).ok_or(Malformed)?;
            last = from.checked_add_unsigned(*length).ok_or(Malformed)?;
            if *length == 0 || last > horizon.until {
                return Err(Malformed);
            }
            open.push(Interval::new(from, last));
        }
        let mut days = Vec::with_capacity(wire.days.len());
        for (from, length, kind) in wire.days {
            let until = from.checked_add_unsigned(length).filter(|until| *until <= DUSK).ok_or(Malformed)?;
            if from < DAWN {
                return Err(Malformed);
            }
            days.push(NamedDay { span: Interval::new(from, until), kind });
        }
        days.sort_by_key(|day| day.span.from);
        Ok(Self::new(horizon, open, wire.ends, days, wire.known_until))
    }
}
