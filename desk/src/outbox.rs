//! Replies and notes between the writer's hand and the service.
//!
//! An entry leaves the outbox only when the service has it, when its writer takes it back, or when it is
//! stale and goes back to the composer. Every attempt sends the same bytes under the same
//! Idempotency-Key, so a repetition never writes twice. Entries live in the tab's storage: a reload
//! finds them again.

use std::time::Duration;

use aftercare_client::wire::{self, Decode, Value, field};
use aftercare_client::{Desk, Failure, IdempotencyKey};
use aftercare_shared::api::desk::{DeskTicket, NewNote};
use aftercare_shared::api::ticket::NewMessage;
use aftercare_shared::id::TicketId;
use aftercare_shared::problem::Kind as Problem;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;

use crate::board::Board;
use crate::open::OpenTicket;
use crate::session::Session;
use crate::storage::{self, Keep};

const NAME: &str = "outbox";
/// After how long a passing failure is tried again, in seconds; the last one repeats.
const RETRY_SECONDS: [u64; 4] = [2, 5, 15, 30];

/// A text on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Outgoing {
    /// What makes a repetition harmless, and the entry's name.
    pub(crate) key: IdempotencyKey,
    /// Where it goes.
    pub(crate) ticket: TicketId,
    /// What it says.
    pub(crate) body: String,
    /// The last event its writer had seen; absent for a note, which answers nothing.
    pub(crate) seen: Option<u32>,
    /// Where it stands. After a reload nobody knows whether it arrived.
    #[serde(skip)]
    pub(crate) state: Delivery,
    /// How often it was tried.
    #[serde(skip)]
    tries: usize,
}

/// Where an entry stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// The request is out.
    Sending,
    /// It was not answered, or refused.
    Failed(Failure),
}

/// An entry that was kept: the request it was in has ended, nobody knows how.
impl Decode for Outgoing {
    fn decode(json: &Value) -> Option<Self> {
        Some(Self {
            key: field(json, "key")?,
            ticket: field(json, "ticket")?,
            body: field(json, "body")?,
            seen: field(json, "seen")?,
            state: Delivery::Failed(Failure::Offline),
            tries: 0,
        })
    }
}

/// All texts on their way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outbox {
    /// The entries, oldest first.
    pub(crate) entries: RwSignal<Vec<Outgoing>>,
    session: Session,
    open: OpenTicket,
    board: Board,
}

impl Outbox {
    /// Those that this tab has kept. They are sent again once somebody is signed in.
    pub(crate) fn kept(session: Session, open: OpenTicket, board: Board) -> Self {
        let entries = storage::read(Keep::Tab, NAME).and_then(|text| wire::decode(&text));
        Self { entries: RwSignal::new(entries.unwrap_or_default()), session, open, board }
    }

    /// Sends a reply.
    pub(crate) fn reply(self, ticket: TicketId, body: String, seen: u32) {
        self.put(ticket, body, Some(seen));
    }

    /// Keeps a note.
    pub(crate) fn note(self, ticket: TicketId, body: String) {
        self.put(ticket, body, None);
    }

    /// Tries an entry again.
    pub(crate) fn retry(self, key: &IdempotencyKey) {
        let waiting = |entry: &&mut Outgoing| entry.key == *key && entry.state != Delivery::Sending;
        let mut again = None;
        self.entries.update(|entries| {
            if let Some(entry) = entries.iter_mut().find(waiting) {
                entry.state = Delivery::Sending;
                again = Some(entry.clone());
            }
        });
        if let Some(entry) = again {
            self.send(entry);
        }
    }

    /// Tries everything again that may succeed now.
    pub(crate) fn flush(self) {
        let keys = self.entries.with_untracked(|entries| {
            let due = entries.iter().filter(|entry| match &entry.state {
                Delivery::Sending => false,
                Delivery::Failed(failure) => failure.is_passing() || failure.is_signed_out(),
            });
            due.map(|entry| entry.key.clone()).collect::<Vec<_>>()
        });
        for key in keys {
            self.retry(&key);
        }
    }

    /// Takes an entry out, for its writer to change.
    pub(crate) fn take_back(self, key: &IdempotencyKey) -> Option<Outgoing> {
        let mut taken = None;
        self.entries.update(|entries| {
            if let Some(place) = entries.iter().position(|entry| entry.key == *key) {
                taken = Some(entries.remove(place));
            }
        });
        self.store();
        taken
    }

    /// Forgets them all.
    pub(crate) fn drop_all(self) {
        self.entries.set(Vec::new());
        self.store();
    }

    fn put(self, ticket: TicketId, body: String, seen: Option<u32>) {
        let key = IdempotencyKey::mint();
        let entry = Outgoing { key, ticket, body, seen, state: Delivery::Sending, tries: 0 };
        self.entries.update(|entries| entries.push(entry.clone()));
        self.store();
        self.send(entry);
    }

    fn send(self, entry: Outgoing) {
        spawn_local(async move {
            let answer = self.session.heed(deliver(&entry).await);
            match answer {
                Ok(ticket) => {
                    self.take_back(&entry.key);
                    self.open.acted(ticket);
                    self.board.refresh();
                }
                Err(failure) if failure.kind() == Some(Problem::Stale) => {
                    if let Some(entry) = self.take_back(&entry.key) {
                        self.open.give_back(&entry.ticket, entry.seen.unwrap_or_default(), &entry.body);
                    }
                }
                Err(failure) => self.fail(&entry.key, failure),
            }
        });
    }

    fn fail(self, key: &IdempotencyKey, failure: Failure) {
        let mut delay = None;
        self.entries.update(|entries| {
            if let Some(entry) = entries.iter_mut().find(|entry| entry.key == *key) {
                delay = failure.is_passing().then(|| RETRY_SECONDS.get(entry.tries).unwrap_or(&30));
                entry.tries += 1;
                entry.state = Delivery::Failed(failure);
            }
        });
        if let Some(seconds) = delay {
            let key = key.clone();
            set_timeout(move || self.retry(&key), Duration::from_secs(*seconds));
        }
    }

    fn store(self) {
        self.entries.with_untracked(|entries| {
            if entries.is_empty() {
                storage::forget(Keep::Tab, NAME);
            } else if let Ok(text) = serde_json::to_string(entries) {
                storage::write(Keep::Tab, NAME, &text);
            }
        });
    }
}

async fn deliver(entry: &Outgoing) -> Result<DeskTicket, Failure> {
    let (api, body) = (Desk::default(), entry.body.clone());
    match entry.seen {
        Some(seen) => api.reply(&entry.ticket, &NewMessage { body, seen }, &entry.key).await,
        None => api.note(&entry.ticket, &NewNote { body }, &entry.key).await,
    }
}
