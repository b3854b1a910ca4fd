//! `/v1/desk/advisories/...`: what the vendor publishes about flaws, whom it hits, and who has been told.
//!
//! What is sent is the advisory's own document (OSV, GHSA, CSAF, OpenVEX), not a DTO of ours; it is read by
//! `crate::osv::import`. What is answered stands here.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::advisory::Rating;
use crate::api::inventory::Source;
use crate::api::notices::Verdict;
use crate::api::session::AccountView;
use crate::osv;

/// Within how many seconds of publication everybody who is affected is to be told: two hours.
pub const NOTIFY_WITHIN_SECONDS: u64 = 7_200;

/// The largest document of advisories or releases that is taken, in bytes.
pub const MAX_DOCUMENT_BYTES: usize = 1_500_000;

/// Whether an advisory stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum State {
    /// It does.
    Published,
    /// It was taken back, and affects nothing.
    Withdrawn,
}

/// An advisory in the desk's list: `GET /v1/desk/advisories`, a `Page` of these, modified last first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AdvisorySummary {
    /// The record's id, such as `GHSA-mwq8-fjpf-c2gr`.
    pub id: String,
    /// Its other names, CVE ids among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// One line, plain text; may be empty.
    pub summary: String,
    /// How bad it is, by the worst of its packages.
    pub severity: Rating,
    /// The CVSS score, 0.0 to 10.0, where a vector gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Whether it stands.
    pub state: State,
    /// The packages it names, as package URLs without a version, each once.
    pub packages: Vec<String>,
    /// When the record says that it was first published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<DateTime<Utc>>,
    /// When the record says that it last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<DateTime<Utc>>,
    /// How often it was published here: 1 at first. 0 for one that was loaded without being published.
    pub revision: u32,
    /// How many customers run a version that it hits, as far as is known now.
    pub affected_accounts: u32,
    /// How many run something of which that can't be said.
    pub unknown_accounts: u32,
    /// Who was told of this revision.
    pub notified: Told,
}

/// An advisory, whole: `GET /v1/desk/advisories/{advisory}`, and what a write answers. Carries an ETag; a
/// write that replaces it sends that as `If-Match`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AdvisoryView {
    /// What the list shows.
    #[serde(flatten)]
    pub advisory: AdvisorySummary,
    /// The OSV record, as it was published.
    pub record: serde_json::Value,
    /// The publications, the newest first.
    pub revisions: Vec<Revision>,
    /// What the vendor has said about single versions (VEX), the newest first.
    pub statements: Vec<StatementView>,
}

/// What a publication was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum RevisionKind {
    /// The first one.
    Published,
    /// The record changed.
    Updated,
    /// It was taken back.
    Withdrawn,
}

/// A publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Revision {
    /// Counted from 1.
    pub revision: u32,
    /// What it was.
    pub kind: RevisionKind,
    /// When, by the Worker's clock: what publish-to-notified is measured from.
    pub at: DateTime<Utc>,
    /// Who published it: the support engineer's name.
    pub by: String,
    /// Why, where they said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A statement of the vendor (VEX) about one package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct StatementView {
    /// The package, as a package URL; with a version where it is about that one alone.
    pub package: String,
    /// What is said.
    pub status: osv::VexStatus,
    /// Why, by one of VEX's five words or in the vendor's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub justification: Option<String>,
    /// When it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
}

/// `POST /v1/desk/advisories/{advisory}/withdraw`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Withdraw {
    /// Why, for the customers who were told of it; at most 1,000 characters.
    pub reason: String,
}

/// `POST /v1/desk/advisories`: what became of each part of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ImportReport {
    /// The form it was read as.
    pub format: osv::Format,
    /// The records in it.
    pub advisories: Vec<ImportedRecord>,
    /// How many statements about single versions (VEX) it holds; they lie over the records.
    pub statements: u32,
    /// Products that no package URL names and that were left out; for people to look at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<String>,
}

/// A record of an imported document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ImportedRecord {
    /// Its id.
    pub id: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a record that was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Outcome {
    /// It is new.
    Created,
    /// It took the place of an older one.
    Updated,
    /// It stood already.
    Unchanged,
    /// What stands was modified later, and stays.
    Older,
}

