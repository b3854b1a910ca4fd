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
use crate::routes::tickets::visible;
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
    let record = visible(&app.store()?, &customer, &id).await?;
    answer(StatusCode::OK, &view::since(&record.events, wanted.after, Reader::Customer))
}
