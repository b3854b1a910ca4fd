//! `/v1/desk/me`: who is signed in.

use aftercare_shared::api::desk::Me;
use axum::response::Response;
use http::StatusCode;

use crate::app::App;
use crate::caller::Agent;
use crate::problem::Failure;
use crate::routes::answer;

/// `GET`
#[worker::send]
pub(crate) async fn show(app: App, agent: Agent) -> Result<Response, Failure> {
    answer(StatusCode::OK, &Me { id: agent.id, name: agent.name, role: agent.role, now: app.now() })
}
