//! What a failure means for the reader, and what they can do.

use aftercare_client::Failure;
use aftercare_shared::problem::Kind;
use aftercare_ui::messages::trouble::{TroubleWords, words};
use aftercare_ui::part::{Part, button, div, p};
use aftercare_ui::use_reader;

/// The sentence for a failure.
pub(crate) fn sentence(words: &TroubleWords, failure: &Failure) -> &'static str {
    match failure {
        Failure::Offline => words.offline,
        Failure::Timeout => words.timeout,
        Failure::Unreadable { .. } => words.unreadable,
        Failure::Problem(problem) => match problem.known_kind() {
            Some(kind) => words.problem(kind),
            None if problem.status >= 500 => words.problem(Kind::Internal),
            None => words.unreadable,
        },
    }
}

/// A failure, with another attempt to be made.
pub(crate) fn trouble(failure: &Failure, retry: impl FnMut() + Send + 'static) -> Part {
    let words = words(use_reader().lang);
    div("card trouble")
        .attr("role", "alert")
        .child(p("").child(sentence(words, failure)))
        .child(button("ghost", retry).child(words.retry))
        .into()
}
