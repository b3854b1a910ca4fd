//! What is known about the vendor's packages, for those who compile it: OSV records and release feeds, as
//! they were imported. Read in pages: an answer of the database has a largest size, and an isolate too.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::store::{Store, StoreError, instant, sql};

/// A release feed, unparsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FeedDocument {
    /// The package, as a package URL without a version.
    pub(crate) package: String,
    /// As it was imported.
    pub(crate) document: String,
    /// The word of its form.
    pub(crate) format: Option<String>,
    /// When it was read.
    pub(crate) fetched_at: DateTime<Utc>,
}

#[derive(Deserialize)]
struct VersionRow {
    version: i64,
}

#[derive(Deserialize)]
struct AdvisoryRow {
    id: String,
    record: String,
}

/// The row that it stands in.
#[derive(Deserialize)]
pub(super) struct FeedRow {
    package: String,
    document: String,
    format: Option<String>,
    fetched_at: i64,
}

impl TryFrom<FeedRow> for FeedDocument {
    type Error = StoreError;

    fn try_from(row: FeedRow) -> Result<Self, StoreError> {
        Ok(Self {
            package: row.package,
            document: row.document,
            format: row.format,
            fetched_at: instant("release_feed", row.fetched_at)?,
        })
    }
}

/// Counts the changes of the corpus: as long as it stays, so does the corpus.
pub(crate) async fn version(store: &Store) -> Result<i64, StoreError> {
    let row: Option<VersionRow> = store.first("corpus", sql("SELECT version FROM corpus")).await?;
    Ok(row.map_or(0, |row| row.version))
}

/// A page of OSV records, each with its id, from the one after that id on.
pub(crate) async fn advisories(store: &Store, after: &str) -> Result<Vec<(String, String)>, StoreError> {
    let page = sql("SELECT id, record FROM advisory WHERE id > ?1 ORDER BY id LIMIT 500").bind(after);
    let rows: Vec<AdvisoryRow> = store.all("advisory", page).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.record)).collect())
}

/// A page of feeds, from the one after that package on.
pub(crate) async fn feeds(store: &Store, after: &str) -> Result<Vec<FeedDocument>, StoreError> {
    let page = sql("SELECT package, document, format, fetched_at FROM release_feed WHERE package > ?1
         ORDER BY package LIMIT 50");
    let rows: Vec<FeedRow> = store.all("release_feed", page.bind(after)).await?;
    rows.into_iter().map(FeedDocument::try_from).collect()
}
