//! Package URLs (`pkg:type/namespace/name@version?qualifiers#subpath`, ECMA-427), read leniently
//! and written canonically.
//!
//! Qualifiers are kept for the round trip and never decide identity: a customer's mirror in
//! `repository_url` must not hide an advisory about the package it mirrors.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::package::{Ecosystem, Package};

/// A package, and optionally the version of it that somebody runs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Cow<'_, str>", into = "String")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct Purl {
    package: Package,
    version: Option<String>,
    qualifiers: Vec<(String, String)>,
    subpath: Option<String>,
}

/// Why a text is not a package URL.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PurlError {
    /// It does not begin with `pkg:`.
    #[error("a package URL begins with `pkg:`, as in pkg:npm/name@1.2.3")]
    Scheme,
    /// The type is missing or holds a character that types do not have.
    #[error("a package URL names its type first, as in pkg:npm/name@1.2.3")]
    Type,
    /// The name is missing.
    #[error("a package URL names a package, as in pkg:npm/name@1.2.3")]
    Name,
    /// The type needs a namespace (Maven's group, Swift's host and owner).
    #[error("a package URL of this type needs a namespace, as in pkg:maven/group/artifact@1.2.3")]
    Namespace,
    /// A percent sign is not followed by the UTF-8 bytes of a text.
    #[error("a package URL encodes special characters as %XX of their UTF-8 bytes")]
    Encoding,
}

impl Purl {
    /// The package URL of a package at a version, or of all its versions.
    #[must_use]
    pub fn new(package: Package, version: Option<&str>) -> Self {
        Self { package, version: version.map(ToString::to_string), qualifiers: Vec::new(), subpath: None }
    }

    /// The package URL that stands for a package wherever texts are compared: its name in the registry's
    /// normal form, without a registry, a version or anything else.
    #[must_use]
    pub fn of_package(package: &Package) -> Self {
        Self::new(Package::new(package.ecosystem().clone(), package.key()), None)
    }

    /// The package.
    #[must_use]
    pub fn package(&self) -> &Package {
        &self.package
    }

    /// The version as written, if it has one.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The qualifiers by name, sorted, decoded.
    pub fn qualifiers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.qualifiers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl FromStr for Purl {
    type Err = PurlError;

    fn from_str(text: &str) -> Result<Self, PurlError> {
        let text = text.trim();
        let rest = text
            .get(..4)
            .filter(|scheme| scheme.eq_ignore_ascii_case("pkg:"))
            .and_then(|_| text.get(4..))
            .ok_or(PurlError::Scheme)?;
        let (rest, subpath) = split_last(rest.trim_start_matches('/'), '#');
        let (rest, qualifiers) = split_last(rest, '?');
        let (kind, path) = rest.split_once('/').ok_or(PurlError::Name)?;
        let kind = kind.to_ascii_lowercase();
        let is_type = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-');
        if !kind.starts_with(|c: char| c.is_ascii_alphabetic()) || !kind.chars().all(is_type) {
            return Err(PurlError::Type);
        }
        let (path, version) = split_version(path);
        let mut segments = Vec::new();
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            segments.push(decode(segment)?);
        }
        let name = segments.pop().filter(|name| !name.is_empty()).ok_or(PurlError::Name)?;
        let package = package_of(&kind, &segments, &name)?;
        let mut pairs = Vec::new();
        for pair in qualifiers.unwrap_or_default().split('&') {
            if let Some((name, value)) = pair.split_once('=')
                && !value.is_empty()
            {
                pairs.push((name.to_ascii_lowercase(), decode(value)?));
            }
        }
        pairs.sort();
        let subpath = match subpath {
            Some(subpath) => Some(decode(subpath.trim_matches('/'))?).filter(|s| !s.is_empty()),
            None => None,
        };
        let version = match version {
            Some(version) => Some(decode(version)?).filter(|version| !version.is_empty()),
            None => None,
        };
        Ok(Self { package, version, qualifiers: pairs, subpath })
    }
}

impl TryFrom<Cow<'_, str>> for Purl {
    type Error = PurlError;

    fn try_from(text: Cow<'_, str>) -> Result<Self, PurlError> {
        text.parse()
    }
}

impl From<Purl> for String {
    fn from(purl: Purl) -> Self {
        purl.to_string()
    }
}

impl fmt::Display for Purl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, path) = type_and_path(&self.package);
        write!(f, "pkg:{kind}")?;
        for segment in path {
            write!(f, "/{}", encode(&segment))?;
        }
        if let Some(version) = &self.version {
            write!(f, "@{}", encode(version))?;
        }
        for (i, (name, value)) in self.qualifiers.iter().enumerate() {
            let mark = if i == 0 { '?' } else { '&' };
            write!(f, "{mark}{name}={}", encode(value))?;
        }
        if let Some(subpath) = &self.subpath {
            let encoded: Vec<String> = subpath.split('/').map(encode).collect();
            write!(f, "#{}", encoded.join("/"))?;
        }
        Ok(())
    }
}

