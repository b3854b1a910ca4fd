//! Where to go from a version: the advisor.
//!
//! It searches the release list, never the advisories' `fixed` strings: those need not be
//! published, may be on another branch, and may be hit by another advisory. All conditions are
//! applied at once, then distance chooses. If nothing passes, conditions are dropped in the order
//! of [`Condition`] and the answer says which; a yanked release, a lower version and another
//! flavour are never offered.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::advisory::{Advisory, Finding, Index, Verdict};
use crate::package::Package;
use crate::release::{Breaking, Known, ReleaseList, keeps_flavour};
use crate::version::{Step, Version, VersionError};

/// What a release must meet to be advised, in the order in which it is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Condition {
    /// Neither it nor its package is deprecated or hidden by the vendor.
    NotDeprecated,
    /// It is not a prerelease, for those who don't run one.
    Stable,
    /// Its support has not ended.
    Supported,
    /// No advisory leaves open whether it is affected.
    Certain,
    /// No advisory hits it.
    Unaffected,
}

/// Which of the releases that pass a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Kind {
    /// The lowest with the same major and minor.
    NearestSameMinor,
    /// The lowest with the same major.
    NearestSameMajor,
    /// The highest with the same major.
    NewestSameMajor,
    /// The lowest of all: the smallest move that is clean.
    Nearest,
    /// The recommended release, or the highest of all.
    Newest,
    /// None is clean; this one is hit least.
    LeastBad,
}

/// A release to move to. One release may be several kinds at once.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// Which it is, in the order of [`Kind`]; never empty.
    pub kinds: Vec<Kind>,
    /// The release.
    pub known: &'a Known,
    /// What the move means.
    pub way: Way<'a>,
    /// Advisories that still hit it or may; empty unless it is the least bad.
    pub remaining: Vec<&'a str>,
}

/// What lies between two versions.
#[derive(Clone, Debug)]
pub struct Way<'a> {
    /// How many first numbers are stepped over.
    pub majors: usize,
    /// Whether the numbers announce a break: another major, or another minor below 1.0.
    pub may_break: bool,
    /// The breaking changes of every release on the way.
    pub breaking: Vec<&'a Breaking>,
}

/// One rung of the ladder: the lowest release that sheds advisories which still hit the one before.
#[derive(Clone, Debug)]
pub struct Rung<'a> {
    /// The release.
    pub known: &'a Known,
    /// The advisories it sheds.
    pub sheds: Vec<&'a str>,
    /// From the rung before.
    pub way: Way<'a>,
}

/// The advice for a version.
#[derive(Clone, Debug)]
pub struct Advice<'a> {
    /// Whether the version itself meets every condition, so that moving is a choice.
    pub is_fine_already: bool,
    /// Where to go, nearest first; empty if nothing better is released.
    pub candidates: Vec<Candidate<'a>>,
    /// The conditions that had to be dropped for there to be a candidate.
    pub dropped: Vec<Condition>,
    /// The way up in the fewest moves that each shed advisories.
    pub ladder: Vec<Rung<'a>>,
}

/// The lowest clean versions of a plain list, for those who have no feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smallest {
    /// The ids of the advisories that hit the version, sorted; aliases are not joined.
    pub affecting: Vec<String>,
    /// The lowest at or above it that no advisory hits, nor may.
    pub clean: Option<String>,
    /// The same among those that are not prereleases.
    pub clean_stable: Option<String>,
}

/// A release above the version, and the conditions that it fails.
struct Choice<'a> {
    known: &'a Known,
    fails: BTreeSet<Condition>,
    findings: Vec<Finding<'a>>,
}

