//! `/v1/tickets/{id}/events`: what has happened since the customer looked.

use aftercare_shared::id::TicketId;
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use crate::app::App;
use crate::caller::Customer;
use crate::params::{Path, Query};
use crate::problem::Failure;
use crate::routes::answer;
use crate::routes::tickets::may_see;
use crate::store::ticket;
use crate::view::{self, Reader};

/// The query: `after` is the last event the reader knows.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    after: u32,
}

/// `GET`
#[worker::send]
pub(crate) async fn index(
    app: App,
    customer: Customer,
    Path(id): Path<TicketId>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let found = ticket::since(&app.store()?, &id, wanted.after).await?;
    let found = found.filter(|(facts, _, _)| may_see(&customer, facts));
    let (_, seq, events) = found.ok_or_else(Failure::no_ticket)?;
    answer(StatusCode::OK, &view::since(seq, &events, Reader::Customer))
}
