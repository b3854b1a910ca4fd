//! What is known of a package's releases: the layers, and all of them in one.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::store::corpus::{FeedDocument, FeedRow};
use crate::store::{Statement, Store, StoreError, instant, sql};

const TABLE: &str = "release_layer";

/// A layer beside the feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LayerKind {
    /// A list that was pushed whole.
    Pushed,
    /// The desk's word on single releases.
    Desk,
}

impl LayerKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Pushed => "pushed",
            Self::Desk => "desk",
        }
    }
}

/// A document of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Layer {
    /// Which.
    pub(crate) kind: LayerKind,
    /// A feed, JSON.
    pub(crate) document: String,
    /// When it was written.
    pub(crate) updated_at: DateTime<Utc>,
}

#[derive(Deserialize)]
struct LayerRow {
    layer: LayerKind,
    document: String,
    updated_at: i64,
}

#[derive(Deserialize)]
struct RevisionRow {
    revision: u32,
}

/// What stands of a package: its layers beside the feeds, all in one, and how often it was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    /// The layers.
    pub(crate) layers: Vec<Layer>,
    /// All in one, with the feeds; absent where nothing is known.
    pub(crate) whole: Option<FeedDocument>,
    /// How often it was changed.
    pub(crate) revision: u32,
}

/// Reads what stands of a package.
pub(crate) async fn read(store: &Store, package: &str) -> Result<Standing, StoreError> {
    let answers = store
        .batch(vec![
            sql("SELECT layer, document, updated_at FROM release_layer WHERE package = ?1").bind(package),
            sql("SELECT package, document, format, fetched_at FROM release_feed WHERE package = ?1")
                .bind(package),
            sql("SELECT COALESCE(MAX(revision), 0) AS revision FROM release_change WHERE package = ?1")
                .bind(package),
        ])
        .await?;
    let layers: Vec<LayerRow> = answers.rows(TABLE, 0)?;
    let whole: Option<FeedRow> = answers.first("release_feed", 1)?;
    let revision: Option<RevisionRow> = answers.first("release_change", 2)?;
    let layer = |row: LayerRow| {
        let updated_at = instant(TABLE, row.updated_at)?;
        Ok(Layer { kind: row.layer, document: row.document, updated_at })
    };
    Ok(Standing {
        layers: layers.into_iter().map(layer).collect::<Result<_, StoreError>>()?,
        whole: whole.map(FeedDocument::try_from).transpose()?,
        revision: revision.map_or(0, |row| row.revision),
    })
}

/// Notes a change. Where the same number was noted meanwhile, the batch fails.
pub(crate) fn note(
    package: &str,
    revision: u32,
    layer: &str,
    by: Option<&str>,
    now: DateTime<Utc>,
) -> Statement {
    sql("INSERT INTO release_change (package, revision, at, by_name, layer) VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(package)
        .bind(revision)
        .bind(now)
        .bind(by)
        .bind(layer)
}

/// Writes a layer.
pub(crate) fn write_layer(
    package: &str,
    kind: LayerKind,
    document: &str,
    by: Option<&str>,
    now: DateTime<Utc>,
) -> Statement {
    sql("INSERT INTO release_layer (package, layer, document, updated_at, by_name) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (package, layer) DO UPDATE SET document = excluded.document,
           updated_at = excluded.updated_at, by_name = excluded.by_name")
    .bind(package)
    .bind(kind.as_str())
    .bind(document)
    .bind(now)
    .bind(by)
}

/// Takes a layer away.
pub(crate) fn remove_layer(package: &str, kind: LayerKind) -> Statement {
    sql("DELETE FROM release_layer WHERE package = ?1 AND layer = ?2").bind(package).bind(kind.as_str())
}

/// Writes all layers in one.
pub(crate) fn write_whole(package: &str, document: &str, as_of: DateTime<Utc>) -> Statement {
    sql("INSERT INTO release_feed (package, document, format, fetched_at) VALUES (?1, ?2, 'aftercare', ?3)
         ON CONFLICT (package) DO UPDATE SET document = excluded.document, format = excluded.format,
           fetched_at = excluded.fetched_at")
    .bind(package)
    .bind(document)
    .bind(as_of)
}

/// Notes that what stands is still right. Often it would be noted in vain: each time, all isolates compile
/// their index again, so this is done where it was last noted `before`.
pub(crate) fn still_right(package: &str, before: DateTime<Utc>, now: DateTime<Utc>) -> Statement {
    sql("UPDATE release_feed SET fetched_at = ?3 WHERE package = ?1 AND fetched_at <= ?2")
        .bind(package)
        .bind(before)
        .bind(now)
}

/// Forgets a package of which nothing is known any more.
pub(crate) fn remove_whole(package: &str) -> Statement {
    sql("DELETE FROM release_feed WHERE package = ?1").bind(package)
}
