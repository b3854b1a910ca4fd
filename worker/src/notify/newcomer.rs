//! Customers of whom we learn after a publication that they run what it hits.
//!
//! Each minute the versions that were first seen lately are judged by the index that notices are answered
//! from. Where somebody runs one of them and has no notice yet, the publication is spread once more: whoever
//! has a notice keeps it, and is not told again.

use std::collections::BTreeMap;

use aftercare_shared::api::notices::{Question, SdkReport, Verdict};
use aftercare_shared::package::Purl;
use chrono::TimeDelta;

use crate::app::App;
use crate::notices;
use crate::notify::{begin, is_open};
use crate::problem::Failure;
use crate::store::inventory::{self, Run};
use crate::store::{notice, revision};

/// How far back a sweep looks, in minutes: long enough to bridge sweeps that did not run.
const BACK_MINUTES: i64 = 60;
/// How many versions are judged at once.
const CHUNK: usize = 200;

/// Finds them, and tells them.
pub(crate) async fn sweep_newcomers(app: &App) -> Result<(), Failure> {
    let store = app.store()?;
    let since = app.now() - TimeDelta::minutes(BACK_MINUTES);
    let runs = inventory::new_versions(&store, since).await?;
    let purls: Vec<String> = runs.iter().map(Run::purl).collect();
    if purls.is_empty() {
        return Ok(());
    }
    let knowledge = notices::knowledge(app).await?;
    let mut found: BTreeMap<String, Vec<Run>> = BTreeMap::new();
    for chunk in purls.chunks(CHUNK) {
        let question = Question::of(chunk.iter().map(String::as_str));
        for report in &knowledge.on(&question, None).sdks {
            let Ok(purl) = report.purl.parse::<Purl>() else { continue };
            for name in names(report) {
                found.entry(name.clone()).or_default().push(Run::of(&purl));
            }
        }
    }
    let ids: Vec<&str> = found.keys().map(String::as_str).collect();
    for telltale in revision::newest(&store, &ids).await?.into_iter().filter(is_open) {
        let runs = found.get(&telltale.advisory).map(Vec::as_slice).unwrap_or_default();
        if notice::is_missing(&store, &telltale.advisory, telltale.revision, runs, since).await? {
            revision::look_again(&store, &telltale.advisory, telltale.revision).await?;
            begin(app, &[telltale.advisory]).await?;
        }
    }
    Ok(())
}

/// The flaws that certainly hit, by every name of theirs.
fn names(report: &SdkReport) -> impl Iterator<Item = &String> {
    let certain = report.findings.iter().filter(|finding| finding.verdict == Verdict::Affected);
    certain.flat_map(|finding| std::iter::once(&finding.id).chain(&finding.aliases))
}
