//! A field of the form, which stands for one place of the document and shows what is refused there.

use aftercare_ui::part::{El, Part, el, live, many, p};
use leptos::prelude::event_target_value;

use crate::policy::draft::Draft;

/// What is refused at a place or within it, under the field of that place.
pub(super) fn wrong(draft: Draft, pointer: &str) -> Part {
    let at = pointer.to_owned();
    let told = move || {
        draft.faults.with(|faults| {
            many(faults.iter().filter(|fault| fault.is_at(&at)), |fault| {
                // The service speaks English.
                el("span", "block").attr("lang", "en").child(fault.detail.clone())
            })
        })
    };
    p("wrong").attr("id", id(pointer)).child(live(told)).into()
}

/// The id of the line under a field.
fn id(pointer: &str) -> String {
    ["wrong", pointer].concat()
}

/// Makes a field say what is refused at its place.
pub(super) fn judged(field: El, draft: Draft, pointer: &str) -> El {
    let at = pointer.to_owned();
    field.attr("aria-describedby", id(pointer)).live_attr("aria-invalid", move || {
        Some(draft.faults.with(|faults| faults.iter().any(|fault| fault.is_at(&at))).to_string())
    })
}

/// A field of one line under its label.
pub(super) fn line(
    draft: Draft,
    pointer: String,
    label: String,
    value: String,
    put: impl Fn(&str, String) + Send + 'static,
) -> El {
    let name = ["at", &pointer].concat();
    let input = el("input", "field small")
        .attr("id", name.clone())
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        // What was typed before the form was drawn anew gives way to what stands in the document.
        .live_text("value", move || value.clone());
    let (wrong, input) = (wrong(draft, &pointer), judged(input, draft, &pointer));
    el("div", "")
        .child(el("label", "label").attr("for", name).child(label))
        .child(input.on("input", move |event| put(&pointer, event_target_value(&event))))
        .child(wrong)
}

/// One of several words under its label.
pub(super) fn choice(
    draft: Draft,
    pointer: String,
    label: String,
    chosen: &str,
    options: Vec<(String, String)>,
    put: impl Fn(&str, String) + Send + 'static,
) -> El {
    let name = ["at", &pointer].concat();
    let select = judged(el("select", "field small").attr("id", name.clone()), draft, &pointer)
        .child(options_of(options, chosen));
    let chosen = chosen.to_owned();
    let select = select.live_text("value", move || chosen.clone());
    let wrong = wrong(draft, &pointer);
    el("div", "")
        .child(el("label", "label").attr("for", name).child(label))
        .child(select.on("change", move |event| put(&pointer, event_target_value(&event))))
        .child(wrong)
}

/// The options of a choice. What is chosen and not among them is one of them: nothing is changed by looking.
pub(super) fn options_of(mut options: Vec<(String, String)>, chosen: &str) -> Part {
    if !options.iter().any(|(word, _)| word == chosen) {
        options.push((chosen.to_owned(), chosen.to_owned()));
    }
    many(options, |(word, name)| {
        let option = el("option", "").attr("value", word.clone());
        if word == chosen { option.attr("selected", "") } else { option }.child(name)
    })
}
