//! `/v1/desk/tickets/{id}/messages`: a support engineer answers the customer.

use aftercare_shared::api::ticket::NewMessage;
use aftercare_shared::id::TicketId;
use aftercare_shared::ticket::freshness::Intent;
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
    Json(new): Json<NewMessage>,
) -> Result<Response, Failure> {
    let decide = |state: &State<'_>| {
        let actor = agent.actor();
        state.check_seen(Intent::AgentActs, &actor, new.seen)?;
        let bodies = state.ticket.answer(agent.id.clone(), agent.name.clone(), &new.body);
        let bodies = bodies.map_err(|refusal| Failure::refused(refusal, "#/body"))?;
        Ok(Decision { actor, bodies })
    };
    let work = async |once: &Once| {
        ledger::append(&app, &id, Some((once, StatusCode::CREATED.as_u16())), decide).await
    };
    let scope = format!("{} POST desk/tickets/{id}/messages", agent.scope());
    let shown = idempotency::once(&app, scope, key, &new, work).await?;
    answer(StatusCode::CREATED, &shown_to_agent(&app, &agent, &shown).await?)
}
