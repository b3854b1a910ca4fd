//! `/v1/desk/advisories/preview`: whom a document would hit, before it is published.

use aftercare_shared::api::advisories::{Impact, Preview};
use axum::response::Response;
use http::StatusCode;

use crate::advisories::document;
use crate::advisories::impact::{self, Subject, Window};
use crate::app::App;
use crate::body;
use crate::caller::Agent;
use crate::corpus;
use crate::problem::Failure;
use crate::routes::answer;

/// How many records of one document are looked at.
const MAX_RECORDS: usize = 20;
/// How many customers are named of those whom one of them would hit: all of them are counted.
const MAX_ACCOUNTS: u32 = 500;

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
        let window = Window { after: None, limit: MAX_ACCOUNTS, told_of: None };
        let impact = impact::impact(&store, &subject, window, app.now()).await?;
        // What is not published has no pages: the counts say how many are not named.
        advisories.push(Impact { next_cursor: None, ..impact });
    }
    answer(StatusCode::OK, &Preview { advisories, skipped: document.skipped })
}
