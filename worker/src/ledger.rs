//! Appending to a ticket's log: the one way in which a ticket changes.
//!
//! A writer reads the ticket, decides on that state, and writes everything that follows from it in one
//! batch: the events, the promises that are due with them, the projection, the receipt of what is owed, what
//! leaves, and the answer for the Idempotency-Key. Two writers race for one number of the log; the primary key fails the loser's batch
//! whole, and it reads and decides anew. So nothing is ever half written, and nobody writes on a state they
//! have not seen.

use std::time::Duration;

use aftercare_shared::clock::{Clock, ClockState};
use aftercare_shared::escalation::Escalation;
use aftercare_shared::id::TicketId;
use aftercare_shared::promise::{Book, Standing, due_stamps, standings};
use aftercare_shared::receipt::Issue;
use aftercare_shared::ticket::freshness::{Intent, is_stale};
use aftercare_shared::ticket::{Actor, Event, EventBody, Ticket};
use aftercare_shared::timeline::Unanswered;
use chrono::{DateTime, Utc};
use serde_json::json;
use worker::Delay;

use crate::announce;
use crate::app::App;
use crate::book;
use crate::ids;
use crate::log;
use crate::outbox;
use crate::problem::Failure;
use crate::receipts::{self, Signing};
use crate::store::idempotency::{self, Once, Shown};
use crate::store::promise::{self, PromiseRow, Verdict};
use crate::store::ticket::{self, Facts, Order, Projection, Record};
use crate::store::{Statement, Store, StoreError, event};
use crate::view;

/// How often a writer who was overtaken tries again. Of those who race one gets through each time.
pub(crate) const TRIES: u32 = 10;
/// How much longer the overtaken wait after each try, at most, in milliseconds: whoever waits for another
/// time than the others overtakes nobody.
const STEP_MS: u64 = 20;

/// Who does what, as decided on a state of the ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decision {
    /// Who does it.
    pub(crate) actor: Actor,
    /// What happens.
    pub(crate) bodies: Vec<EventBody>,
}

/// A ticket's log and what it folds into, for whoever decides.
pub(crate) struct State<'a> {
    /// The ticket as it was read.
    pub(crate) record: &'a Record,
    /// What its log folds into.
    pub(crate) ticket: &'a Ticket,
}

impl State<'_> {
    /// Refuses a writer whose knowledge of the ticket is too old for what they want to do.
    pub(crate) fn check_seen(&self, intent: Intent, me: &Actor, seen: u32) -> Result<(), Failure> {
        if seen > self.ticket.seq {
            let detail =
                format!("The ticket has {} events so far. Send the number of the last one.", self.ticket.seq);
            return Err(Failure::field("#/seen", detail));
        }
        if is_stale(intent, me, seen, &self.record.events) {
            Err(Failure::stale(self.ticket.seq))
        } else {
            Ok(())
        }
    }
}

