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
pub(crate) mod well_known;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;

use crate::etag;
use crate::problem::Failure;
use crate::receipts;

/// An answer that is the caller's own and is not to be kept anywhere.
pub(crate) fn answer(status: StatusCode, body: &impl Serialize) -> Result<Response, Failure> {
    let json = serde_json::to_vec(body)
        .map_err(|error| Failure::Internal("an answer does not serialise", error.to_string()))?;
    let mut response = Response::new(Body::from(json));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// A ticket's receipts, as the file that is verified byte for byte.
pub(crate) fn receipts(asked: &HeaderMap, file: receipts::File) -> Response {
    let mut response = if etag::is_held(asked, &file.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Response::new(Body::from(file.text));
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        response
    };
    let headers = response.headers_mut();
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    for (name, value) in [(ETAG, &file.etag), (CONTENT_DISPOSITION, &disposition)] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}

/// The same with a tag: whoever has it already is told so, and nothing else.
pub(crate) fn tagged(asked: &HeaderMap, tag: &str, body: &impl Serialize) -> Result<Response, Failure> {
    let mut response = if etag::is_held(asked, tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        answer(StatusCode::OK, body)?
    };
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(ETAG, tag);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(response)
}
