//! A promise as people see it: by when, how long that is, how much has run, and why then.
//!
//! Nothing here decides whether a promise is kept; the Worker does, from event times. What runs while
//! the page stands open is drawn from the explanation that came with the promise.

use chrono::{DateTime, Utc};

use crate::messages::promise::{PromiseWords, words};
use crate::part::{El, Part, button, claim, div, el, live, p, span};
use crate::pill::Tone;
use crate::why::why;
use crate::{Clock, Reader, State, use_reader};
use aftercare_shared::api::ticket::{PromiseState, PromiseView};
use aftercare_shared::metric::Metric;
use aftercare_shared::text::digits;
use aftercare_shared::timeline::Interval;

/// The share of its time, in percent, after which a running promise is shown as due soon.
const SOON_PERCENT: u64 = 75;

/// How much of a promise's time has run by now, in seconds of open time.
#[must_use]
pub fn elapsed_seconds(promise: &PromiseView, now: DateTime<Utc>) -> u64 {
    let Some(explanation) = promise.explanation.as_ref().filter(|_| promise.state == PromiseState::Running)
    else {
        return promise.elapsed_seconds;
    };
    let past = Interval::new(i64::MIN, now.timestamp());
    let counted = explanation.segments.iter().filter(|segment| segment.kind.counts());
    counted.map(|it| Interval::new(it.from.timestamp(), it.until.timestamp()).within(past).seconds()).sum()
}

/// Whether little is left of a promise's time.
#[must_use]
pub fn is_due_soon(promise: &PromiseView, now: DateTime<Utc>) -> bool {
    elapsed_seconds(promise, now).saturating_mul(100) >= promise.target_seconds.saturating_mul(SOON_PERCENT)
}

/// An instant: text for people, and the same for machines.
fn time(at: DateTime<Utc>, text: String) -> El {
    el("time", "").attr("datetime", Reader::machine(at)).child(text)
}

/// From one instant to a later one, in seconds.
fn seconds_between(from: DateTime<Utc>, until: DateTime<Utc>) -> u64 {
    Interval::new(from.timestamp(), until.timestamp()).seconds()
}

/// How far it is to a due date, or how far beyond it we are.
fn distance(reader: Reader, due: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let words = words(reader.lang);
    if due < now {
        words.late(&reader.duration(seconds_between(due, now)))
    } else {
        words.left(&reader.duration(seconds_between(now, due)))
    }
}

/// What of a promise is told in a line or a word.
#[derive(Clone, Copy)]
pub(crate) struct Gist {
    metric: Metric,
    pub(crate) state: PromiseState,
    pub(crate) due_at: Option<DateTime<Utc>>,
    stopped_at: Option<DateTime<Utc>>,
    missed_at: Option<DateTime<Utc>>,
    left_seconds: u64,
    pub(crate) is_soon: bool,
}

impl Gist {
    pub(crate) fn of(promise: &PromiseView) -> Self {
        Self {
            metric: promise.metric,
            state: promise.state,
            due_at: promise.due_at,
            stopped_at: promise.stopped_at,
            missed_at: promise.missed_at,
            left_seconds: promise.target_seconds.saturating_sub(promise.elapsed_seconds),
            is_soon: is_due_soon(promise, Clock::of_context().exact()),
        }
    }
}

/// A promise in a line: First response by 14:20 · in 38 min. In the reader's own zone.
#[must_use]
pub fn promise_line(promise: &PromiseView) -> Part {
    let reader = use_reader();
    let clock = Clock::of_context();
    let promise = Gist::of(promise);
    live(move || line(reader, promise, clock.now()))
}

fn line(reader: Reader, promise: Gist, now: DateTime<Utc>) -> Part {
    let words = words(reader.lang);
    let metric = promise.metric;
    let (at, sentence) = match (promise.state, promise.due_at, promise.stopped_at.or(promise.missed_at)) {
        (PromiseState::Running, Some(due), _) if due < now => (due, PromiseWords::was_due as Sentence),
        (PromiseState::Running, Some(due), _) => (due, PromiseWords::by as Sentence),
        (PromiseState::Missed, _, Some(at)) if promise.stopped_at.is_none() => {
            (at, PromiseWords::was_due as Sentence)
        }
        (PromiseState::Met | PromiseState::Missed | PromiseState::Cancelled, _, Some(at)) => {
            (at, PromiseWords::at as Sentence)
        }
        (PromiseState::Paused, ..) => {
            return words.paused_with_left(metric, &reader.working_time(promise.left_seconds)).into();
        }
        (PromiseState::Running | PromiseState::Met | PromiseState::Missed | PromiseState::Cancelled, ..) => {
            return words.metric(metric).into();
        }
    };
    let text = time(at, sentence(words, metric, &reader.near_time(at, now, None)));
    let is_over = promise.stopped_at.is_some();
    let distance = (!is_over).then(|| [" · ", &distance(reader, at, now)].concat());
    [text.into(), distance.into()].into()
}