fn split_last(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.rsplit_once(mark) {
        Some((head, tail)) => (head, Some(tail)),
        None => (text, None),
    }
}

/// Splits at the last `@` that does not begin a segment, so that an unencoded npm scope
/// (`pkg:npm/@babel/core`) is read as people mean it.
fn split_version(path: &str) -> (&str, Option<&str>) {
    match path.rsplit_once('@') {
        Some((head, version)) if !head.is_empty() && !head.ends_with('/') => (head, Some(version)),
        Some(_) | None => (path, None),
    }
}

fn package_of(kind: &str, namespace: &[String], name: &str) -> Result<Package, PurlError> {
    let joined = |separator: &str| {
        let mut whole = namespace.join(separator);
        if !whole.is_empty() {
            whole.push_str(separator);
        }
        whole + name
    };
    let required = |whole: String| match namespace {
        [] => Err(PurlError::Namespace),
        [_, ..] => Ok(whole),
    };
    // A coordinate is cut at its colon, so neither half may have one of its own.
    if kind == "maven" && (name.contains(':') || namespace.iter().any(|segment| segment.contains(':'))) {
        return Err(PurlError::Name);
    }
    let (ecosystem, name) = match kind {
        "npm" => (Ecosystem::Npm, joined("/")),
        "maven" => (Ecosystem::Maven, required(format!("{}:{name}", namespace.join(".")))?),
        "swift" => (Ecosystem::SwiftUrl, required(joined("/"))?),
        "cocoapods" => (Ecosystem::CocoaPods, joined("/")),
        "pub" => (Ecosystem::Pub, joined("/")),
        "pypi" => (Ecosystem::PyPi, joined("/")),
        "golang" => (Ecosystem::Go, joined("/")),
        "cargo" => (Ecosystem::CratesIo, joined("/")),
        "nuget" => (Ecosystem::NuGet, joined("/")),
        "gem" => (Ecosystem::RubyGems, joined("/")),
        "composer" => (Ecosystem::Other("Packagist".to_string()), joined("/")),
        "hex" => (Ecosystem::Other("Hex".to_string()), joined("/")),
        "githubactions" => (Ecosystem::Other("GitHub Actions".to_string()), joined("/")),
        other => (Ecosystem::Other(other.to_string()), joined("/")),
    };
    let package = Package::new(ecosystem, &name);
    // It is written by its normal form, which must be its own: else it would be read as another package.
    let again = Package::new(package.ecosystem().clone(), package.key());
    let is_whole = package.key().split('/').all(|segment| !segment.is_empty());
    if is_whole && again == package { Ok(package) } else { Err(PurlError::Name) }
}

fn type_and_path(package: &Package) -> (&str, Vec<String>) {
    let by_slash = |name: &str| name.split('/').map(ToString::to_string).collect();
    match package.ecosystem() {
        Ecosystem::Npm => ("npm", by_slash(package.name())),
        Ecosystem::Maven => ("maven", package.name().split(':').map(ToString::to_string).collect()),
        Ecosystem::SwiftUrl => ("swift", by_slash(package.key())),
        Ecosystem::CocoaPods => ("cocoapods", by_slash(package.key())),
        Ecosystem::Pub => ("pub", by_slash(package.name())),
        Ecosystem::PyPi => ("pypi", by_slash(package.key())),
        Ecosystem::Go => ("golang", by_slash(package.name())),
        Ecosystem::CratesIo => ("cargo", by_slash(package.name())),
        Ecosystem::NuGet => ("nuget", by_slash(package.name())),
        Ecosystem::RubyGems => ("gem", by_slash(package.name())),
        Ecosystem::Other(name) => match name.as_str() {
            "Packagist" => ("composer", by_slash(package.name())),
            "Hex" => ("hex", by_slash(package.name())),
            "GitHub Actions" => ("githubactions", by_slash(package.name())),
            other => (other, by_slash(package.name())),
        },
    }
}

fn decode(text: &str) -> Result<String, PurlError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut hex = || {
            let digit = rest.next().and_then(|digit| char::from(digit).to_digit(16));
            digit.and_then(|digit| u8::try_from(digit).ok()).ok_or(PurlError::Encoding)
        };
        bytes.push(hex()? * 16 + hex()?);
    }
    // No package, version or path has a control character, and no log line or header could carry one.
    let text = String::from_utf8(bytes).map_err(|_| PurlError::Encoding)?;
    if text.chars().any(char::is_control) { Err(PurlError::Encoding) } else { Ok(text) }
}

fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        let c = char::from(byte);
        if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '~' | ':') {
            encoded.push(c);
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
