//! `/v1/desk/accounts/{account}/inventory`: what a customer runs, told by the vendor's own machines.

use aftercare_shared::api::inventory::NewInventory;
use aftercare_shared::id::AccountId;
use axum::response::Response;
use http::StatusCode;

use crate::app::App;
use crate::body::Json;
use crate::caller::Agent;
use crate::inventory;
use crate::params::Path;
use crate::problem::Failure;
use crate::routes::answer;

/// `GET`
#[worker::send]
pub(crate) async fn show(
    app: App,
    _agent: Agent,
    Path(account): Path<AccountId>,
) -> Result<Response, Failure> {
    answer(StatusCode::OK, &inventory::of(&app.store()?, account.as_str()).await?)
}

/// `PUT`
#[worker::send]
pub(crate) async fn replace(
    app: App,
    _agent: Agent,
    Path(account): Path<AccountId>,
    Json(new): Json<NewInventory>,
) -> Result<Response, Failure> {
    answer(StatusCode::OK, &inventory::declare(&app, &account, &new).await?)
}