/// Appends what `decide` decides, on the newest state, and answers with what is then to be shown.
pub(crate) async fn append(
    app: &App,
    id: &TicketId,
    once: Option<(&Once, u16)>,
    decide: impl Fn(&State<'_>) -> Result<Decision, Failure>,
) -> Result<Shown, Failure> {
    let store = app.store()?;
    for tried in 0..TRIES {
        let record = ticket::read(&store, id).await?.ok_or_else(Failure::no_ticket)?;
        let ticket = Ticket::fold(&record.events)?;
        let decision = decide(&State { record: &record, ticket: &ticket })?;
        if let Some(shown) = write(app, &store, record, ticket, decision, once).await? {
            return Ok(shown);
        }
        step_back(tried).await;
    }
    log::warn("a writer was overtaken too often", &[("ticket", json!(id)), ("tries", json!(TRIES))]);
    Err(Failure::busy())
}

/// Waits for a moment that is nobody else's.
pub(crate) async fn step_back(tried: u32) {
    let most = STEP_MS.saturating_mul(u64::from(tried) + 1);
    Delay::from(Duration::from_millis(ids::below(most))).await;
}

/// Opens a ticket, and writes down the claim that it is opened under.
pub(crate) async fn open(
    app: &App,
    facts: Facts,
    policy_version: u32,
    decision: Decision,
    claim: Option<[Statement; 2]>,
    once: (&Once, u16),
) -> Result<Shown, Failure> {
    let store = app.store()?;
    let (first, rest) = decision.bodies.split_first().ok_or_else(nothing)?;
    let opened = Event { seq: 1, at: app.now(), actor: decision.actor, body: first.clone() };
    let ticket = Ticket::open(&opened)?;
    let mut draft = Draft { ticket, events: vec![opened], before: 0, policy_version };
    for body in rest {
        draft.append(app.now(), &Actor::System, body.clone())?;
    }
    let book = draft.stamp(&store, &facts, app.now()).await?;
    let standings = standings(&draft.events, &book, app.now())?;
    let projection = project(&draft, &standings, &book)?;
    let mut batch = vec![ticket::insert(&facts, &draft.ticket, &projection)?];
    batch.extend(claim.into_iter().flatten());
    batch.extend(receipt(app, &facts, &draft, &standings, &book, None).await?);
    let shown = commit(app, &store, &facts, &draft, (batch, &standings), Some(once)).await?;
    shown.ok_or_else(|| Failure::Internal("a new ticket's id stands already", facts.id.to_string()))
}

/// A log that grows before it is written.
struct Draft {
    ticket: Ticket,
    events: Vec<Event>,
    /// How many of the events are written already.
    before: usize,
    /// The version of the policy that its promises are weighed under.
    policy_version: u32,
}

impl Draft {
    fn append(&mut self, at: DateTime<Utc>, actor: &Actor, body: EventBody) -> Result<(), Failure> {
        let event = Event { seq: self.ticket.seq + 1, at, actor: actor.clone(), body };
        self.ticket.apply(&event)?;
        self.events.push(event);
        Ok(())
    }

    /// Makes the promises that are due now.
    async fn stamp(&mut self, store: &Store, facts: &Facts, at: DateTime<Utc>) -> Result<Book, Failure> {
        let logs = std::iter::once(self.events.as_slice());
        let book = book::of(store, self.policy_version, facts.region.clone(), logs, at).await?;
        for promise in due_stamps(&self.events, &book, at)? {
            self.append(at, &Actor::System, EventBody::PromiseMade(promise))?;
        }
        Ok(book)
    }

    fn new_events(&self) -> &[Event] {
        self.events.get(self.before..).unwrap_or_default()
    }
}

/// Writes a decision, and the promises that are due with it; `None` where somebody else has written meanwhile.
/// A decision that comes to nothing notes under which version of the policy it did.
pub(crate) async fn write(
    app: &App,
    store: &Store,
    record: Record,
    ticket: Ticket,
    decision: Decision,
    once: Option<(&Once, u16)>,
) -> Result<Option<Shown>, Failure> {
    let facts = record.facts;
    let before = record.events.len();
    // Time never runs backwards in a log, even where two machines' clocks differ.
    let at = record.events.last().map_or(app.now(), |event| app.now().max(event.at));
    let policy_version = record.policy_version;
    let mut draft = Draft { ticket, events: record.events, before, policy_version };
    for body in decision.bodies {
        draft.append(at, &decision.actor, body)?;
    }
    let book = draft.stamp(store, &facts, at).await?;
    if draft.new_events().is_empty() {
        let shown = Shown { ticket: facts.id.clone(), seq: draft.ticket.seq, at };
        store.batch(vec![ticket::weighed(&facts.id, draft.ticket.seq, policy_version)]).await?;
        return Ok(Some(shown));
    }
    let standings = standings(&draft.events, &book, at)?;
    let projection = project(&draft, &standings, &book)?;
    let mut batch = vec![ticket::update(&facts.id, &draft.ticket, &projection)?];
    let last = record.last_receipt.as_ref().map(|kept| kept.jws.as_str());
    batch.extend(receipt(app, &facts, &draft, &standings, &book, last).await?);
    commit(app, store, &facts, &draft, (batch, &standings), once).await
}

/// The receipt of what is owed from now on, where that has changed; `last` is the ticket's last one.
async fn receipt(
    app: &App,
    facts: &Facts,
    draft: &Draft,
    standings: &[Standing],
    book: &Book,
    last: Option<&str>,
) -> Result<Option<Statement>, Failure> {
    let Signing::On(signer) = receipts::signing(app).await else { return Ok(None) };
    let last = last.map(receipts::last).transpose()?;
    let issue = Issue {
        issuer: signer.issuer(),
        id: &facts.id,
        account: &facts.account,
        events: &draft.events,
        new_events: draft.new_events(),
        ticket: &draft.ticket,
        standings,
        book,
        last: last.as_ref(),
        now: app.now(),
    };
    receipts::issue(&signer, &issue).await
}

/// Writes all of it in one batch; `None` where a number of the log, or a verdict, stands already.
async fn commit(
    app: &App,
    store: &Store,
    facts: &Facts,
    draft: &Draft,
    (mut batch, standings): (Vec<Statement>, &[Standing]),
    once: Option<(&Once, u16)>,
) -> Result<Option<Shown>, Failure> {
    let id = &facts.id;
    let last = draft.events.last().ok_or_else(nothing)?;
    let shown = Shown { ticket: id.clone(), seq: last.seq, at: last.at };
    batch.push(ticket::weighed(id, last.seq, draft.policy_version));
    for event in draft.new_events() {
        batch.push(event::append(id, event)?);
        batch.extend(verdict(id, event));
    }
    batch.push(promise::clear(id));
    batch.extend(standings.iter().map(|standing| promise::insert(id, &promise_row(draft, standing))));
    let parcels = announce::parcels(facts, &draft.ticket, draft.new_events(), last.at);
    batch.extend(parcels.iter().map(|parcel| crate::store::outbox::insert(parcel, id, last.at)));
    if let Some((once, status)) = once {
        batch.extend(idempotency::answer(once, status, &shown, shown.at)?);
    }
    match store.batch(batch).await {
        Ok(_) => {
            let parcels = parcels.into_iter().map(|parcel| parcel.id).collect();
            outbox::hand_over_later(app, parcels);
            Ok(Some(shown))
        }
        Err(error) if overtaken(&error) => Ok(None),
        Err(error) if error.is_conflict_on("idempotency") => Err(Failure::in_flight()),
        Err(error) => Err(error.into()),
    }
}

fn overtaken(error: &StoreError) -> bool {
    ["ticket_event", "promise_verdict", "receipt", "ticket"].iter().any(|table| error.is_conflict_on(table))
}

fn nothing() -> Failure {
    Failure::Internal("a decision holds no event", String::new())
}

/// The verdict that an event records, if it does.
fn verdict(ticket: &TicketId, event: &Event) -> Option<Statement> {
    match &event.body {
        EventBody::PromiseWarned { metric, cycle, percent } => {
            Some(promise::record(ticket, *metric, *cycle, Verdict::Warned(*percent), event.seq))
        }
        EventBody::PromiseMissed { metric, cycle, .. } => {
            Some(promise::record(ticket, *metric, *cycle, Verdict::Missed, event.seq))
        }
        EventBody::Escalated { rule: Some(Escalation { metric, cycle, percent, act, .. }), .. } => {
            Some(promise::record(ticket, *metric, *cycle, Verdict::Escalated(*percent, act), event.seq))
        }
        EventBody::Opened(_)
        | EventBody::Message { .. }
        | EventBody::Note { .. }
        | EventBody::Accepted
        | EventBody::InfoRequested { .. }
        | EventBody::InfoProvided { .. }
        | EventBody::SeverityChanged { .. }
        | EventBody::PlanChanged { .. }
        | EventBody::Assigned { .. }
        | EventBody::Routed { .. }
        | EventBody::Resolved
        | EventBody::Reopened
        | EventBody::Closed
        | EventBody::Rated { .. }
        | EventBody::Merged { .. }
        | EventBody::Escalated { rule: None, .. }
        | EventBody::PromiseMade(_) => None,
    }
}

fn promise_row(draft: &Draft, standing: &Standing) -> PromiseRow {
    let made =
        |event: &&Event| matches!(&event.body, EventBody::PromiseMade(made) if *made == standing.promise);
    PromiseRow {
        metric: standing.promise.metric,
        cycle: standing.promise.cycle,
        made_seq: draft.events.iter().rev().find(made).map_or(0, |event| event.seq),
        state: view::state(standing),
        due_at: standing.reading.due_at,
        check_at: standing.wake_at,
        missed_at: standing.reading.missed_at,
    }
}

fn project(draft: &Draft, standings: &[Standing], book: &Book) -> Result<Projection, Failure> {
    let ticket = &draft.ticket;
    let public = draft.events.iter().rev().find(|event| event.body.is_public());
    Ok(Projection {
        asked: ticket.asked.iter().map(|item| item.label.clone()).collect(),
        answered: ticket.unanswered_since.is_none(),
        updated_at: public.map_or(ticket.opened_at, |event| event.at),
        order: order(standings, book)?,
    })
}

fn order(standings: &[Standing], book: &Book) -> Result<Order, Unanswered> {
    let owed = standings.iter().filter(|standing| view::is_owed(standing));
    let next =
        owed.clone().filter_map(|standing| Some((standing.reading.due_at?, standing.promise.metric))).min();
    let Some((due_at, metric)) = next else {
        let paused = standings.iter().any(|standing| standing.reading.state == ClockState::Paused);
        return Ok(if paused { Order::Paused } else { Order::Free });
    };
    let overdue = owed.map(|standing| overdue_from(standing, book)).collect::<Result<Vec<_>, _>>()?;
    Ok(Order::Owed { metric, due_at, overdue_from: overdue.into_iter().flatten().min() })
}

/// From when on a promise counts as missed: what is missed already does, the rest once its time is overrun.
fn overdue_from(standing: &Standing, book: &Book) -> Result<Option<DateTime<Utc>>, Unanswered> {
    if standing.reading.missed_at.is_some() {
        return Ok(standing.reading.missed_at);
    }
    let clock = Clock {
        started_at: standing.promise.started_at,
        target_seconds: standing.promise.target_seconds,
        stopped: standing.run.stopped,
        pauses: &standing.run.pauses,
        timeline: book.timeline_of(&standing.promise).ok_or(Unanswered::BeyondHorizon)?,
    };
    Ok(clock.overrun_at())
}
