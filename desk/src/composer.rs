//! Where one writes: a reply, a note, or a list of things the customer is asked for.
//!
//! Each has a text of its own, kept from the first letter. What is sent leaves the field and stands in
//! the log as on its way; what can't be delivered comes back.

use aftercare_shared::id::TicketId;
use aftercare_shared::ticket::Status;
use aftercare_shared::ticket::command::{MAX_BODY_BYTES, MAX_INFO_ITEMS, MAX_SUBJECT_CHARS};
use aftercare_ui::messages::desk::ComposerWords;
use leptos::prelude::*;

use crate::actions::Act;
use crate::drafts::Kind;
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
#[component]
pub(crate) fn Composer() -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().composer;
    let id = work.place.ticket.get_untracked();
    let text = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<Wrong>);
    let ticket = StoredValue::new(id);
    // The field shows the kept text: at first, for another kind, and when one comes back.
    Effect::new(move || {
        work.open.given_back.track();
        let kind = work.kind.get();
        let kept =
            ticket.with_value(|id| id.as_ref().map(|id| work.drafts.text(id, kind))).unwrap_or_default();
        text.set(kept);
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
    let is_ended = Memo::new(move |_| {
        work.open.shown.with(|it| it.as_ref().is_some_and(|it| has_ended(it.ticket.summary.status)))
    });
    let is_closed_to = move || is_ended.get() && work.kind.get() != Kind::Note;
    let class = move || match work.kind.get() {
        Kind::Reply => "composer",
        Kind::Note => "composer noting",
        Kind::Ask => "composer asking",
    };
    view! {
        <form
            class=class
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <div class="row wrap">
                <Kinds />
                <span class="grow"></span>
                <p class="tiny" id="composer-hint">{move || hint(work.kind.get(), words)}</p>
            </div>
            <Show when=move || work.kind.get() == Kind::Ask>
                <Presets text keep=Callback::new(keep) />
            </Show>
            <textarea
                class="field small"
                rows="3"
                node_ref=work.field
                aria-label=move || name(work.kind.get(), words)
                aria-describedby="composer-wrong composer-hint"
                aria-invalid=move || wrong.with(Option::is_some).to_string()
                placeholder=move || placeholder(work, words)
                prop:value=move || text.get()
                prop:disabled=is_closed_to
                on:input=move |event| keep(event_target_value(&event))
                on:keydown=move |event| {
                    if shortcuts::is_send(&event) {
                        event.prevent_default();
                        send();
                    } else if event.key() == "Escape" {
                        leave(work);
                    }
                }
            ></textarea>
            <div class="row wrap">
                <p id="composer-wrong" class="wrong grow" role="alert">
                    {move || wrong.get().map(|why| complaint(why, words))}
                </p>
                {move || is_closed_to().then(|| view! { <p class="tiny">{words.ended}</p> })}
                <button type="submit" class="primary small" prop:disabled=is_closed_to>
                    {move || label(work.kind.get(), words)}
                    <kbd aria-hidden="true">{shortcuts::send_keys()}</kbd>
                </button>
            </div>
        </form>
    }
}

/// Which of the three is written.
#[component]
fn Kinds() -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().composer;
    let draft = move |kind| {
        let id = work.place.ticket.get();
        (work.kind.get() != kind && id.is_some_and(|id| work.drafts.has(&id, kind)))
            .then(|| view! { <span class="dot" title=words.draft></span> <span class="unseen">{words.draft}</span> })
    };
    let choice = move |kind: Kind| {
        view! {
            <label>
                <input
                    type="radio"
                    name="kind"
                    prop:checked=move || work.kind.get() == kind
                    on:change=move |_| work.kind.set(kind)
                />
                {name(kind, words)}
                {move || draft(kind)}
            </label>
        }
    };
    view! { <div class="segments kinds" role="radiogroup" aria-label=words.label>{Kind::ALL.map(choice)}</div> }
}

/// Things that are often needed, a click each.
#[component]
fn Presets(text: RwSignal<String>, keep: Callback<String>) -> impl IntoView {
    let words = &Workplace::of_context().words().composer;
    let add = move |line: &'static str| {
        let written = text.get_untracked();
        if !written.lines().any(|known| known.trim() == line) {
            let gap = if written.is_empty() || written.ends_with('\n') { "" } else { "\n" };
            keep.run(format!("{written}{gap}{line}\n"));
        }
    };
    view! {
        <div class="row wrap presets" role="group" aria-label=words.ask_presets_label>
            {words
                .ask_presets
                .map(|line| {
                    view! { <button type="button" class="chip" on:click=move |_| add(line)>"+ " {line}</button> }
                })}
        </div>
    }
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

/// Escape leads from the field to the log: out of writing, so that single keys act again.
fn leave(work: Workplace) {
    if let Some(field) = work.field.get_untracked() {
        let _unfocusable = field.blur();
    }
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
