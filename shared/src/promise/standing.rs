//! How each promise of a ticket stands.

use chrono::{DateTime, Utc};

use crate::clock::{Clock, ClockState, Ending, Reading, Stop, Warning};
use crate::promise::{Book, Run, Stamp, runs};
use crate::ticket::{Event, Promise};
use crate::timeline::{Explanation, Unanswered};

/// A run that something was promised for, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The run.
    pub run: Run,
    /// The promise it is judged by: the one in force, or the last one.
    pub promise: Promise,
    /// Where it stands.
    pub reading: Reading,
    /// The warnings that are not recorded yet, past and future.
    pub warnings: Vec<Warning>,
    /// When something is to be done if nothing happens before: a warning sent, or a miss recorded.
    /// In the past where it is overdue; `None` where there is nothing to wait for.
    pub wake_at: Option<DateTime<Utc>>,
}

/// How the promises of a ticket stand at `now`, in the order in which their runs began. Runs that nothing
/// was promised for are left out.
///
/// # Errors
/// [`Unanswered`] where a timeline that a promise needs is missing from the book or too short.
pub fn standings(events: &[Event], book: &Book, now: DateTime<Utc>) -> Result<Vec<Standing>, Unanswered> {
    let known: Vec<Event> = events.iter().filter(|event| event.at <= now).cloned().collect();
    let judged = runs(&known, book).into_iter().map(|run| judge(run, book, now));
    judged.filter_map(Result::transpose).collect()
}

impl Standing {
    /// Why its deadline falls when it does.
    ///
    /// # Errors
    /// [`Unanswered`] where the timeline is missing from the book or too short.
    pub fn explain(&self, book: &Book) -> Result<Explanation, Unanswered> {
        let timeline = book.timeline_of(&self.promise).ok_or(Unanswered::BeyondHorizon)?;
        timeline.explain(self.promise.started_at, self.promise.target_seconds, &self.run.pauses)
    }

    /// Whether a miss is to be recorded: it happened, and the log does not say so yet.
    #[must_use]
    pub fn unrecorded_miss(&self) -> Option<DateTime<Utc>> {
        self.reading.missed_at.filter(|_| self.run.recorded_miss.is_none())
    }
}

fn judge(run: Run, book: &Book, now: DateTime<Utc>) -> Result<Option<Standing>, Unanswered> {
    let mut last: Option<(Promise, DateTime<Utc>, Reading, Option<Stop>)> = None;
    let mut missed_at = run.recorded_miss;
    for (index, stamp) in run.stamps.iter().enumerate() {
        let Stamp::Made { at, promise, .. } = stamp else { continue };
        let stopped = ending(&run, run.stamps.get(index + 1));
        let reading = clock(&run, promise, stopped, book)?.judge(now)?;
        missed_at = missed_at.or(reading.missed_at);
        last = Some((promise.clone(), *at, reading, stopped));
    }
    let Some((promise, made_at, mut reading, stopped)) = last else {
        return Ok(None);
    };
    // A miss is for good, whatever was promised or computed after it.
    if let Some(missed_at) = missed_at {
        reading.state = ClockState::Missed;
        reading.missed_at = Some(missed_at);
        reading.due_at = Some(missed_at);
    }
    let mut warnings = Vec::new();
    let mut wake_at = None;
    match reading.state {
        ClockState::Running | ClockState::Paused => {
            let clock = clock(&run, &promise, stopped, book)?;
            let percents =
                book.policy(promise.policy_version).map(|policy| policy.warnings()).unwrap_or_default();
            warnings = clock.warnings(percents, made_at);
            warnings.retain(|warning| !run.warned.contains(&warning.percent));
            let overrun = clock.overrun_at();
            wake_at = warnings.iter().map(|warning| warning.at).chain(overrun).min();
        }
        ClockState::Missed if run.recorded_miss.is_none() => wake_at = missed_at,
        ClockState::Missed | ClockState::Met | ClockState::Cancelled => {}
    }
    Ok(Some(Standing { run, promise, reading, warnings, wake_at }))
}

/// What ends a promise: the next word on its run, or the end of the run.
fn ending(run: &Run, next: Option<&Stamp>) -> Option<Stop> {
    match next {
        Some(Stamp::Made { at, .. }) => Some(Stop { at: *at, how: Ending::Done }),
        Some(Stamp::Withdrawn { at }) => Some(Stop { at: *at, how: Ending::Dropped }),
        None => run.stopped,
    }
}

fn clock<'a>(
    run: &'a Run,
    promise: &Promise,
    stopped: Option<Stop>,
    book: &'a Book,
) -> Result<Clock<'a>, Unanswered> {
    Ok(Clock {
        started_at: promise.started_at,
        target_seconds: promise.target_seconds,
        stopped,
        pauses: &run.pauses,
        timeline: book.timeline_of(promise).ok_or(Unanswered::BeyondHorizon)?,
    })
}
