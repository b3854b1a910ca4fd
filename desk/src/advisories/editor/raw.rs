//! The text as JSON: OSV, GHSA, CSAF or OpenVEX.

use aftercare_ui::part::{Part, div, el, p};
use leptos::prelude::*;

use crate::advisories::Advisories;
use crate::advisories::editor::view::onward;
use crate::shortcuts;
use crate::workplace::Workplace;

/// The field.
pub(super) fn raw(work: Workplace) -> Part {
    let (editor, words) = (Advisories::of(work).editor, &work.words().advisories);
    let field = el("textarea", "field small mono json")
        .attr("id", "json")
        .attr("rows", "26")
        .attr("spellcheck", "false")
        .attr("autocapitalize", "off")
        .attr("dir", "ltr")
        .attr("aria-describedby", "json-hint faults")
        .live_attr("aria-invalid", move || Some(editor.faults.with(|it| !it.is_empty()).to_string()))
        .live_text("value", move || editor.text.get())
        .on("input", move |event| editor.write(event_target_value(&event)))
        .on("keydown", move |event| {
            if shortcuts::is_send(&event) {
                event.prevent_default();
                editor.check();
            }
        });
    let hint = p("tiny").attr("id", "json-hint").child(words.json_hint);
    let label = el("label", "label").attr("for", "json").child(words.json);
    Part::from([div("").child(label).child(field).child(hint).into(), onward(work)])
}
