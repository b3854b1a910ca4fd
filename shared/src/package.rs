//! What a package is, whatever registry it lives in.
//!
//! A package is an ecosystem and a name. Two spellings of one name are one package exactly where
//! the registry says so (PEP 503 for PyPI, case for NuGet, the address for Swift): [`Package`]
//! keeps the name as it was written for people, and compares by the registry's own rule. The same
//! name in two ecosystems is two packages.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

mod purl;

pub use purl::{Purl, PurlError};

use crate::version::Order;

/// A registry and its rules, by OSV's case-sensitive name (OSV schema, "affected[].package").
///
/// `CocoaPods` is ours: OSV has no such ecosystem, and vendors write advisories for pods under it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(with = "String"))]
pub enum Ecosystem {
    /// npm, also Unity's and Harmony's npm-shaped registries.
    Npm,
    /// Maven and Gradle: Java, Kotlin, Android.
    Maven,
    /// Swift packages, named by the address of their repository.
    SwiftUrl,
    /// CocoaPods: iOS and macOS pods.
    CocoaPods,
    /// pub.dev: Dart and Flutter.
    Pub,
    /// PyPI: Python.
    PyPi,
    /// Go modules; `/v2` is another module.
    Go,
    /// crates.io: Rust.
    CratesIo,
    /// NuGet: .NET and Unity.
    NuGet,
    /// RubyGems: Ruby.
    RubyGems,
    /// Any other, by OSV's name: no order of versions is known, so only lists of versions match.
    Other(String),
}

impl Ecosystem {
    /// The order its versions follow, or none for an ecosystem whose order is not known here.
    #[must_use]
    pub fn order(&self) -> Option<Order> {
        match self {
            Self::Npm => Some(Order::Npm),
            Self::Maven => Some(Order::Maven),
            Self::SwiftUrl => Some(Order::Swift),
            Self::CocoaPods | Self::RubyGems => Some(Order::Gem),
            Self::Pub => Some(Order::Pub),
            Self::PyPi => Some(Order::Pep440),
            Self::Go => Some(Order::Go),
            Self::CratesIo => Some(Order::Cargo),
            Self::NuGet => Some(Order::NuGet),
            Self::Other(_) => None,
        }
    }

    /// OSV's name, such as `npm` or `crates.io`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Npm => "npm",
            Self::Maven => "Maven",
            Self::SwiftUrl => "SwiftURL",
            Self::CocoaPods => "CocoaPods",
            Self::Pub => "Pub",
            Self::PyPi => "PyPI",
            Self::Go => "Go",
            Self::CratesIo => "crates.io",
            Self::NuGet => "NuGet",
            Self::RubyGems => "RubyGems",
            Self::Other(name) => name,
        }
    }
}

impl From<&str> for Ecosystem {
    fn from(name: &str) -> Self {
        match name {
            "npm" => Self::Npm,
            "Maven" => Self::Maven,
            "SwiftURL" => Self::SwiftUrl,
            "CocoaPods" => Self::CocoaPods,
            "Pub" => Self::Pub,
            "PyPI" => Self::PyPi,
            "Go" => Self::Go,
            "crates.io" => Self::CratesIo,
            "NuGet" => Self::NuGet,
            "RubyGems" => Self::RubyGems,
            other => Self::Other(other.to_string()),
        }
    }
}

impl From<String> for Ecosystem {
    fn from(name: String) -> Self {
        Self::from(name.as_str())
    }
}

impl From<Ecosystem> for String {
    fn from(ecosystem: Ecosystem) -> Self {
        ecosystem.as_str().to_string()
    }
}

impl fmt::Display for Ecosystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A package: ecosystem, optionally the registry that publishes it, and name.
///
/// Equality, order and hash follow the registry's idea of one name, not the spelling.
#[derive(Clone, Debug)]
pub struct Package {
    ecosystem: Ecosystem,
    registry: Option<String>,
    name: String,
    key: String,
}

impl Package {
    /// A package of the ecosystem's default registry.
    #[must_use]
    pub fn new(ecosystem: Ecosystem, name: &str) -> Self {
        let name = name.trim().to_string();
        let key = key_of(&ecosystem, &name);
        Self { ecosystem, registry: None, name, key }
    }

