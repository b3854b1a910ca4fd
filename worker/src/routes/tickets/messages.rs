//! `/v1/tickets/{id}/messages`: the customer writes.

use aftercare_shared::api::ticket::NewMessage;
use aftercare_shared::id::TicketId;
use aftercare_shared::ticket::freshness::Intent;
use axum::response::Response;
use http::StatusCode;

use crate::app::App;
use crate::body::Json;
use crate::caller::Customer;
use crate::idempotency::{self, Key};
use crate::ledger::{self, Decision, State};
use crate::limits;
use crate::params::Path;
use crate::problem::Failure;
use crate::routes::answer;
use crate::routes::tickets::{may_see, shown_to_customer};
use crate::store::idempotency::Once;

/// `POST`
#[worker::send]
pub(crate) async fn create(
    app: App,
    customer: Customer,
    Path(id): Path<TicketId>,
    key: Key,
    Json(new): Json<NewMessage>,
) -> Result<Response, Failure> {
    limits::write(&app, &customer).await?;
    let decide = |state: &State<'_>| {
        if !may_see(&customer, &state.record.facts) {
            return Err(Failure::no_ticket());
        }
        let actor = customer.actor();
        state.check_seen(Intent::CustomerWrites, &actor, new.seen)?;
        let bodies = state.ticket.write(&new.body).map_err(|refusal| Failure::refused(refusal, "#/body"))?;
        Ok(Decision { actor, bodies })
    };
    let work = async |once: &Once| {
        ledger::append(&app, &id, Some((once, StatusCode::CREATED.as_u16())), decide).await
    };
    let scope = format!("{} POST tickets/{id}/messages", customer.scope());
    let shown = idempotency::once(&app, scope, key, &new, work).await?;
    answer(StatusCode::CREATED, &shown_to_customer(&app, &customer, &shown).await?)
}
