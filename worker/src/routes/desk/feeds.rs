//! `/v1/desk/feeds`: where releases are read, and how that goes.

use aftercare_shared::api::releases::{FeedSources, Feeds};
use axum::response::Response;
use http::header::ETAG;
use http::{HeaderMap, HeaderValue, StatusCode};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::body::Json;
use crate::caller::Agent;
use crate::etag;
use crate::feeds;
use crate::problem::Failure;
use crate::releases::view;
use crate::routes::{answer, tagged};
use crate::store::feed;

/// `GET`
#[worker::send]
pub(crate) async fn index(app: App, _agent: Agent, headers: HeaderMap) -> Result<Response, Failure> {
    let (feeds, tag) = read(&app).await?;
    tagged(&headers, &tag, &feeds)
}

/// `PUT`
#[worker::send]
pub(crate) async fn replace(
    app: App,
    agent: Agent,
    headers: HeaderMap,
    Json(new): Json<FeedSources>,
) -> Result<Response, Failure> {
    let replaces = etag::replaced(&headers);
    let is_seen = |revision: u32| replaces.is_none_or(|tag| is_of(tag, revision));
    feeds::configure(&app, &agent, &new.feeds, is_seen).await?;
    let (feeds, tag) = read(&app).await?;
    let mut response = answer(StatusCode::OK, &feeds)?;
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    Ok(response)
}

/// All feeds, and the tag: how often they were configured, and what is shown of them.
async fn read(app: &App) -> Result<(Feeds, String), Failure> {
    let (sources, revision) = feed::all(&app.store()?).await?;
    let feeds = Feeds { items: sources.iter().map(|source| view::state(source, app.now())).collect() };
    let shown = serde_json::to_vec(&feeds)
        .map_err(|error| Failure::Internal("an answer does not serialise", error.to_string()))?;
    let hash: String = Sha256::digest(shown).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Ok((feeds, format!("\"r{revision}.{hash}\"")))
}

/// Whether a caller who names that tag has seen the configuration that stands, however the feeds are doing.
fn is_of(tag: &str, revision: u32) -> bool {
    let tag = tag.trim().trim_start_matches("W/").trim_matches('"');
    let seen = tag.split('.').next().and_then(|seen| seen.strip_prefix('r')?.parse::<u32>().ok());
    tag == "*" || seen == Some(revision)
}
