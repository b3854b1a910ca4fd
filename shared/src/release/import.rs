//! Every registry's form of a release list, read into one [`Feed`].
//!
//! What a registry does not say is left open, never guessed: Maven's `release` is the one deployed
//! last and so may be a back-port, which is why it is not taken for the recommended one; a boolean
//! end of life is true as of the day it was written.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::json;
use crate::package::{Package, Purl};
use crate::release::{Deprecation, Download, Feed, FeedError, MAX_RELEASES, Release};

mod cargo;
mod changelog;
mod endoflife;
mod gems;
mod github;
mod maven;
mod npm;
mod nuget;
mod pubdev;
mod pypi;

/// A form in which releases are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Format {
    /// Aftercare's own [`Feed`].
    Aftercare,
    /// npm's packument, whole or with a plain list of versions.
    Npm,
    /// PyPI's `/pypi/NAME/json`.
    Pypi,
    /// Maven's `maven-metadata.xml`.
    MavenMetadata,
    /// A file of the crates.io index: one JSON object a line.
    CratesIndex,
    /// pub.dev's `/api/packages/NAME`.
    PubDev,
    /// RubyGems' `/api/v1/versions/NAME.json`.
    Rubygems,
    /// NuGet's registration index with its pages inlined.
    Nuget,
    /// GitHub's list of a repository's releases.
    GithubReleases,
    /// endoflife.date's product, API v1 or v0: lines, no releases.
    EndOfLife,
    /// A changelog in the form of keepachangelog.com 1.1.0.
    KeepAChangelog,
}

impl Format {
    /// Every form.
    pub const ALL: [Self; 11] = [
        Self::Aftercare,
        Self::Npm,
        Self::Pypi,
        Self::MavenMetadata,
        Self::CratesIndex,
        Self::PubDev,
        Self::Rubygems,
        Self::Nuget,
        Self::GithubReleases,
        Self::EndOfLife,
        Self::KeepAChangelog,
    ];

    /// The word that stands for it, on the wire and at the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Aftercare => "aftercare",
            Self::Npm => "npm",
            Self::Pypi => "pypi",
            Self::MavenMetadata => "maven_metadata",
            Self::CratesIndex => "crates_index",
            Self::PubDev => "pub_dev",
            Self::Rubygems => "rubygems",
            Self::Nuget => "nuget",
            Self::GithubReleases => "github_releases",
            Self::EndOfLife => "end_of_life",
            Self::KeepAChangelog => "keep_a_changelog",
        }
    }
}

/// Reads the releases of a package.
///
/// # Errors
/// [`FeedError`] if the text is not of that form, or names another package.
pub fn import(format: Format, package: &Package, text: &str) -> Result<Feed, FeedError> {
    match format {
        Format::Aftercare => of_same(package, json(text, "a feed")?),
        Format::Npm => of_same(package, npm::read(text)?),
        Format::Pypi => pypi::read(package, text),
        Format::MavenMetadata => maven::read(package, text),
        Format::CratesIndex => cargo::read(package, text),
        Format::PubDev => pubdev::read(package, text),
        Format::Rubygems => gems::read(package, text),
        Format::Nuget => nuget::read(package, text),
        Format::GithubReleases => github::read(package, text),
        Format::EndOfLife => endoflife::read(package, text),
        Format::KeepAChangelog => Ok(changelog::read(package, text)),
    }
}

/// Reads npm's packument of whatever package it names.
///
/// # Errors
/// [`FeedError::Shape`] if it is not a packument.
pub fn from_npm(text: &str, source: Option<&str>) -> Result<Feed, FeedError> {
    Ok(Feed { source: source.map(ToString::to_string), ..npm::read(text)? })
}

fn json<T: DeserializeOwned>(text: &str, expected: &'static str) -> Result<T, FeedError> {
    json::read(text).map_err(|error| FeedError::Shape { expected, detail: error.to_string() })
}

/// A feed of these releases. Of more than a feed may list one too many is taken, enough to be refused for it: the
/// rest would cost memory and be refused as well.
pub(super) fn feed(package: &Package, releases: impl IntoIterator<Item = Release>) -> Feed {
    Feed {
        package: Purl::new(package.clone(), None),
        source: None,
        as_of: None,
        tags: BTreeMap::new(),
        deprecated: None,
        lines: Vec::new(),
        releases: releases.into_iter().take(MAX_RELEASES + 1).collect(),
        guides: Vec::new(),
    }
}

fn of_same(package: &Package, feed: Feed) -> Result<Feed, FeedError> {
    if feed.package.package() == package {
        return Ok(feed);
    }
    Err(other_package(package, feed.package.package().name()))
}

fn other_package(package: &Package, found: &str) -> FeedError {
    FeedError::OtherPackage { expected: package.name().to_string(), found: found.to_string() }
}

/// Refuses a feed that says that it is about another package.
fn check_name(package: &Package, found: &str) -> Result<(), FeedError> {
    let named = Package::new(package.ecosystem().clone(), found);
    if named.key() == package.key() { Ok(()) } else { Err(other_package(package, found)) }
}

/// A flag that some registries write as a reason: true without words is an empty reason.
fn reason_of(flag: &Value) -> Option<String> {
    match flag {
        Value::Bool(true) => Some(String::new()),
        Value::String(reason) => Some(reason.clone()),
        Value::Bool(false) | Value::Null | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A download over https with its checksum; others are not passed on.
fn download(url: Option<String>, checksum: Option<String>) -> Option<Download> {
    url.filter(|url| url.starts_with("https://")).map(|url| Download { url, checksum })
}

fn deprecation(message: &str, replacement: Option<String>) -> Deprecation {
    Deprecation { message: message.trim().to_string(), replacement }
}

#[cfg(test)]
mod tests;
