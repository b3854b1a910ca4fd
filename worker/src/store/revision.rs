//! Publications of advisories, and how far telling of them has got.

use aftercare_shared::api::advisories::{Revision, RevisionKind};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::store::{Statement, Store, StoreError, instant, sql};

const TABLE: &str = "advisory_revision";

/// Whether those whom a publication concerns are to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Telling {
    /// Nobody is, until somebody asks for it.
    Nobody,
    /// They are being found.
    Looking,
    /// They have been found.
    Found,
}

/// A publication whose readers are being found, or have been.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Telltale {
    /// The advisory.
    pub(crate) advisory: String,
    /// Which publication.
    pub(crate) revision: u32,
    /// What it was.
    pub(crate) kind: RevisionKind,
    /// When.
    pub(crate) at: DateTime<Utc>,
    /// Why, where that was said.
    pub(crate) reason: Option<String>,
    /// The OSV record, JSON.
    pub(crate) record: String,
    /// How far it has got.
    pub(crate) telling: Telling,
    /// The last account that was looked at.
    pub(crate) looked_to: String,
}

#[derive(Deserialize)]
struct TelltaleRow {
    advisory: String,
    revision: u32,
    kind: RevisionKind,
    at: i64,
    reason: Option<String>,
    record: String,
    telling: Telling,
    looked_to: String,
}

impl TryFrom<TelltaleRow> for Telltale {
    type Error = StoreError;

    fn try_from(row: TelltaleRow) -> Result<Self, StoreError> {
        Ok(Self {
            advisory: row.advisory,
            revision: row.revision,
            kind: row.kind,
            at: instant(TABLE, row.at)?,
            reason: row.reason,
            record: row.record,
            telling: row.telling,
            looked_to: row.looked_to,
        })
    }
}

#[derive(Deserialize)]
struct RevisionRow {
    revision: u32,
    kind: RevisionKind,
    at: i64,
    by_name: String,
    reason: Option<String>,
}

/// The publications of an advisory, the newest first.
pub(crate) async fn of(store: &Store, advisory: &str) -> Result<Vec<Revision>, StoreError> {
    let query = sql("SELECT revision, kind, at, by_name, reason FROM advisory_revision
         WHERE advisory = ?1 ORDER BY revision DESC LIMIT 100");
    let rows: Vec<RevisionRow> = store.all(TABLE, query.bind(advisory)).await?;
    let revision = |row: RevisionRow| {
        let at = instant(TABLE, row.at)?;
        Ok(Revision { revision: row.revision, kind: row.kind, at, by: row.by_name, reason: row.reason })
    };
    rows.into_iter().map(revision).collect()
}

/// The newest publication of each of those advisories that has one.
pub(crate) async fn newest(store: &Store, advisories: &[&str]) -> Result<Vec<Telltale>, StoreError> {
    let ids = serde_json::to_string(advisories).map_err(|error| StoreError::row(TABLE, error))?;
    let query =
        sql("SELECT advisory, MAX(revision) AS revision, kind, at, reason, record, telling, looked_to
         FROM advisory_revision WHERE advisory IN (SELECT value FROM json_each(?1)) GROUP BY advisory");
    let rows: Vec<TelltaleRow> = store.all(TABLE, query.bind(ids)).await?;
    rows.into_iter().map(Telltale::try_from).collect()
}

/// Publications whose readers are still being found, the oldest first.
pub(crate) async fn looking(store: &Store, limit: u32) -> Result<Vec<Telltale>, StoreError> {
    let query = sql("SELECT advisory, revision, kind, at, reason, record, telling, looked_to
         FROM advisory_revision WHERE telling = 'looking' ORDER BY at LIMIT ?1");
    let rows: Vec<TelltaleRow> = store.all(TABLE, query.bind(limit)).await?;
    rows.into_iter().map(Telltale::try_from).collect()
}

/// Has the readers of a publication be found, from the first account on.
pub(crate) async fn look_again(store: &Store, advisory: &str, revision: u32) -> Result<(), StoreError> {
    let update = sql("UPDATE advisory_revision SET telling = 'looking', looked_to = ''
         WHERE advisory = ?1 AND revision = ?2");
    store.batch(vec![update.bind(advisory).bind(revision)]).await?;
    Ok(())
}

/// Notes how far the search has got. `None`: to the end.
pub(crate) fn looked(advisory: &str, revision: u32, to: Option<&str>) -> Statement {
    sql("UPDATE advisory_revision
         SET looked_to = COALESCE(?3, looked_to), telling = CASE WHEN ?3 IS NULL THEN 'found' ELSE telling END
         WHERE advisory = ?1 AND revision = ?2 AND telling = 'looking'")
    .bind(advisory)
    .bind(revision)
    .bind(to)
}
