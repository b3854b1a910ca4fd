//! The ticket that is open: what is known of it, and what of it the reader has looked at.
//!
//! `seen` is what every action carries. It moves on only when the end of the log was in view (or the
//! reader said so), never because a poll brought something in: that is what makes `stale` honest.

use aftercare_client::{Desk, Failure, Fresh};
use aftercare_shared::api::desk::DeskTicket;
use aftercare_shared::api::ticket::{Author, EventView};
use aftercare_shared::id::TicketId;
use aftercare_shared::problem::Kind as Problem;
use aftercare_shared::ticket::EventBody;
use aftercare_ui::Clock;
use aftercare_ui::watch;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::drafts::{Drafts, Kind};
use crate::place::Place;
use crate::session::Session;

/// Where the fetching of something stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Load {
    /// It is on its way.
    Loading,
    /// It is here.
    Ready,
    /// There is none.
    Missing,
    /// It could not be fetched, and nothing older is here.
    Failed(Failure),
}

/// The ticket that is open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OpenTicket {
    /// What is known of it.
    pub(crate) shown: RwSignal<Option<DeskTicket>>,
    /// Where the fetching stands.
    pub(crate) load: RwSignal<Load>,
    /// The last event that the reader has looked at.
    pub(crate) seen: RwSignal<u32>,
    /// An action came too late; these are the events after the one it had seen.
    pub(crate) stale_since: RwSignal<Option<u32>>,
    /// Rises when a text came back into the drafts from elsewhere.
    pub(crate) given_back: RwSignal<u32>,
    /// Rises when the reader's own action was carried out.
    pub(crate) own_action: RwSignal<u32>,
    /// Whether the end of the log is in view.
    pub(crate) at_end: StoredValue<bool>,
    etag: StoredValue<Option<String>>,
    asking: StoredValue<bool>,
    /// Rises with each change of ticket; answers about an older one are dropped.
    turn: StoredValue<u32>,
    place: Place,
    session: Session,
    drafts: Drafts,
    clock: Clock,
}

impl OpenTicket {
    /// Follows the place: whatever ticket it names is fetched.
    pub(crate) fn follow(place: Place, session: Session, drafts: Drafts, clock: Clock) -> Self {
        let open = Self {
            shown: RwSignal::new(None),
            load: RwSignal::new(Load::Loading),
            seen: RwSignal::new(0),
            stale_since: RwSignal::new(None),
            given_back: RwSignal::new(0),
            own_action: RwSignal::new(0),
            at_end: StoredValue::new(true),
            etag: StoredValue::new(None),
            asking: StoredValue::new(false),
            turn: StoredValue::new(0),
            place,
            session,
            drafts,
            clock,
        };
        watch(move || {
            place.ticket.track();
            open.forget();
            open.refresh();
        });
        open
    }

    /// Fetches the ticket, if it has changed.
    pub(crate) fn refresh(self) {
        let Some(id) = self.place.ticket.get_untracked() else { return };
        if self.asking.get_value() || !self.session.is_in() {
            return;
        }
        self.asking.set_value(true);
        let turn = self.turn.get_value();
        spawn_local(async move {
            let etag = self.etag.get_value();
            let answer = self.session.heed(Desk::default().ticket(&id, etag.as_deref()).await);
            if self.turn.get_value() != turn {
                return;
            }
            self.asking.set_value(false);
            match answer {
                Ok(Fresh::Unchanged) => {}
                Ok(Fresh::Changed { value, etag }) => {
                    if self.take(value) {
                        self.etag.set_value(etag);
                    }
                }
                Err(failure) => self.miss(failure),
            }
        });
    }

    /// Takes the answer to an action of the reader's: they have seen what they did.
    pub(crate) fn acted(self, ticket: DeskTicket) {
        let seq = ticket.ticket.summary.seq;
        if self.is_shown(&ticket.ticket.summary.id) && self.take(ticket) {
            let unread = untrack(|| self.unread_after(self.seen.get_untracked()));
            if unread == 0 {
                self.seen.set(seq);
            }
            self.etag.set_value(None);
            self.own_action.update(|count| *count += 1);
        }
    }

