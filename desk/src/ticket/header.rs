//! The head of the ticket: subject, number, severity, who holds it, what is promised, what can be done.

use aftercare_shared::ticket::{InfoItem, Status};
use aftercare_ui::messages::{ticket, trouble as general};
use aftercare_ui::{Icon, SeverityPill, StatusPill, use_reader};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::actions::{Act, Outcome};
use crate::ticket::promises::Promises;
use crate::trouble;
use crate::workplace::Workplace;

/// The header of the open ticket.
#[component]
pub(super) fn Header(
    /// Whether the column about the customer stands open, on a window too narrow for both.
    facts_open: RwSignal<bool>,
) -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().ticket;
    let subject = Memo::new(move |_| {
        work.open
            .shown
            .with(|it| it.as_ref().map(|it| (it.ticket.summary.number, it.ticket.summary.subject.clone())))
    });
    view! {
        <header class="head">
            <div class="title">
                <button type="button" class="icon back" aria-label=words.back on:click=move |_| back(work)>
                    {Icon::Back.view()}
                </button>
                <h2 class="grow">
                    <span class="number">{move || subject.get().map(|(number, _)| format!("#{number}"))}</span>
                    " "
                    {move || subject.get().map(|(_, subject)| subject)}
                </h2>
                <button
                    type="button"
                    class="ghost small facts-button"
                    aria-expanded=move || facts_open.get().to_string()
                    aria-controls="facts"
                    on:click=move |_| facts_open.update(|open| *open = !*open)
                >
                    {words.facts}
                </button>
            </div>
            <div class="row wrap state">
                <Standing />
                <span class="grow"></span>
                <Buttons />
            </div>
            <Promises />
            <Waiting />
            <Said />
        </header>
    }
}

/// Back to the list, with the focus on the row that was chosen.
fn back(work: Workplace) {
    let address = untrack(|| work.place.ticket.get().map(|id| work.place.address(&id)));
    work.place.close();
    request_animation_frame(move || {
        let row = address
            .and_then(|it| document().query_selector(&format!(".ticket-row[href=\"{it}\"]")).ok().flatten());
        if let Some(row) = row.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            let _unfocusable = row.focus();
        }
    });
}

/// Severity, status, who holds it.
#[component]
fn Standing() -> impl IntoView {
    let work = Workplace::of_context();
    let reader = use_reader();
    let words = &work.words().ticket;
    let facts = Memo::new(move |_| {
        work.open.shown.with(|it| {
            it.as_ref().map(|it| {
                let ticket = &it.ticket;
                (
                    ticket.summary.severity,
                    ticket.severity_asked,
                    ticket.summary.status,
                    ticket.assignee.clone(),
                    it.mine,
                )
            })
        })
    });
    move || {
        facts.get().map(|(severity, asked, status, assignee, mine)| {
            let asked = (asked != severity)
                .then(|| (words.asked_severity)(ticket::words(reader.lang).severity(asked)))
                .map(|text| view! { <span class="tiny">{text}</span> });
            let held = match assignee {
                Some(_) if mine => words.held_by_you.to_owned(),
                Some(name) => (words.held_by)(&name),
                None => words.unassigned.to_owned(),
            };
            // A new or open ticket says by its promises and buttons where it stands.
            let ended = (!status.is_live()).then(|| view! { <StatusPill status /> });
            view! { <SeverityPill severity /> {asked} {ended} <span class="muted">{held}</span> }
        })
    }
}

/// What can be done, in the order in which it is done.
#[component]
fn Buttons() -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().ticket;
    let actions = work.actions;
    let status =
        Memo::new(move |_| work.open.shown.with(|it| it.as_ref().map(|it| it.ticket.summary.status)));
    let is_busy = move || actions.running.with(Option::is_some);
    let accepts = move || status.get() == Some(Status::New);
    let is_live = move || status.get().is_some_and(Status::is_live);
    view! {
        <div class="row wrap buttons" role="group" aria-label=words.actions>
            <Show when=accepts>
                <button
                    type="button"
                    class="primary small"
                    aria-keyshortcuts="a"
                    aria-disabled=move || is_busy().to_string()
                    on:click=move |_| actions.run(Act::Accept)
                >
                    {words.accept}
                    <kbd aria-hidden="true">"a"</kbd>
                </button>
            </Show>
            <Show when=is_live>
                <button
                    type="button"
                    class="ghost small"
                    aria-keyshortcuts="s"
                    aria-haspopup="dialog"
                    on:click=move |_| actions.reclassifying.set(true)
                >
                    {words.severity}
                    <kbd aria-hidden="true">"s"</kbd>
                </button>
                <button
                    type="button"
                    class="ghost small"
                    aria-keyshortcuts="e"
                    aria-haspopup="dialog"
                    on:click=move |_| actions.resolving.set(true)
                >
                    {words.resolve}
                    <kbd aria-hidden="true">"e"</kbd>
                </button>
            </Show>
        </div>
    }
}

/// What the customer is asked for, while the clocks stand still for it.
#[component]
fn Waiting() -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().ticket;
    let asked = Memo::new(move |_| {
        work.open.shown.with(|it| it.as_ref().map(|it| it.ticket.asked.clone()).unwrap_or_default())
    });
    let item = |item: InfoItem| view! { <li>{item.label}</li> };
    move || {
        let asked = asked.get();
        (!asked.is_empty()).then(|| {
            view! {
                <div class="waiting">
                    <div class="grow">
                        <p><b>{words.waiting_title}</b></p>
                        <ul class="asked">{asked.into_iter().map(item).collect::<Vec<_>>()}</ul>
                    </div>
                    <button
                        type="button"
                        class="ghost small"
                        aria-disabled=move || work.actions.running.with(Option::is_some).to_string()
                        on:click=move |_| work.actions.run(Act::Withdraw)
                    >
                        {words.withdraw}
                    </button>
                </div>
            }
        })
    }
}

/// What became of the last action.
#[component]
fn Said() -> impl IntoView {
    let work = Workplace::of_context();
    let (words, composer, lang) = (&work.words().ticket, &work.words().composer, work.lang());
    Effect::new(move || {
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
        Some(Outcome::Failed(act, failure)) => Some(view! {
            <p class="row wrap">
                <span class="wrong">{trouble::words(&failure, lang)}</span>
                {failure.is_passing().then(|| view! {
                    <button type="button" class="link" on:click=move |_| work.actions.run(act.clone())>
                        {general::words(lang).retry}
                    </button>
                })}
            </p>
        }),
        Some(Outcome::Done(_)) | None => None,
    };
    view! {
        <p class="said-line tiny" role="status">{done}</p>
        <div role="alert">{failed}</div>
    }
}
