//! The list of keys.

use aftercare_ui::messages::desk::DeskWords;
use leptos::prelude::*;

use crate::modal::Modal;
use crate::shortcuts::{self, Command};
use crate::workplace::Workplace;

/// The overlay that lists the keys.
#[component]
pub(crate) fn Keys() -> impl IntoView {
    let work = Workplace::of_context();
    let words = work.words();
    let hint = move || if work.preferences.shortcuts.get() { words.keys.hint } else { words.keys.off };
    let rows = move || {
        Command::ALL.map(|command| {
            view! { <div><dt><kbd>{command.key()}</kbd></dt><dd>{name(command, words)}</dd></div> }
        })
    };
    view! {
        <Modal open=work.help title=words.keys.title>
            <p class="muted">{hint}</p>
            <dl class="keys">
                {rows}
                <div><dt><kbd>{shortcuts::send_keys()}</kbd></dt><dd>{words.keys.send}</dd></div>
                <div><dt><kbd>"Esc"</kbd></dt><dd>{words.keys.escape}</dd></div>
            </dl>
            <label class="row">
                <input
                    type="checkbox"
                    prop:checked=move || work.preferences.shortcuts.get()
                    on:change=move |event| work.preferences.choose_shortcuts(event_target_checked(&event))
                />
                {words.side.shortcuts}
            </label>
            <div class="row end">
                <button type="button" class="primary" on:click=move |_| work.help.set(false)>{words.keys.close}</button>
            </div>
        </Modal>
    }
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
