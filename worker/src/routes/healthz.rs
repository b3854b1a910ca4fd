//! `/healthz`: whether the Worker and its store answer, and what they work with.

use aftercare_shared::zones;
use axum::response::Response;
use http::StatusCode;
use serde_json::json;

use crate::app::App;
use crate::problem::Failure;
use crate::receipts::{self, Signing};
use crate::routes::answer;
use crate::store::policy;

/// `GET`
#[worker::send]
pub(crate) async fn show(app: App) -> Result<Response, Failure> {
    let version = policy::current(&app.store()?).await?;
    let receipts = match receipts::signing(&app).await {
        Signing::On(_) => "on",
        Signing::Off => "off",
        Signing::Misconfigured => "misconfigured",
    };
    let health = json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "policy_version": version,
        "tzdb": zones::tzdb_version(),
        "receipts": receipts,
    });
    answer(StatusCode::OK, &health)
}
