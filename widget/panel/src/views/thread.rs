//! One ticket: what is promised, what was said, and the field to say more.

use leptos::prelude::*;

use crate::outbox::{Errand, Parcel};
use crate::panel::Panel;
use crate::trouble::trouble;
use crate::views::bones::bones;
use crate::views::composer::composer;
use crate::views::event_line::{Speaker, event_line, is_shown, unreceived};
use crate::views::rating::rating;
use crate::views::receipts::receipts;
use aftercare_shared::api::session::Visitor;
use aftercare_shared::api::ticket::{EventView, PromiseState, PromiseView, TicketView};
use aftercare_shared::id::TicketId;
use aftercare_shared::metric::Metric;
use aftercare_shared::ticket::{EventBody, Status};
use aftercare_ui::messages::panel::words;
use aftercare_ui::messages::promise;
use aftercare_ui::part::{Part, div, el, live, many, p};
use aftercare_ui::promise::{promise_card, promise_line};
use aftercare_ui::{State, use_reader, watch};

pub(crate) fn thread(id: TicketId) -> Part {
    let panel = Panel::of_context();
    let words = words(use_reader().lang);
    let open = panel.tickets.open;
    let own = id.clone();
    // What the foot depends on: it holds a field, and is not drawn anew while that is written in.
    let status = State::derived(move || open.with(|view| view.map(|view| view.summary.status)));
    let shows_why = State::new(false);
    watch(move || {
        let seq = open.with(|view| view.map_or(0, |view| view.summary.seq));
        if panel.pulse.is_shown() && seq > 0 {
            panel.marks.mark(&id, seq);
        }
    });
    follow_the_end(panel);
    let top = live(move || open.with(|view| view.map(|view| promises(panel, view, shows_why))));
    let log = div("log")
        .attr("role", "log")
        .attr("aria-label", words.conversation)
        .child(live(move || open.with(|view| view.map(|view| lines(panel, view)))))
        .child(live(move || many(panel.outbox.parcels.get(), |parcel| own_message(panel, &own, &parcel))));
    let beside = live(move || match (open.with(|view| view.is_some()), open.failure()) {
        (true, _) => Part::Nothing,
        (false, Some(_)) if panel.tickets.is_not_there() => {
            p("muted none").child(words.no_such_ticket).into()
        }
        (false, Some(failure)) => trouble(&failure, move || panel.tickets.look()),
        (false, None) => bones(3),
    });
    let asked = live(move || open.with(|view| view.filter(|view| !view.asked.is_empty()).map(asked)));
    let may_rate = State::derived(move || open.with(|view| view.is_some_and(may_rate)));
    let rate = live(move || may_rate.get().then(|| rating(panel)));
    let page = el("main", "page")
        .attr("id", PAGE)
        .attr("tabindex", "0")
        .child(beside)
        .child(log)
        .child(asked)
        .child(rate);
    let foot = live(move || status.get().map(|status| foot(panel, status)));
    [top, page.into(), foot].into()
}

const PAGE: &str = "thread";

/// Keeps the newest in view when the ticket opens and when something is added; the focus stays where it is.
fn follow_the_end(panel: Panel) {
    let mut before = (0, 0);
    watch(move || {
        let events = panel.tickets.open.with(|view| view.map_or(0, |view| view.events.len()));
        let now = (events, panel.outbox.parcels.with(Vec::len));
        if now.0 > before.0 || now.1 > before.1 {
            request_animation_frame(|| {
                if let Some(page) = document().get_element_by_id(PAGE) {
                    page.set_scroll_top(page.scroll_height());
                }
            });
        }
        before = now;
    });
}

/// What the visitor has written here and was not received yet.
fn own_message(panel: Panel, id: &TicketId, parcel: &Parcel) -> Part {
    match &parcel.errand {
        Errand::Message { ticket, message } if ticket == id => unreceived(panel, parcel, message),
        Errand::Message { .. } | Errand::Ticket(_) => Part::Nothing,
    }
}

