//! What a failure means for the reader, and what they can do.

use leptos::prelude::*;

use aftercare_client::Failure;
use aftercare_shared::problem::Kind;
use aftercare_ui::messages::trouble::{TroubleWords, words};
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
#[component]
pub(crate) fn Trouble(
    /// Why.
    failure: Failure,
    /// Tries again.
    retry: impl Fn() + 'static,
) -> impl IntoView {
    let words = words(use_reader().lang);
    view! {
        <div class="card trouble" role="alert">
            <p>{sentence(words, &failure)}</p>
            <button type="button" class="ghost" on:click=move |_| retry()>{words.retry}</button>
        </div>
    }
}
