//! What was promised on the ticket, where each promise stands, and why it falls when it does.

use aftercare_shared::api::ticket::{PromiseState, PromiseView};
use aftercare_shared::metric::Metric;
use aftercare_ui::messages::{desk, promise};
use aftercare_ui::part::{Part, button, div, el, live, many, p, span};
use aftercare_ui::why::why_for_vendor;
use aftercare_ui::{Reader, use_reader};
use chrono::{DateTime, SecondsFormat, Utc};
use leptos::prelude::*;

use crate::due::{self, Press};
use crate::workplace::Workplace;

/// The line of promises, with its reasons on demand.
pub(super) fn promises(work: Workplace) -> Part {
    let words = &work.words().ticket;
    let reader = use_reader();
    let is_open = RwSignal::new(false);
    let lines = move || {
        let now = work.clock.now();
        with_promises(work, |promises| match promises {
            [] => p("tiny").child(words.no_promises).into(),
            promises => el("ul", "").child(many(in_order(promises), |one| line(one, now, reader))).into(),
        })
    };
    let has_reasons = Memo::new(move |_| {
        work.open.shown.with(|it| {
            it.as_ref().is_some_and(|it| it.ticket.promises.iter().any(|one| one.explanation.is_some()))
        })
    });
    let why = move || {
        has_reasons.get().then(|| {
            button("link why-link", move || is_open.update(|open| *open = !*open))
                .attr("aria-controls", "reasons")
                .live_attr("aria-expanded", move || Some(is_open.get().to_string()))
                .child(words.why)
        })
    };
    let told = move || {
        is_open.get().then(|| {
            div("reasons")
                .child(with_promises(work, |promises| many(in_order(promises), |one| reasons(one, reader))))
        })
    };
    Part::from([
        div("promises").child(live(lines)).child(live(why)).into(),
        div("").attr("id", "reasons").child(live(told)).into(),
    ])
}

fn with_promises(work: Workplace, draw: impl FnOnce(&[PromiseView]) -> Part) -> Part {
    work.open.shown.with(|it| draw(it.as_ref().map(|it| it.ticket.promises.as_slice()).unwrap_or_default()))
}

/// The promises in the order in which people read them.
fn in_order(promises: &[PromiseView]) -> impl Iterator<Item = &PromiseView> {
    Metric::ALL.into_iter().flat_map(|metric| promises.iter().filter(move |one| one.metric == metric))
}

fn line(promise: &PromiseView, now: DateTime<Utc>, reader: Reader) -> Part {
    let told = Told::of(promise, now, reader);
    let time = el("time", "").attr("datetime", told.machine.unwrap_or_default()).child(told.bold);
    el("li", told.class)
        .child(span("").child(promise::words(reader.lang).metric(promise.metric)))
        .child(" ")
        .child(el("b", "").child(time))
        .child(" ")
        .child(span("rest").child(told.rest))
        .into()
}

/// What the line of a promise says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    bold: String,
    rest: String,
    class: &'static str,
    machine: Option<String>,
}

impl Told {
    fn of(promise: &PromiseView, now: DateTime<Utc>, reader: Reader) -> Self {
        let words = &desk::words(reader.lang).owed;
        let near = |at| reader.near_time(at, now, None);
        let press = due::press(promise, now);
        let elapsed = reader.duration(promise.elapsed_seconds);
        let (bold, rest, at) = match (promise.state, promise.missed_at.or(promise.due_at)) {
            (PromiseState::Met, _) => {
                let target = reader.duration(promise.target_seconds);
                ((words.met_in)(&elapsed), (words.of)(&target), promise.stopped_at)
            }
            (PromiseState::Cancelled, _) => (words.cancelled.to_owned(), String::new(), None),
            (PromiseState::Paused, _) => {
                let left = promise.target_seconds.saturating_sub(promise.elapsed_seconds);
                (words.paused.to_owned(), (words.left)(&reader.duration(left)), None)
            }
            (PromiseState::Missed, Some(due)) if promise.stopped_at.is_some() => {
                (words.missed.to_owned(), (words.was_due)(&near(due)), Some(due))
            }
            (PromiseState::Missed | PromiseState::Running, Some(due)) if press == Press::Missed => {
                let late = due::countdown(due::seconds_left(now, due), reader.lang);
                (
                    words.missed.to_owned(),
                    format!("{}, {}", (words.was_due)(&near(due)), (words.late)(&late)),
                    Some(due),
                )
            }
            (PromiseState::Missed | PromiseState::Running, Some(due)) => {
                let left = due::countdown(due::seconds_left(due, now), reader.lang);
                (near(due), (words.left)(&left), Some(due))
            }
            (PromiseState::Missed, None) => (words.missed.to_owned(), String::new(), None),
            (PromiseState::Running, None) => (String::new(), String::new(), None),
        };
        let class = if promise.state == PromiseState::Met { "ok" } else { press.class() };
        Self { bold, rest, class, machine: at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)) }
    }
}

/// The stretches of time behind one promise.
fn reasons(promise: &PromiseView, reader: Reader) -> Part {
    let Some(explanation) = &promise.explanation else { return Part::Nothing };
    let words = &desk::words(reader.lang).owed;
    let general = promise::words(reader.lang);
    let zone = promise.zone.as_deref();
    let by = match zone {
        Some(_) => (words.policy)(promise.policy_version, &reader.zone_name(explanation.start, zone)),
        None => (words.policy_always)(promise.policy_version),
    };
    el("section", "")
        .child(el("h3", "").child(general.metric(promise.metric)))
        .child(why_for_vendor(explanation, zone, general.sum.to_owned(), words.waited))
        .child(p("tiny").child(by))
        .child(promise.provisional.then(|| p("tiny").child(general.provisional)))
        .into()
}
