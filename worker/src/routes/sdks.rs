//! `/v1/sdks`: which packages are the vendor's. Public, the same for everybody, asked by who reads a lockfile.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use http::{HeaderMap, HeaderValue, StatusCode};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::etag;
use crate::notices;
use crate::problem::Failure;

/// `GET`
#[worker::send]
pub(crate) async fn index(app: App, headers: HeaderMap) -> Result<Response, Failure> {
    let sdks = notices::knowledge(&app).await?.sdks();
    let json = serde_json::to_vec(&sdks)
        .map_err(|error| Failure::Internal("an answer does not serialise", error.to_string()))?;
    let digest: String = Sha256::digest(&json).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{digest}\"");
    let mut response = if etag::is_held(&headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(json))
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    Ok(response)
}
