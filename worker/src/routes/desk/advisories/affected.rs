//! `/v1/desk/advisories/{advisory}/affected`: whom an advisory that stands hits.

use aftercare_shared::api::advisories::Preview;
use aftercare_shared::json;
use aftercare_shared::osv::Record;
use axum::response::Response;
use http::HeaderMap;

use crate::advisories::impact::{self, Subject, Window};
use crate::advisories::no_advisory;
use crate::app::App;
use crate::caller::Agent;
use crate::corpus;
use crate::params::{Path, Query};
use crate::problem::Failure;
use crate::routes::tagged_by_content;
use crate::store::advisory;
use crate::store::inventory::Place;

/// `GET`
#[worker::send]
pub(crate) async fn show(
    app: App,
    _agent: Agent,
    headers: HeaderMap,
    Path(id): Path<String>,
    query: Query,
) -> Result<Response, Failure> {
    let after: Option<Place> = query.cursor()?;
    let limit = query.limit()?;
    let store = app.store()?;
    let stands = advisory::find(&store, &id).await?.ok_or_else(no_advisory)?;
    let record: Record = json::read(&stands.record)
        .map_err(|error| Failure::Internal("an advisory can't be read", error.to_string()))?;
    let subject = Subject::new(&record, &corpus::statements(&store).await?);
    let window = Window { after: after.as_ref(), limit, told_of: Some(&stands) };
    let impact = impact::impact(&store, &subject, window, app.now()).await?;
    tagged_by_content(&headers, &Preview { advisories: vec![impact], skipped: Vec::new() })
}
