//! The visitor's tickets: the list, and the one that stands open.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::pulse::Pulse;
use crate::remote::Remote;
use crate::session::SessionRoom;
use aftercare_client::{Failure, Fresh};
use aftercare_shared::api::Page;
use aftercare_shared::api::ticket::{TicketSummary, TicketView};
use aftercare_shared::id::TicketId;
use aftercare_shared::problem::Kind;
use aftercare_ui::{State, watch};

/// The list is asked for at each of so many beats.
const BEATS: u32 = 6;

/// The tickets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tickets {
    /// The list, newest activity first, as far as it was fetched.
    pub(crate) list: Remote<Page<TicketSummary>>,
    /// The one that stands open.
    pub(crate) open: Remote<TicketView>,
    opened: State<Option<TicketId>>,
    etag: State<Option<String>>,
    looking: State<bool>,
    /// How many tickets came as answers: a list that was asked for before one of them is out of date.
    absorbed: State<u32>,
    session: SessionRoom,
}

impl Tickets {
    /// Follows the beat: the open ticket at each, the list at some and whenever the visitor is another.
    pub(crate) fn start(session: SessionRoom, pulse: Pulse) -> Self {
        let tickets = Self {
            list: Remote::new(),
            open: Remote::new(),
            opened: State::new(None),
            etag: State::new(None),
            looking: State::new(false),
            absorbed: State::new(0),
            session,
        };
        session.follow_visitor(move |_| {
            tickets.list.forget();
            tickets.open.forget();
            tickets.refresh();
        });
        let mut beats = 0_u32;
        watch(move || {
            pulse.follow();
            beats = beats.wrapping_add(1);
            if beats.is_multiple_of(BEATS) || !pulse.is_seen() {
                tickets.refresh();
            }
        });
        watch(move || {
            pulse.follow();
            if tickets.opened.with(Option::is_some) && session.is_open() {
                tickets.look();
            }
        });
        tickets
    }

    /// Asks for the first page, and keeps what was fetched beyond it.
    pub(crate) fn refresh(&self) {
        let tickets = *self;
        let Some(client) = tickets.session.client() else { return };
        let absorbed = tickets.absorbed.get_untracked();
        spawn_local(async move {
            match client.tickets(None).await {
                Ok(_) if tickets.absorbed.get_untracked() != absorbed => tickets.refresh(),
                Ok(mut page) => {
                    tickets.list.peek(|known| {
                        let Some(known) = known.filter(|known| known.items.len() > page.items.len()) else {
                            return;
                        };
                        let is_new = |it: &&TicketSummary| page.items.iter().all(|new| new.id != it.id);
                        let rest: Vec<_> = known.items.iter().filter(is_new).cloned().collect();
                        page.items.extend(rest);
                        page.next_cursor.clone_from(&known.next_cursor);
                    });
                    tickets.list.came(page);
                }
                Err(failure) => tickets.list_failed(failure),
            }
        });
    }

    /// Asks for the next page.
    pub(crate) fn more(&self) {
        let tickets = *self;
        let cursor = tickets.list.peek(|page| page.and_then(|page| page.next_cursor.clone()));
        let (Some(client), Some(cursor)) = (tickets.session.client(), cursor) else { return };
        spawn_local(async move {
            match client.tickets(Some(&cursor)).await {
                Ok(mut next) => {
                    let mut items =
                        tickets.list.peek(|page| page.map(|page| page.items.clone())).unwrap_or_default();
                    items.append(&mut next.items);
                    tickets.list.came(Page { items, next_cursor: next.next_cursor });
                }
                Err(failure) => tickets.list_failed(failure),
            }
        });
    }

    /// Opens a ticket, or none.
    pub(crate) fn show(&self, id: Option<TicketId>) {
        let is_known = self.open.peek(|view| view.map(|view| view.summary.id.clone()) == id);
        if !is_known {
            self.open.forget();
            self.etag.set(None);
        }
        self.opened.set(id);
    }

    /// A ticket came as the answer to something that was sent.
    pub(crate) fn absorb(&self, view: TicketView) {
        self.absorbed.set(self.absorbed.get_untracked().wrapping_add(1));
        let listed = self.list.peek(|page| page.cloned());
        if let Some(mut page) = listed {
            page.items.retain(|item| item.id != view.summary.id);
            page.items.insert(0, view.summary.clone());
            self.list.came(page);
        }
        let is_open = self.opened.with_untracked(|opened| *opened == Some(view.summary.id.clone()));
        if is_open || untrack(|| self.opened.get().is_none()) {
            self.etag.set(None);
            self.open.came(view);
        }
    }

    /// Looks whether something has happened on the open ticket, and fetches it where it has.
    pub(crate) fn look(&self) {
        let tickets = *self;
        let (Some(client), Some(id)) = (tickets.session.client(), tickets.opened.get_untracked()) else {
            return;
        };
        if tickets.looking.get_untracked() {
            return;
        }
        let known =
            tickets.open.peek(|view| view.filter(|view| view.summary.id == id).map(|view| view.summary.seq));
        tickets.looking.set(true);
        spawn_local(async move {
            let is_current = match known {
                Some(seq) => client.events_since(&id, seq).await.map(|since| since.seq <= seq),
                None => Ok(false),
            };
            let answer = match is_current {
                Ok(true) => Ok(Fresh::Unchanged),
                Ok(false) => client.ticket(&id, tickets.etag.get_untracked().as_deref()).await,
                Err(failure) => Err(failure),
            };
            tickets.looking.set(false);
            let is_still_open = tickets.opened.with_untracked(|opened| opened.as_ref() == Some(&id));
            match answer {
                Ok(_) | Err(_) if !is_still_open => tickets.look(),
                Ok(Fresh::Unchanged) => tickets.open.unchanged(),
                Ok(Fresh::Changed { value, etag }) => {
                    tickets.etag.set(etag);
                    tickets.open.came(value);
                }
                Err(failure) => {
                    tickets.session.hear(&failure);
                    tickets.open.failed(failure);
                }
            }
        });
    }

    /// Whether the open ticket is not there to be seen, tracked.
    pub(crate) fn is_not_there(&self) -> bool {
        self.open.failure().is_some_and(|failure| failure.kind() == Some(Kind::NotFound))
    }

    fn list_failed(&self, failure: Failure) {
        self.session.hear(&failure);
        self.list.failed(failure);
    }
}
