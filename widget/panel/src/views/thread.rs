//! One ticket: what is promised, what was said, and the field to say more.

use leptos::html::Div;
use leptos::prelude::*;

use crate::outbox::{Errand, Parcel};
use crate::panel::Panel;
use crate::trouble::Trouble;
use crate::views::bones::Bones;
use crate::views::composer::Composer;
use crate::views::event_line::{Bubble, EventLine, Speaker, is_shown};
use crate::views::rating::Rating;
use aftercare_shared::api::session::Visitor;
use aftercare_shared::api::ticket::{EventView, PromiseState, PromiseView, TicketView};
use aftercare_shared::id::TicketId;
use aftercare_shared::metric::Metric;
use aftercare_shared::ticket::{EventBody, Status};
use aftercare_ui::messages::panel::words;
use aftercare_ui::{PromiseCard, use_reader};

#[component]
pub(crate) fn Thread(
    /// Which.
    id: TicketId,
) -> impl IntoView {
    let panel = Panel::of_context();
    let words = words(use_reader().lang);
    let open = panel.tickets.open;
    let end = NodeRef::<Div>::new();
    let mine = Memo::new(move |_| open.value().filter(|view| view.summary.id == id));
    Effect::new(move |before: Option<u32>| {
        let Some((id, seq)) = mine.with(|view| view.as_ref().map(|it| (it.summary.id.clone(), it.summary.seq))) else {
            return before.unwrap_or_default();
        };
        if panel.pulse.is_shown() {
            panel.marks.mark(&id, seq);
        }
        seq
    });
    // The newest stands in view when the ticket opens and when something is added; the focus stays.
    let parcels = Memo::new(move |_| panel.outbox.parcels.with(Vec::len));
    let last = Memo::new(move |_| mine.with(|view| view.as_ref().map(|view| view.summary.seq)));
    Effect::new(move |_| {
        if last.get().is_some() || parcels.get() > 0 {
            request_animation_frame(move || {
                if let Some(end) = end.get_untracked() {
                    end.scroll_into_view_with_bool(false);
                }
            });
        }
    });
    let promises = Memo::new(move |_| mine.with(|view| view.as_ref().map(|view| shown_promises(&view.promises))));
    let summary = Memo::new(move |_| mine.with(|view| view.as_ref().map(|view| (view.summary.status, view.summary.seq))));
    view! {
        <main class="page thread">
            {move || promises.get().map(|promises| {
                promises.into_iter().map(|promise| view! { <PromiseCard promise /> }).collect_view()
            })}
            <div role="log" class="log" aria-label=words.conversation aria-busy=move || mine.with(Option::is_none).to_string()>
                <For each=move || mine.with(lines) key=|line| (line.event.seq, line.day.is_some()) let:line>
                    <EventLine line />
                </For>
                <Waiting mine />
            </div>
            {move || match (mine.with(Option::is_some), open.failure()) {
                (true, _) => None,
                (false, Some(_)) if panel.tickets.is_not_there() => {
                    Some(view! { <p class="muted none">{words.no_such_ticket}</p> }.into_any())
                }
                (false, Some(failure)) => {
                    Some(view! { <Trouble failure retry=move || panel.tickets.look() /> }.into_any())
                }
                (false, None) => Some(view! { <Bones cards=3 /> }.into_any()),
            }}
            <Asked mine />
            {move || mine.with(|view| view.as_ref().filter(|view| may_rate(view)).map(|view| {
                view! { <Rating id=view.summary.id.clone() /> }
            }))}
            <div node_ref=end></div>
        </main>
        {move || summary.get().map(|(status, _)| status).map(|status| view! { <Foot status mine /> })}
    }
}

/// What the visitor has written here and was not received yet.
#[component]
fn Waiting(mine: Memo<Option<TicketView>>) -> impl IntoView {
    let panel = Panel::of_context();
    let waiting = move || {
        let id = mine.with(|view| view.as_ref().map(|view| view.summary.id.clone()));
        let is_here = |parcel: &Parcel| match &parcel.errand {
            Errand::Message { ticket, .. } => Some(ticket) == id.as_ref(),
            Errand::Ticket(_) => false,
        };
        panel.outbox.parcels.get().into_iter().filter(is_here).collect::<Vec<_>>()
    };
    move || waiting().into_iter().map(|parcel| view! { <Bubble parcel /> }).collect_view()
}

