//! The head of the ticket: subject, number, severity, who holds it, what is promised, what can be done.

use aftercare_shared::api::desk::DeskTicket;
use aftercare_shared::ticket::Status;
use aftercare_ui::messages::trouble as general;
use aftercare_ui::part::{El, Part, button, div, el, live, many, p, span};
use aftercare_ui::pill::{severity_pill, status_pill};
use aftercare_ui::{Icon, Reader, use_reader, watch};
use leptos::prelude::*;

use crate::actions::{Act, Outcome};
use crate::focus::focus_soon;
use crate::ticket::promises::promises;
use crate::trouble;
use crate::workplace::Workplace;

/// The header of the open ticket. `facts_open` says whether the column about the customer stands open, on
/// a window too narrow for both.
pub(super) fn header(work: Workplace, facts_open: RwSignal<bool>) -> Part {
    let words = &work.words().ticket;
    let reader = use_reader();
    let with = move |draw: fn(&DeskTicket) -> String| work.open.shown.with(|it| it.as_ref().map(draw));
    let number = move || with(|it| ["#", &it.ticket.summary.number.to_string()].concat());
    let title = el("h2", "grow")
        .child(span("number").child(live(number)))
        .child(" ")
        .child(live(move || with(|it| it.ticket.summary.subject.clone())));
    let facts = button("ghost small facts-button", move || facts_open.update(|open| *open = !*open))
        .attr("aria-controls", "facts")
        .live_attr("aria-expanded", move || Some(facts_open.get().to_string()))
        .child(words.facts);
    let back =
        button("icon back", move || back(work)).attr("aria-label", words.back).child(Icon::Back.view());
    let state = live(move || work.open.shown.with(|it| it.as_ref().map(|it| standing(work, it, reader))));
    el("header", "head")
        .child(div("title").child(back).child(title).child(facts))
        .child(div("row wrap state").child(state).child(span("grow")).child(buttons(work)))
        .child(promises(work))
        .child(live(move || waiting(work)))
        .child(said(work))
        .into()
}

/// Back to the list, with the focus on the row that was chosen.
fn back(work: Workplace) {
    let address = untrack(|| work.place.ticket.get().map(|id| work.place.address(&id)));
    work.place.close();
    if let Some(address) = address {
        focus_soon([".ticket-row[href=\"", &address, "\"]"].concat());
    }
}

/// Severity, status, who holds it.
fn standing(work: Workplace, ticket: &DeskTicket, reader: Reader) -> Part {
    let words = &work.words().ticket;
    let (asked, summary) = (ticket.ticket.severity_asked, &ticket.ticket.summary);
    let name = |severity| work.policies.severities.with(|offered| reader.severity(severity, offered));
    let asked = (asked != summary.severity).then(|| span("tiny").child((words.asked_severity)(&name(asked))));
    let held = match &ticket.ticket.assignee {
        Some(_) if ticket.mine => words.held_by_you.to_owned(),
        Some(name) => (words.held_by)(name),
        None => words.unassigned.to_owned(),
    };
    Part::from([
        severity_pill(summary.severity, &name(summary.severity)),
        asked.into(),
        // A new or open ticket says by its promises and buttons where it stands.
        (!summary.status.is_live()).then(|| status_pill(summary.status)).into(),
        span("muted").child(held).into(),
    ])
}

/// What can be done, in the order in which it is done.
fn buttons(work: Workplace) -> Part {
    let words = &work.words().ticket;
    let actions = work.actions;
    let status =
        Memo::new(move |_| work.open.shown.with(|it| it.as_ref().map(|it| it.ticket.summary.status)));
    let keyed = |button: El, label: &'static str, key: &'static str| -> Part {
        let hint = el("kbd", "").attr("aria-hidden", "true").child(key);
        button.attr("aria-keyshortcuts", key).child(label).child(hint).into()
    };
    let shown = move || {
        let accept = (status.get() == Some(Status::New)).then(|| {
            let accept = button("primary small", move || actions.run(Act::Accept));
            let busy = move || Some(actions.running.with(Option::is_some).to_string());
            keyed(accept.live_attr("aria-disabled", busy), words.accept, "a")
        });
        let rest = status.get().is_some_and(Status::is_live).then(|| {
            let severity = button("ghost small", move || actions.reclassifying.set(true));
            let resolve = button("ghost small", move || actions.resolving.set(true));
            Part::from([
                keyed(severity.attr("aria-haspopup", "dialog"), words.severity, "s"),
                keyed(resolve.attr("aria-haspopup", "dialog"), words.resolve, "e"),
            ])
        });
        Part::from([accept.into(), rest.into()])
    };
    div("row wrap buttons").attr("role", "group").attr("aria-label", words.actions).child(live(shown)).into()
}

/// What the customer is asked for, while the clocks stand still for it.
fn waiting(work: Workplace) -> Option<El> {
    let words = &work.words().ticket;
    let asked = work.open.shown.with(|it| {
        let asked = it.as_ref().map(|it| it.ticket.asked.as_slice()).filter(|asked| !asked.is_empty())?;
        Some(many(asked, |item| el("li", "").child(item.label.clone())))
    })?;
    let busy = work.actions.running.with(Option::is_some);
    let withdraw = button("ghost small", move || work.actions.run(Act::Withdraw))
        .attr("aria-disabled", busy.to_string())
        .child(words.withdraw);
    let told = div("grow")
        .child(p("").child(el("b", "").child(words.waiting_title)))
        .child(el("ul", "asked").child(asked));
    Some(div("waiting").child(told).child(withdraw))
}

/// What became of the last action.
fn said(work: Workplace) -> Part {
    let (words, composer, lang) = (&work.words().ticket, &work.words().composer, work.lang());
    watch(move || {
        work.place.ticket.track();
        work.actions.outcome.set(None);
    });
    let done = move || match work.actions.outcome.get() {
        Some(Outcome::Done(act)) => Some(match act {
            Act::Accept => words.did_accept,
            Act::Resolve => words.did_resolve,
            Act::Withdraw => words.did_withdraw,
            Act::Ask(_) => composer.asked,
            Act::Reclassify(..) => words.did_severity,
        }),
        Some(Outcome::Failed(..)) | None => {
            work.actions.running.with(Option::is_some).then_some(words.working)
        }
    };
    let failed = move || match work.actions.outcome.get() {
        Some(Outcome::Failed(act, failure)) => {
            let again = failure.is_passing().then(|| {
                button("link", move || work.actions.run(act.clone())).child(general::words(lang).retry)
            });
            Some(p("row wrap").child(span("wrong").child(trouble::told(&failure, lang))).child(again))
        }
        Some(Outcome::Done(_)) | None => None,
    };
    Part::from([
        p("said-line tiny").attr("role", "status").child(live(done)).into(),
        div("").attr("role", "alert").child(live(failed)).into(),
    ])
}
