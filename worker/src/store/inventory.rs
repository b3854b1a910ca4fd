//! What customers are known to run.
//!
//! A page's word holds for thirty days after it was last seen, a declared list for half a year: what was
//! not heard of for longer is not counted as running, and forgotten after thirteen months.

use aftercare_shared::api::inventory::Source;
use aftercare_shared::package::Purl;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::store::{Statement, Store, StoreError, instant, sql};

const TABLE: &str = "sdk_seen";
/// How long a page's word holds, in days.
const PAGE_DAYS: i64 = 30;
/// How long a declared list holds, in days.
const DECLARED_DAYS: i64 = 180;
/// How long it is kept, in days.
const KEPT_DAYS: i64 = 400;
/// The most that is kept of one account.
pub(crate) const MAX_OF_ACCOUNT: u32 = 5_000;
/// How many versions of packages are judged at once.
const MAX_VERSIONS: u32 = 5_000;

/// A package and a version of it, as they are kept: the version is empty where none was said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Run(pub(crate) String, pub(crate) String);

impl Run {
    /// What stands for a package URL with or without a version.
    pub(crate) fn of(purl: &Purl) -> Self {
        let version = purl.version().unwrap_or_default().trim().to_owned();
        Self(Purl::of_package(purl.package()).to_string(), version)
    }

    /// The package URL, with the version where one was said.
    pub(crate) fn purl(&self) -> String {
        let version = Some(self.1.as_str()).filter(|version| !version.is_empty());
        let package = self.0.parse::<Purl>().map(|purl| purl.package().clone());
        package.map_or_else(|_| self.0.clone(), |package| Purl::new(package, version).to_string())
    }
}

/// What an account runs, and where that is known from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Known {
    /// What runs.
    pub(crate) run: Run,
    /// Where it is known from.
    pub(crate) source: Source,
    /// A page's site, or the customer's own name of a project.
    pub(crate) project: String,
    /// When it was first seen or said.
    pub(crate) first_seen: DateTime<Utc>,
    /// When it was last seen or said.
    pub(crate) last_seen: DateTime<Utc>,
}

#[derive(Deserialize)]
struct KnownRow {
    package: String,
    version: String,
    source: Source,
    project: String,
    first_seen: i64,
    last_seen: i64,
}

#[derive(Deserialize)]
struct RunRow {
    package: String,
    version: String,
}

#[derive(Deserialize)]
struct CountRow {
    count: u32,
}

