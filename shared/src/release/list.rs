//! A feed made ready for questions.
//!
//! The releases are sorted, so most questions are about one stretch of them, which is found by halving.
//! Maven's order has cycles between exotic versions, under which halving may miss: there each release is
//! looked at.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::package::Package;
use crate::release::guide::Bridge;
use crate::release::{Breaking, Deprecation, Feed, Guide, Line, Release};
use crate::version::{Number, Order, Step, Version, merge};

/// The releases of a package that can be ordered, lowest first.
#[derive(Clone, Debug)]
pub struct ReleaseList {
    package: Package,
    known: Vec<Known>,
    /// The places of the releases, by how they are written.
    by_text: Vec<usize>,
    announced: Vec<Known>,
    tagged_latest: Option<Version>,
    deprecated: Option<Deprecation>,
    lines: Vec<(Vec<Number>, Line)>,
    as_of: Option<DateTime<Utc>>,
    unreadable: Vec<String>,
    bridges: Vec<Bridge>,
}

/// A release and its version, read.
#[derive(Clone, Debug)]
pub struct Known {
    /// The version.
    pub version: Version,
    /// What the feed says about it.
    pub release: Release,
}

impl Known {
    /// Whether it is offered to people who run stable releases: by the vendor's channel if it is
    /// named, by the version's form else.
    #[must_use]
    pub fn is_stable(&self) -> bool {
        match self.release.channel.as_deref() {
            Some(channel) => matches!(channel, "stable" | "latest" | "release" | "lts"),
            None => !self.version.is_prerelease(),
        }
    }

    /// Whether the vendor took it back.
    #[must_use]
    pub fn is_yanked(&self) -> bool {
        self.release.yanked.is_some()
    }

    /// Whether the vendor would have people start with it: neither yanked, deprecated nor hidden.
    #[must_use]
    pub fn is_recommended(&self) -> bool {
        !self.is_yanked() && self.release.deprecated.is_none() && !self.release.is_unlisted
    }
}

impl ReleaseList {
    /// Reads and sorts a feed as it stands on a day, in UTC: releases of a later day are set aside
    /// as announced. Versions that can't be read are set aside, not guessed at.
    #[must_use]
    pub fn compile_on(feed: Feed, today: NaiveDate) -> Self {
        let mut list = Self::compile(feed);
        let is_ahead = |known: &mut Known| known.release.released.is_some_and(|day| day > today);
        list.announced = list.known.extract_if(.., is_ahead).collect();
        list.by_text = by_text(&list.known);
        list
    }

    /// Reads and sorts a feed, all of whose releases are out. Versions that can't be read are set
    /// aside, not guessed at.
    #[must_use]
    pub fn compile(feed: Feed) -> Self {
        let package = feed.package.package().clone();
        let read = |text: &str| Version::parse(package.ecosystem(), text);
        let mut known = Vec::with_capacity(feed.releases.len());
        let mut unreadable = Vec::new();
        for release in feed.releases {
            match read(&release.version) {
                Ok(version) => known.push(Known { version, release }),
                Err(_) => unreadable.push(release.version),
            }
        }
        merge::sort(&mut known, |a, b| a.version < b.version);
        let tagged_latest = feed.tags.get("latest").and_then(|text| read(text).ok());
        let lines = feed.lines.into_iter();
        let lines = lines.filter_map(|line| Some((leading_numbers(&line.line)?, line)));
        let guides = feed.guides.into_iter();
        let bridges = guides.filter_map(|guide| Bridge::of(guide, package.ecosystem())).collect();
        Self {
            bridges,
            announced: Vec::new(),
            by_text: by_text(&known),
            tagged_latest,
            known,
            deprecated: feed.deprecated,
            lines: lines.collect(),
            as_of: feed.as_of,
            unreadable,
            package,
        }
    }

    /// The package.
    #[must_use]
    pub fn package(&self) -> &Package {
        &self.package
    }

    /// The releases, lowest first.
    #[must_use]
    pub fn releases(&self) -> &[Known] {
        &self.known
    }

    /// Releases whose day had not come when the list was compiled, lowest first.
    #[must_use]
    pub fn announced(&self) -> &[Known] {
        &self.announced
    }

