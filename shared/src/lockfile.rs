//! What a project really runs, from its lockfile.
//!
//! Read where the file is: in the browser, in a customer's CI. Only packages that are asked for
//! leave this module, so a list of everything a customer builds on is never made. A file that is
//! not what its name says is refused with the line; one pass over the text, no recursion that a
//! file could deepen.

use std::collections::BTreeSet;

use crate::package::{Ecosystem, Package, Purl};

mod gems;
mod go;
mod gradle;
mod npm;
mod nuget;
mod pnpm;
mod pods;
mod pubspec;
mod python;
mod swift;
mod toml;
mod unity;
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
    /// `gradle.lockfile` and `buildscript-gradle.lockfile`.
    Gradle,
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

/// Why a lockfile can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockfileError {
    /// The file's name is none of a lockfile that is known.
    #[error("`{0}` is not a lockfile that is known here")]
    UnknownName(String),
    /// The text is not what the name says.
    #[error("line {line}: {detail}")]
    Malformed {
        /// Counted from 1.
        line: usize,
        /// What is wrong there.
        detail: String,
    },
}

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
            "gradle.lockfile" | "buildscript-gradle.lockfile" => Self::Gradle,
            "Podfile.lock" => Self::Pods,
            "Package.resolved" => Self::Swift,
            "pubspec.lock" => Self::Pubspec,
            "Gemfile.lock" | "gems.locked" => Self::Gems,
            "poetry.lock" | "uv.lock" | "pdm.lock" => Self::Poetry,
            "Pipfile.lock" => Self::Pipfile,
            "packages.lock.json" => Self::Nuget,
            "packages-lock.json" => Self::Unity,
            _ if name.starts_with("requirements") && name.ends_with(".txt") => Self::Requirements,
            _ => return None,
        })
    }

    /// The ecosystem of what it locks.
    #[must_use]
    pub fn ecosystem(self) -> Ecosystem {
        match self {
            Self::Npm | Self::Yarn | Self::Pnpm | Self::Unity => Ecosystem::Npm,
            Self::Cargo => Ecosystem::CratesIo,
            Self::GoSum => Ecosystem::Go,
            Self::Gradle => Ecosystem::Maven,
            Self::Pods => Ecosystem::CocoaPods,
            Self::Swift => Ecosystem::SwiftUrl,
            Self::Pubspec => Ecosystem::Pub,
            Self::Gems => Ecosystem::RubyGems,
            Self::Poetry | Self::Pipfile | Self::Requirements => Ecosystem::PyPi,
            Self::Nuget => Ecosystem::NuGet,
        }
    }
}

/// Reads a lockfile and keeps the packages that `wanted` says, each version once, sorted. A package
/// locked to a branch or a path has no version.
///
/// # Errors
/// [`LockfileError::Malformed`] if the text is not of that format.
pub fn read(
    format: Format,
    text: &str,
    wanted: &dyn Fn(&Package) -> bool,
) -> Result<Vec<Purl>, LockfileError> {
    let mut found = Found { ecosystem: format.ecosystem(), wanted, purls: BTreeSet::new(), seen: 0 };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match format {
        Format::Npm => npm::read(text, &mut found)?,
        Format::Yarn => yarn::read(text, &mut found)?,
        Format::Pnpm => pnpm::read(text, &mut found)?,
        Format::Cargo | Format::Poetry => toml::read(text, &mut found)?,
        Format::GoSum => go::read(text, &mut found)?,
        Format::Gradle => gradle::read(text, &mut found)?,
        Format::Pods => pods::read(text, &mut found)?,
        Format::Swift => swift::read(text, &mut found)?,
        Format::Pubspec => pubspec::read(text, &mut found)?,
        Format::Gems => gems::read(text, &mut found)?,
        Format::Pipfile => python::read_pipfile(text, &mut found)?,
        Format::Requirements => python::read_requirements(text, &mut found),
        Format::Nuget => nuget::read(text, &mut found)?,
        Format::Unity => unity::read(text, &mut found)?,
    }
    Ok(found.purls.into_iter().collect())
}

/// What a parser hands over, and what of it is kept.
struct Found<'a> {
    ecosystem: Ecosystem,
    wanted: &'a dyn Fn(&Package) -> bool,
    purls: BTreeSet<Purl>,
    seen: usize,
}

impl Found<'_> {
    fn add(&mut self, name: &str, version: Option<&str>) {
        self.seen += 1;
        let package = Package::new(self.ecosystem.clone(), name);
        if (self.wanted)(&package) {
            self.purls.insert(Purl::new(package, version.filter(|version| !version.is_empty())));
        }
    }

    /// A file in which nothing was locked though it has lines is of another kind.
    fn check_any(&self, text: &str, expected: &str) -> Result<(), LockfileError> {
        let has_lines = text.lines().any(|line| {
            let line = line.trim();
            !line.is_empty() && !line.starts_with('#') && !line.starts_with("//")
        });
        if self.seen == 0 && has_lines {
            return Err(malformed(1, format!("no {expected} in the file")));
        }
        Ok(())
    }
}

fn malformed(line: usize, detail: impl Into<String>) -> LockfileError {
    LockfileError::Malformed { line, detail: detail.into() }
}

fn json<'a, T: serde::Deserialize<'a>>(text: &'a str) -> Result<T, LockfileError> {
    serde_json::from_str(text).map_err(|error| malformed(error.line(), error.to_string()))
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
