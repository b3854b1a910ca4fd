//! The versions of the policy document. A version never changes, so it is parsed once an isolate.
//!
//! The policy that comes with the software is written down as a version like any other, before anything is
//! promised under it: promises refer to a document that is kept, and an upgrade that brings another one along
//! changes nothing under those that were made. It becomes a version of its own, unless somebody has ever pushed
//! a policy: then what comes with the software is no business of theirs.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use aftercare_shared::api::desk::policies::PolicyVersion;
use aftercare_shared::id::AgentId;
use aftercare_shared::policy::{Policy, default_document};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::kept::Kept;
use crate::store::{Statement, Store, StoreError, instant, sql};

/// The version that a fresh installation begins with.
const FIRST: u32 = 0;
/// Who has made a version that came with the software.
const BUILT_IN: &str = "built-in";
/// The most versions that an isolate keeps.
const KEPT: usize = 16;

thread_local! {
    static PARSED: RefCell<Kept<u32, Rc<Policy>, KEPT>> = const { RefCell::new(Kept::new()) };
    /// The version that came with some software and was found to be the one in force, whatever comes with ours.
    static SETTLED: Cell<Option<u32>> = const { Cell::new(None) };
}

/// The version in force as it was read, before anything is made of it.
#[derive(Deserialize)]
pub(crate) struct Newest {
    version: u32,
    hash: String,
    pushed: u32,
    first: u32,
}

#[derive(Deserialize)]
struct DocumentRow {
    document: String,
}

/// Asks for the version in force; [`in_force`] reads the answer.
pub(crate) fn newest() -> Statement {
    sql("SELECT version, hash, created_by IS NOT NULL AS pushed, (SELECT MIN(version) FROM policy) AS first
         FROM policy ORDER BY version DESC LIMIT 1")
}

/// The version in force.
pub(crate) async fn current(store: &Store) -> Result<u32, StoreError> {
    in_force(store, store.first("policy", newest()).await?).await
}

/// The version in force, of what [`newest`] has found. Where the policy that comes with the software is not
/// written down yet, it is.
pub(crate) async fn in_force(store: &Store, found: Option<Newest>) -> Result<u32, StoreError> {
    let found = found.filter(|newest| newest.first == FIRST);
    if let Some(newest) = &found
        && (newest.pushed != 0 || SETTLED.get() == Some(newest.version))
    {
        return Ok(newest.version);
    }
    let policy = parse(default_document())?;
    let hash = policy.hash();
    let newest = match found {
        Some(newest) if newest.hash == hash => newest,
        Some(_) | None => write_down(store, &policy, &hash).await?,
    };
    SETTLED.set(Some(newest.version));
    if newest.hash == hash {
        keep(newest.version, Rc::new(policy));
    }
    Ok(newest.version)
}

/// Writes down what comes with the software, as far as it is not, and says what is in force then.
async fn write_down(store: &Store, policy: &Policy, hash: &str) -> Result<Newest, StoreError> {
    let document =
        serde_json::to_string(policy.document()).map_err(|error| StoreError::row("policy", error))?;
    let written = |statement: Statement| statement.bind(document.as_str()).bind(hash);
    let answers = store.batch(vec![written(begin()), written(take_over()), newest()]).await?;
    answers.first("policy", 2)?.ok_or_else(|| StoreError::row("policy", "what was written is missing"))
}

/// Makes the policy that comes with the software the first version, where there is none.
fn begin() -> Statement {
    sql(
        "INSERT INTO policy (version, document, hash, created_at) VALUES (0, ?1, ?2, 0) ON CONFLICT DO NOTHING",
    )
}

/// Makes the policy that comes with the software the next version, unless somebody has pushed one or it has been a
/// version before: of two releases of the software that run side by side, each would else push the other's out.
fn take_over() -> Statement {
    sql("INSERT INTO policy (version, document, hash, created_at)
         SELECT version + 1, ?1, ?2, 0 FROM policy
         WHERE NOT EXISTS (SELECT 1 FROM policy WHERE hash = ?2 OR created_by IS NOT NULL)
         ORDER BY version DESC LIMIT 1")
}

/// The policy of a version.
pub(crate) async fn version(store: &Store, version: u32) -> Result<Rc<Policy>, StoreError> {
    if let Some(policy) = PARSED.with_borrow(|parsed| parsed.get(&version)) {
        return Ok(policy);
    }
    let query = sql("SELECT document FROM policy WHERE version = ?1").bind(version);
    let row: Option<DocumentRow> = store.first("policy", query).await?;
    let policy = match row {
        Some(row) => parse(&row.document)?,
        None if version == FIRST => {
            // Promises were made under it before it was written down.
            in_force(store, None).await?;
            parse(default_document())?
        }
        None => return Err(StoreError::row("policy", format!("version {version} is missing"))),
    };
    let policy = Rc::new(policy);
    keep(version, policy.clone());
    Ok(policy)
}

fn keep(version: u32, policy: Rc<Policy>) {
    PARSED.with_borrow_mut(|parsed| parsed.keep(version, policy));
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
            created_at: row.created_by.is_some().then(|| instant("policy", row.created_at)).transpose()?,
            created_by: row.name.or(row.created_by).or_else(|| Some(BUILT_IN.to_owned())),
            note: row.note,
        })
    }
}

