//! `/v1/feeds/...`: what the vendor tells the world, for machines. Public.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::osv::{Record, Statement};
use crate::release::Feed;

/// `GET /v1/feeds/advisories`: all that an audit needs, in one document that can be kept as a file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AdvisoryFeed {
    /// As of when it is right; absent where nothing has ever been published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<DateTime<Utc>>,
    /// OSV records, by id; withdrawn ones among them. Not to be left out: a document without them is another
    /// one, and must not be taken for a feed in which nothing hits.
    pub advisories: Vec<Record>,
    /// What the vendor has said about single versions (VEX).
    #[serde(default)]
    pub statements: Vec<Statement>,
    /// The releases of the vendor's packages, by package.
    #[serde(default)]
    pub releases: Vec<Feed>,
}
