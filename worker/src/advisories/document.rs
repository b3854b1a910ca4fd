//! A document of advisories as it comes in: what is wrong with it is told as a problem, place by place.

use aftercare_shared::osv::document::{Document, Refusal, read as read_document};
use aftercare_shared::osv::{Slip, Weight};
use aftercare_shared::problem::{FieldError, Kind, Problem};
use chrono::{DateTime, Utc};

use crate::problem::Failure;

/// The most slips that one answer tells.
const MAX_SLIPS: usize = 50;

/// Reads a document. A record that does not say when it last changed changed now.
pub(crate) fn read(text: &str, now: DateTime<Utc>) -> Result<Document, Failure> {
    read_document(text, Some(now)).map_err(|refusal| match refusal {
        Refusal::NoJson(_) | Refusal::NoForm | Refusal::Shape(_) => {
            Failure::new(Kind::Malformed, sentence(&refusal.to_string()))
        }
        Refusal::Slips(slips) => refused(slips),
    })
}

fn refused(slips: Vec<Slip>) -> Failure {
    let errors = slips.into_iter().filter(|slip| slip.weight == Weight::Error).take(MAX_SLIPS);
    let errors = errors.map(|slip| FieldError { pointer: slip.pointer, detail: sentence(&slip.detail) });
    let errors: Vec<FieldError> = errors.collect();
    let mut problem =
        Problem::new(Kind::Invalid, errors.first().map(|error| error.detail.clone()).unwrap_or_default());
    problem.errors = errors;
    Failure::Problem(Box::new(problem))
}

/// With a capital and a full stop, as problems are written.
fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str().trim_end_matches('.'))
}
