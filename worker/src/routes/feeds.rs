//! `/v1/feeds/advisories`: what the vendor tells the world, for machines. Public, the same for everybody.
//!
//! One document holds all that an audit needs: advisories as OSV, the vendor's statements, the releases. Whoever
//! has it already learns by one small read that nothing has changed.

use aftercare_shared::api::feeds::AdvisoryFeed;
use aftercare_shared::osv::{Record, Stamp, Statement};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::json;

use crate::app::App;
use crate::etag;
use crate::log;
use crate::problem::Failure;
use crate::releases;
use crate::store::advisory::{self, Corpus};

/// `GET /advisories`
#[worker::send]
pub(crate) async fn advisories(app: App, headers: HeaderMap) -> Result<Response, Failure> {
    let store = app.store()?;
    let tag = |version: i64| format!("\"corpus-{version}\"");
    let mut version = advisory::version(&store).await?;
    let mut response = if etag::is_held(&headers, &tag(version)) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let corpus = advisory::read(&store).await?;
        version = corpus.version;
        let json = serde_json::to_vec(&feed(&corpus))
            .map_err(|error| Failure::Internal("an answer does not serialise", error.to_string()))?;
        Response::new(Body::from(json))
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    if let Ok(tag) = HeaderValue::from_str(&tag(version)) {
        headers.insert(ETAG, tag);
    }
    Ok(response)
}

/// The whole feed. What can't be read is left out and logged.
fn feed(corpus: &Corpus) -> AdvisoryFeed {
    let unreadable = |what: &'static str, id: &str, error: String| {
        log::error(what, &[("id", json!(id)), ("error", json!(error))]);
    };
    let mut feed = AdvisoryFeed::default();
    for (id, text) in &corpus.advisories {
        match serde_json::from_str::<Record>(text) {
            Ok(record) => feed.advisories.push(record),
            Err(error) => unreadable("an advisory can't be read", id, error.to_string()),
        }
    }
    for (id, text) in &corpus.statements {
        match serde_json::from_str::<Vec<Statement>>(text) {
            Ok(said) => feed.statements.extend(said),
            Err(error) => unreadable("statements can't be read", id, error.to_string()),
        }
    }
    for (_, text, fetched_at) in &corpus.feeds {
        match releases::parse(text, *fetched_at) {
            Ok(releases) => feed.releases.push(releases),
            Err(failure) => failure.log("a feed is left out of the public one"),
        }
        feed.as_of = feed.as_of.max(Some(*fetched_at));
    }
    let modified = feed.advisories.iter().filter_map(|record| record.modified.as_ref().and_then(Stamp::at));
    feed.as_of = modified.fold(feed.as_of, |as_of, at| as_of.max(Some(at)));
    feed
}
