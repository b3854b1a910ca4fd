//! Which receipt a change of a ticket's log asks for.

use chrono::{DateTime, Utc};

use crate::id::{AccountId, TicketId};
use crate::promise::{Book, Standing};
use crate::receipt::{Cause, Owed, Receipt, Withdrawn};
use crate::ticket::{Actor, Event, EventBody, Ticket};
use crate::timeline::Unanswered;

/// A ticket as it stands after somebody has written on it.
#[derive(Debug, Clone, Copy)]
pub struct Issue<'a> {
    /// The service, as an origin.
    pub issuer: &'a str,
    /// The ticket.
    pub id: &'a TicketId,
    /// Whose it is.
    pub account: &'a AccountId,
    /// Its whole log.
    pub events: &'a [Event],
    /// The end of the log that is new.
    pub new_events: &'a [Event],
    /// What the log folds into.
    pub ticket: &'a Ticket,
    /// How its promises stand.
    pub standings: &'a [Standing],
    /// What they were judged by.
    pub book: &'a Book,
    /// The ticket's last receipt, if it has any.
    pub last: Option<&'a Last>,
    /// The time of issue.
    pub now: DateTime<Utc>,
}

/// The last receipt of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Last {
    /// What it says.
    pub receipt: Receipt,
    /// SHA-256 of its compact form, in hex.
    pub sha256: String,
}

/// The receipt to issue, unless the last one still says what is owed.
///
/// A promise that was met, or dropped with its ticket, leaves the list without a receipt of its own: receipts
/// confirm what is owed, and who was served has the log.
///
/// # Errors
/// [`Unanswered`] where a timeline of the book does not reach far enough.
pub fn due_receipt(issue: &Issue<'_>) -> Result<Option<Receipt>, Unanswered> {
    let Some(event) = issue.events.last() else { return Ok(None) };
    let live = issue.standings.iter().filter(|standing| standing.run.is_live());
    let (promised, unpromised): (Vec<&Standing>, Vec<&Standing>) =
        live.partition(|standing| standing.run.promise().is_some());
    let owed: Vec<Owed> = promised.iter().map(|it| owed(issue, it)).collect::<Result<_, _>>()?;

    let before = issue.last.map_or(&[][..], |last| &last.receipt.owed);
    let is_new = |owed: &Owed| !before.iter().any(|known| owed.says_as(known));
    let withdrawn: Vec<Withdrawn> = unpromised
        .iter()
        .map(|standing| Withdrawn { metric: standing.run.metric, cycle: standing.run.cycle })
        .filter(|gone| before.iter().any(|known| known.is_of(gone.metric, gone.cycle)))
        .collect();
    if withdrawn.is_empty() && !owed.iter().any(is_new) {
        return Ok(None);
    }
    Ok(Some(Receipt {
        iss: issue.issuer.to_owned(),
        sub: issue.id.clone(),
        iat: issue.now.timestamp().max(event.at.timestamp()),
        account: issue.account.clone(),
        n: issue.last.map_or(0, |last| last.receipt.n) + 1,
        previous: issue.last.map(|last| last.sha256.clone()),
        seq: event.seq,
        at: event.at,
        severity: issue.ticket.severity,
        plan: issue.ticket.plan.clone(),
        because: causes(issue, &owed),
        owed,
        withdrawn,
    }))
}

