//! The fields of a dialog about a release or a guide, and what is refused of each.
//!
//! Fields and faults have the names of their places in what is sent, as JSON pointers.

use aftercare_client::Failure;
use aftercare_shared::problem::FieldError;
use aftercare_ui::part::{El, Part, div, el, live, many, p};
use leptos::prelude::event_target_value;

use crate::focus::{find, focus_soon};
use crate::releases::Releases;
use crate::releases::deed::Deed;
use crate::trouble;
use crate::workplace::Workplace;

/// Something that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where: a JSON pointer.
    place: String,
    /// What is wrong there.
    detail: String,
    /// Whether the service says so, which speaks English.
    is_told: bool,
}

impl Fault {
    /// What the service says.
    pub(super) fn told(error: &FieldError) -> Self {
        let place = error.pointer.trim_start_matches('#').to_owned();
        Self { place, detail: error.detail.clone(), is_told: true }
    }

    /// What is seen here, in the reader's words.
    pub(super) fn seen(place: &str, detail: &str) -> Self {
        Self { place: place.to_owned(), detail: detail.to_owned(), is_told: false }
    }

    /// Whether it is of what a field holds.
    fn is_of(&self, field: &str) -> bool {
        self.place.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    fn line(&self, before: &str) -> El {
        let line = p("wrong").child([before, &self.detail].concat());
        if self.is_told { line.attr("lang", "en") } else { line }
    }
}

impl Releases {
    /// Shows what was refused, and leads to the first field of it.
    pub(super) fn refuse(self, faults: Vec<Fault>) {
        self.faults.set(faults);
        focus_soon("dialog[open] [aria-invalid=true]");
    }

    fn is_refused(self, field: &str) -> bool {
        self.faults.with(|faults| faults.iter().any(|fault| fault.is_of(field)))
    }
}

/// A field of a dialog.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    /// What it stands for: a JSON pointer.
    pub(super) place: &'static str,
    /// What it is called.
    pub(super) label: &'static str,
    /// What is said under it; empty for nothing.
    pub(super) hint: &'static str,
    /// How it is filled in.
    pub(super) kind: Kind,
}

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A line of words.
    Words,
    /// A line that machines read.
    Code,
    /// The same, and not to be changed.
    Fixed,
    /// A day.
    Day,
    /// A whole number.
    Number,
    /// As many lines as that are shown at once.
    Lines(u8),
}

impl Field {
    fn element(self) -> El {
        let line = |class, kind| el("input", class).attr("type", kind).attr("autocomplete", "off");
        let code =
            || line("field small mono", "text").attr("spellcheck", "false").attr("autocapitalize", "off");
        match self.kind {
            Kind::Words => line("field small", "text"),
            Kind::Code => code(),
            Kind::Fixed => code().attr("readonly", ""),
            Kind::Day => line("field small", "date"),
            Kind::Number => line("field small", "number").attr("inputmode", "numeric").attr("min", "1"),
            Kind::Lines(rows) => el("textarea", "field small").attr("rows", rows.to_string()),
        }
    }
}

/// The id of the field of a place.
fn id(place: &str) -> String {
    ["r", &place.replace('/', "-")].concat()
}

/// A field under its label, with what is refused of it. `put` takes what is typed.
pub(super) fn field(
    work: Workplace,
    field: Field,
    value: String,
    put: impl FnMut(String) + Send + 'static,
) -> Part {
    boxed(work, field, value, Box::new(put))
}

fn boxed(work: Workplace, field: Field, value: String, mut put: Box<dyn FnMut(String) + Send>) -> Part {
    let (shelf, place) = (Releases::of(work), field.place);
    let id = id(place);
    let (wrong, hint) = ([&id, "-wrong"].concat(), [&id, "-hint"].concat());
    let element = field
        .element()
        .attr("id", id.clone())
        .attr("aria-describedby", [&wrong, " ", &hint].concat())
        .live_attr("aria-invalid", move || Some(shelf.is_refused(place).to_string()))
        .live_text("value", move || value.clone())
        .on("input", move |event| {
            if shelf.is_refused(place) {
                shelf.faults.update(|faults| faults.retain(|fault| !fault.is_of(place)));
            }
            put(event_target_value(&event));
        });
    let refused = live(move || {
        shelf.faults.with(|faults| many(faults.iter().filter(|fault| fault.is_of(place)), |it| it.line("")))
    });
    div("field-of")
        .child(el("label", "label").attr("for", id).child(field.label))
        .child(element)
        .child(div("").attr("id", wrong).child(refused))
        .child((!field.hint.is_empty()).then(|| p("tiny").attr("id", hint).child(field.hint)))
        .into()
}

/// The place of a field that holds what its kind can't be, such as half a day: browsers give no value then.
pub(super) fn half_filled(places: &'static [&'static str]) -> Option<&'static str> {
    places.iter().copied().find(|place| find(&["#", &id(place), ":invalid"].concat()).is_some())
}

/// Why nothing was saved, as far as no field of `places` says so.
pub(super) fn not_saved(work: Workplace, places: &'static [&'static str]) -> El {
    let (shelf, words, lang) = (Releases::of(work), &work.words().releases, work.lang());
    let why = live(move || match shelf.deed.get() {
        Deed::Stale => p("wrong").child(words.stale_edit).into(),
        Deed::Failed(failure) if !is_of_fields(&failure) => {
            p("wrong").child(trouble::told(&failure, lang)).into()
        }
        Deed::Failed(_) | Deed::None | Deed::Running | Deed::Done(_) => shelf.faults.with(|faults| {
            let is_elsewhere = |fault: &&Fault| !places.iter().any(|place| fault.is_of(place));
            many(faults.iter().filter(is_elsewhere), |fault| fault.line(&[&fault.place, ": "].concat()))
        }),
    });
    div("").attr("role", "alert").child(why)
}

/// Whether a refusal names what is wrong.
fn is_of_fields(failure: &Failure) -> bool {
    matches!(failure, Failure::Problem(problem) if !problem.errors.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_told_at_the_field_around_it() {
        let cases = [
            ("#/notes_url", "/notes_url", true),
            ("#/breaking/0/title", "/breaking", true),
            ("#/deprecated/message", "/deprecated/replacement", false),
            ("#/from", "/from_there", false),
            ("#/from_there", "/from", false),
            ("#", "/from", false),
        ];
        for (pointer, field, is_there) in cases {
            let fault = Fault::told(&FieldError { pointer: pointer.to_owned(), detail: String::new() });
            assert_eq!(fault.is_of(field), is_there, "{pointer} {field}");
        }
    }
}
