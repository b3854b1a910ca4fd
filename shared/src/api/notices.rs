//! `GET /v1/notices`: how each SDK that a page runs stands, and what to do about it.
//!
//! The loader reads `badge` and `card` and decides nothing; the panel's Updates page reads `sdks`.
//! [`assess`] makes the answer from values and nothing else.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

mod assess;
mod question;
mod state;

pub use assess::{Facts, assess};
pub use question::{Asked, MAX_ASKED_BYTES, MAX_SDKS, Question};
pub use state::{MAX_NOTICE_BYTES, NewNoticeState, NoticeState, NoticeStates, Settled};

use crate::advisory::Rating;
use crate::api::upgrades::GuideSummary;
use crate::package::Ecosystem;
use crate::release::ComingKind;
use crate::status::Headline;
use crate::upgrade::{Condition, Kind};

/// The answer: the worst first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Notices {
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated_at: Option<DateTime<Utc>>,
    /// What the launcher's badge counts: the flaws that certainly hit any of the SDKs.
    pub badge: u32,
    /// The flaws worth interrupting for, high and critical ones that hit, the worst first: a page shows
    /// the first that its reader has not put away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<Card>,
    /// One report for each SDK asked about: those with something wrong first.
    pub sdks: Vec<SdkReport>,
}

/// A flaw, as the loader's card shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Card {
    /// The advisory's id, by which a dismissal is remembered.
    pub id: String,
    /// One line, plain text.
    pub summary: String,
    /// `high` or `critical`.
    pub severity: Rating,
    /// The package's name.
    pub package: String,
    /// The version that runs.
    pub version: String,
    /// The version that fixes it on the same branch, else the lowest that fixes it above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed_in: Option<String>,
}

/// How one SDK stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SdkReport {
    /// What was asked about, as a package URL in its canonical form; as it was sent, or its beginning,
    /// where it is none.
    pub purl: String,
    /// The package's name, as people write it.
    pub name: String,
    /// Its ecosystem, by OSV's name; absent where what was asked about is no package URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ecosystem: Option<Ecosystem>,
    /// The version that runs; absent if it was not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The one word.
    pub status: Headline,
    /// Why that is `unknown`; absent for every other word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Why>,
    /// Whether the vendor's releases are known; without them there is no newest and no advice.
    pub is_feed_known: bool,
    /// When the feed was read: an old feed can't know a new release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed_as_of: Option<DateTime<Utc>>,
    /// Whether the feed holds the version; absent without a feed or a version that can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_in_feed: Option<bool>,
    /// What users should run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<String>,
    /// The newest with the same major and minor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest_same_minor: Option<String>,
    /// The newest with the same major.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest_same_major: Option<String>,
    /// The last day of support, past or to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_of_life: Option<NaiveDate>,
    /// The deprecation that concerns the version, newest release or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// Why the vendor took the version back; may be empty. Absent if it was not taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub yanked: Option<String>,
    /// The flaws that hit it or may: the worst first.
    pub findings: Vec<Finding>,
    /// What is to come for those who run the version: the nearest day first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coming: Vec<Coming>,
    /// Where to go from here; absent without a feed or a version that can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upgrade: Option<Upgrade>,
}

/// Why it can't be said how an SDK stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Why {
    /// What was asked about is no package URL.
    NoPackage,
    /// It names no version.
    NoVersion,
    /// Its version is none that the ecosystem could have published.
    UnreadableVersion,
    /// The order of versions in its ecosystem is not known.
    NoOrder,
    /// An advisory leaves open whether it hits; the finding says why.
    OpenFinding,
    /// The vendor's releases of it are not known.
    NoFeed,
    /// The vendor's list does not have the version.
    NotInFeed,
}

/// Something that is to come, or came in the last thirty days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Coming {
    /// By which it is acknowledged. It holds the day: what is put off or brought forward is another notice.
    pub id: String,
    /// What it is.
    pub kind: ComingKind,
    /// The day, in UTC: the first of the new, or the last of support. Absent where the vendor names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// The release that brings it, or the version or line that it ends for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The vendor's words: one line, plain text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where to read more: an https address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A deprecation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Deprecated {
    /// The vendor's words; may be empty.
    pub message: String,
    /// What to use instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replacement: Option<String>,
}

/// Whether a flaw hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Verdict {
    /// It does.
    Affected,
    /// It can't be said; not to be shown as safe.
    Unknown,
}

/// A flaw.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Finding {
    /// The advisory's id.
    pub id: String,
    /// Its other names, CVE ids among them; sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// One line, plain text; may be empty.
    pub summary: String,
    /// How bad it is.
    pub severity: Rating,
    /// The CVSS score, 0.0 to 10.0, where a vector gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Whether it hits.
    pub verdict: Verdict,
    /// Why that is unknown, in English; for `unknown` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The affected range that holds the version, as `>= 1.2.0, < 1.4.3`; absent where the advisory lists
    /// single versions, and for `unknown`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// The version that fixes it on the same branch, else the lowest that fixes it above. Null: no
    /// fix is known.
    pub fixed_in: Option<String>,
    /// When it was first published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<DateTime<Utc>>,
    /// Where to read more: an https address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Where to go from a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Upgrade {
    /// Whether the version meets every condition, so that moving is a choice.
    pub is_fine_already: bool,
    /// Releases to move to, nearest first; empty if nothing better is released.
    pub candidates: Vec<Candidate>,
    /// Conditions that no release met together and that were given up, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dropped: Vec<Condition>,
    /// The fewest moves that each shed advisories, lowest first: 23.5 → 24.0 → 34.3.1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ladder: Vec<Rung>,
}

/// A release to move to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Candidate {
    /// Which it is of the releases that pass; one release may be several. Never empty.
    pub kinds: Vec<Kind>,
    /// The version.
    pub version: String,
    /// Its day of release.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<NaiveDate>,
    /// What the move means.
    #[serde(flatten)]
    pub way: Way,
    /// Advisories that still hit it or may; for the least bad alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remaining: Vec<String>,
    /// What must be moved together with it, in words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves_with: Vec<String>,
    /// Whether the customer's plan includes it; in `/v1/upgrades` alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_in_plan: Option<bool>,
    /// The release notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes_url: Option<String>,
}

/// What lies between two versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Way {
    /// Whether the first number changes.
    pub crosses_major: bool,
    /// How many first numbers are stepped over.
    pub majors: u32,
    /// Whether the numbers announce a break: another major, or another minor below 1.0.
    pub may_break: bool,
    /// The breaking changes of every release on the way, in order, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaking: Vec<Breaking>,
    /// The guides that lead there, in the order in which they are followed; in `/v1/upgrades` alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub guides: Vec<GuideSummary>,
}

/// A breaking change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Breaking {
    /// The change's id in the vendor's feed.
    pub id: String,
    /// One line, plain text.
    pub title: String,
    /// The migration guide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// One move of the ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Rung {
    /// The version moved to.
    pub version: String,
    /// The advisories that this move sheds.
    pub sheds: Vec<String>,
    /// What the move means, from the rung before.
    #[serde(flatten)]
    pub way: Way,
}

#[cfg(test)]
mod tests;
