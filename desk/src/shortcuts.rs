//! Single keys that act (WCAG 2.1.4): never while somebody types, never with a modifier, never under an
//! open dialog, and not at all where they are switched off.

use aftercare_ui::listen;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

/// What a key stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Command {
    /// Accept the ticket.
    Accept,
    /// Write a reply.
    Reply,
    /// Write a note.
    Note,
    /// Resolve the ticket.
    Resolve,
    /// Ask for details.
    Ask,
    /// Change the severity.
    Severity,
    /// The next ticket.
    Next,
    /// The ticket before.
    Previous,
    /// Go to the search box.
    Search,
    /// Show the keys.
    Help,
}

impl Command {
    /// All commands, in the order of the list of keys.
    pub(crate) const ALL: [Self; 10] = [
        Self::Next,
        Self::Previous,
        Self::Search,
        Self::Accept,
        Self::Reply,
        Self::Note,
        Self::Ask,
        Self::Severity,
        Self::Resolve,
        Self::Help,
    ];

    /// Its key.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Accept => "a",
            Self::Reply => "r",
            Self::Note => "n",
            Self::Resolve => "e",
            Self::Ask => "d",
            Self::Severity => "s",
            Self::Next => "j",
            Self::Previous => "k",
            Self::Search => "/",
            Self::Help => "?",
        }
    }

    /// The command of a key.
    pub(crate) fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|command| command.key() == key)
    }
}

/// Hands every key that is meant as a command to `run`, for as long as the owner lives.
pub(crate) fn obey(is_on: impl Fn() -> bool + 'static, run: impl Fn(Command) + 'static) {
    listen("keydown", move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        if is_on()
            && is_bare(event)
            && !is_typing(event)
            && let Some(command) = Command::of_key(&event.key())
        {
            event.prevent_default();
            run(command);
        }
    });
}

/// Whether the key stands alone. Shift is not asked: it is how some keyboards write `/` and `?`, and
/// turns a letter into another one that is no command.
fn is_bare(event: &KeyboardEvent) -> bool {
    !(event.ctrl_key()
        || event.meta_key()
        || event.alt_key()
        || event.is_composing()
        || is_idle_repeat(event))
}

/// A key held down walks the list, and repeats nothing else.
fn is_idle_repeat(event: &KeyboardEvent) -> bool {
    event.repeat() && !matches!(Command::of_key(&event.key()), Some(Command::Next | Command::Previous))
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return false;
    };
    let within = |selector| element.closest(selector).ok().flatten().is_some();
    within("input, textarea, select, [contenteditable], dialog") || is_dialog_open()
}

fn is_dialog_open() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// Whether the event is Ctrl or Cmd with Enter.
pub(crate) fn is_send(event: &Event) -> bool {
    event.dyn_ref::<KeyboardEvent>().is_some_and(|event| {
        event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing()
    })
}

/// How the keys that send are written on this machine.
pub(crate) fn send_keys() -> &'static str {
    let agent = window().navigator().user_agent().unwrap_or_default();
    if agent.contains("Mac") { "⌘ ↵" } else { "Ctrl ↵" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_key_of_its_own() {
        for command in Command::ALL {
            assert_eq!(Command::of_key(command.key()), Some(command));
        }
        assert_eq!(Command::of_key("A"), None);
    }
}
