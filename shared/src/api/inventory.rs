//! `/v1/inventory`: what a customer says that they run.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The most packages that one list names.
pub const MAX_PACKAGES: usize = 500;
/// The longest name of a project, in characters.
pub const MAX_PROJECT_CHARS: usize = 100;

/// Where it is known from that somebody runs a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Source {
    /// A page of theirs said so: the script tag, or the loader's `sdk()`.
    Page,
    /// A lockfile that was dropped on the panel.
    Lockfile,
    /// `aftercare audit` in their CI.
    Ci,
    /// A machine of theirs or the vendor's, by the API.
    Api,
}

impl Source {
    /// The word that stands for it on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Lockfile => "lockfile",
            Self::Ci => "ci",
            Self::Api => "api",
        }
    }
}

/// `PUT /v1/inventory`, and `PUT /v1/desk/accounts/{account}/inventory` for the vendor's machines: all that
/// one project of the customer runs. It takes the place of what the same source said of the same project
/// before; an empty list takes it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewInventory {
    /// Who says so. `page` is not taken: pages are seen, not declared.
    pub source: Source,
    /// Which of the customer's projects, by a name of their own; at most 100 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub project: String,
    /// Package URLs with the version that runs; at most 500.
    pub packages: Vec<String>,
}

/// What a customer is known to run: `GET /v1/inventory`, `GET /v1/desk/accounts/{account}/inventory`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Inventory {
    /// One for each package, version and place it is known from; by package.
    pub items: Vec<Seen>,
}

/// A version that somebody is known to run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Seen {
    /// The package URL, with the version where one was said.
    pub purl: String,
    /// Where it is known from.
    pub source: Source,
    /// Which project; empty where none was named.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub project: String,
    /// When it was first seen or said.
    pub first_seen: DateTime<Utc>,
    /// When it was last seen or said; of a page to the day.
    pub last_seen: DateTime<Utc>,
}
