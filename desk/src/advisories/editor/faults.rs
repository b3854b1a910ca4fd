//! What the service found wrong with a text, each at its place.

use core::ops::Range;

use aftercare_shared::problem::FieldError;
use aftercare_ui::part::{El, Part, button, div, el, live, many, p, span};

use crate::advisories::Advisories;
use crate::advisories::editor::Editor;
use crate::advisories::form::field_of;
use crate::document::{lead_to, line as line_at, place};
use crate::workplace::Workplace;

/// All that is wrong where the text is JSON; else what no field of the form stands for, and how much there is.
pub(super) fn faults(work: Workplace) -> Part {
    let (editor, words) = (Advisories::of(work).editor, &work.words().advisories);
    let body = live(move || {
        let faults = editor.faults.get();
        if faults.is_empty() {
            return Part::Nothing;
        }
        let is_raw = editor.is_raw.get();
        let shown = |fault: &&FieldError| is_raw || field_of(&fault.pointer) == "#";
        let count = u32::try_from(faults.len()).unwrap_or(u32::MAX);
        let lines = faults.iter().any(|fault| shown(&fault)).then(|| {
            let shown = faults.iter().filter(shown);
            el("ul", "faults").child(many(shown, |fault| line(work, editor, fault, is_raw)))
        });
        div("card alert stack")
            .child(p("").child(el("b", "").child((words.faults)(count))))
            .child(lines)
            .into()
    });
    div("").attr("id", "faults").attr("tabindex", "-1").attr("role", "alert").child(body).into()
}

/// A fault, with the way to its place where there is one.
fn line(work: Workplace, editor: Editor, fault: &FieldError, is_raw: bool) -> El {
    let words = &work.words().advisories;
    let detail = span("").attr("lang", "en").child(fault.detail.clone());
    let lead = is_raw.then(|| {
        let (place, number) = editor.text.with_untracked(|text| {
            let place = place_of(text, fault);
            (place.clone(), line_at(text, place.start))
        });
        button("link", move || lead_to("#json", place.clone())).child((words.line)(number))
    });
    let pointer = (fault.pointer != "#").then(|| el("code", "tiny").child(fault.pointer.clone()));
    el("li", "").child(lead).child(" ").child(detail).child(" ").child(pointer)
}

/// What is wrong with one field, under it.
pub(super) fn fault_at(editor: Editor, field: String) -> Part {
    let id = fault_id(&field);
    let wrong = live(move || {
        let faults = editor.faults.get();
        many(faults.into_iter().filter(|fault| field_of(&fault.pointer) == field), |fault| {
            p("wrong").attr("lang", "en").child(fault.detail)
        })
    });
    div("").attr("id", id).child(wrong).into()
}

/// The id of what says what is wrong with a field.
pub(super) fn fault_id(field: &str) -> String {
    ["fault", &field.replace(['#', '/'], "-")].concat()
}

/// Whether something is wrong with a field.
pub(super) fn is_wrong(editor: Editor, field: &str) -> bool {
    editor.faults.with(|faults| faults.iter().any(|fault| field_of(&fault.pointer) == field))
}

/// Where a fault stands in the text. One of the whole text may say in which line.
fn place_of(text: &str, fault: &FieldError) -> Range<usize> {
    match line_of(&fault.detail) {
        Some(line) if fault.pointer == "#" => {
            let begin: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
            let rest = text.get(begin..).unwrap_or_default();
            begin..begin + rest.find('\n').unwrap_or(rest.len())
        }
        Some(_) | None => place(text, &fault.pointer),
    }
}

/// The line that a reader of JSON names.
fn line_of(detail: &str) -> Option<usize> {
    let (_, rest) = detail.rsplit_once(" line ")?;
    rest.split(|sign: char| !sign.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_found_by_its_pointer_or_its_line() {
        let text = "{\n  \"标题\": \"é🚀\",\n  \"id\": \"x\"\n}";
        let fault = |pointer: &str, detail: &str| FieldError {
            pointer: pointer.to_owned(),
            detail: detail.to_owned(),
        };
        for (pointer, detail, expected) in [
            ("#/id", "at line 9", "\"id\": \"x\""),
            ("#", "No JSON: expected `,` at line 3 column 4.", "  \"id\": \"x\""),
            ("#", "EOF at line 7 column 0", ""),
        ] {
            assert_eq!(text.get(place_of(text, &fault(pointer, detail))), Some(expected), "{detail}");
        }
    }
}
