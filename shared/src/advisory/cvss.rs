//! CVSS vectors to scores. The scoring itself is crate `cvss`, behind the feature of that name:
//! the panel is told scores and never computes one.

use crate::advisory::Assessment;

/// Why a vector has no score.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CvssError {
    /// It is not a vector of CVSS 2, 3.0, 3.1 or 4.0, or a metric in it is missing, repeated or
    /// unknown.
    #[error("not a CVSS vector: {0}")]
    Malformed(String),
    /// This build does not score.
    #[error("this build does not score CVSS vectors")]
    NotBuilt,
}

/// The place of a vector in the order in which ratings are shown: the newest standard first.
pub(crate) fn rank(vector: &str) -> u8 {
    match vector.trim().split('/').next() {
        Some("CVSS:4.0") => 0,
        Some("CVSS:3.1") => 1,
        Some("CVSS:3.0") => 2,
        Some(_) | None => 3,
    }
}

/// The score of a vector of CVSS 2, 3.0, 3.1 or 4.0. For 2 and 3.x it is the base score; for 4.0
/// threat and environmental metrics count where the vector has them.
///
/// # Errors
/// [`CvssError`] if the vector can't be scored.
#[cfg(feature = "cvss")]
pub fn score_of(vector: &str) -> Result<Assessment, CvssError> {
    use crate::advisory::Score;
    use cvss::Cvss;

    let vector = vector.trim();
    // Version 2 is written bare or in parentheses, and its parser needs the first metric's colon.
    let vector = vector.trim_start_matches('(').trim_end_matches(')');
    let malformed = |reason: &dyn std::fmt::Display| CvssError::Malformed(reason.to_string());
    if !is_complete(vector) {
        return Err(malformed(&"a base metric is missing or stands twice"));
    }
    let parsed: Cvss = vector.parse().map_err(|error| malformed(&error))?;
    let tenths = (parsed.score() * 10.0).round();
    if !(0.0..=100.0).contains(&tenths) {
        return Err(malformed(&"its score is out of range"));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number from 0 to 100, checked above"
    )]
    let score = Score::from_tenths(tenths as u8).ok_or_else(|| malformed(&"no score"))?;
    let rating = match parsed {
        Cvss::CvssV20(_) => score.rating_v2(),
        // The crate's enum is open; what comes after 4.0 keeps its scale until told otherwise.
        _ => score.rating(),
    };
    Ok(Assessment { rating, score: Some(score) })
}

/// Whether every base metric is there once. The crate takes what is missing for harmless, and so
/// would call half a vector 0.0.
#[cfg(feature = "cvss")]
fn is_complete(vector: &str) -> bool {
    let base: &[&str] = match rank(vector) {
        0 => &["AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"],
        1 | 2 => &["AV", "AC", "PR", "UI", "S", "C", "I", "A"],
        _ => &["AV", "AC", "Au", "C", "I", "A"],
    };
    base.iter().all(|name| {
        let names = vector.split('/').filter_map(|metric| metric.split(':').next());
        names.filter(|metric| metric == name).count() == 1
    })
}

/// The score of a vector.
///
/// # Errors
/// Always [`CvssError::NotBuilt`]: the feature `cvss` is off.
#[cfg(not(feature = "cvss"))]
pub fn score_of(_vector: &str) -> Result<Assessment, CvssError> {
    Err(CvssError::NotBuilt)
}
