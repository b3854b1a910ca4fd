//! A word in a coloured capsule. The colour repeats what the word says and adds nothing to it.

use crate::messages::{promise, ticket};
use crate::part::{Part, live, span};
use crate::promise::Gist;
use crate::{Clock, use_reader};
use aftercare_shared::api::ticket::{PromiseState, PromiseView};
use aftercare_shared::severity::Severity;
use aftercare_shared::ticket::Status;

/// How something stands, as a colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Plain,
    /// Worth knowing.
    Info,
    /// As it should be.
    Ok,
    /// Needs attention soon.
    Warn,
    /// Needs attention now.
    Bad,
}

impl Tone {
    /// The class beside `pill`, `track` or `promise`.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Info => "info",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    /// A pill of this tone.
    #[must_use]
    pub fn pill(self, word: &str) -> Part {
        span(["pill ", self.class()].concat()).child(word.to_owned()).into()
    }
}

/// Where a promise stands, in a word.
#[must_use]
pub fn promise_pill(promise: &PromiseView) -> Part {
    let words = promise::words(use_reader().lang);
    let clock = Clock::of_context();
    let promise = Gist::of(promise);
    live(move || {
        let now = clock.now();
        let (word, tone) = match promise.state {
            PromiseState::Running if promise.due_at.is_some_and(|due| due < now) => (words.missed, Tone::Bad),
            PromiseState::Running if promise.is_soon => (words.due_soon, Tone::Warn),
            PromiseState::Running => (words.on_time, Tone::Ok),
            PromiseState::Paused => (words.waiting, Tone::Warn),
            PromiseState::Met => (words.kept, Tone::Ok),
            PromiseState::Missed => (words.missed, Tone::Bad),
            PromiseState::Cancelled => (words.cancelled, Tone::Plain),
        };
        tone.pill(word)
    })
}

/// How bad it is, in the word that is given for it.
#[must_use]
pub fn severity_pill(severity: Severity, word: &str) -> Part {
    let tone = match severity {
        Severity::Question => Tone::Plain,
        Severity::Degraded => Tone::Info,
        Severity::Severe => Tone::Warn,
        Severity::Down | Severity::Critical => Tone::Bad,
    };
    tone.pill(word)
}

/// Where a ticket stands.
#[must_use]
pub fn status_pill(status: Status) -> Part {
    let tone = match status {
        Status::New | Status::Open => Tone::Info,
        Status::Waiting => Tone::Warn,
        Status::Resolved => Tone::Ok,
        Status::Closed | Status::Merged => Tone::Plain,
    };
    tone.pill(ticket::words(use_reader().lang).status(status))
}
