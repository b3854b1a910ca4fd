//! One advisory, whole: what it says, what it hits and how that is fixed, and who runs that.

use aftercare_shared::api::advisories::{Revision, RevisionKind, State as Standing, StatementView};
use aftercare_shared::osv::VexStatus;
use aftercare_ui::messages::desk::AdvisoryWords;
use aftercare_ui::part::{Part, div, el, live, many, p, span};
use aftercare_ui::{Reader, Tone, use_reader};
use leptos::prelude::*;

use crate::advisories::Advisories;
use crate::advisories::deed::{Deed, Doing};
use crate::advisories::form::{Form, Package, Span, Until};
use crate::advisories::list::{draft_name, rating_pill};
use crate::advisories::record::Open;
use crate::advisories::withdraw::withdraw_dialog;
use crate::advisories::{edit_of, told};
use crate::open::Load;
use crate::page::{back, barred_line, bones, failed, guarded, nothing_chosen};
use crate::place::Page;
use crate::table::{cell, table};
use crate::ticket::link;
use crate::trouble;
use crate::workplace::Workplace;

/// The pane of the one that is chosen.
pub(super) fn one(work: Workplace) -> Part {
    let (shelf, words) = (Advisories::of(work), &work.words().advisories);
    let reader = use_reader();
    let body = live(move || {
        if shelf.drawn.with(Option::is_none) {
            return absent(work);
        }
        shelf.one.with_untracked(|one| one.as_ref().map(|open| whole(work, open, reader))).into()
    });
    // What is written in it outlasts a change of what stands behind it.
    Part::from([body, withdraw_dialog(work, words)])
}

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

fn whole(work: Workplace, open: &Open, reader: Reader) -> Part {
    let words = &work.words().advisories;
    let main = div("main-part")
        .child(affects(&open.form, words))
        .child(told::customers(work, reader))
        .child(story(&open.form, words))
        .child(references(&open.form, words));
    let aside = el("aside", "side-part")
        .attr("aria-label", words.facts)
        .child(facts(open, words, reader))
        .child(section(words.revisions, revisions(&open.view.revisions, words, reader)));
    let aside = match open.view.statements.as_slice() {
        [] => aside,
        statements => aside.child(section(words.statements, vex(statements, words, reader))),
    };
    Part::from([head(work, open, reader), div("body").child(main).child(aside).into()])
}

fn head(work: Workplace, open: &Open, reader: Reader) -> Part {
    let words = &work.words().advisories;
    let advisory = &open.view.advisory;
    let title = if open.form.summary.is_empty() { advisory.id.clone() } else { open.form.summary.clone() };
    let state = match advisory.state {
        Standing::Published => Tone::Ok.pill(words.published),
        Standing::Withdrawn => Tone::Plain.pill(words.withdrawn),
    };
    let last = open.view.revisions.first();
    let who = last.map(|last| (words.revised_by)(&last.by, &reader.day_time(last.at, None)));
    let line = div("row wrap state")
        .child(rating_pill(advisory.severity, advisory.score, work.words()))
        .child(state)
        .child(el("code", "").child(advisory.id.clone()))
        .child(span("tiny").child(who.unwrap_or_else(|| words.loaded.to_owned())));
    el("header", "head")
        .child(div("title").child(back(work)).child(el("h2", "grow").child(title)))
        .child(line)
        .child(actions(work, open))
        .child(barred_line(work))
        .child(said(work))
        .into()
}

fn actions(work: Workplace, open: &Open) -> Part {
    let (shelf, words) = (Advisories::of(work), &work.words().advisories);
    let id = open.id().to_owned();
    let name = draft_name(&id);
    let drafted = live(move || {
        let label = words.draft;
        work.drafts.has_document(&name).then(|| span("tiny").child(label))
    });
    let edit = guarded(work, "ghost small", words.edit, move || {
        work.place.turn(Page::Advisories, &edit_of(&id));
    });
    let withdraw = (open.view.advisory.state == Standing::Published).then(|| {
        guarded(work, "ghost small", words.withdraw, move || shelf.ask_to_withdraw())
            .attr("aria-haspopup", "dialog")
    });
    div("row wrap buttons")
        .attr("role", "group")
        .attr("aria-label", words.actions)
        .child(edit)
        .child(withdraw)
        .child(drafted)
        .into()
}

/// What became of the last action.
fn said(work: Workplace) -> Part {
    let (shelf, words, lang) = (Advisories::of(work), &work.words().advisories, work.lang());
    let done = move || match shelf.deed.get() {
        Some(Deed::Running(_)) => Some(work.words().ticket.working),
        Some(Deed::Done(Doing::Notify)) => Some(words.did_notify),
        Some(Deed::Done(Doing::Withdraw)) => Some(words.did_withdraw),
        Some(Deed::Failed(_)) | None => None,
    };
    let published = move || {
        let id = shelf.editor.published.get()?;
        shelf
            .one
            .with(|one| one.as_ref().is_some_and(|open| open.id() == id))
            .then(|| (words.did_publish)(&id))
    };
    let failed = move || match shelf.deed.get() {
        // In the dialog it is said there.
        Some(Deed::Failed(failure)) if !shelf.withdrawing.get() => {
            Some(p("wrong").child(trouble::words(&failure, lang)))
        }
        Some(Deed::Failed(_) | Deed::Running(_) | Deed::Done(_)) | None => None,
    };
    Part::from([
        p("said-line tiny").attr("role", "status").child(live(published)).child(live(done)).into(),
        div("").attr("role", "alert").child(live(failed)).into(),
    ])
}

