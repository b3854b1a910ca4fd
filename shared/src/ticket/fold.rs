//! Events to state: which event may follow which.

use crate::escalation::{Act, Escalation};
use crate::ticket::event::{Actor, Event, EventBody};
use crate::ticket::{Assignee, Status, Ticket};

/// Why a log does not fold. A log that was written through [`crate::ticket::command`] always does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FoldError {
    /// There is no event at all.
    #[error("a ticket has at least one event")]
    Empty,
    /// The first event is not `opened`.
    #[error("the first event is {kind}, not opened")]
    NotOpened {
        /// The kind found.
        kind: &'static str,
    },
    /// A number is missing or stands twice.
    #[error("event {found} follows event {last}")]
    Gap {
        /// The last number folded.
        last: u32,
        /// The number that came next.
        found: u32,
    },
    /// The event is not legal in that state.
    #[error("{kind} can't follow: the ticket is {status}")]
    Illegal {
        /// The event's kind.
        kind: &'static str,
        /// The state's word.
        status: &'static str,
    },
}

impl Ticket {
    /// Folds a whole log, in the order of `seq`.
    ///
    /// # Errors
    /// [`FoldError`] where the log has a gap or an event that can't follow.
    pub fn fold<'a>(events: impl IntoIterator<Item = &'a Event>) -> Result<Self, FoldError> {
        let mut events = events.into_iter();
        let first = events.next().ok_or(FoldError::Empty)?;
        let mut ticket = Self::open(first)?;
        for event in events {
            ticket.apply(event)?;
        }
        Ok(ticket)
    }

    /// The state after the first event.
    ///
    /// # Errors
    /// [`FoldError`] where the event is not `opened` or not number 1.
    pub fn open(event: &Event) -> Result<Self, FoldError> {
        let EventBody::Opened(opened) = &event.body else {
            return Err(FoldError::NotOpened { kind: event.body.kind() });
        };
        if event.seq != 1 {
            return Err(FoldError::Gap { last: 0, found: event.seq });
        }
        let requester = match &event.actor {
            Actor::Customer { id, .. } => Some(id.clone()),
            Actor::Agent { .. } | Actor::System => None,
        };
        Ok(Self {
            seq: 1,
            status: Status::New,
            subject: opened.subject.clone(),
            unanswered_since: requester.is_some().then_some(event.at),
            requester,
            severity_asked: opened.severity,
            severity: opened.severity,
            plan: opened.plan.clone(),
            product: opened.product.clone(),
            team: None,
            assignee: None,
            opened_at: event.at,
            responded_at: None,
            asked: Vec::new(),
            resolved_at: None,
            reopened: 0,
            rating: None,
            merged_into: None,
            promises: Vec::new(),
        })
    }

    /// Takes the next event. The match below is the whole table of legal transitions.
    ///
    /// # Errors
    /// [`FoldError`], with the ticket left as it was.
    pub fn apply(&mut self, event: &Event) -> Result<(), FoldError> {
        if event.seq != self.seq + 1 {
            return Err(FoldError::Gap { last: self.seq, found: event.seq });
        }
        let illegal = Err(FoldError::Illegal { kind: event.body.kind(), status: self.status.as_str() });
        let live = self.status.is_live();
        let ended = matches!(self.status, Status::Closed | Status::Merged);
        match &event.body {
            EventBody::Opened(_) => return illegal,

            EventBody::Message { .. } if ended => return illegal,
            EventBody::Message { .. } => match &event.actor {
                Actor::Agent { .. } => self.respond(event),
                Actor::Customer { .. } => {
                    self.unanswered_since.get_or_insert(event.at);
                }
                Actor::System => {}
            },
            EventBody::Accepted if self.status == Status::New => self.respond(event),
            EventBody::Accepted => return illegal,

            EventBody::InfoRequested { items } if live => {
                self.respond(event);
                self.asked.extend(items.iter().cloned());
                self.status = Status::Waiting;
            }
            EventBody::InfoProvided { items } if self.status == Status::Waiting => {
                self.asked.retain(|asked| !items.contains(&asked.id));
                if matches!(event.actor, Actor::Customer { .. }) {
                    self.unanswered_since.get_or_insert(event.at);
                }
                if self.asked.is_empty() {
                    self.status = Status::Open;
                }
            }
            EventBody::InfoRequested { .. } | EventBody::InfoProvided { .. } => return illegal,

            EventBody::SeverityChanged { to, .. } if live => self.severity = *to,
            EventBody::PlanChanged { to, .. } if live => self.plan = to.clone(),
            EventBody::SeverityChanged { .. } | EventBody::PlanChanged { .. } => return illegal,

            EventBody::Assigned { agent, name } if !ended => {
                self.assignee = Some(Assignee { id: agent.clone(), name: name.clone() });
            }
            EventBody::Routed { team } if !ended => self.team = Some(team.clone()),
            EventBody::Assigned { .. } | EventBody::Routed { .. } => return illegal,

            EventBody::Escalated { rule: Some(escalation), .. } if !ended => self.escalate(escalation),

            EventBody::Resolved if live && self.status != Status::New => {
                self.status = Status::Resolved;
                self.resolved_at = Some(event.at);
                self.unanswered_since = None;
                self.asked.clear();
            }
            EventBody::Reopened if self.status == Status::Resolved => {
                self.status = if self.responded_at.is_some() { Status::Open } else { Status::New };
                self.resolved_at = None;
                self.reopened += 1;
                self.rating = None;
            }
            EventBody::Closed if !ended => self.status = Status::Closed,
            EventBody::Resolved | EventBody::Reopened | EventBody::Closed => return illegal,

            EventBody::Rated { score, .. } if matches!(self.status, Status::Resolved | Status::Closed) => {
                self.rating = Some(*score);
            }
            EventBody::Rated { .. } => return illegal,

            EventBody::Merged { into } if !ended => {
                self.status = Status::Merged;
                self.merged_into = Some(into.clone());
            }
            EventBody::Merged { .. } => return illegal,

            EventBody::PromiseMade(promise) => self.promises.push(promise.clone()),

            // Facts that change no state: notes may be written on an ended ticket, and a verdict
            // may be recorded after the end of what it judges.
            EventBody::Note { .. }
            | EventBody::Escalated { .. }
            | EventBody::PromiseWarned { .. }
            | EventBody::PromiseMissed { .. } => {}
        }
        self.seq = event.seq;
        Ok(())
    }

    /// A rule raised it. Whoever held a ticket that goes to another team holds it no more. A new severity
    /// is an event of its own.
    fn escalate(&mut self, escalation: &Escalation) {
        if let Act::Reassign(team) = &escalation.act
            && self.team.as_ref() != Some(team)
        {
            self.team = Some(team.clone());
            self.assignee = None;
        }
    }

    /// A person of the vendor spoke to the customer: that is a response, and answers what was open.
    fn respond(&mut self, event: &Event) {
        self.responded_at.get_or_insert(event.at);
        self.unanswered_since = None;
        if self.status == Status::New {
            self.status = Status::Open;
        }
    }
}
