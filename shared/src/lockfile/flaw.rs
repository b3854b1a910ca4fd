//! What is wrong with a file, as a closed set: whoever shows it says it in the reader's language.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Why a lockfile can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockfileError {
    /// The file's name is none of a lockfile that is known.
    #[error("`{0}` is not a lockfile that is known here")]
    UnknownName(String),
    /// The text is not what the name says.
    #[error("line {line}: {flaw}")]
    Malformed {
        /// Counted from 1.
        line: usize,
        /// What is wrong there.
        flaw: Flaw,
    },
}

/// What is wrong at a line. Displayed in English, without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "kind", content = "what", rename_all = "snake_case")]
pub enum Flaw {
    /// The bytes are no UTF-8.
    #[error("not a text in UTF-8")]
    Encoding,
    /// The file ends in the middle of something.
    #[error("the file ends too early")]
    EndsEarly,
    /// A character that has no place there.
    #[error("`{0}` has no place here")]
    Unexpected(char),
    /// Nested deeper than any tool writes.
    #[error("nested too deep")]
    TooDeep,
    /// Nothing of what makes the file one of its kind.
    #[error("no {0} in the file")]
    Missing(Cow<'static, str>),
    /// A line of another form than this.
    #[error("expected here: {0}")]
    Expected(Cow<'static, str>),
    /// A text where a version stands that is none.
    #[error("`{0}` is not a version")]
    Version(String),
}

pub(super) fn flawed(line: usize, flaw: Flaw) -> LockfileError {
    LockfileError::Malformed { line, flaw }
}

/// The file is of another kind than its name says: it has nothing of this.
pub(super) fn missing(what: &'static str) -> LockfileError {
    flawed(1, Flaw::Missing(what.into()))
}

/// A line must be of this form.
pub(super) fn expected(line: usize, form: impl Into<Cow<'static, str>>) -> LockfileError {
    flawed(line, Flaw::Expected(form.into()))
}