/// A part of the pane under its heading.
pub(super) fn section(heading: &'static str, body: Part) -> Part {
    el("section", "part").child(el("h3", "").child(heading)).child(body).into()
}

fn affects(form: &Form, words: &'static AdvisoryWords) -> Part {
    let row = |package: &Package| {
        let name = Part::from([
            el("code", "").child(package.name.clone()).into(),
            " ".into(),
            span("tiny").child(package.ecosystem.clone()).into(),
        ]);
        let fixes: Vec<&str> = package
            .spans
            .iter()
            .filter(|span| span.until == Until::Fixed)
            .map(|span| span.end.as_str())
            .collect();
        let fixed: Part = if fixes.is_empty() {
            span("muted").child(words.no_fix).into()
        } else {
            el("code", "").child(fixes.join(", ")).into()
        };
        el("tr", "")
            .child(cell(words.package, name))
            .child(cell(words.versions, versions(package, words)))
            .child(cell(words.fixed_in, fixed))
    };
    let heads = [words.package, words.versions, words.fixed_in];
    section(words.affects, table(words.affects, &heads, many(&form.packages, row)))
}

/// The affected versions of a package, a range a line.
fn versions(package: &Package, words: &'static AdvisoryWords) -> Part {
    let range = |span: &Span| {
        let from = Some(span.introduced.as_str()).filter(|version| !matches!(*version, "" | "0"));
        let text = match span.until {
            Until::Fixed => (words.range_fixed)(from, &span.end),
            Until::LastAffected => (words.range_last)(from, &span.end),
            Until::Open => (words.range_open)(from),
        };
        el("li", "").child(text)
    };
    let single = (!package.versions.is_empty()).then(|| el("li", "").child(package.versions.clone()));
    let kept = (package.kept > 0).then(|| el("li", "tiny").child(words.kept));
    el("ul", "").child(many(&package.spans, range)).child(single).child(kept).into()
}

/// The whole story as it was written. It is CommonMark; what stands in it is shown, never run.
fn story(form: &Form, words: &'static AdvisoryWords) -> Part {
    if form.details.trim().is_empty() {
        return Part::Nothing;
    }
    section(words.details, div("story").child(form.details.trim().to_owned()).into())
}

fn references(form: &Form, words: &'static AdvisoryWords) -> Part {
    if form.references.is_empty() {
        return Part::Nothing;
    }
    let row = |reference: &crate::advisories::form::Reference| {
        let url = &reference.url;
        let address = if url.starts_with("https://") || url.starts_with("http://") {
            link(url, url)
        } else {
            url.clone().into()
        };
        el("li", "").child(span("tiny kind").child(words.reference(&reference.kind))).child(address)
    };
    section(words.references, el("ul", "references").child(many(&form.references, row)).into())
}

fn facts(open: &Open, words: &'static AdvisoryWords, reader: Reader) -> Part {
    let pair = |name: &'static str, what: Part| {
        div("").child(el("dt", "").child(name)).child(el("dd", "").child(what))
    };
    let advisory = &open.view.advisory;
    let code = |text: &str| Part::from(el("code", "").child(text.to_owned()));
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let vectors = |text: String| pair(words.cvss, many(text.lines(), |vector| div("").child(code(vector))));
    el("dl", "pairs")
        .child(some(&open.form.aliases).map(|aliases| pair(words.aliases, code(&aliases))))
        .child(some(&open.form.vectors).map(vectors))
        .child(some(&open.form.level).map(|level| pair(words.level, words.level(&level).to_owned().into())))
        .child(advisory.published.map(|at| pair(words.first_published, reader.day_of_year(at, None).into())))
        .child(advisory.modified.map(|at| pair(words.modified, reader.day_of_year(at, None).into())))
        .into()
}

fn revisions(revisions: &[Revision], words: &'static AdvisoryWords, reader: Reader) -> Part {
    if revisions.is_empty() {
        return p("tiny").child(words.loaded).into();
    }
    let row = |revision: &Revision| {
        let kind = match revision.kind {
            RevisionKind::Published => words.rev_published,
            RevisionKind::Updated => words.rev_updated,
            RevisionKind::Withdrawn => words.rev_withdrawn,
        };
        let when = [&revision.by, " · ", &reader.day_time(revision.at, None)].concat();
        el("li", "")
            .child(span("").child(format!("{} · {kind}", revision.revision)))
            .child(span("tiny").child(when))
            .child(revision.reason.clone().map(|reason| span("tiny quote").child(reason)))
    };
    el("ol", "before").child(many(revisions, row)).into()
}

fn vex(statements: &[StatementView], words: &'static AdvisoryWords, reader: Reader) -> Part {
    let row = |statement: &StatementView| {
        let (word, tone) = match statement.status {
            VexStatus::NotAffected => (words.vex_not_affected, Tone::Ok),
            VexStatus::Fixed => (words.vex_fixed, Tone::Ok),
            VexStatus::Affected => (words.vex_affected, Tone::Bad),
            VexStatus::UnderInvestigation => (words.vex_looking, Tone::Warn),
        };
        let more: Vec<String> = [
            statement.justification.as_deref().map(|why| why.replace('_', " ")),
            statement.at.map(|at| reader.day_of_year(at, None)),
        ]
        .into_iter()
        .flatten()
        .collect();
        el("li", "")
            .child(
                span("")
                    .child(el("code", "").child(statement.package.clone()))
                    .child(" ")
                    .child(tone.pill(word)),
            )
            .child(span("tiny").child(more.join(" · ")))
    };
    el("ul", "before").child(many(statements, row)).into()
}