    /// A package as OSV writes it: the ecosystem may carry a registry after its first colon,
    /// as in `Maven:https://maven.google.com`.
    #[must_use]
    pub fn from_osv(ecosystem: &str, name: &str) -> Self {
        let (ecosystem, registry) = match ecosystem.split_once(':') {
            Some((ecosystem, registry)) if !registry.is_empty() => (ecosystem, Some(registry)),
            Some((ecosystem, _)) => (ecosystem, None),
            None => (ecosystem, None),
        };
        let mut package = Self::new(Ecosystem::from(ecosystem), name);
        package.registry = registry.map(|url| url.trim_end_matches('/').to_string());
        package
    }

    /// The ecosystem, whose order its versions follow.
    #[must_use]
    pub fn ecosystem(&self) -> &Ecosystem {
        &self.ecosystem
    }

    /// The registry's address where it is not the ecosystem's default.
    #[must_use]
    pub fn registry(&self) -> Option<&str> {
        self.registry.as_deref()
    }

    /// The name as it was written, for people.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name in the registry's normal form: what equality and indexes go by.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Whether a record about `subject` speaks about this package.
    ///
    /// A record that names a registry is found by that registry and by the bare ecosystem, as
    /// osv.dev indexes it. One that names none is about the default registry only, so a package
    /// known to come from elsewhere is another package.
    #[must_use]
    pub fn is_subject(&self, subject: &Self) -> bool {
        self.ecosystem == subject.ecosystem
            && self.key == subject.key
            && (self.registry.is_none() || self.registry == subject.registry)
    }
}

impl fmt::Display for Package {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.ecosystem)
    }
}

impl PartialEq for Package {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Package {}

impl PartialOrd for Package {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Package {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.ecosystem, &self.key, &self.registry).cmp(&(&other.ecosystem, &other.key, &other.registry))
    }
}

impl Hash for Package {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.ecosystem, &self.key, &self.registry).hash(state);
    }
}

/// The registry's normal form of a name.
fn key_of(ecosystem: &Ecosystem, name: &str) -> String {
    match ecosystem {
        Ecosystem::PyPi => pep503(name),
        Ecosystem::NuGet => name.to_lowercase(),
        // Module paths are case-sensitive, but a purl writes them in lower case; no two live
        // modules differ by case alone, and a missed advisory costs more than a doubled one.
        Ecosystem::Go => name.to_ascii_lowercase(),
        Ecosystem::SwiftUrl => repository(name),
        // A subspec is a part of its pod: `Pod/Sub` is installed, versioned and patched as `Pod`.
        Ecosystem::CocoaPods => name.split('/').next().unwrap_or(name).to_string(),
        Ecosystem::Npm
        | Ecosystem::Maven
        | Ecosystem::Pub
        | Ecosystem::CratesIo
        | Ecosystem::RubyGems
        | Ecosystem::Other(_) => name.to_string(),
    }
}

/// PEP 503: runs of `-`, `_` and `.` are one `-`, in lower case.
fn pep503(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut in_run = false;
    for c in name.chars() {
        if matches!(c, '-' | '_' | '.') {
            if !in_run {
                key.push('-');
            }
            in_run = true;
        } else {
            key.extend(c.to_lowercase());
            in_run = false;
        }
    }
    key
}

/// A repository's address without scheme, user, `.git` and case: SwiftPM's package identity is
/// case-insensitive, and the same repository is cloned by https, ssh and `git@host:owner/name`.
fn repository(address: &str) -> String {
    let (has_scheme, rest) = match address.split_once("://") {
        Some((_, rest)) => (true, rest),
        None => (false, address),
    };
    let host_end = rest.find('/').unwrap_or(rest.len());
    let rest = match rest.get(..host_end).and_then(|host| host.rfind('@')) {
        Some(at) => rest.get(at + 1..).unwrap_or(rest),
        None => rest,
    };
    let mut key = rest.trim_end_matches('/').to_ascii_lowercase();
    // Before a port a colon stays; before a path it is how `git@host:owner/name` writes a slash.
    let is_port = |path: &str| path.split('/').next().is_some_and(|port| port.parse::<u16>().is_ok());
    if !has_scheme
        && let Some((host, path)) = key.split_once(':')
        && !host.is_empty()
        && !host.contains('/')
        && !is_port(path)
    {
        key = format!("{host}/{path}");
    }
    match key.strip_suffix(".git") {
        Some(bare) => bare.to_string(),
        None => key,
    }
}

#[cfg(test)]
mod tests;
