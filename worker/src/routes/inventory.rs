//! `/v1/inventory`: what a customer says that they run, and what we know of that.

use aftercare_shared::api::inventory::NewInventory;
use aftercare_shared::id::AccountId;
use aftercare_shared::problem::Kind;
use axum::response::Response;
use http::StatusCode;

use crate::app::App;
use crate::body::Json;
use crate::caller::Customer;
use crate::inventory;
use crate::limits;
use crate::problem::Failure;
use crate::routes::answer;

/// `GET`
#[worker::send]
pub(crate) async fn show(app: App, customer: Customer) -> Result<Response, Failure> {
    let account = account(&customer)?;
    answer(StatusCode::OK, &inventory::of(&app.store()?, account.as_str()).await?)
}

/// `PUT`
#[worker::send]
pub(crate) async fn replace(
    app: App,
    customer: Customer,
    Json(new): Json<NewInventory>,
) -> Result<Response, Failure> {
    let account = account(&customer)?;
    limits::write(&app, &customer).await?;
    answer(StatusCode::OK, &inventory::declare(&app, account, &new).await?)
}

/// A guest belongs to nobody whom we could tell anything.
fn account(customer: &Customer) -> Result<&AccountId, Failure> {
    customer.account().ok_or_else(|| {
        let detail = "Sign in first: what a guest runs is kept for nobody.";
        Failure::new(Kind::Forbidden, detail)
    })
}
