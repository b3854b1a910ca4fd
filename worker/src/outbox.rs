//! From the outbox to the queue, and from the queue to the vendor's own endpoint.
//!
//! A parcel is written with its event, handed to the queue after the answer is sent, and swept by the cron
//! where that failed. The consumer delivers it by Standard Webhooks 1.0: signed, with the same id at every
//! try, and only a 2xx counts. Every message of the queue is acknowledged or retried by itself, and the
//! handler never fails: one bad message must not hold the others up.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use worker::{Env, MessageExt, QueueRetryOptionsBuilder};

use crate::app::App;
use crate::clock;
use crate::config;
use crate::fetch;
use crate::js;
use crate::log;
use crate::store::{Store, StoreError, notice, outbox};
use crate::webhook::{self, Secret};

/// The queue's binding.
const QUEUE: &str = "OUTBOX";
/// How the name of the queue ends that takes what was tried too often.
const DEAD: &str = "-dead";
/// The delays between tries, in seconds, after the example of Standard Webhooks; the last one repeats. The
/// platform takes no more than twelve hours.
const DELAYS: [u32; 8] = [5, 300, 1_800, 7_200, 18_000, 36_000, 43_200, 43_200];
/// The longest delay that the platform takes, in seconds.
const LONGEST_DELAY: u32 = 43_200;
/// How long a parcel may wait for its queue before the sweep takes care of it, in seconds.
const PATIENCE_SECONDS: i64 = 30;
/// The most parcels that one sweep hands over: the queue's own limit for a batch.
const SWEEP: u32 = 100;

/// What the queue carries: the parcel itself stays in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Slip {
    /// The parcel's id.
    parcel: String,
}

/// Hands parcels to the queue after the answer is sent.
pub(crate) fn hand_over_later(app: &App, parcels: Vec<String>) {
    if parcels.is_empty() {
        return;
    }
    let (env, now) = (app.env().clone(), app.now());
    app.later(async move {
        if let Err(error) = hand_over(&env, &parcels, now).await {
            log::warn(
                "parcels left to the sweep",
                &[("parcels", json!(parcels.len())), ("error", json!(error))],
            );
        }
    });
}

/// Hands over what no queue has taken so far.
pub(crate) async fn sweep(env: &Env, now: DateTime<Utc>) -> Result<usize, String> {
    let store = Store::of(env).map_err(|error| error.to_string())?;
    let before = now - TimeDelta::seconds(PATIENCE_SECONDS);
    let parcels = outbox::unsent(&store, before, SWEEP).await.map_err(|error| error.to_string())?;
    if !parcels.is_empty() {
        hand_over(env, &parcels, now).await?;
    }
    Ok(parcels.len())
}

async fn hand_over(env: &Env, parcels: &[String], now: DateTime<Utc>) -> Result<(), String> {
    let queue = env.queue(QUEUE).map_err(|error| error.to_string())?;
    let slips = parcels.iter().map(|parcel| Slip { parcel: parcel.clone() }).collect::<Vec<_>>();
    queue.send_batch(slips).await.map_err(|error| error.to_string())?;
    // Where this fails the sweep hands them over again, and the consumer drops what was delivered.
    let store = Store::of(env).map_err(|error| error.to_string())?;
    outbox::mark_sent(&store, parcels, now).await.map_err(|error| error.to_string())
}

/// Takes a batch of the queue, or of the queue of the dead.
pub(crate) async fn consume(batch: worker::MessageBatch<Slip>, env: &Env) {
    let dead = batch.queue().ends_with(DEAD);
    for message in batch.raw_iter() {
        let slip = js::read::<Slip>(&message.body());
        let Ok(slip) = slip else {
            log::error("a message of the queue can't be read", &[("message", json!(message.id()))]);
            message.ack();
            continue;
        };
        let outcome = if dead { bury(env, &slip).await } else { deliver(env, &slip).await };
        match outcome {
            Ok(Outcome::Done) => message.ack(),
            Ok(Outcome::Again(seconds)) => retry(&message, seconds),
            Err(error) => {
                log::error(
                    "a parcel was not handled",
                    &[("parcel", json!(slip.parcel)), ("error", json!(error))],
                );
                retry(&message, 60);
            }
        }
    }
}

