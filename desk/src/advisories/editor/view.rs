//! The frame of the editor: how far one is, what is in the way, and the steps on.

use aftercare_shared::advisory::Rating;
use aftercare_ui::part::{El, Part, button, div, el, live, many, p, span};
use aftercare_ui::use_reader;

use crate::advisories::Advisories;
use crate::advisories::editor::conflict::conflict;
use crate::advisories::editor::faults::faults;
use crate::advisories::editor::fields::fields;
use crate::advisories::editor::file::file;
use crate::advisories::editor::raw::raw;
use crate::advisories::editor::review::review;
use crate::advisories::editor::{Editor, Step};
use crate::advisories::list::{draft_name, rating_pill};
use crate::open::Load;
use crate::page::{back, barred_line, bones, failed, nothing_chosen};
use crate::trouble;
use crate::workplace::Workplace;

/// The pane in which an advisory is written.
pub(in crate::advisories) fn editor(work: Workplace) -> Part {
    let editor = Advisories::of(work).editor;
    live(move || if editor.key.with(String::is_empty) { absent(work) } else { frame(work) })
}

/// What is to be edited is on its way, or is not there.
fn absent(work: Workplace) -> Part {
    let (shelf, words) = (Advisories::of(work), &work.words().advisories);
    live(move || match shelf.one_load.get() {
        Load::Loading | Load::Ready => bones(words.loading_one, "bones late"),
        Load::Missing => Part::from([back(work), nothing_chosen(words.missing, words.missing_hint)]),
        Load::Failed(failure) => {
            failed(work, words.failed_one, &failure, move || shelf.refresh_one()).child(back(work)).into()
        }
    })
}

fn frame(work: Workplace) -> Part {
    let (editor, words) = (Advisories::of(work).editor, &work.words().advisories);
    let reader = use_reader();
    let title = if editor.is_edit() {
        (words.edit_title)(&editor.key.get_untracked())
    } else {
        words.new_title.to_owned()
    };
    let body = live(move || match editor.face.get() {
        (Step::Write, true) => raw(work),
        (Step::Write, false) => fields(work),
        (Step::Review, _) => review(work, reader),
    });
    let head = el("header", "head")
        .child(div("title").child(back(work)).child(el("h2", "grow").child(title)))
        .child(div("row wrap state").child(steps(editor, work)).child(live(move || manner(work))))
        .child(barred_line(work))
        .child(kept(work));
    Part::from([
        head.into(),
        div("body single")
            .child(conflict(work, reader))
            .child(faults(work))
            .child(failure(work))
            .child(file(work))
            .child(body)
            .into(),
    ])
}

fn steps(editor: Editor, work: Workplace) -> Part {
    let words = &work.words().advisories;
    let step = move |(step, name): (Step, &'static str)| {
        el("li", "")
            .live_attr("aria-current", move || (editor.step.get() == step).then_some("step"))
            .child(name)
    };
    let steps = many([(Step::Write, words.step_write), (Step::Review, words.step_review)], step);
    el("ol", "steps grow").attr("aria-label", words.steps).child(steps).into()
}

/// The choice between form and JSON.
fn manner(work: Workplace) -> Option<El> {
    let (editor, words) = (Advisories::of(work).editor, &work.words().advisories);
    if editor.step.get() == Step::Review {
        return None;
    }
    let choice = move |(is_raw, name): (bool, &'static str)| {
        let input = el("input", "")
            .attr("type", "radio")
            .attr("name", "manner")
            .live_flag("checked", move || {
                // A text that can't be a form leaves the choice where it was.
                editor.is_no_record.track();
                editor.is_raw.get() == is_raw
            })
            .on("change", move |_| editor.show_raw(is_raw));
        el("label", "").child(input).child(name)
    };
    let choices = many([(false, words.as_form), (true, words.as_json)], choice);
    Some(
        el("fieldset", "plain manner")
            .child(el("legend", "unseen").child(words.manner))
            .child(div("segments").child(choices)),
    )
}

/// That what is written is kept, with the way to give it up.
fn kept(work: Workplace) -> Part {
    let (editor, words) = (Advisories::of(work).editor, &work.words().advisories);
    let name = draft_name(&editor.key.get_untracked());
    let line = live(move || {
        work.drafts.has_document(&name).then(|| {
            p("row wrap tiny")
                .child(span("").child(words.draft_kept))
                .child(button("link", move || editor.drop_changes()).child(words.draft_drop))
        })
    });
    let no_record = live(move || editor.is_no_record.get().then(|| p("wrong").child(words.no_record)));
    Part::from([line, div("").attr("role", "alert").child(no_record).into()])
}

/// Why the service could not be asked.
fn failure(work: Workplace) -> Part {
    let (editor, lang) = (Advisories::of(work).editor, work.lang());
    let why = live(move || {
        editor.failed.get().map(|failure| div("card alert").child(trouble::words(&failure, lang)))
    });
    div("").attr("role", "alert").child(why).into()
}

/// The buttons under what is written.
pub(super) fn onward(work: Workplace) -> Part {
    let (editor, words) = (Advisories::of(work).editor, &work.words().advisories);
    let label = move || if editor.is_busy.get() { words.checking } else { words.check };
    let check = button("primary", move || editor.check())
        .live_attr("aria-disabled", move || Some(editor.is_busy.get().to_string()))
        .child(live(label));
    div("row wrap onward").child(p("tiny grow").child(words.check_hint)).child(check).into()
}

/// The words of a rating that a preview gives.
pub(super) fn pill(work: Workplace, rating: Rating) -> Part {
    rating_pill(rating, None, work.words())
}