impl<'a> Advice<'a> {
    /// Advises on a version. `today` is the day in UTC.
    #[must_use]
    pub fn on(version: &Version, index: &'a Index, list: &'a ReleaseList, today: NaiveDate) -> Self {
        let survey = Survey { version, index, list, today };
        let own_failures = survey.failures(version, list.release(version));
        let is_yanked = list.release(version).is_some_and(Known::is_yanked);
        let options = survey.options();

        let mut dropped = Vec::new();
        let mut passing: Vec<&Choice<'a>> = options.iter().filter(|o| o.fails.is_empty()).collect();
        let is_fine_already = own_failures.0.is_empty() && !is_yanked;
        if !is_fine_already {
            // The last condition is not dropped for all alike: it leaves the least bad alone.
            let droppable =
                [Condition::NotDeprecated, Condition::Stable, Condition::Supported, Condition::Certain];
            for condition in droppable {
                if !passing.is_empty() {
                    break;
                }
                dropped.push(condition);
                let allowed: BTreeSet<Condition> = dropped.iter().copied().collect();
                passing = options.iter().filter(|o| o.fails.is_subset(&allowed)).collect();
            }
        }
        let candidates = if passing.is_empty() && !is_fine_already {
            dropped.push(Condition::Unaffected);
            survey.least_bad(&options, &own_failures.1).into_iter().collect()
        } else {
            survey.choose(&passing)
        };
        // What was tried and is met by every candidate all the same was not given up.
        let failed_by = |condition: &Condition| {
            candidates.iter().any(|candidate: &Candidate<'_>| {
                options.iter().any(|option| {
                    option.known.version == candidate.known.version && option.fails.contains(condition)
                })
            })
        };
        dropped.retain(failed_by);
        Self { is_fine_already, ladder: survey.ladder(&options, &own_failures.1), candidates, dropped }
    }
}

struct Survey<'a, 'v> {
    version: &'v Version,
    index: &'a Index,
    list: &'a ReleaseList,
    today: NaiveDate,
}

