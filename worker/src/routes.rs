//! The endpoints: the path of a file is the path of its URL.

pub(crate) mod demo;
pub(crate) mod desk;
pub(crate) mod feeds;
pub(crate) mod healthz;
pub(crate) mod inventory;
pub(crate) mod notices;
pub(crate) mod pages;
pub(crate) mod quotes;
pub(crate) mod sdks;
pub(crate) mod sessions;
pub(crate) mod tickets;
pub(crate) mod upgrades;
pub(crate) mod well_known;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde::Serialize;

use crate::body;
use crate::etag;
use crate::problem::Failure;
use crate::receipts;

const JSON: &str = "application/json";
/// Kept nowhere.
const NOT_KEPT: &str = "no-store";
/// Kept by the caller alone, who asks each time whether it is still right.
const ASKED_ANEW: &str = "private, no-cache";

/// An answer that is the caller's own and is not to be kept anywhere.
pub(crate) fn answer(status: StatusCode, shown: &impl Serialize) -> Result<Response, Failure> {
    let mut response = whole(body::render(shown)?);
    *response.status_mut() = status;
    set(&mut response, CACHE_CONTROL, NOT_KEPT);
    Ok(response)
}

/// The answer to a write, with the tag of what stands now.
pub(crate) fn written(tag: &str, shown: &impl Serialize) -> Result<Response, Failure> {
    let mut response = answer(StatusCode::OK, shown)?;
    set(&mut response, ETAG, tag);
    Ok(response)
}

/// An answer with a tag of its own: whoever has it already is told so, and nothing else.
pub(crate) fn tagged(asked: &HeaderMap, tag: &str, shown: &impl Serialize) -> Result<Response, Failure> {
    let mut response = if etag::is_held(asked, tag) { unchanged() } else { whole(body::render(shown)?) };
    set(&mut response, CACHE_CONTROL, ASKED_ANEW);
    set(&mut response, ETAG, tag);
    Ok(response)
}

/// The same, tagged by all that is shown.
pub(crate) fn tagged_by_content(asked: &HeaderMap, shown: &impl Serialize) -> Result<Response, Failure> {
    let json = body::render(shown)?;
    Ok(hashed(asked, json, JSON, ASKED_ANEW))
}

/// An answer for everybody, tagged by all that is shown, and kept by whoever comes by for as long as `caching`
/// says.
pub(crate) fn public(
    asked: &HeaderMap,
    shown: &impl Serialize,
    media_type: &'static str,
    caching: &'static str,
) -> Result<Response, Failure> {
    let json = body::render(shown)?;
    Ok(hashed(asked, json, media_type, caching))
}

/// An answer for everybody, of a state that is known by a tag: it is made for those alone who have it not.
pub(crate) async fn public_state<S: Serialize>(
    asked: &HeaderMap,
    tag: &str,
    caching: &'static str,
    make: impl AsyncFnOnce() -> Result<S, Failure>,
) -> Result<Response, Failure> {
    let mut response =
        if etag::is_held(asked, tag) { unchanged() } else { whole(body::render(&make().await?)?) };
    set(&mut response, CACHE_CONTROL, caching);
    set(&mut response, ETAG, tag);
    Ok(response)
}

/// A ticket's receipts, as the file that is verified byte for byte.
pub(crate) fn receipts(asked: &HeaderMap, file: receipts::File) -> Response {
    let mut response =
        if etag::is_held(asked, &file.etag) { unchanged() } else { whole(file.text.into_bytes()) };
    set(&mut response, ETAG, &file.etag);
    set(&mut response, CONTENT_DISPOSITION, &format!("attachment; filename=\"{}\"", file.name));
    set(&mut response, CACHE_CONTROL, ASKED_ANEW);
    response
}

fn hashed(asked: &HeaderMap, json: Vec<u8>, media_type: &'static str, caching: &'static str) -> Response {
    let tag = etag::of_bytes(&json);
    let mut response = if etag::is_held(asked, &tag) { unchanged() } else { whole(json) };
    set(&mut response, CONTENT_TYPE, media_type);
    set(&mut response, CACHE_CONTROL, caching);
    set(&mut response, ETAG, &tag);
    response
}

fn whole(json: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(json));
    set(&mut response, CONTENT_TYPE, JSON);
    response
}

fn unchanged() -> Response {
    StatusCode::NOT_MODIFIED.into_response()
}

/// Sets a header. What no header can hold is left out: a tag or a name of ours never is.
fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
