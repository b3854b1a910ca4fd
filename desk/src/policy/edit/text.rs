//! The whole document as its text, and the places in it that are refused.

use aftercare_client::wire::Value;
use aftercare_ui::messages::desk::policy::EditWords;
use aftercare_ui::part::{Part, button, div, el, live, many, p};
use leptos::prelude::*;

use crate::document::{lead_to, line, place};
use crate::policy::draft::{Draft, Fault};
use crate::workplace::Workplace;

const FIELD: &str = "policy-text";

/// The text beside the form.
pub(super) fn text_pane(work: Workplace, words: &'static EditWords) -> Part {
    let draft = work.policies.draft;
    let text = move || draft.written.with(|it| it.as_ref().map(|it| it.text.clone()).unwrap_or_default());
    let broken = move || broken_line(draft);
    let field = el("textarea", "field mono")
        .attr("id", FIELD)
        .attr("wrap", "off")
        .attr("spellcheck", "false")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("dir", "ltr")
        .attr("aria-describedby", "policy-text-wrong policy-text-hint")
        .live_attr("aria-invalid", move || Some(broken().is_some().to_string()))
        .live_text("value", text)
        .on("input", move |event| draft.rewrite(event_target_value(&event)));
    let wrong = move || broken().map(|line| (words.no_json)(line));
    el("section", "policy-source")
        .child(el("label", "label").attr("for", FIELD).child(words.text))
        .child(p("tiny").attr("id", "policy-text-hint").child(words.text_hint))
        .child(p("wrong").attr("id", "policy-text-wrong").attr("role", "alert").child(live(wrong)))
        .child(field)
        .into()
}

/// The line where the text stops being JSON; none where all of it is.
pub(super) fn broken_line(draft: Draft) -> Option<usize> {
    draft.written.with(|written| {
        let text = &written.as_ref()?.text;
        Some(line(text, Value::fault(text)?))
    })
}

/// The places that are refused, each leading to its place in the text.
pub(super) fn faults(work: Workplace, words: &'static EditWords) -> Part {
    let draft = work.policies.draft;
    let list = move || {
        draft.faults.with(|faults| {
            if faults.is_empty() {
                return Part::Nothing;
            }
            let entry = |fault: &Fault| {
                let at = fault.at.clone();
                let in_line = draft.written.with_untracked(|written| {
                    written.as_ref().map_or(1, |it| line(&it.text, place(&it.text, &at).start))
                });
                el("li", "")
                    .child(button("link", move || show(draft, &at)).child((words.line)(in_line)))
                    .child(" ")
                    .child(el("code", "").child(fault.at.clone()))
                    .child(": ")
                    .child(el("span", "").attr("lang", "en").child(fault.detail.clone()))
            };
            div("card alert stack")
                .child(p("").child(el("b", "").child((words.faults)(faults.len()))))
                .child(el("ul", "bullets").child(many(faults, entry)))
                .into()
        })
    };
    div("").attr("role", "alert").child(live(list)).into()
}

/// Selects a place in the text, and brings it into view.
fn show(draft: Draft, at: &str) {
    let place = draft.written.with_untracked(|it| it.as_ref().map(|it| place(&it.text, at)));
    if let Some(place) = place {
        lead_to(&["#", FIELD].concat(), place);
    }
}
