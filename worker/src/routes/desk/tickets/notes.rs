//! `/v1/desk/tickets/{id}/notes`: a word among the support engineers.

use aftercare_shared::api::desk::NewNote;
use aftercare_shared::id::TicketId;
use axum::response::Response;
use http::StatusCode;

use crate::app::App;
use crate::body::Json;
use crate::caller::Agent;
use crate::idempotency::{self, Key};
use crate::ledger::{self, Decision, State};
use crate::params::Path;
use crate::problem::Failure;
use crate::routes::answer;
use crate::routes::desk::tickets::shown_to_agent;
use crate::store::idempotency::Once;

/// `POST`
#[worker::send]
pub(crate) async fn create(
    app: App,
    agent: Agent,
    Path(id): Path<TicketId>,
    key: Key,
    Json(new): Json<NewNote>,
) -> Result<Response, Failure> {
    let decide = |state: &State<'_>| {
        let bodies = state.ticket.note(&new.body).map_err(|refusal| Failure::refused(refusal, "#/body"))?;
        Ok(Decision { actor: agent.actor(), bodies })
    };
    let work = async |once: &Once| {
        ledger::append(&app, &id, Some((once, StatusCode::CREATED.as_u16())), decide).await
    };
    let scope = format!("{} POST desk/tickets/{id}/notes", agent.scope());
    let shown = idempotency::once(&app, scope, key, &new, work).await?;
    answer(StatusCode::CREATED, &shown_to_agent(&app, &agent, &shown).await?)
}
