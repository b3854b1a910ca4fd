//! Why a call has no answer.

use aftercare_shared::problem::{Kind, Problem};

/// Why a call has no answer that could be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The request did not leave, or the connection broke: whether it arrived is not known.
    #[error("no connection to the service")]
    Offline,
    /// No answer came in time: whether the request arrived is not known.
    #[error("the service did not answer in time")]
    Timeout,
    /// The service refused, and says why.
    #[error("{}", .0.title)]
    Problem(Problem),
    /// An answer that is neither the shape asked for nor a problem document: something between the
    /// browser and the service answered, or the service is newer than this page.
    #[error("the answer can't be read (status {status})")]
    Unreadable {
        /// The HTTP status.
        status: u16,
    },
}

impl Failure {
    /// The kind of problem, where the service stated one that is known here.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Self::Problem(problem) => problem.known_kind(),
            Self::Offline | Self::Timeout | Self::Unreadable { .. } => None,
        }
    }

    /// Whether the same request may succeed later without anybody changing it. A `POST` is only
    /// repeated with the `Idempotency-Key` of its first attempt.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Offline | Self::Timeout => true,
            Self::Problem(problem) => match problem.known_kind() {
                Some(kind) => kind_is_passing(kind),
                None => status_is_passing(problem.status),
            },
            Self::Unreadable { status } => status_is_passing(*status),
        }
    }

    /// Whether the credential is what is wrong, so that a new session may help.
    #[must_use]
    pub fn is_signed_out(&self) -> bool {
        matches!(self.kind(), Some(Kind::Unauthenticated | Kind::Expired))
    }
}

fn kind_is_passing(kind: Kind) -> bool {
    match kind {
        Kind::InFlight | Kind::RateLimited | Kind::Internal | Kind::Unavailable => true,
        Kind::Malformed
        | Kind::Invalid
        | Kind::HeaderMissing
        | Kind::Unauthenticated
        | Kind::Expired
        | Kind::Forbidden
        | Kind::NotFound
        | Kind::MethodNotAllowed
        | Kind::Stale
        | Kind::Refused
        | Kind::KeyReused
        | Kind::TooLarge
        | Kind::MediaType => false,
    }
}

/// For answers that come from something in between, which knows no problem types of ours.
fn status_is_passing(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_by_itself_is_tried_again() {
        let problem = |kind| Failure::Problem(Problem::new(kind, ""));
        let cases = [
            (Failure::Offline, true),
            (Failure::Timeout, true),
            (problem(Kind::RateLimited), true),
            (problem(Kind::InFlight), true),
            (problem(Kind::Invalid), false),
            (problem(Kind::KeyReused), false),
            (problem(Kind::Expired), false),
            (Failure::Unreadable { status: 502 }, true),
            (Failure::Unreadable { status: 200 }, false),
        ];
        for (failure, passing) in cases {
            assert_eq!(failure.is_passing(), passing, "{failure:?}");
        }
    }

    #[test]
    fn an_unknown_type_is_judged_by_its_status() {
        let mut problem = Problem::new(Kind::Invalid, "");
        "about:blank".clone_into(&mut problem.kind);
        problem.status = 503;
        assert!(Failure::Problem(problem).is_passing());
    }
}
