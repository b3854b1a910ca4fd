//! Advisories: OSV records as they stand, and their publications.

use aftercare_shared::api::advisories::RevisionKind;
use aftercare_shared::json::Beside;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::store::revision::Telling;
use crate::store::{Statement, Store, StoreError, Value, sql};

/// A record, as it stands.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Standing {
    /// Its id.
    pub(crate) id: String,
    /// The OSV record, JSON.
    pub(crate) record: String,
    /// Its newest publication; 0 where it was loaded without one.
    pub(crate) revision: u32,
}

/// Where a page of the list begins: after this record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    /// When it was modified, as it is written.
    pub(crate) modified: String,
    /// Which it is.
    pub(crate) id: String,
}

#[derive(Deserialize)]
struct ModifiedRow {
    modified: String,
}

/// The record of that id.
pub(crate) async fn find(store: &Store, id: &str) -> Result<Option<Standing>, StoreError> {
    Ok(find_all(store, &[id]).await?.into_iter().next())
}

/// The records of those ids, as far as they stand.
pub(crate) async fn find_all(store: &Store, ids: &[&str]) -> Result<Vec<Standing>, StoreError> {
    let query = sql("SELECT id, record,
           COALESCE((SELECT MAX(revision) FROM advisory_revision WHERE advisory = id), 0) AS revision
         FROM advisory WHERE id IN (SELECT value FROM json_each(?1))");
    store.all("advisory", query.bind(json(&ids)?)).await
}

/// A page of the records, modified last first.
pub(crate) async fn page(
    store: &Store,
    search: Option<&str>,
    after: Option<&Place>,
    limit: u32,
) -> Result<(Vec<Standing>, Option<Place>), StoreError> {
    let query = sql("SELECT modified, id, record,
           COALESCE((SELECT MAX(revision) FROM advisory_revision WHERE advisory = id), 0) AS revision
         FROM advisory
         WHERE (?1 IS NULL OR instr(lower(record), lower(?1)))
           AND (?2 IS NULL OR (modified, id) < (?2, ?3))
         ORDER BY modified DESC, id DESC LIMIT ?4");
    let query = query.bind(search).bind(after.map(|place| place.modified.as_str()));
    let query = query.bind(after.map_or(Value::Null, |place| place.id.as_str().into()));
    let mut rows: Vec<Beside<ModifiedRow, Standing>> =
        store.all("advisory", query.bind(limit.saturating_add(1))).await?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more);
    let next =
        next.map(|Beside(row, standing)| Place { modified: row.modified.clone(), id: standing.id.clone() });
    Ok((rows.into_iter().map(|Beside(_, standing)| standing).collect(), next))
}

/// A record to be published.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Published {
    /// Its id.
    pub(crate) id: String,
    /// When it was modified, in UTC, so that texts sort as times do.
    pub(crate) modified: String,
    /// The record.
    pub(crate) record: serde_json::Value,
    /// Which publication this is.
    pub(crate) revision: u32,
    /// What it is.
    pub(crate) kind: RevisionKind,
    /// Whether those whom it concerns are to be told.
    pub(crate) telling: Telling,
}

/// Writes records and their publications. Where one of them was published meanwhile, the batch fails.
pub(crate) fn publish(
    records: &[Published],
    by: &str,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> Result<[Statement; 2], StoreError> {
    let json = json(&records)?;
    let write = sql("INSERT INTO advisory (id, modified, record)
         SELECT value ->> '$.id', value ->> '$.modified', value -> '$.record' FROM json_each(?1) WHERE TRUE
         ON CONFLICT (id) DO UPDATE SET modified = excluded.modified, record = excluded.record
         WHERE record <> excluded.record");
    let note = sql("INSERT INTO advisory_revision
           (advisory, revision, kind, at, by_name, reason, record, telling)
         SELECT value ->> '$.id', value ->> '$.revision', value ->> '$.kind', ?2, ?3, ?4,
           value -> '$.record', value ->> '$.telling'
         FROM json_each(?1)");
    Ok([write.bind(json.as_str()), note.bind(json).bind(now).bind(by).bind(reason)])
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::row("advisory", error))
}
