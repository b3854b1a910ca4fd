//! A failure, in words that say what to do.

use aftercare_client::Failure;
use aftercare_shared::problem::Kind;
use aftercare_shared::text::Lang;
use aftercare_ui::messages::{desk, trouble};

/// What went wrong and what to do.
pub(crate) fn words(failure: &Failure, lang: Lang) -> String {
    let general = trouble::words(lang);
    let problem = match failure {
        Failure::Offline => return general.offline.to_owned(),
        Failure::Timeout => return general.timeout.to_owned(),
        Failure::Unreadable { .. } => return general.unreadable.to_owned(),
        Failure::Problem(problem) => problem,
    };
    match problem.known_kind() {
        Some(Kind::Unauthenticated | Kind::Expired) => desk::words(lang).failure.expired.to_owned(),
        // The service says in English which rule it was; the general sentence is better than a foreign one.
        Some(Kind::Refused | Kind::Invalid) if lang == Lang::En && !problem.detail.is_empty() => {
            problem.detail.clone()
        }
        Some(kind) => general.problem(kind).to_owned(),
        None => general.unreadable.to_owned(),
    }
}
