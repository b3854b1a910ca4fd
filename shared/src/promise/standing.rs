//! How each promise of a ticket stands.

use chrono::{DateTime, Utc};

use crate::clock::{Clock, ClockState, Ending, Reading, Stop, Warning};
use crate::escalation::Act;
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
    /// The escalations that are not recorded yet, past and future, in the order in which they fall due.
    pub escalations: Vec<Due>,
    /// When something is to be done if nothing happens before: a warning sent, an escalation, a miss recorded.
    /// In the past where it is overdue; `None` where there is nothing to wait for.
    pub wake_at: Option<DateTime<Utc>>,
}

/// An escalation, and when its share of the target has run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The share, in percent.
    pub percent: u16,
    /// The earliest instant, outside of every pause, at which so much has run.
    pub at: DateTime<Utc>,
    /// What is done then.
    pub act: Act,
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
    let clock = clock(&run, &promise, stopped, book)?;
    let mut warnings = Vec::new();
    let mut wake_at = None;
    match reading.state {
        ClockState::Running => {
            let percents =
                book.policy(promise.policy_version).map(|policy| policy.warnings()).unwrap_or_default();
            warnings = clock.warnings(percents, made_at);
            warnings.retain(|warning| !run.warned.contains(&warning.percent));
            let overrun = clock.overrun_at();
            wake_at = warnings.iter().map(|warning| warning.at).chain(overrun).min();
        }
        ClockState::Missed if run.recorded_miss.is_none() => wake_at = missed_at,
        // Nothing is said while a clock stands still, not even what an earlier sweep should have said.
        ClockState::Paused | ClockState::Missed | ClockState::Met | ClockState::Cancelled => {}
    }
    let escalations = escalations(&run, &promise, &clock, made_at, book);
    let escalations = if stopped.is_none() && !clock.is_paused(now) { escalations } else { Vec::new() };
    let wake_at = wake_at.into_iter().chain(escalations.iter().map(|due| due.at)).min();
    Ok(Some(Standing { run, promise, reading, warnings, escalations, wake_at }))
}

/// What the policy that the promise was made under says is to be done, and the log does not record.
fn escalations(
    run: &Run,
    promise: &Promise,
    clock: &Clock<'_>,
    made_at: DateTime<Utc>,
    book: &Book,
) -> Vec<Due> {
    let Some(policy) = book.policy(promise.policy_version) else { return Vec::new() };
    let rules = policy.escalations(run.metric, &run.plans, run.severity).into_iter();
    let recorded = |percent: u16, act: &Act| {
        run.escalated.iter().any(|done| done.percent == percent && done.act.is_same(act))
    };
    let open = rules.filter(|(percent, act)| !recorded(*percent, act));
    let due = open.filter_map(|(percent, act)| {
        Some(Due { percent, at: clock.reached_at(percent, made_at)?, act: act.clone() })
    });
    let mut due = due.collect::<Vec<_>>();
    due.sort_by_key(|due| due.at);
    due
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
