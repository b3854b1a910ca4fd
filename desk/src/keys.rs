//! The list of keys.

use aftercare_ui::messages::desk::DeskWords;
use aftercare_ui::part::{Part, button, div, el, live, many, p};
use leptos::prelude::*;

use crate::modal::modal;
use crate::shortcuts::{self, Command};
use crate::side;
use crate::workplace::Workplace;

/// The overlay that lists the keys.
pub(crate) fn keys(work: Workplace) -> Part {
    let words = work.words();
    let hint = move || if work.preferences.shortcuts.get() { words.keys.hint } else { words.keys.off };
    let row = |key: &'static str, does: &'static str| {
        div("").child(el("dt", "").child(el("kbd", "").child(key))).child(el("dd", "").child(does)).into()
    };
    modal(
        work.help,
        || words.keys.title.to_owned(),
        move || {
            let list = el("dl", "keys")
                .child(many(Command::ALL, |command| -> Part { row(command.key(), name(command, words)) }))
                .child(Part::from([
                    row(shortcuts::send_keys(), words.keys.send),
                    row("Esc", words.keys.escape),
                ]));
            let close = button("primary", move || work.help.set(false)).child(words.keys.close);
            Part::from([
                p("muted").child(live(hint)).into(),
                list.into(),
                side::shortcuts_switch(work),
                div("row end").child(close).into(),
            ])
        },
    )
}

fn name(command: Command, words: &DeskWords) -> &'static str {
    match command {
        Command::Accept => words.ticket.accept,
        Command::Reply => words.composer.reply,
        Command::Note => words.composer.note,
        Command::Resolve => words.ticket.resolve,
        Command::Ask => words.composer.ask,
        Command::Severity => words.ticket.severity,
        Command::Next => words.keys.next,
        Command::Previous => words.keys.previous,
        Command::Search => words.keys.search,
        Command::Help => words.keys.help,
    }
}
