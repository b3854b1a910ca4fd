//! A ticket in a list, and something written that is not one yet.

use crate::outbox::{Errand, Parcel, ParcelState};
use crate::panel::Panel;
use crate::route::Route;
use aftercare_shared::api::ticket::{PromiseState, TicketSummary};
use aftercare_ui::messages::panel::words;
use aftercare_ui::part::{Part, button, live, many, span, unseen};
use aftercare_ui::pill::{promise_pill, status_pill};
use aftercare_ui::promise::{promise_line, promise_track};
use aftercare_ui::{Clock, Tone, use_reader};

/// A ticket with its promise.
pub(crate) fn ticket_card(ticket: &TicketSummary) -> Part {
    let panel = Panel::of_context();
    let reader = use_reader();
    let words = words(reader.lang);
    let clock = Clock::of_context();
    let id = ticket.id.clone();
    let promise = ticket.promise.as_ref().filter(|_| ticket.status.is_live());
    let updated = ticket.updated_at;
    let (state, line) = match promise {
        Some(promise) => (promise_pill(promise), promise_line(promise)),
        None => (status_pill(ticket.status), live(move || reader.ago(updated, clock.now()))),
    };
    let track = promise.filter(|promise| promise.state == PromiseState::Running).map(promise_track);
    let unread = panel.marks.is_unread(ticket).then(|| span("fresh").child(unseen(words.unread_one)));
    let subject = span("subject grow").attr("dir", "auto").child(unread).child(ticket.subject.clone());
    let number = span("number").child(words.number(ticket.number));
    button("card open", move || panel.router.go(Route::Thread(id.clone())))
        .child(span("row top").child(subject).child(state))
        .child(span("muted block").child(number).child(" · ").child(line))
        .child(track)
        .into()
}

/// What waits to be sent, above a list.
pub(crate) fn parcels() -> Part {
    let panel = Panel::of_context();
    live(move || many(panel.outbox.parcels.get(), |parcel| parcel_card(panel, &parcel)))
}

fn parcel_card(panel: Panel, parcel: &Parcel) -> Part {
    let words = words(use_reader().lang);
    let (subject, route) = match &parcel.errand {
        Errand::Ticket(new) => (new.subject.clone(), Route::Outgoing(parcel.key.clone())),
        Errand::Message { ticket, message } => (message.body.clone(), Route::Thread(ticket.clone())),
    };
    let (word, tone) = match parcel.state {
        ParcelState::Sending => (words.sending, Tone::Plain),
        ParcelState::Waiting => (words.queued, Tone::Warn),
        ParcelState::Refused(_) => (words.not_accepted, Tone::Bad),
    };
    let subject = span("subject grow clip").attr("dir", "auto").child(subject);
    button("card open waits", move || panel.router.go(route.clone()))
        .child(span("row top").child(subject).child(tone.pill(word)))
        .child(span("muted block").child(words.not_received))
        .into()
}
