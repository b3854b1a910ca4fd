//! What is done about releases and feeds, and what became of it.

use aftercare_client::{Desk, Failure, Tagged};
use aftercare_shared::api::releases::{FeedSource, FeedSources};
use aftercare_shared::problem::{FieldError, Kind as Problem};
use aftercare_shared::release::Release;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::releases::Releases;

/// What was done, and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Deed {
    /// Nothing.
    #[default]
    None,
    /// It is on its way.
    Running,
    /// It was done: what is said of it.
    Done(&'static str),
    /// It was not: what others did meanwhile is shown now.
    Stale,
    /// It was not, for another reason.
    Failed(Failure),
}

impl Deed {
    /// What is wrong with what was sent, each with its place.
    pub(super) fn faults(&self) -> &[FieldError] {
        match self {
            Self::Failed(Failure::Problem(problem)) => &problem.errors,
            Self::None | Self::Running | Self::Done(_) | Self::Stale | Self::Failed(_) => &[],
        }
    }
}

impl Releases {
    /// Opens the dialog about a release.
    pub(super) fn edit(self, version: String) {
        self.deed.set(Deed::None);
        self.seen.set_value(self.etag.get_value());
        self.editing.set(Some(version));
        self.is_editing.set(true);
    }

    /// Says something of a release, in the place of all that was said of it here.
    pub(super) fn save(self, release: Release, done: &'static str) {
        let Some(package) = self.begin() else { return };
        spawn_local(async move {
            let seen = self.seen.get_value();
            let answer = Desk::default().edit_release(&package, &release, seen.as_deref()).await;
            match self.session.heed(answer) {
                Ok(Tagged { value, etag }) => {
                    self.take(value, etag);
                    self.finish(done);
                }
                Err(failure) => self.refused(&package, failure).await,
            }
        });
    }

    /// Takes back what was said of a release here.
    pub(super) fn undo(self, version: String, done: &'static str) {
        let Some(package) = self.begin() else { return };
        spawn_local(async move {
            let seen = self.seen.get_value();
            let answer = Desk::default().unedit_release(&package, &version, seen.as_deref()).await;
            match self.session.heed(answer) {
                Ok(()) => {
                    self.etag.set_value(None);
                    self.fetch_one(&package, self.turn.get_value()).await;
                    self.finish(done);
                }
                Err(failure) => self.refused(&package, failure).await,
            }
        });
    }

    /// Configures all feeds.
    pub(super) fn configure(self, feeds: Vec<FeedSource>, done: &'static str) {
        if self.deed.with_untracked(|deed| *deed == Deed::Running) {
            return;
        }
        self.deed.set(Deed::Running);
        spawn_local(async move {
            let etag = self.feeds_etag.get_value();
            let answer = Desk::default().configure_feeds(&FeedSources { feeds }, etag.as_deref()).await;
            match self.session.heed(answer) {
                Ok(Tagged { value, etag }) => {
                    self.take_feeds(value, etag);
                    self.finish(done);
                }
                Err(failure) => self.failed(failure),
            }
        });
    }

    fn begin(self) -> Option<String> {
        if self.deed.with_untracked(|deed| *deed == Deed::Running) {
            return None;
        }
        let package = self.one.with_untracked(|one| one.as_ref().map(|one| one.package.package.clone()))?;
        self.deed.set(Deed::Running);
        Some(package)
    }

    fn finish(self, done: &'static str) {
        self.deed.set(Deed::Done(done));
        self.saved.update(|saved| *saved += 1);
        self.is_editing.set(false);
    }

    /// What others did to the package since the dialog was opened is fetched at once: what is sent again then
    /// takes the place of that.
    async fn refused(self, package: &str, failure: Failure) {
        if failure.kind() == Some(Problem::Stale) {
            self.deed.set(Deed::Stale);
            self.fetch_one(package, self.turn.get_value()).await;
            self.seen.set_value(self.etag.get_value());
        } else {
            self.deed.set(Deed::Failed(failure));
        }
    }

    /// The same of the feeds.
    fn failed(self, failure: Failure) {
        if failure.kind() == Some(Problem::Stale) {
            self.deed.set(Deed::Stale);
            self.asking.set_value(false);
            self.refresh();
        } else {
            self.deed.set(Deed::Failed(failure));
        }
    }
}
