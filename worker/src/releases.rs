//! What is known of a package's releases: the one way in which it changes.
//!
//! Feeds, a pushed list and the desk's words are kept apart, and what they come to together is written beside
//! them in the same batch: that is what notices are answered from. Two who change one package at once collide
//! on the number of the change; the loser starts again on fresh layers.

pub(crate) mod view;

use aftercare_shared::api::advisories::MAX_DOCUMENT_BYTES;
use aftercare_shared::json;
use aftercare_shared::package::{Package, Purl};
use aftercare_shared::problem::Kind;
use aftercare_shared::release::{Feed, Origin};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use crate::app::App;
use crate::corpus;
use crate::ledger;
use crate::notices;
use crate::problem::Failure;
use crate::store::corpus::FeedDocument;
use crate::store::feed::{self, Source};
use crate::store::release::{self, LayerKind, Standing};
use crate::store::{Statement, Store};

/// How often a change is tried while others change the same package.
const TRIES: u32 = 5;
/// How long it is not noted again that a list is still right, in hours.
pub(crate) const STILL_RIGHT_HOURS: i64 = 12;

/// A package's releases, layer by layer.
pub(crate) struct Shelf {
    /// The package.
    pub(crate) package: Package,
    /// What stands for it in the store.
    pub(crate) purl: String,
    /// How often it was changed.
    pub(crate) revision: u32,
    /// Its feeds, by address.
    pub(crate) sources: Vec<Source>,
    /// The list that was pushed, and when.
    pub(crate) pushed: Option<(Feed, DateTime<Utc>)>,
    /// The desk's words on single releases, and its guides.
    pub(crate) desk: Option<Feed>,
    /// What all of it came to when it was last written.
    stands: Option<FeedDocument>,
}

impl Shelf {
    /// Reads what is known of a package. What was loaded before there were layers counts as pushed.
    pub(crate) async fn read(store: &Store, package: &Package) -> Result<Self, Failure> {
        let purl = Purl::of_package(package).to_string();
        let Standing { layers, whole, revision } = release::read(store, &purl).await?;
        let sources = feed::of(store, &purl).await?;
        let mut shelf = Self {
            package: package.clone(),
            purl,
            revision,
            sources,
            pushed: None,
            desk: None,
            stands: whole,
        };
        for layer in layers {
            let feed = layer_of(&layer.document, layer.updated_at)?;
            match layer.kind {
                LayerKind::Pushed => shelf.pushed = Some((feed, layer.updated_at)),
                LayerKind::Desk => shelf.desk = Some(feed),
            }
        }
        if let (0, Some(stands)) = (revision, &shelf.stands) {
            let (_, feed) = corpus::read_feed(stands).map_err(unreadable)?;
            shelf.pushed = Some((feed, stands.fetched_at));
        }
        Ok(shelf)
    }

    /// Whether anything is known of it.
    pub(crate) fn is_known(&self) -> bool {
        self.stands.is_some() || !self.sources.is_empty()
    }

    /// All layers in one. A feed that was read and can't be any more is an error of ours.
    pub(crate) fn whole(&self) -> Result<Option<Feed>, Failure> {
        let mut layers = Vec::new();
        for source in &self.sources {
            if let (Some(document), Some(fetched_at)) = (&source.document, source.fetched_at) {
                let feed = Feed { as_of: Some(fetched_at), ..layer_of(document, fetched_at)? };
                layers.push((Origin::Feed(source.form), feed));
            }
        }
        let pushed = self.pushed.iter();
        layers
            .extend(pushed.map(|(feed, at)| {
                (Origin::Pushed, Feed { as_of: feed.as_of.or(Some(*at)), ..feed.clone() })
            }));
        layers.extend(self.desk.iter().map(|feed| (Origin::Desk, feed.clone())));
        Ok(Feed::of_layers(&self.package, layers))
    }

