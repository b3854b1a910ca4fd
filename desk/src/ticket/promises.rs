//! What was promised on the ticket, where each promise stands, and why it falls when it does.

use aftercare_shared::api::ticket::{PromiseState, PromiseView};
use aftercare_shared::metric::Metric;
use aftercare_ui::messages::promise;
use aftercare_ui::{Reader, Why, use_reader};
use chrono::{DateTime, SecondsFormat, Utc};
use leptos::prelude::*;

use crate::due::{self, Press};
use crate::workplace::Workplace;

/// The line of promises, with its reasons on demand.
#[component]
pub(super) fn Promises() -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().ticket;
    let promises = Memo::new(move |_| {
        work.open.shown.with(|it| it.as_ref().map(|it| it.ticket.promises.clone()).unwrap_or_default())
    });
    let is_open = RwSignal::new(false);
    let keys = move || promises.with(|all| all.iter().map(|one| (one.metric, one.cycle)).collect::<Vec<_>>());
    let none =
        move || promises.with(Vec::is_empty).then(|| view! { <p class="tiny">{words.no_promises}</p> });
    let why = move || {
        promises.with(|all| all.iter().any(|one| one.explanation.is_some())).then(|| {
            view! {
                <button
                    type="button"
                    class="link why-link"
                    aria-expanded=move || is_open.get().to_string()
                    aria-controls="reasons"
                    on:click=move |_| is_open.update(|open| *open = !*open)
                >
                    {words.why}
                </button>
            }
        })
    };
    view! {
        <div class="promises">
            <ul>
                <For each=keys key=|key| *key let:key>
                    <Line key promises />
                </For>
            </ul>
            {none}
            {why}
        </div>
        <div id="reasons">
            <Show when=move || is_open.get()>
                <div class="reasons">
                    {move || promises.get().into_iter().map(|promise| view! { <Reasons promise /> }).collect::<Vec<_>>()}
                </div>
            </Show>
        </div>
    }
}

#[component]
fn Line(key: (Metric, u32), promises: Memo<Vec<PromiseView>>) -> impl IntoView {
    let work = Workplace::of_context();
    let reader = use_reader();
    let told = Memo::new(move |_| {
        let now = work.clock.now();
        promises.with(|all| {
            all.iter()
                .find(|one| (one.metric, one.cycle) == key)
                .map(|promise| Told::of(promise, now, reader))
        })
    });
    let class = move || told.with(|told| told.as_ref().map_or("", |told| told.class));
    view! {
        <li class=class>
            <span>{promise::words(reader.lang).metric(key.0)}</span>
            " "
            <b>
                <time datetime=move || told.with(|it| it.as_ref().and_then(|it| it.machine.clone()))>
                    {move || told.get().map(|told| told.bold)}
                </time>
            </b>
            " "
            <span class="rest">{move || told.get().map(|told| told.rest)}</span>
        </li>
    }
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
        let words = &aftercare_ui::messages::desk::words(reader.lang).owed;
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
#[component]
fn Reasons(promise: PromiseView) -> impl IntoView {
    let reader = use_reader();
    let words = &aftercare_ui::messages::desk::words(reader.lang).owed;
    let general = promise::words(reader.lang);
    let explanation = promise.explanation.clone()?;
    let by = match promise.zone.as_deref() {
        Some(zone) => {
            (words.policy)(promise.policy_version, &reader.zone_name(explanation.start, Some(zone)))
        }
        None => (words.policy_always)(promise.policy_version),
    };
    Some(view! {
        <section>
            <h3>{general.metric(promise.metric)}</h3>
            <Why explanation zone=promise.zone.clone() sum=general.sum.to_owned() waited=words.waited />
            <p class="tiny">{by}</p>
            {promise.provisional.then(|| view! { <p class="tiny">{general.provisional}</p> })}
        </section>
    })
}
