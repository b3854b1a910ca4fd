//! The dialog that sets another severity, with the reason that the customer reads.

use aftercare_shared::severity::Severity;
use aftercare_ui::messages::ticket;
use leptos::html;
use leptos::prelude::*;

use crate::actions::Act;
use crate::modal::Modal;
use crate::shortcuts;
use crate::workplace::Workplace;

/// What is wrong with what was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Unchanged,
    NoReason,
}

/// The dialog.
#[component]
pub(super) fn ReclassifyDialog() -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().ticket;
    let open = work.actions.reclassifying;
    view! {
        <Modal open title=words.severity_title>
            <Form />
        </Modal>
    }
}

#[component]
fn Form() -> impl IntoView {
    let work = Workplace::of_context();
    let (words, names) = (&work.words().ticket, ticket::words(work.lang()));
    let open = work.actions.reclassifying;
    let present = work.open.shown.with_untracked(|it| it.as_ref().map(|it| it.ticket.summary.severity));
    let chosen = RwSignal::new(present);
    let wrong = RwSignal::new(None::<Wrong>);
    let reason = NodeRef::<html::Textarea>::new();
    let submit = move || {
        let text = reason.get_untracked().map(|field| field.value()).unwrap_or_default();
        let text = text.trim().to_owned();
        match chosen.get_untracked().filter(|severity| Some(*severity) != present) {
            None => wrong.set(Some(Wrong::Unchanged)),
            Some(_) if text.is_empty() => {
                wrong.set(Some(Wrong::NoReason));
                if let Some(field) = reason.get_untracked() {
                    let _unfocusable = field.focus();
                }
            }
            Some(severity) => {
                open.set(false);
                work.actions.run(Act::Reclassify(severity, text));
            }
        }
    };
    let why = move || match wrong.get() {
        Some(Wrong::Unchanged) => words.severity_unchanged,
        Some(Wrong::NoReason) => words.severity_no_reason,
        None => "",
    };
    let choice = move |severity: Severity| {
        view! {
            <label>
                <input
                    type="radio"
                    name="severity"
                    autofocus=Some(severity) == present
                    prop:checked=move || chosen.get() == Some(severity)
                    on:change=move |_| {
                        chosen.set(Some(severity));
                        wrong.set(None);
                    }
                />
                {names.severity(severity)}
            </label>
        }
    };
    view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                submit();
            }
        >
            <fieldset class="plain">
                <legend class="label">{words.severity_choice}</legend>
                <div class="segments">{Severity::ALL.map(choice)}</div>
            </fieldset>
            <div>
                <label class="label" for="reason">{words.severity_reason}</label>
                <textarea
                    id="reason"
                    class="field small"
                    rows="3"
                    node_ref=reason
                    aria-describedby="reason-wrong reason-hint"
                    aria-invalid=move || (wrong.get() == Some(Wrong::NoReason)).to_string()
                    on:keydown=move |event| {
                        if shortcuts::is_send(&event) {
                            event.prevent_default();
                            submit();
                        }
                    }
                ></textarea>
                <p id="reason-wrong" class="wrong" role="alert">{why}</p>
                <p id="reason-hint" class="tiny">{words.severity_hint}</p>
            </div>
            <div class="row end">
                <button type="button" class="ghost" on:click=move |_| open.set(false)>{words.cancel}</button>
                <button type="submit" class="primary">{words.severity_confirm}</button>
            </div>
        </form>
    }
}
