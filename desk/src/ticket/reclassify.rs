//! The dialog that sets another severity, with the reason that the customer reads.

use aftercare_shared::severity::Severity;
use aftercare_ui::part::{Part, button, div, el, live, many, p};
use aftercare_ui::use_reader;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use crate::actions::Act;
use crate::focus::{find, focus};
use crate::modal::modal;
use crate::shortcuts;
use crate::workplace::Workplace;

/// What is wrong with what was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Unchanged,
    NoReason,
}

/// The dialog.
pub(super) fn reclassify_dialog(work: Workplace) -> Part {
    let title = work.words().ticket.severity_title;
    modal(work.actions.reclassifying, move || title.to_owned(), move || form(work))
}

fn form(work: Workplace) -> Part {
    let (words, reader) = (&work.words().ticket, use_reader());
    let open = work.actions.reclassifying;
    let offered = work.open.shown.with_untracked(|it| {
        let severities = it.as_ref().map(|it| it.severities.iter().map(|offered| offered.severity).collect());
        severities.unwrap_or_else(|| Severity::USUAL.to_vec())
    });
    let present = work.open.shown.with_untracked(|it| it.as_ref().map(|it| it.ticket.summary.severity));
    let chosen = RwSignal::new(present);
    let wrong = RwSignal::new(None::<Wrong>);
    let submit = move || match chosen.get_untracked().filter(|severity| Some(*severity) != present) {
        None => wrong.set(Some(Wrong::Unchanged)),
        Some(severity) => match reason() {
            Some(reason) => {
                open.set(false);
                work.actions.run(Act::Reclassify(severity, reason));
            }
            None => {
                wrong.set(Some(Wrong::NoReason));
                focus("#reason");
            }
        },
    };
    let choice = move |severity: Severity| {
        let input = el("input", "")
            .attr("type", "radio")
            .attr("name", "severity")
            .live_flag("checked", move || chosen.get() == Some(severity))
            .on("change", move |_| {
                chosen.set(Some(severity));
                wrong.set(None);
            });
        let input = if Some(severity) == present { input.attr("autofocus", "") } else { input };
        let name = work.policies.severities.with_untracked(|offered| reader.severity(severity, offered));
        el("label", "").child(input).child(name)
    };
    let severities = el("fieldset", "plain")
        .child(el("legend", "label").child(words.severity_choice))
        .child(div("segments").child(many(offered, choice)));
    let field = el("textarea", "field small")
        .attr("id", "reason")
        .attr("rows", "3")
        .attr("aria-describedby", "reason-wrong reason-hint")
        .live_attr("aria-invalid", move || Some((wrong.get() == Some(Wrong::NoReason)).to_string()))
        .on("keydown", move |event| {
            if shortcuts::is_send(&event) {
                event.prevent_default();
                submit();
            }
        });
    let why = move || match wrong.get() {
        Some(Wrong::Unchanged) => words.severity_unchanged,
        Some(Wrong::NoReason) => words.severity_no_reason,
        None => "",
    };
    let reason = div("")
        .child(el("label", "label").attr("for", "reason").child(words.severity_reason))
        .child(field)
        .child(p("wrong").attr("id", "reason-wrong").attr("role", "alert").child(live(why)))
        .child(p("tiny").attr("id", "reason-hint").child(words.severity_hint));
    let buttons = div("row end")
        .child(button("ghost", move || open.set(false)).child(words.cancel))
        .child(el("button", "primary").attr("type", "submit").child(words.severity_confirm));
    el("form", "stack")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            submit();
        })
        .child(severities)
        .child(reason)
        .child(buttons)
        .into()
}

/// What was written as the reason; `None` for blank.
fn reason() -> Option<String> {
    let field = find("#reason")?.dyn_into::<HtmlTextAreaElement>().ok()?;
    Some(field.value().trim().to_owned()).filter(|text| !text.is_empty())
}
