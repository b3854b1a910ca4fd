//! Where releases are read, and how that goes.

use aftercare_shared::release::Format;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::store::{Statement, Store, StoreError, instant, sql};

const TABLE: &str = "feed";
/// How long a feed that is being read is left alone by other sweeps, in seconds.
const LEASE_SECONDS: i64 = 180;

/// A feed and its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// The package, as a package URL in its registry's normal form.
    pub(crate) package: String,
    /// Where it is.
    pub(crate) url: String,
    /// The form it is in.
    pub(crate) form: Format,
    /// How often it is read, in seconds.
    pub(crate) interval_seconds: u32,
    /// What it listed: a feed, JSON.
    pub(crate) document: Option<String>,
    /// How many releases, or lines, it listed.
    pub(crate) listed: u32,
    /// The tag that it was last sent with.
    pub(crate) etag: Option<String>,
    /// The time of change that it was last sent with.
    pub(crate) last_modified: Option<String>,
    /// When it was last read, or found unchanged.
    pub(crate) fetched_at: Option<DateTime<Utc>>,
    /// When it is read next.
    pub(crate) next_at: DateTime<Utc>,
    /// How often in a row it has failed.
    pub(crate) failures: u32,
    /// The last failure since it was last read.
    pub(crate) failure: Option<(DateTime<Utc>, String)>,
}

#[derive(Deserialize)]
struct Row {
    package: String,
    url: String,
    form: Format,
    interval_seconds: u32,
    document: Option<String>,
    listed: u32,
    etag: Option<String>,
    last_modified: Option<String>,
    fetched_at: Option<i64>,
    next_at: i64,
    failures: u32,
    failed_at: Option<i64>,
    failure: Option<String>,
}

impl TryFrom<Row> for Source {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let at = |second: Option<i64>| second.map(|second| instant(TABLE, second)).transpose();
        Ok(Self {
            package: row.package,
            url: row.url,
            form: row.form,
            interval_seconds: row.interval_seconds,
            document: row.document,
            listed: row.listed,
            etag: row.etag,
            last_modified: row.last_modified,
            fetched_at: at(row.fetched_at)?,
            next_at: instant(TABLE, row.next_at)?,
            failures: row.failures,
            failure: at(row.failed_at)?.zip(row.failure),
        })
    }
}

#[derive(Deserialize)]
struct RevisionRow {
    revision: u32,
}

