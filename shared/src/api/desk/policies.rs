//! `/v1/desk/policies`: the versions of the policy.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::policy::Document;
use crate::policy::diff::Change;

/// The longest note on a version, in characters.
pub const MAX_NOTE_CHARS: usize = 500;

/// A version of the policy, as a list shows it. Version 0 came with the software.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PolicyVersion {
    /// Its number; promises name it.
    pub version: u32,
    /// SHA-256 of the document's canonical JSON, in hex; promises name it too.
    pub hash: String,
    /// When it was pushed; absent for one that came with the software.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<DateTime<Utc>>,
    /// Who pushed it, by name, or by id where nobody of that id works here any more; `built-in` for one that came
    /// with the software.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<String>,
    /// Why, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// `GET /v1/desk/policies/{version}` and `/current`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PolicyView {
    /// Which version.
    #[serde(flatten)]
    pub version: PolicyVersion,
    /// The whole of it.
    pub document: Document,
}

/// `POST /v1/desk/policies`, with an `Idempotency-Key`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewPolicy {
    /// The version that was edited. Where another one is in force by now, the answer is `stale`.
    pub based_on: u32,
    /// Why, for those who look at the list later; at most 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The whole of it.
    pub document: Document,
}

/// What `POST /v1/desk/policies` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Pushed {
    /// The version in force.
    #[serde(flatten)]
    pub version: PolicyVersion,
    /// Whether it is new. A document that says what the one in force says makes no new version.
    pub is_new: bool,
    /// What it changes, compared with the version it is based on.
    pub changes: Vec<Change>,
}

/// `POST /v1/desk/policies/diff`: what would a document change?
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// The version it is compared with; the one in force where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<u32>,
    /// The document.
    pub document: Document,
}

/// What `POST /v1/desk/policies/diff` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Differences {
    /// The version it was compared with.
    pub against: u32,
    /// SHA-256 of the document's canonical JSON, in hex.
    pub hash: String,
    /// What differs. Empty where the two say the same.
    pub changes: Vec<Change>,
}
