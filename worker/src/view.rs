//! Tickets as people see them: from what the log folds into to the DTOs of [`aftercare_shared::api`].
//!
//! What a customer may not see is left out here and nowhere else.

use aftercare_shared::api::desk::QueueItem;
use aftercare_shared::api::session::AccountView;
use aftercare_shared::api::ticket::{
    EventView, EventsSince, PromiseState, PromiseView, TicketSummary, TicketView,
};
use aftercare_shared::clock::ClockState;
use aftercare_shared::id::AgentId;
use aftercare_shared::policy::Policy;
use aftercare_shared::promise::{Book, Standing, standings};
use aftercare_shared::ticket::{Event, Ticket};
use aftercare_shared::timeline::Unanswered;
use chrono::{DateTime, Utc};

use crate::plan;
use crate::problem::Failure;
use crate::store::ticket::Facts;

impl From<Unanswered> for Failure {
    fn from(error: Unanswered) -> Self {
        Self::Internal("a promise can't be judged", error.to_string())
    }
}

/// Who is looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A customer: notes and what happens among the vendor's people are not for them.
    Customer,
    /// A support engineer, who sees everything.
    Agent,
}

impl Reader {
    fn may_see(self, event: &Event) -> bool {
        match self {
            Self::Customer => event.body.is_public(),
            Self::Agent => true,
        }
    }
}

/// A ticket as it stands at an instant.
pub(crate) struct Portrait<'a> {
    facts: &'a Facts,
    events: &'a [Event],
    book: &'a Book,
    /// What the log folds into.
    pub(crate) ticket: Ticket,
    /// How its promises stand.
    pub(crate) standings: Vec<Standing>,
}

impl<'a> Portrait<'a> {
    /// A ticket as it stands at `now`.
    pub(crate) fn take(
        facts: &'a Facts,
        events: &'a [Event],
        book: &'a Book,
        now: DateTime<Utc>,
    ) -> Result<Self, Failure> {
        // Two machines' clocks may differ: what is in the log has happened, whatever our clock says.
        let now = events.last().map_or(now, |event| now.max(event.at));
        let ticket = Ticket::fold(events)?;
        Ok(Self { facts, events, book, ticket, standings: standings(events, book, now)? })
    }

    /// What a list shows of it.
    pub(crate) fn summary(&self) -> TicketSummary {
        let public = self.events.iter().rev().find(|event| event.body.is_public());
        TicketSummary {
            id: self.facts.id.clone(),
            number: self.facts.number,
            subject: self.ticket.subject.clone(),
            status: self.ticket.status,
            severity: self.ticket.severity,
            opened_at: self.ticket.opened_at,
            updated_at: public.map_or(self.ticket.opened_at, |event| event.at),
            seq: self.ticket.seq,
            promise: foremost(&self.standings).map(|standing| promise(standing, self.book)),
            answered: self.ticket.unanswered_since.is_none(),
        }
    }

    /// The whole of it, as far as the reader may see it.
    pub(crate) fn whole(&self, reader: Reader) -> Result<TicketView, Failure> {
        let explained = |standing: &Standing| {
            let mut view = promise(standing, self.book);
            view.explanation = Some(standing.explain(self.book)?);
            Ok(view)
        };
        Ok(TicketView {
            summary: self.summary(),
            severity_asked: self.ticket.severity_asked,
            assignee: self.ticket.assignee.as_ref().map(|assignee| assignee.name.clone()),
            asked: self.ticket.asked.clone(),
            promises: self.standings.iter().map(explained).collect::<Result<_, Unanswered>>()?,
            events: self.events.iter().filter(|event| reader.may_see(event)).map(EventView::from).collect(),
            receipt: None,
        })
    }

    /// What the desk's queue shows of it.
    pub(crate) fn queue_item(&self, reader: &AgentId, policy: &Policy) -> QueueItem {
        QueueItem {
            ticket: self.summary(),
            account: account(self.facts),
            plan: plan::view(&self.ticket.plan, self.facts.plan_source, policy),
            assignee: self.ticket.assignee.as_ref().map(|assignee| assignee.name.clone()),
            mine: self.is_held_by(reader),
            team: self.ticket.team.clone(),
            asked: self.ticket.asked.iter().map(|item| item.label.clone()).collect(),
        }
    }

    /// Whether somebody holds it.
    pub(crate) fn is_held_by(&self, agent: &AgentId) -> bool {
        self.ticket.assignee.as_ref().is_some_and(|assignee| assignee.id == *agent)
    }

    /// The tag of what is shown: the last event, and where each promise stands, which time alone can change.
    pub(crate) fn etag(&self) -> String {
        let states = self.standings.iter().map(|standing| match standing.reading.state {
            ClockState::Running => 'r',
            ClockState::Paused => 'p',
            ClockState::Met => 'm',
            ClockState::Missed => 'x',
            ClockState::Cancelled => 'c',
        });
        format!("\"seq-{}-{}\"", self.ticket.seq, states.collect::<String>())
    }
}

/// Events that are new to a reader; `seq` is the ticket's last.
pub(crate) fn since(seq: u32, events: &[Event], reader: Reader) -> EventsSince {
    let new = events.iter().filter(|event| reader.may_see(event));
    EventsSince { seq, events: new.map(EventView::from).collect() }
}

/// The customer of a ticket. A guest is shown by their id.
pub(crate) fn account(facts: &Facts) -> AccountView {
    AccountView { id: facts.account.clone(), name: facts.account_name.clone() }
}

/// The promise that matters next: of those owed the one that falls due first, else one that is paused, else
/// the one that was judged last.
pub(crate) fn foremost(standings: &[Standing]) -> Option<&Standing> {
    let owed = standings.iter().filter(|standing| is_owed(standing));
    let paused = standings.iter().find(|standing| standing.reading.state == ClockState::Paused);
    let judged = standings.iter().max_by_key(|standing| standing.run.stopped.map(|stop| stop.at));
    owed.min_by_key(|standing| standing.reading.due_at).or(paused).or(judged)
}

/// Whether something is still to be done for it, in time or late.
pub(crate) fn is_owed(standing: &Standing) -> bool {
    match standing.reading.state {
        ClockState::Running => true,
        ClockState::Missed => standing.run.is_live(),
        ClockState::Paused | ClockState::Met | ClockState::Cancelled => false,
    }
}

/// Where a promise stands, in the words of the wire.
pub(crate) fn state(standing: &Standing) -> PromiseState {
    match standing.reading.state {
        ClockState::Running => PromiseState::Running,
        ClockState::Paused => PromiseState::Paused,
        ClockState::Met => PromiseState::Met,
        ClockState::Missed => PromiseState::Missed,
        ClockState::Cancelled => PromiseState::Cancelled,
    }
}

fn promise(standing: &Standing, book: &Book) -> PromiseView {
    let promise = &standing.promise;
    let policy = book.policy(promise.policy_version);
    let calendar = policy.and_then(|policy| policy.calendar(&promise.clock));
    PromiseView {
        metric: promise.metric,
        cycle: promise.cycle,
        state: state(standing),
        started_at: promise.started_at,
        due_at: standing.reading.due_at,
        stopped_at: standing.run.stopped.map(|stop| stop.at),
        missed_at: standing.reading.missed_at,
        target_seconds: promise.target_seconds,
        elapsed_seconds: standing.reading.elapsed_seconds,
        clock: promise.clock.clone(),
        zone: calendar.map(|calendar| calendar.zone().to_owned()),
        provisional: standing.reading.provisional,
        policy_version: promise.policy_version,
        explanation: None,
    }
}
