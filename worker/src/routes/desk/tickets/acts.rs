//! `/v1/desk/tickets/{id}/{accept,resolve,withdraw,ask,severity}`: what a support engineer does with a
//! ticket. Each says which event they saw last, and is refused where that no longer holds. With an
//! Idempotency-Key a repetition is answered as the first time instead: who never got the answer learns that it
//! was done.

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
use crate::idempotency::{self, Key};
use crate::ledger::{self, Decision, State};
use crate::params::Path;
use crate::problem::Failure;
use crate::routes::answer;
use crate::routes::desk::tickets::shown_to_agent;
use crate::routes::tickets::opening::not_offered;
use crate::store::idempotency::Once;
use crate::store::policy;

/// `POST /{id}/accept`
#[worker::send]
pub(crate) async fn accept(
    app: App,
    agent: Agent,
    Path(id): Path<TicketId>,
    key: Option<Key>,
    Json(Seen { seen }): Json<Seen>,
) -> Result<Response, Failure> {
    let command = |ticket: &Ticket| ticket.accept(agent.id.clone(), agent.name.clone());
    act(&app, &agent, &id, Act { verb: "accept", key, seen, said: "", pointer: "#/seen", command: &command })
        .await
}

/// `POST /{id}/resolve`
#[worker::send]
pub(crate) async fn resolve(
    app: App,
    agent: Agent,
    Path(id): Path<TicketId>,
    key: Option<Key>,
    Json(Seen { seen }): Json<Seen>,
) -> Result<Response, Failure> {
    let command = &Ticket::resolve;
    act(&app, &agent, &id, Act { verb: "resolve", key, seen, said: "", pointer: "#/seen", command }).await
}

/// `POST /{id}/withdraw`: what was asked of the customer is not needed any more.
#[worker::send]
pub(crate) async fn withdraw(
    app: App,
    agent: Agent,
    Path(id): Path<TicketId>,
    key: Option<Key>,
    Json(Seen { seen }): Json<Seen>,
) -> Result<Response, Failure> {
    let command = &Ticket::withdraw_ask;
    act(&app, &agent, &id, Act { verb: "withdraw", key, seen, said: "", pointer: "#/seen", command }).await
}

/// `POST /{id}/ask`
#[worker::send]
pub(crate) async fn ask(
    app: App,
    agent: Agent,
    Path(id): Path<TicketId>,
    key: Option<Key>,
    Json(ask): Json<Ask>,
) -> Result<Response, Failure> {
    let Ask { items, seen } = &ask;
    let command = |ticket: &Ticket| ticket.ask(items);
    let said = items.join("\n");
    act(
        &app,
        &agent,
        &id,
        Act { verb: "ask", key, seen: *seen, said: &said, pointer: "#/items", command: &command },
    )
    .await
}

/// `POST /{id}/severity`
#[worker::send]
pub(crate) async fn severity(
    app: App,
    agent: Agent,
    Path(id): Path<TicketId>,
    key: Option<Key>,
    Json(new): Json<Reclassify>,
) -> Result<Response, Failure> {
    let store = app.store()?;
    let policy = policy::version(&store, policy::current(&store).await?).await?;
    if !policy.offers(new.severity) {
        return Err(Failure::field("#/severity", not_offered(&policy)));
    }
    let command = |ticket: &Ticket| ticket.reclassify(new.severity, &new.reason);
    let said = format!("{} {}", new.severity.as_str(), new.reason);
    act(
        &app,
        &agent,
        &id,
        Act { verb: "severity", key, seen: new.seen, said: &said, pointer: "#/reason", command: &command },
    )
    .await
}

/// What somebody does.
struct Act<'a> {
    /// The end of the path.
    verb: &'a str,
    /// What makes a repetition harmless, where they have sent it.
    key: Option<Key>,
    /// The last event that they saw.
    seen: u32,
    /// All else that they said: the same key with anything else is another request.
    said: &'a str,
    /// The field that what is refused came from.
    pointer: &'a str,
    command: &'a dyn Fn(&Ticket) -> Result<Vec<EventBody>, Refusal>,
}

async fn act(app: &App, agent: &Agent, id: &TicketId, act: Act<'_>) -> Result<Response, Failure> {
    let Act { verb, key, seen, said, pointer, command } = act;
    let decide = |state: &State<'_>| {
        let actor = agent.actor();
        state.check_seen(Intent::AgentActs, &actor, seen)?;
        let bodies = command(state.ticket).map_err(|refusal| Failure::refused(refusal, pointer))?;
        Ok(Decision { actor, bodies })
    };
    let shown = match key {
        None => ledger::append(app, id, None, decide).await?,
        Some(key) => {
            let scope = format!("{} POST desk/tickets/{id}/{verb}", agent.scope());
            let work = async |once: &Once| {
                ledger::append(app, id, Some((once, StatusCode::OK.as_u16())), decide).await
            };
            idempotency::once(app, scope, key, &(seen, said), work).await?
        }
    };
    answer(StatusCode::OK, &shown_to_agent(app, agent, &shown).await?)
}
