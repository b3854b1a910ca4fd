//! What happens each minute: judge the promises that fell due, weigh those that a new policy or a new plan
//! makes better, hand over what no queue has taken, go on telling of advisories, read the feeds that are due,
//! forget what has expired.
//!
//! A verdict comes from the times of events, so it does not matter when the sweep runs, or whether it runs
//! twice: a verdict stands under a unique key, and the log's own numbers let one sweep through.

use aftercare_shared::id::TicketId;
use aftercare_shared::promise::{standings, verdicts};
use aftercare_shared::text::Lang;
use aftercare_shared::ticket::{Actor, Event, EventBody, Ticket};
use chrono::TimeDelta;
use serde_json::json;

use crate::app::App;
use crate::book;
use crate::feeds;
use crate::ledger::{self, Decision, State};
use crate::log;
use crate::notify;
use crate::outbox;
use crate::problem::Failure;
use crate::replan;
use crate::store::{Store, idempotency, policy, promise, ticket};

/// The most tickets that one sweep judges; the next one goes on, a minute later.
const SWEEP: u32 = 100;
/// How long a ticket that can't be judged is left alone, in minutes.
const LEFT_ALONE_MINUTES: i64 = 15;

/// One sweep.
pub(crate) async fn sweep(app: &App) {
    if let Err(failure) = judge_due(app).await {
        failure.log("promises were not judged");
    }
    if let Err(failure) = weigh_anew(app).await {
        failure.log("promises were not weighed under the new policy");
    }
    if let Err(failure) = replan::sweep(app).await {
        failure.log("tickets were not told of a new plan");
    }
    match outbox::sweep(app.env(), app.now()).await {
        Ok(0) => {}
        Ok(parcels) => log::info("parcels handed over by the sweep", &[("parcels", json!(parcels))]),
        Err(error) => log::error("the outbox was not swept", &[("error", json!(error))]),
    }
    if let Err(failure) = notify::sweep(app).await {
        failure.log("telling of advisories was not gone on with");
    }
    if let Err(failure) = notify::sweep_newcomers(app).await {
        failure.log("newcomers were not looked for");
    }
    if let Err(failure) = feeds::sweep(app).await {
        failure.log("feeds were not read");
    }
    if let Err(failure) = forget(app).await {
        failure.log("what has expired was not forgotten");
    }
}

async fn judge_due(app: &App) -> Result<(), Failure> {
    let store = app.store()?;
    let due = promise::due(&store, app.now(), SWEEP).await?;
    for id in due {
        match judge(app, &store, &id).await {
            Ok(0) => leave_alone(app, &store, &id).await?,
            Ok(events) => log::info("promises judged", &[("ticket", json!(id)), ("events", json!(events))]),
            Err(failure) => {
                failure.log("a ticket was not judged");
                leave_alone(app, &store, &id).await?;
            }
        }
    }
    Ok(())
}

/// Judges one ticket's promises and says how many events that made.
async fn judge(app: &App, store: &Store, id: &TicketId) -> Result<usize, Failure> {
    for tried in 0..ledger::TRIES {
        let record = ticket::read(store, id).await?.ok_or_else(Failure::no_ticket)?;
        let ticket = Ticket::fold(&record.events)?;
        let now = record.events.last().map_or(app.now(), |event| app.now().max(event.at));
        let logs = std::iter::once(record.events.as_slice());
        let book = book::of(store, record.policy_version, record.facts.region.clone(), logs, now).await?;
        let standings = standings(&record.events, &book, now)?;
        let bodies = verdicts(&ticket, lang(&record.events), &standings, now);
        let events = bodies.len();
        if events == 0 {
            return Ok(0);
        }
        let decision = Decision { actor: Actor::System, bodies };
        if ledger::write(app, store, record, ticket, decision, None).await?.is_some() {
            return Ok(events);
        }
        ledger::step_back(tried).await;
    }
    Ok(0)
}

/// The language that the customer of a log reads.
pub(crate) fn lang(events: &[Event]) -> Lang {
    match events.first().map(|event| &event.body) {
        Some(EventBody::Opened(opened)) => opened.lang,
        Some(_) | None => Lang::default(),
    }
}

/// Weighs the promises of live tickets under the policy in force, where that was pushed after they were made:
/// what it promises more holds at once.
pub(crate) async fn weigh_anew(app: &App) -> Result<(), Failure> {
    let store = app.store()?;
    let version = policy::current(&store).await?;
    for id in ticket::unweighed(&store, version, SWEEP).await? {
        let nothing_more = |_: &State<'_>| Ok(Decision { actor: Actor::System, bodies: Vec::new() });
        if let Err(failure) = ledger::append(app, &id, None, nothing_more).await {
            failure.log("a ticket was not weighed under the new policy");
            pass_over(&store, &id, version).await?;
        }
    }
    Ok(())
}

/// Leaves a ticket that can't be weighed to whoever writes on it next, so that it does not hold up the others.
async fn pass_over(store: &Store, id: &TicketId, version: u32) -> Result<(), Failure> {
    if let Some(record) = ticket::read(store, id).await? {
        let seq = record.events.last().map_or(0, |event| event.seq);
        store.batch(vec![ticket::weighed(id, seq, version)]).await?;
    }
    Ok(())
}

async fn leave_alone(app: &App, store: &Store, id: &TicketId) -> Result<(), Failure> {
    let until = app.now() + TimeDelta::minutes(LEFT_ALONE_MINUTES);
    if promise::put_off(store, id, app.now(), until).await? {
        log::warn("a ticket fell due and nothing was said", &[("ticket", json!(id))]);
    }
    Ok(())
}

async fn forget(app: &App) -> Result<(), Failure> {
    let mut batch = idempotency::purge(app.now()).to_vec();
    batch.push(crate::store::outbox::purge(app.now()));
    batch.push(crate::store::inventory::purge(app.now()));
    app.store()?.batch(batch).await?;
    Ok(())
}
