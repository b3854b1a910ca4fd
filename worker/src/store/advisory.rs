//! What is known about the vendor's packages: OSV records and release feeds, as they were imported.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::store::{Store, StoreError, instant, sql};

/// All of it, unparsed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Corpus {
    /// OSV records, each with its id.
    pub(crate) advisories: Vec<(String, String)>,
    /// Release feeds, each with its package and when it was read.
    pub(crate) feeds: Vec<(String, String, DateTime<Utc>)>,
    /// Counts the changes.
    pub(crate) version: i64,
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

#[derive(Deserialize)]
struct FeedRow {
    package: String,
    document: String,
    fetched_at: i64,
}

/// Counts the changes of the corpus: as long as it stays, so does the corpus.
pub(crate) async fn version(store: &Store) -> Result<i64, StoreError> {
    let row: Option<VersionRow> = store.first("corpus", sql("SELECT version FROM corpus")).await?;
    Ok(row.map_or(0, |row| row.version))
}

/// Reads the whole corpus, as of one instant.
pub(crate) async fn read(store: &Store) -> Result<Corpus, StoreError> {
    let answers = store
        .batch(vec![
            sql("SELECT version FROM corpus"),
            sql("SELECT id, record FROM advisory ORDER BY id"),
            sql("SELECT package, document, fetched_at FROM release_feed ORDER BY package"),
        ])
        .await?;
    let version: Option<VersionRow> = answers.first("corpus", 0)?;
    let advisories: Vec<AdvisoryRow> = answers.rows("advisory", 1)?;
    let feeds: Vec<FeedRow> = answers.rows("release_feed", 2)?;
    let feed = |row: FeedRow| Ok((row.package, row.document, instant("release_feed", row.fetched_at)?));
    Ok(Corpus {
        advisories: advisories.into_iter().map(|row| (row.id, row.record)).collect(),
        feeds: feeds.into_iter().map(feed).collect::<Result<_, StoreError>>()?,
        version: version.map_or(0, |row| row.version),
    })
}
