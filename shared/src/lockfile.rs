//! What a project really runs, from its lockfile.
//!
//! Read where the file is: in the browser, in a customer's CI. Only packages that are asked for
//! leave this module, so a list of everything a customer builds on is never made. A file that is
//! not what its name says is refused with the line; one pass over the text, no recursion that a
//! file could deepen.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::package::{Ecosystem, Package, Purl};

mod flaw;
mod outcome;

pub use flaw::{Flaw, LockfileError};
pub use outcome::{FoundSdk, Outcome, read_bytes, text_of};

use flaw::{expected, missing};

mod gems;
mod go;
mod gradle;
mod json;
mod npm;
mod nuget;
mod pnpm;
mod pods;
mod pom;
mod pubspec;
mod python;
mod swift;
mod toml;
mod unity;
mod xml;
mod yarn;

/// A kind of lockfile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// `package-lock.json`, `npm-shrinkwrap.json`: versions 1 to 3.
    Npm,
    /// `yarn.lock`: classic and berry.
    Yarn,
    /// `pnpm-lock.yaml`: versions 5 to 9.
    Pnpm,
    /// `Cargo.lock`.
    Cargo,
    /// `go.sum`: the highest version of each module, which is the one Go selects.
    GoSum,
    /// `go.mod`: what it requires, with what stands for it.
    GoMod,
    /// `gradle.lockfile`, `buildscript-gradle.lockfile`, and the older one of each configuration.
    Gradle,
    /// Maven's `pom.xml`: its own dependencies, those of a parent it does not hold not among them.
    Pom,
    /// `Podfile.lock`.
    Pods,
    /// `Package.resolved`: versions 1 to 3.
    Swift,
    /// `pubspec.lock`.
    Pubspec,
    /// `Gemfile.lock`.
    Gems,
    /// `poetry.lock`, `uv.lock`, `pdm.lock`.
    Poetry,
    /// `Pipfile.lock`.
    Pipfile,
    /// `requirements.txt`: the lines that pin with `==`.
    Requirements,
    /// NuGet's `packages.lock.json`.
    Nuget,
    /// Unity's `packages-lock.json`.
    Unity,
}

/// The names of the files that are known, for whoever brings another one.
pub const NAMES: [&str; 22] = [
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "Podfile.lock",
    "Package.resolved",
    "gradle.lockfile",
    "buildscript-gradle.lockfile",
    "pom.xml",
    "pubspec.lock",
    "packages.lock.json",
    "packages-lock.json",
    "go.mod",
    "go.sum",
    "Cargo.lock",
    "Gemfile.lock",
    "gems.locked",
    "poetry.lock",
    "uv.lock",
    "pdm.lock",
    "Pipfile.lock",
    "requirements.txt",
];

impl Format {
    /// The format of a file by its name, with or without a path.
    #[must_use]
    pub fn of_name(path: &str) -> Option<Self> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        Some(match name {
            "package-lock.json" | "npm-shrinkwrap.json" => Self::Npm,
            "yarn.lock" => Self::Yarn,
            "pnpm-lock.yaml" => Self::Pnpm,
            "Cargo.lock" => Self::Cargo,
            "go.sum" => Self::GoSum,
            "go.mod" => Self::GoMod,
            "pom.xml" => Self::Pom,
            "Podfile.lock" => Self::Pods,
            "Package.resolved" => Self::Swift,
            "pubspec.lock" => Self::Pubspec,
            "Gemfile.lock" | "gems.locked" => Self::Gems,
            "poetry.lock" | "uv.lock" | "pdm.lock" => Self::Poetry,
            "Pipfile.lock" => Self::Pipfile,
            "packages.lock.json" => Self::Nuget,
            "packages-lock.json" => Self::Unity,
            _ if name.starts_with("requirements") && name.ends_with(".txt") => Self::Requirements,
            _ if name.ends_with(".lockfile") => Self::Gradle,
            _ => return None,
        })
    }

    /// The ecosystem of what it locks.
    #[must_use]
    pub fn ecosystem(self) -> Ecosystem {
        match self {
            Self::Npm | Self::Yarn | Self::Pnpm | Self::Unity => Ecosystem::Npm,
            Self::Cargo => Ecosystem::CratesIo,
            Self::GoSum | Self::GoMod => Ecosystem::Go,
            Self::Gradle | Self::Pom => Ecosystem::Maven,
            Self::Pods => Ecosystem::CocoaPods,
            Self::Swift => Ecosystem::SwiftUrl,
            Self::Pubspec => Ecosystem::Pub,
            Self::Gems => Ecosystem::RubyGems,
            Self::Poetry | Self::Pipfile | Self::Requirements => Ecosystem::PyPi,
            Self::Nuget => Ecosystem::NuGet,
        }
    }
}

