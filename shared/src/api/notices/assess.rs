//! The answer to `GET /v1/notices`, from values.

use chrono::{DateTime, Utc};

use crate::advisory::{self, Index};
use crate::api::notices::{
    Breaking, Candidate, Card, Deprecated, Finding, Notices, Rung, SdkReport, Upgrade, Verdict, Way,
};
use crate::package::{Package, Purl};
use crate::release::{self, ReleaseList};
use crate::status::{Headline, Status};
use crate::upgrade::{self, Advice};
use crate::version::{Version, VersionError};

/// What an assessment rests on.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The advisories, of all packages asked about at least.
    pub index: &'a Index,
    /// The release lists, of those packages whose releases are known.
    pub releases: &'a [ReleaseList],
    /// The customer's plan, if it is known.
    pub plan: Option<&'a str>,
    /// The instant of the assessment: its UTC day decides what has ended.
    pub now: DateTime<Utc>,
}

/// Assesses what somebody runs. A package asked about twice at one version is reported once.
#[must_use]
pub fn assess(facts: Facts<'_>, sdks: &[Purl]) -> Notices {
    let mut reports: Vec<SdkReport> = Vec::with_capacity(sdks.len());
    let mut told: Vec<&Purl> = Vec::with_capacity(sdks.len());
    for purl in sdks {
        let is_same = |known: &&Purl| known.package() == purl.package() && known.version() == purl.version();
        if !told.iter().any(is_same) {
            told.push(purl);
            reports.push(report_on(facts, purl));
        }
    }
    reports.sort_by_key(|report| (urgency_of(report.status), std::cmp::Reverse(worst_of(report))));
    let hits: usize = reports.iter().map(|report| hits_of(report).count()).sum();
    Notices {
        generated_at: Some(facts.now),
        badge: u32::try_from(hits).unwrap_or(u32::MAX),
        card: card_of(&reports),
        sdks: reports,
    }
}

fn report_on(facts: Facts<'_>, purl: &Purl) -> SdkReport {
    let package = purl.package();
    let list = facts.releases.iter().find(|list| is_about(list, package));
    let text = purl.version().unwrap_or_default();
    let version = Version::parse(package.ecosystem(), text);
    let findings = facts.index.find(package, text);
    let today = facts.now.date_naive();
    let status = Status::of(&version, list, &findings, today);
    let text_of = |known: &release::Known| known.release.version.clone();
    SdkReport {
        purl: purl.to_string(),
        name: package.name().to_string(),
        ecosystem: package.ecosystem().clone(),
        version: purl.version().map(ToString::to_string),
        status: status.headline,
        is_feed_known: list.is_some(),
        feed_as_of: list.and_then(ReleaseList::as_of),
        is_in_feed: status.is_in_feed,
        latest: status.latest.map(text_of),
        newest_same_minor: status.newest_same_minor.map(text_of),
        newest_same_major: status.newest_same_major.map(text_of),
        end_of_life: status.end_of_life,
        deprecated: status.deprecated.map(|deprecation| Deprecated {
            message: deprecation.message.clone(),
            replacement: deprecation.replacement.clone(),
        }),
        yanked: status.yanked.map(ToString::to_string),
        findings: findings.into_iter().map(finding_of).collect(),
        upgrade: upgrade_of(facts, &version, list),
    }
}

fn is_about(list: &ReleaseList, package: &Package) -> bool {
    package.is_subject(list.package())
}

fn upgrade_of(
    facts: Facts<'_>,
    version: &Result<Version, VersionError>,
    list: Option<&ReleaseList>,
) -> Option<Upgrade> {
    let (Ok(version), Some(list)) = (version, list) else { return None };
    let advice = Advice::on(version, facts.index, list, facts.now.date_naive());
    let owned = |ids: &[&str]| ids.iter().map(ToString::to_string).collect();
    let candidate = |candidate: upgrade::Candidate<'_>| Candidate {
        version: candidate.known.release.version.clone(),
        released: candidate.known.release.released,
        way: way_of(&candidate.way),
        remaining: owned(&candidate.remaining),
        moves_with: candidate.known.release.moves_with.clone(),
        is_in_plan: facts.plan.map(|plan| {
            let plans = &candidate.known.release.plans;
            plans.is_empty() || plans.iter().any(|included| included == plan)
        }),
        notes_url: candidate.known.release.notes_url.clone(),
        kinds: candidate.kinds,
    };
    let rung = |rung: upgrade::Rung<'_>| Rung {
        version: rung.known.release.version.clone(),
        sheds: owned(&rung.sheds),
        way: way_of(&rung.way),
    };
    Some(Upgrade {
        is_fine_already: advice.is_fine_already,
        candidates: advice.candidates.into_iter().map(candidate).collect(),
        dropped: advice.dropped,
        ladder: advice.ladder.into_iter().map(rung).collect(),
    })
}

fn way_of(way: &upgrade::Way<'_>) -> Way {
    let breaking = way.breaking.iter().map(|change| Breaking {
        id: change.id.clone(),
        title: change.title.clone(),
        url: change.url.clone(),
    });
    Way {
        crosses_major: way.majors > 0,
        majors: u32::try_from(way.majors).unwrap_or(u32::MAX),
        may_break: way.may_break,
        breaking: breaking.collect(),
    }
}

fn finding_of(finding: advisory::Finding<'_>) -> Finding {
    let advisory = finding.advisory;
    let (verdict, reason, fixed_in) = match finding.outcome {
        Ok(hit) => (Verdict::Affected, None, hit.fixed_in.or(hit.next_fix)),
        Err(doubt) => (Verdict::Unknown, Some(doubt.to_string()), None),
    };
    Finding {
        id: advisory.id().to_string(),
        aliases: finding.aliases.into_iter().map(ToString::to_string).collect(),
        summary: advisory.summary().to_string(),
        severity: finding.assessment.rating,
        score: finding.assessment.score.map(advisory::Score::value),
        verdict,
        reason,
        fixed_in,
        published: advisory.published(),
        url: advisory.url().map(ToString::to_string),
    }
}

fn hits_of(report: &SdkReport) -> impl Iterator<Item = &Finding> {
    report.findings.iter().filter(|finding| finding.verdict == Verdict::Affected)
}

fn worst_of(report: &SdkReport) -> u8 {
    hits_of(report).map(|finding| finding.severity.urgency()).max().unwrap_or(0)
}

/// The first of the worst: reports and findings are sorted, so a page shows the same card each time.
fn card_of(reports: &[SdkReport]) -> Option<Card> {
    let mut worst: Option<(&SdkReport, &Finding)> = None;
    for report in reports {
        for finding in hits_of(report).filter(|finding| finding.severity.is_urgent()) {
            let urgency = finding.severity.urgency();
            if worst.is_none_or(|(_, standing)| urgency > standing.severity.urgency()) {
                worst = Some((report, finding));
            }
        }
    }
    worst.map(|(report, finding)| Card {
        id: finding.id.clone(),
        summary: finding.summary.clone(),
        severity: finding.severity,
        package: report.name.clone(),
        version: report.version.clone().unwrap_or_default(),
        fixed_in: finding.fixed_in.clone(),
    })
}

fn urgency_of(headline: Headline) -> u8 {
    match headline {
        Headline::Vulnerable => 0,
        Headline::EndOfLife => 1,
        Headline::Yanked => 2,
        Headline::Deprecated => 3,
        Headline::Unknown => 4,
        Headline::BehindMajor => 5,
        Headline::BehindMinor => 6,
        Headline::BehindPatch => 7,
        Headline::Ahead => 8,
        Headline::Current => 9,
    }
}
