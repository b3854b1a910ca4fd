//! The wire: what the HTTP API takes and gives. DTOs only; a DTO becomes domain by `TryFrom` or a
//! named constructor at the Worker's edge, and nothing behind that edge knows it.
//!
//! Times are RFC 3339 in UTC, durations whole seconds with the unit in the name. Fields that an
//! older client does not know must not break it: additions are optional, removals are a new path.

pub mod advisories;
pub mod desk;
pub mod feeds;
pub mod inventory;
pub mod notices;
pub mod quote;
pub mod receipts;
pub mod releases;
pub mod sdks;
pub mod session;
pub mod ticket;
pub mod upgrades;

#[cfg(feature = "openapi")]
pub mod openapi;

use serde::{Deserialize, Serialize};

/// One page of a list. `next_cursor` is absent on the last page and opaque on the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Page<T> {
    /// The rows, in the list's order.
    pub items: Vec<T>,
    /// What to send as `cursor` for the next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// The header that makes a repeated POST harmless: 1 to 128 printable ASCII characters, quoted as a
/// structured-field string or bare.
pub const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The largest body that an endpoint without attachments takes, in bytes.
pub const MAX_REQUEST_BYTES: usize = 256 * 1024;