/// The promise that falls due next as a card, others whose clock runs in a line each.
fn promises(panel: Panel, view: &TicketView, shows_why: State<bool>) -> Part {
    let mut owed: Vec<&PromiseView> = view.promises.iter().filter(|promise| is_owed(promise)).collect();
    let by_due = |promise: &&PromiseView| (promise.due_at.is_none(), promise.due_at, promise.metric);
    let Some(next) = owed.iter().copied().min_by_key(by_due) else { return Part::Nothing };
    owed.retain(|promise| *promise != next);
    let others = many(owed, |promise| p("tiny").child(promise_line(promise)));
    // A landmark of its own: it stands outside of what scrolls.
    let label = promise::words(use_reader().lang).metric(next.metric);
    el("section", "pinned")
        .attr("aria-label", label)
        .child(promise_card(next.clone(), shows_why))
        .child(others)
        .child(receipts(panel, view))
        .into()
}

/// Whether a promise is worth showing: its clock runs or waits, or it was missed and is still owed.
fn is_owed(promise: &PromiseView) -> bool {
    match promise.state {
        PromiseState::Running | PromiseState::Paused => true,
        PromiseState::Missed => promise.stopped_at.is_none(),
        PromiseState::Met | PromiseState::Cancelled => false,
    }
}

/// What is needed from the visitor: while this stands, the clock does not run.
fn asked(view: &TicketView) -> Part {
    let words = words(use_reader().lang);
    let items = many(&view.asked, |item| el("li", "").attr("dir", "auto").child(item.label.clone()));
    el("section", "promise warn")
        .attr("aria-labelledby", "asked")
        .child(el("h2", "").attr("id", "asked").child(words.asked))
        .child(el("ul", "bullets").child(items))
        .child(p("tiny").child(words.asked_means))
        .into()
}

/// The field to write, or why there is none.
fn foot(panel: Panel, status: Status) -> Part {
    let words = words(use_reader().lang);
    match status {
        Status::New | Status::Open | Status::Waiting | Status::Resolved => composer(panel, status),
        Status::Closed => p("composer muted").child(words.ended).into(),
        Status::Merged => p("composer muted").child(words.merged).into(),
    }
}

/// The log, line by line.
fn lines(panel: Panel, view: &TicketView) -> Part {
    let my_name = panel.session.peek(|session| match &session?.visitor {
        Visitor::User { name, .. } => Some(name.clone()),
        Visitor::Guest { .. } => None,
    });
    let reader = use_reader();
    let is_judged = |state| matches!(state, PromiseState::Met | PromiseState::Missed);
    let response = view.promises.iter().find(|it| it.metric == Metric::FirstResponse && is_judged(it.state));
    let mut responded = response.and_then(|promise| Some((promise.stopped_at?, promise.elapsed_seconds)));
    let mut day_before = String::new();
    many(view.events.iter().filter(|event| is_shown(event)), |event| {
        let day = reader.day_of_year(event.at, None);
        let is_response = matches!(event.body, EventBody::Accepted | EventBody::Message { .. });
        let responded_after =
            responded.filter(|(at, _)| is_response && *at == event.at).map(|(_, seconds)| seconds);
        if responded_after.is_some() {
            responded = None;
        }
        let begins_day = day != day_before;
        day_before = day;
        let speaker = Speaker::of(&event.author, my_name.as_deref());
        event_line(event, speaker, begins_day, responded_after)
    })
}

/// Whether the end that the ticket has come to was not rated yet.
fn may_rate(view: &TicketView) -> bool {
    let end = view.events.iter().rposition(|event| matches!(event.body, EventBody::Resolved));
    let is_rated = |event: &EventView| matches!(event.body, EventBody::Rated { .. });
    let after = end.and_then(|end| view.events.get(end..)).unwrap_or_default();
    matches!(view.summary.status, Status::Resolved | Status::Closed)
        && end.is_some()
        && !after.iter().any(is_rated)
}
