//! What a support engineer does to a ticket other than writing: accept, resolve, set the severity, ask
//! for details, take that back. One at a time; each says what became of it. What was sent and not answered is
//! sent again under the same key, so that it is told as done if it was.

use core::time::Duration;

use aftercare_client::{Desk, Failure, IdempotencyKey};
use aftercare_shared::api::desk::{Ask, DeskTicket, Reclassify};
use aftercare_shared::id::TicketId;
use aftercare_shared::problem::Kind as Problem;
use aftercare_shared::severity::Severity;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::board::Board;
use crate::drafts::{Drafts, Kind};
use crate::open::OpenTicket;
use crate::session::Session;

/// How long it is said that an action was carried out.
const SAID_FOR: Duration = Duration::from_secs(8);

/// An action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    /// Confirms the ticket and begins.
    Accept,
    /// Calls it solved.
    Resolve,
    /// Takes back what was asked.
    Withdraw,
    /// Asks for things, a line each.
    Ask(Vec<String>),
    /// Sets another severity, with the reason.
    Reclassify(Severity, String),
}

/// What became of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was carried out.
    Done(Act),
    /// It was not.
    Failed(Act, Failure),
}

/// The actions on the ticket that is open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Actions {
    /// The one that runs.
    pub(crate) running: RwSignal<Option<Act>>,
    /// What became of the last one on this ticket.
    pub(crate) outcome: RwSignal<Option<Outcome>>,
    /// Whether the question before resolving stands open.
    pub(crate) resolving: RwSignal<bool>,
    /// Whether the dialog of the severity stands open.
    pub(crate) reclassifying: RwSignal<bool>,
    /// What the composer writes.
    kind: RwSignal<Kind>,
    /// The last one that was not carried out for all we know.
    tried: StoredValue<Option<Tried>>,
    open: OpenTicket,
    board: Board,
    drafts: Drafts,
    session: Session,
}

/// An action as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Tried {
    id: TicketId,
    act: Act,
    /// The last event that was seen when it was sent.
    seen: u32,
    /// What makes a repetition harmless.
    key: IdempotencyKey,
}

impl Actions {
    /// Actions on whatever ticket is open.
    pub(crate) fn on(
        open: OpenTicket,
        board: Board,
        drafts: Drafts,
        session: Session,
        kind: RwSignal<Kind>,
    ) -> Self {
        Self {
            running: RwSignal::new(None),
            outcome: RwSignal::new(None),
            resolving: RwSignal::new(false),
            reclassifying: RwSignal::new(false),
            kind,
            tried: StoredValue::new(None),
            open,
            board,
            drafts,
            session,
        }
    }

    /// Carries an action out, unless one runs.
    pub(crate) fn run(self, act: Act) {
        let id = self.open.shown.with_untracked(|it| it.as_ref().map(|it| it.ticket.summary.id.clone()));
        let Some(id) = id.filter(|_| self.running.with_untracked(Option::is_none)) else { return };
        let seen = self.open.seen.get_untracked();
        self.running.set(Some(act.clone()));
        self.outcome.set(None);
        let before = self.tried.get_value().filter(|it| it.id == id && it.act == act && it.seen == seen);
        let key = before.map_or_else(IdempotencyKey::mint, |it| it.key);
        self.tried.set_value(Some(Tried { id: id.clone(), act: act.clone(), seen, key: key.clone() }));
        spawn_local(async move {
            let answer = self.session.heed(call(&id, &act, seen, &key).await);
            self.running.set(None);
            match answer {
                Ok(ticket) => {
                    self.tried.set_value(None);
                    if matches!(act, Act::Ask(_)) {
                        self.drafts.keep(&id, Kind::Ask, "");
                        self.open.given_back.update(|count| *count += 1);
                        self.kind.set(Kind::Reply);
                    }
                    self.open.acted(ticket);
                    self.board.refresh();
                    self.say(&id, Outcome::Done(act));
                }
                Err(failure) if failure.kind() == Some(Problem::Stale) => self.open.came_too_late(seen),
                Err(failure) => {
                    // It may have been carried out all the same: what is shown must say which.
                    self.open.refresh();
                    self.say(&id, Outcome::Failed(act, failure));
                }
            }
        });
    }

    fn say(self, id: &TicketId, outcome: Outcome) {
        let still =
            self.open.shown.with_untracked(|it| it.as_ref().is_some_and(|it| it.ticket.summary.id == *id));
        if !still {
            return;
        }
        let is_done = matches!(outcome, Outcome::Done(_));
        self.outcome.set(Some(outcome.clone()));
        if is_done {
            let fade = move || {
                if self.outcome.with_untracked(|said| said.as_ref() == Some(&outcome)) {
                    self.outcome.set(None);
                }
            };
            set_timeout(fade, SAID_FOR);
        }
    }
}

async fn call(id: &TicketId, act: &Act, seen: u32, key: &IdempotencyKey) -> Result<DeskTicket, Failure> {
    let api = Desk::default();
    match act {
        Act::Accept => api.accept(id, seen, key).await,
        Act::Resolve => api.resolve(id, seen, key).await,
        Act::Withdraw => api.withdraw(id, seen, key).await,
        Act::Ask(items) => api.ask(id, &Ask { items: items.clone(), seen }, key).await,
        Act::Reclassify(severity, reason) => {
            let new = Reclassify { severity: *severity, reason: reason.clone(), seen };
            api.reclassify(id, &new, key).await
        }
    }
}
