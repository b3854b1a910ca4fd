//! Which promises must be made now.
//!
//! A run is promised the best of what any plan it has seen says, under the version it was stamped with or
//! the one in force: a plan that lapses keeps its promises, and a policy edit moves an open deadline only
//! forward. A new severity, which carries its reason, may move it either way. Time elapsed is kept. Where a
//! change leaves less than the policy's grace, the grace is given, but never more than was left before.

use core::cmp::Ordering;

use chrono::{DateTime, Utc};

use crate::policy::Target;
use crate::promise::{Book, Run, Stamp, runs};
use crate::ticket::{Event, Promise};
use crate::timeline::{Timeline, Unanswered};

/// The promises to append to a log, as of `at`, the time of its latest events. Appending them and asking
/// again gives none.
///
/// # Errors
/// [`Unanswered`] where a timeline of the book does not reach far enough.
pub fn due_stamps(events: &[Event], book: &Book, at: DateTime<Utc>) -> Result<Vec<Promise>, Unanswered> {
    let mut promises = Vec::new();
    for run in runs(events, book).iter().filter(|run| run.is_live() && run.recorded_miss.is_none()) {
        promises.extend(stamp(run, book, at)?);
    }
    Ok(promises)
}

/// What a version of the policy offers for a run.
struct Offer<'a> {
    version: u32,
    target: Target,
    timeline: &'a Timeline,
    /// The open seconds left of the target, were it in force.
    left: u64,
    /// When they are used up if nothing stands still from now on.
    due: DateTime<Utc>,
}

fn stamp(run: &Run, book: &Book, at: DateTime<Utc>) -> Result<Option<Promise>, Unanswered> {
    let Some(promise) = run.promise() else {
        return first(run, book, at);
    };
    let legs = legs(run, book, at)?;
    let used = legs.iter().map(|leg| leg.elapsed).sum();
    let (Some(timeline), Some(leg)) = (book.timeline_of(promise), legs.last()) else {
        return Ok(None);
    };
    let Some(left) = promise.target_seconds.checked_sub(leg.elapsed) else {
        return Ok(None);
    };
    let due = timeline.due(at, left)?;
    let Some(offer) = best(run, book, at, &[promise.policy_version, book.current()], |_| Ok(used))? else {
        return Ok(None);
    };
    let severity_changed =
        matches!(run.stamps.last(), Some(Stamp::Made { severity, .. }) if *severity != run.severity);
    let grace = grace(book, &offer);
    let after_grace = offer.timeline.due(at, grace)?;
    let allowed = match offer.due.cmp(&due) {
        Ordering::Less if after_grace <= offer.due => offer.left,
        Ordering::Less if after_grace < due => grace,
        Ordering::Greater if severity_changed => offer.left,
        Ordering::Less | Ordering::Equal | Ordering::Greater => return Ok(None),
    };
    let same_clock =
        offer.target.clock.as_str() == promise.clock && calendar_hash(book, &offer) == promise.calendar_hash;
    let (started_at, before) = if same_clock { (promise.started_at, leg.elapsed) } else { (at, 0) };
    Ok(Some(made(run, book, &offer, Span { started_at, before, at, allowed })?))
}

/// The first promise of a run, or the first after its severity carried none.
fn first(run: &Run, book: &Book, at: DateTime<Utc>) -> Result<Option<Promise>, Unanswered> {
    let used = |timeline: &Timeline| elapsed(run, timeline, run.started_at, at);
    let Some(offer) = best(run, book, at, &[book.current()], used)? else {
        return Ok(None);
    };
    let before = used(offer.timeline)?;
    let grace = grace(book, &offer);
    let allowed = if before > 0 && offer.due < offer.timeline.due(at, grace)? { grace } else { offer.left };
    Ok(Some(made(run, book, &offer, Span { started_at: run.started_at, before, at, allowed })?))
}

/// The offer that falls due first; of equal ones the one named first.
fn best<'a>(
    run: &Run,
    book: &'a Book,
    at: DateTime<Utc>,
    versions: &[u32],
    used: impl Fn(&Timeline) -> Result<u64, Unanswered>,
) -> Result<Option<Offer<'a>>, Unanswered> {
    let mut best: Option<Offer<'a>> = None;
    for version in versions.iter().copied() {
        for plan in &run.plans {
            let Some(target) = book.target(version, plan, run.severity, run.metric) else { continue };
            let Some(timeline) = book.timeline(version, target.clock.as_str()) else { continue };
            let left = target.seconds.saturating_sub(used(timeline)?);
            let due = match timeline.due(at, left) {
                Ok(due) => due,
                // What a calendar that has ended can't reach is not promised.
                Err(Unanswered::NeverOpens) => continue,
                Err(Unanswered::BeyondHorizon) => return Err(Unanswered::BeyondHorizon),
            };
            if best.as_ref().is_none_or(|best| due < best.due) {
                best = Some(Offer { version, target, timeline, left, due });
            }
        }
    }
    Ok(best)
}

/// From when a promise counts, and how much it allows from now on.
struct Span {
    started_at: DateTime<Utc>,
    before: u64,
    at: DateTime<Utc>,
    allowed: u64,
}

fn made(run: &Run, book: &Book, offer: &Offer<'_>, span: Span) -> Result<Promise, Unanswered> {
    let due_at = offer.timeline.due(span.at, span.allowed)?;
    let calendar_hash = calendar_hash(book, offer);
    Ok(Promise {
        metric: run.metric,
        cycle: run.cycle,
        started_at: span.started_at,
        target_seconds: span.before + span.allowed,
        clock: offer.target.clock.as_str().to_owned(),
        due_at,
        provisional: offer.timeline.is_provisional(due_at),
        policy_version: offer.version,
        policy_hash: book.policy(offer.version).map(|policy| policy.hash()).unwrap_or_default(),
        tzdb: if calendar_hash.is_empty() { String::new() } else { book.tzdb().to_owned() },
        calendar_hash,
    })
}

fn grace(book: &Book, offer: &Offer<'_>) -> u64 {
    book.policy(offer.version).map(|policy| policy.grace_seconds()).unwrap_or_default()
}

fn calendar_hash(book: &Book, offer: &Offer<'_>) -> String {
    book.policy(offer.version).map(|policy| policy.calendar_hash(&offer.target.clock)).unwrap_or_default()
}

/// A stretch of a run that counted on one clock.
struct Leg {
    elapsed: u64,
}

/// The stretches of a run's present promises: a new one begins where the clock changed.
fn legs(run: &Run, book: &Book, at: DateTime<Utc>) -> Result<Vec<Leg>, Unanswered> {
    let mut begun: Vec<&Promise> = Vec::new();
    for stamp in &run.stamps {
        match stamp {
            Stamp::Withdrawn { .. } => begun.clear(),
            Stamp::Made { promise, .. } => match begun.last_mut() {
                Some(last) if last.started_at == promise.started_at && last.clock == promise.clock => {
                    *last = promise
                }
                Some(_) | None => begun.push(promise),
            },
        }
    }
    let ends = begun.iter().skip(1).map(|promise| promise.started_at).chain([at]);
    begun
        .iter()
        .zip(ends)
        .map(|(promise, end)| {
            let timeline = book.timeline_of(promise).ok_or(Unanswered::BeyondHorizon)?;
            Ok(Leg { elapsed: elapsed(run, timeline, promise.started_at, end)? })
        })
        .collect()
}

/// The open seconds of a stretch, without the run's pauses.
fn elapsed(
    run: &Run,
    timeline: &Timeline,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<u64, Unanswered> {
    timeline.counted(&run.pauses).elapsed(from, until.max(from))
}
