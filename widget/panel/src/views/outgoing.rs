//! A new ticket on its way: what was written, and how far it has come.

use leptos::prelude::*;

use crate::outbox::{Errand, Parcel, ParcelState};
use crate::panel::Panel;
use crate::route::Route;
use crate::trouble::sentence;
use aftercare_client::{Failure, IdempotencyKey};
use aftercare_shared::problem::Kind;
use aftercare_ui::messages::{panel, trouble};
use aftercare_ui::use_reader;

#[component]
pub(crate) fn OutgoingTicket(
    /// Which.
    key_of: IdempotencyKey,
) -> impl IntoView {
    let panel = Panel::of_context();
    let parcel = Memo::new(move |_| panel.outbox.parcel(&key_of));
    view! {
        <main class="page">
            {move || parcel.get().map(|parcel| view! { <Outgoing parcel /> })}
        </main>
    }
}

#[component]
fn Outgoing(parcel: Parcel) -> impl IntoView {
    let reader = use_reader();
    let words = panel::words(reader.lang);
    let Errand::Ticket(new) = parcel.errand.clone() else { return None };
    let state = match &parcel.state {
        ParcelState::Sending => view! {
            <div class="promise" role="status"><p><b>{words.sending}</b></p><p class="tiny">{words.not_received}</p></div>
        }
        .into_any(),
        ParcelState::Waiting => view! { <NotReceived /> }.into_any(),
        ParcelState::Refused(failure) => view! { <RefusedTicket parcel=parcel.clone() failure=failure.clone() /> }.into_any(),
    };
    let text = if new.body.is_empty() { None } else { Some(new.body) };
    Some(view! {
        {state}
        <div class="msg me" dir="auto"><b class="block">{new.subject}</b>{text}</div>
        <p class="meta me">{words.you}" · "{words.queued}</p>
    })
}

/// It is not received, and nobody's clock runs.
#[component]
fn NotReceived() -> impl IntoView {
    let panel = Panel::of_context();
    let words = panel::words(use_reader().lang);
    let means = move || if panel.keep.is_durable() { words.not_received_means } else { words.not_received_memory };
    view! {
        <div class="promise warn" role="status">
            <p><b>{words.not_received}</b></p>
            <p class="tiny">{means}</p>
            <button type="button" class="ghost gap" on:click=move |_| panel.outbox.send_now()>{words.send_now}</button>
        </div>
    }
}

/// It was refused: the reader changes it, sends it as another one, or throws it away.
#[component]
fn RefusedTicket(parcel: Parcel, failure: Failure) -> impl IntoView {
    let panel = Panel::of_context();
    let reader = use_reader();
    let words = panel::words(reader.lang);
    let why = sentence(trouble::words(reader.lang), &failure);
    let (key, key_again, key_away) = (parcel.key.clone(), parcel.key.clone(), parcel.key.clone());
    let edit = move || {
        if let Errand::Ticket(new) = &parcel.errand {
            panel.form.fill(&new.subject, &new.body, new.severity);
            panel.outbox.discard(&key);
            panel.router.go(Route::New);
        }
    };
    let send_again = move || {
        if let Some(key) = panel.outbox.send_as_new(&key_again, None) {
            panel.router.go(Route::Outgoing(key));
        }
    };
    let is_taken = failure.kind() == Some(Kind::KeyReused);
    let discard = move || {
        panel.outbox.discard(&key_away);
        panel.router.go(Route::Home);
    };
    view! {
        <div class="promise bad" role="alert">
            <p><b>{words.not_accepted}</b></p>
            <p class="tiny">{why}</p>
            <p class="row wrap gap">
                {is_taken.then(|| view! {
                    <button type="button" class="ghost" on:click=move |_| send_again()>{words.send_as_new}</button>
                })}
                <button type="button" class="ghost" on:click=move |_| edit()>{words.edit}</button>
                <button type="button" class="link" on:click=move |_| discard()>{words.discard}</button>
            </p>
        </div>
    }
}
