//! `/v1/tickets/{id}/rating`: how it went, in the customer's eyes.

use aftercare_shared::api::ticket::NewRating;
use aftercare_shared::id::TicketId;
use aftercare_shared::ticket::command::Refusal;
use axum::response::Response;
use http::StatusCode;

use crate::app::App;
use crate::body::Json;
use crate::caller::Customer;
use crate::ledger::{self, Decision, State};
use crate::limits;
use crate::params::Path;
use crate::problem::Failure;
use crate::routes::answer;
use crate::routes::tickets::{may_see, shown_to_customer};

/// `POST`. A second rating takes the place of the first.
#[worker::send]
pub(crate) async fn create(
    app: App,
    customer: Customer,
    Path(id): Path<TicketId>,
    Json(new): Json<NewRating>,
) -> Result<Response, Failure> {
    limits::write(&app, &customer).await?;
    let decide = |state: &State<'_>| {
        if !may_see(&customer, &state.record.facts) {
            return Err(Failure::no_ticket());
        }
        let bodies = state.ticket.rate(new.score, new.comment.as_deref()).map_err(|refusal| {
            let pointer = if refusal == Refusal::OutOfRange { "#/score" } else { "#/comment" };
            Failure::refused(refusal, pointer)
        })?;
        Ok(Decision { actor: customer.actor(), bodies })
    };
    let shown = ledger::append(&app, &id, None, decide).await?;
    answer(StatusCode::CREATED, &shown_to_customer(&app, &customer, &shown).await?)
}
