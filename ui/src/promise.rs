//! A promise as people see it: by when, how long that is, how much has run, and why then.
//!
//! Nothing here decides whether a promise is kept; the Worker does, from event times. What runs while
//! the page stands open is drawn from the explanation that came with the promise.

use chrono::{DateTime, SecondsFormat, Utc};
use leptos::prelude::*;

use crate::messages::promise::words;
use crate::pill::Tone;
use crate::{Clock, Reader, Why, use_reader};
use aftercare_shared::api::ticket::{PromiseState, PromiseView};
use aftercare_shared::timeline::Interval;

/// The share of its time, in percent, after which a running promise is shown as due soon.
const SOON_PERCENT: u64 = 75;

/// How much of a promise's time has run by now, in seconds of open time.
#[must_use]
pub fn elapsed_seconds(promise: &PromiseView, now: DateTime<Utc>) -> u64 {
    let Some(explanation) = promise.explanation.as_ref().filter(|_| promise.state == PromiseState::Running) else {
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

/// An instant for machines, beside its text for people.
fn machine(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
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

/// A promise in a line: First response by 14:20 · in 38 min. In the reader's own zone.
#[component]
pub fn PromiseLine(
    /// The promise.
    promise: PromiseView,
) -> impl IntoView {
    let reader = use_reader();
    let clock = Clock::of_context();
    move || line(reader, &promise, clock.now())
}

fn line(reader: Reader, promise: &PromiseView, now: DateTime<Utc>) -> AnyView {
    let words = words(reader.lang);
    let metric = promise.metric;
    match (promise.state, promise.due_at) {
        (PromiseState::Running, Some(due)) => {
            let text = words.by(metric, &reader.near_time(due, now, None));
            view! { <time datetime=machine(due)>{text}</time> " · " {distance(reader, due, now)} }.into_any()
        }
        (PromiseState::Running, None) => words.metric(metric).into_any(),
        (PromiseState::Paused, _) => {
            let left = promise.target_seconds.saturating_sub(promise.elapsed_seconds);
            words.paused_with_left(metric, &reader.duration(left)).into_any()
        }
        (PromiseState::Met | PromiseState::Missed | PromiseState::Cancelled, _) => {
            match promise.stopped_at.or(promise.missed_at) {
                Some(at) => {
                    let text = words.at(metric, &reader.near_time(at, now, None));
                    view! { <time datetime=machine(at)>{text}</time> }.into_any()
                }
                None => words.metric(metric).into_any(),
            }
        }
    }
}

/// How much of a promise's time has run, as a bar. What it shows stands beside it in words.
#[component]
pub fn PromiseTrack(
    /// The promise.
    promise: PromiseView,
) -> impl IntoView {
    let clock = Clock::of_context();
    let share = move |promise: &PromiseView| {
        let elapsed = elapsed_seconds(promise, clock.now()).min(promise.target_seconds);
        (elapsed * 100).checked_div(promise.target_seconds).unwrap_or(100)
    };
    let tone = match promise.state {
        PromiseState::Missed => Tone::Bad,
        PromiseState::Paused => Tone::Warn,
        PromiseState::Running if is_due_soon(&promise, clock.exact()) => Tone::Warn,
        PromiseState::Running | PromiseState::Met | PromiseState::Cancelled => Tone::Ok,
    };
    let class = ["track ", tone.class()].concat();
    view! {
        <div class=class aria-hidden="true">
            <i style:inline-size=move || [&share(&promise).to_string(), "%"].concat()></i>
        </div>
    }
}

/// When something is due on the calendar's clock, and under it the same on the reader's.
#[component]
pub fn PromiseHeading(
    /// What is due, with its time: First response by Sat 14 Feb, 12:30.
    heading: String,
    /// When.
    due: DateTime<Utc>,
    /// The calendar's zone; `None` where the clock never stops.
    zone: Option<String>,
) -> impl IntoView {
    let reader = use_reader();
    view! {
        <p>
            <b><time datetime=machine(due)>{heading}</time></b>
            " "
            <span class="tiny">{places(reader, due, zone.as_deref())}</span>
        </p>
    }
}

/// Shanghai · 05:30 your time (Berlin). The second part only where it differs.
fn places(reader: Reader, at: DateTime<Utc>, zone: Option<&str>) -> String {
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

/// A promise with its bar, and its reasons on demand.
#[component]
pub fn PromiseCard(
    /// The promise.
    promise: PromiseView,
) -> impl IntoView {
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
    let head = match promise.due_at.filter(|_| is_running) {
        Some(due) => {
            let zone = promise.zone.clone();
            let heading = words.by(promise.metric, &reader.near_time(due, clock.exact(), zone.as_deref()));
            view! {
                <PromiseHeading heading due zone />
                <p class="tiny">{move || distance(reader, due, clock.now())}</p>
            }
            .into_any()
        }
        None => view! { <p><b><PromiseLine promise=promise.clone() /></b></p> }.into_any(),
    };
    let is_open = RwSignal::new(false);
    let zone = promise.zone.clone();
    let why = promise.explanation.clone().map(|explanation| {
        view! {
            <button
                type="button"
                class="link tiny"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {words.why}
            </button>
            <Show when=move || is_open.get()>
                <Why explanation=explanation.clone() zone=zone.clone() sum=words.sum.to_owned() />
            </Show>
        }
    });
    let class = ["promise ", tone.class()].concat();
    view! {
        <div class=class>
            {head}
            {why}
            {promise.provisional.then(|| view! { <p class="tiny">{words.provisional}</p> })}
            <Show when=move || is_running>
                <PromiseTrack promise=promise.clone() />
            </Show>
        </div>
    }
}
