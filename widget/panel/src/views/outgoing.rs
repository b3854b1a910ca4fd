//! A new ticket on its way: what was written, and how far it has come.

use crate::outbox::{Errand, Parcel, ParcelState};
use crate::panel::Panel;
use crate::route::Route;
use crate::trouble::sentence;
use aftercare_client::{Failure, IdempotencyKey};
use aftercare_shared::problem::Kind;
use aftercare_ui::messages::{panel, trouble};
use aftercare_ui::part::{Part, button, div, el, live, p};
use aftercare_ui::use_reader;

pub(crate) fn outgoing_ticket(key: IdempotencyKey) -> Part {
    let panel = Panel::of_context();
    let shown = live(move || panel.outbox.parcel(&key).map(|parcel| outgoing(panel, &parcel)));
    el("main", "page").child(shown).into()
}

fn outgoing(panel: Panel, parcel: &Parcel) -> Part {
    let words = panel::words(use_reader().lang);
    let Errand::Ticket(new) = &parcel.errand else { return Part::Nothing };
    let state = match &parcel.state {
        ParcelState::Sending => div("promise")
            .attr("role", "status")
            .child(p("").child(el("b", "").child(words.sending)))
            .child(p("tiny").child(words.not_received))
            .into(),
        ParcelState::Waiting => not_received(panel),
        ParcelState::Refused(failure) => refused(panel, parcel, failure),
    };
    let subject = el("b", "block").child(new.subject.clone());
    let bubble = div("msg me").attr("dir", "auto").child(subject).child(new.body.clone());
    let meta = p("meta me").child(words.you).child(" · ").child(words.queued);
    [state, div("log").child(bubble).child(meta).into()].into()
}

/// It is not received, and nobody's clock runs.
fn not_received(panel: Panel) -> Part {
    let words = panel::words(use_reader().lang);
    let means = if panel.keep.is_durable() { words.not_received_means } else { words.not_received_memory };
    div("promise warn")
        .attr("role", "status")
        .child(p("").child(el("b", "").child(words.not_received)))
        .child(p("tiny").child(means))
        .child(button("ghost gap", move || panel.outbox.send_now()).child(words.send_now))
        .into()
}

/// It was refused: the reader changes it, sends it as another one, or throws it away.
fn refused(panel: Panel, parcel: &Parcel, failure: &Failure) -> Part {
    let reader = use_reader();
    let words = panel::words(reader.lang);
    let why = sentence(trouble::words(reader.lang), failure);
    let (edited, key, key_away) = (parcel.clone(), parcel.key.clone(), parcel.key.clone());
    let edit = move || {
        if let Errand::Ticket(new) = &edited.errand {
            panel.form.fill(&new.subject, &new.body, new.severity);
            panel.outbox.discard(&edited.key);
            panel.router.go(Route::New);
        }
    };
    let send_again = move || {
        if let Some(key) = panel.outbox.send_as_new(&key, None) {
            panel.router.go(Route::Outgoing(key));
        }
    };
    let discard = move || {
        panel.outbox.discard(&key_away);
        panel.router.go(Route::Home);
    };
    let is_taken = failure.kind() == Some(Kind::KeyReused);
    let again = is_taken.then(|| button("ghost", send_again).child(words.send_as_new));
    let choices = p("row wrap gap")
        .child(again)
        .child(button("ghost", edit).child(words.edit))
        .child(button("link", discard).child(words.discard));
    div("promise bad")
        .attr("role", "alert")
        .child(p("").child(el("b", "").child(words.not_accepted)))
        .child(p("tiny").child(why))
        .child(choices)
        .into()
}
