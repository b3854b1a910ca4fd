//! How bad it is for the customer.

use serde::{Deserialize, Serialize};

/// The five severities, mildest first, so that `<` reads "milder than".
///
/// A policy offers some of them, four unless it says otherwise, and may call each by a name of its own
/// ([`crate::policy::Policy::severities`]): contracts differ in how many they tell apart and in what they
/// call them, and hardly in what they rank.
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
    /// Production is down, and the customer's whole business with it. Offered where a policy says so.
    Critical,
}

impl Severity {
    /// All severities, mildest first.
    pub const ALL: [Self; 5] = [Self::Question, Self::Degraded, Self::Severe, Self::Down, Self::Critical];

    /// Those that a policy offers which does not list any.
    pub const USUAL: [Self; 4] = [Self::Question, Self::Degraded, Self::Severe, Self::Down];

    /// The word that stands for it on the wire and in the store.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Degraded => "degraded",
            Self::Severe => "severe",
            Self::Down => "down",
            Self::Critical => "critical",
        }
    }
}
