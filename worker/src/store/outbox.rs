//! What leaves: written with the event, handed to the queue afterwards, delivered by its consumer.

use aftercare_shared::id::TicketId;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

use crate::store::{Statement, Store, StoreError, notice, sql};

const TABLE: &str = "outbox";
/// How long what was delivered is kept, in days.
const KEPT_DAYS: i64 = 30;

/// Something that leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parcel {
    /// Its id, the same over all tries.
    pub(crate) id: String,
    /// What it tells, such as `ticket.opened`.
    pub(crate) kind: String,
    /// JSON, sent as it stands here.
    pub(crate) payload: String,
}

/// A parcel on its way.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Posted {
    /// What it tells.
    pub(crate) kind: String,
    /// JSON.
    pub(crate) payload: String,
    /// How often it was tried before.
    pub(crate) attempts: u32,
}

/// Writes a parcel, in the batch of its event. The ticket's number is known to the database alone until
/// then, so it is put in here.
pub(crate) fn insert(parcel: &Parcel, ticket: &TicketId, now: DateTime<Utc>) -> Statement {
    sql("INSERT INTO outbox (id, kind, payload, created_at)
         SELECT ?1, ?2, json_set(?3, '$.data.ticket.number', number), ?4 FROM ticket WHERE id = ?5")
    .bind(parcel.id.as_str())
    .bind(parcel.kind.as_str())
    .bind(parcel.payload.as_str())
    .bind(now)
    .bind(ticket.as_str())
}

/// Writes parcels that tell of a notice, as far as the notice does not stand yet: a JSON array of objects with
/// `parcel`, `kind`, `payload`, `advisory`, `revision` and `account`. It goes before the notices in their batch.
pub(crate) fn insert_for_notices(notices: &str, now: DateTime<Utc>) -> Statement {
    sql("INSERT INTO outbox (id, kind, payload, created_at)
         SELECT value ->> '$.parcel', value ->> '$.kind', value -> '$.payload', ?2 FROM json_each(?1)
         WHERE value ->> '$.parcel' IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM advisory_notice WHERE advisory = value ->> '$.advisory'
             AND revision = value ->> '$.revision' AND account = value ->> '$.account')")
    .bind(notices)
    .bind(now)
}

#[derive(Deserialize)]
struct IdRow {
    id: String,
}

/// Parcels that no queue has taken, written before `before`, the oldest first.
pub(crate) async fn unsent(
    store: &Store,
    before: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<String>, StoreError> {
    let query = sql("SELECT id FROM outbox WHERE sent_at IS NULL AND created_at <= ?1
         ORDER BY created_at LIMIT ?2");
    let rows: Vec<IdRow> = store.all(TABLE, query.bind(before).bind(limit)).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Notes that the queue has taken parcels.
pub(crate) async fn mark_sent(store: &Store, ids: &[String], now: DateTime<Utc>) -> Result<(), StoreError> {
    let ids = serde_json::to_string(ids).map_err(|error| StoreError::row(TABLE, error))?;
    let update = sql("UPDATE outbox SET sent_at = ?2
         WHERE sent_at IS NULL AND id IN (SELECT value FROM json_each(?1))");
    store.batch(vec![update.bind(ids).bind(now)]).await?;
    Ok(())
}

/// A parcel that is neither delivered nor given up.
pub(crate) async fn open(store: &Store, id: &str) -> Result<Option<Posted>, StoreError> {
    let query = sql("SELECT kind, payload, attempts FROM outbox
         WHERE id = ?1 AND delivered_at IS NULL AND dead_at IS NULL");
    store.first(TABLE, query.bind(id)).await
}

/// Notes that a parcel has arrived, and with it what follows from that.
pub(crate) async fn delivered(
    store: &Store,
    id: &str,
    outcome: &str,
    follows: Option<Statement>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let update =
        sql("UPDATE outbox SET attempts = attempts + 1, outcome = ?2, delivered_at = ?3 WHERE id = ?1");
    let mut batch = vec![update.bind(id).bind(outcome).bind(now)];
    batch.extend(follows);
    store.batch(batch).await?;
    Ok(())
}

/// Notes that a try has failed.
pub(crate) async fn failed(store: &Store, id: &str, outcome: &str) -> Result<(), StoreError> {
    let update = sql("UPDATE outbox SET attempts = attempts + 1, outcome = ?2 WHERE id = ?1");
    store.batch(vec![update.bind(id).bind(outcome)]).await?;
    Ok(())
}

/// Gives a parcel up, and the notice that it told of, if it did.
pub(crate) async fn bury(store: &Store, id: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let update = sql("UPDATE outbox SET dead_at = ?2 WHERE id = ?1 AND delivered_at IS NULL");
    store.batch(vec![update.bind(id).bind(now), notice::given_up(id, now)]).await?;
    Ok(())
}

/// Forgets what was delivered long ago. What was given up is kept until somebody has looked at it.
pub(crate) fn purge(now: DateTime<Utc>) -> Statement {
    sql("DELETE FROM outbox WHERE delivered_at <= ?1").bind(now - TimeDelta::days(KEPT_DAYS))
}
