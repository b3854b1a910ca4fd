//! Versions, ordered as the registry that publishes them orders them.
//!
//! A [`Version`] is parsed once, under the [`Order`] of its ecosystem, and compares from then on.
//! What cannot be parsed is an error and stays unknown: no guess, no panic, no fall-back to
//! comparing text. Numbers have any length. Two versions are only comparable under one order;
//! the type of an advisory's range never picks it.

use std::cmp::Ordering;
use std::fmt;

mod gem;
mod maven;
pub(crate) mod merge;
mod number;
mod pep440;
mod semver;

pub use number::Number;

use crate::package::Ecosystem;

/// Longer texts are not versions; the limit keeps the work for one comparison bounded.
const MAX_LENGTH: usize = 1024;

/// How an ecosystem orders its versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// node-semver: SemVer 2.0, with the loose spellings that npm accepts.
    Npm,
    /// SemVer 2.0 tags, with or without `v`.
    Swift,
    /// SemVer 2.0 precedence: build metadata is not ordered.
    Cargo,
    /// golang.org/x/mod/semver, and the toolchain's `go1.21rc2`.
    Go,
    /// SemVer 2.0.0-rc.1: build metadata is ordered.
    Pub,
    /// SemVer 2.0 with a fourth number and without case.
    NuGet,
    /// Maven's `ComparableVersion`.
    Maven,
    /// PEP 440.
    Pep440,
    /// `Gem::Version`, also of CocoaPods.
    Gem,
}

/// Why a text is not a version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VersionError {
    /// There is no text.
    #[error("no version is given")]
    Empty,
    /// No order is known for the ecosystem.
    #[error("the order of versions in {0} is not known")]
    NoOrder(String),
    /// The text does not follow the ecosystem's syntax.
    #[error("`{0}` is not a version that this ecosystem could have published")]
    Malformed(String),
}

/// How far one version is from another: the first number in which they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The same numbers; they may differ in prerelease, qualifier or build.
    Same,
    /// The third number, or one after it.
    Patch,
    /// The second number.
    Minor,
    /// The first number, or PEP 440's epoch.
    Major,
}

/// A version of a package. Equality and order are the ecosystem's, so `1.0` and `1.0.0` are equal
/// where it says so; [`Version::text`] keeps what was written.
#[derive(Clone, Debug)]
pub struct Version {
    text: String,
    key: Key,
    is_coerced: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Semver(semver::Semver),
    Maven(maven::Maven),
    Pep440(pep440::Pep440),
    Gem(gem::Gem),
}

impl Version {
    /// Reads a version of a package of this ecosystem.
    ///
    /// # Errors
    /// [`VersionError`] says why the version is unknown.
    pub fn parse(ecosystem: &Ecosystem, text: &str) -> Result<Self, VersionError> {
        match ecosystem.order() {
            Some(order) => Self::parse_as(order, text),
            None if text.trim().is_empty() => Err(VersionError::Empty),
            None => Err(VersionError::NoOrder(ecosystem.to_string())),
        }
    }

    /// Reads a version under a given order.
    ///
    /// # Errors
    /// [`VersionError::Empty`] and [`VersionError::Malformed`].
    pub fn parse_as(order: Order, text: &str) -> Result<Self, VersionError> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(VersionError::Empty);
        }
        let mut is_coerced = false;
        let key = if trimmed.len() > MAX_LENGTH {
            None
        } else {
            match order {
                Order::Npm | Order::Swift | Order::Cargo | Order::Go | Order::Pub | Order::NuGet => {
                    semver::parse(order, trimmed).map(|(key, coerced)| {
                        is_coerced = coerced;
                        Key::Semver(key)
                    })
                }
                Order::Maven => maven::parse(trimmed).map(Key::Maven),
                Order::Pep440 => pep440::parse(trimmed).map(Key::Pep440),
                Order::Gem => gem::parse(trimmed).map(Key::Gem),
            }
        };
        match key {
            Some(key) => Ok(Self { text: trimmed.to_string(), key, is_coerced }),
            None => Err(VersionError::Malformed(trimmed.chars().take(80).collect())),
        }
    }

    /// The version as it was written, without surrounding spaces.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text was completed to a version (`1.2`, `v1.2.3`, leading zeros) where the
    /// ecosystem's own tools would refuse it.
    #[must_use]
    pub fn is_coerced(&self) -> bool {
        self.is_coerced
    }

    /// Whether it comes before the release with the same numbers: alpha, beta, rc, dev, snapshot.
    /// A Maven flavour such as `-jre` is not a prerelease.
    #[must_use]
    pub fn is_prerelease(&self) -> bool {
        match &self.key {
            Key::Semver(version) => version.is_prerelease(),
            Key::Maven(version) => version.is_prerelease(),
            Key::Pep440(version) => version.is_prerelease(),
            Key::Gem(version) => version.is_prerelease(),
        }
    }

    /// Maven's variant of one release (`jre`, `android`), which an upgrade must keep.
    #[must_use]
    pub fn flavour(&self) -> Option<&str> {
        match &self.key {
            Key::Maven(version) => version.flavour(),
            Key::Semver(_) | Key::Pep440(_) | Key::Gem(_) => None,
        }
    }

    /// The release numbers, major first; a number that is missing counts as nought.
    #[must_use]
    pub fn numbers(&self) -> &[Number] {
        match &self.key {
            Key::Semver(version) => version.numbers(),
            Key::Maven(version) => version.numbers(),
            Key::Pep440(version) => version.numbers(),
            Key::Gem(version) => version.numbers(),
        }
    }

    /// The first release number in which two versions differ, whatever the direction.
    #[must_use]
    pub fn step_to(&self, other: &Self) -> Step {
        if self.epoch() != other.epoch() {
            return Step::Major;
        }
        let (a, b) = (self.numbers(), other.numbers());
        let differs = |i: usize| a.get(i).unwrap_or(&Number::ZERO) != b.get(i).unwrap_or(&Number::ZERO);
        if differs(0) {
            Step::Major
        } else if differs(1) {
            Step::Minor
        } else if (2..a.len().max(b.len())).any(differs) {
            Step::Patch
        } else {
            Step::Same
        }
    }

    /// Whether going from one to the other may break by the convention of caret ranges: another
    /// major; below 1.0 another minor; below 0.1 any other release.
    #[must_use]
    pub fn may_break(&self, other: &Self) -> bool {
        let is_zero = |i: usize| self.numbers().get(i).unwrap_or(&Number::ZERO).is_zero();
        match self.step_to(other) {
            Step::Major => true,
            Step::Minor => is_zero(0),
            Step::Patch => is_zero(0) && is_zero(1),
            Step::Same => false,
        }
    }

    fn epoch(&self) -> Option<&Number> {
        match &self.key {
            Key::Pep440(version) => Some(version.epoch()),
            Key::Semver(_) | Key::Maven(_) | Key::Gem(_) => None,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key.cmp(&other.key)
    }
}

#[cfg(test)]
mod tests;
