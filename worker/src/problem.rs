//! Errors to HTTP, all of them, in one file.
//!
//! What a handler returns as `Err` is a [`Failure`]. Those that the caller can act on are shown with what
//! to do; the others are logged, and shown as what they are to the caller: our fault.

use aftercare_shared::id::IdError;
use aftercare_shared::identity::Disbelief;
use aftercare_shared::problem::{FieldError, Kind, MEDIA_TYPE, Problem};
use aftercare_shared::ticket::FoldError;
use aftercare_shared::ticket::command::Refusal;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};

use crate::config::Misconfigured;
use crate::log;
use crate::store::StoreError;

/// How long a caller who is told to wait should wait, in seconds.
const RETRY_SECONDS: u32 = 5;

/// Why a request is not answered as it wished.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The caller can do something about it.
    Problem(Box<Problem>),
    /// The caller must wait so many seconds.
    Wait(Box<Problem>, u32),
    /// Something we depend on does not answer; the text is for the log.
    Unavailable(&'static str, String),
    /// Something of ours failed; the text is for the log.
    Internal(&'static str, String),
}

impl Failure {
    /// A problem with what happened this time and what to do.
    pub(crate) fn new(kind: Kind, detail: impl Into<String>) -> Self {
        Self::Problem(Box::new(Problem::new(kind, detail)))
    }

    /// A field whose value can't be.
    pub(crate) fn field(pointer: &str, detail: impl Into<String>) -> Self {
        Self::Problem(Box::new(Problem::field(pointer, detail)))
    }

    /// There is no such ticket, or none that the caller may know of.
    pub(crate) fn no_ticket() -> Self {
        Self::new(Kind::NotFound, "There is no ticket with this id. Check the address.")
    }

    /// The ticket has moved on since the caller looked.
    pub(crate) fn stale(seq: u32) -> Self {
        let mut problem = Problem::new(
            Kind::Stale,
            "The ticket has changed since you looked. Read what is new, then send again what still holds.",
        );
        problem.seq = Some(seq);
        Self::Problem(Box::new(problem))
    }

    /// The caller asks too often.
    pub(crate) fn rate_limited(seconds: u32) -> Self {
        let detail = format!("Wait {seconds} seconds, then try again.");
        Self::Wait(Box::new(Problem::new(Kind::RateLimited, detail)), seconds)
    }

    /// The first request with the same key is still running.
    pub(crate) fn in_flight() -> Self {
        let detail = "Wait a moment, then send the same request again: it will get the first one's answer.";
        Self::Wait(Box::new(Problem::new(Kind::InFlight, detail)), RETRY_SECONDS)
    }

    /// Too many write at once.
    pub(crate) fn busy() -> Self {
        Self::busy_with("this ticket")
    }

    /// Too many write at once on something.
    pub(crate) fn busy_with(what: &str) -> Self {
        let detail = format!("Many are writing on {what} right now. Try again in a moment.");
        Self::Wait(Box::new(Problem::new(Kind::Unavailable, detail)), 1)
    }

    /// A command that the ticket does not take; `pointer` is the field that its text came from.
    pub(crate) fn refused(refusal: Refusal, pointer: &str) -> Self {
        match refusal {
            Refusal::Empty | Refusal::TooLong | Refusal::OutOfRange | Refusal::NoReason => {
                Self::field(pointer, refusal.to_string())
            }
            Refusal::Ended
            | Refusal::AlreadyAccepted
            | Refusal::NotLive
            | Refusal::NotResolved
            | Refusal::NotAnswered
            | Refusal::NotRateable
            | Refusal::AlreadyRated
            | Refusal::Unchanged => Self::new(Kind::Refused, refusal.to_string()),
        }
    }

    /// Logs what came in the way of something that nobody waits for.
    pub(crate) fn log(self, doing: &'static str) {
        let (message, error) = match self {
            Self::Problem(problem) | Self::Wait(problem, _) => (doing, problem.detail),
            Self::Unavailable(message, error) | Self::Internal(message, error) => (message, error),
        };
        log::error(message, &[("doing", doing.into()), ("error", error.into())]);
    }

    /// Several fields whose values can't be.
    pub(crate) fn fields(errors: Vec<FieldError>) -> Self {
        let detail = errors.first().map(|error| error.detail.clone()).unwrap_or_default();
        let mut problem = Problem::new(Kind::Invalid, detail);
        problem.errors = errors;
        Self::Problem(Box::new(problem))
    }
}

impl From<Disbelief> for Failure {
    fn from(disbelief: Disbelief) -> Self {
        let kind = match disbelief {
            Disbelief::Expired => Kind::Expired,
            Disbelief::TooLarge
            | Disbelief::NotAToken
            | Disbelief::Algorithm
            | Disbelief::Signature
            | Disbelief::Audience
            | Disbelief::Missing(_)
            | Disbelief::Id(..)
            | Disbelief::Lifetime
            | Disbelief::NotYet => Kind::Unauthenticated,
        };
        Self::new(kind, disbelief.to_string())
    }
}

impl From<Misconfigured> for Failure {
    fn from(error: Misconfigured) -> Self {
        Self::Internal("the deployment is not set up right", error.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(error) => Self::Unavailable("the store does not answer", error),
            StoreError::Conflict(_) | StoreError::Row { .. } | StoreError::Failed(_) => {
                Self::Internal("the store failed", error.to_string())
            }
        }
    }
}

impl From<FoldError> for Failure {
    fn from(error: FoldError) -> Self {
        Self::Internal("a ticket's log does not fold", error.to_string())
    }
}

impl From<IdError> for Failure {
    fn from(error: IdError) -> Self {
        Self::Internal("an id of ours is none", error.to_string())
    }
}

impl From<worker::Error> for Failure {
    fn from(error: worker::Error) -> Self {
        Self::Internal("the platform failed", error.to_string())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (problem, wait) = match self {
            Self::Problem(problem) => (problem, None),
            Self::Wait(problem, seconds) => (problem, Some(seconds)),
            Self::Unavailable(message, error) => {
                log::error(message, &[("error", error.into())]);
                let problem = Problem::new(Kind::Unavailable, "Send the same request again in a moment.");
                (Box::new(problem), Some(RETRY_SECONDS))
            }
            Self::Internal(message, error) => {
                log::error(message, &[("error", error.into())]);
                let detail = "It is not your request. Send it again in a moment; if it fails again, tell us.";
                (Box::new(Problem::new(Kind::Internal, detail)), None)
            }
        };
        let mut response = render(&problem);
        if let Some(seconds) = wait {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

fn render(problem: &Problem) -> Response {
    // A problem document is strings and numbers, which always serialise.
    let body = serde_json::to_vec(problem).unwrap_or_default();
    let mut response = Response::new(Body::from(body));
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::UNAUTHORIZED {
        // RFC 9110, section 11.6.1: a 401 says how to authenticate.
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