/// All feeds without what they listed, by package and address, and how often they were configured.
pub(crate) async fn all(store: &Store) -> Result<(Vec<Source>, u32), StoreError> {
    let answers = store
        .batch(vec![
            sql("SELECT package, url, form, interval_seconds, NULL AS document, listed, etag, last_modified,
                   fetched_at, next_at, failures, failed_at, failure
                 FROM feed ORDER BY package, url"),
            sql("SELECT COALESCE(MAX(revision), 0) AS revision FROM feed_change"),
        ])
        .await?;
    let rows: Vec<Row> = answers.rows(TABLE, 0)?;
    let revision: Option<RevisionRow> = answers.first("feed_change", 1)?;
    let sources = rows.into_iter().map(Source::try_from).collect::<Result<_, _>>()?;
    Ok((sources, revision.map_or(0, |row| row.revision)))
}

/// The feeds of a package with what they listed, by address.
pub(crate) async fn of(store: &Store, package: &str) -> Result<Vec<Source>, StoreError> {
    let query = sql("SELECT package, url, form, interval_seconds, document, listed, etag, last_modified,
           fetched_at, next_at, failures, failed_at, failure
         FROM feed WHERE package = ?1 ORDER BY url");
    let rows: Vec<Row> = store.all(TABLE, query.bind(package)).await?;
    rows.into_iter().map(Source::try_from).collect()
}

/// Takes the feeds that are due, the longest due first. Whoever takes one has it to themselves for a while.
pub(crate) async fn take_due(
    store: &Store,
    now: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<Source>, StoreError> {
    let take = sql("UPDATE feed SET next_at = ?2
         WHERE (package, url) IN (SELECT package, url FROM feed WHERE next_at <= ?1 ORDER BY next_at LIMIT ?3)
         RETURNING package, url, form, interval_seconds, document, listed, etag, last_modified,
           fetched_at, next_at, failures, failed_at, failure");
    let take = take.bind(now).bind(now + TimeDelta::seconds(LEASE_SECONDS)).bind(limit);
    let rows: Vec<Row> = store.all(TABLE, take).await?;
    rows.into_iter().map(Source::try_from).collect()
}

/// A configuration, as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Configured {
    /// The package, as a package URL in its registry's normal form.
    pub(crate) package: String,
    /// Where it is.
    pub(crate) url: String,
    /// The form it is in.
    pub(crate) form: Format,
    /// How often it is read, in seconds.
    pub(crate) interval_seconds: u32,
}

/// Configures all feeds. Where they were configured meanwhile, the batch fails. What a feed listed in
/// another form is forgotten, and it is read at once.
pub(crate) fn configure(
    feeds: &[Configured],
    revision: u32,
    by: &str,
    now: DateTime<Utc>,
) -> Result<[Statement; 3], StoreError> {
    let json = serde_json::to_string(feeds).map_err(|error| StoreError::row(TABLE, error))?;
    let note = sql("INSERT INTO feed_change (revision, at, by_name) VALUES (?1, ?2, ?3)");
    let remove = sql("DELETE FROM feed WHERE NOT EXISTS (SELECT 1 FROM json_each(?1)
         WHERE value ->> '$.package' = feed.package AND value ->> '$.url' = feed.url)");
    let write = sql("INSERT INTO feed (package, url, form, interval_seconds, next_at)
         SELECT value ->> '$.package', value ->> '$.url', value ->> '$.form',
           value ->> '$.interval_seconds', ?2 FROM json_each(?1) WHERE TRUE
         ON CONFLICT (package, url) DO UPDATE SET interval_seconds = excluded.interval_seconds,
           form = excluded.form,
           document = CASE WHEN form = excluded.form THEN document END,
           listed = CASE WHEN form = excluded.form THEN listed ELSE 0 END,
           etag = CASE WHEN form = excluded.form THEN etag END,
           last_modified = CASE WHEN form = excluded.form THEN last_modified END,
           fetched_at = CASE WHEN form = excluded.form THEN fetched_at END,
           next_at = CASE WHEN form = excluded.form
             THEN MIN(next_at, excluded.next_at + excluded.interval_seconds) ELSE excluded.next_at END");
    Ok([note.bind(revision).bind(now).bind(by), remove.bind(json.as_str()), write.bind(json).bind(now)])
}

/// What a feed was sent with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Validators {
    /// Its tag.
    pub(crate) etag: Option<String>,
    /// Its time of change.
    pub(crate) last_modified: Option<String>,
}

/// Notes what a feed listed.
pub(crate) fn read(
    source: &Source,
    document: &str,
    listed: u32,
    validators: &Validators,
    now: DateTime<Utc>,
) -> Statement {
    sql("UPDATE feed SET document = ?3, listed = ?4, etag = ?5, last_modified = ?6, fetched_at = ?7,
           next_at = ?7 + interval_seconds, failures = 0, failed_at = NULL, failure = NULL
         WHERE package = ?1 AND url = ?2 AND form = ?8")
    .bind(source.package.as_str())
    .bind(source.url.as_str())
    .bind(document)
    .bind(listed)
    .bind(validators.etag.as_deref())
    .bind(validators.last_modified.as_deref())
    .bind(now)
    .bind(source.form.as_str())
}

/// Notes that a feed lists what it did.
pub(crate) fn unchanged(source: &Source, validators: &Validators, now: DateTime<Utc>) -> Statement {
    sql("UPDATE feed SET fetched_at = ?3, next_at = ?3 + interval_seconds, failures = 0, failed_at = NULL,
           failure = NULL, etag = COALESCE(?4, etag), last_modified = COALESCE(?5, last_modified)
         WHERE package = ?1 AND url = ?2")
    .bind(source.package.as_str())
    .bind(source.url.as_str())
    .bind(now)
    .bind(validators.etag.as_deref())
    .bind(validators.last_modified.as_deref())
}

/// Notes that a feed was not read, and when it is tried again.
pub(crate) fn failed(source: &Source, message: &str, again: DateTime<Utc>, now: DateTime<Utc>) -> Statement {
    sql("UPDATE feed SET failures = failures + 1, failed_at = ?3, failure = ?4, next_at = ?5
         WHERE package = ?1 AND url = ?2")
    .bind(source.package.as_str())
    .bind(source.url.as_str())
    .bind(now)
    .bind(message)
    .bind(again)
}
