//! What outlives the page: drafts, what waits to be sent, what was read.
//!
//! Texts under names, in IndexedDB. Where the browser blocks that, they live in memory for as long as the
//! page does, and [`Keep::is_durable`] says so. Names begin with whose they are, so that the next person
//! at this computer does not find them. Nothing secret is kept: no token passes through here.

mod database;

use core::cell::RefCell;
use core::pin::Pin;
use leptos::task::spawn_local;
use serde::Serialize;

use aftercare_client::wire::{self, Decode};
use aftercare_ui::State;
use database::Database;

thread_local! {
    /// What was kept while the page stands open; all there is where storage is blocked.
    static MEMORY: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
}

/// Texts under their names.
type Texts = Vec<(String, String)>;

/// The store.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Keep {
    durable: State<bool>,
}

/// Changes that happen together or not at all.
#[derive(Debug, Default)]
pub(crate) struct Changes(Vec<(String, Option<String>)>);

impl Changes {
    /// Keeps a value under a name.
    pub(crate) fn put(mut self, name: &str, value: &impl Serialize) -> Self {
        // What is kept are plain structs of texts, which always have a JSON form.
        if let Ok(json) = serde_json::to_string(value) {
            self.0.push((name.to_owned(), Some(json)));
        }
        self
    }

    /// Forgets a name.
    pub(crate) fn remove(mut self, name: &str) -> Self {
        self.0.push((name.to_owned(), None));
        self
    }
}

impl Keep {
    pub(crate) fn new() -> Self {
        Self { durable: State::new(true) }
    }

    /// Whether what is kept outlives the page, as far as is known. Tracked.
    pub(crate) fn is_durable(&self) -> bool {
        self.durable.get()
    }

    /// Makes changes, and does not wait for them: what follows in this page sees them at once.
    pub(crate) fn change(&self, changes: Changes) {
        let keep = *self;
        remember(&changes);
        spawn_local(async move { keep.write(changes).await });
    }

    /// Makes changes, and waits until they are on the disk (or known not to get there).
    pub(crate) async fn change_surely(&self, changes: Changes) {
        remember(&changes);
        self.write(changes).await;
    }

    /// What is kept under a name.
    pub(crate) async fn value<T: Decode>(&self, name: &str) -> Option<T> {
        wire::decode(&self.text(name.to_owned()).await?)
    }

    /// All that is kept under names that begin so, with the rest of their names. What an older version
    /// left and nobody can read any more is left out.
    pub(crate) async fn values<T: Decode>(&self, prefix: String) -> Vec<(String, T)> {
        let read = |(name, text): (String, String)| Some((name, wire::decode(&text)?));
        self.texts(prefix).await.into_iter().filter_map(read).collect()
    }

    fn text(&self, name: String) -> Pin<Box<dyn Future<Output = Option<String>>>> {
        let is_durable = self.durable.get_untracked();
        Box::pin(async move {
            let stored = match Database::open().await {
                Some(database) if is_durable => database.value(&name).await,
                Some(_) | None => None,
            };
            stored.unwrap_or_else(|| remembered(&name))
        })
    }

    fn texts(&self, prefix: String) -> Pin<Box<dyn Future<Output = Texts>>> {
        let is_durable = self.durable.get_untracked();
        Box::pin(async move {
            let stored = match Database::open().await {
                Some(database) if is_durable => database.values(&prefix).await,
                Some(_) | None => None,
            };
            let named = stored.unwrap_or_else(|| MEMORY.with_borrow(Clone::clone));
            let rest = |(name, text): (String, String)| Some((name.strip_prefix(&prefix)?.to_owned(), text));
            named.into_iter().filter_map(rest).collect()
        })
    }

    async fn write(&self, changes: Changes) {
        let written = match Database::open().await {
            Some(database) => database.write(&changes.0).await,
            None => false,
        };
        if self.durable.get_untracked() != written {
            self.durable.set(written);
        }
    }
}

fn remembered(name: &str) -> Option<String> {
    MEMORY.with_borrow(|memory| memory.iter().find(|(known, _)| known == name).map(|(_, json)| json.clone()))
}

fn remember(changes: &Changes) {
    MEMORY.with_borrow_mut(|memory| {
        for (name, json) in &changes.0 {
            memory.retain(|(known, _)| known != name);
            memory.extend(json.clone().map(|json| (name.clone(), json)));
        }
    });
}
