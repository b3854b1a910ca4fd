//! The form: what happens, how bad it is, what is promised for that, and what goes along.

use leptos::prelude::*;

use crate::panel::Panel;
use crate::route::Route;
use crate::views::choice::choice;
use crate::views::event_line::plain;
use crate::views::field::{bound, focus};
use crate::views::promised::promised;
use aftercare_shared::severity::Severity;
use aftercare_shared::ticket::command::Refusal;
use aftercare_ui::messages::{panel, ticket};
use aftercare_ui::part::{Part, button, div, el, live, many, p, span};
use aftercare_ui::{State, use_reader, watch};

pub(crate) fn new_ticket() -> Part {
    let panel = Panel::of_context();
    let form = panel.form;
    let words = panel::words(use_reader().lang);
    let tried = State::new(false);
    form.take_up();

    let subject_wrong = move || {
        let refusal = form.subject_refusal().filter(|_| tried.get())?;
        Some(if refusal == Refusal::TooLong { words.subject_long } else { words.subject_missing })
    };
    let body_wrong = move || form.body_refusal().map(|_| words.body_long);
    let submit = move || {
        tried.set(true);
        if untrack(|| form.subject_refusal().or(form.body_refusal())).is_some() {
            focus("subject");
        } else if let Some(key) = form.submit(panel.outbox, panel.surroundings()) {
            panel.router.go(Route::Outgoing(key));
        }
    };
    let subject = bound("input", "subject", form.subject, move || form.changed())
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("enterkeyhint", "next")
        .attr("placeholder", words.subject_example)
        .attr("aria-required", "true")
        .attr("aria-describedby", "subject-wrong")
        .live_attr("aria-invalid", move || subject_wrong().map(|_| "true"));
    let body = bound("textarea", "body", form.body, move || form.changed())
        .attr("rows", "5")
        .attr("placeholder", words.body_example)
        .attr("aria-describedby", "body-wrong");
    let draft = live(move || {
        let kept = panel.keep.is_durable().then_some(words.draft_kept);
        form.is_begun.get().then(|| {
            p("row tiny")
                .child(span("grow").child(kept))
                .child(button("link tiny", move || form.discard()).child(words.discard_draft))
        })
    });
    let sheet = el("main", "page")
        .child(labelled("subject", words.subject, subject.into(), "subject-wrong", live(subject_wrong)))
        .child(impact(panel))
        .child(promised(form.severity))
        .child(labelled("body", words.body, body.into(), "body-wrong", live(body_wrong)))
        .child(live(move || sent_along(panel)))
        .child(draft);
    let send = el("button", "primary grow")
        .attr("type", "submit")
        .live_flag("disabled", move || !panel.session.is_open())
        .child(words.submit);
    el("form", "sheet")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            submit();
        })
        .child(sheet)
        .child(div("composer").child(send))
        .into()
}

/// A field under its name, and over what is wrong with it.
fn labelled(id: &'static str, name: &'static str, field: Part, wrong_id: &'static str, wrong: Part) -> Part {
    div("")
        .child(el("label", "label").attr("for", id).child(name))
        .child(field)
        .child(p("wrong").attr("id", wrong_id).attr("role", "alert").child(wrong))
        .into()
}

/// How bad it is: one of those on offer, each with what it means. The vendor's own words for them come first.
fn impact(panel: Panel) -> Part {
    let form = panel.form;
    let reader = use_reader();
    let names = ticket::words(reader.lang);
    let offered = State::derived(move || {
        panel
            .quotes()
            .quotes
            .with(|quotes| quotes.map(|quotes| quotes.severities.clone()).unwrap_or_default())
    });
    watch(move || {
        // A draft may hold what is not on offer any more.
        let chosen = form.severity.get();
        let first = offered.with(|listed| listed.first().map(|first| first.severity));
        let is_listed = offered.with(|listed| listed.iter().any(|it| it.severity == chosen));
        if let Some(first) = first.filter(|_| !is_listed) {
            form.severity.set(first);
        }
    });
    let one = move |severity: Severity| {
        choice(
            "impact",
            offered.with(|listed| reader.severity(severity, listed)),
            move || form.severity.get() == severity,
            move || {
                form.severity.set(severity);
                form.changed();
            },
        )
    };
    let choices = live(move || {
        let listed = offered.get();
        if listed.is_empty() { many(Severity::USUAL, one) } else { many(listed, |it| one(it.severity)) }
    });
    let means = move || {
        let chosen = form.severity.get();
        let own = offered.with(|listed| {
            let means = listed.iter().find(|it| it.severity == chosen).and_then(|it| it.means.as_ref());
            means.map(|means| means.in_lang(reader.lang).to_owned())
        });
        own.unwrap_or_else(|| names.severity_means(chosen).to_owned())
    };
    el("fieldset", "plain")
        .child(el("legend", "label").child(panel::words(reader.lang).impact))
        .child(div("segments").child(choices))
        .child(p("tiny after").child(live(means)))
        .into()
}

/// The SDK versions that go along, unless the reader says no.
fn sent_along(panel: Panel) -> Option<Part> {
    let form = panel.form;
    let words = panel::words(use_reader().lang);
    let sdks = panel.notices.sdks.get();
    if sdks.is_empty() {
        return None;
    }
    let lines = many(sdks, |sdk| el("li", "clip").child(el("code", "").child(plain(&sdk))));
    let switch = el("input", "switch")
        .attr("type", "checkbox")
        .live_flag("checked", move || form.attaches_sdks.get())
        .on("change", move |event| form.attaches_sdks.set(event_target_checked(&event)));
    let text = span("grow")
        .child(el("b", "block").child(words.attach_sdks))
        .child(span("muted").child(words.sdks_attached_means));
    let list = el("ul", "lines tiny").child(lines);
    Some(div("card").child(el("label", "row").child(text).child(switch)).child(list).into())
}
