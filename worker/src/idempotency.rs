//! Repeated POSTs are harmless: the same key and body get the first one's answer.
//!
//! The answer is written in the batch of what it answers for, under a primary key, so a key is used once
//! or not at all, whatever fails. The lease before it only tells a second caller to wait.

use aftercare_shared::api::IDEMPOTENCY_KEY;
use aftercare_shared::digest;
use aftercare_shared::problem::Kind;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use http::request::Parts;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::app::App;
use crate::body;
use crate::ids;
use crate::log;
use crate::problem::Failure;
use crate::store::idempotency::{self, Claim, Once};

/// The longest key that is taken, in characters.
const MAX_KEY_CHARS: usize = 128;

/// The request's key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key(String);

impl<S: Sync> FromRequestParts<S> for Key {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        sent(parts)?.ok_or_else(|| {
            let detail =
                "Send a new Idempotency-Key with every new request, and the same with a repeated one.";
            Failure::new(Kind::HeaderMissing, detail)
        })
    }
}

impl<S: Sync> OptionalFromRequestParts<S> for Key {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Option<Self>, Failure> {
        sent(parts)
    }
}

/// The key that was sent, if any was; one that is none is refused.
fn sent(parts: &Parts) -> Result<Option<Key>, Failure> {
    let Some(header) = parts.headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let key = header.to_str().ok().and_then(read);
    key.map(|key| Some(Key(key))).ok_or_else(|| {
        let detail = format!("An Idempotency-Key is 1 to {MAX_KEY_CHARS} printable ASCII characters.");
        Failure::new(Kind::Malformed, detail)
    })
}

/// Reads a key, bare or as a string of structured fields (RFC 9651, section 3.3.3).
fn read(header: &str) -> Option<String> {
    let header = header.trim();
    let key = match header.strip_prefix('"') {
        Some(rest) => unquoted(rest.strip_suffix('"')?)?,
        None => header.to_owned(),
    };
    let printable = key.chars().all(|c| c.is_ascii_graphic() || c == ' ');
    (printable && (1..=MAX_KEY_CHARS).contains(&key.len())).then_some(key)
}

fn unquoted(text: &str) -> Option<String> {
    let mut key = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => key.push(chars.next().filter(|escaped| matches!(escaped, '"' | '\\'))?),
            '"' => return None,
            plain => key.push(plain),
        }
    }
    Some(key)
}

/// Does something once for a key, or finds what was shown for it the first time. `scope` names the caller
/// and the endpoint.
pub(crate) async fn once<S: DeserializeOwned>(
    app: &App,
    scope: String,
    Key(key): Key,
    body: &impl Serialize,
    work: impl AsyncFnOnce(&Once) -> Result<S, Failure>,
) -> Result<S, Failure> {
    let store = app.store()?;
    let fingerprint = digest::sha256(body::render(body)?);
    let once = Once { scope, key, fingerprint, holder: ids::nonce(app.now()) };
    match idempotency::claim(&store, &once, app.now()).await? {
        Claim::Answered(shown) => Ok(shown),
        Claim::InFlight => Err(Failure::in_flight()),
        Claim::OtherBody => {
            let detail =
                "This Idempotency-Key came with another body before. Take a new one for a new request.";
            Err(Failure::new(Kind::KeyReused, detail))
        }
        Claim::Ours => {
            let outcome = work(&once).await;
            if outcome.is_err()
                && let Err(error) = idempotency::release(&store, &once).await
            {
                // The lease runs out by itself.
                log::warn("a lease was not given back", &[("error", json!(error.to_string()))]);
            }
            outcome
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_quoted_or_bare() {
        let long = "x".repeat(MAX_KEY_CHARS + 1);
        for (header, key) in [
            ("8e03978e-40d5", Some("8e03978e-40d5")),
            ("\"8e03978e-40d5\"", Some("8e03978e-40d5")),
            (r#""a\"b\\c""#, Some(r#"a"b\c"#)),
            (" k ", Some("k")),
            ("", None),
            ("\"\"", None),
            ("\"", None),
            ("\"a\"b\"", None),
            (r#""a\n""#, None),
            (&long, None),
        ] {
            assert_eq!(read(header).as_deref(), key, "{header}");
        }
    }
}
