//! What the service found wrong with a text, each at its place.

use aftercare_shared::problem::FieldError;
use aftercare_ui::part::{El, Part, button, div, el, live, many, p, span};
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use crate::advisories::Advisories;
use crate::advisories::document::locate;
use crate::advisories::editor::Editor;
use crate::advisories::form::field_of;
use crate::focus::find;
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
    let place = editor.text.with_untracked(|text| place_of(text, fault)).filter(|_| is_raw);
    let lead = place.map(|place| {
        let number = place.line;
        button("link", move || lead_to(place)).child((words.line)(number))
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

/// A stretch of a text, in the units in which a text field counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    line: usize,
    begin: u32,
    end: u32,
}

/// Where a fault stands. One of the whole text may say in which line.
fn place_of(text: &str, fault: &FieldError) -> Option<Place> {
    let range = match line_of(&fault.detail) {
        Some(line) if fault.pointer == "#" => {
            let begin: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
            let end = text.get(begin..)?.find('\n').map_or(text.len(), |length| begin + length);
            begin..end
        }
        Some(_) | None => locate(text, &fault.pointer)?,
    };
    let units = |text: &str| u32::try_from(text.encode_utf16().count()).ok();
    let before = text.get(..range.start)?;
    let begin = units(before)?;
    let end = begin + units(text.get(range)?)?;
    Some(Place { line: before.matches('\n').count() + 1, begin, end })
}

/// The line that a reader of JSON names.
fn line_of(detail: &str) -> Option<usize> {
    let (_, rest) = detail.rsplit_once(" line ")?;
    rest.split(|sign: char| !sign.is_ascii_digit()).next()?.parse().ok()
}

/// Leads the caret there and shows it.
fn lead_to(place: Place) {
    let Some(field) = find("#json").and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok()) else { return };
    let _unfocusable = field.focus();
    // Refused for other kinds of fields only.
    let _selected = field.set_selection_range(place.begin, place.end);
    let lines = i32::try_from(field.value().matches('\n').count() + 1).unwrap_or(i32::MAX);
    let line = i32::try_from(place.line).unwrap_or(i32::MAX).saturating_sub(4).max(0);
    field.set_scroll_top(field.scroll_height() / lines.max(1) * line);
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
        let place = |line, begin, end| Some(Place { line, begin, end });
        assert_eq!(place_of(text, &fault("#/id", "at line 9")), place(3, 25, 28));
        assert_eq!(
            place_of(text, &fault("#", "No JSON: expected `,` at line 3 column 4.")),
            place(3, 17, 28)
        );
        assert_eq!(place_of("{", &fault("#", "EOF at line 7 column 0")), place(1, 1, 1));
        assert_eq!(place_of("{", &fault("#/id", "missing")), None);
    }
}
