//! `/v1/quotes`: what the caller's plan promises, and the open hours to compute a deadline with.

use aftercare_shared::api::quote::Quotes;
use axum::response::Response;
use http::StatusCode;

use crate::app::App;
use crate::book;
use crate::caller::Customer;
use crate::plan::{self, Footing};
use crate::problem::Failure;
use crate::routes::answer;

/// `GET`
#[worker::send]
pub(crate) async fn show(app: App, customer: Customer) -> Result<Response, Failure> {
    let footing = plan::look_up(&app, &app.store()?, &customer).await?;
    let region = footing.region();
    let Footing { plan, policy, version, account: _, claimed: _ } = footing;
    let quotes =
        Quotes::assemble(app.now(), plan, (version, &policy), region.as_deref(), |name, calendar| {
            book::timeline((version, name), calendar, &policy, app.now(), app.now()).map_err(Failure::from)
        })?;
    answer(StatusCode::OK, &quotes)
}
