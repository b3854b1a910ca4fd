//! A ticket in a list, and something written that is not one yet.

use leptos::prelude::*;

use crate::outbox::{Errand, Parcel, ParcelState};
use crate::panel::Panel;
use crate::route::Route;
use aftercare_shared::api::ticket::{PromiseState, TicketSummary};
use aftercare_ui::messages::panel::words;
use aftercare_ui::{Clock, PromiseLine, PromisePill, PromiseTrack, StatusPill, Tone, use_reader};

/// A ticket with its promise.
#[component]
pub(crate) fn TicketCard(
    /// The ticket.
    ticket: TicketSummary,
) -> impl IntoView {
    let panel = Panel::of_context();
    let reader = use_reader();
    let words = words(reader.lang);
    let clock = Clock::of_context();
    let id = ticket.id.clone();
    let promise = ticket.promise.clone().filter(|_| ticket.status.is_live());
    let running = promise.clone().filter(|promise| promise.state == PromiseState::Running);
    let state = match &promise {
        Some(promise) => view! { <PromisePill promise=promise.clone() /> }.into_any(),
        None => view! { <StatusPill status=ticket.status /> }.into_any(),
    };
    let updated = ticket.updated_at;
    let line = match promise {
        Some(promise) => view! { <PromiseLine promise /> }.into_any(),
        None => (move || reader.ago(updated, clock.now())).into_any(),
    };
    let number = words.number(ticket.number);
    let subject = ticket.subject.clone();
    let unread = move || {
        panel.marks.is_unread(&ticket).then(|| view! { <span class="fresh"><span class="unseen">{words.unread_one}</span></span> })
    };
    view! {
        <button type="button" class="card open" on:click=move |_| panel.router.go(Route::Thread(id.clone()))>
            <span class="row top">
                <span class="grow">
                    <span class="subject" dir="auto">{unread}{subject}</span>
                    <span class="muted block"><span class="number">{number}</span>" · "{line}</span>
                </span>
                {state}
            </span>
            {running.map(|promise| view! { <PromiseTrack promise /> })}
        </button>
    }
}

/// A new ticket that was not received yet.
#[component]
pub(crate) fn ParcelCard(
    /// What was written.
    parcel: Parcel,
) -> impl IntoView {
    let panel = Panel::of_context();
    let words = words(use_reader().lang);
    let subject = match &parcel.errand {
        Errand::Ticket(new) => new.subject.clone(),
        Errand::Message { message, .. } => message.body.clone(),
    };
    let route = match &parcel.errand {
        Errand::Ticket(_) => Route::Outgoing(parcel.key.clone()),
        Errand::Message { ticket, .. } => Route::Thread(ticket.clone()),
    };
    let (word, tone) = match parcel.state {
        ParcelState::Sending => (words.sending, Tone::Plain),
        ParcelState::Waiting => (words.queued, Tone::Warn),
        ParcelState::Refused(_) => (words.not_accepted, Tone::Bad),
    };
    view! {
        <button type="button" class="card open waits" on:click=move |_| panel.router.go(route.clone())>
            <span class="row top">
                <span class="grow">
                    <span class="subject clip" dir="auto">{subject}</span>
                    <span class="muted block">{words.not_received}</span>
                </span>
                {tone.pill(word)}
            </span>
        </button>
    }
}

/// What waits to be sent, above a list.
#[component]
pub(crate) fn Parcels() -> impl IntoView {
    let panel = Panel::of_context();
    move || {
        let parcels = panel.outbox.parcels.get();
        parcels.into_iter().map(|parcel| view! { <ParcelCard parcel /> }).collect_view()
    }
}
