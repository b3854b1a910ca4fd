//! Who is to be told of a publication, once each, and when each channel reached them.

use aftercare_shared::api::advisories::{NOTIFY_WITHIN_SECONDS, RevisionKind, Told};
use aftercare_shared::json;
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::store::inventory::{Hit, Run};
use crate::store::{Statement, Store, StoreError, instant, sql};

const TABLE: &str = "advisory_notice";
/// How old what a panel shows may be when it opens, in seconds: what a browser and an isolate hold.
const PANEL_LAG_SECONDS: i64 = 90;

/// Somebody whom a publication concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Concerned {
    /// Who.
    pub(crate) account: String,
    /// The name to show.
    pub(crate) name: String,
    /// What they run that it hits; empty for somebody whom it does not hit any more.
    pub(crate) runs: Vec<Run>,
    /// When we first learned of any of these.
    pub(crate) first_seen: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
struct ConcernedRow {
    account: String,
    name: String,
    runs: Option<String>,
    first_seen: Option<i64>,
}

/// Which publication concerns whom is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The advisory.
    pub(crate) advisory: &'a str,
    /// Which publication.
    pub(crate) revision: u32,
    /// What it hits.
    pub(crate) hits: &'a [Hit<'a>],
    /// The last account that was looked at.
    pub(crate) after: &'a str,
    /// How many are wanted.
    pub(crate) limit: u32,
}

/// Whom a publication concerns, by account: who runs what it hits, and who was told last that they do.
pub(crate) async fn concerned(
    store: &Store,
    asked: Asked<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<Concerned>, StoreError> {
    let query = sql("WITH runs AS (
           SELECT account, package, version, MIN(first_seen) AS first_seen
           FROM json_each(?1) AS hit JOIN sdk_seen
             ON package = hit.value ->> 1 AND version = hit.value ->> 2 AND account > ?4
           WHERE last_seen >= CASE source WHEN 'page' THEN ?2 ELSE ?3 END
           GROUP BY account, package, version
         ), told AS (
           SELECT account, is_affected, MAX(revision) FROM advisory_notice
           WHERE advisory = ?5 AND revision < ?6 AND account > ?4 GROUP BY account
         ), who AS (
           SELECT account FROM runs UNION SELECT account FROM told WHERE is_affected = 1
           ORDER BY account LIMIT ?7
         )
         SELECT who.account,
           COALESCE((SELECT name FROM account AS known WHERE known.id = who.account), who.account) AS name,
           json_group_array(json_array(package, version)) FILTER (WHERE package IS NOT NULL) AS runs,
           MIN(first_seen) AS first_seen
         FROM who LEFT JOIN runs ON runs.account = who.account
         GROUP BY who.account ORDER BY who.account");
    let query = crate::store::inventory::within(query.bind(json(&asked.hits)?), now);
    let query = query.bind(asked.after).bind(asked.advisory).bind(asked.revision).bind(asked.limit);
    let rows: Vec<ConcernedRow> = store.all(TABLE, query).await?;
    rows.into_iter().map(Concerned::try_from).collect()
}

impl TryFrom<ConcernedRow> for Concerned {
    type Error = StoreError;

    fn try_from(row: ConcernedRow) -> Result<Self, StoreError> {
        let runs = row.runs.as_deref().map(json::read).transpose();
        Ok(Self {
            account: row.account,
            name: row.name,
            runs: runs.map_err(|error| StoreError::row(TABLE, error))?.unwrap_or_default(),
            first_seen: row.first_seen.map(|second| instant(TABLE, second)).transpose()?,
        })
    }
}

/// Whether somebody runs one of those versions, first seen since an instant, and has no notice of the
/// publication.
pub(crate) async fn is_missing(
    store: &Store,
    advisory: &str,
    revision: u32,
    runs: &[Run],
    since: DateTime<Utc>,
) -> Result<bool, StoreError> {
    #[derive(Deserialize)]
    struct MissingRow {
        missing: u8,
    }
    let query = sql("SELECT EXISTS (
           SELECT 1 FROM json_each(?1) AS run JOIN sdk_seen
             ON package = run.value ->> 0 AND version = run.value ->> 1
           WHERE first_seen >= ?2 AND NOT EXISTS (
             SELECT 1 FROM advisory_notice
             WHERE advisory = ?3 AND revision = ?4 AND advisory_notice.account = sdk_seen.account)
         ) AS missing");
    let query = query.bind(json(&runs)?).bind(since).bind(advisory).bind(revision);
    let row: Option<MissingRow> = store.first(TABLE, query).await?;
    Ok(row.is_some_and(|row| row.missing != 0))
}

/// A notice to be written, and what tells of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct NewNotice {
    /// The advisory.
    pub(crate) advisory: String,
    /// Which publication.
    pub(crate) revision: u32,
    /// Who is told.
    pub(crate) account: String,
    /// Whether it hits them.
    pub(crate) is_affected: bool,
    /// What they run that it is about, as package URLs.
    pub(crate) purls: Vec<String>,
    /// From when on they are to be told, in seconds since 1970.
    pub(crate) due_from: i64,
    /// The parcel's id, where webhooks are set up.
    pub(crate) parcel: Option<String>,
    /// The parcel's kind.
    pub(crate) kind: &'static str,
    /// What the parcel holds.
    pub(crate) payload: Json,
}

