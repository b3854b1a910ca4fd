//! Migration guides: documents on how to move from some versions to another, and the route that they make.
//!
//! What must hold: a guide is for those alone whom its range holds and who stand below the version that it
//! leads to; a route moves up with each guide and never past where it is to lead. A guide that can't be read
//! is set aside when a list is compiled, not guessed at.

use serde::{Deserialize, Serialize};

use crate::osv::{Event, Ranges, from_github};
use crate::package::Ecosystem;
use crate::release::{Known, ReleaseList};
use crate::version::Version;

/// How to move from some versions to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Guide {
    /// The vendor's own name for it, unique in the package: `23-to-24`. Letters, digits, `-`, `_` and `.`, at
    /// most 80, the first a letter or digit. Of two layers' guides of one id the upper one's stands whole.
    pub id: String,
    /// The versions it starts from, in GitHub's notation: `>= 23.0.0, < 24.0.0`. Empty or `*` is every version
    /// below `to`.
    #[serde(default)]
    pub from: String,
    /// The version that it leads to.
    pub to: String,
    /// One line, plain text.
    pub title: String,
    /// What it takes a developer who moves one application, in minutes: 1 to 100,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort_minutes: Option<u32>,
    /// The document: Markdown (CommonMark), at most 32 KiB. One of this and `url` is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where it is read, if not here: an https address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// A tool that does part of the work: an https address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codemod_url: Option<String>,
}

/// A guide and its versions, read.
#[derive(Clone, Debug)]
pub(super) struct Bridge {
    from: Span,
    to: Version,
    guide: Guide,
}

impl Bridge {
    /// Reads a guide's versions. None if it is not as a guide must be.
    pub(super) fn of(guide: Guide, ecosystem: &Ecosystem) -> Option<Self> {
        let to = Version::parse(ecosystem, &guide.to).ok()?;
        let from = Span::read(ecosystem, &guide.from)?;
        guide.slips(ecosystem, "").is_empty().then_some(Self { from, to, guide })
    }

    /// The guide.
    pub(super) fn guide(&self) -> &Guide {
        &self.guide
    }

    /// Whether it is for those who run that version.
    fn is_for(&self, version: &Version) -> bool {
        *version < self.to && self.from.holds(version)
    }
}

/// A stretch of versions, without a gap.
#[derive(Clone, Debug)]
pub(super) struct Span {
    /// The lowest that it holds; none is no bound.
    low: Option<Version>,
    /// Where it ends, and whether it holds that; none is no bound.
    end: Option<(Version, bool)>,
}

impl Span {
    /// Reads GitHub's notation: one range of at most two bounds, or `= 1.2.3`. `> A` holds A, as it does in an
    /// advisory. None if it is not that, or the order of versions is not known.
    pub(super) fn read(ecosystem: &Ecosystem, text: &str) -> Option<Self> {
        let mut span = Self { low: None, end: None };
        if matches!(text.trim(), "" | "*") {
            return Some(span);
        }
        if text.split(',').count() > 2 {
            return None;
        }
        let read = |bound: &str| {
            // Maven reads any text at all as a version, the bounds of other notations among them.
            let is_odd = bound.contains(|c: char| " <>=*|![]()^~".contains(c));
            if is_odd { None } else { Version::parse(ecosystem, bound).ok() }
        };
        let Ranges { ranges, versions } = from_github(text, None);
        for event in ranges.into_iter().flat_map(|range| range.events) {
            match event {
                Event::Introduced(bound) if bound == "0" => {}
                Event::Introduced(bound) => span.low = Some(read(&bound)?),
                Event::Fixed(bound) => span.end = Some((read(&bound)?, false)),
                Event::LastAffected(bound) => span.end = Some((read(&bound)?, true)),
                // GitHub's notation has no such bound.
                Event::Limit(_) => return None,
            }
        }
        match versions.as_slice() {
            [] => Some(span),
            [only] => Some(Self { low: Some(read(only)?), end: Some((read(only)?, true)) }),
            [_, ..] => None,
        }
    }

    /// Whether it holds a version.
    pub(super) fn holds(&self, version: &Version) -> bool {
        let is_below_end = |(end, is_held): &(Version, bool)| version < end || (*is_held && version == end);
        self.low.as_ref().is_none_or(|low| version >= low) && self.end.as_ref().is_none_or(is_below_end)
    }

    /// Whether it may hold a version below that one.
    pub(super) fn begins_below(&self, version: &Version) -> bool {
        self.low.as_ref().is_none_or(|low| low < version && self.holds(low))
    }
}

