//! What the vendor has said of single versions (VEX): a document's statements, the newest of each document.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::store::{Statement, Store, StoreError, sql};

const TABLE: &str = "vex";

#[derive(Deserialize)]
struct Row {
    document: String,
    statements: String,
}

#[derive(Deserialize)]
struct ChangedRow {
    changed: Option<String>,
    statements: String,
}

/// All of them.
pub(crate) async fn read(store: &Store) -> Result<Vec<(String, String)>, StoreError> {
    let query = sql("SELECT document, statements FROM vex ORDER BY document");
    let rows: Vec<Row> = store.all(TABLE, query).await?;
    Ok(rows.into_iter().map(|row| (row.document, row.statements)).collect())
}

/// When the document was changed, as it is written, and its statements.
pub(crate) async fn find(
    store: &Store,
    document: &str,
) -> Result<Option<(Option<String>, String)>, StoreError> {
    let query = sql("SELECT changed, statements FROM vex WHERE document = ?1").bind(document);
    let row: Option<ChangedRow> = store.first(TABLE, query).await?;
    Ok(row.map(|row| (row.changed, row.statements)))
}

/// Writes a document's statements in the place of what it said before.
pub(crate) fn write(
    document: &str,
    changed: Option<&str>,
    statements: &str,
    by: &str,
    now: DateTime<Utc>,
) -> Statement {
    sql("INSERT INTO vex (document, changed, statements, imported_at, by_name) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (document) DO UPDATE SET changed = excluded.changed, statements = excluded.statements,
           imported_at = excluded.imported_at, by_name = excluded.by_name")
    .bind(document)
    .bind(changed)
    .bind(statements)
    .bind(now)
    .bind(by)
}
