//! What a vendor has released: the feed as it is stored, and the list that rules ask.
//!
//! Every registry's form is imported into one [`Feed`]; the desk writes the same form. A
//! [`ReleaseList`] is a feed made ready: sorted by version (never by date, never by the feed's
//! order), with the newest recommended release taken from the channel's tag where there is one.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

mod check;
mod coming;
mod guide;
mod import;
mod layers;
mod list;
mod overlay;
mod source;

pub use check::{MAX_GUIDE_BYTES, MAX_GUIDES, MAX_RELEASES};
pub use coming::{Coming, ComingKind};
pub use guide::Guide;
pub use import::{Format, from_npm, import};
pub use layers::Origin;
pub(crate) use list::keeps_flavour;
pub use list::{Known, ReleaseList};
pub use overlay::NewReleases;
pub use source::{Refusal, check_address};

use crate::package::Purl;

/// Why a feed can't be imported.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// It is not the format it is said to be.
    #[error("the feed is not {expected}: {detail}")]
    Shape {
        /// The format that was expected.
        expected: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// It is about another package than the one asked for.
    #[error("the feed is about `{found}`, not `{expected}`")]
    OtherPackage {
        /// The package asked for.
        expected: String,
        /// The package in the feed.
        found: String,
    },
}

/// A release feed in Aftercare's own form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Feed {
    /// The package, without a version.
    pub package: Purl,
    /// Where it was read, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// When it was read or written; old feeds are a finding of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<DateTime<Utc>>,
    /// Channels by name and the version each points at; `latest` is what users should run.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
    /// Set if the package as a whole is deprecated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// Lines of releases that end together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<Line>,
    /// The releases, in any order. One whose day has not come is announced, not released.
    pub releases: Vec<Release>,
    /// How to move between them, in any order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guides: Vec<Guide>,
}

/// One release.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Release {
    /// As its registry writes it.
    pub version: String,
    /// The day of release, in UTC where the registry gives a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<NaiveDate>,
    /// The channel, where the vendor names it: `stable`, `beta`. Without it the version decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Taken back by the vendor (yanked, retracted), with the reason, which may be empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yanked: Option<String>,
    /// Hidden from search but not broken (NuGet); weaker than yanked.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_unlisted: bool,
    /// Still works, should be left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecation>,
    /// The last day of support, where this release has one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_of_life: Option<NaiveDate>,
    /// What breaks for those who come from any release before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaking: Vec<Breaking>,
    /// The release notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes_url: Option<String>,
    /// Files to download.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub downloads: Vec<Download>,
    /// A demo of this release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demo_url: Option<String>,
    /// What must be moved together with it, in words: `server API 3.2 or later`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves_with: Vec<String>,
    /// The plans that include it; empty is every plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<String>,
    /// What is to come for those who run it: an end, a change at the server, a successor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub announcement: Option<Announcement>,
}

/// Something to come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Announcement {
    /// The vendor's words, plain text.
    pub message: String,
    /// The day from which it holds, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Where to read more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A deprecation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Deprecation {
    /// The vendor's words, plain text; may be empty.
    #[serde(default)]
    pub message: String,
    /// What to use instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replacement: Option<String>,
}

/// A breaking change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Breaking {
    /// The same change listed in several releases has one id and is shown once.
    pub id: String,
    /// One line, plain text.
    pub title: String,
    /// The migration guide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Download {
    /// The address.
    pub url: String,
    /// `sha256:…` or another algorithm's name and hexadecimal digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checksum: Option<String>,
}

/// Releases that begin with the same numbers and end together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Line {
    /// The leading numbers: `24` or `8.0`. `1.1` holds 1.1.10 and not 1.10.3.
    pub line: String,
    /// The last day of support; the line has ended from 00:00 UTC of the day after. None: no date
    /// is known, which is not a promise of support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_of_life: Option<NaiveDate>,
    /// Ended before the feed was made, on a day that is not known.
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_ended: bool,
}

/// The day, in UTC, of an instant or a date, as feeds write either.
fn day_of(text: &str) -> Option<NaiveDate> {
    let instant = DateTime::parse_from_rfc3339(text).map(|at| at.with_timezone(&Utc).date_naive());
    instant.ok().or_else(|| text.get(..10)?.parse().ok())
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_false(flag: &bool) -> bool {
    !flag
}

#[cfg(test)]
mod tests;
