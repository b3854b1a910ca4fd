//! What the demo's webhook receiver got.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::store::{Store, StoreError, sql};

const TABLE: &str = "demo_delivery";

/// A request that the receiver got.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Delivery {
    /// The header `webhook-id`.
    pub(crate) id: String,
    /// When, in seconds since 1970.
    pub(crate) received_at: i64,
    /// The signature's headers, a JSON object.
    pub(crate) headers: String,
    /// The body, as it came.
    pub(crate) body: String,
}

/// Keeps a delivery, and no more than the last hundred.
pub(crate) async fn keep(
    store: &Store,
    id: &str,
    headers: &str,
    body: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let insert = sql("INSERT INTO demo_delivery (id, received_at, headers, body) VALUES (?1, ?2, ?3, ?4)");
    let forget = sql("DELETE FROM demo_delivery
         WHERE rowid <= (SELECT MAX(rowid) FROM demo_delivery) - 100");
    store.batch(vec![insert.bind(id).bind(now).bind(headers).bind(body), forget]).await?;
    Ok(())
}

/// The last deliveries, the newest first.
pub(crate) async fn last(store: &Store, limit: u32) -> Result<Vec<Delivery>, StoreError> {
    let query = sql("SELECT id, received_at, headers, body FROM demo_delivery ORDER BY rowid DESC LIMIT ?1");
    store.all(TABLE, query.bind(limit)).await
}
