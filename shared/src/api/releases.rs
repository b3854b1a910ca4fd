//! `/v1/desk/releases` and `/v1/desk/feeds`: what the vendor has released, and where that is read.
//!
//! A package's releases lie in layers: what feeds list, over it a list that was pushed whole, over that
//! what the desk says of single releases. What an upper layer says wins, field by field; of guides, guide by
//! guide.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::package::Ecosystem;
use crate::release::{Format, Guide, Line, Release};

/// The shortest time between two reads of a feed, in seconds.
pub const MIN_INTERVAL_SECONDS: u32 = 300;
/// The longest time between two reads of a feed, in seconds: a week.
pub const MAX_INTERVAL_SECONDS: u32 = 604_800;
/// The most feeds that are configured.
pub const MAX_FEEDS: usize = 200;

/// `GET /v1/desk/releases`: the packages whose releases are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Packages {
    /// By package URL.
    pub items: Vec<PackageSummary>,
}

/// A package in the desk's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PackageSummary {
    /// The package URL, without a version.
    pub package: String,
    /// The name, as people write it.
    pub name: String,
    /// The ecosystem, by OSV's name.
    pub ecosystem: Ecosystem,
    /// What users should run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<String>,
    /// The day of its release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest_released: Option<NaiveDate>,
    /// How many releases are known.
    pub releases: u32,
    /// As of when the list is right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<DateTime<Utc>>,
    /// Whether a feed of it has not been read for too long: new releases may be missing.
    pub is_stale: bool,
}

/// `GET /v1/desk/releases/{package}`, and what a write answers. Carries an ETag; a write sends it back as
/// `If-Match`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PackageReleases {
    /// What the list shows.
    #[serde(flatten)]
    pub package: PackageSummary,
    /// The releases, the highest version first, all layers in one.
    pub items: Vec<KnownRelease>,
    /// Lines of releases that end together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// How to move between them, all layers in one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guides: Vec<KnownGuide>,
    /// The feeds it is read from.
    pub feeds: Vec<FeedState>,
    /// When a list was last pushed whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pushed_at: Option<DateTime<Utc>>,
}

/// A release, all layers in one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct KnownRelease {
    /// What is known of it.
    #[serde(flatten)]
    pub release: Release,
    /// What the desk has said of it, if anything: what a form that edits it begins with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit: Option<Release>,
}

/// A migration guide, and whose word it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct KnownGuide {
    /// The guide, whole.
    #[serde(flatten)]
    pub guide: Guide,
    /// The uppermost layer that has a guide of this id. The desk's is edited there, and taken back with
    /// `DELETE`; then the one below stands again.
    pub origin: GuideOrigin,
}

/// Where a guide stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum GuideOrigin {
    /// In a feed.
    Feed,
    /// In the list that was pushed.
    Pushed,
    /// At the desk.
    Desk,
}

/// A feed, as the vendor configures it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct FeedSource {
    /// The package whose releases it lists, as a package URL without a version.
    pub package: String,
    /// The form it is in.
    pub form: Format,
    /// Where it is: an https address.
    pub url: String,
    /// How often it is read, in seconds: 300 to 604,800.
    pub interval_seconds: u32,
}

/// `PUT /v1/desk/feeds`: all feeds. One that is not in it is read no more, and what it listed is forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct FeedSources {
    /// In any order; at most 200, and no address twice for one package.
    pub feeds: Vec<FeedSource>,
}

/// `GET /v1/desk/feeds`, and what a write answers. Carries an ETag of the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Feeds {
    /// By package, then by address.
    pub items: Vec<FeedState>,
}

/// How a feed is doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct FeedState {
    /// How it is configured.
    #[serde(flatten)]
    pub source: FeedSource,
    /// When it was last read, or found unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fetched_at: Option<DateTime<Utc>>,
    /// When it is read next.
    pub next_at: DateTime<Utc>,
    /// Whether it has not been read for three intervals, or never.
    pub is_stale: bool,
    /// How many releases, or lines of releases, it listed.
    pub listed: u32,
    /// How often in a row it has failed.
    pub failures: u32,
    /// The last failure since it was last read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<FeedError>,
}

/// Why a feed was not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct FeedError {
    /// When.
    pub at: DateTime<Utc>,
    /// What happened and what to do, in English.
    pub message: String,
}
