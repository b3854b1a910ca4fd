//! Where one writes: a reply, a note, or a list of things the customer is asked for.
//!
//! Each has a text of its own, kept from the first letter. What is sent leaves the field and stands in
//! the log as on its way; what can't be delivered comes back.

use aftercare_shared::id::TicketId;
use aftercare_shared::ticket::Status;
use aftercare_shared::ticket::command::{MAX_BODY_BYTES, MAX_INFO_ITEMS, MAX_SUBJECT_CHARS};
use aftercare_ui::messages::desk::ComposerWords;
use aftercare_ui::part::{Part, button, div, el, live, many, p, span, unseen};
use aftercare_ui::watch;
use leptos::prelude::*;

use crate::actions::Act;
use crate::drafts::Kind;
use crate::focus::{blur, find, key};
use crate::shortcuts;
use crate::workplace::Workplace;

/// Why a text is not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Empty,
    TooLong,
    AskTooLong,
}

/// The composer of the open ticket.
pub(crate) fn composer(work: Workplace) -> Part {
    let words = &work.words().composer;
    let ticket = StoredValue::new(work.place.ticket.get_untracked());
    let text = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<Wrong>);
    // The field shows the kept text: at first, for another kind, and when one comes back.
    watch(move || {
        work.open.given_back.track();
        let kind = work.kind.get();
        let kept = ticket.with_value(|id| id.as_ref().map(|id| work.drafts.text(id, kind)));
        text.set(kept.unwrap_or_default());
        wrong.set(None);
    });
    let keep = move |value: String| {
        ticket.with_value(|id| {
            if let Some(id) = id {
                work.drafts.keep(id, work.kind.get_untracked(), &value);
            }
        });
        text.set(value);
        wrong.set(None);
    };
    let send = move || {
        let Some(id) = ticket.get_value() else { return };
        let (kind, written) = (work.kind.get_untracked(), text.get_untracked());
        match check(kind, &written) {
            Err(why) => {
                wrong.set(Some(why));
                work.write(kind);
            }
            Ok(()) => dispatch(work, id, kind, written.trim(), text),
        }
    };
    let is_shut = move || {
        let has_ended =
            work.open.shown.with(|it| it.as_ref().is_some_and(|it| has_ended(it.ticket.summary.status)));
        has_ended && work.kind.get() != Kind::Note
    };
    let class = move || match work.kind.get() {
        Kind::Reply => "composer",
        Kind::Note => "composer noting",
        Kind::Ask => "composer asking",
    };
    let field = el("textarea", "field small")
        .attr("id", "field")
        .attr("rows", "3")
        .attr("aria-describedby", "composer-wrong composer-hint")
        .live_attr("aria-label", move || Some(name(work.kind.get(), words)))
        .live_attr("aria-invalid", move || Some(wrong.with(Option::is_some).to_string()))
        .live_attr("placeholder", move || Some(placeholder(work, words)))
        .live_text("value", move || text.get())
        .live_flag("disabled", is_shut)
        .on("input", move |event| keep(event_target_value(&event)))
        .on("keydown", move |event| {
            if shortcuts::is_send(&event) {
                event.prevent_default();
                send();
            } else if key(&event) == "Escape"
                && let Some(field) = find("#field")
            {
                // Out of writing, so that single keys act again.
                blur(&field);
            }
        });
    let submit = el("button", "primary small")
        .attr("type", "submit")
        .live_flag("disabled", is_shut)
        .child(live(move || label(work.kind.get(), words)))
        .child(el("kbd", "").attr("aria-hidden", "true").child(shortcuts::send_keys()));
    let complaint = p("wrong grow")
        .attr("id", "composer-wrong")
        .attr("role", "alert")
        .child(live(move || wrong.get().map(|why| complaint(why, words))));
    let hint = p("tiny").attr("id", "composer-hint").child(live(move || hint(work.kind.get(), words)));
    let often = move || (work.kind.get() == Kind::Ask).then(|| presets(work, text, keep));
    el("form", "")
        .live_attr("class", move || Some(class()))
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .child(div("row wrap").child(kinds(work)).child(span("grow")).child(hint))
        .child(live(often))
        .child(field)
        .child(
            div("row wrap")
                .child(complaint)
                .child(live(move || is_shut().then(|| p("tiny").child(words.ended))))
                .child(submit),
        )
        .into()
}

/// Which of the three is written.
fn kinds(work: Workplace) -> Part {
    let words = &work.words().composer;
    let drafted = move |kind| {
        let id = work.place.ticket.get();
        let is_elsewhere = work.kind.get() != kind && id.is_some_and(|id| work.drafts.has(&id, kind));
        is_elsewhere
            .then(|| Part::from([span("dot").attr("title", words.draft).into(), unseen(words.draft).into()]))
    };
    let choice = move |kind: Kind| {
        let input = el("input", "")
            .attr("type", "radio")
            .attr("name", "kind")
            .live_flag("checked", move || work.kind.get() == kind)
            .on("change", move |_| work.kind.set(kind));
        el("label", "").child(input).child(name(kind, words)).child(live(move || drafted(kind)))
    };
    div("segments kinds")
        .attr("role", "radiogroup")
        .attr("aria-label", words.label)
        .child(many(Kind::ALL, choice))
        .into()
}

