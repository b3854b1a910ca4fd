//! Bodies. A request's is taken whole before anything else looks at the request, and never more than fits: it
//! is read even where the request is refused for another reason: one that is left on the wire breaks
//! the next request on the same connection.

use std::future::poll_fn;
use std::pin::Pin;

use aftercare_shared::api::MAX_REQUEST_BYTES;
use aftercare_shared::api::advisories::MAX_DOCUMENT_BYTES;
use aftercare_shared::json::{self, Fault};
use aftercare_shared::problem::{FieldError, Kind, Problem};
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequest, Request};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::problem::Failure;

/// How much of a body that is too large is read and dropped before the connection is given up, in bytes.
const DROPPED_BYTES: usize = 4 * 1024 * 1024;

/// Below these paths whole documents are taken: advisories, and lists of releases.
const DOCUMENTS: [&str; 2] = ["/v1/desk/advisories", "/v1/desk/releases/"];

/// How large the body of a request may be, in bytes.
fn limit(path: &str) -> usize {
    let is_document = DOCUMENTS.iter().any(|documents| path.starts_with(documents));
    if is_document { MAX_DOCUMENT_BYTES } else { MAX_REQUEST_BYTES }
}

/// Takes the body of a request.
pub(crate) async fn take(request: http::Request<worker::Body>) -> Result<Request, Failure> {
    let (parts, mut body) = request.into_parts();
    let limit = limit(parts.uri.path());
    let mut taken = Vec::new();
    let mut length = 0;
    while let Some(chunk) = chunk(&mut body).await? {
        length += chunk.len();
        if length <= limit {
            taken.extend_from_slice(&chunk);
        } else if length > DROPPED_BYTES {
            break;
        }
    }
    if length > limit {
        return Err(too_large(limit));
    }
    Ok(Request::from_parts(parts, Body::from(taken)))
}

async fn chunk(body: &mut worker::Body) -> Result<Option<Bytes>, Failure> {
    let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await.transpose();
    let frame = frame.map_err(|_| Failure::new(Kind::Malformed, "The body broke off. Send it again."))?;
    Ok(frame.map(|frame| frame.into_data().unwrap_or_default()))
}

/// The body of an answer.
pub(crate) fn render(shown: &impl Serialize) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(shown)
        .map_err(|error| Failure::Internal("an answer does not serialise", error.to_string()))
}

/// A JSON body.
pub(crate) struct Json<T>(pub(crate) T);

impl<T, S> FromRequest<S> for Json<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = Failure;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        check_media_type(&parts.headers)?;
        let bytes = taken(&parts.uri, body).await?;
        parse(&bytes).map(Self)
    }
}

/// A document in somebody else's form of JSON, unread.
pub(crate) struct Document(pub(crate) String);

impl<S: Send + Sync> FromRequest<S> for Document {
    type Rejection = Failure;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        check_document_type(&parts.headers)?;
        let bytes = taken(&parts.uri, body).await?;
        let text = String::from_utf8(bytes.to_vec());
        text.map(Self).map_err(|_| Failure::new(Kind::Malformed, "The document is no text in UTF-8."))
    }
}

async fn taken(uri: &http::Uri, body: Body) -> Result<Bytes, Failure> {
    let limit = limit(uri.path());
    axum::body::to_bytes(body, limit).await.map_err(|_| too_large(limit))
}

/// JSON, or JSON in a form with a name of its own (RFC 6839, section 3.1): `application/csaf+json`.
fn check_document_type(headers: &HeaderMap) -> Result<(), Failure> {
    let media_type = media_type(headers);
    let is_named = media_type.strip_prefix("application/").is_some_and(|name| name.ends_with("+json"));
    if is_named || media_type == "application/json" {
        return Ok(());
    }
    let detail = "Send the document as JSON, with the header Content-Type: application/json.";
    Err(Failure::new(Kind::MediaType, detail))
}

fn media_type(headers: &HeaderMap) -> String {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn check_media_type(headers: &HeaderMap) -> Result<(), Failure> {
    if media_type(headers) == "application/json" {
        return Ok(());
    }
    let detail = "Send the body as JSON, with the header Content-Type: application/json.";
    Err(Failure::new(Kind::MediaType, detail))
}

fn too_large(limit: usize) -> Failure {
    let kib = limit / 1024;
    Failure::new(Kind::TooLarge, format!("Send at most {kib} KiB. Shorten the text, or attach it as a file."))
}

/// Parses a body. What does not fit is named with a JSON Pointer (RFC 6901).
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    json::read_bytes(bytes).map_err(refused)
}

fn refused(fault: Fault) -> Failure {
    match fault {
        Fault::Syntax(words) => Failure::new(Kind::Malformed, format!("The body is no JSON: {words}.")),
        Fault::Shape { place, words } => {
            let detail = format!("The field does not fit: {words}.");
            let mut problem = Problem::new(Kind::Malformed, detail.clone());
            problem.errors.push(FieldError { pointer: format!("#{place}"), detail });
            Failure::Problem(Box::new(problem))
        }
    }
}

#[cfg(test)]
mod tests {
    use aftercare_shared::api::ticket::NewTicket;

    use super::*;

    fn problem(body: &str) -> (String, String) {
        let Err(Failure::Problem(problem)) = parse::<NewTicket>(body.as_bytes()) else {
            panic!("{body} is taken");
        };
        let pointer = problem.errors.first().map(|error| error.pointer.clone()).unwrap_or_default();
        (problem.kind, pointer)
    }

    #[test]
    fn what_does_not_fit_is_pointed_at() {
        let malformed = Kind::Malformed.uri();
        let cases = [
            ("", ""),
            ("{", ""),
            ("[]", "#"),
            ("{}", "#"),
            (r#"{"subject":1,"severity":"down"}"#, "#/subject"),
            (r#"{"subject":"x","severity":"worst"}"#, "#/severity"),
            (r#"{"subject":"x","severity":"down","sdks":["a",1]}"#, "#/sdks/1"),
            (r#"{"subject":"x","severity":"down"} x"#, ""),
        ];
        for (body, pointer) in cases {
            assert_eq!(problem(body), (malformed.clone(), pointer.to_owned()), "{body}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(problem(&deep).0, malformed);
    }
}