/// Whom advisories hit, by what customers are known to run: `POST /v1/desk/advisories/preview` for a
/// document that is not published, `GET /v1/desk/advisories/{advisory}/affected` for one that is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Preview {
    /// One for each record of the document.
    pub advisories: Vec<Impact>,
    /// Products that no package URL names, and that would be left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<String>,
}

/// Whom one advisory hits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Impact {
    /// The record's id.
    pub id: String,
    /// One line, plain text; may be empty.
    pub summary: String,
    /// How bad it is.
    pub severity: Rating,
    /// The packages it names, as package URLs without a version.
    pub packages: Vec<String>,
    /// How many customers run a version that it hits.
    pub affected_accounts: u32,
    /// How many run something of which that can't be said, and nothing that it certainly hits.
    pub unknown_accounts: u32,
    /// These customers, the affected first, then by name: a page of them, or in a preview at most 500.
    pub accounts: Vec<AccountImpact>,
    /// What to send as `cursor` for the next page; absent on the last one and in a preview. Whose name and
    /// verdict stay what they are while the pages are read stands on one of them, once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A customer whom an advisory hits or may hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AccountImpact {
    /// Who.
    pub account: AccountView,
    /// Whether it certainly hits them.
    pub verdict: Verdict,
    /// What they run that makes it so.
    pub versions: Vec<VersionImpact>,
    /// What became of telling them of the newest revision; absent where they were not told, and in a preview.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notification: Option<Notification>,
}

/// A version that an advisory hits or may hit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct VersionImpact {
    /// What runs, as a package URL; without a version where none was said.
    pub purl: String,
    /// Whether it is hit.
    pub verdict: Verdict,
    /// Which range or list holds it, or why that can't be said; in English.
    pub reason: String,
    /// The version that fixes it on the same branch, else the lowest that fixes it above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed_in: Option<String>,
    /// Where we know from that it runs.
    pub sources: Vec<Source>,
    /// When it was last seen or said.
    pub last_seen: DateTime<Utc>,
}

/// How many were told, and how fast.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Told {
    /// How many customers are to be told.
    pub accounts: u32,
    /// How many have been, on one channel at least.
    pub notified: u32,
    /// How many of them within two hours.
    pub within_two_hours: u32,
}

/// `GET /v1/desk/advisories/{advisory}/notifications`: who was told of the newest revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Notifications {
    /// The advisory.
    pub id: String,
    /// Which publication; 0 where it was loaded without being published.
    pub revision: u32,
    /// When that was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_at: Option<DateTime<Utc>>,
    /// Whether everybody who is to be told has been found; where not, the list still grows.
    pub is_complete: bool,
    /// How many were told.
    pub told: Told,
    /// The middle one of the times from publication to the first channel, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_seconds: Option<u64>,
    /// The longest of these times, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slowest_seconds: Option<u64>,
    /// The customers, by id.
    pub items: Vec<Notification>,
    /// What to send as `cursor` for the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A customer who is to be told of an advisory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Notification {
    /// Who.
    pub account: AccountView,
    /// Whether this revision hits them. Who was told of an earlier one is told that it no longer does.
    pub is_affected: bool,
    /// What they run that it is about, as package URLs.
    pub purls: Vec<String>,
    /// From when on they were to be told: the publication, or later when we learned what they run.
    pub due_from: DateTime<Utc>,
    /// What became of it on each channel.
    pub channels: Vec<ChannelState>,
    /// Seconds from `due_from` to the first channel that reached them; absent while none has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
}

/// A way to tell a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Channel {
    /// The panel in the vendor's console: reached when somebody of the account opened a session in it after
    /// the publication. Whether they read it is not known.
    Panel,
    /// The vendor's own system, which passes it on: reached when it took the signed webhook.
    Webhook,
}

/// Whether a channel reached a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Reach {
    /// Not yet.
    Waiting,
    /// It did.
    Reached,
    /// It was tried too often and given up.
    Failed,
    /// The channel is not set up.
    Off,
}

/// What became of a notification on one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ChannelState {
    /// Which.
    pub channel: Channel,
    /// Whether it reached them.
    pub reach: Reach,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
}
