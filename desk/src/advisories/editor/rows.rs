//! The rows of the form: packages with their ranges, and references. They come and go.

use aftercare_ui::messages::desk::AdvisoryWords;
use aftercare_ui::part::{El, Part, button, div, el, live, many, p};
use leptos::prelude::*;

use crate::advisories::Advisories;
use crate::advisories::editor::Editor;
use crate::advisories::editor::faults::fault_at;
use crate::advisories::editor::fields::{Field, Input, Lens, choice, line};
use crate::advisories::form::{ECOSYSTEMS, Form, Package, REFERENCE_KINDS, Reference, Span, Until};
use crate::focus::focus_soon;
use crate::workplace::Workplace;

/// The packages.
pub(super) fn packages(work: Workplace) -> Part {
    let (editor, words) = (Advisories::of(work).editor, &work.words().advisories);
    let rows = live(move || {
        editor.shape.track();
        let form = editor.form.get_untracked();
        many(form.packages.iter().enumerate(), |(row, it)| package(work, row, it))
    });
    let add = button("ghost small", move || {
        let row = editor.form.with_untracked(|form| form.packages.len());
        editor.reshape(|form| form.packages.push(Package::fresh()));
        focus_soon(format!("#f-name-{row}"));
    });
    Part::from([fault_at(editor, "#/affected".to_owned()), rows, add.child(words.add_package).into()])
}

fn row_field(id: String, label: &'static str, lens: Lens, at: (usize, usize)) -> Field {
    Field { id, label, hint: "", place: String::new(), lens, at }
}

fn package(work: Workplace, row: usize, package: &Package) -> El {
    let (editor, words) = (Advisories::of(work).editor, &work.words().advisories);
    let at = (row, 0);
    let place = |part: &str| format!("#/affected/{row}{part}");
    let ecosystem = row_field(
        format!("ecosystem-{row}"),
        words.ecosystem,
        |form, (row, _)| Some(&mut form.packages.get_mut(row)?.ecosystem),
        at,
    );
    let name = row_field(
        format!("name-{row}"),
        words.package_name,
        |form, (row, _)| Some(&mut form.packages.get_mut(row)?.name),
        at,
    );
    let versions = row_field(
        format!("versions-{row}"),
        words.single_versions,
        |form, (row, _)| Some(&mut form.packages.get_mut(row)?.versions),
        at,
    );
    let versions = Field { hint: words.single_versions_hint, place: place("/versions"), ..versions };
    let spans = many(package.spans.iter().enumerate(), |(place, span)| span_row(work, (row, place), span));
    let kept = (package.kept > 0).then(|| p("tiny").child(words.kept));
    let add = button("link", move || {
        let place = editor.form.with_untracked(|form| form.packages.get(row).map_or(0, |it| it.spans.len()));
        editor.reshape(|form| {
            if let Some(package) = form.packages.get_mut(row) {
                package.spans.push(Span::fresh());
            }
        });
        focus_soon(format!("#f-introduced-{row}-{place}"));
    });
    let remove = button("link", move || {
        editor.reshape(|form| {
            if row < form.packages.len() {
                form.packages.remove(row);
            }
        });
        focus_soon("#f-name-0");
    });
    let name_of = if package.name.is_empty() { (words.package_no)(row + 1) } else { package.name.clone() };
    el("fieldset", "plain card package")
        .child(el("legend", "unseen").child(name_of.clone()))
        .child(
            div("package-head")
                .child(choice(editor, ecosystem, &ECOSYSTEMS, |name| name.to_owned()))
                .child(line(editor, name, Input::Code))
                .child(remove.attr("aria-label", (words.remove_named)(&name_of)).child(words.remove)),
        )
        .child(fault_at(editor, place("/package")))
        .child(fault_at(editor, place("")))
        .child(spans)
        .child(fault_at(editor, place("/ranges")))
        .child(kept)
        .child(add.child(words.add_range))
        .child(line(editor, versions, Input::Code))
}

