//! Advisories as the desk sees them.

use aftercare_shared::api::advisories::{AdvisorySummary, AdvisoryView, State, StatementView, Told};
use aftercare_shared::json;
use aftercare_shared::osv::{self, Affected, Record, Statement};
use aftercare_shared::package::{Package, Purl};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::advisories::impact::{self, Subject};
use crate::body;
use crate::corpus;
use crate::etag;
use crate::log;
use crate::problem::Failure;
use crate::store::advisory::Standing;
use crate::store::{Store, notice, revision};

/// Advisories in a list, in the order of the list. One that can't be read is left out and logged.
pub(crate) async fn summaries(
    store: &Store,
    standing: &[Standing],
    now: DateTime<Utc>,
) -> Result<Vec<AdvisorySummary>, Failure> {
    let statements = corpus::statements(store).await?;
    summarise(store, standing, &statements, now).await
}

async fn summarise(
    store: &Store,
    standing: &[Standing],
    statements: &[Statement],
    now: DateTime<Utc>,
) -> Result<Vec<AdvisorySummary>, Failure> {
    let mut read = Vec::with_capacity(standing.len());
    for stands in standing {
        match json::read::<Record>(&stands.record) {
            Ok(record) => read.push((stands, Subject::new(&record, statements), record)),
            Err(error) => {
                let error = error.to_string();
                let fields = [("advisory", json!(stands.id)), ("error", json!(error))];
                log::error("an advisory can't be read", &fields);
            }
        }
    }
    let (subjects, rest): (Vec<Subject>, Vec<(&Standing, Record)>) =
        read.into_iter().map(|(stands, subject, record)| (subject, (stands, record))).unzip();
    let ids: Vec<&str> = rest.iter().map(|(stands, _)| stands.id.as_str()).collect();
    let reaches = impact::reach(store, &subjects, now).await?;
    let told = notice::told(store, &ids).await?;
    let parts = subjects.iter().zip(&rest).zip(reaches);
    let summary = |((subject, (stands, record)), reach): ((&Subject, &(&Standing, Record)), _)| {
        let told = told.iter().find(|(id, _)| *id == stands.id).map(|(_, told)| *told);
        summary(subject, stands, record, reach, told.unwrap_or_default())
    };
    Ok(parts.map(summary).collect())
}

fn summary(
    subject: &Subject,
    stands: &Standing,
    record: &Record,
    reach: crate::store::inventory::Reach,
    notified: Told,
) -> AdvisorySummary {
    let worst = subject.advisory.worst();
    AdvisorySummary {
        id: stands.id.clone(),
        aliases: record.aliases.clone(),
        summary: record.summary.clone(),
        severity: worst.rating,
        score: worst.score.map(aftercare_shared::advisory::Score::value),
        state: if record.withdrawn.is_some() { State::Withdrawn } else { State::Published },
        packages: subject.packages.clone(),
        published: subject.advisory.published(),
        modified: subject.advisory.modified(),
        revision: stands.revision,
        affected_accounts: reach.affected,
        unknown_accounts: reach.unknown,
        notified,
    }
}

/// An advisory, whole, and its tag.
pub(crate) async fn whole(
    store: &Store,
    stands: &Standing,
    now: DateTime<Utc>,
) -> Result<(AdvisoryView, String), Failure> {
    let unreadable = |error: json::Fault| Failure::Internal("an advisory can't be read", error.to_string());
    let record: Value = json::read(&stands.record).map_err(unreadable)?;
    let statements = corpus::statements(store).await?;
    let summaries = summarise(store, std::slice::from_ref(stands), &statements, now).await?;
    let advisory = summaries
        .into_iter()
        .next()
        .ok_or_else(|| Failure::Internal("an advisory can't be read", stands.id.clone()))?;
    let is_named = |name: &String| *name == advisory.id || advisory.aliases.contains(name);
    let said = statements.into_iter().filter(|said| said.names.iter().any(is_named));
    let mut statements: Vec<StatementView> = said.filter_map(|said| statement(&said)).collect();
    statements.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.package.cmp(&b.package)));
    let view =
        AdvisoryView { revisions: revision::of(store, &stands.id).await?, advisory, record, statements };
    let tag = etag::of_state(&state(stands), &body::render(&view)?);
    Ok((view, tag))
}

/// The state of the record alone: what is counted beside it may change without anybody overwriting anything.
/// What was loaded without a publication has none to count by, so its text tells it too.
fn state(stands: &Standing) -> String {
    format!("{}.{}", etag::revision(stands.revision), etag::part(stands.record.as_bytes(), 16))
}

/// Whether a caller who names that tag has seen the record that stands.
pub(crate) fn is_of_record(tag: &str, stands: &Standing) -> bool {
    etag::is_of_state(tag, &state(stands))
}

fn statement(said: &Statement) -> Option<StatementView> {
    Some(StatementView {
        package: about(&said.about)?,
        status: said.status,
        justification: said.justification.clone(),
        at: said.at.as_ref().and_then(osv::Stamp::at),
    })
}

/// What a statement is about: a package, at a version where it is about one alone.
fn about(about: &Affected) -> Option<String> {
    let package = about.package.as_ref()?;
    let package = Purl::of_package(&Package::from_osv(&package.ecosystem, &package.name));
    let version = match (about.versions.as_slice(), about.ranges.is_empty()) {
        ([version], true) => Some(version.as_str()),
        _ => None,
    };
    Some(Purl::new(package.package().clone(), version).to_string())
}
