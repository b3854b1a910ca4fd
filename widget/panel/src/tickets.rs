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

/// The list is asked for at each of so many beats.
const BEATS: u32 = 6;

/// The tickets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tickets {
    /// The list, newest activity first, as far as it was fetched.
    pub(crate) list: Remote<Page<TicketSummary>>,
    /// The one that stands open.
    pub(crate) open: Remote<TicketView>,
    opened: RwSignal<Option<TicketId>>,
    etag: StoredValue<Option<String>>,
    looking: StoredValue<bool>,
    session: SessionRoom,
}

impl Tickets {
    /// Follows the beat: the open ticket at each, the list at some and whenever the visitor is another.
    pub(crate) fn start(session: SessionRoom, pulse: Pulse) -> Self {
        let tickets = Self {
            list: Remote::new(),
            open: Remote::new(),
            opened: RwSignal::new(None),
            etag: StoredValue::new(None),
            looking: StoredValue::new(false),
            session,
        };
        Effect::new(move |before: Option<(Option<String>, u32)>| {
            let (whose_before, beats) = before.unwrap_or_default();
            pulse.follow();
            let whose = session.whose();
            if whose_before.is_some() && whose != whose_before {
                tickets.list.forget();
                tickets.open.forget();
            }
            let due = beats % BEATS == 0 || whose != whose_before || !pulse.is_seen();
            if whose.is_some() && due {
                tickets.refresh();
            }
            (whose, beats.wrapping_add(1))
        });
        Effect::new(move |_| {
            pulse.follow();
            let is_open = tickets.opened.with(Option::is_some);
            if is_open && session.get().is_some() {
                tickets.look();
            }
        });
        tickets
    }

    /// Asks for the first page, and keeps what was fetched beyond it.
    pub(crate) fn refresh(&self) {
        let tickets = *self;
        let Some(client) = tickets.session.client() else { return };
        spawn_local(async move {
            match client.tickets(None).await {
                Ok(mut page) => {
                    tickets.list.peek(|known| {
                        let Some(known) = known.filter(|known| known.items.len() > page.items.len()) else { return };
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
                Ok(next) => tickets.list.update(|page| {
                    let Some(page) = page else { return };
                    page.items.extend(next.items);
                    page.next_cursor = next.next_cursor;
                }),
                Err(failure) => tickets.list_failed(failure),
            }
        });
    }

    /// Opens a ticket, or none.
    pub(crate) fn show(&self, id: Option<TicketId>) {
        let is_known = self.open.peek(|view| view.map(|view| view.summary.id.clone()) == id);
        if !is_known {
            self.open.forget();
            self.etag.set_value(None);
        }
        self.opened.set(id);
    }

    /// A ticket came as the answer to something that was sent.
    pub(crate) fn absorb(&self, view: TicketView) {
        let summary = view.summary.clone();
        self.list.update(|page| {
            let Some(page) = page else { return };
            page.items.retain(|item| item.id != summary.id);
            page.items.insert(0, summary);
        });
        let is_open = self.opened.with_untracked(|opened| *opened == Some(view.summary.id.clone()));
        if is_open || untrack(|| self.opened.get().is_none()) {
            self.etag.set_value(None);
            self.open.came(view);
        }
    }

    /// Looks whether something has happened on the open ticket, and fetches it where it has.
    pub(crate) fn look(&self) {
        let tickets = *self;
        let (Some(client), Some(id)) = (tickets.session.client(), tickets.opened.get_untracked()) else { return };
        if tickets.looking.get_value() {
            return;
        }
        let known = tickets.open.peek(|view| view.filter(|view| view.summary.id == id).map(|view| view.summary.seq));
        tickets.looking.set_value(true);
        spawn_local(async move {
            let is_current = match known {
                Some(seq) => client.events_since(&id, seq).await.map(|since| since.seq <= seq),
                None => Ok(false),
            };
            let answer = match is_current {
                Ok(true) => Ok(Fresh::Unchanged),
                Ok(false) => client.ticket(&id, tickets.etag.get_value().as_deref()).await,
                Err(failure) => Err(failure),
            };
            tickets.looking.set_value(false);
            let is_still_open = tickets.opened.with_untracked(|opened| opened.as_ref() == Some(&id));
            match answer {
                Ok(_) | Err(_) if !is_still_open => tickets.look(),
                Ok(Fresh::Unchanged) => tickets.open.unchanged(),
                Ok(Fresh::Changed { value, etag }) => {
                    tickets.etag.set_value(etag);
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