fn owed(issue: &Issue<'_>, standing: &Standing) -> Result<Owed, Unanswered> {
    let promise = &standing.promise;
    let (due_at, paused_since, provisional) = match standing.explain(issue.book) {
        Ok(explanation) => (explanation.due, explanation.paused_since, explanation.provisional),
        // The pauses have outlasted a calendar that ends: the clock runs and never gets there.
        Err(Unanswered::NeverOpens) => (None, None, false),
        Err(Unanswered::BeyondHorizon) => return Err(Unanswered::BeyondHorizon),
    };
    let is_stamp = |event: &&Event| matches!(&event.body, EventBody::PromiseMade(made) if made == promise);
    let on_calendar = !promise.calendar_hash.is_empty();
    Ok(Owed {
        metric: promise.metric,
        cycle: promise.cycle,
        made_seq: issue.events.iter().rev().find(is_stamp).map_or(0, |event| event.seq),
        started_at: promise.started_at,
        target_seconds: promise.target_seconds,
        clock: promise.clock.clone(),
        calendar_sha256: on_calendar.then(|| promise.calendar_hash.clone()),
        // Not the one that the promise was stamped with: this due date was read with the present one.
        tzdb: on_calendar.then(|| issue.book.tzdb().to_owned()),
        policy_version: promise.policy_version,
        policy_sha256: promise.policy_hash.clone(),
        pauses: standing.run.pauses.clone(),
        due_at,
        paused_since,
        provisional,
    })
}

/// What the new events have to do with it, in their order.
fn causes(issue: &Issue<'_>, owed: &[Owed]) -> Vec<Cause> {
    let known_seq = issue.last.map_or(0, |last| last.receipt.seq);
    let written = issue.events.len().saturating_sub(issue.new_events.len());
    // What was written while nothing could be signed is told as well, as far as it moves deadlines.
    let unreceipted = issue.events.iter().take(written).filter(|event| event.seq > known_seq);
    let moved = unreceipted.filter_map(cause).filter(|cause| match cause {
        Cause::SeverityChanged { .. } | Cause::PlanChanged { .. } | Cause::Reopened => true,
        Cause::Opened
        | Cause::CustomerWrote
        | Cause::VendorAnswered
        | Cause::InfoRequested
        | Cause::InfoProvided
        | Cause::PolicyChanged { .. }
        | Cause::Restated => false,
    });
    let mut causes: Vec<Cause> = moved.chain(issue.new_events.iter().filter_map(cause)).collect();
    causes.dedup();
    let known = issue.last.map_or(&[][..], |last| &last.receipt.owed);
    let improved = owed.iter().filter(|owed| {
        known.iter().any(|it| it.is_of(owed.metric, owed.cycle) && it.policy_version < owed.policy_version)
    });
    let version = improved.map(|owed| owed.policy_version).max();
    causes.extend(version.map(|version| Cause::PolicyChanged { version }));
    if causes.is_empty() {
        causes.push(Cause::Restated);
    }
    causes
}

/// What an event has to do with what is owed, if it has.
fn cause(event: &Event) -> Option<Cause> {
    match &event.body {
        EventBody::Opened(_) => Some(Cause::Opened),
        EventBody::Message { .. } => match &event.actor {
            Actor::Customer { .. } => Some(Cause::CustomerWrote),
            Actor::Agent { .. } => Some(Cause::VendorAnswered),
            Actor::System => None,
        },
        EventBody::Accepted => Some(Cause::VendorAnswered),
        EventBody::InfoRequested { .. } => Some(Cause::InfoRequested),
        EventBody::InfoProvided { .. } => Some(Cause::InfoProvided),
        EventBody::SeverityChanged { from, to, reason } => {
            Some(Cause::SeverityChanged { from: *from, to: *to, reason: reason.clone() })
        }
        EventBody::PlanChanged { from, to, reason } => {
            Some(Cause::PlanChanged { from: from.clone(), to: to.clone(), reason: reason.clone() })
        }
        EventBody::Reopened => Some(Cause::Reopened),
        EventBody::Note { .. }
        | EventBody::Assigned { .. }
        | EventBody::Routed { .. }
        | EventBody::Resolved
        | EventBody::Closed
        | EventBody::Rated { .. }
        | EventBody::Merged { .. }
        | EventBody::Escalated { .. }
        | EventBody::PromiseMade(_)
        | EventBody::PromiseWarned { .. }
        | EventBody::PromiseMissed { .. } => None,
    }
}
