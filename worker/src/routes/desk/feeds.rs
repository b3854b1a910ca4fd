//! `/v1/desk/feeds`: where releases are read, and how that goes.

use aftercare_shared::api::desk::Role;
use aftercare_shared::api::releases::{FeedSources, Feeds};
use axum::response::Response;
use http::HeaderMap;

use crate::app::App;
use crate::body::{self, Json};
use crate::caller::Agent;
use crate::etag;
use crate::feeds;
use crate::problem::Failure;
use crate::releases::view;
use crate::routes::{tagged, written};
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
    agent.must_be(Role::Lead, "Configuring feeds")?;
    let replaces = etag::replaced(&headers);
    let is_seen =
        |revision: u32| replaces.is_none_or(|tag| etag::is_of_state(tag, &etag::revision(revision)));
    feeds::configure(&app, &agent, &new.feeds, is_seen).await?;
    let (feeds, tag) = read(&app).await?;
    written(&tag, &feeds)
}

/// All feeds, and the tag: how often they were configured, and what is shown of them. How they are doing
/// changes without anybody overwriting anything.
async fn read(app: &App) -> Result<(Feeds, String), Failure> {
    let (sources, revision) = feed::all(&app.store()?).await?;
    let feeds = Feeds { items: sources.iter().map(|source| view::state(source, app.now())).collect() };
    let tag = etag::of_state(&etag::revision(revision), &body::render(&feeds)?);
    Ok((feeds, tag))
}