/// Things that are often needed, a click each.
fn presets(work: Workplace, text: RwSignal<String>, keep: impl Fn(String) + Copy + Send + 'static) -> Part {
    let words = &work.words().composer;
    let add = move |line: &'static str| {
        let written = text.get_untracked();
        if !written.lines().any(|known| known.trim() == line) {
            let gap = if written.is_empty() || written.ends_with('\n') { "" } else { "\n" };
            keep([&written, gap, line, "\n"].concat());
        }
    };
    let chip = |line: &'static str| button("chip", move || add(line)).child("+ ").child(line);
    div("row wrap presets")
        .attr("role", "group")
        .attr("aria-label", words.ask_presets_label)
        .child(many(words.ask_presets, chip))
        .into()
}

/// Sends a text that was found fit, and empties the field of what has left it.
fn dispatch(work: Workplace, id: TicketId, kind: Kind, written: &str, text: RwSignal<String>) {
    let empty = || {
        work.drafts.keep(&id, kind, "");
        text.set(String::new());
    };
    match kind {
        Kind::Reply => {
            empty();
            work.open.stale_since.set(None);
            work.outbox.reply(id.clone(), written.to_owned(), work.open.seen.get_untracked());
        }
        Kind::Note => {
            empty();
            work.outbox.note(id.clone(), written.to_owned());
        }
        // It stays in the field until the service has it: there is no second attempt without a look.
        Kind::Ask => work.actions.run(Act::Ask(items(written))),
    }
}

fn items(written: &str) -> Vec<String> {
    written.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Whether a text can be sent at all, so that a refusal that is certain costs no journey.
fn check(kind: Kind, written: &str) -> Result<(), Wrong> {
    if written.trim().is_empty() {
        return Err(Wrong::Empty);
    }
    if written.trim().len() > MAX_BODY_BYTES {
        return Err(Wrong::TooLong);
    }
    let items = items(written);
    let is_long =
        items.len() > MAX_INFO_ITEMS || items.iter().any(|item| item.chars().count() > MAX_SUBJECT_CHARS);
    if kind == Kind::Ask && is_long { Err(Wrong::AskTooLong) } else { Ok(()) }
}

fn has_ended(status: Status) -> bool {
    match status {
        Status::Closed | Status::Merged => true,
        Status::New | Status::Open | Status::Waiting | Status::Resolved => false,
    }
}

fn name(kind: Kind, words: &ComposerWords) -> &'static str {
    match kind {
        Kind::Reply => words.reply,
        Kind::Note => words.note,
        Kind::Ask => words.ask,
    }
}

fn hint(kind: Kind, words: &ComposerWords) -> &'static str {
    match kind {
        Kind::Reply => words.reply_hint,
        Kind::Note => words.note_hint,
        Kind::Ask => words.ask_hint,
    }
}

fn label(kind: Kind, words: &ComposerWords) -> &'static str {
    match kind {
        Kind::Reply => words.send,
        Kind::Note => words.save_note,
        Kind::Ask => words.send_ask,
    }
}

fn complaint(wrong: Wrong, words: &ComposerWords) -> &'static str {
    match wrong {
        Wrong::Empty => words.empty,
        Wrong::TooLong => words.too_long,
        Wrong::AskTooLong => words.ask_too_long,
    }
}

fn placeholder(work: Workplace, words: &ComposerWords) -> String {
    match work.kind.get() {
        Kind::Reply => {
            let name = work.open.shown.with(|it| it.as_ref().map(|it| it.customer.requester.clone()));
            (words.reply_placeholder)(&name.unwrap_or_default())
        }
        Kind::Note => words.note_placeholder.to_owned(),
        Kind::Ask => words.ask_placeholder.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_certain_to_be_refused_is_not_sent() {
        let many = "line\n".repeat(MAX_INFO_ITEMS + 1);
        let long = "x".repeat(MAX_BODY_BYTES + 1);
        let cases = [
            (Kind::Reply, "Hello", Ok(())),
            (Kind::Reply, " \n ", Err(Wrong::Empty)),
            (Kind::Note, long.as_str(), Err(Wrong::TooLong)),
            (Kind::Reply, many.as_str(), Ok(())),
            (Kind::Ask, many.as_str(), Err(Wrong::AskTooLong)),
        ];
        for (kind, text, expected) in cases {
            assert_eq!(check(kind, text), expected);
        }
    }

    #[test]
    fn a_line_is_an_item() {
        assert_eq!(items(" a log \n\n steps\n"), ["a log", "steps"]);
    }
}