impl<'a> Survey<'a, '_> {
    /// Every release above the version that could be offered at all, lowest first.
    fn options(&self) -> Vec<Choice<'a>> {
        let offerable = self.list.releases().iter().filter(|known| {
            known.version > *self.version && !known.is_yanked() && keeps_flavour(self.version, &known.version)
        });
        offerable
            .map(|known| {
                let (fails, findings) = self.failures(&known.version, Some(known));
                Choice { known, fails, findings }
            })
            .collect()
    }

    fn failures(&self, version: &Version, known: Option<&Known>) -> (BTreeSet<Condition>, Vec<Finding<'a>>) {
        let findings = self.index.find_version(self.list.package(), version);
        let is_stable = known.map_or(!version.is_prerelease(), Known::is_stable);
        let is_hidden = known.is_some_and(|known| known.release.is_unlisted);
        let mut fails = BTreeSet::new();
        let mut check = |fails_it: bool, condition: Condition| {
            if fails_it {
                fails.insert(condition);
            }
        };
        check(self.list.deprecation(version).is_some() || is_hidden, Condition::NotDeprecated);
        check(!is_stable && !self.version.is_prerelease(), Condition::Stable);
        check(self.list.has_ended(version, self.today), Condition::Supported);
        check(findings.iter().any(|finding| finding.outcome.is_err()), Condition::Certain);
        check(findings.iter().any(|finding| finding.outcome.is_ok()), Condition::Unaffected);
        (fails, findings)
    }

    fn way(&self, from: &Version, to: &Version) -> Way<'a> {
        Way {
            majors: self.list.majors_between(from, to),
            may_break: from.may_break(to),
            breaking: self.list.breaking_between(from, to),
        }
    }

    fn candidate(&self, kind: Kind, option: &Choice<'a>) -> Candidate<'a> {
        Candidate {
            kinds: vec![kind],
            known: option.known,
            way: self.way(self.version, &option.known.version),
            remaining: ids_of(&option.findings),
        }
    }

    fn choose(&self, passing: &[&Choice<'a>]) -> Vec<Candidate<'a>> {
        let within =
            |step: Step| move |option: &&&Choice<'a>| self.version.step_to(&option.known.version) <= step;
        let recommended = self.list.latest_for(self.version).map(|latest| &latest.version);
        let newest = passing
            .iter()
            .find(|option| Some(&option.known.version) == recommended)
            .or_else(|| passing.last());
        let choices = [
            (Kind::NearestSameMinor, passing.iter().find(within(Step::Patch))),
            (Kind::NearestSameMajor, passing.iter().find(within(Step::Minor))),
            (Kind::NewestSameMajor, passing.iter().rfind(within(Step::Minor))),
            (Kind::Nearest, passing.first()),
            (Kind::Newest, newest),
        ];
        let mut candidates: Vec<Candidate<'a>> = Vec::new();
        for (kind, option) in choices {
            let Some(option) = option else { continue };
            let same = |c: &&mut Candidate<'a>| c.known.version == option.known.version;
            match candidates.iter_mut().find(same) {
                Some(candidate) => candidate.kinds.push(kind),
                None => candidates.push(self.candidate(kind, option)),
            }
        }
        candidates
    }

    /// The release hit by the least: the mildest worst advisory, then the fewest, then the nearest.
    /// None unless it is better than the version itself.
    fn least_bad(&self, options: &[Choice<'a>], own: &[Finding<'a>]) -> Option<Candidate<'a>> {
        let best = options
            .iter()
            .min_by_key(|option| (harm(&option.findings), option.fails.contains(&Condition::Stable)))?;
        (harm(&best.findings) < harm(own)).then(|| self.candidate(Kind::LeastBad, best))
    }

    /// Each rung is the lowest release that passes all else and is hit by fewer than the last.
    fn ladder(&self, options: &[Choice<'a>], own: &[Finding<'a>]) -> Vec<Rung<'a>> {
        let mut rungs = Vec::new();
        let mut at = self.version;
        let mut current = ids_of(own);
        for option in options {
            let ids = ids_of(&option.findings);
            let else_passes =
                option.fails.iter().all(|c| matches!(c, Condition::Certain | Condition::Unaffected));
            if else_passes && ids.len() < current.len() {
                let sheds = current.iter().copied().filter(|id| !ids.contains(id)).collect();
                let way = self.way(at, &option.known.version);
                rungs.push(Rung { known: option.known, sheds, way });
                at = &option.known.version;
                current = ids;
            }
            if current.is_empty() {
                break;
            }
        }
        rungs
    }
}

/// The worst first, then how many.
fn harm(findings: &[Finding<'_>]) -> (u8, usize) {
    let worst = findings.iter().map(|finding| finding.assessment.rating.urgency() + 1).max();
    (worst.unwrap_or(0), findings.len())
}

fn ids_of<'a>(findings: &[Finding<'a>]) -> Vec<&'a str> {
    findings.iter().map(|finding| finding.advisory.id()).collect()
}

/// Finds the lowest clean versions in a plain list of what is available. Versions in the list that
/// can't be read are passed over.
///
/// # Errors
/// The version itself can't be read.
pub fn smallest_clean(
    index: &Index,
    package: &Package,
    available: &[String],
    version: &str,
) -> Result<Smallest, VersionError> {
    let version = Version::parse(package.ecosystem(), version)?;
    let is_hit =
        |advisory: &&Advisory| matches!(advisory.verdict(package, version.text()), Verdict::Affected(_));
    let affecting = index.about(package).filter(is_hit);
    let readable = available.iter().filter_map(|v| Version::parse(package.ecosystem(), v).ok());
    let clean: Vec<Version> =
        readable.filter(|v| *v >= version && index.find_version(package, v).is_empty()).collect();
    let text = |version: &Version| version.text().to_string();
    Ok(Smallest {
        affecting: affecting.map(|advisory| advisory.id().to_string()).collect(),
        clean: clean.iter().min().map(text),
        clean_stable: clean.iter().filter(|v| !v.is_prerelease()).min().map(text),
    })
}

#[cfg(test)]
mod tests;
