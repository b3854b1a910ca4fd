//! One range of an advisory, compiled: its events in the ecosystem's order.
//!
//! Events at one version apply in the order introduced, last affected, fixed (osv.dev's choice,
//! which the schema leaves open): with `introduced 1.0` and `fixed 1.0` nothing is affected.

use std::cmp::Ordering;

use crate::advisory::Until;
use crate::osv::{self, Event};
use crate::package::Ecosystem;
use crate::version::{Version, VersionError, merge};

#[derive(Clone, Debug)]
pub(crate) struct Range {
    marks: Vec<Mark>,
    /// The highest limit; none if there is none, or `*`.
    limit: Option<Version>,
}

#[derive(Clone, Debug)]
struct Mark {
    /// None is before every version.
    at: Option<Version>,
    kind: Kind,
}

impl Mark {
    fn is_before(&self, other: &Self) -> bool {
        self.at.cmp(&other.at).then(self.kind.cmp(&other.kind)) == Ordering::Less
    }
}

/// In the order in which events at one version apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Introduced,
    LastAffected,
    Fixed,
}

/// The stretch of a range that holds a version.
pub(crate) struct Stretch<'a> {
    introduced: Option<&'a Version>,
    end: Option<(&'a Version, Kind)>,
}

/// Why a range can't be compiled.
#[derive(Clone, Debug)]
pub(crate) enum Unreadable {
    Event(String),
    NoOrder(String),
}

impl Range {
    pub(crate) fn compile(ecosystem: &Ecosystem, range: &osv::Range) -> Result<Self, Unreadable> {
        let read = |text: &str| {
            Version::parse(ecosystem, text).map_err(|error| match error {
                VersionError::NoOrder(name) => Unreadable::NoOrder(name),
                VersionError::Empty | VersionError::Malformed(_) => Unreadable::Event(text.to_string()),
            })
        };
        let mut marks = Vec::with_capacity(range.events.len());
        let mut limit = None;
        let mut is_unlimited = false;
        for event in &range.events {
            match event {
                Event::Introduced(text) if text == "0" => {
                    marks.push(Mark { at: None, kind: Kind::Introduced });
                }
                Event::Introduced(text) => {
                    marks.push(Mark { at: Some(read(text)?), kind: Kind::Introduced });
                }
                Event::LastAffected(text) => {
                    marks.push(Mark { at: Some(read(text)?), kind: Kind::LastAffected });
                }
                Event::Fixed(text) => {
                    marks.push(Mark { at: Some(read(text)?), kind: Kind::Fixed });
                }
                Event::Limit(text) if text == "*" => is_unlimited = true,
                Event::Limit(text) => limit = limit.max(Some(read(text)?)),
            }
        }
        merge::sort(&mut marks, Mark::is_before);
        Ok(Self { marks, limit: limit.filter(|_| !is_unlimited) })
    }

    /// The stretch that holds the version, by OSV's evaluation.
    pub(crate) fn stretch(&self, version: &Version) -> Option<Stretch<'_>> {
        if self.limit.as_ref().is_some_and(|limit| version >= limit) {
            return None;
        }
        let mut introduced: Option<Option<&Version>> = None;
        let mut end = None;
        for mark in &self.marks {
            let at = mark.at.as_ref();
            match mark.kind {
                Kind::Introduced if at.is_none_or(|at| version >= at) => {
                    introduced = introduced.or(Some(at));
                    end = None;
                }
                Kind::Introduced => {}
                Kind::Fixed if at.is_none_or(|at| version >= at) => introduced = None,
                Kind::LastAffected if at.is_none_or(|at| version > at) => introduced = None,
                Kind::Fixed | Kind::LastAffected => end = end.or(at.map(|at| (at, mark.kind))),
            }
        }
        introduced.map(|introduced| Stretch { introduced, end })
    }

    pub(crate) fn fixes(&self) -> impl Iterator<Item = &Version> {
        self.marks.iter().filter(|mark| mark.kind == Kind::Fixed).filter_map(|mark| mark.at.as_ref())
    }

    /// The highest end at or below a version; true if it is a fix.
    pub(crate) fn last_end(&self, version: &Version) -> Option<(&Version, bool)> {
        let ends = self.marks.iter().filter_map(|mark| match (mark.kind, &mark.at) {
            (Kind::Fixed, Some(at)) if version >= at => Some((at, true)),
            (Kind::LastAffected, Some(at)) if version > at => Some((at, false)),
            (Kind::Introduced | Kind::Fixed | Kind::LastAffected, _) => None,
        });
        ends.max_by(|(a, _), (b, _)| a.cmp(b))
    }
}

impl<'a> Stretch<'a> {
    pub(crate) fn introduced(&self) -> Option<String> {
        self.introduced.map(|version| version.text().to_string())
    }

    pub(crate) fn until(&self) -> Until {
        match self.end {
            Some((at, Kind::Fixed)) => Until::Fixed(at.text().to_string()),
            Some((at, Kind::LastAffected)) => Until::LastAffected(at.text().to_string()),
            Some((_, Kind::Introduced)) | None => Until::Open,
        }
    }

    pub(crate) fn fix(&self) -> Option<&'a Version> {
        match self.end {
            Some((at, Kind::Fixed)) => Some(at),
            Some((_, Kind::Introduced | Kind::LastAffected)) | None => None,
        }
    }
}
