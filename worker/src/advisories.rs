//! Publishing advisories: the one way in which a record changes.
//!
//! A record, its publication and the answer to a repeated request are written in one batch. Two who publish
//! one advisory at once collide on the number of the publication; the loser starts again on what stands then,
//! and finds that it stands already, that it is older, or that it must be looked at. Publishing what stands
//! changes nothing and tells nobody.

pub(crate) mod document;
pub(crate) mod impact;
pub(crate) mod view;

use aftercare_shared::api::advisories::{
    ImportReport, ImportedRecord, MAX_DOCUMENT_BYTES, Outcome, RevisionKind,
};
use aftercare_shared::json;
use aftercare_shared::osv::Stamp;
use aftercare_shared::osv::document::{Document, Entry};
use aftercare_shared::problem::{FieldError, Kind};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::Value;

use crate::app::App;
use crate::caller::Agent;
use crate::notices;
use crate::notify;
use crate::problem::Failure;
use crate::store::advisory::{self, Published, Standing};
use crate::store::idempotency::{self, Once};
use crate::store::revision::Telling;
use crate::store::{Store, vex};

/// How often a publication is tried while others publish the same.
const TRIES: u32 = 5;
/// How far ahead of the Worker's clock a record's time may be, in hours: clocks differ, calendars do not.
const AHEAD_HOURS: i64 = 24;

/// What is to be published, and how.
pub(crate) struct Publication<'a> {
    /// The document.
    pub(crate) document: &'a Document,
    /// Who publishes it.
    pub(crate) by: &'a Agent,
    /// Whether those whom it concerns are told.
    pub(crate) telling: Telling,
    /// What becomes of a record that is older than what stands.
    pub(crate) older: Older<'a>,
}

/// What becomes of a record that is not newer than what stands.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Older<'a> {
    /// It is passed over: the document may hold others.
    Pass,
    /// It is refused, unless its writer has seen what stands and says so by its tag.
    Refuse(Option<&'a str>),
}

/// What is to be done about one record.
struct Plan {
    report: ImportedRecord,
    published: Option<Published>,
}

/// Publishes a document's records and statements, all of them or none.
pub(crate) async fn publish(
    app: &App,
    publication: &Publication<'_>,
    once: Option<(&Once, u16)>,
) -> Result<ImportReport, Failure> {
    let store = app.store()?;
    let (document, by) = (publication.document, publication.by);
    for tried in 0..TRIES {
        let ids: Vec<&str> = document.records.iter().map(Entry::id).collect();
        let standing = advisory::find_all(&store, &ids).await?;
        let mut plans = Vec::with_capacity(document.records.len());
        for entry in &document.records {
            let stands = standing.iter().find(|standing| standing.id == entry.id());
            plans.push(plan(app.now(), entry, stands, publication)?);
        }
        let mut batch = Vec::new();
        let mut report = ImportReport {
            format: document.format,
            advisories: Vec::new(),
            statements: u32::try_from(document.statements.len()).unwrap_or(u32::MAX),
            skipped: document.skipped.clone(),
        };
        let mut published = Vec::new();
        for plan in plans {
            report.advisories.push(plan.report);
            published.extend(plan.published);
        }
        if !published.is_empty() {
            batch.extend(advisory::publish(&published, &by.name, None, app.now())?);
        }
        batch.extend(statements(&store, document, by, app.now()).await?);
        if let Some((once, status)) = once {
            batch.extend(idempotency::answer(once, status, &report, app.now())?);
        }
        if batch.is_empty() {
            return Ok(report);
        }
        match store.batch(batch).await {
            Ok(_) => {
                notices::changed(app);
                notify::begin_later(app, &published);
                return Ok(report);
            }
            Err(error) if error.is_conflict_on("advisory_revision") => crate::ledger::step_back(tried).await,
            Err(error) if error.is_conflict_on("idempotency") => return Err(Failure::in_flight()),
            Err(error) => return Err(error.into()),
        }
    }
    Err(Failure::busy_with("this advisory"))
}