    /// Takes a reply back that came too late, and shows what it had not seen.
    pub(crate) fn give_back(self, ticket: &TicketId, seen: u32, body: &str) {
        self.put_back(ticket, Kind::Reply, body);
        if self.is_shown(ticket) {
            self.came_too_late(seen);
        }
    }

    /// Puts a text back among what is being written, before what has been written since.
    pub(crate) fn put_back(self, ticket: &TicketId, kind: Kind, body: &str) {
        let draft = self.drafts.text(ticket, kind);
        let text = if draft.trim().is_empty() { body.to_owned() } else { format!("{body}\n\n{draft}") };
        self.drafts.keep(ticket, kind, &text);
        self.given_back.update(|count| *count += 1);
    }

    /// Says that an action came too late, and fetches why.
    pub(crate) fn came_too_late(self, seen: u32) {
        self.stale_since.set(Some(seen));
        self.etag.set_value(None);
        self.refresh();
    }

    /// The reader has looked at all there is.
    pub(crate) fn look(self) {
        let last = self.shown.with_untracked(|shown| shown.as_ref().map(|it| it.ticket.summary.seq));
        if let Some(last) = last
            && self.seen.get_untracked() < last
        {
            self.seen.set(last);
        }
    }

    /// How many entries that matter came after an event, from anybody but the reader.
    pub(crate) fn unread_after(self, seen: u32) -> usize {
        let me = self.session.me().map(|me| me.name);
        self.shown.with(|shown| {
            let events = shown.iter().flat_map(|it| &it.ticket.events);
            events.filter(|event| event.seq > seen && is_news(event, me.as_deref())).count()
        })
    }

    fn is_shown(self, id: &TicketId) -> bool {
        self.place.ticket.with_untracked(|shown| shown.as_ref() == Some(id))
    }

    /// Takes a ticket unless a newer state of it is here already.
    fn take(self, ticket: DeskTicket) -> bool {
        self.clock.correct(ticket.now);
        let seq = ticket.ticket.summary.seq;
        let held = self.shown.with_untracked(|shown| shown.as_ref().map(|it| it.ticket.summary.seq));
        if held.is_some_and(|held| held > seq) {
            return false;
        }
        if held.is_none() {
            self.seen.set(seq);
        }
        self.shown.set(Some(ticket));
        self.load.set(Load::Ready);
        true
    }

    fn miss(self, failure: Failure) {
        if failure.kind() == Some(Problem::NotFound) {
            self.shown.set(None);
            self.load.set(Load::Missing);
        } else if self.shown.with_untracked(Option::is_none) && !failure.is_signed_out() {
            self.load.set(Load::Failed(failure));
        }
    }

    fn forget(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.asking.set_value(false);
        self.shown.set(None);
        self.load.set(Load::Loading);
        self.seen.set(0);
        self.at_end.set_value(true);
        self.stale_since.set(None);
        self.etag.set_value(None);
    }
}

/// Whether an entry is something a colleague or the customer said or did.
pub(crate) fn is_news(event: &EventView, me: Option<&str>) -> bool {
    let mine = match &event.author {
        Author::Agent { name } => Some(name.as_str()) == me,
        Author::Customer { .. } => false,
        Author::System => true,
    };
    !mine && speaks(&event.body)
}

fn speaks(body: &EventBody) -> bool {
    match body {
        EventBody::Opened(_)
        | EventBody::Message { .. }
        | EventBody::Note { .. }
        | EventBody::Accepted
        | EventBody::InfoRequested { .. }
        | EventBody::InfoProvided { .. }
        | EventBody::SeverityChanged { .. }
        | EventBody::Resolved
        | EventBody::Reopened
        | EventBody::Closed
        | EventBody::Merged { .. }
        | EventBody::Escalated { .. } => true,
        EventBody::PlanChanged { .. }
        | EventBody::Assigned { .. }
        | EventBody::Routed { .. }
        | EventBody::Rated { .. }
        | EventBody::PromiseMade(_)
        | EventBody::PromiseWarned { .. }
        | EventBody::PromiseMissed { .. } => false,
    }
}
