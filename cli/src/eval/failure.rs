//! Why a line gets no answer.

use aftercare_shared::advisory::CvssError;
use aftercare_shared::release::FeedError;
use aftercare_shared::timeline::Unanswered;
use aftercare_shared::version::VersionError;
use aftercare_shared::zones::ZoneError;
use serde_json::{Value, json};

/// A line that can't be answered.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The line is no JSON.
    #[error("not JSON: {0}")]
    NotJson(String),
    /// No operation has this name.
    #[error("there is no operation `{0}`")]
    UnknownOp(String),
    /// The request lacks a member, or one has the wrong shape.
    #[error("{0}")]
    Request(String),
    /// The calendar is refused.
    #[error("{0}")]
    Calendar(String),
    /// The calendar does not hold an answer.
    #[error(transparent)]
    Unanswered(#[from] Unanswered),
    /// The calendar can't be compiled for that stretch of time.
    #[error(transparent)]
    Zone(#[from] ZoneError),
    /// A version can't be read.
    #[error(transparent)]
    Version(#[from] VersionError),
    /// The release feed can't be read.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// The vector can't be scored.
    #[error(transparent)]
    Vector(#[from] CvssError),
}

impl Failure {
    /// The answer that the line gets.
    pub(super) fn to_json(&self) -> Value {
        let kind = match self {
            Self::NotJson(_) => "not_json",
            Self::UnknownOp(_) => "unknown_op",
            Self::Request(_) => "bad_request",
            Self::Calendar(_) => "bad_calendar",
            Self::Unanswered(Unanswered::NeverOpens) => "never_opens",
            Self::Unanswered(Unanswered::BeyondHorizon) | Self::Zone(ZoneError::Horizon) => "beyond_horizon",
            Self::Zone(ZoneError::UnknownZone(_)) => "unknown_zone",
            Self::Version(VersionError::Empty | VersionError::Malformed(_)) => "unreadable_version",
            Self::Version(VersionError::NoOrder(_)) => "unknown_order",
            Self::Feed(_) => "bad_feed",
            Self::Vector(_) => "bad_vector",
        };
        json!({"error": {"type": kind, "detail": self.to_string()}})
    }
}
