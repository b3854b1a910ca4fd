//! The versions of the policy document. A version never changes, so it is parsed once an isolate.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use aftercare_shared::api::desk::policies::PolicyVersion;
use aftercare_shared::id::AgentId;
use aftercare_shared::policy::{Policy, default_document};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::store::{Statement, Store, StoreError, instant, sql};

/// The version of the built-in policy, which is in force until one is pushed.
pub(crate) const BUILT_IN: u32 = 0;
/// The most versions that an isolate keeps.
const KEPT: usize = 16;

thread_local! {
    static PARSED: RefCell<BTreeMap<u32, Rc<Policy>>> = const { RefCell::new(BTreeMap::new()) };
}

#[derive(Deserialize)]
struct VersionRow {
    version: u32,
}

#[derive(Deserialize)]
struct DocumentRow {
    document: String,
}

/// Asks for the version in force.
pub(crate) fn newest() -> Statement {
    sql("SELECT version FROM policy ORDER BY version DESC LIMIT 1")
}

/// The version in force.
pub(crate) async fn current(store: &Store) -> Result<u32, StoreError> {
    let row: Option<VersionRow> = store.first("policy", newest()).await?;
    Ok(row.map_or(BUILT_IN, |row| row.version))
}

/// The policy of a version.
pub(crate) async fn version(store: &Store, version: u32) -> Result<Rc<Policy>, StoreError> {
    if let Some(policy) = PARSED.with_borrow(|parsed| parsed.get(&version).cloned()) {
        return Ok(policy);
    }
    let policy = Rc::new(if version == BUILT_IN {
        parse(default_document())?
    } else {
        let query = sql("SELECT document FROM policy WHERE version = ?1").bind(version);
        let row: Option<DocumentRow> = store.first("policy", query).await?;
        let missing = || StoreError::row("policy", format!("version {version} is missing"));
        parse(&row.ok_or_else(missing)?.document)?
    });
    PARSED.with_borrow_mut(|parsed| {
        if parsed.len() >= KEPT {
            parsed.pop_first();
        }
        parsed.insert(version, policy.clone());
    });
    Ok(policy)
}

#[derive(Deserialize)]
struct AboutRow {
    version: u32,
    hash: String,
    created_at: i64,
    created_by: Option<String>,
    name: Option<String>,
    note: Option<String>,
}

impl TryFrom<AboutRow> for PolicyVersion {
    type Error = StoreError;

    fn try_from(row: AboutRow) -> Result<Self, StoreError> {
        Ok(Self {
            version: row.version,
            hash: row.hash,
            created_at: Some(instant("policy", row.created_at)?),
            created_by: row.name.or(row.created_by),
            note: row.note,
        })
    }
}

/// The versions that were pushed before one, or all, the newest first.
pub(crate) async fn versions(
    store: &Store,
    before: Option<u32>,
    limit: u32,
) -> Result<Vec<PolicyVersion>, StoreError> {
    let query = sql("SELECT version, hash, policy.created_at, created_by, agent.name, note
         FROM policy LEFT JOIN agent ON agent.id = created_by
         WHERE ?1 IS NULL OR version < ?1 ORDER BY version DESC LIMIT ?2");
    let rows: Vec<AboutRow> = store.all("policy", query.bind(before).bind(limit)).await?;
    rows.into_iter().map(PolicyVersion::try_from).collect()
}

/// What is known of a version that was pushed.
pub(crate) async fn about(store: &Store, version: u32) -> Result<Option<PolicyVersion>, StoreError> {
    let query = sql("SELECT version, hash, policy.created_at, created_by, agent.name, note
         FROM policy LEFT JOIN agent ON agent.id = created_by WHERE version = ?1");
    let row: Option<AboutRow> = store.first("policy", query.bind(version)).await?;
    row.map(PolicyVersion::try_from).transpose()
}

/// Adds a version. Where somebody was faster, its number stands already and the batch fails whole.
pub(crate) fn insert(
    version: u32,
    policy: &Policy,
    by: &AgentId,
    note: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Statement, StoreError> {
    let document =
        serde_json::to_string(policy.document()).map_err(|error| StoreError::row("policy", error))?;
    let insert = sql("INSERT INTO policy (version, document, hash, created_at, created_by, note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    let insert = insert.bind(version).bind(document).bind(policy.hash()).bind(now);
    Ok(insert.bind(by.as_str()).bind(note))
}

fn parse(document: &str) -> Result<Policy, StoreError> {
    Policy::parse(document).map_err(|refusal| StoreError::row("policy", refusal))
}
