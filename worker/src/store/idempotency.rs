//! Answers kept for repeated POSTs, and who is working on one.

use aftercare_shared::id::TicketId;
use aftercare_shared::json;
use chrono::{DateTime, TimeDelta, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::store::{Statement, Store, StoreError, sql};

const TABLE: &str = "idempotency";
/// How long an answer is kept, in hours.
const KEPT_HOURS: i64 = 24;
/// How long somebody may work on a key before the next one takes over, in seconds.
const LEASE_SECONDS: i64 = 60;

/// A key, whose it is, and what came with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Once {
    /// The caller and the endpoint.
    pub(crate) scope: String,
    /// The key.
    pub(crate) key: String,
    /// SHA-256 of the body, in hex.
    pub(crate) fingerprint: String,
    /// Who works on it: unique to this request.
    pub(crate) holder: String,
}

/// What an answer showed: a ticket, up to an event, as of a time. Rendered again it is the same answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shown {
    /// The ticket.
    pub(crate) ticket: TicketId,
    /// Its last event then.
    pub(crate) seq: u32,
    /// The time of the answer.
    #[serde(with = "chrono::serde::ts_seconds")]
    pub(crate) at: DateTime<Utc>,
}

/// What stands for a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Claim<S> {
    /// Nothing: it is ours to work on.
    Ours,
    /// An answer.
    Answered(S),
    /// Somebody works on it.
    InFlight,
    /// It came with another body.
    OtherBody,
}

#[derive(Deserialize)]
struct AnswerRow {
    fingerprint: String,
    response: String,
}

#[derive(Deserialize)]
struct LeaseRow {
    fingerprint: String,
    holder: String,
}

/// Looks a key up, and takes it where it is free or whoever took it has given no sign for a minute.
pub(crate) async fn claim<S: DeserializeOwned>(
    store: &Store,
    once: &Once,
    now: DateTime<Utc>,
) -> Result<Claim<S>, StoreError> {
    let purge = sql("DELETE FROM idempotency WHERE scope = ?1 AND key = ?2 AND expires <= ?3");
    let answer = sql("SELECT fingerprint, response FROM idempotency WHERE scope = ?1 AND key = ?2");
    let take = sql("INSERT INTO idempotency_lease (scope, key, fingerprint, holder, until)
         SELECT ?1, ?2, ?3, ?4, ?5
         WHERE NOT EXISTS (SELECT 1 FROM idempotency WHERE scope = ?1 AND key = ?2)
         ON CONFLICT (scope, key) DO UPDATE
         SET fingerprint = excluded.fingerprint, holder = excluded.holder, until = excluded.until
         WHERE idempotency_lease.until <= ?6");
    let lease = sql("SELECT fingerprint, holder FROM idempotency_lease WHERE scope = ?1 AND key = ?2");
    let keyed = |statement: Statement| statement.bind(once.scope.as_str()).bind(once.key.as_str());
    let take = keyed(take).bind(once.fingerprint.as_str()).bind(once.holder.as_str());
    let answers = store
        .batch(vec![
            keyed(purge).bind(now),
            keyed(answer),
            take.bind(now + TimeDelta::seconds(LEASE_SECONDS)).bind(now),
            keyed(lease),
        ])
        .await?;
    if let Some(row) = answers.first::<AnswerRow>(TABLE, 1)? {
        if row.fingerprint != once.fingerprint {
            return Ok(Claim::OtherBody);
        }
        let shown = json::read(&row.response).map_err(|error| StoreError::row(TABLE, error))?;
        return Ok(Claim::Answered(shown));
    }
    let lease: Option<LeaseRow> = answers.first("idempotency_lease", 3)?;
    Ok(match lease {
        Some(lease) if lease.holder == once.holder => Claim::Ours,
        Some(lease) if lease.fingerprint != once.fingerprint => Claim::OtherBody,
        Some(_) | None => Claim::InFlight,
    })
}

/// Keeps an answer and gives the key free, in the batch of what it answers for. Where an answer stands
/// already, the batch fails whole.
pub(crate) fn answer(
    once: &Once,
    status: u16,
    shown: &impl Serialize,
    at: DateTime<Utc>,
) -> Result<[Statement; 2], StoreError> {
    let json = serde_json::to_string(shown).map_err(|error| StoreError::row(TABLE, error))?;
    let insert =
        sql("INSERT INTO idempotency (scope, key, fingerprint, status, response, created_at, expires)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    let insert = insert
        .bind(once.scope.as_str())
        .bind(once.key.as_str())
        .bind(once.fingerprint.as_str())
        .bind(u32::from(status))
        .bind(json)
        .bind(at)
        .bind(at + TimeDelta::hours(KEPT_HOURS));
    Ok([insert, let_go(once)])
}

/// Gives a key free that nothing came of.
pub(crate) async fn release(store: &Store, once: &Once) -> Result<(), StoreError> {
    store.batch(vec![let_go(once)]).await?;
    Ok(())
}

fn let_go(once: &Once) -> Statement {
    sql("DELETE FROM idempotency_lease WHERE scope = ?1 AND key = ?2 AND holder = ?3")
        .bind(once.scope.as_str())
        .bind(once.key.as_str())
        .bind(once.holder.as_str())
}

/// Forgets what has expired.
pub(crate) fn purge(now: DateTime<Utc>) -> [Statement; 2] {
    [
        sql("DELETE FROM idempotency WHERE expires <= ?1").bind(now),
        sql("DELETE FROM idempotency_lease WHERE until <= ?1").bind(now),
    ]
}
