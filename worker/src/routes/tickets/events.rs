//! `/v1/tickets/{id}/events`: what has happened since the customer looked.

use aftercare_shared::id::TicketId;
use axum::response::Response;
use http::StatusCode;

use crate::app::App;
use crate::caller::Customer;
use crate::params::{Path, Query};
use crate::problem::Failure;
use crate::routes::answer;
use crate::routes::tickets::may_see;
use crate::store::ticket;
use crate::view::{self, Reader};

/// `GET`: `after` is the last event the reader knows.
#[worker::send]
pub(crate) async fn index(
    app: App,
    customer: Customer,
    Path(id): Path<TicketId>,
    query: Query,
) -> Result<Response, Failure> {
    let after = query.number("after")?.unwrap_or_default();
    let found = ticket::since(&app.store()?, &id, after).await?;
    let found = found.filter(|(facts, _, _)| may_see(&customer, facts));
    let (_, seq, events) = found.ok_or_else(Failure::no_ticket)?;
    answer(StatusCode::OK, &view::since(seq, &events, Reader::Customer))
}