/// A place on the way between two versions.
struct Place<'a> {
    version: &'a Version,
    /// How many releases of the way lie at or below it.
    passed: usize,
    /// Whether it is where one stands or a release, and not merely where a guide leads.
    can_be_run: bool,
}

/// Guides from where one stands to a place.
#[derive(Clone, Default)]
struct Route<'a> {
    /// How many releases are come to that no guide leads to or over.
    unguided: usize,
    guides: Vec<&'a Guide>,
}

impl<'a> Route<'a> {
    fn with(&self, guide: &'a Guide) -> Self {
        let guides = self.guides.iter().copied().chain([guide]).collect();
        Self { unguided: self.unguided, guides }
    }

    /// What makes one route better than another, the weightiest first; ids make it the same each time.
    fn weight(&self) -> (usize, usize, usize, u64, Vec<&str>) {
        let efforts = self.guides.iter().map(|guide| guide.effort_minutes);
        (
            self.unguided,
            self.guides.len(),
            efforts.clone().filter(Option::is_none).count(),
            efforts.flatten().map(u64::from).sum(),
            self.guides.iter().map(|guide| guide.id.as_str()).collect(),
        )
    }
}

impl ReleaseList {
    /// The guides that lead from one version up to another, in the order in which they are followed.
    ///
    /// Of all routes it is the one that leaves the fewest releases on the way without a guide; of those the one
    /// with the fewest guides, then the one of the least effort, where an effort that is not known counts as
    /// more than any. A guide is followed from where one stands, from where the guide before leads to, or from
    /// a release on the way that one comes to without a guide. Yanked releases are none on the way.
    #[must_use]
    pub fn guides_between<'a>(&'a self, from: &Version, to: &Version) -> Vec<&'a Guide> {
        let leads_there = |bridge: &&Bridge| bridge.to > *from && bridge.to <= *to;
        let bridges: Vec<&Bridge> = self.bridges().iter().filter(leads_there).collect();
        if bridges.is_empty() {
            return Vec::new();
        }
        let releases = self.between(from, to).map(|known: &Known| &known.version);
        let mut way: Vec<Place<'_>> = std::iter::once(from)
            .chain(releases)
            .enumerate()
            .map(|(passed, version)| Place { version, passed, can_be_run: true })
            .collect();
        for landing in bridges.iter().map(|bridge| &bridge.to).chain([to]) {
            let at = first_from(&way, landing);
            if way.get(at).is_none_or(|place| place.version != landing) {
                let passed =
                    at.checked_sub(1).and_then(|below| way.get(below)).map_or(0, |place| place.passed);
                way.insert(at, Place { version: landing, passed, can_be_run: false });
            }
        }
        let legs =
            bridges.into_iter().map(|bridge| (entry(&way, bridge), first_from(&way, &bridge.to), bridge));
        let legs: Vec<(Option<usize>, usize, &'a Bridge)> = legs.collect();

        // Every step goes up, so that the best route to a place is known once all below it are done.
        let mut best: Vec<Option<Route<'a>>> = vec![None; way.len()];
        if let Some(start) = best.first_mut() {
            *start = Some(Route::default());
        }
        let end = way.len().saturating_sub(1);
        for (at, place) in way.iter().enumerate() {
            let Some(route) = best.get_mut(at).and_then(Option::take) else { continue };
            if at == end {
                return route.guides;
            }
            let entries = legs.iter().filter_map(|(entry, ..)| *entry);
            let next = entries.filter(|entry| *entry > at).min().unwrap_or(end);
            let passed = way.get(next).map_or(0, |next| next.passed.saturating_sub(place.passed));
            offer(&mut best, next, Route { unguided: route.unguided + passed, guides: route.guides.clone() });
            for (_, landing, bridge) in &legs {
                if *landing > at && bridge.is_for(place.version) {
                    offer(&mut best, *landing, route.with(&bridge.guide));
                }
            }
        }
        Vec::new()
    }
}

/// The first place at or above a version.
fn first_from(way: &[Place<'_>], version: &Version) -> usize {
    way.partition_point(|place| place.version < version)
}

/// The first place on the way that can be run and that a guide is for.
fn entry(way: &[Place<'_>], bridge: &Bridge) -> Option<usize> {
    let first = bridge.from.low.as_ref().map_or(0, |low| first_from(way, low));
    let (at, place) = way.iter().enumerate().skip(first).find(|(_, place)| place.can_be_run)?;
    bridge.is_for(place.version).then_some(at)
}

fn offer<'a>(best: &mut [Option<Route<'a>>], at: usize, route: Route<'a>) {
    if let Some(known) = best.get_mut(at)
        && known.as_ref().is_none_or(|known| route.weight() < known.weight())
    {
        *known = Some(route);
    }
}

#[cfg(test)]
mod tests;
