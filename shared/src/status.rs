//! How a version stands, in one word: the headline, and what it rests on.
//!
//! Everything is evaluated; the headline is the first of: vulnerable by a critical or high
//! advisory, end of life, yanked, vulnerable otherwise, deprecated, behind by major, minor, patch,
//! current. `ahead` and `unknown` stand for themselves. A version that may be vulnerable is never
//! called current.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::advisory::Finding;
use crate::release::{Deprecation, Known, ReleaseList};
use crate::version::{Step, Version, VersionError};

/// The one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Headline {
    /// An advisory hits it.
    Vulnerable,
    /// Support for it has ended.
    EndOfLife,
    /// The vendor took it back.
    Yanked,
    /// The vendor asks people to leave it.
    Deprecated,
    /// A release with a higher first number is recommended.
    BehindMajor,
    /// A release with a higher second number is recommended.
    BehindMinor,
    /// A release with the same first two numbers is recommended.
    BehindPatch,
    /// Nothing newer is recommended.
    Current,
    /// Newer than every release that is known: a build of one's own, or the feed is old.
    Ahead,
    /// It can't be said: the version can't be read, is in no feed, or may be vulnerable.
    Unknown,
}

/// How a version stands.
#[derive(Clone, Debug)]
pub struct Status<'a> {
    /// The one word.
    pub headline: Headline,
    /// What users should run.
    pub latest: Option<&'a Known>,
    /// The newest with the same major and minor, at or above the version.
    pub newest_same_minor: Option<&'a Known>,
    /// The newest with the same major, at or above the version.
    pub newest_same_major: Option<&'a Known>,
    /// Whether the feed holds the version; none without a feed.
    pub is_in_feed: Option<bool>,
    /// The first number in which the recommended release is higher; none if it is not.
    pub behind: Option<Step>,
    /// Whether moving to the recommended release may break by the numbers: another major, or
    /// another minor below 1.0.
    pub may_break: bool,
    /// The last day of support, past or to come.
    pub end_of_life: Option<NaiveDate>,
    /// Why the vendor took it back.
    pub yanked: Option<&'a str>,
    /// The deprecation that concerns it.
    pub deprecated: Option<&'a Deprecation>,
}

impl<'a> Status<'a> {
    /// Judges a version against its feed, if one is known, and what advisories say about it.
    /// `today` is the day in UTC.
    #[must_use]
    pub fn of(
        version: &Result<Version, VersionError>,
        list: Option<&'a ReleaseList>,
        findings: &[Finding<'_>],
        today: NaiveDate,
    ) -> Self {
        let mut status = Self {
            headline: Headline::Unknown,
            latest: list.and_then(ReleaseList::latest),
            newest_same_minor: None,
            newest_same_major: None,
            is_in_feed: None,
            behind: None,
            may_break: false,
            end_of_life: None,
            yanked: None,
            deprecated: None,
        };
        let mut place = Headline::Unknown;
        let mut has_ended = false;
        if let (Ok(version), Some(list)) = (version, list) {
            let known = list.release(version);
            let target = target_of(list, version);
            status.latest = list.latest_for(version);
            status.newest_same_minor = list.newest_within(Step::Patch, version);
            status.newest_same_major = list.newest_within(Step::Minor, version);
            status.is_in_feed = Some(known.is_some());
            status.end_of_life = list.end_of_life(version);
            status.yanked = known.and_then(|known| known.release.yanked.as_deref());
            status.deprecated = list.deprecation(version);
            if let Some(target) = target.filter(|target| target.version > *version) {
                status.behind = Some(version.step_to(&target.version));
                status.may_break = version.may_break(&target.version);
            }
            has_ended = list.has_ended(version, today);
            place = place_of(list, version, known.is_some(), status.behind);
        }
        status.headline = headline(findings, has_ended, &status, place);
        status
    }
}

/// What a version is measured by: the recommended release, or for those who run something above it
/// (a prerelease, a release not yet tagged) the newest they could go to.
fn target_of<'a>(list: &'a ReleaseList, version: &Version) -> Option<&'a Known> {
    let latest = list.latest_for(version)?;
    if *version <= latest.version {
        return Some(latest);
    }
    list.newest_within(Step::Major, version)
}

fn place_of(list: &ReleaseList, version: &Version, is_in_feed: bool, behind: Option<Step>) -> Headline {
    if !is_in_feed {
        let is_above_all = list.highest().is_some_and(|highest| *version > highest.version);
        return if is_above_all { Headline::Ahead } else { Headline::Unknown };
    }
    match behind {
        Some(Step::Major) => Headline::BehindMajor,
        Some(Step::Minor) => Headline::BehindMinor,
        Some(Step::Patch | Step::Same) => Headline::BehindPatch,
        None => Headline::Current,
    }
}

fn headline(findings: &[Finding<'_>], has_ended: bool, status: &Status<'_>, place: Headline) -> Headline {
    let is_hit = |finding: &&Finding<'_>| finding.outcome.is_ok();
    let mut hits = findings.iter().filter(is_hit).peekable();
    let is_hit_at_all = hits.peek().is_some();
    if hits.any(|finding| finding.assessment.rating.is_urgent()) {
        Headline::Vulnerable
    } else if has_ended {
        Headline::EndOfLife
    } else if status.yanked.is_some() {
        Headline::Yanked
    } else if is_hit_at_all {
        Headline::Vulnerable
    } else if status.deprecated.is_some() {
        Headline::Deprecated
    } else if place == Headline::Current && !findings.is_empty() {
        Headline::Unknown
    } else {
        place
    }
}

#[cfg(test)]
mod tests;
