//! `/v1/sdks`: which packages are the vendor's. Public, the same for everybody, asked by who reads a lockfile.

use axum::response::Response;
use http::HeaderMap;

use crate::app::App;
use crate::notices;
use crate::problem::Failure;
use crate::routes::public;

/// `GET`
#[worker::send]
pub(crate) async fn index(app: App, headers: HeaderMap) -> Result<Response, Failure> {
    let sdks = notices::knowledge(&app).await?.sdks();
    public(&headers, &sdks, "application/json", "public, max-age=300")
}