/// What is needed from the visitor: while this stands, the clock does not run.
#[component]
fn Asked(mine: Memo<Option<TicketView>>) -> impl IntoView {
    let words = words(use_reader().lang);
    let asked = Memo::new(move |_| mine.with(|view| view.as_ref().map(|view| view.asked.clone()).unwrap_or_default()));
    move || {
        let items = asked.get();
        (!items.is_empty()).then(|| view! {
            <section class="promise warn" aria-labelledby="asked">
                <h2 id="asked">{words.asked}</h2>
                <ul class="bullets">
                    {items.into_iter().map(|item| view! { <li dir="auto">{item.label}</li> }).collect_view()}
                </ul>
                <p class="tiny">{words.asked_means}</p>
            </section>
        })
    }
}

/// The field to write, or why there is none.
#[component]
fn Foot(status: Status, mine: Memo<Option<TicketView>>) -> impl IntoView {
    let words = words(use_reader().lang);
    let id = mine.with_untracked(|view| view.as_ref().map(|view| view.summary.id.clone()));
    match (status, id) {
        (Status::New | Status::Open | Status::Waiting | Status::Resolved, Some(id)) => {
            let seen = Signal::derive(move || mine.with(|view| view.as_ref().map_or(0, |view| view.summary.seq)));
            view! { <Composer id status seen /> }.into_any()
        }
        (Status::Closed, _) => view! { <p class="composer muted">{words.ended}</p> }.into_any(),
        (Status::Merged, _) => view! { <p class="composer muted">{words.merged}</p> }.into_any(),
        (Status::New | Status::Open | Status::Waiting | Status::Resolved, None) => ().into_any(),
    }
}

/// A line of the log: an event, what came of it, and the day where another one begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) event: EventView,
    pub(crate) speaker: Speaker,
    /// Set for the first line of a day, to its first event's instant.
    pub(crate) day: Option<chrono::DateTime<chrono::Utc>>,
    /// How long the first response took, on the event that was it.
    pub(crate) responded_after: Option<u64>,
}

fn lines(view: &Option<TicketView>) -> Vec<Line> {
    let Some(view) = view else { return Vec::new() };
    let me = Panel::of_context().session.peek().map(|session| session.visitor);
    let my_name = me.and_then(|visitor| match visitor {
        Visitor::User { name, .. } => Some(name),
        Visitor::Guest { .. } => None,
    });
    let reader = use_reader();
    let response = view.promises.iter().find(|promise| {
        promise.metric == Metric::FirstResponse && matches!(promise.state, PromiseState::Met | PromiseState::Missed)
    });
    let mut day_before = String::new();
    let mut responded = response.and_then(|promise| Some((promise.stopped_at?, promise.elapsed_seconds)));
    let mut lines = Vec::new();
    for event in view.events.iter().filter(|event| is_shown(event)) {
        let day = reader.day_of_year(event.at, None);
        let is_response = matches!(event.body, EventBody::Accepted | EventBody::Message { .. });
        let responded_after = responded.filter(|(at, _)| is_response && *at == event.at).map(|(_, seconds)| seconds);
        if responded_after.is_some() {
            responded = None;
        }
        lines.push(Line {
            speaker: Speaker::of(&event.author, my_name.as_deref()),
            event: event.clone(),
            day: (day != day_before).then_some(event.at),
            responded_after,
        });
        day_before = day;
    }
    lines
}

/// The promises worth a card: those whose clock runs or waits, and what was missed and still owed.
fn shown_promises(promises: &[PromiseView]) -> Vec<PromiseView> {
    let is_owed = |promise: &&PromiseView| match promise.state {
        PromiseState::Running | PromiseState::Paused => true,
        PromiseState::Missed => promise.stopped_at.is_none(),
        PromiseState::Met | PromiseState::Cancelled => false,
    };
    let mut owed: Vec<PromiseView> = promises.iter().filter(is_owed).cloned().collect();
    owed.sort_by_key(|promise| (promise.due_at.is_none(), promise.due_at, promise.metric));
    owed
}

/// Whether the end that the ticket has come to was not rated yet.
fn may_rate(view: &TicketView) -> bool {
    let end = view.events.iter().rposition(|event| event.body == EventBody::Resolved);
    let is_rated = |event: &EventView| matches!(event.body, EventBody::Rated { .. });
    let after = end.and_then(|end| view.events.get(end..)).unwrap_or_default();
    matches!(view.summary.status, Status::Resolved | Status::Closed) && end.is_some() && !after.iter().any(is_rated)
}