fn span_row(work: Workplace, at: (usize, usize), span: &Span) -> El {
    let (editor, words) = (Advisories::of(work).editor, &work.words().advisories);
    let (row, place) = at;
    let introduced = row_field(
        format!("introduced-{row}-{place}"),
        words.introduced,
        |form, at| Some(&mut span_of(form, at)?.introduced),
        at,
    );
    let end = row_field(
        format!("end-{row}-{place}"),
        end_label(words, span.until),
        |form, at| Some(&mut span_of(form, at)?.end),
        at,
    );
    let end = (span.until != Until::Open).then(|| line(editor, end, Input::Code));
    let remove = button("link", move || {
        editor.reshape(|form| {
            if let Some(package) = form.packages.get_mut(row)
                && place < package.spans.len()
            {
                package.spans.remove(place);
            }
        });
        focus_soon(format!("#f-name-{row}"));
    });
    div("span-row")
        .attr("role", "group")
        .attr("aria-label", (words.range_no)(place + 1))
        .child(line(editor, introduced, Input::Code))
        .child(until(work, editor, at, span.until))
        .child(end)
        .child(
            remove.attr("aria-label", (words.remove_named)(&(words.range_no)(place + 1))).child(words.remove),
        )
}

/// How a range ends.
fn until(work: Workplace, editor: Editor, at: (usize, usize), now: Until) -> El {
    let words = &work.words().advisories;
    let id = format!("f-until-{}-{}", at.0, at.1);
    let option = |until: Until| {
        let option = el("option", "").attr("value", until.word()).child(until_name(words, until));
        if until == now { option.attr("selected", "") } else { option }
    };
    let refocus = ["#", &id].concat();
    let select = el("select", "field small")
        .attr("id", id.clone())
        .child(many(Until::ALL, option))
        .live_text("value", move || now.word().to_owned())
        .on("change", move |event| {
            let until = Until::of_word(&event_target_value(&event));
            editor.reshape(|form| {
                if let Some(span) = span_of(form, at) {
                    span.until = until;
                }
            });
            focus_soon(refocus.clone());
        });
    div("field-of").child(el("label", "label").attr("for", id).child(words.until_label)).child(select)
}

fn until_name(words: &AdvisoryWords, until: Until) -> &'static str {
    match until {
        Until::Fixed => words.until_fixed,
        Until::LastAffected => words.until_last,
        Until::Open => words.until_open,
    }
}

fn end_label(words: &AdvisoryWords, until: Until) -> &'static str {
    match until {
        Until::LastAffected => words.end_last,
        Until::Fixed | Until::Open => words.end_fixed,
    }
}

fn span_of(form: &mut Form, (row, place): (usize, usize)) -> Option<&mut Span> {
    form.packages.get_mut(row)?.spans.get_mut(place)
}

/// The references.
pub(super) fn references(work: Workplace) -> Part {
    let (editor, words) = (Advisories::of(work).editor, &work.words().advisories);
    let rows = live(move || {
        editor.shape.track();
        let count = editor.form.with_untracked(|form| form.references.len());
        many(0..count, |row| reference(work, row))
    });
    let add = button("ghost small", move || {
        let row = editor.form.with_untracked(|form| form.references.len());
        let fresh = Reference { kind: "WEB".to_owned(), ..Reference::default() };
        editor.reshape(|form| form.references.push(fresh));
        focus_soon(format!("#f-url-{row}"));
    });
    Part::from([fault_at(editor, "#/references".to_owned()), rows, add.child(words.add_reference).into()])
}

fn reference(work: Workplace, row: usize) -> El {
    let (editor, words) = (Advisories::of(work).editor, &work.words().advisories);
    let at = (row, 0);
    let kind = row_field(
        format!("kind-{row}"),
        words.reference_kind,
        |form, (row, _)| Some(&mut form.references.get_mut(row)?.kind),
        at,
    );
    let url = row_field(
        format!("url-{row}"),
        words.address,
        |form, (row, _)| Some(&mut form.references.get_mut(row)?.url),
        at,
    );
    let url = Field { place: format!("#/references/{row}"), ..url };
    let remove = button("link", move || {
        editor.reshape(|form| {
            if row < form.references.len() {
                form.references.remove(row);
            }
        });
        focus_soon("#f-url-0");
    });
    div("reference-row")
        .attr("role", "group")
        .attr("aria-label", (words.reference_no)(row + 1))
        .child(choice(editor, kind, &REFERENCE_KINDS, |kind| words.reference(kind)))
        .child(line(editor, url, Input::Code))
        .child(
            remove
                .attr("aria-label", (words.remove_named)(&(words.reference_no)(row + 1)))
                .child(words.remove),
        )
}
