//! A ticket in the list.

use aftercare_shared::api::desk::QueueItem;
use aftercare_shared::api::ticket::{PromiseState, PromiseView};
use aftercare_shared::id::TicketId;
use aftercare_shared::text::Lang;
use aftercare_ui::messages::{desk, promise, ticket};
use aftercare_ui::part::{Part, el, live, span, unseen};
use aftercare_ui::pill::severity_pill;
use aftercare_ui::{Reader, use_reader};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use web_sys::Event;

use crate::due::{self, Press};
use crate::focus::{find, focus, is_elsewhere};
use crate::workplace::Workplace;

/// A row. Its parts change under the reader's hand; the row itself, and a focus in it, stays.
pub(super) fn row(work: Workplace, id: TicketId) -> Part {
    let reader = use_reader();
    let id = StoredValue::new(id);
    let with = move |draw: &dyn Fn(&QueueItem) -> String| {
        id.with_value(|id| {
            work.board.items.with(|items| items.iter().find(|item| item.ticket.id == *id).map(draw))
        })
    };
    let owed = move |draw: fn(Owed) -> String| {
        let now = work.clock.now();
        with(&|item| draw(Owed::of(item, now, reader)))
    };
    let severity = move || {
        let severity = id.with_value(|id| {
            work.board
                .items
                .with(|items| items.iter().find(|it| it.ticket.id == *id).map(|it| it.ticket.severity))
        });
        let name = |severity| work.policies.severities.with(|offered| reader.severity(severity, offered));
        severity.map(|severity| severity_pill(severity, &name(severity)))
    };
    let drafted = move || {
        let label = work.words().composer.draft;
        id.with_value(|id| work.drafts.has_any(id))
            .then(|| Part::from([span("dot before-text").attr("title", label).into(), unseen(label).into()]))
    };
    let open = move |event: Event| {
        if !is_elsewhere(&event) {
            event.prevent_default();
            work.place.open(id.get_value());
            request_animation_frame(follow_into_ticket);
        }
    };
    let who = move || with(&|item| who(item, work, reader));
    let due = span("")
        .live_attr("class", move || owed(|owed| ["due ", owed.press.class()].concat()))
        .child(live(move || owed(|owed| owed.time)));
    let tags = span("tags").child(live(severity)).child(span("who").live_attr("title", who).child(live(who)));
    let link = el("a", "ticket-row")
        .live_attr("href", move || Some(id.with_value(|id| work.place.address(id))))
        .live_attr("aria-current", move || {
            let is_open = id.with_value(|id| work.place.ticket.with(|open| open.as_ref() == Some(id)));
            is_open.then_some("true")
        })
        .on("click", open)
        .child(due)
        .child(
            el("b", "subject")
                .child(live(drafted))
                .child(live(move || with(&|it| it.ticket.subject.clone()))),
        )
        .child(span("word").child(live(move || owed(|owed| owed.word))))
        .child(tags);
    el("li", "").child(link).into()
}

/// Where list and ticket share one column, the row that was chosen is gone: the focus goes on.
fn follow_into_ticket() {
    if find("#queue").is_some_and(|queue| queue.offset_parent().is_none()) {
        focus("#ticket");
    }
}

/// Account, plan, and who holds it or what it waits for.
fn who(item: &QueueItem, work: Workplace, reader: Reader) -> String {
    let words = &work.words().queue;
    let (account, plan) = (&item.account.name, item.plan.name.in_lang(reader.lang));
    let holder = match (&item.assignee, item.mine) {
        (_, true) => words.you,
        (Some(name), false) => name,
        (None, false) => words.nobody,
    };
    if item.asked.is_empty() {
        format!("{account} · {plan} · {holder}")
    } else {
        let asked = (words.waits_for)(&item.asked.join(list_comma(reader.lang)));
        format!("{account} · {asked} · {plan} · {holder}")
    }
}

fn list_comma(lang: Lang) -> &'static str {
    match lang {
        Lang::En => ", ",
        Lang::Zh => "、",
    }
}

/// The time where it is today, else the day: both would not fit.
fn day_or_time(at: DateTime<Utc>, now: DateTime<Utc>, reader: Reader) -> String {
    let is_today = reader.day_of_year(at, None) == reader.day_of_year(now, None);
    if is_today { reader.time(at, None) } else { reader.day(at, None) }
}

/// What a row says of its deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Owed {
    time: String,
    word: String,
    press: Press,
}

impl Owed {
    fn of(item: &QueueItem, now: DateTime<Utc>, reader: Reader) -> Self {
        let lang = reader.lang;
        if !item.ticket.status.is_live() {
            return Self {
                time: day_or_time(item.ticket.updated_at, now, reader),
                word: ticket::words(lang).status(item.ticket.status).to_owned(),
                press: Press::Still,
            };
        }
        match &item.ticket.promise {
            Some(promise) => Self::of_promise(promise, now, lang),
            None => Self {
                time: "–".to_owned(),
                word: desk::words(lang).queue.no_promise.to_owned(),
                press: Press::Still,
            },
        }
    }

    fn of_promise(promise: &PromiseView, now: DateTime<Utc>, lang: Lang) -> Self {
        let words = &desk::words(lang).owed;
        let press = due::press(promise, now);
        let metric = words.metric(promise.metric).to_owned();
        let due = promise.missed_at.or(promise.due_at);
        let (time, word) = match (press, promise.state, due) {
            (Press::Missed, _, Some(due)) => {
                (due::countdown(due::seconds_left(due, now), lang), words.missed.to_owned())
            }
            (_, PromiseState::Running, Some(due)) => {
                (due::countdown(due::seconds_left(due, now), lang), metric)
            }
            (_, PromiseState::Paused, _) => (words.paused.to_owned(), metric),
            (_, PromiseState::Met, _) => (promise::words(lang).kept.to_owned(), metric),
            (_, PromiseState::Running | PromiseState::Missed | PromiseState::Cancelled, _) => {
                ("–".to_owned(), metric)
            }
        };
        Self { time, word, press }
    }
}
