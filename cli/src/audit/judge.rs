//! What the vendor's feed says of what is locked.

use aftercare_shared::api::notices::{self, Finding, Question, SdkReport, Verdict};
use aftercare_shared::package::Purl;
use aftercare_shared::upgrade::{Condition, Kind};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::json;

use crate::audit::feed::Knowledge;

/// A package of the vendor's, locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Locked {
    /// The lockfile.
    pub(crate) file: String,
    /// Where the lockfile first names it, counted from 1.
    pub(crate) line: usize,
    /// The package and the version.
    pub(crate) purl: Purl,
}

/// What is said of one locked package.
pub(crate) struct Judged {
    /// What is locked.
    pub(crate) locked: Locked,
    /// How it stands.
    pub(crate) report: SdkReport,
}

/// What is said of all of them.
pub(crate) struct Report {
    /// In the order of the files.
    pub(crate) judged: Vec<Judged>,
    /// How many lockfiles were read.
    pub(crate) files: usize,
    /// As of when the feed is right.
    pub(crate) as_of: Option<DateTime<Utc>>,
}

impl Report {
    /// The findings, each with what it is about.
    pub(crate) fn findings(&self) -> impl Iterator<Item = (&Judged, &Finding)> {
        self.judged.iter().flat_map(|judged| judged.report.findings.iter().map(move |it| (judged, it)))
    }

    /// How many flaws certainly hit.
    pub(crate) fn hits(&self) -> usize {
        self.findings().filter(|(_, finding)| finding.verdict == Verdict::Affected).count()
    }

    /// How many may hit.
    pub(crate) fn unknowns(&self) -> usize {
        self.findings().filter(|(_, finding)| finding.verdict == Verdict::Unknown).count()
    }
}

/// Judges what is locked, by the rules that notices are answered by.
pub(crate) fn judge(knowledge: &Knowledge, locked: Vec<Locked>, files: usize, on: NaiveDate) -> Report {
    let catalogue = knowledge.on(on);
    let facts =
        notices::Facts { catalogue: &catalogue, plan: None, now: on.and_time(NaiveTime::MIN).and_utc() };
    let judged = locked.into_iter().filter_map(|locked| {
        let question = Question::of([locked.purl.to_string().as_str()]);
        let report = notices::assess(facts, &question).sdks.into_iter().next()?;
        Some(Judged { locked, report })
    });
    Report { judged: judged.collect(), files, as_of: knowledge.as_of }
}

/// Where to go: the nearest release that nothing hits, and what that costs.
pub(crate) fn way_up(report: &SdkReport) -> String {
    let Some(upgrade) = &report.upgrade else { return "where to go can't be told".to_owned() };
    let Some(nearest) = upgrade.candidates.first() else {
        return "no release is known that nothing hits".to_owned();
    };
    let mut text = format!("upgrade to {}", nearest.version);
    if nearest.kinds.contains(&Kind::LeastBad) {
        text.push_str(&format!(", the least bad: {} still hit it", nearest.remaining.join(", ")));
    } else if nearest.way.may_break {
        text.push_str(match nearest.way.breaking.len() {
            0 => ", which may break",
            _ => ", which breaks",
        });
    }
    let breaking: Vec<&str> = nearest.way.breaking.iter().map(|change| change.title.as_str()).collect();
    if !breaking.is_empty() {
        text.push_str(&format!(": {}", breaking.join("; ")));
    }
    if !nearest.moves_with.is_empty() {
        text.push_str(&format!("; together with {}", nearest.moves_with.join(", ")));
    }
    if upgrade.dropped.contains(&Condition::Stable) {
        text.push_str("; it is a prerelease");
    }
    text
}

/// The report as JSON.
pub(crate) fn json(report: &Report) -> String {
    let packages = report.judged.iter().map(
        |judged| json!({"file": judged.locked.file, "line": judged.locked.line, "report": judged.report}),
    );
    let value = json!({
        "affected": report.hits(),
        "unknown": report.unknowns(),
        "feed_as_of": report.as_of,
        "packages": packages.collect::<Vec<_>>(),
    });
    format!("{value:#}\n")
}
