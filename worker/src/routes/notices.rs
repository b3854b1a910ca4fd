//! `/v1/notices`: how the SDKs of a page stand. Public, the same for everybody, asked by every page view.

use aftercare_shared::api::notices::Notices;
use aftercare_shared::package::Purl;
use aftercare_shared::problem::Kind;
use axum::body::Body;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, CACHE_CONTROL, CONTENT_TYPE, ETAG,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::etag;
use crate::notices;
use crate::params::Query;
use crate::problem::Failure;

/// The most SDKs that one page asks about.
const MAX_SDKS: usize = 50;
/// The longest package URL that is read, in bytes.
const MAX_PURL_BYTES: usize = 512;

/// `GET`
#[worker::send]
pub(crate) async fn show(
    app: App,
    headers: HeaderMap,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let sdks = sdks(&query)?;
    let notices = notices::knowledge(&app).await?.on(&sdks, None, app.now());
    let bytes = |notices: &Notices| {
        serde_json::to_vec(notices)
            .map_err(|error| Failure::Internal("an answer does not serialise", error.to_string()))
    };
    let json = bytes(&notices)?;
    // The same knowledge has the same tag, whenever it is told.
    let tag = Sha256::digest(bytes(&Notices { generated_at: None, ..notices })?)
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect::<String>();
    let tag = format!("\"{tag}\"");
    let mut response = if etag::is_held(&headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(json))
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    Ok(response)
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
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("etag, retry-after"));
    response
}

fn sdks(query: &[(String, String)]) -> Result<Vec<Purl>, Failure> {
    let asked = query.iter().filter(|(name, _)| name == "sdk").map(|(_, value)| value.as_str());
    let asked = asked.collect::<Vec<_>>();
    if asked.len() > MAX_SDKS {
        return Err(Failure::new(Kind::Invalid, format!("Ask about at most {MAX_SDKS} SDKs at a time.")));
    }
    let read = |(place, text): (usize, &str)| {
        let purl = Some(text).filter(|text| text.len() <= MAX_PURL_BYTES);
        purl.and_then(|text| text.parse().ok()).ok_or_else(|| {
            let detail = "This is no package URL. Write it like pkg:npm/matrix-js-sdk@23.5.0.";
            Failure::field(&format!("#/sdk/{place}"), detail)
        })
    };
    asked.into_iter().enumerate().map(read).collect()
}
