//! `/v1/desk/advisories/{advisory}/affected`: whom an advisory that stands hits.

use aftercare_shared::api::advisories::Preview;
use aftercare_shared::json;
use aftercare_shared::osv::Record;
use axum::response::Response;
use http::StatusCode;

use crate::advisories::impact::{self, Subject};
use crate::advisories::no_advisory;
use crate::app::App;
use crate::caller::Agent;
use crate::corpus;
use crate::params::Path;
use crate::problem::Failure;
use crate::routes::answer;
use crate::store::advisory;

/// `GET`
#[worker::send]
pub(crate) async fn show(app: App, _agent: Agent, Path(id): Path<String>) -> Result<Response, Failure> {
    let store = app.store()?;
    let stands = advisory::find(&store, &id).await?.ok_or_else(no_advisory)?;
    let record: Record = json::read(&stands.record)
        .map_err(|error| Failure::Internal("an advisory can't be read", error.to_string()))?;
    let subject = Subject::new(&record, &corpus::statements(&store).await?);
    let impact = impact::impact(&store, &subject, app.now()).await?;
    answer(StatusCode::OK, &Preview { advisories: vec![impact], skipped: Vec::new() })
}
