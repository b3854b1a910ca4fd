//! `/v1/notices`: how the SDKs of a page stand. Public, the same for everybody, asked by every page view.
//!
//! A `GET` is answered by [`direct`], before the router: what the router's way costs is more than a held
//! answer does. Both ways give the same answer with the same headers.

pub(crate) mod direct;
pub(crate) mod state;

use axum::extract::{RawQuery, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::app::App;
use crate::notices;
use crate::problem::Failure;

/// `GET` and `HEAD`
#[worker::send]
pub(crate) async fn show(
    app: App,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    Ok(notices::answer(&app, &query.unwrap_or_default()).await?.response(&headers))
}

/// `OPTIONS`: a page of another origin asks whether it may.
pub(crate) async fn preflight() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD"));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("if-none-match"));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    response
}

/// Lets pages of any origin read the answer, whatever it is.
pub(crate) async fn open_to_all(request: Request, next: Next) -> Response {
    opened(next.run(request).await)
}

/// The answer, readable by pages of any origin.
pub(crate) fn opened(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("etag, retry-after"));
    response
}
