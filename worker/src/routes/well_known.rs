//! `/.well-known/` (RFC 8615): what others find without being told where.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::app::App;
use crate::etag;
use crate::problem::Failure;
use crate::receipts;

/// The media type of a key set (RFC 7517, section 8.5.2).
const MEDIA_TYPE: &str = "application/jwk-set+json";

/// `GET /.well-known/aftercare-receipt-keys.json`. Public, and the same for everybody.
#[worker::send]
pub(crate) async fn receipt_keys(app: App, headers: HeaderMap) -> Result<Response, Failure> {
    let json = serde_json::to_vec(&receipts::keys(&app).await?)
        .map_err(|error| Failure::Internal("an answer does not serialise", error.to_string()))?;
    let tag = etag::of_bytes(&json);
    let mut response = if etag::is_held(&headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(json))
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    // A set only ever grows, so an old one is wrong for none but the newest receipts.
    let cached = "public, max-age=600, stale-while-revalidate=86400, stale-if-error=604800";
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cached));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    Ok(response)
}