/// Writes notices and their parcels. Whoever has a notice of this publication keeps it, and no second parcel
/// is written: telling twice is harmless, whoever else does it at the same time.
pub(crate) fn insert(notices: &[NewNotice], now: DateTime<Utc>) -> Result<[Statement; 2], StoreError> {
    let json = json(&notices)?;
    let insert = sql("INSERT INTO advisory_notice
           (advisory, revision, account, is_affected, purls, due_from, parcel)
         SELECT value ->> '$.advisory', value ->> '$.revision', value ->> '$.account',
           value ->> '$.is_affected', value -> '$.purls', value ->> '$.due_from', value ->> '$.parcel'
         FROM json_each(?1) WHERE TRUE
         ON CONFLICT (advisory, revision, account) DO NOTHING");
    Ok([crate::store::outbox::insert_for_notices(&json, now), insert.bind(json)])
}

/// Notes that the vendor's own system took a notice's parcel.
pub(crate) fn delivered(parcel: &str, now: DateTime<Utc>) -> Statement {
    sql("UPDATE advisory_notice SET webhook_at = ?2 WHERE parcel = ?1 AND webhook_at IS NULL")
        .bind(parcel)
        .bind(now)
}

/// Notes that a notice's parcel was given up.
pub(crate) fn given_up(parcel: &str, now: DateTime<Utc>) -> Statement {
    sql("UPDATE advisory_notice SET given_up_at = ?2 WHERE parcel = ?1 AND webhook_at IS NULL")
        .bind(parcel)
        .bind(now)
}

/// Notes that a panel of the account opened on a page that runs those packages.
pub(crate) fn panel_opened(
    account: &str,
    purls: &[String],
    now: DateTime<Utc>,
) -> Result<Statement, StoreError> {
    let update = sql("UPDATE advisory_notice SET panel_at = ?2
         WHERE account = ?1 AND panel_at IS NULL AND is_affected = 1 AND due_from <= ?4
           AND EXISTS (SELECT 1 FROM json_each(purls) AS told JOIN json_each(?3) AS open
             ON told.value = open.value)");
    let update = update.bind(account).bind(now).bind(json(&purls)?);
    Ok(update.bind(now - TimeDelta::seconds(PANEL_LAG_SECONDS)))
}

#[derive(Deserialize)]
struct ToldRow {
    advisory: String,
    accounts: u32,
    notified: Option<u32>,
    within_two_hours: Option<u32>,
}

/// How many were told of the newest publication of each of those advisories.
pub(crate) async fn told(store: &Store, advisories: &[&str]) -> Result<Vec<(String, Told)>, StoreError> {
    let query = sql("SELECT advisory, COUNT(*) AS accounts, SUM(reached IS NOT NULL) AS notified,
           SUM(reached - due_from <= ?2) AS within_two_hours
         FROM (
           SELECT advisory, due_from, MIN(COALESCE(webhook_at, panel_at), COALESCE(panel_at, webhook_at)) AS reached
           FROM json_each(?1) AS wanted JOIN advisory_notice ON advisory = wanted.value
             AND revision = (SELECT MAX(revision) FROM advisory_revision AS newest
               WHERE newest.advisory = wanted.value)
         ) GROUP BY advisory");
    let query = query.bind(json(&advisories)?).bind(seconds(NOTIFY_WITHIN_SECONDS));
    let rows: Vec<ToldRow> = store.all(TABLE, query).await?;
    let told = |row: ToldRow| {
        let told = Told {
            accounts: row.accounts,
            notified: row.notified.unwrap_or_default(),
            within_two_hours: row.within_two_hours.unwrap_or_default(),
        };
        (row.advisory, told)
    };
    Ok(rows.into_iter().map(told).collect())
}

/// A notice, and when each channel reached its account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Who is told.
    pub(crate) account: String,
    /// The name to show.
    pub(crate) name: String,
    /// Whether the publication hits them.
    pub(crate) is_affected: bool,
    /// What they run that it is about, as package URLs.
    pub(crate) purls: Vec<String>,
    /// From when on they were to be told.
    pub(crate) due_from: DateTime<Utc>,
    /// Whether a webhook tells of it.
    pub(crate) has_parcel: bool,
    /// When the vendor's own system took it.
    pub(crate) webhook_at: Option<DateTime<Utc>>,
    /// When that was given up.
    pub(crate) given_up_at: Option<DateTime<Utc>>,
    /// When a panel of theirs opened.
    pub(crate) panel_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
struct NoticeRow {
    account: String,
    name: String,
    is_affected: u8,
    purls: String,
    due_from: i64,
    has_parcel: u8,
    webhook_at: Option<i64>,
    given_up_at: Option<i64>,
    panel_at: Option<i64>,
}

impl TryFrom<NoticeRow> for Notice {
    type Error = StoreError;

    fn try_from(row: NoticeRow) -> Result<Self, StoreError> {
        let at = |second: Option<i64>| second.map(|second| instant(TABLE, second)).transpose();
        Ok(Self {
            account: row.account,
            name: row.name,
            is_affected: row.is_affected != 0,
            purls: json::read(&row.purls).map_err(|error| StoreError::row(TABLE, error))?,
            due_from: instant(TABLE, row.due_from)?,
            has_parcel: row.has_parcel != 0,
            webhook_at: at(row.webhook_at)?,
            given_up_at: at(row.given_up_at)?,
            panel_at: at(row.panel_at)?,
        })
    }
}

/// Notices of a publication, by account: after one, at most so many; where `only` lists accounts as JSON, of
/// these alone.
pub(crate) async fn list(
    store: &Store,
    advisory: &str,
    revision: u32,
    after: Option<&str>,
    only: Option<String>,
    limit: u32,
) -> Result<Vec<Notice>, StoreError> {
    let query = sql("SELECT account,
           COALESCE((SELECT name FROM account AS known WHERE known.id = account), account) AS name,
           is_affected, purls, due_from, parcel IS NOT NULL AS has_parcel, webhook_at, given_up_at, panel_at
         FROM advisory_notice
         WHERE advisory = ?1 AND revision = ?2 AND (?3 IS NULL OR account > ?3)
           AND (?5 IS NULL OR account IN (SELECT value FROM json_each(?5)))
         ORDER BY account LIMIT ?4");
    let query = query.bind(advisory).bind(revision).bind(after).bind(limit).bind(only);
    let rows: Vec<NoticeRow> = store.all(TABLE, query).await?;
    rows.into_iter().map(Notice::try_from).collect()
}

/// The times from when somebody was to be told of a publication to when a channel reached them, in seconds:
/// the middle one and the longest.
pub(crate) async fn pace(
    store: &Store,
    advisory: &str,
    revision: u32,
) -> Result<Option<(u64, u64)>, StoreError> {
    #[derive(Deserialize)]
    struct PaceRow {
        took: i64,
        slowest: i64,
    }
    let query = sql("WITH pace AS (
           SELECT MIN(COALESCE(webhook_at, panel_at), COALESCE(panel_at, webhook_at)) - due_from AS took
           FROM advisory_notice WHERE advisory = ?1 AND revision = ?2
             AND (webhook_at IS NOT NULL OR panel_at IS NOT NULL)
         )
         SELECT took, (SELECT MAX(took) FROM pace) AS slowest FROM pace
         ORDER BY took LIMIT 1 OFFSET (SELECT (COUNT(*) - 1) / 2 FROM pace)");
    let row: Option<PaceRow> = store.first(TABLE, query.bind(advisory).bind(revision)).await?;
    let whole = |seconds: i64| u64::try_from(seconds).unwrap_or_default();
    Ok(row.map(|row| (whole(row.took), whole(row.slowest))))
}

/// The word of a parcel's kind.
pub(crate) fn kind(kind: RevisionKind) -> &'static str {
    match kind {
        RevisionKind::Published => "advisory.published",
        RevisionKind::Updated => "advisory.updated",
        RevisionKind::Withdrawn => "advisory.withdrawn",
    }
}

/// Whether a parcel of that kind tells of a notice.
pub(crate) fn is_told_by(kind: &str) -> bool {
    kind.starts_with("advisory.")
}

fn seconds(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::row(TABLE, error))
}
