//! `/v1/desk/advisories/{advisory}/withdraw`: takes an advisory back.

use aftercare_shared::api::advisories::Withdraw;
use aftercare_shared::api::desk::Role;
use axum::response::Response;
use http::{HeaderMap, StatusCode};

use crate::advisories;
use crate::app::App;
use crate::body::Json;
use crate::caller::Agent;
use crate::etag;
use crate::params::Path;
use crate::problem::Failure;
use crate::routes::desk::advisories::shown;

/// The longest reason, in characters.
const MAX_REASON_CHARS: usize = 1_000;

/// `POST`
#[worker::send]
pub(crate) async fn create(
    app: App,
    agent: Agent,
    headers: HeaderMap,
    Path(id): Path<String>,
    Json(withdraw): Json<Withdraw>,
) -> Result<Response, Failure> {
    agent.must_be(Role::Lead, "Withdrawing an advisory")?;
    if withdraw.reason.chars().count() > MAX_REASON_CHARS {
        let detail = format!("Write at most {MAX_REASON_CHARS} characters.");
        return Err(Failure::field("#/reason", detail));
    }
    advisories::withdraw(&app, &id, &agent, &withdraw.reason, etag::replaced(&headers)).await?;
    shown(&app, &id, StatusCode::OK).await
}
