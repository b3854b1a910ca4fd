//! How bad an advisory is: a score where a vector gives one, and a word.
//!
//! For display, CVSS 4 comes before 3.1, 3.0 and 2, then the database's word; ratings are chosen,
//! never averaged.

use serde::{Deserialize, Serialize};

use crate::advisory::cvss;
use crate::osv;

/// The qualitative rating, CVSS's scale and one more for what is not rated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Rating {
    /// 0.0.
    None,
    /// 0.1 to 3.9.
    Low,
    /// 4.0 to 6.9; GHSA's MODERATE.
    Medium,
    /// 7.0 to 8.9.
    High,
    /// 9.0 to 10.0.
    Critical,
    /// Not rated, or by a rating that can't be read. Not to be taken for harmless.
    #[default]
    Unknown,
}

/// A CVSS score in tenths, 0 to 100: whole numbers compare without surprises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Score(u8);

/// A rating and, where it came from a vector, its score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Assessment {
    /// The word.
    pub rating: Rating,
    /// The number behind it.
    pub score: Option<Score>,
}

impl Rating {
    /// What to look at first: critical, high, medium, not rated, low, none.
    #[must_use]
    pub fn urgency(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Low => 1,
            Self::Unknown => 2,
            Self::Medium => 3,
            Self::High => 4,
            Self::Critical => 5,
        }
    }

    /// Whether it is high or critical: what a page interrupts people for.
    #[must_use]
    pub fn is_urgent(self) -> bool {
        match self {
            Self::High | Self::Critical => true,
            Self::None | Self::Low | Self::Medium | Self::Unknown => false,
        }
    }

    /// The scale's own word, as CVSS writes it: `High`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
            Self::Critical => "Critical",
            Self::Unknown => "Unknown",
        }
    }

    fn from_word(word: &str) -> Self {
        match word.to_ascii_lowercase().as_str() {
            "none" => Self::None,
            "low" => Self::Low,
            "moderate" | "medium" => Self::Medium,
            "high" | "important" => Self::High,
            "critical" => Self::Critical,
            _ => Self::Unknown,
        }
    }
}

impl Score {
    /// A score from tenths; none above 100.
    #[must_use]
    pub fn from_tenths(tenths: u8) -> Option<Self> {
        (tenths <= 100).then_some(Self(tenths))
    }

    /// The score in tenths, 0 to 100.
    #[must_use]
    pub fn tenths(self) -> u8 {
        self.0
    }

    /// The number as people write it, 0.0 to 10.0.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.0) / 10.0
    }

    /// The rating of a score under CVSS 3.x and 4.0.
    #[must_use]
    pub fn rating(self) -> Rating {
        match self.0 {
            0 => Rating::None,
            1..=39 => Rating::Low,
            40..=69 => Rating::Medium,
            70..=89 => Rating::High,
            90.. => Rating::Critical,
        }
    }

    /// The rating of a score under CVSS 2, which has neither None nor Critical.
    #[must_use]
    pub fn rating_v2(self) -> Rating {
        match self.0 {
            0..=39 => Rating::Low,
            40..=69 => Rating::Medium,
            70.. => Rating::High,
        }
    }
}

impl Assessment {
    /// Which of several about one flaw counts: the worst that says something. One that is not rated says
    /// nothing against one that is, however low.
    pub(crate) fn weight(&self) -> (bool, u8, Option<Score>) {
        (self.rating != Rating::Unknown, self.rating.urgency(), self.score)
    }

    pub(crate) fn of(severity: &[osv::Severity], database: Option<&osv::DatabaseSpecific>) -> Self {
        let mut vectors: Vec<&str> = severity.iter().map(|entry| entry.score.as_str()).collect();
        vectors.sort_by_key(|vector| cvss::rank(vector));
        let scored = vectors.into_iter().find_map(|vector| cvss::score_of(vector).ok());
        let word = database.and_then(|database| database.severity.as_deref());
        // Ubuntu's priority is a word in the place of the vector.
        let word = word.or_else(|| {
            severity.iter().find(|entry| entry.kind == "Ubuntu").map(|entry| entry.score.as_str())
        });
        scored
            .unwrap_or_else(|| Self { rating: word.map_or(Rating::Unknown, Rating::from_word), score: None })
    }
}
