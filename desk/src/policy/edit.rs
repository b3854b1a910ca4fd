//! Another version in the making: a form and the whole text side by side, and before anything is saved what
//! it changes, for whom that is better, and what open tickets get of it.

mod days;
mod field;
mod house;
mod import;
mod review;
mod targets;
mod text;

use aftercare_client::wire::Value;
use aftercare_ui::messages::desk::policy::{EditWords, words};
use aftercare_ui::part::{El, Part, button, div, el, live, many, p, span};
use aftercare_ui::{State, use_reader};

use crate::open::Load;
use crate::page::{bones, failed};
use crate::policy::changes::changes;
use crate::policy::draft::Draft;
use crate::policy::edit::days::calendars;
use crate::policy::edit::house::house;
use crate::policy::edit::review::review;
use crate::policy::edit::targets::plans;
use crate::policy::edit::text::{faults, text_pane};
use crate::policy::room::Told;
use crate::policy::terms::Terms;
use crate::trouble;
use crate::workplace::Workplace;

/// The editor.
pub(super) fn editor(work: Workplace) -> Part {
    let words = words(work.lang());
    let draft = work.policies.draft;
    let is_begun = State::derived(move || draft.written.with(Option::is_some));
    let is_reviewed = State::derived(move || draft.stage.with(|stage| stage.changes().is_some()));
    let body = move || {
        if !is_begun.get() {
            return waiting(work);
        }
        if is_reviewed.get() { review(work) } else { desk(work, &words.edit) }
    };
    div("policy-edit stack").child(live(body)).into()
}

/// In place of the editor until the version in force is here.
fn waiting(work: Workplace) -> Part {
    let words = &words(work.lang()).read;
    live(move || match work.policies.load.get() {
        Load::Failed(failure) => {
            Part::from(failed(work, words.failed, &failure, move || work.policies.refresh()))
        }
        Load::Loading | Load::Ready | Load::Missing => bones(words.loading, "bones late"),
    })
}

fn desk(work: Workplace, words: &'static EditWords) -> Part {
    let draft = work.policies.draft;
    let lang = work.lang();
    let based_on = move || draft.written.with(|it| it.as_ref().map(|it| (words.based_on)(it.based_on)));
    let is_busy = move || Some(draft.stage.with(|stage| stage.is_busy()).to_string());
    let compare =
        button("primary", move || work.policies.compare())
            .attr("id", "compare")
            .live_attr("aria-disabled", is_busy)
            .child(live(move || {
                if draft.stage.with(|stage| stage.is_busy()) { words.comparing } else { words.compare }
            }));
    let leave = button("ghost", move || work.place.choose("")).child(words.leave);
    let head = el("header", "policy-head stack")
        .child(
            div("row wrap")
                .child(el("h2", "policy-title grow").child(words.title))
                .child(discard(work, words))
                .child(leave)
                .child(compare),
        )
        .child(p("tiny").child(live(based_on)));
    let failure = move || draft.failure.get().map(|failure| p("wrong").child(trouble::told(&failure, lang)));
    let panes = div("policy-panes").child(form_pane(work, words)).child(text_pane(work, words));
    Part::from([
        head.into(),
        live(move || overtaken(work, words)),
        live(move || conflicts(draft, words)),
        div("").attr("role", "alert").child(live(failure)).into(),
        faults(work, words),
        panes.into(),
    ])
}

/// The way to drop it all, behind a question.
fn discard(work: Workplace, words: &'static EditWords) -> Part {
    let asks = State::new(false);
    live(move || {
        if !asks.get() {
            return button("link", move || asks.set(true)).child(words.discard);
        }
        let drop = move || {
            work.place.choose("");
            work.policies.draft.discard();
        };
        span("row wrap")
            .attr("role", "alert")
            .child(words.discard_sure)
            .child(button("ghost small danger", drop).child(words.discard))
            .child(button("ghost small", move || asks.set(false)).child(work.words().ticket.cancel))
    })
}

/// Somebody else has saved a version meanwhile.
fn overtaken(work: Workplace, words: &'static EditWords) -> Option<El> {
    let room = work.policies;
    let other = room.overtaken_by()?;
    let reader = use_reader();
    let version = other.version;
    let list = move || {
        room.theirs.with(|told| match told {
            Some(Told { version: of, changes: Ok(told) }) if *of == version => room.current.with(|current| {
                let terms = Terms::of(&current.as_ref()?.document, reader);
                let summary = el("summary", "").child(words.theirs);
                Some(el("details", "").child(summary).child(changes(&terms, told)))
            }),
            Some(_) | None => None,
        })
    };
    let who = other.created_by.unwrap_or_else(|| work.words().queue.nobody.to_owned());
    Some(
        div("card warned stack")
            .attr("role", "alert")
            .child(p("").child(el("b", "").child((words.overtaken)(version, &who))))
            .child(live(list))
            .child(
                div("row")
                    .child(button("primary small", move || room.rebase()).child((words.rebase)(version))),
            ),
    )
}

/// What became of bringing two edits together.
fn conflicts(draft: Draft, words: &'static EditWords) -> Option<El> {
    let conflicts = draft.conflicts.get()?;
    let version = draft.written.with(|it| it.as_ref().map(|it| it.based_on))?;
    let places = many(&conflicts, |at| el("li", "").child(el("code", "").child(at.clone())));
    let both = (!conflicts.is_empty())
        .then(|| Part::from([p("").child(words.conflicts).into(), el("ul", "bullets").child(places).into()]));
    Some(
        div("card note stack")
            .attr("role", "status")
            .child(p("").child((words.rebased)(version)))
            .child(both),
    )
}

/// The form, or why there is none.
fn form_pane(work: Workplace, words: &'static EditWords) -> Part {
    let draft = work.policies.draft;
    let form = move || {
        draft.redrawn.track();
        match draft.tree().filter(|tree| tree.get("plans").and_then(Value::as_list).is_some()) {
            None => div("card note").child(p("muted").child(why_no_form(draft, words))).into(),
            Some(document) => {
                let terms = &Terms::of(&document, use_reader());
                Part::from([plans(draft, terms), calendars(work, terms), house(draft, terms)])
            }
        }
    };
    el("section", "policy-form stack")
        .attr("aria-labelledby", "policy-form")
        .child(el("h3", "unseen").attr("id", "policy-form").attr("tabindex", "-1").child(words.form))
        .child(live(form))
        .into()
}

fn why_no_form(draft: Draft, words: &EditWords) -> String {
    text::broken_line(draft).map_or_else(|| words.no_policy.to_owned(), |line| (words.no_json)(line))
}
