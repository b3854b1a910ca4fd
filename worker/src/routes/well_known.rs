//! `/.well-known/` (RFC 8615): what others find without being told where.

use axum::response::Response;
use http::HeaderMap;

use crate::app::App;
use crate::problem::Failure;
use crate::receipts;
use crate::routes::public;

/// The media type of a key set (RFC 7517, section 8.5.2).
const MEDIA_TYPE: &str = "application/jwk-set+json";
/// A set only ever grows, so an old one is wrong for none but the newest receipts.
const CACHING: &str = "public, max-age=600, stale-while-revalidate=86400, stale-if-error=604800";

/// `GET /.well-known/aftercare-receipt-keys.json`. Public, and the same for everybody.
#[worker::send]
pub(crate) async fn receipt_keys(app: App, headers: HeaderMap) -> Result<Response, Failure> {
    public(&headers, &receipts::keys(&app).await?, MEDIA_TYPE, CACHING)
}
