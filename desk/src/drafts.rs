//! What is being written, a text for each ticket and kind, and documents of the pages beside the lists, so
//! that nothing is lost by looking elsewhere.
//!
//! Kept in the tab's own storage and in memory, gone with the tab. A note never shares a text with a
//! reply: what was meant for colleagues can't be sent to a customer by a switch of the kind.

use std::collections::BTreeMap;

use aftercare_client::wire;
use aftercare_shared::id::TicketId;
use leptos::prelude::*;

use crate::storage::{self, Keep};

const NAME: &str = "drafts";

/// What a text is meant to become.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// A public message.
    #[default]
    Reply,
    /// A word for the colleagues.
    Note,
    /// A list of things the customer is asked for, one a line.
    Ask,
}

impl Kind {
    /// All kinds, in the order of the composer.
    pub(crate) const ALL: [Self; 3] = [Self::Reply, Self::Note, Self::Ask];

    /// The word that stands for it in the store.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Note => "note",
            Self::Ask => "ask",
        }
    }
}

/// All texts that are being written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drafts {
    texts: RwSignal<BTreeMap<String, String>>,
}

impl Drafts {
    /// Those that this tab has kept.
    pub(crate) fn kept() -> Self {
        let texts = storage::read(Keep::Tab, NAME).and_then(|text| wire::decode(&text));
        Self { texts: RwSignal::new(texts.unwrap_or_default()) }
    }

    /// The text of a ticket and kind; empty where nothing was written.
    pub(crate) fn text(self, ticket: &TicketId, kind: Kind) -> String {
        self.texts.with_untracked(|texts| texts.get(&name(ticket, kind)).cloned()).unwrap_or_default()
    }

    /// Whether something is being written to a ticket.
    pub(crate) fn has(self, ticket: &TicketId, kind: Kind) -> bool {
        self.texts.with(|texts| texts.contains_key(&name(ticket, kind)))
    }

    /// Whether a reply, note or question to a ticket is being written.
    pub(crate) fn has_any(self, ticket: &TicketId) -> bool {
        Kind::ALL.into_iter().any(|kind| self.has(ticket, kind))
    }

    /// A document that is being written on a page beside the lists, by the name that page gives it.
    pub(crate) fn document(self, name: &str) -> Option<BTreeMap<String, String>> {
        self.texts.with_untracked(|texts| wire::decode(texts.get(name)?))
    }

    /// Whether a document of that name is being written.
    pub(crate) fn has_document(self, name: &str) -> bool {
        self.texts.with(|texts| texts.contains_key(name))
    }

    /// The names of all documents that are being written and begin like this.
    pub(crate) fn documents(self, prefix: &str) -> Vec<String> {
        self.texts.with(|texts| texts.keys().filter(|name| name.starts_with(prefix)).cloned().collect())
    }

    /// Keeps a document with what belongs to it. One without parts is forgotten.
    pub(crate) fn keep_document(self, name: &str, parts: &BTreeMap<String, String>) {
        let text = Some(parts).filter(|it| !it.is_empty()).and_then(|it| serde_json::to_string(it).ok());
        self.texts.update(|texts| match text {
            Some(text) => {
                texts.insert(name.to_owned(), text);
            }
            None => {
                texts.remove(name);
            }
        });
        self.store();
    }

    /// How many texts there are.
    pub(crate) fn count(self) -> usize {
        self.texts.with_untracked(BTreeMap::len)
    }

    /// Keeps a text; a blank one is forgotten.
    pub(crate) fn keep(self, ticket: &TicketId, kind: Kind, text: &str) {
        let name = name(ticket, kind);
        self.texts.update(|texts| {
            if text.trim().is_empty() {
                texts.remove(&name);
            } else {
                texts.insert(name, text.to_owned());
            }
        });
        self.store();
    }

    /// Forgets them all.
    pub(crate) fn drop_all(self) {
        self.texts.set(BTreeMap::new());
        self.store();
    }

    fn store(self) {
        self.texts.with_untracked(|texts| {
            if texts.is_empty() {
                storage::forget(Keep::Tab, NAME);
            } else if let Ok(text) = serde_json::to_string(texts) {
                storage::write(Keep::Tab, NAME, &text);
            }
        });
    }
}

fn name(ticket: &TicketId, kind: Kind) -> String {
    format!("{}/{ticket}", kind.as_str())
}
