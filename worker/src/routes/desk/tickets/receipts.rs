//! `/v1/desk/tickets/{id}/receipts`: the receipts that the customer has, or may have.

use aftercare_shared::id::TicketId;
use axum::response::Response;
use http::HeaderMap;

use crate::app::App;
use crate::caller::Agent;
use crate::params::Path;
use crate::problem::Failure;
use crate::receipts;
use crate::store::receipt;

/// `GET`
#[worker::send]
pub(crate) async fn index(
    app: App,
    _agent: Agent,
    headers: HeaderMap,
    Path(id): Path<TicketId>,
) -> Result<Response, Failure> {
    let store = app.store()?;
    let chain = receipt::chain(&store, &id).await?.ok_or_else(Failure::no_ticket)?;
    Ok(crate::routes::receipts(&headers, receipts::file(&app, &store, chain).await?))
}
