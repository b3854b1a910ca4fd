//! `/v1/desk/advisories/{advisory}/{notify,notifications}`: telling, and who was told.

use aftercare_shared::api::desk::Role;
use axum::response::Response;
use http::StatusCode;

use crate::advisories::{self, no_advisory};
use crate::app::App;
use crate::caller::Agent;
use crate::notify;
use crate::params::{self, Path, Query};
use crate::problem::Failure;
use crate::routes::answer;
use crate::store::advisory;

/// `GET /{advisory}/notifications`
#[worker::send]
pub(crate) async fn index(
    app: App,
    _agent: Agent,
    Path(id): Path<String>,
    query: Query,
) -> Result<Response, Failure> {
    let after: Option<String> = query.cursor()?;
    list(&app, &id, after.as_deref(), query.limit()?).await
}

/// `POST /{advisory}/notify`: tells those who were not told of the newest publication yet. Asked twice, it
/// tells nobody twice.
#[worker::send]
pub(crate) async fn create(app: App, agent: Agent, Path(id): Path<String>) -> Result<Response, Failure> {
    agent.must_be(Role::Lead, "Telling customers of an advisory")?;
    advisories::tell(&app, &id, &agent).await?;
    notify::begin(&app, std::slice::from_ref(&id)).await?;
    list(&app, &id, None, params::limit(None)?).await
}

async fn list(app: &App, id: &str, after: Option<&str>, limit: u32) -> Result<Response, Failure> {
    let store = app.store()?;
    let stands = advisory::find(&store, id).await?.ok_or_else(no_advisory)?;
    answer(StatusCode::OK, &notify::view::notifications(&store, &stands, after, limit).await?)
}
