//! One event of a ticket: a message as a bubble, all else as a quiet line.

use leptos::prelude::*;

use crate::outbox::{Errand, Parcel, ParcelState};
use crate::panel::Panel;
use crate::trouble::sentence;
use crate::views::thread::Line;
use aftercare_client::Failure;
use aftercare_shared::api::ticket::{Author, EventView};
use aftercare_shared::problem::Kind;
use aftercare_shared::ticket::EventBody;
use aftercare_ui::messages::{panel, promise, ticket, trouble};
use aftercare_ui::{Reader, use_reader};

/// Who speaks, from where the reader stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Speaker {
    /// The reader.
    Me,
    /// Somebody of the reader's company.
    Colleague(String),
    /// A support engineer.
    Agent(String),
    /// Aftercare itself.
    System,
}

impl Speaker {
    /// `my_name` is the reader's; a guest has none, and is alone on their tickets.
    pub(crate) fn of(author: &Author, my_name: Option<&str>) -> Self {
        match author {
            Author::Customer { name } if my_name.is_none_or(|mine| mine == name) => Self::Me,
            Author::Customer { name } => Self::Colleague(name.clone()),
            Author::Agent { name } => Self::Agent(name.clone()),
            Author::System => Self::System,
        }
    }

    fn name(&self, words: &panel::PanelWords) -> String {
        match self {
            Self::Me => words.you.to_owned(),
            Self::Colleague(name) | Self::Agent(name) => name.clone(),
            Self::System => words.support.to_owned(),
        }
    }

    fn is_ours(&self) -> bool {
        match self {
            Self::Me | Self::Colleague(_) => true,
            Self::Agent(_) | Self::System => false,
        }
    }
}

/// Whether an event has a line of its own. Promises stand above the log; what is not public never comes.
pub(crate) fn is_shown(event: &EventView) -> bool {
    match &event.body {
        EventBody::Opened(_)
        | EventBody::Message { .. }
        | EventBody::Accepted
        | EventBody::InfoRequested { .. }
        | EventBody::InfoProvided { .. }
        | EventBody::SeverityChanged { .. }
        | EventBody::PlanChanged { .. }
        | EventBody::Assigned { .. }
        | EventBody::Resolved
        | EventBody::Reopened
        | EventBody::Closed
        | EventBody::Rated { .. }
        | EventBody::Merged { .. }
        | EventBody::PromiseMissed { .. } => true,
        EventBody::Note { .. }
        | EventBody::Routed { .. }
        | EventBody::Escalated { .. }
        | EventBody::PromiseMade(_)
        | EventBody::PromiseWarned { .. } => false,
    }
}

#[component]
pub(crate) fn EventLine(
    /// The line.
    line: Line,
) -> impl IntoView {
    let reader = use_reader();
    let words = panel::words(reader.lang);
    let at = line.event.at;
    let day = line.day.map(|day| view! { <p class="day"><span>{reader.day(day, None)}</span></p> });
    let ours = line.speaker.is_ours();
    let name = line.speaker.name(words);
    let response = line.responded_after.map(|seconds| [" · ", &words.first_response_after(&reader.duration(seconds))].concat());
    let time = reader.time(at, None);
    let body = match &line.event.body {
        EventBody::Opened(opened) => {
            let text = if opened.body.is_empty() { opened.subject.clone() } else { opened.body.clone() };
            let sdks = (!opened.sdks.is_empty()).then(|| view! { <SdkTags sdks=opened.sdks.clone() /> });
            view! {
                <div class=bubble(ours) dir="auto">{text}{sdks}</div>
                <p class=meta(ours)>{name}" · "{time}</p>
            }
            .into_any()
        }
        EventBody::Message { body } => view! {
            <div class=bubble(ours) dir="auto">{body.clone()}</div>
            <p class=meta(ours)>{name}" · "{time}{response}</p>
        }
        .into_any(),
        EventBody::InfoRequested { items } => {
            let items = items.iter().map(|item| view! { <li dir="auto">{item.label.clone()}</li> }).collect_view();
            view! {
                <div class=bubble(false)><b class="block">{words.asks(&name)}</b><ul class="bullets">{items}</ul></div>
                <p class=meta(false)>{name}" · "{time}</p>
            }
            .into_any()
        }
        other => {
            let sentence = sentence_of(reader, other, &name);
            let class = if matches!(other, EventBody::PromiseMissed { .. }) { "quiet bad" } else { "quiet" };
            view! { <p class=class>{sentence}{response}" · "{time}</p> }.into_any()
        }
    };
    view! { {day}{body} }
}

