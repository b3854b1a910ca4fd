//! Before anything is saved: what it changes, for whom that is better, and what open tickets get of it.

use aftercare_shared::api::desk::Role;
use aftercare_shared::problem::Kind as Problem;
use aftercare_ui::messages::desk::policy::words;
use aftercare_ui::part::{Part, button, div, el, live, p};
use aftercare_ui::use_reader;
use leptos::prelude::event_target_value;

use crate::focus::focus_soon;
use crate::page::barred;
use crate::policy::changes::{changes, for_open_tickets};
use crate::policy::draft::Stage;
use crate::policy::terms::Terms;
use crate::trouble;
use crate::workplace::Workplace;

/// The question before saving.
pub(super) fn review(work: Workplace) -> Part {
    let words = &words(work.lang()).change;
    let (draft, reader) = (work.policies.draft, use_reader());
    let based_on = draft.written.with_untracked(|it| it.as_ref().map(|it| it.based_on)).unwrap_or_default();
    let document = draft.tree();
    let list = draft.stage.with_untracked(|stage| {
        let (Some(document), Some(told)) = (&document, stage.changes()) else { return Part::Nothing };
        let terms = &Terms::of(document, reader);
        let open = (!told.is_empty()).then(|| for_open_tickets(terms, told));
        Part::from([changes(terms, told), open.into()])
    });
    let says_something = draft.stage.with_untracked(|it| it.changes().is_some_and(|told| !told.is_empty()));
    let note = draft.written.with_untracked(|it| it.as_ref().map(|it| it.note.clone())).unwrap_or_default();
    let reason = div("")
        .child(el("label", "label").attr("for", "policy-note").child(words.note))
        .child(
            el("input", "field small")
                .attr("id", "policy-note")
                .attr("type", "text")
                .attr("maxlength", "500")
                .attr("autocomplete", "off")
                .attr("aria-describedby", "policy-note-hint")
                .attr("value", note)
                .on("input", move |event| draft.annotate(event_target_value(&event))),
        )
        .child(p("tiny").attr("id", "policy-note-hint").child(words.note_hint));
    let is_saving = move || draft.stage.with(|stage| matches!(stage, Stage::Saving(_)));
    let save = move || {
        if barred(work, Role::Admin).is_none() {
            work.policies.save();
        }
    };
    let save = button("primary", save)
        .attr("aria-describedby", "barred")
        .live_attr("aria-disabled", move || {
            Some((is_saving() || barred(work, Role::Admin).is_some()).to_string())
        })
        .child(live(move || if is_saving() { words.saving } else { words.save }));
    let back = move || {
        draft.stage.set(Stage::Writing);
        focus_soon("#compare");
    };
    let why_not = move || {
        barred(work, Role::Admin).map(|why| Part::from([why.into(), " ".into(), words.ask_admin.into()]))
    };
    let failure = move || {
        draft.failure.get().map(|failure| {
            let told = match failure.kind() {
                Some(Problem::Forbidden) => words.forbidden.into(),
                Some(_) | None => trouble::told(&failure, reader.lang),
            };
            p("wrong").child(told)
        })
    };
    let heading = el("h2", "policy-title")
        .attr("id", "review")
        .attr("tabindex", "-1")
        .child((words.title)(based_on))
        .when_drawn(|_| focus_soon("#review"));
    div("policy-review stack")
        .child(heading)
        .child(list)
        .child(says_something.then_some(reason))
        .child(p("tiny barred").attr("id", "barred").child(live(why_not)))
        .child(div("").attr("role", "alert").child(live(failure)))
        .child(
            div("row wrap")
                .child(says_something.then_some(save))
                .child(button("ghost", back).live_flag("disabled", is_saving).child(words.back)),
        )
        .into()
}