fn retry(message: &worker::RawMessage, seconds: u32) {
    let options = QueueRetryOptionsBuilder::new().with_delay_seconds(seconds.min(LONGEST_DELAY)).build();
    message.retry_with_options(&options);
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Nothing is left to do.
    Done,
    /// It is to be tried again after so many seconds.
    Again(u32),
}

async fn deliver(env: &Env, slip: &Slip) -> Result<Outcome, String> {
    let store = Store::of(env).map_err(|error| error.to_string())?;
    let failed = |error: StoreError| error.to_string();
    let id = slip.parcel.as_str();
    let now = clock::now();
    let Some(parcel) = outbox::open(&store, id).await.map_err(failed)? else {
        return Ok(Outcome::Done);
    };
    let Some(url) = config::text(env, "WEBHOOK_URL") else {
        outbox::delivered(&store, id, "no destination", None, now).await.map_err(failed)?;
        return Ok(Outcome::Done);
    };
    let secret = config::text(env, "WEBHOOK_SECRET").ok_or("`WEBHOOK_SECRET` is not set")?;
    let secret =
        Secret::parse(&secret).ok_or("`WEBHOOK_SECRET` is not `whsec_` and base64 of 24 to 64 bytes")?;
    let timestamp = now.timestamp().to_string();
    let signature = webhook::sign(&secret, id, &timestamp, &parcel.payload);
    let headers = [
        ("content-type", "application/json"),
        ("user-agent", "Aftercare-Webhook/1"),
        (webhook::ID, id),
        (webhook::TIMESTAMP, timestamp.as_str()),
        (webhook::SIGNATURE, signature.as_str()),
    ];
    let (outcome, retry_after) = match fetch::post(&url, &headers, &parcel.payload).await {
        Ok(posted) if (200..300).contains(&posted.status) => {
            let told = notice::is_told_by(&parcel.kind).then(|| notice::delivered(id, now));
            outbox::delivered(&store, id, &posted.status.to_string(), told, now).await.map_err(failed)?;
            return Ok(Outcome::Done);
        }
        Ok(posted) if posted.status == 410 => {
            log::error("the webhook's receiver is gone", &[("parcel", json!(id))]);
            outbox::failed(&store, id, "410").await.map_err(failed)?;
            outbox::bury(&store, id, now).await.map_err(failed)?;
            return Ok(Outcome::Done);
        }
        Ok(posted) => (posted.status.to_string(), posted.retry_after),
        Err(error) => (error.to_string(), None),
    };
    outbox::failed(&store, id, &outcome).await.map_err(failed)?;
    let delay = delay(parcel.attempts).max(retry_after.unwrap_or_default());
    let fields = [("parcel", json!(id)), ("kind", json!(parcel.kind)), ("outcome", json!(outcome))];
    log::warn("a parcel was not taken", &fields);
    Ok(Outcome::Again(delay))
}

async fn bury(env: &Env, slip: &Slip) -> Result<Outcome, String> {
    let store = Store::of(env).map_err(|error| error.to_string())?;
    outbox::bury(&store, &slip.parcel, clock::now()).await.map_err(|error| error.to_string())?;
    log::error("a parcel was given up", &[("parcel", json!(slip.parcel))]);
    Ok(Outcome::Done)
}

/// How long to wait after so many tries before.
fn delay(attempts: u32) -> u32 {
    let place = usize::try_from(attempts).unwrap_or(usize::MAX);
    DELAYS.get(place).copied().unwrap_or(LONGEST_DELAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_grow_rarer() {
        assert_eq!([0, 1, 7, 8, 100].map(delay), [5, 300, 43_200, 43_200, 43_200]);
    }
}
