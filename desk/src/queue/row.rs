//! A ticket in the list.

use aftercare_shared::api::desk::QueueItem;
use aftercare_shared::api::ticket::{PromiseState, PromiseView};
use aftercare_shared::id::TicketId;
use aftercare_shared::text::Lang;
use aftercare_ui::messages::{desk, promise, ticket};
use aftercare_ui::{Reader, SeverityPill, use_reader};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::due::{self, Press};
use crate::workplace::Workplace;

/// A row. Its parts change under the reader's hand; the row itself, and a focus in it, stays.
#[component]
pub(super) fn Row(id: TicketId) -> impl IntoView {
    let work = Workplace::of_context();
    let reader = use_reader();
    let sought = id.clone();
    let item = Memo::new(move |_| {
        work.board.items.with(|items| items.iter().find(|item| item.ticket.id == sought).cloned())
    });
    let owed = Memo::new(move |_| {
        let now = work.clock.now();
        item.with(|item| item.as_ref().map(|item| Owed::of(item, now, reader)))
    });
    let (address, chosen, written) = (id.clone(), id.clone(), id.clone());
    let open = move |event: leptos::ev::MouseEvent| {
        // A click that asks for another tab is the browser's.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            work.place.open(id.clone());
            request_animation_frame(follow_into_ticket);
        }
    };
    let drafted = move || {
        let label = work.words().composer.draft;
        work.drafts.has_any(&written).then(|| {
            view! { <span class="dot before-text" title=label></span> <span class="unseen">{label}</span> }
        })
    };
    let press = move || owed.with(|owed| owed.as_ref().map_or("", |owed| owed.press.class()));
    let severity = Memo::new(move |_| item.with(|item| item.as_ref().map(|item| item.ticket.severity)));
    view! {
        <li>
            <a
                class="ticket-row"
                href=move || work.place.address(&address)
                aria-current=move || work.place.ticket.with(|it| it.as_ref() == Some(&chosen)).then_some("true")
                on:click=open
            >
                <span class=move || format!("due {}", press())>{move || owed.get().map(|owed| owed.time)}</span>
                <b class="subject">{drafted}{move || item.with(|it| it.as_ref().map(|it| it.ticket.subject.clone()))}</b>
                <span class="word">{move || owed.get().map(|owed| owed.word)}</span>
                <span class="tags">
                    {move || severity.get().map(|severity| view! { <SeverityPill severity /> })}
                    <span class="who" title=move || item.with(|it| it.as_ref().map(|it| who(it, work, reader)))>{move || item.with(|it| it.as_ref().map(|it| who(it, work, reader)))}</span>
                </span>
            </a>
        </li>
    }
}

/// Where list and ticket share one column, the row that was chosen is gone: the focus goes on.
fn follow_into_ticket() {
    let is_list_gone = document()
        .get_element_by_id("queue")
        .and_then(|it| it.dyn_into::<HtmlElement>().ok())
        .is_some_and(|queue| queue.offset_parent().is_none());
    let ticket = document().get_element_by_id("ticket").and_then(|it| it.dyn_into::<HtmlElement>().ok());
    if let Some(ticket) = ticket.filter(|_| is_list_gone) {
        let _unfocusable = ticket.focus();
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
                time: reader.near_time(item.ticket.updated_at, now, None),
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
            (_, PromiseState::Met, _) => (promise::words(lang).kept.to_lowercase(), metric),
            (_, PromiseState::Running | PromiseState::Missed | PromiseState::Cancelled, _) => {
                ("–".to_owned(), metric)
            }
        };
        Self { time, word, press }
    }
}
