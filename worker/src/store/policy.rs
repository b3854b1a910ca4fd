//! The versions of the policy document. A version never changes, so it is parsed once an isolate.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use aftercare_shared::policy::{Policy, default_document};
use serde::Deserialize;

use crate::store::{Statement, Store, StoreError, sql};

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

fn parse(document: &str) -> Result<Policy, StoreError> {
    Policy::parse(document).map_err(|refusal| StoreError::row("policy", refusal))
}
