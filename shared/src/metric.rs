//! What a promise measures.

use serde::{Deserialize, Serialize};

/// The four clocks a ticket can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// From opening until a named person has confirmed receipt and begun to work on it.
    FirstResponse,
    /// From the oldest unanswered public message of the customer until a person answers.
    NextResponse,
    /// The longest time between two public words of the vendor while the ticket is open.
    Update,
    /// From opening until the ticket is resolved.
    Resolution,
}

impl Metric {
    /// All metrics, in the order in which people read them.
    pub const ALL: [Self; 4] = [Self::FirstResponse, Self::NextResponse, Self::Update, Self::Resolution];

    /// The word that stands for it on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FirstResponse => "first_response",
            Self::NextResponse => "next_response",
            Self::Update => "update",
            Self::Resolution => "resolution",
        }
    }
}