/// What is to be done about a record, given what stands.
fn plan(
    now: DateTime<Utc>,
    entry: &Entry,
    stands: Option<&Standing>,
    publication: &Publication<'_>,
) -> Result<Plan, Failure> {
    let id = entry.id().to_owned();
    let report = |outcome| ImportedRecord { id: id.clone(), outcome };
    let modified = entry.modified().unwrap_or(now);
    if modified > now + TimeDelta::hours(AHEAD_HOURS) {
        let detail = "This time is still to come. Write when the record last changed.";
        return Err(Failure::field(&format!("{}/modified", entry.pointer), detail));
    }
    let mut record = entry.value.clone();
    let Some(stands) = stands else {
        if let Older::Refuse(Some(_)) = publication.older {
            return Err(gone());
        }
        stamp(&mut record, "modified", modified);
        let kind = if entry.is_withdrawn() { RevisionKind::Withdrawn } else { RevisionKind::Published };
        let published = published(&id, record, modified, 1, kind, publication.telling);
        return Ok(Plan { report: report(Outcome::Created), published: Some(published) });
    };
    let standing: Value = json::read(&stands.record).unwrap_or_default();
    let is_same = same(&record, &standing);
    let stood_at = modified_at(&standing);
    let modified = match (publication.older, stood_at) {
        _ if is_same => return Ok(Plan { report: report(Outcome::Unchanged), published: None }),
        (Older::Refuse(Some(tag)), _) if !view::is_of_record(tag, stands) => return Err(stale(stood_at)),
        // Whoever replaces what they have seen need not think of the time.
        (Older::Refuse(Some(_)), Some(stood_at)) if entry.modified().is_none_or(|at| at <= stood_at) => {
            now.max(stood_at + TimeDelta::seconds(1))
        }
        (Older::Refuse(None), Some(stood_at)) if modified <= stood_at => return Err(stale(Some(stood_at))),
        (Older::Pass, Some(stood_at)) if modified <= stood_at => {
            return Ok(Plan { report: report(Outcome::Older), published: None });
        }
        (Older::Refuse(_) | Older::Pass, _) => modified,
    };
    stamp(&mut record, "modified", modified);
    let was_withdrawn = standing.get("withdrawn").is_some_and(|at| !at.is_null());
    let kind = match (entry.is_withdrawn(), was_withdrawn, stands.revision) {
        (true, false, _) => RevisionKind::Withdrawn,
        (_, _, 0) => RevisionKind::Published,
        (true, true, _) | (false, _, _) => RevisionKind::Updated,
    };
    let published =
        published(&id, record, modified, stands.revision.saturating_add(1), kind, publication.telling);
    Ok(Plan { report: report(Outcome::Updated), published: Some(published) })
}

fn published(
    id: &str,
    record: Value,
    modified: DateTime<Utc>,
    revision: u32,
    kind: RevisionKind,
    telling: Telling,
) -> Published {
    Published { id: id.to_owned(), modified: text(modified), record, revision, kind, telling }
}

/// Takes an advisory back. One that was taken back already stays as it is.
pub(crate) async fn withdraw(
    app: &App,
    id: &str,
    by: &Agent,
    reason: &str,
    replaces: Option<&str>,
) -> Result<(), Failure> {
    let store = app.store()?;
    for tried in 0..TRIES {
        let stands = advisory::find(&store, id).await?.ok_or_else(no_advisory)?;
        let mut record: Value = json::read(&stands.record)
            .map_err(|error| Failure::Internal("an advisory can't be read", error.to_string()))?;
        if record.get("withdrawn").is_some_and(|at| !at.is_null()) {
            return Ok(());
        }
        let stood_at = modified_at(&record);
        if replaces.is_some_and(|tag| !view::is_of_record(tag, &stands)) {
            return Err(stale(stood_at));
        }
        let modified = stood_at.map_or(app.now(), |at| app.now().max(at + TimeDelta::seconds(1)));
        stamp(&mut record, "withdrawn", app.now());
        stamp(&mut record, "modified", modified);
        let revision = stands.revision.saturating_add(1);
        let published =
            [published(id, record, modified, revision, RevisionKind::Withdrawn, Telling::Looking)];
        let reason = Some(reason.trim()).filter(|reason| !reason.is_empty());
        let batch = advisory::publish(&published, &by.name, reason, app.now())?.to_vec();
        match store.batch(batch).await {
            Ok(_) => {
                notices::changed(app);
                notify::begin_later(app, &published);
                return Ok(());
            }
            Err(error) if error.is_conflict_on("advisory_revision") => crate::ledger::step_back(tried).await,
            Err(error) => return Err(error.into()),
        }
    }
    Err(Failure::busy_with("this advisory"))
}