    /// Versions in the feed that can't be read.
    #[must_use]
    pub fn unreadable(&self) -> &[String] {
        &self.unreadable
    }

    /// The guide of that id. Guides that can't be followed are set aside.
    #[must_use]
    pub fn guide(&self, id: &str) -> Option<&Guide> {
        self.bridges.iter().map(Bridge::guide).find(|guide| guide.id == id)
    }

    /// The guides that can be followed, in the feed's order.
    pub(super) fn bridges(&self) -> &[Bridge] {
        &self.bridges
    }

    /// When the feed was read or written.
    #[must_use]
    pub fn as_of(&self) -> Option<DateTime<Utc>> {
        self.as_of
    }

    /// The release with this version, by the ecosystem's idea of equality: `1.0` finds `1.0.0`.
    #[must_use]
    pub fn release(&self, version: &Version) -> Option<&Known> {
        let place = self.place(version.text());
        let equal = || self.above(version, false).iter().find(|known| known.version == *version);
        place.and_then(|place| self.known.get(place)).or_else(equal)
    }

    /// The place among the releases of the one that is written just so.
    #[must_use]
    pub fn place(&self, text: &str) -> Option<usize> {
        let written = |place: &usize| self.known.get(*place).map(|known| known.version.text());
        let first = self.by_text.partition_point(|place| written(place) < Some(text));
        self.by_text.get(first).copied().filter(|place| written(place) == Some(text))
    }

    /// What users should run: the tag `latest` where the feed has it, even if it is not the
    /// highest version; else the highest stable release that is recommended, else the highest
    /// stable one, else the highest one that is not yanked.
    #[must_use]
    pub fn latest(&self) -> Option<&Known> {
        let tagged = self.tagged_latest.as_ref().and_then(|version| self.release(version));
        let highest = |fits: &dyn Fn(&Known) -> bool| self.known.iter().rfind(|known| fits(known));
        tagged
            .or_else(|| highest(&|known| known.is_stable() && known.is_recommended()))
            .or_else(|| highest(&|known| known.is_stable() && !known.is_yanked()))
            .or_else(|| highest(&|known| !known.is_yanked()))
    }

    /// What those who run a version should run: [`ReleaseList::latest`], or the newest of the same
    /// flavour where that is of another.
    #[must_use]
    pub fn latest_for(&self, version: &Version) -> Option<&Known> {
        let latest = self.latest()?;
        if keeps_flavour(version, &latest.version) {
            return Some(latest);
        }
        self.newest_within(Step::Major, version)
    }

    /// The highest release of all, of any channel.
    #[must_use]
    pub fn highest(&self) -> Option<&Known> {
        self.known.last()
    }

    /// The newest release at or above a version that shares its numbers down to `within`
    /// ([`Step::Patch`]: major and minor; [`Step::Minor`]: major; [`Step::Major`]: none), never a
    /// yanked one. Recommended before deprecated; stable before prerelease, and a prerelease only
    /// for those who run one; of the same flavour.
    #[must_use]
    pub fn newest_within(&self, within: Step, version: &Version) -> Option<&Known> {
        let fits = |known: &&Known| {
            known.version >= *version
                && version.step_to(&known.version) <= within
                && !known.is_yanked()
                && keeps_flavour(version, &known.version)
        };
        let newest = |accept: &dyn Fn(&Known) -> bool| {
            self.above(version, false).iter().rev().filter(fits).find(|known| accept(known))
        };
        let in_prerelease = version.is_prerelease();
        newest(&|known| known.is_stable() && known.is_recommended())
            .or_else(|| newest(&|known| in_prerelease && known.is_recommended()))
            .or_else(|| newest(&|known| known.is_stable()))
            .or_else(|| newest(&|_| in_prerelease))
    }

    /// The deprecation that concerns a version: its own, or the package's. A package of which
    /// every release is deprecated is deprecated with the newest one's words.
    #[must_use]
    pub fn deprecation(&self, version: &Version) -> Option<&Deprecation> {
        let own = self.release(version).and_then(|known| known.release.deprecated.as_ref());
        own.or(self.deprecated.as_ref()).or_else(|| {
            let all = self.known.iter().all(|known| known.release.deprecated.is_some());
            self.known.last().filter(|_| all).and_then(|known| known.release.deprecated.as_ref())
        })
    }

