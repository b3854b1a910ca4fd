//! The list of tickets as it is held here, page by page.
//!
//! A refresh walks the pages that are open, each with its ETag, so that a quiet list costs a few 304s.
//! Rows are known by their ids: what moves, moves under a selection and a scroll that stay.

use std::collections::BTreeSet;

use aftercare_client::{Desk, Failure, Fresh};
use aftercare_shared::api::desk::{Counts, QueueItem, View};
use aftercare_shared::id::TicketId;
use aftercare_ui::Clock;
use aftercare_ui::watch;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::open::Load;
use crate::place::Place;
use crate::session::Session;

/// The most pages that a refresh walks.
const MAX_PAGES: usize = 20;

/// The list of tickets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Board {
    /// The rows, in the list's order.
    pub(crate) items: RwSignal<Vec<QueueItem>>,
    /// How many tickets each list holds.
    pub(crate) counts: RwSignal<Option<Counts>>,
    /// What is searched for.
    pub(crate) words: RwSignal<String>,
    /// Where the fetching of the first page stands.
    pub(crate) load: RwSignal<Load>,
    /// Whether there are more pages.
    pub(crate) has_more: RwSignal<bool>,
    /// Whether the next page is on its way.
    pub(crate) fetching_more: RwSignal<bool>,
    pages: StoredValue<Vec<Leaf>>,
    /// Rises with each change of the question; answers to an older one are dropped.
    turn: StoredValue<u32>,
    asking: StoredValue<bool>,
    /// Where the open ticket last stood: it may have left the list by what was done to it.
    stood: StoredValue<usize>,
    place: Place,
    session: Session,
    clock: Clock,
}

/// A page as it was answered.
#[derive(Debug, Clone)]
struct Leaf {
    cursor: Option<String>,
    etag: Option<String>,
    items: Vec<QueueItem>,
    next: Option<String>,
}

impl Board {
    /// Follows the place and the search box.
    pub(crate) fn follow(place: Place, session: Session, clock: Clock) -> Self {
        let board = Self {
            items: RwSignal::new(Vec::new()),
            counts: RwSignal::new(None),
            words: RwSignal::new(String::new()),
            load: RwSignal::new(Load::Loading),
            has_more: RwSignal::new(false),
            fetching_more: RwSignal::new(false),
            pages: StoredValue::new(Vec::new()),
            turn: StoredValue::new(0),
            asking: StoredValue::new(false),
            stood: StoredValue::new(0),
            place,
            session,
            clock,
        };
        watch(move || {
            place.view.track();
            board.words.track();
            board.turn.update_value(|turn| *turn += 1);
            board.pages.set_value(Vec::new());
            board.asking.set_value(false);
            board.fetching_more.set(false);
            board.load.set(Load::Loading);
            board.items.set(Vec::new());
            board.has_more.set(false);
            board.refresh();
        });
        board
    }

    /// Fetches what has changed of the pages that are open.
    pub(crate) fn refresh(self) {
        let pages = self.pages.with_value(Vec::len).clamp(1, MAX_PAGES);
        self.walk(pages);
    }

    /// Fetches one page more.
    pub(crate) fn more(self) {
        if self.has_more.get_untracked() && !self.fetching_more.get_untracked() {
            self.fetching_more.set(true);
            self.asking.set_value(false);
            self.turn.update_value(|turn| *turn += 1);
            self.walk(self.pages.with_value(Vec::len) + 1);
        }
    }

    /// The ticket that stands `step` rows from the one named. From one that has left the list, the row
    /// that took its place or the one before it; from none, the first.
    pub(crate) fn neighbour(self, of: Option<&TicketId>, step: isize) -> Option<TicketId> {
        self.items.with_untracked(|items| {
            let here = of.and_then(|id| items.iter().position(|item| item.ticket.id == *id));
            let place = match (here, of) {
                (Some(here), _) => here.checked_add_signed(step)?,
                (None, Some(_)) if step > 0 => self.stood.get_value().min(items.len().checked_sub(1)?),
                (None, Some(_)) => self.stood.get_value().checked_sub(1)?,
                (None, None) => 0,
            };
            items.get(place).map(|item| item.ticket.id.clone())
        })
    }

    fn walk(self, pages: usize) {
        if self.asking.get_value() || !self.session.is_in() {
            return;
        }
        self.asking.set_value(true);
        let turn = self.turn.get_value();
        let (view, words) = (self.place.view.get_untracked(), self.words.get_untracked());
        spawn_local(async move {
            let answer = self.fetch(view, &words, pages).await;
            if self.turn.get_value() != turn {
                return;
            }
            self.asking.set_value(false);
            self.fetching_more.set(false);
            match answer {
                Ok(leaves) => self.take(leaves),
                Err(failure) => self.miss(failure),
            }
        });
    }

    async fn fetch(self, view: View, words: &str, pages: usize) -> Result<Vec<Leaf>, Failure> {
        let held = self.pages.get_value();
        let mut leaves: Vec<Leaf> = Vec::with_capacity(pages);
        let mut cursor: Option<String> = None;
        for place in 0..pages {
            let known = held.get(place).filter(|leaf| leaf.cursor == cursor);
            let etag = known.and_then(|leaf| leaf.etag.as_deref());
            let answer = Desk::default().queue(view, words, cursor.as_deref(), etag).await;
            let leaf = match (self.session.heed(answer)?, known) {
                (Fresh::Unchanged, Some(leaf)) => leaf.clone(),
                // Nothing was named that could be unchanged: the service is at odds with itself.
                (Fresh::Unchanged, None) => return Err(Failure::Unreadable { status: 304 }),
                (Fresh::Changed { value, etag }, _) => {
                    self.clock.correct(value.now);
                    self.counts.set(Some(value.counts));
                    Leaf { cursor: cursor.take(), etag, items: value.items, next: value.next_cursor }
                }
            };
            cursor.clone_from(&leaf.next);
            leaves.push(leaf);
            if cursor.is_none() {
                break;
            }
        }
        Ok(leaves)
    }

    fn take(self, leaves: Vec<Leaf>) {
        let mut known = BTreeSet::new();
        // A ticket that moved between two pages while they were fetched stands where it is first met.
        let items: Vec<QueueItem> = leaves
            .iter()
            .flat_map(|leaf| &leaf.items)
            .filter(|item| known.insert(item.ticket.id.clone()))
            .cloned()
            .collect();
        self.has_more.set(leaves.last().is_some_and(|leaf| leaf.next.is_some()));
        self.pages.set_value(leaves);
        let open = self.place.ticket.get_untracked();
        let stood = self
            .items
            .with_untracked(|held| held.iter().position(|item| Some(&item.ticket.id) == open.as_ref()));
        if let Some(stood) = stood {
            self.stood.set_value(stood);
        }
        if self.items.with_untracked(|held| *held != items) {
            self.items.set(items);
        }
        if self.load.with_untracked(|load| *load != Load::Ready) {
            self.load.set(Load::Ready);
        }
    }

    fn miss(self, failure: Failure) {
        if self.pages.with_value(Vec::is_empty) && !failure.is_signed_out() {
            self.load.set(Load::Failed(failure));
        }
    }
}