/// The versions before one, or all, the newest first.
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

/// What is known of a version.
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

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::store::tests::{carry_out, migrated};

    /// What [`write_down`] does, with software that brings a document of that hash along.
    fn write_down_of(database: &Connection, hash: &str) -> usize {
        let written = |statement: Statement| statement.bind(format!("of {hash}")).bind(hash);
        carry_out(database, written(begin())) + carry_out(database, written(take_over()))
    }

    fn versions(database: &Connection) -> Vec<(u32, String, Option<String>)> {
        let mut query =
            database.prepare("SELECT version, hash, created_by FROM policy ORDER BY version").unwrap();
        let rows = query.query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    fn came_along(version: u32, hash: &str) -> (u32, String, Option<String>) {
        (version, hash.to_owned(), None)
    }

    fn push(database: &Connection, version: u32) {
        let policy = parse(default_document()).unwrap();
        let by = AgentId::new("lin").unwrap();
        let insert = insert(version, &policy, &by, None, DateTime::UNIX_EPOCH).unwrap();
        assert_eq!(carry_out(database, insert), 1);
    }

    #[test]
    fn what_comes_with_the_software_is_written_down_once() {
        let database = migrated();
        let changed: Vec<usize> = (0..3).map(|_| write_down_of(&database, "a")).collect();
        assert_eq!(changed, [1, 0, 0]);
        assert_eq!(versions(&database), [came_along(0, "a")]);
    }

    #[test]
    fn an_upgrade_makes_a_version_of_its_own() {
        let database = migrated();
        for hash in ["a", "b", "b", "c"] {
            write_down_of(&database, hash);
        }
        assert_eq!(versions(&database), [came_along(0, "a"), came_along(1, "b"), came_along(2, "c")]);
        // The releases before, where they run on beside it, do not push it out again.
        assert_eq!(write_down_of(&database, "a") + write_down_of(&database, "b"), 0);
    }

    #[test]
    fn who_has_pushed_a_policy_gets_none_by_an_upgrade() {
        let database = migrated();
        write_down_of(&database, "a");
        push(&database, 1);
        assert_eq!(write_down_of(&database, "b"), 0);
        assert_eq!(versions(&database).len(), 2);
    }

    #[test]
    fn what_was_promised_before_it_was_written_down_is_kept_as_well() {
        let database = migrated();
        push(&database, 1);
        assert_eq!(write_down_of(&database, "a"), 1);
        assert_eq!(versions(&database)[0], came_along(0, "a"));
        assert_eq!(versions(&database)[1].2.as_deref(), Some("lin"));
    }
}