    /// The last day of support of a version where one is known: its own, or its line's, the line
    /// with the most numbers first. A version in no line has none, which says nothing.
    #[must_use]
    pub fn end_of_life(&self, version: &Version) -> Option<NaiveDate> {
        let own = self.release(version).and_then(|known| known.release.end_of_life);
        own.or_else(|| self.line(version).and_then(|line| line.end_of_life))
    }

    /// The line that holds a version: the one with the most numbers.
    #[must_use]
    pub fn line(&self, version: &Version) -> Option<&Line> {
        let holding = self.lines.iter().filter(|(numbers, _)| begins_with(version, numbers));
        holding.max_by_key(|(numbers, _)| numbers.len()).map(|(_, line)| line)
    }

    /// Whether support has ended on a day: the last day itself is still supported.
    #[must_use]
    pub fn has_ended(&self, version: &Version, today: NaiveDate) -> bool {
        match self.end_of_life(version) {
            Some(last_day) => today > last_day,
            None => self.line(version).is_some_and(|line| line.has_ended),
        }
    }

    /// The breaking changes of every release above one version up to another, in order, each once;
    /// yanked releases don't count.
    #[must_use]
    pub fn breaking_between<'a>(&'a self, from: &Version, to: &Version) -> Vec<&'a Breaking> {
        let mut listed: BTreeSet<&str> = BTreeSet::new();
        let changes = self.between(from, to).flat_map(|known| &known.release.breaking);
        changes.filter(|change| listed.insert(&change.id)).collect()
    }

    /// How many different first numbers come on the way from one version to another.
    #[must_use]
    pub fn majors_between(&self, from: &Version, to: &Version) -> usize {
        let mut last = from;
        let mut count = 0;
        for known in self.between(from, to) {
            if last.step_to(&known.version) == Step::Major {
                count += 1;
                last = &known.version;
            }
        }
        count
    }

    /// The releases above one version up to another, lowest first, without yanked ones.
    pub(super) fn between<'a, 'v>(
        &'a self,
        from: &'v Version,
        to: &'v Version,
    ) -> impl Iterator<Item = &'a Known> + use<'a, 'v> {
        let above = self.above(from, true).iter();
        // What is sorted ends where the first one above the target stands.
        let within = above.take_while(move |known| !self.is_halved() || known.version <= *to);
        within
            .filter(move |known| self.is_halved() || (known.version > *from && known.version <= *to))
            .filter(|known| !known.is_yanked())
    }

    /// The releases above a version, or those and the ones that equal it; under an order with cycles
    /// more, so that the caller looks again.
    pub(crate) fn above(&self, version: &Version, is_strict: bool) -> &[Known] {
        if !self.is_halved() {
            return &self.known;
        }
        let is_below = |known: &Known| known.version < *version || (is_strict && known.version == *version);
        self.known.get(self.known.partition_point(is_below)..).unwrap_or_default()
    }

    fn is_halved(&self) -> bool {
        self.package.ecosystem().order() != Some(Order::Maven)
    }
}

/// The places of releases by how they are written; of two written alike the first in the order counts.
fn by_text(known: &[Known]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..known.len()).collect();
    places.sort_by_key(|place| known.get(*place).map(|known| known.version.text()));
    places
}

/// Whether a move keeps Maven's variant: from `-jre` to `-jre` only; from none to any.
#[must_use]
pub(crate) fn keeps_flavour(from: &Version, to: &Version) -> bool {
    from.flavour().is_none() || from.flavour() == to.flavour()
}

/// The numbers of a line's name: `v4.x` is 4.
fn leading_numbers(line: &str) -> Option<Vec<Number>> {
    let line = line.trim().trim_start_matches(['v', 'V']);
    let line = line.trim_end_matches(['x', 'X', '*']).trim_end_matches('.');
    line.split('.').map(Number::parse).collect()
}

fn begins_with(version: &Version, numbers: &[Number]) -> bool {
    let own = version.numbers();
    numbers.iter().enumerate().all(|(i, number)| own.get(i).unwrap_or(&Number::ZERO) == number)
}
