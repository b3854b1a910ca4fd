//! `/v1/desk/tickets/{id}/{accept,resolve,withdraw,ask,severity}`: what a support engineer does with a
//! ticket. Each says which event they saw last, and is refused where that no longer holds.

use aftercare_shared::api::desk::{Ask, Reclassify, Seen};
use aftercare_shared::id::TicketId;
use aftercare_shared::ticket::command::Refusal;
use aftercare_shared::ticket::freshness::Intent;
use aftercare_shared::ticket::{EventBody, Ticket};
use axum::response::Response;
use http::StatusCode;

use crate::app::App;
use crate::body::Json;
use crate::caller::Agent;
use crate::ledger::{self, Decision, State};
use crate::params::Path;
use crate::problem::Failure;
use crate::routes::answer;
use crate::routes::desk::tickets::shown_to_agent;
use crate::routes::tickets::opening::not_offered;
use crate::store::policy;

/// `POST /{id}/accept`
#[worker::send]
pub(crate) async fn accept(
    app: App,
    agent: Agent,
    Path(id): Path<TicketId>,
    Json(Seen { seen }): Json<Seen>,
) -> Result<Response, Failure> {
    let command = |ticket: &Ticket| ticket.accept(agent.id.clone(), agent.name.clone());
    act(&app, &agent, &id, seen, "#/seen", command).await
}

/// `POST /{id}/resolve`
#[worker::send]
pub(crate) async fn resolve(
    app: App,
    agent: Agent,
    Path(id): Path<TicketId>,
    Json(Seen { seen }): Json<Seen>,
) -> Result<Response, Failure> {
    act(&app, &agent, &id, seen, "#/seen", Ticket::resolve).await
}

/// `POST /{id}/withdraw`: what was asked of the customer is not needed any more.
#[worker::send]
pub(crate) async fn withdraw(
    app: App,
    agent: Agent,
    Path(id): Path<TicketId>,
    Json(Seen { seen }): Json<Seen>,
) -> Result<Response, Failure> {
    act(&app, &agent, &id, seen, "#/seen", Ticket::withdraw_ask).await
}

/// `POST /{id}/ask`
#[worker::send]
pub(crate) async fn ask(
    app: App,
    agent: Agent,
    Path(id): Path<TicketId>,
    Json(ask): Json<Ask>,
) -> Result<Response, Failure> {
    act(&app, &agent, &id, ask.seen, "#/items", |ticket| ticket.ask(&ask.items)).await
}

/// `POST /{id}/severity`
#[worker::send]
pub(crate) async fn severity(
    app: App,
    agent: Agent,
    Path(id): Path<TicketId>,
    Json(new): Json<Reclassify>,
) -> Result<Response, Failure> {
    let store = app.store()?;
    let policy = policy::version(&store, policy::current(&store).await?).await?;
    if !policy.offers(new.severity) {
        return Err(Failure::field("#/severity", not_offered(&policy)));
    }
    let command = |ticket: &Ticket| ticket.reclassify(new.severity, &new.reason);
    act(&app, &agent, &id, new.seen, "#/reason", command).await
}

async fn act(
    app: &App,
    agent: &Agent,
    id: &TicketId,
    seen: u32,
    pointer: &str,
    command: impl Fn(&Ticket) -> Result<Vec<EventBody>, Refusal>,
) -> Result<Response, Failure> {
    let decide = |state: &State<'_>| {
        let actor = agent.actor();
        state.check_seen(Intent::AgentActs, &actor, seen)?;
        let bodies = command(state.ticket).map_err(|refusal| Failure::refused(refusal, pointer))?;
        Ok(Decision { actor, bodies })
    };
    let shown = ledger::append(app, id, None, decide).await?;
    answer(StatusCode::OK, &shown_to_agent(app, agent, &shown).await?)
}
