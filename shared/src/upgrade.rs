//! Where to go from a version: the advisor.
//!
//! It searches the release list, never the advisories' `fixed` strings: those need not be
//! published, may be on another branch, and may be hit by another advisory. All conditions are
//! applied at once, then distance chooses. If nothing passes, conditions are dropped in the order
//! of [`Condition`] and the answer says which; a yanked release, a lower version and another
//! flavour are never offered.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

mod exposure;

pub use exposure::Exposure;

use crate::advisory::{Advisory, Finding, Index, Verdict};
use crate::package::Package;
use crate::release::{Breaking, Guide, Known, ReleaseList, keeps_flavour};
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
    /// The guides that lead there, in order; empty unless asked for ([`Advice::with_guides`]).
    pub guides: Vec<&'a Guide>,
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

/// A release above the version, what stands against it, and the conditions that it fails.
struct Choice<'a> {
    known: &'a Known,
    exposure: &'a Exposure,
    fails: Conditions,
}

/// A set of conditions, a bit for each: there is one for every release of a list.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Conditions(u8);

impl Conditions {
    const NONE: Self = Self(0);

    fn with(self, condition: Condition) -> Self {
        Self(self.0 | 1 << condition as u8)
    }

    fn contains(self, condition: Condition) -> bool {
        self == self.with(condition)
    }

    fn are_within(self, others: Self) -> bool {
        self.0 & !others.0 == 0
    }
}

impl<'a> Advice<'a> {
    /// Advises on a version that those findings are about. `exposures` are of the list's releases,
    /// in its order ([`Exposure::of_list`]); `today` is the day in UTC.
    #[must_use]
    pub fn on(
        version: &Version,
        findings: &[Finding<'a>],
        list: &'a ReleaseList,
        exposures: &'a [Exposure],
        today: NaiveDate,
    ) -> Self {
        let survey = Survey { version, list, today };
        let known = list.release(version);
        let own = Exposure::of(version, known, list, findings);
        let is_stable = known.map_or(!version.is_prerelease(), Known::is_stable);
        let is_yanked = known.is_some_and(Known::is_yanked);
        let options = survey.options(exposures);

        let mut dropped = Vec::new();
        let mut passing: Vec<&Choice<'a>> = options.iter().filter(|o| o.fails == Conditions::NONE).collect();
        let is_fine_already = survey.failures(&own, is_stable) == Conditions::NONE && !is_yanked;
        if !is_fine_already {
            // The last condition is not dropped for all alike: it leaves the least bad alone.
            let droppable =
                [Condition::NotDeprecated, Condition::Stable, Condition::Supported, Condition::Certain];
            for condition in droppable {
                if !passing.is_empty() {
                    break;
                }
                dropped.push(condition);
                let allowed = dropped.iter().copied().fold(Conditions::NONE, Conditions::with);
                passing = options.iter().filter(|o| o.fails.are_within(allowed)).collect();
            }
        }
        let candidates = if passing.is_empty() && !is_fine_already {
            dropped.push(Condition::Unaffected);
            survey.least_bad(&options, &own).into_iter().collect()
        } else {
            survey.choose(&passing)
        };
        // What was tried and is met by every candidate all the same was not given up.
        let failed_by = |condition: &Condition| {
            candidates.iter().any(|candidate: &Candidate<'_>| {
                options.iter().any(|option| {
                    option.known.version == candidate.known.version && option.fails.contains(*condition)
                })
            })
        };
        dropped.retain(failed_by);
        let ladder = survey.ladder(&options, findings.iter().map(|finding| finding.advisory.id()).collect());
        Self { is_fine_already, ladder, candidates, dropped }
    }

    /// With the guides for each way. Apart, because most who ask for advice are not asking for documents, and
    /// the best route of guides takes longer to find than the advice.
    #[must_use]
    pub fn with_guides(mut self, version: &Version, list: &'a ReleaseList) -> Self {
        for candidate in &mut self.candidates {
            candidate.way.guides = list.guides_between(version, &candidate.known.version);
        }
        let mut at = version;
        for rung in &mut self.ladder {
            rung.way.guides = list.guides_between(at, &rung.known.version);
            at = &rung.known.version;
        }
        self
    }
}

struct Survey<'a, 'v> {
    version: &'v Version,
    list: &'a ReleaseList,
    today: NaiveDate,
}

impl<'a> Survey<'a, '_> {
    /// Every release above the version that could be offered at all, lowest first.
    fn options(&self, exposures: &'a [Exposure]) -> Vec<Choice<'a>> {
        let above = self.list.above(self.version, true);
        let exposures = exposures.get(self.list.releases().len() - above.len()..).unwrap_or_default();
        let releases = above.iter().zip(exposures);
        let offerable = releases.filter(|(known, _)| {
            known.version > *self.version && !known.is_yanked() && keeps_flavour(self.version, &known.version)
        });
        offerable
            .map(|(known, exposure)| Choice {
                known,
                exposure,
                fails: self.failures(exposure, known.is_stable()),
            })
            .collect()
    }

    fn failures(&self, exposure: &Exposure, is_stable: bool) -> Conditions {
        let checks = [
            (Condition::NotDeprecated, exposure.is_discouraged),
            (Condition::Stable, !is_stable && !self.version.is_prerelease()),
            (Condition::Supported, exposure.has_ended(self.today)),
            (Condition::Certain, exposure.is_doubtful),
            (Condition::Unaffected, exposure.is_hit),
        ];
        let failed = checks.into_iter().filter(|(_, fails)| *fails);
        failed.fold(Conditions::NONE, |failed, (condition, _)| failed.with(condition))
    }

    fn way(&self, from: &Version, to: &Version) -> Way<'a> {
        Way {
            majors: self.list.majors_between(from, to),
            may_break: from.may_break(to),
            breaking: self.list.breaking_between(from, to),
            guides: Vec::new(),
        }
    }

    fn candidate(&self, kind: Kind, option: &Choice<'a>) -> Candidate<'a> {
        Candidate {
            kinds: vec![kind],
            known: option.known,
            way: self.way(self.version, &option.known.version),
            remaining: option.exposure.ids().collect(),
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
    fn least_bad(&self, options: &[Choice<'a>], own: &Exposure) -> Option<Candidate<'a>> {
        let best = options
            .iter()
            .min_by_key(|option| (option.exposure.harm(), option.fails.contains(Condition::Stable)))?;
        (best.exposure.harm() < own.harm()).then(|| self.candidate(Kind::LeastBad, best))
    }

    /// Each rung is the lowest release that passes all else and is hit by fewer than the last.
    fn ladder(&self, options: &[Choice<'a>], own: Vec<&'a str>) -> Vec<Rung<'a>> {
        let mut rungs = Vec::new();
        let mut at = self.version;
        let mut current = own;
        let advisories = Conditions::NONE.with(Condition::Certain).with(Condition::Unaffected);
        for option in options {
            let else_passes = option.fails.are_within(advisories);
            if else_passes && option.exposure.count() < current.len() {
                let ids: Vec<&'a str> = option.exposure.ids().collect();
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
