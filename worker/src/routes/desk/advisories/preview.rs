//! `/v1/desk/advisories/preview`: whom a document would hit, before it is published.

use aftercare_shared::api::advisories::Preview;
use axum::response::Response;
use http::StatusCode;

use crate::advisories::document;
use crate::advisories::impact::{self, Subject};
use crate::app::App;
use crate::body;
use crate::caller::Agent;
use crate::corpus;
use crate::problem::Failure;
use crate::routes::answer;

/// How many records of one document are looked at.
const MAX_RECORDS: usize = 20;

/// `POST`
#[worker::send]
pub(crate) async fn create(
    app: App,
    _agent: Agent,
    body::Document(text): body::Document,
) -> Result<Response, Failure> {
    let document = document::read(&text, app.now())?;
    if document.records.len() > MAX_RECORDS {
        let detail = format!("Look at no more than {MAX_RECORDS} records at once. Divide the document.");
        return Err(Failure::field("#", detail));
    }
    let store = app.store()?;
    let mut statements = corpus::statements(&store).await?;
    statements.extend(document.statements);
    let mut advisories = Vec::with_capacity(document.records.len());
    for entry in &document.records {
        let subject = Subject::new(&entry.record, &statements);
        advisories.push(impact::impact(&store, &subject, app.now()).await?);
    }
    answer(StatusCode::OK, &Preview { advisories, skipped: document.skipped })
}
