//! The form: what it is, how bad, what it hits, where to read more.

use aftercare_ui::part::{El, Part, div, el, live, many, p};
use leptos::prelude::*;

use crate::advisories::Advisories;
use crate::advisories::editor::Editor;
use crate::advisories::editor::faults::{fault_at, fault_id, is_wrong};
use crate::advisories::editor::rows::{packages, references};
use crate::advisories::editor::view::onward;
use crate::advisories::form::{Form, LEVELS};
use crate::shortcuts;
use crate::workplace::Workplace;

/// Which text of the form a field holds, by the row it stands in and the row within that.
pub(super) type Lens = fn(&mut Form, (usize, usize)) -> Option<&mut String>;

/// A field.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) id: String,
    pub(super) label: &'static str,
    /// What is said under it; empty for nothing.
    pub(super) hint: &'static str,
    /// The place under which faults of it are shown; empty where its row shows them.
    pub(super) place: String,
    pub(super) lens: Lens,
    pub(super) at: (usize, usize),
}

impl Field {
    fn of_record(id: &'static str, label: &'static str, hint: &'static str, lens: Lens) -> Self {
        Self { id: id.to_owned(), label, hint, place: ["#/", id].concat(), lens, at: (0, 0) }
    }
}

impl Editor {
    /// What a field holds.
    pub(super) fn read(self, lens: Lens, at: (usize, usize)) -> String {
        let mut form = self.form.get_untracked();
        lens(&mut form, at).map(core::mem::take).unwrap_or_default()
    }

    /// Puts something into a field.
    pub(super) fn put(self, lens: Lens, at: (usize, usize), value: String) {
        self.change(|form| {
            if let Some(field) = lens(form, at) {
                *field = value;
            }
        });
    }
}

/// The form.
pub(super) fn fields(work: Workplace) -> Part {
    let (editor, words) = (Advisories::of(work).editor, &work.words().advisories);
    let id_hint = if editor.is_edit() { "" } else { words.id_hint };
    let id = Field::of_record("id", words.id, id_hint, |form, _| Some(&mut form.id));
    // An advisory keeps its id: another id is another advisory.
    let id = line(editor, id, if editor.is_edit() { Input::Fixed } else { Input::Code });
    let summary =
        Field::of_record("summary", words.summary, words.summary_hint, |form, _| Some(&mut form.summary));
    let details =
        Field::of_record("details", words.details, words.details_hint, |form, _| Some(&mut form.details));
    let aliases =
        Field::of_record("aliases", words.aliases, words.aliases_hint, |form, _| Some(&mut form.aliases));
    let vectors =
        Field::of_record("severity", words.cvss, words.cvss_hint, |form, _| Some(&mut form.vectors));
    let identity = div("pair-of-fields").child(id).child(line(editor, aliases, Input::Code));
    let said =
        Part::from([identity.into(), line(editor, summary, Input::Text), area(editor, details, 7, "")]);
    let bad = div("pair-of-fields").child(area(editor, vectors, 2, "mono")).child(level(work)).into();
    let form = el("form", "editor")
        .attr("novalidate", "")
        .on("submit", |event| event.prevent_default())
        .on("keydown", move |event| {
            if shortcuts::is_send(&event) {
                event.prevent_default();
                editor.check();
            }
        })
        .child(group(words.part_said, said))
        .child(group(words.part_bad, bad))
        .child(group(words.part_hits, packages(work)))
        .child(group(words.references, references(work)));
    Part::from([form.into(), onward(work)])
}

/// Fields that belong together.
fn group(name: &'static str, body: Part) -> El {
    el("section", "part").child(el("h3", "").child(name)).child(body)
}

/// What kind of line a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Input {
    /// Words.
    Text,
    /// A name that machines read.
    Code,
    /// The same, and not to be changed.
    Fixed,
}

/// A field of one line.
pub(super) fn line(editor: Editor, field: Field, input: Input) -> Part {
    let class = if input == Input::Text { "field small" } else { "field small mono" };
    let element = el("input", class).attr("type", "text").attr("autocomplete", "off");
    let element = match input {
        Input::Text => element,
        Input::Code => element.attr("spellcheck", "false").attr("autocapitalize", "off"),
        Input::Fixed => element.attr("readonly", ""),
    };
    labelled(editor, field, element)
}

/// A field of several lines.
pub(super) fn area(editor: Editor, field: Field, rows: u8, class: &'static str) -> Part {
    let element = el("textarea", ["field small ", class].concat()).attr("rows", rows.to_string());
    labelled(editor, field, element)
}

fn labelled(editor: Editor, field: Field, element: El) -> Part {
    let Field { id, label, hint, place, lens, at } = field;
    let hint_id = [&id, "-hint"].concat();
    let described =
        if place.is_empty() { hint_id.clone() } else { [&hint_id, " ", &fault_id(&place)].concat() };
    let watched = place.clone();
    let element = element
        .attr("id", ["f-", &id].concat())
        .attr("aria-describedby", described)
        .live_attr("aria-invalid", move || {
            (!watched.is_empty()).then(|| is_wrong(editor, &watched).to_string())
        })
        .live_text("value", move || {
            editor.shape.track();
            editor.read(lens, at)
        })
        .on("input", move |event| editor.put(lens, at, event_target_value(&event)));
    div("field-of")
        .child(el("label", "label").attr("for", ["f-", &id].concat()).child(label))
        .child(element)
        .child((!place.is_empty()).then(|| fault_at(editor, place)))
        .child((!hint.is_empty()).then(|| p("tiny").attr("id", hint_id).child(hint)))
        .into()
}

/// A choice of one of a few words. One that the record has and we do not is offered as well.
pub(super) fn choice(
    editor: Editor,
    field: Field,
    offered: &'static [&'static str],
    name: impl Fn(&str) -> String + Send + 'static,
) -> Part {
    let Field { id, label, lens, at, .. } = field;
    let id = ["f-", &id].concat();
    let own = id.clone();
    let select = live(move || {
        editor.shape.track();
        let now = editor.read(lens, at);
        let foreign = (!offered.contains(&now.as_str())).then(|| now.clone());
        let words = foreign.into_iter().chain(offered.iter().map(|word| (*word).to_owned()));
        let options = many(words, |word| {
            let option = el("option", "").attr("value", word.clone()).child(name(&word));
            if word == now { option.attr("selected", "") } else { option }
        });
        el("select", "field small")
            .attr("id", own.clone())
            .child(options)
            .live_text("value", move || now.clone())
            .on("change", move |event| editor.put(lens, at, event_target_value(&event)))
    });
    div("field-of").child(el("label", "label").attr("for", id).child(label)).child(select).into()
}

/// How bad it is, in a word, for records without a vector.
fn level(work: Workplace) -> Part {
    static OFFERED: [&str; 5] = ["", LEVELS[0], LEVELS[1], LEVELS[2], LEVELS[3]];
    let (editor, words) = (Advisories::of(work).editor, &work.words().advisories);
    let field = Field {
        id: "level".to_owned(),
        label: words.level,
        hint: "",
        place: String::new(),
        lens: |form, _| Some(&mut form.level),
        at: (0, 0),
    };
    let select = choice(editor, field, &OFFERED, |level| words.level(level).to_owned());
    div("").child(select).child(p("tiny").child(words.level_hint)).into()
}
