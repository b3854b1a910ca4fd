//! `/v1/feeds/advisories`: what the vendor tells the world, for machines. Public, the same for everybody.
//!
//! One document holds all that an audit needs: advisories as OSV, the vendor's statements, the releases. Whoever
//! has it already learns by one small read that nothing has changed.

use aftercare_shared::api::feeds::AdvisoryFeed;
use aftercare_shared::osv::Stamp;
use aftercare_shared::release::Feed;
use axum::response::Response;
use http::HeaderMap;

use crate::app::App;
use crate::corpus;
use crate::problem::Failure;
use crate::routes::public_state;
use crate::store::{self, Store};

/// `GET /advisories`
#[worker::send]
pub(crate) async fn advisories(app: App, headers: HeaderMap) -> Result<Response, Failure> {
    let store = app.store()?;
    // Read first: what changes meanwhile has a higher version, and is seen by whoever asks next.
    let version = store::corpus::version(&store).await?;
    let tag = format!("\"corpus-{version}\"");
    public_state(&headers, &tag, "public, max-age=300", async || whole(&store).await).await
}

async fn whole(store: &Store) -> Result<AdvisoryFeed, Failure> {
    let mut feed = AdvisoryFeed::default();
    corpus::records(store, |record| feed.advisories.push(record)).await?;
    feed.statements = corpus::statements(store).await?;
    corpus::feeds(store, |_, releases| {
        feed.as_of = feed.as_of.max(releases.as_of);
        // Guides are for customers; an audit needs none.
        feed.releases.push(Feed { guides: Vec::new(), ..releases });
    })
    .await?;
    let modified = feed.advisories.iter().filter_map(|record| record.modified.as_ref().and_then(Stamp::at));
    feed.as_of = modified.fold(feed.as_of, |as_of, at| as_of.max(Some(at)));
    Ok(feed)
}
