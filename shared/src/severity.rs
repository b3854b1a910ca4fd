//! How bad it is for the customer.

use serde::{Deserialize, Serialize};

/// The four severities, mildest first, so that `<` reads "milder than".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A question of use: nothing is broken.
    Question,
    /// Something works worse than it should; there is a way round.
    Degraded,
    /// A main function fails in production for part of the users.
    Severe,
    /// Production is down.
    Down,
}

impl Severity {
    /// All severities, mildest first.
    pub const ALL: [Self; 4] = [Self::Question, Self::Degraded, Self::Severe, Self::Down];

    /// The word that stands for it on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Degraded => "degraded",
            Self::Severe => "severe",
            Self::Down => "down",
        }
    }
}
