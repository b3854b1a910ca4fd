//! `/v1/notices/state`: what a person has done with notices.
//!
//! The notices are the same for everybody, and this is not: they are asked for apart, so that the
//! shared part can be cached. A notice that is put away stays so for the person who did it, on every
//! page and device, until what it says gets worse.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::advisory::Rating;
use crate::api::notices::Verdict;

/// The longest id of a notice, in bytes.
pub const MAX_NOTICE_BYTES: usize = 400;

/// What was done with a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum Settled {
    /// Put away: it is not to interrupt again.
    Dismissed,
    /// Taken note of: somebody will see to it in time.
    Acknowledged,
}

/// `PUT /v1/notices/state/{id}`: what was done, and what the notice said then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewNoticeState {
    /// What was done.
    pub state: Settled,
    /// How bad an advisory was said to be; absent for what is to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Rating>,
    /// Whether the advisory was said to hit; absent is that it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
}

/// What a person has done with one notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NoticeState {
    /// The notice's id.
    pub id: String,
    /// What was done, and what the notice said then.
    #[serde(flatten)]
    pub of: NewNoticeState,
    /// When.
    pub at: DateTime<Utc>,
}

/// `GET /v1/notices/state`: all of it, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NoticeStates {
    /// One for each notice that the person has done something with.
    pub items: Vec<NoticeState>,
}

impl NewNoticeState {
    /// Whether it still holds for what an advisory says now. What has become worse since is shown
    /// again: a higher severity, or a hit where it was not known. What has become milder is not.
    #[must_use]
    pub fn holds(&self, severity: Rating, verdict: Verdict) -> bool {
        let seen = self.severity.unwrap_or(Rating::Critical);
        let was_certain = self.verdict != Some(Verdict::Unknown);
        severity.urgency() <= seen.urgency() && (was_certain || verdict == Verdict::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gets_worse_is_shown_again() {
        use Rating::{Critical, High, Low, Medium, Unknown};
        use Verdict::Affected;
        for (seen, said, now, holds) in [
            (High, Affected, (High, Affected), true),
            (High, Affected, (Critical, Affected), false),
            (High, Affected, (Medium, Affected), true),
            (High, Affected, (High, Verdict::Unknown), true),
            (High, Verdict::Unknown, (High, Verdict::Unknown), true),
            (High, Verdict::Unknown, (Low, Affected), false),
            (Unknown, Affected, (Low, Affected), true),
            (Unknown, Affected, (Medium, Affected), false),
        ] {
            let state =
                NewNoticeState { state: Settled::Dismissed, severity: Some(seen), verdict: Some(said) };
            assert_eq!(state.holds(now.0, now.1), holds, "{seen:?} {said:?} {now:?}");
        }
    }
}