/// What was read from a lockfile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// The wanted packages, each version once, sorted. One locked to a branch or a path has no version.
    pub found: Vec<Located>,
    /// How many other packages the file names. Which, is not kept.
    pub others: usize,
}

/// A package at the place where its lockfile first names that version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The package and its version.
    pub purl: Purl,
    /// Counted from 1.
    pub line: usize,
}

/// Reads a lockfile and keeps the packages that `wanted` says.
///
/// # Errors
/// [`LockfileError::Malformed`] if the text is not of that format.
pub fn read(format: Format, text: &str, wanted: &dyn Fn(&Package) -> bool) -> Result<Reading, LockfileError> {
    let mut found = Found::new(format.ecosystem(), wanted);
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match format {
        Format::Npm => npm::read(text, &mut found)?,
        Format::Yarn => yarn::read(text, &mut found)?,
        Format::Pnpm => pnpm::read(text, &mut found)?,
        Format::Cargo | Format::Poetry => toml::read(text, &mut found)?,
        Format::GoSum => go::read_sum(text, &mut found)?,
        Format::GoMod => go::read_mod(text, &mut found)?,
        Format::Gradle => gradle::read(text, &mut found)?,
        Format::Pom => pom::read(text, &mut found)?,
        Format::Pods => pods::read(text, &mut found)?,
        Format::Swift => swift::read(text, &mut found)?,
        Format::Pubspec => pubspec::read(text, &mut found)?,
        Format::Gems => gems::read(text, &mut found)?,
        Format::Pipfile => python::read_pipfile(text, &mut found)?,
        Format::Requirements => python::read_requirements(text, &mut found)?,
        Format::Nuget => nuget::read(text, &mut found)?,
        Format::Unity => unity::read(text, &mut found)?,
    }
    let located = |(purl, line)| Located { purl, line };
    Ok(Reading { found: found.purls.into_iter().map(located).collect(), others: found.others.len() })
}

/// What a parser hands over, and what of it is kept.
struct Found<'a> {
    ecosystem: Ecosystem,
    wanted: &'a dyn Fn(&Package) -> bool,
    purls: BTreeMap<Purl, usize>,
    /// Digests of the names of packages that are not wanted: enough to count each once.
    others: BTreeSet<u64>,
}

impl<'a> Found<'a> {
    fn new(ecosystem: Ecosystem, wanted: &'a dyn Fn(&Package) -> bool) -> Self {
        Self { ecosystem, wanted, purls: BTreeMap::new(), others: BTreeSet::new() }
    }

    /// One that is empty, for the same file.
    fn anew(&self) -> Self {
        Self::new(self.ecosystem.clone(), self.wanted)
    }

    fn add(&mut self, name: &str, version: Option<&str>, line: usize) {
        let package = Package::new(self.ecosystem.clone(), name);
        if (self.wanted)(&package) {
            let purl = Purl::new(package, version.filter(|version| !version.is_empty()));
            let first = self.purls.entry(purl).or_insert(line);
            *first = line.min(*first);
        } else {
            self.count(&package);
        }
    }

    /// Whether a package is wanted; one that is not is counted.
    fn wants(&mut self, name: &str) -> bool {
        let package = Package::new(self.ecosystem.clone(), name);
        let is_wanted = (self.wanted)(&package);
        if !is_wanted {
            self.count(&package);
        }
        is_wanted
    }

    fn count(&mut self, package: &Package) {
        let mut hasher = DefaultHasher::new();
        package.hash(&mut hasher);
        self.others.insert(hasher.finish());
    }

    /// A file in which nothing was locked though it has lines is of another kind.
    fn check_any(&self, text: &str, what: &'static str) -> Result<(), LockfileError> {
        let has_lines = text.lines().any(|line| {
            let line = line.trim();
            !line.is_empty() && !line.starts_with('#') && !line.starts_with("//")
        });
        if self.purls.is_empty() && self.others.is_empty() && has_lines {
            return Err(missing(what));
        }
        Ok(())
    }
}

/// The spaces before the first other character.
fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// A text without one pair of quotes around it.
fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inner = |quote: char| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}

#[cfg(test)]
mod tests;
