//! The operations of the clock: `due`, `elapsed`, `open`, `clock`.
//!
//! Wherever a calendar is asked for, the text `always` stands for round the clock.

use aftercare_shared::calendar::Calendar;
use aftercare_shared::policy::ALWAYS;
use aftercare_shared::timeline::{Pause, PauseReason, Timeline, Unanswered};
use aftercare_shared::zones;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::eval::calendar;
use crate::eval::failure::Failure;
use crate::eval::value::{Instant, Seconds, list};

/// `{"op":"due"}`: when so much open time has run.
#[derive(Deserialize)]
pub(super) struct Due {
    calendar: Value,
    start: Instant,
    seconds: Seconds,
}

#[derive(Serialize)]
pub(super) struct DueAnswer {
    due: DateTime<Utc>,
}

pub(super) fn due(request: Due) -> Result<DueAnswer, Failure> {
    let Due { calendar, start: Instant(start), seconds: Seconds(seconds) } = request;
    let due = Hours::read(&calendar)?.ask(start, start, |open| open.due(start, seconds))?;
    Ok(DueAnswer { due })
}

/// `{"op":"elapsed"}`: how much open time lies between two instants.
#[derive(Deserialize)]
pub(super) struct Elapsed {
    calendar: Value,
    start: Instant,
    end: Instant,
}

#[derive(Serialize)]
pub(super) struct ElapsedAnswer {
    seconds: u64,
}

pub(super) fn elapsed(request: Elapsed) -> Result<ElapsedAnswer, Failure> {
    let Elapsed { calendar, start: Instant(start), end: Instant(end) } = request;
    let hours = Hours::read(&calendar)?;
    let seconds = if end <= start { 0 } else { hours.ask(start, end, |open| open.elapsed(start, end))? };
    Ok(ElapsedAnswer { seconds })
}

/// `{"op":"open"}`: whether it is open, and when next.
#[derive(Deserialize)]
pub(super) struct Open {
    calendar: Value,
    at: Instant,
}

#[derive(Serialize)]
pub(super) struct OpenAnswer {
    open: bool,
    /// The earliest open instant that is not before the one asked about; `None` for never.
    next_open: Option<DateTime<Utc>>,
}

pub(super) fn open(request: Open) -> Result<OpenAnswer, Failure> {
    let Open { calendar, at: Instant(at) } = request;
    let hours = Hours::read(&calendar)?;
    let open = hours.ask(at, at, |open| open.is_open(at))?;
    let next_open = match hours.ask(at, at, |open| open.next_open(at)) {
        Ok(next) => Some(next),
        Err(Failure::Unanswered(Unanswered::NeverOpens)) => None,
        Err(failure) => return Err(failure),
    };
    Ok(OpenAnswer { open, next_open })
}

/// `{"op":"clock"}`: a promise's clock, with pauses.
#[derive(Deserialize)]
pub(super) struct Clock {
    calendar: Value,
    start: Instant,
    /// Pairs of instants; the second may be `null` for a pause that lasts.
    #[serde(default, deserialize_with = "list")]
    paused: Vec<(Instant, Option<Instant>)>,
    target_seconds: Seconds,
    now: Instant,
}

#[derive(Serialize)]
pub(super) struct ClockAnswer {
    /// Over the pauses given; `None` where the clock never gets there.
    due: Option<DateTime<Utc>>,
    elapsed: u64,
    missed: bool,
}

pub(super) fn clock(request: Clock) -> Result<ClockAnswer, Failure> {
    let Clock { calendar, start: Instant(start), paused, target_seconds, now: Instant(now) } = request;
    let Seconds(target_seconds) = target_seconds;
    let pause = |(Instant(from), until): (Instant, Option<Instant>)| {
        let until = until.map(|Instant(until)| until);
        Pause { from, until, reason: PauseReason::WaitingForCustomer }
    };
    let pauses: Vec<Pause> = paused.into_iter().map(pause).collect();
    // It may be a slip of either instant, and each would give another answer.
    if pauses.iter().any(|pause| pause.until.is_some_and(|until| until < pause.from)) {
        return Err(Failure::Request("a pause ends before it begins".to_owned()));
    }
    let hours = Hours::read(&calendar)?;
    let end = now.max(start);
    let elapsed = hours.ask(start, end, |open| open.counted(&pauses).elapsed(start, end))?;
    let lasts = pauses.iter().any(|pause| pause.until.is_none());
    let due = hours.ask(start, end, |open| match open.counted(&pauses).due(start, target_seconds) {
        Ok(due) => Ok(Some(due)),
        Err(Unanswered::NeverOpens) => Ok(None),
        // No longer horizon helps a clock that stands still for good, once the pause has been reached.
        Err(Unanswered::BeyondHorizon) if lasts && !runs_at_the_end(open, &pauses) => Ok(None),
        Err(Unanswered::BeyondHorizon) => Err(Unanswered::BeyondHorizon),
    })?;
    Ok(ClockAnswer { due, elapsed, missed: elapsed > target_seconds })
}

/// Whether the clock still runs where the horizon ends.
fn runs_at_the_end(open: &Timeline, pauses: &[Pause]) -> bool {
    let end = open.horizon().ends_at();
    !pauses.iter().any(|pause| pause.until.is_none() && pause.from < end)
}

/// The hours a request counts in.
enum Hours {
    Always,
    Of(Box<Calendar>),
}

impl Hours {
    fn read(calendar: &Value) -> Result<Self, Failure> {
        if calendar.as_str() == Some(ALWAYS) {
            return Ok(Self::Always);
        }
        Ok(Self::Of(Box::new(calendar::read(calendar)?)))
    }

    /// Asks the timeline from one instant on, at least until another and for as long as it takes.
    fn ask<T>(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
        question: impl Fn(&Timeline) -> Result<T, Unanswered>,
    ) -> Result<T, Failure> {
        let calendar = match self {
            Self::Always => return Ok(question(&Timeline::always())?),
            Self::Of(calendar) => calendar,
        };
        if until - from > TimeDelta::days(zones::MAX_HORIZON_DAYS) {
            return Err(Failure::Unanswered(Unanswered::BeyondHorizon));
        }
        let (_, answer) = zones::reach(calendar, from, question)??;
        Ok(answer)
    }
}
