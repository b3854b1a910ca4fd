//! A failure, in words that say what to do.

use aftercare_client::Failure;
use aftercare_shared::problem::Kind;
use aftercare_shared::text::Lang;
use aftercare_ui::messages::{desk, trouble};
use aftercare_ui::part::{Part, span};

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
        Some(kind) if lang == Lang::En && is_particular(kind) && !problem.detail.is_empty() => {
            problem.detail.clone()
        }
        Some(kind) => general.problem(kind).to_owned(),
        None => general.unreadable.to_owned(),
    }
}

/// The same, with which rule it was: the service says that in English, and to whoever reads another language
/// it comes behind a sentence of their own.
pub(crate) fn told(failure: &Failure, lang: Lang) -> Part {
    let detail = match failure {
        Failure::Problem(problem) if lang != Lang::En && problem.known_kind().is_some_and(is_particular) => {
            problem.detail.as_str()
        }
        Failure::Problem(_) | Failure::Offline | Failure::Timeout | Failure::Unreadable { .. } => "",
    };
    let detail = (!detail.is_empty())
        .then(|| span("tiny detail").attr("lang", Lang::En.tag()).child(detail.to_owned()));
    [words(failure, lang).into(), detail.into()].into()
}

/// Whether the service says more of it than its kind does.
fn is_particular(kind: Kind) -> bool {
    match kind {
        Kind::Malformed | Kind::Invalid | Kind::Refused | Kind::TooLarge => true,
        Kind::HeaderMissing
        | Kind::Unauthenticated
        | Kind::Expired
        | Kind::Forbidden
        | Kind::NotFound
        | Kind::MethodNotAllowed
        | Kind::Stale
        | Kind::InFlight
        | Kind::KeyReused
        | Kind::MediaType
        | Kind::RateLimited
        | Kind::Internal
        | Kind::Unavailable => false,
    }
}