/// Has those be told whom an advisory hits and who were not told yet. One that was loaded is published by
/// that.
pub(crate) async fn tell(app: &App, id: &str, by: &Agent) -> Result<(), Failure> {
    let store = app.store()?;
    for tried in 0..TRIES {
        let stands = advisory::find(&store, id).await?.ok_or_else(no_advisory)?;
        if stands.revision > 0 {
            crate::store::revision::look_again(&store, id, stands.revision).await?;
            return Ok(());
        }
        let record: Value = json::read(&stands.record)
            .map_err(|error| Failure::Internal("an advisory can't be read", error.to_string()))?;
        let modified = modified_at(&record).unwrap_or(app.now());
        let published = [published(id, record, modified, 1, RevisionKind::Published, Telling::Looking)];
        let batch = advisory::publish(&published, &by.name, None, app.now())?.to_vec();
        match store.batch(batch).await {
            Ok(_) => return Ok(()),
            Err(error) if error.is_conflict_on("advisory_revision") => crate::ledger::step_back(tried).await,
            Err(error) => return Err(error.into()),
        }
    }
    Err(Failure::busy_with("this advisory"))
}

/// The statements of a document, unless what stands under its id is as new.
async fn statements(
    store: &Store,
    document: &Document,
    by: &Agent,
    now: DateTime<Utc>,
) -> Result<Option<crate::store::Statement>, Failure> {
    let Some(id) = &document.vex_id else { return Ok(None) };
    let changed = document.changed.as_ref().map(Stamp::text);
    let json = serde_json::to_string(&document.statements)
        .map_err(|error| Failure::Internal("statements do not serialise", error.to_string()))?;
    if json.len() > MAX_DOCUMENT_BYTES {
        return Err(Failure::new(Kind::TooLarge, "The document says too much at once. Divide it."));
    }
    if let Some((stood, statements)) = vex::find(store, id).await? {
        let at = |text: Option<&str>| text.and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        if statements == json || at(changed) < at(stood.as_deref()) {
            return Ok(None);
        }
    }
    Ok(Some(vex::write(id, changed, &json, &by.name, now)))
}

/// Whether two records say the same, whenever they say that they last changed.
fn same(record: &Value, standing: &Value) -> bool {
    let (Some(record), Some(standing)) = (record.as_object(), standing.as_object()) else { return false };
    let rest = |fields: &serde_json::Map<String, Value>| {
        fields.iter().filter(|(name, _)| *name != "modified").count()
    };
    let stands = |(name, value): (&String, &Value)| name == "modified" || standing.get(name) == Some(value);
    rest(record) == rest(standing) && record.iter().all(stands)
}

fn modified_at(record: &Value) -> Option<DateTime<Utc>> {
    let text = record.get("modified")?.as_str()?;
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.with_timezone(&Utc))
}

fn stamp(record: &mut Value, field: &str, at: DateTime<Utc>) {
    let stands =
        record.get(field).and_then(Value::as_str).and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    if stands.is_some_and(|stands| stands == at) {
        return;
    }
    if let Some(fields) = record.as_object_mut() {
        fields.insert(field.to_owned(), text(at).into());
    }
}

/// One form for all times, so that texts sort as times do.
fn text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// There is no such advisory.
pub(crate) fn no_advisory() -> Failure {
    Failure::new(Kind::NotFound, "There is no advisory with this id. Check the address.")
}

fn gone() -> Failure {
    Failure::new(
        Kind::Stale,
        "There is no advisory of this id to replace. Leave If-Match out to publish a new one.",
    )
}

fn stale(stood_at: Option<DateTime<Utc>>) -> Failure {
    let when = stood_at.map_or_else(|| "some time".to_owned(), text);
    let detail = format!(
        "What stands was modified at {when}. Read it, put your change into it, and send it with its ETag as \
         If-Match, or with a later `modified`."
    );
    let mut problem = aftercare_shared::problem::Problem::new(Kind::Stale, detail.clone());
    problem.errors.push(FieldError { pointer: "#/modified".to_owned(), detail });
    Failure::Problem(Box::new(problem))
}
