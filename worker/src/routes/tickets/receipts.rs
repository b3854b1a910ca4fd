//! `/v1/tickets/{id}/receipts`: what was promised, signed.

use aftercare_shared::id::TicketId;
use axum::response::Response;
use http::HeaderMap;

use crate::app::App;
use crate::caller::Customer;
use crate::params::Path;
use crate::problem::Failure;
use crate::receipts;
use crate::routes::tickets::may_see;
use crate::store::receipt;

/// `GET`
#[worker::send]
pub(crate) async fn index(
    app: App,
    customer: Customer,
    headers: HeaderMap,
    Path(id): Path<TicketId>,
) -> Result<Response, Failure> {
    let store = app.store()?;
    let chain = receipt::chain(&store, &id).await?.filter(|chain| may_see(&customer, &chain.facts));
    let file = receipts::file(&app, &store, chain.ok_or_else(Failure::no_ticket)?).await?;
    Ok(crate::routes::receipts(&headers, file))
}
