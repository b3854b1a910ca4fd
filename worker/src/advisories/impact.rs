//! Whom advisories hit, by what customers are known to run.
//!
//! What runs is judged once a version, not once a customer: of ten thousand customers most run the same few.

use std::collections::BTreeSet;

use aftercare_shared::advisory::{Advisory, Finding, Index};
use aftercare_shared::api::advisories::{AccountImpact, Impact, VersionImpact};
use aftercare_shared::api::notices::Verdict;
use aftercare_shared::api::session::AccountView;
use aftercare_shared::id::AccountId;
use aftercare_shared::osv::{Record, Statement};
use aftercare_shared::package::{Package, Purl};
use chrono::{DateTime, Utc};

use crate::cursor;
use crate::notify::view::notification;
use crate::problem::Failure;
use crate::store::advisory::Standing;
use crate::store::inventory::{self, Hit, Place, Reach, Run, Runner};
use crate::store::notice;
use crate::store::{Store, StoreError, instant};

/// A record, and what it says of what runs.
pub(crate) struct Subject {
    /// The record, compiled.
    pub(crate) advisory: Advisory,
    /// Its packages, as package URLs, each once.
    pub(crate) packages: Vec<String>,
    index: Index,
}

/// A verdict on something that runs.
struct Judged {
    run: Run,
    verdict: Verdict,
    reason: String,
    fixed_in: Option<String>,
}

impl Subject {
    /// A record under what the vendor has said of the same flaw.
    pub(crate) fn new(record: &Record, statements: &[Statement]) -> Self {
        let is_named = |name: &String| *name == record.id || record.aliases.contains(name);
        let said: Vec<Statement> =
            statements.iter().filter(|said| said.names.iter().any(is_named)).cloned().collect();
        let advisory = Advisory::compile(record);
        let packages: BTreeSet<String> = advisory.packages().map(purl_of).collect();
        Self {
            packages: packages.into_iter().collect(),
            index: Index::compile([record]).with_statements(&said),
            advisory,
        }
    }

    /// What it says of a version that runs; `None` where it does not hit.
    fn judge(&self, run: &Run) -> Option<Judged> {
        let purl: Purl = run.0.parse().ok()?;
        let finding = self.index.find(purl.package(), &run.1).into_iter().next()?;
        let (verdict, reason, fixed_in) = told(finding);
        Some(Judged { run: run.clone(), verdict, reason, fixed_in })
    }

    /// The versions among those that run that it hits, and what is said of each.
    fn judge_all(&self, runs: &[Run]) -> Vec<Judged> {
        let about = |run: &&Run| self.packages.binary_search(&run.0).is_ok();
        runs.iter().filter(about).filter_map(|run| self.judge(run)).collect()
    }
}

fn told(finding: Finding<'_>) -> (Verdict, String, Option<String>) {
    match finding.outcome {
        Ok(hit) => (Verdict::Affected, hit.via.to_string(), hit.fixed_in.or(hit.next_fix)),
        Err(doubt) => (Verdict::Unknown, doubt.to_string(), None),
    }
}

/// What stands for a package in the inventory.
pub(crate) fn purl_of(package: &Package) -> String {
    Purl::of_package(package).to_string()
}

/// How many customers each of some advisories hits.
pub(crate) async fn reach(
    store: &Store,
    subjects: &[Subject],
    now: DateTime<Utc>,
) -> Result<Vec<Reach>, Failure> {
    let runs = running(store, subjects, now).await?;
    let judged: Vec<Vec<Judged>> = subjects.iter().map(|subject| subject.judge_all(&runs)).collect();
    let hits: Vec<Hit<'_>> =
        judged.iter().enumerate().flat_map(|(place, judged)| hits(place, judged)).collect();
    Ok(inventory::reach(store, &hits, subjects.len(), now).await?)
}

/// Which versions that run somewhere an advisory certainly hits.
pub(crate) async fn certain(
    store: &Store,
    subject: &Subject,
    now: DateTime<Utc>,
) -> Result<Vec<(Run, Option<String>)>, StoreError> {
    let runs = running(store, std::slice::from_ref(subject), now).await?;
    let judged = subject.judge_all(&runs).into_iter();
    let certain = judged.filter(|judged| judged.verdict == Verdict::Affected);
    Ok(certain.map(|judged| (judged.run, judged.fixed_in)).collect())
}