    /// What writes the change of a layer, and what all come to with it.
    pub(crate) fn statements(
        &self,
        changed: Changed,
        by: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<Vec<Statement>, Failure> {
        let purl = self.purl.as_str();
        let mut batch = vec![release::note(purl, self.revision.saturating_add(1), changed.word(), by, now)];
        // What was loaded without layers becomes one with the first change of any.
        if changed == Changed::Pushed || self.revision == 0 {
            batch.push(match &self.pushed {
                Some((feed, at)) => release::write_layer(purl, LayerKind::Pushed, &document(feed)?, by, *at),
                None => release::remove_layer(purl, LayerKind::Pushed),
            });
        }
        if changed == Changed::Desk {
            batch.push(match &self.desk {
                Some(feed) => release::write_layer(purl, LayerKind::Desk, &document(feed)?, by, now),
                None => release::remove_layer(purl, LayerKind::Desk),
            });
        }
        // The time of the last read stands beside the document: it must not make each read a change.
        let whole = self.whole()?;
        let as_of = whole.as_ref().and_then(|whole| whole.as_of).unwrap_or(now);
        let whole = whole.map(|whole| document(&Feed { as_of: None, source: None, ..whole })).transpose()?;
        batch.extend(match (whole, &self.stands) {
            (Some(whole), Some(stands)) if whole == stands.document => {
                Some(release::still_right(purl, as_of - TimeDelta::hours(STILL_RIGHT_HOURS), as_of))
            }
            (Some(whole), _) => Some(release::write_whole(purl, &whole, as_of)),
            (None, Some(_)) => Some(release::remove_whole(purl)),
            (None, None) => None,
        });
        Ok(batch)
    }
}

/// Which layer a change is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Changed {
    /// A feed, or which feeds there are.
    Feed,
    /// The list that was pushed.
    Pushed,
    /// The desk's words.
    Desk,
}

impl Changed {
    fn word(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Pushed => "pushed",
            Self::Desk => "desk",
        }
    }
}

/// Changes a package's releases. `edit` may be called again on fresh layers; it is not a type of its own, so that
/// all that happens around it is compiled once.
pub(crate) async fn change(
    app: &App,
    package: &Package,
    changed: Changed,
    by: Option<&str>,
    edit: &dyn Fn(&mut Shelf) -> Result<Vec<Statement>, Failure>,
) -> Result<(), Failure> {
    let store = app.store()?;
    for tried in 0..TRIES {
        let mut shelf = Shelf::read(&store, package).await?;
        let mut batch = edit(&mut shelf)?;
        batch.extend(shelf.statements(changed, by, app.now())?);
        match store.batch(batch).await {
            Ok(_) => {
                notices::changed(app);
                return Ok(());
            }
            Err(error) if error.is_conflict_on("release_change") => ledger::step_back(tried).await,
            Err(error) => return Err(error.into()),
        }
    }
    Err(Failure::busy_with("the releases of this package"))
}

/// A layer as it is kept: a document of ours.
fn layer_of(text: &str, at: DateTime<Utc>) -> Result<Feed, Failure> {
    let feed = json::read::<Feed>(text).map_err(|fault| unreadable(fault.to_string()))?;
    Ok(Feed { as_of: feed.as_of.or(Some(at)), ..feed })
}

fn unreadable(error: String) -> Failure {
    Failure::Internal("a feed can't be read", error)
}

/// The text of a feed, if it fits into a row.
pub(crate) fn document(feed: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string(feed)
        .map_err(|error| Failure::Internal("a feed does not serialise", error.to_string()))?;
    if text.len() > MAX_DOCUMENT_BYTES {
        return Err(Failure::new(
            Kind::TooLarge,
            "This lists too much. Leave old releases out, or shorten guides.",
        ));
    }
    Ok(text)
}

/// The package is known, or its releases can't be shown.
pub(crate) fn no_package() -> Failure {
    Failure::new(Kind::NotFound, "Nothing is known of this package's releases. Check the package URL.")
}