type Sentence = fn(&PromiseWords, Metric, &str) -> String;

/// How much of a promise's time has run, as a bar. What it shows stands beside it in words.
#[must_use]
pub fn promise_track(promise: &PromiseView) -> Part {
    let now = Clock::of_context().exact();
    let is_late = promise.state == PromiseState::Running && promise.due_at.is_some_and(|due| due < now);
    let elapsed = elapsed_seconds(promise, now).min(promise.target_seconds);
    let share = (elapsed * 100).checked_div(promise.target_seconds).filter(|_| !is_late).unwrap_or(100);
    let tone = match promise.state {
        PromiseState::Running if is_late => Tone::Bad,
        PromiseState::Missed => Tone::Bad,
        PromiseState::Paused => Tone::Warn,
        PromiseState::Running if is_due_soon(promise, now) => Tone::Warn,
        PromiseState::Running | PromiseState::Met | PromiseState::Cancelled => Tone::Ok,
    };
    // A policy without inline styles lets a script set a property, which an attribute could not.
    let bar = el("i", "").when_drawn(move |bar| {
        // The bar is ours, and a share is a length.
        let _ = bar.style().set_property("inline-size", &[&digits(share), "%"].concat());
    });
    div(["track ", tone.class()].concat()).attr("aria-hidden", "true").child(bar).into()
}

/// When something is due on the calendar's clock, and the same on the reader's. `zone` is the calendar's;
/// `None` where the clock never stops.
#[must_use]
pub fn promise_heading(heading: String, due: DateTime<Utc>, zone: Option<&str>) -> Part {
    let reader = use_reader();
    p("")
        .child(el("b", "").child(time(due, heading)))
        .child(" ")
        .child(span("tiny").child(both_clocks(reader, due, zone)))
        .into()
}

/// Shanghai · 05:30 your time (Berlin). The second part only where it differs.
fn both_clocks(reader: Reader, at: DateTime<Utc>, zone: Option<&str>) -> String {
    let here = reader.zone_name(at, None);
    let Some(zone) = zone else { return here };
    let place = reader.zone_name(at, Some(zone));
    if reader.day_time(at, Some(zone)) == reader.day_time(at, None) {
        return place;
    }
    let same_day = reader.day(at, Some(zone)) == reader.day(at, None);
    let time = if same_day { reader.time(at, None) } else { reader.day_time(at, None) };
    [&place, " · ", &words(reader.lang).your_time(&time, &here)].concat()
}

/// A promise with its bar, and its reasons on demand. `is_open` says whether the reasons are shown.
#[must_use]
pub fn promise_card(promise: PromiseView, is_open: State<bool>) -> Part {
    let reader = use_reader();
    let words = words(reader.lang);
    let clock = Clock::of_context();
    let is_late = promise.due_at.is_some_and(|due| due < clock.exact());
    let tone = match promise.state {
        PromiseState::Missed => Tone::Bad,
        PromiseState::Running if is_late => Tone::Bad,
        PromiseState::Paused => Tone::Warn,
        PromiseState::Running | PromiseState::Met | PromiseState::Cancelled => Tone::Plain,
    };
    let is_running = promise.state == PromiseState::Running;
    let due = promise.due_at.filter(|_| is_running && !is_late);
    let head: Part = match due {
        Some(due) => time(due, words.by(promise.metric, &reader.near_time(due, clock.exact(), None))).into(),
        None => promise_line(&promise),
    };
    let left = due.map(|due| live(move || [distance(reader, due, clock.now()).as_str(), " · "].concat()));
    let toggle = promise.explanation.is_some().then(|| {
        button("link tiny", move || is_open.update(|open| *open = !*open))
            .live_attr("aria-expanded", move || Some(claim(is_open.get())))
            .child(words.why)
    });
    let provisional = promise.provisional.then(|| p("tiny").child(words.provisional));
    let tracked = promise.clone();
    let track = live(move || {
        // It grows with the clock.
        let _tick = clock.now();
        is_running.then(|| promise_track(&tracked))
    });
    let (explanation, zone) = (promise.explanation, promise.zone);
    let reasons = live(move || {
        let explanation = explanation.as_ref().filter(|_| is_open.get())?;
        let zone = zone.as_deref();
        let there = due.map(|due| p("tiny").child(places(reader, due, zone)));
        Some(Part::from([there.into(), why(explanation, zone, words.sum.to_owned())]))
    });
    div(["promise ", tone.class()].concat())
        .child(p("").child(el("b", "").child(head)).child(" ").child(span("tiny").child(left).child(toggle)))
        .child(reasons)
        .child(provisional)
        .child(track)
        .into()
}

/// The instant in the calendar's zone, by the zone's name: Shanghai: Mon 23 Nov, 02:17.
fn places(reader: Reader, at: DateTime<Utc>, zone: Option<&str>) -> String {
    [&reader.zone_name(at, zone), ": ", &reader.day_time(at, zone)].concat()
}
