//! What happens each minute: judge the promises that fell due, hand over what no queue has taken, forget
//! what has expired.
//!
//! A verdict comes from the times of events, so it does not matter when the sweep runs, or whether it runs
//! twice: a verdict stands under a unique key, and the log's own numbers let one sweep through.

use aftercare_shared::id::TicketId;
use aftercare_shared::promise::{Standing, standings};
use aftercare_shared::ticket::{Actor, EventBody, Ticket};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use crate::app::App;
use crate::book;
use crate::ledger::{self, Decision};
use crate::log;
use crate::outbox;
use crate::problem::Failure;
use crate::store::{Store, idempotency, promise, ticket};

/// The most tickets that one sweep judges; the next one goes on, a minute later.
const SWEEP: u32 = 100;
/// How long a ticket that can't be judged is left alone, in minutes.
const LEFT_ALONE_MINUTES: i64 = 15;

/// One sweep.
pub(crate) async fn sweep(app: &App) {
    if let Err(failure) = judge_due(app).await {
        failure.log("promises were not judged");
    }
    match outbox::sweep(app.env(), app.now()).await {
        Ok(0) => {}
        Ok(parcels) => log::info("parcels handed over by the sweep", &[("parcels", json!(parcels))]),
        Err(error) => log::error("the outbox was not swept", &[("error", json!(error))]),
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
        let bodies = standings.iter().flat_map(|standing| verdicts(standing, now)).collect::<Vec<_>>();
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

/// What is to be said of a promise by now and has not been.
fn verdicts(standing: &Standing, now: DateTime<Utc>) -> Vec<EventBody> {
    let (metric, cycle) = (standing.promise.metric, standing.promise.cycle);
    let warned = standing.warnings.iter().filter(|warning| warning.at <= now);
    let warned = warned.map(|warning| EventBody::PromiseWarned { metric, cycle, percent: warning.percent });
    let missed = standing.unrecorded_miss();
    let missed = missed.map(|missed_at| EventBody::PromiseMissed { metric, cycle, missed_at });
    warned.chain(missed).collect()
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
    app.store()?.batch(batch).await?;
    Ok(())
}
