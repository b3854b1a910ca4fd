//! The times of a record, kept as they are written.
//!
//! The schema asks for RFC 3339 in UTC; real exports also hold offsets, spaces for the `T` and
//! worse. A time that can't be read must not cost the record, and a record that says when it was
//! withdrawn is withdrawn however it says it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A time as a record writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Stamp(String);

impl Stamp {
    /// The instant, if it can be read.
    #[must_use]
    pub fn at(&self) -> Option<DateTime<Utc>> {
        DateTime::parse_from_rfc3339(self.0.trim()).ok().map(|at| at.with_timezone(&Utc))
    }

    /// As it is written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl From<DateTime<Utc>> for Stamp {
    fn from(at: DateTime<Utc>) -> Self {
        Self(at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
    }
}
