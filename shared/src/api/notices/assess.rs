//! The answer to `GET /v1/notices`, from values.

use chrono::{DateTime, Utc};

use crate::advisory;
use crate::api::notices::{
    Asked, Breaking, Candidate, Card, Coming, Deprecated, Finding, Notices, Question, Rung, SdkReport,
    Upgrade, Verdict, Way, Why,
};
use crate::api::upgrades::GuideSummary;
use crate::catalogue::Catalogue;
use crate::package::Purl;
use crate::release::{self, ReleaseList};
use crate::status::{Headline, Status};
use crate::upgrade::{self, Advice, Exposure};
use crate::version::{Version, VersionError};

/// The most cards that an answer holds: nobody is interrupted by more.
const MAX_CARDS: usize = 5;

/// What an assessment rests on.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The advisories and releases, of all packages asked about at least.
    pub catalogue: &'a Catalogue,
    /// The customer's plan, where a customer is answered: they are also told what it includes, and the guides.
    /// None for the answer that everybody gets.
    pub plan: Option<&'a str>,
    /// The instant of the assessment: its UTC day decides what has ended.
    pub now: DateTime<Utc>,
}

/// Assesses what somebody runs. A package asked about twice at one version is reported once.
#[must_use]
pub fn assess(facts: Facts<'_>, question: &Question) -> Notices {
    let mut reports: Vec<SdkReport> = Vec::with_capacity(question.sdks().len());
    let mut told: Option<&Purl> = None;
    for asked in question.sdks() {
        match asked {
            Asked::Package(purl) => {
                // They are sorted, so spellings of one package at one version stand side by side.
                let is_same =
                    |known: &Purl| known.package() == purl.package() && known.version() == purl.version();
                if !told.is_some_and(is_same) {
                    reports.push(report_on(facts, purl));
                }
                told = Some(purl);
            }
            Asked::Nothing(text) => reports.push(report_on_nothing(text)),
        }
    }
    reports.sort_by_key(|report| (urgency_of(report.status), std::cmp::Reverse(worst_of(report))));
    let hits: usize = reports.iter().map(|report| hits_of(report).count()).sum();
    Notices {
        generated_at: Some(facts.now),
        badge: u32::try_from(hits).unwrap_or(u32::MAX),
        cards: cards_of(&reports),
        sdks: reports,
    }
}

fn report_on(facts: Facts<'_>, purl: &Purl) -> SdkReport {
    let package = purl.package();
    let shelf = facts.catalogue.releases(package);
    let list = shelf.map(|(list, _)| list);
    let text = purl.version().unwrap_or_default();
    let version = Version::parse(package.ecosystem(), text);
    let findings = match &version {
        Ok(version) => facts.catalogue.findings(package, version),
        Err(_) => facts.catalogue.index().find(package, text),
    };
    let today = facts.now.date_naive();
    let status = Status::of(&version, list, &findings, today);
    let text_of = |known: &release::Known| known.release.version.clone();
    SdkReport {
        purl: purl.to_string(),
        name: package.name().to_string(),
        ecosystem: Some(package.ecosystem().clone()),
        version: purl.version().map(ToString::to_string),
        status: status.headline,
        reason: reason_of(&status, &version, &findings),
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
        upgrade: upgrade_of(facts, &version, &findings, shelf),
        findings: findings.into_iter().map(finding_of).collect(),
        coming: list
            .map(|list| list.coming(version.as_ref().ok(), today))
            .unwrap_or_default()
            .into_iter()
            .map(coming_of)
            .collect(),
    }
}

fn report_on_nothing(text: &str) -> SdkReport {
    SdkReport {
        purl: text.to_string(),
        name: text.to_string(),
        ecosystem: None,
        version: None,
        status: Headline::Unknown,
        reason: Some(Why::NoPackage),
        is_feed_known: false,
        feed_as_of: None,
        is_in_feed: None,
        latest: None,
        newest_same_minor: None,
        newest_same_major: None,
        end_of_life: None,
        deprecated: None,
        yanked: None,
        findings: Vec::new(),
        coming: Vec::new(),
        upgrade: None,
    }
}

/// Why the word is unknown: what the asker can do most about, first.
fn reason_of(
    status: &Status<'_>,
    version: &Result<Version, VersionError>,
    findings: &[advisory::Finding<'_>],
) -> Option<Why> {
    if status.headline != Headline::Unknown {
        return None;
    }
    Some(match version {
        Err(VersionError::Empty) => Why::NoVersion,
        Err(VersionError::Malformed(_)) => Why::UnreadableVersion,
        Err(VersionError::NoOrder(_)) => Why::NoOrder,
        Ok(_) if !findings.is_empty() => Why::OpenFinding,
        Ok(_) if status.is_in_feed.is_some() => Why::NotInFeed,
        Ok(_) => Why::NoFeed,
    })
}

fn coming_of(coming: release::Coming) -> Coming {
    let release::Coming { on, kind, id, version, title, url } = coming;
    Coming { id, kind, on, version, title, url }
}

fn upgrade_of(
    facts: Facts<'_>,
    version: &Result<Version, VersionError>,
    findings: &[advisory::Finding<'_>],
    shelf: Option<(&ReleaseList, &[Exposure])>,
) -> Option<Upgrade> {
    let (Ok(version), Some((list, exposures))) = (version, shelf) else { return None };
    let advice = Advice::on(version, findings, list, exposures, facts.now.date_naive());
    let advice = if facts.plan.is_some() { advice.with_guides(version, list) } else { advice };
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
        guides: way.guides.iter().map(|guide| GuideSummary::from(*guide)).collect(),
    }
}

fn finding_of(finding: advisory::Finding<'_>) -> Finding {
    let advisory = finding.advisory;
    let (verdict, reason, range, fixed_in) = match finding.outcome {
        Ok(hit) => (Verdict::Affected, None, hit.via.range(), hit.fixed_in.or(hit.next_fix)),
        Err(doubt) => (Verdict::Unknown, Some(doubt.to_string()), None, None),
    };
    Finding {
        id: advisory.id().to_string(),
        aliases: finding.aliases.into_iter().map(ToString::to_string).collect(),
        summary: advisory.summary().to_string(),
        severity: finding.assessment.rating,
        score: finding.assessment.score.map(advisory::Score::value),
        verdict,
        reason,
        range,
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

/// The worst first, then in the order of reports and findings, which are sorted: a page shows the same
/// card each time. A flaw that hits several SDKs has one card.
fn cards_of(reports: &[SdkReport]) -> Vec<Card> {
    let mut urgent: Vec<(&SdkReport, &Finding)> = Vec::new();
    for report in reports {
        for finding in hits_of(report).filter(|finding| finding.severity.is_urgent()) {
            if !urgent.iter().any(|(_, known)| known.id == finding.id && known.severity == finding.severity) {
                urgent.push((report, finding));
            }
        }
    }
    urgent.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.severity.urgency()));
    let card = |(report, finding): (&SdkReport, &Finding)| Card {
        id: finding.id.clone(),
        summary: finding.summary.clone(),
        severity: finding.severity,
        package: report.name.clone(),
        version: report.version.clone().unwrap_or_default(),
        fixed_in: finding.fixed_in.clone(),
    };
    urgent.into_iter().take(MAX_CARDS).map(card).collect()
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