/// Whose names are wanted, of those whom an advisory hits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window<'a> {
    /// After whom it begins.
    pub(crate) after: Option<&'a Place>,
    /// How many of them at most.
    pub(crate) limit: u32,
    /// The publication that they were or were not told of; none for what is not published.
    pub(crate) told_of: Option<&'a Standing>,
}

/// Whom an advisory hits: how many in all, and a page of them by name.
pub(crate) async fn impact(
    store: &Store,
    subject: &Subject,
    window: Window<'_>,
    now: DateTime<Utc>,
) -> Result<Impact, Failure> {
    let runs = running(store, std::slice::from_ref(subject), now).await?;
    let judged = subject.judge_all(&runs);
    let hits = hits(0, &judged);
    let reach = inventory::reach(store, &hits, 1, now).await?.into_iter().next().unwrap_or_default();
    let runners = match hits.as_slice() {
        [] => Vec::new(),
        hits => inventory::runners(store, hits, window.after, window.limit.saturating_add(1), now).await?,
    };
    let mut accounts = accounts(&judged, runners)?;
    let limit = usize::try_from(window.limit).unwrap_or(usize::MAX);
    let more = accounts.len() > limit;
    accounts.truncate(limit);
    if let Some(Standing { id, revision, .. }) = window.told_of {
        let ids: Vec<&str> = accounts.iter().map(|hit| hit.account.id.as_str()).collect();
        let only = inventory::json(&ids)?;
        for notice in notice::list(store, id, *revision, None, Some(only), window.limit).await? {
            let of = accounts.iter_mut().find(|hit| hit.account.id.as_str() == notice.account);
            if let Some(hit) = of {
                hit.notification = Some(notification(notice)?);
            }
        }
    }
    Ok(Impact {
        id: subject.advisory.id().to_owned(),
        summary: subject.advisory.summary().to_owned(),
        severity: subject.advisory.worst().rating,
        packages: subject.packages.clone(),
        affected_accounts: reach.affected,
        unknown_accounts: reach.unknown,
        next_cursor: accounts.last().filter(|_| more).map(|last| cursor::encode(&place(last))),
        accounts,
    })
}

fn place(hit: &AccountImpact) -> Place {
    Place(u8::from(hit.verdict != Verdict::Affected), hit.account.name.clone(), hit.account.id.to_string())
}

async fn running(store: &Store, subjects: &[Subject], now: DateTime<Utc>) -> Result<Vec<Run>, StoreError> {
    let packages: BTreeSet<&str> =
        subjects.iter().flat_map(|subject| subject.packages.iter().map(String::as_str)).collect();
    let packages: Vec<&str> = packages.into_iter().collect();
    inventory::versions(store, &packages, now).await
}

fn hits(place: usize, judged: &[Judged]) -> Vec<Hit<'_>> {
    let hit = |judged| {
        let Judged { run: Run(package, version), verdict, .. }: &Judged = judged;
        Hit(place, package, version, u8::from(*verdict == Verdict::Affected))
    };
    judged.iter().map(hit).collect()
}

/// Puts together what was read in the order of its accounts.
fn accounts(judged: &[Judged], runners: Vec<Runner>) -> Result<Vec<AccountImpact>, Failure> {
    let mut accounts: Vec<AccountImpact> = Vec::new();
    for runner in runners {
        let is_of = |judged: &&Judged| judged.run.0 == runner.package && judged.run.1 == runner.version;
        let Some(judged) = judged.iter().find(is_of) else { continue };
        let id = AccountId::new(runner.account)?;
        if accounts.last().is_none_or(|last| last.account.id != id) {
            let account = AccountView { id, name: runner.name };
            accounts.push(AccountImpact {
                account,
                verdict: Verdict::Unknown,
                versions: Vec::new(),
                notification: None,
            });
        }
        let Some(last) = accounts.last_mut() else { continue };
        let last_seen = instant("sdk_seen", runner.last_seen)?;
        if judged.verdict == Verdict::Affected {
            last.verdict = Verdict::Affected;
        }
        let purl = judged.run.purl();
        match last.versions.iter_mut().find(|version| version.purl == purl) {
            Some(version) => {
                version.sources.push(runner.source);
                version.last_seen = version.last_seen.max(last_seen);
            }
            None => last.versions.push(VersionImpact {
                purl,
                verdict: judged.verdict,
                reason: judged.reason.clone(),
                fixed_in: judged.fixed_in.clone(),
                sources: vec![runner.source],
                last_seen,
            }),
        }
    }
    Ok(accounts)
}
