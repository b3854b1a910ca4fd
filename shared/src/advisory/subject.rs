//! One `affected` entry of a record, compiled: a package, its listed versions and its ranges.

use crate::advisory::range::{Range, Unreadable};
use crate::advisory::{Assessment, Doubt, Via};
use crate::osv::{self, RangeKind};
use crate::package::Package;
use crate::version::{Version, VersionError};

#[derive(Clone, Debug)]
pub(crate) struct Subject {
    package: Package,
    assessment: Assessment,
    /// As written, and as read where it can be.
    listed: Vec<(String, Option<Version>)>,
    ranges: Vec<Result<Range, Unreadable>>,
    /// The entry has ranges, all of commits, and no list.
    is_only_commits: bool,
}

/// Where the ranges that hold a version end.
pub(crate) enum End<'a> {
    /// No range or list holds it.
    Outside,
    /// All of them end in a fix; this is the highest.
    Fixed(&'a Version),
    /// One of them has no fix, or a list alone holds it.
    NoFix,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum EndKind {
    Fixed,
    LastAffected,
}

impl Subject {
    /// None for an entry without a package: it speaks about commits alone.
    pub(crate) fn compile(entry: &osv::Affected) -> Option<Self> {
        let package = entry.package.as_ref()?;
        let package = Package::from_osv(&package.ecosystem, &package.name);
        let ecosystem = package.ecosystem();
        let listed = entry.versions.iter();
        let listed = listed.map(|text| (text.clone(), Version::parse(ecosystem, text).ok()));
        let ranges = entry.ranges.iter().filter_map(|range| match range.kind {
            RangeKind::Semver | RangeKind::Ecosystem => Some(Range::compile(ecosystem, range)),
            RangeKind::Unknown => Some(Err(Unreadable::Event("a range of a new kind".to_string()))),
            RangeKind::Git => None,
        });
        let (listed, ranges) = (listed.collect::<Vec<_>>(), ranges.collect::<Vec<_>>());
        Some(Self {
            assessment: Assessment::of(&entry.severity, entry.database_specific.as_ref()),
            is_only_commits: !entry.ranges.is_empty() && ranges.is_empty() && listed.is_empty(),
            listed,
            ranges,
            package,
        })
    }

    pub(crate) fn package(&self) -> &Package {
        &self.package
    }

    pub(crate) fn assessment(&self) -> Assessment {
        self.assessment
    }

    pub(crate) fn has_ranges(&self) -> bool {
        !self.ranges.is_empty()
    }

    pub(crate) fn fixes(&self) -> impl Iterator<Item = &Version> {
        self.ranges.iter().flatten().flat_map(Range::fixes)
    }

    /// What holds the version; an error if nothing does that could be read, and not all could.
    pub(crate) fn holds(
        &self,
        text: &str,
        version: Result<&Version, &VersionError>,
    ) -> Result<Option<Via>, Doubt> {
        if let Ok(version) = version
            && let Some(stretch) = self.ranges.iter().flatten().find_map(|r| r.stretch(version))
        {
            let via = Via::Range { introduced: stretch.introduced(), until: stretch.until() };
            return Ok(Some(via));
        }
        if self.lists(text, version) {
            return Ok(Some(Via::List));
        }
        if self.is_only_commits {
            return Err(Doubt::OnlyCommits);
        }
        if self.listed.is_empty() && self.ranges.is_empty() {
            return Ok(None);
        }
        match version {
            Err(VersionError::Empty) => return Err(Doubt::NoVersion),
            Err(VersionError::Malformed(text)) => {
                return Err(Doubt::UnreadableVersion(text.clone()));
            }
            // Without an order a list still answers: its strings are equal or they are not.
            Err(VersionError::NoOrder(name)) if self.has_ranges() => {
                return Err(Doubt::NoOrder(name.clone()));
            }
            Err(VersionError::NoOrder(_)) | Ok(_) => {}
        }
        match self.ranges.iter().find_map(|range| range.as_ref().err()) {
            Some(Unreadable::Event(text)) => Err(Doubt::UnreadableAdvisory(text.clone())),
            Some(Unreadable::NoOrder(name)) => Err(Doubt::NoOrder(name.clone())),
            None => Ok(None),
        }
    }

    pub(crate) fn end_of(&self, version: &Version) -> End<'_> {
        let mut end = End::Outside;
        for stretch in self.ranges.iter().flatten().filter_map(|range| range.stretch(version)) {
            end = match (stretch.fix(), end) {
                (None, _) => return End::NoFix,
                (Some(fix), End::Fixed(higher)) if higher >= fix => End::Fixed(higher),
                (Some(fix), End::Outside | End::Fixed(_) | End::NoFix) => End::Fixed(fix),
            };
        }
        match end {
            End::Outside if self.listed.iter().any(|(_, v)| v.as_ref() == Some(version)) => End::NoFix,
            End::Outside => End::Outside,
            End::Fixed(fix) => End::Fixed(fix),
            End::NoFix => End::NoFix,
        }
    }

    /// The highest end of a range at or below a version.
    pub(crate) fn last_end(&self, version: &Version) -> Option<(&Version, EndKind)> {
        let ends = self.ranges.iter().flatten().filter_map(|range| range.last_end(version));
        let (at, is_fix) = ends.max_by(|(a, _), (b, _)| a.cmp(b))?;
        Some((at, if is_fix { EndKind::Fixed } else { EndKind::LastAffected }))
    }

    fn lists(&self, text: &str, version: Result<&Version, &VersionError>) -> bool {
        let text = text.trim();
        self.listed.iter().any(|(listed, read)| match (version, read) {
            (Ok(version), Some(read)) => version == read,
            (Ok(_), None) | (Err(_), Some(_) | None) => !text.is_empty() && listed == text,
        })
    }
}