/// What happened, in a sentence, for all that is not said in a bubble.
fn sentence_of(reader: Reader, body: &EventBody, who: &str) -> String {
    let words = panel::words(reader.lang);
    let severity = |severity| ticket::words(reader.lang).severity(severity);
    match body {
        EventBody::Accepted => words.accepted(who),
        EventBody::InfoProvided { .. } => words.provided.to_owned(),
        EventBody::SeverityChanged { from, to, reason } => words.severity_changed(severity(*from), severity(*to), reason),
        EventBody::PlanChanged { reason, .. } => words.plan_changed(reason),
        EventBody::Assigned { name, .. } => words.assigned(name),
        EventBody::Resolved => words.resolved(who),
        EventBody::Reopened => words.reopened(who),
        EventBody::Closed => words.closed.to_owned(),
        EventBody::Rated { score, .. } => words.rated(who, *score),
        EventBody::Merged { .. } => words.merged.to_owned(),
        EventBody::PromiseMissed { metric, missed_at, .. } => {
            let what = promise::words(reader.lang).metric(*metric);
            words.promise_missed(what, &reader.day_time(*missed_at, None))
        }
        EventBody::Opened(_)
        | EventBody::Message { .. }
        | EventBody::InfoRequested { .. }
        | EventBody::Note { .. }
        | EventBody::Routed { .. }
        | EventBody::Escalated { .. }
        | EventBody::PromiseMade(_)
        | EventBody::PromiseWarned { .. } => String::new(),
    }
}

/// The SDKs that a ticket came with.
#[component]
fn SdkTags(sdks: Vec<String>) -> impl IntoView {
    let tag = |sdk: String| view! { <code class="tag">{sdk.trim_start_matches("pkg:").to_owned()}</code> };
    view! { <span class="tags">{sdks.into_iter().map(tag).collect_view()}</span> }
}

/// An answer that was not received yet.
#[component]
pub(crate) fn Bubble(
    /// The answer.
    parcel: Parcel,
) -> impl IntoView {
    let panel = Panel::of_context();
    let reader = use_reader();
    let words = panel::words(reader.lang);
    let Errand::Message { message, .. } = parcel.errand else { return None };
    let state = match parcel.state {
        ParcelState::Sending => view! { <p class="meta me">{words.sending}</p> }.into_any(),
        ParcelState::Waiting => view! {
            <p class="meta me">
                {words.queued}" · "
                <button type="button" class="link tiny" on:click=move |_| panel.outbox.send_now()>{words.send_now}</button>
            </p>
        }
        .into_any(),
        ParcelState::Refused(failure) => {
            let why = sentence(trouble::words(reader.lang), &failure);
            let (key, key_away) = (parcel.key.clone(), parcel.key);
            let again = match failure.kind() {
                Some(Kind::Stale) => Some(words.send_anyway),
                Some(Kind::KeyReused) => Some(words.send_as_new),
                Some(_) | None => None,
            };
            let seen = seen_since(&failure);
            view! {
                <p class="meta me wrong" role="alert">
                    {words.not_accepted}" · "{why}" "
                    {again.map(|again| view! {
                        <button
                            type="button"
                            class="link tiny"
                            on:click=move |_| {
                                panel.outbox.send_as_new(&key, seen);
                            }
                        >
                            {again}
                        </button>
                    })}
                    <button type="button" class="link tiny" on:click=move |_| panel.outbox.discard(&key_away)>
                        {words.discard}
                    </button>
                </p>
            }
            .into_any()
        }
    };
    Some(view! { <div class="msg me waits" dir="auto">{message.body}</div> {state} })
}

/// Where the ticket stands now, as a stale refusal says.
fn seen_since(failure: &Failure) -> Option<u32> {
    match failure {
        Failure::Problem(problem) => problem.seq,
        Failure::Offline | Failure::Timeout | Failure::Unreadable { .. } => None,
    }
}

fn bubble(ours: bool) -> &'static str {
    if ours { "msg me" } else { "msg" }
}

fn meta(ours: bool) -> &'static str {
    if ours { "meta me" } else { "meta" }
}