/// All that is known of an account.
pub(crate) async fn of(store: &Store, account: &str) -> Result<Vec<Known>, StoreError> {
    let query = sql("SELECT package, version, source, project, first_seen, last_seen FROM sdk_seen
         WHERE account = ?1 ORDER BY package, version, source, project LIMIT 5000");
    let rows: Vec<KnownRow> = store.all(TABLE, query.bind(account)).await?;
    let known = |row: KnownRow| {
        Ok(Known {
            run: Run(row.package, row.version),
            source: row.source,
            project: row.project,
            first_seen: instant(TABLE, row.first_seen)?,
            last_seen: instant(TABLE, row.last_seen)?,
        })
    };
    rows.into_iter().map(known).collect()
}

/// How much is kept of an account beside one project of one source.
pub(crate) async fn count_beside(
    store: &Store,
    account: &str,
    source: Source,
    project: &str,
) -> Result<u32, StoreError> {
    let query = sql("SELECT COUNT(*) AS count FROM sdk_seen
         WHERE account = ?1 AND NOT (source = ?2 AND project = ?3)");
    let query = query.bind(account).bind(source.as_str()).bind(project);
    let row: Option<CountRow> = store.first(TABLE, query).await?;
    Ok(row.map_or(0, |row| row.count))
}

/// Adds what was seen. What is known already is touched only where it was last seen `patience` before, so
/// that a page that is opened all day writes once.
pub(crate) fn see(
    account: &str,
    source: Source,
    project: &str,
    runs: &[Run],
    patience: TimeDelta,
    now: DateTime<Utc>,
) -> Result<Statement, StoreError> {
    let insert =
        sql("INSERT INTO sdk_seen (account, source, project, package, version, first_seen, last_seen)
         SELECT ?1, ?2, ?3, value ->> 0, value ->> 1, ?5, ?5 FROM json_each(?4)
         WHERE (SELECT COUNT(*) FROM sdk_seen WHERE account = ?1) < ?7
         ON CONFLICT (account, source, project, package, version)
         DO UPDATE SET last_seen = excluded.last_seen WHERE last_seen <= excluded.last_seen - ?6");
    let insert = insert.bind(account).bind(source.as_str()).bind(project).bind(json(&runs)?);
    Ok(insert.bind(now).bind(patience.num_seconds()).bind(MAX_OF_ACCOUNT))
}

/// Forgets what a source said of a project and does not say any more.
pub(crate) fn keep_only(
    account: &str,
    source: Source,
    project: &str,
    runs: &[Run],
) -> Result<Statement, StoreError> {
    let delete = sql("DELETE FROM sdk_seen WHERE account = ?1 AND source = ?2 AND project = ?3
         AND NOT EXISTS (SELECT 1 FROM json_each(?4)
           WHERE value ->> 0 = sdk_seen.package AND value ->> 1 = sdk_seen.version)");
    Ok(delete.bind(account).bind(source.as_str()).bind(project).bind(json(&runs)?))
}

/// Forgets what was not heard of for long.
pub(crate) fn purge(now: DateTime<Utc>) -> Statement {
    sql("DELETE FROM sdk_seen WHERE last_seen <= ?1").bind(now - TimeDelta::days(KEPT_DAYS))
}

/// The versions of those packages that run somewhere now, each once.
pub(crate) async fn versions(
    store: &Store,
    packages: &[&str],
    now: DateTime<Utc>,
) -> Result<Vec<Run>, StoreError> {
    let query = sql("SELECT DISTINCT package, version FROM sdk_seen
         WHERE package IN (SELECT value FROM json_each(?1))
           AND last_seen >= CASE source WHEN 'page' THEN ?2 ELSE ?3 END
         LIMIT ?4");
    let query = within(query.bind(json(&packages)?), now).bind(MAX_VERSIONS);
    let rows: Vec<RunRow> = store.all(TABLE, query).await?;
    Ok(rows.into_iter().map(|row| Run(row.package, row.version)).collect())
}

/// The versions that were first seen since an instant, each once.
pub(crate) async fn new_versions(store: &Store, since: DateTime<Utc>) -> Result<Vec<Run>, StoreError> {
    let query = sql("SELECT DISTINCT package, version FROM sdk_seen WHERE first_seen >= ?1 LIMIT ?2");
    let rows: Vec<RunRow> = store.all(TABLE, query.bind(since).bind(MAX_VERSIONS)).await?;
    Ok(rows.into_iter().map(|row| Run(row.package, row.version)).collect())
}

/// Binds from when on a page's word and a declared list still hold.
pub(crate) fn within(query: Statement, now: DateTime<Utc>) -> Statement {
    query.bind(now - TimeDelta::days(PAGE_DAYS)).bind(now - TimeDelta::days(DECLARED_DAYS))
}

/// How many accounts something hits, and how many it may hit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    /// Certainly.
    pub(crate) affected: u32,
    /// Perhaps, and nothing of theirs certainly.
    pub(crate) unknown: u32,
}

/// A version that a subject hits, or may hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Hit<'a>(pub(crate) usize, pub(crate) &'a str, pub(crate) &'a str, pub(crate) u8);

#[derive(Deserialize)]
struct ReachRow {
    subject: usize,
    affected: u32,
    concerned: u32,
}

/// Counts the accounts behind hits, by subject: one for each of `subjects`.
pub(crate) async fn reach(
    store: &Store,
    hits: &[Hit<'_>],
    subjects: usize,
    now: DateTime<Utc>,
) -> Result<Vec<Reach>, StoreError> {
    let mut reaches = vec![Reach::default(); subjects];
    if hits.is_empty() {
        return Ok(reaches);
    }
    let query = sql("SELECT hit.value ->> 0 AS subject,
           COUNT(DISTINCT CASE WHEN hit.value ->> 3 = 1 THEN account END) AS affected,
           COUNT(DISTINCT account) AS concerned
         FROM json_each(?1) AS hit JOIN sdk_seen
           ON package = hit.value ->> 1 AND version = hit.value ->> 2
         WHERE last_seen >= CASE source WHEN 'page' THEN ?2 ELSE ?3 END
         GROUP BY subject");
    let rows: Vec<ReachRow> = store.all(TABLE, within(query.bind(json(&hits)?), now)).await?;
    for row in rows {
        if let Some(reach) = reaches.get_mut(row.subject) {
            let unknown = row.concerned.saturating_sub(row.affected);
            *reach = Reach { affected: row.affected, unknown };
        }
    }
    Ok(reaches)
}

/// One version that an account runs, of those that are hit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Runner {
    /// Whose it is.
    pub(crate) account: String,
    /// Their name, where the accounts table knows it; else their id.
    pub(crate) name: String,
    /// The package.
    pub(crate) package: String,
    /// The version.
    pub(crate) version: String,
    /// Where that is known from.
    pub(crate) source: Source,
    /// When it was last seen or said, in seconds since 1970.
    pub(crate) last_seen: i64,
}

/// Where a page of those who run something begins, after an account: 0 if it is certainly hit, else 1; its name;
/// its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place(pub(crate) u8, pub(crate) String, pub(crate) String);

/// Who runs any of some versions: the certainly hit first, then by name; at most so many accounts.
pub(crate) async fn runners(
    store: &Store,
    hits: &[Hit<'_>],
    after: Option<&Place>,
    accounts: u32,
    now: DateTime<Utc>,
) -> Result<Vec<Runner>, StoreError> {
    let query = sql("WITH runs AS (
           SELECT account, package, version, source, MAX(last_seen) AS last_seen,
             1 - MAX(hit.value ->> 3) AS doubt
           FROM json_each(?1) AS hit JOIN sdk_seen
             ON package = hit.value ->> 1 AND version = hit.value ->> 2
           WHERE last_seen >= CASE source WHEN 'page' THEN ?2 ELSE ?3 END
           GROUP BY account, package, version, source
         ), who AS (
           SELECT account, MIN(doubt) AS doubt,
             COALESCE((SELECT name FROM account AS known WHERE known.id = runs.account), account) AS name
           FROM runs GROUP BY account
         ), page AS (
           SELECT * FROM who WHERE ?4 IS NULL OR (doubt, name, account) > (?4, ?5, ?6)
           ORDER BY doubt, name, account LIMIT ?7
         )
         SELECT runs.account, name, package, version, source, last_seen
         FROM page JOIN runs ON runs.account = page.account
         ORDER BY page.doubt, name, page.account, package, version, source");
    let query = within(query.bind(json(&hits)?), now).bind(after.map(|Place(doubt, ..)| u32::from(*doubt)));
    let query = query.bind(after.map(|Place(_, name, _)| name.as_str()));
    let query = query.bind(after.map(|Place(.., account)| account.as_str()));
    store.all(TABLE, query.bind(accounts)).await
}

/// A list that a statement reads by `json_each`.
pub(crate) fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::row(TABLE, error))
}
