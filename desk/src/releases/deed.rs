//! What is done about releases and feeds, and what became of it.

use core::pin::Pin;

use aftercare_client::{Desk, Failure, Tagged};
use aftercare_shared::api::releases::{FeedSource, FeedSources, KnownGuide, PackageReleases};
use aftercare_shared::problem::{FieldError, Kind as Problem};
use aftercare_shared::release::{Guide, Release};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::releases::Releases;
use crate::releases::field::Fault;

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

/// A change on its way. It answers what stands then, or nothing where that has to be asked for.
type Sent = Pin<Box<dyn Future<Output = Result<Option<Tagged<PackageReleases>>, Failure>>>>;
/// What is done once a change stands.
type Then = Box<dyn FnOnce()>;

impl Releases {
    /// Opens the dialog about a release.
    pub(super) fn edit(self, version: String) {
        self.deed.set(Deed::None);
        self.faults.set(Vec::new());
        self.seen.set(self.etag.get_untracked());
        self.editing.set(Some(version));
        self.is_editing.set(true);
    }

    /// Says something of a release, in the place of all that was said of it here.
    pub(super) fn save(self, release: &Release, done: &'static str) {
        let Some((package, seen)) = self.begin() else { return };
        let sent = Desk::default().edit_release(&package, release, seen.as_deref());
        self.carry_out(package, Box::pin(async { sent.await.map(Some) }), done, Box::new(|| ()));
    }

    /// Takes back what was said of a release here.
    pub(super) fn undo(self, version: &str, done: &'static str) {
        let Some((package, seen)) = self.begin() else { return };
        let sent = Desk::default().unedit_release(&package, version, seen.as_deref());
        self.carry_out(package, Box::pin(async { sent.await.map(|()| None) }), done, Box::new(|| ()));
    }

    /// Opens the dialog about a guide, or about a new one.
    pub(super) fn open_guide(self, guide: Option<KnownGuide>) {
        self.deed.set(Deed::None);
        self.faults.set(Vec::new());
        self.seen.set(self.etag.get_untracked());
        self.guide.set(guide);
        self.is_guiding.set(true);
    }

    /// Writes a guide, in the place of any of its id.
    pub(super) fn save_guide(self, guide: &Guide, done: &'static str, then: Then) {
        let Some((package, seen)) = self.begin() else { return };
        let sent = Desk::default().edit_guide(&package, guide, seen.as_deref());
        self.carry_out(package, Box::pin(async { sent.await.map(Some) }), done, then);
    }

    /// Takes back a guide that was written here.
    pub(super) fn delete_guide(self, id: &str, done: &'static str, then: Then) {
        let Some((package, seen)) = self.begin() else { return };
        let sent = Desk::default().unedit_guide(&package, id, seen.as_deref());
        self.carry_out(package, Box::pin(async { sent.await.map(|()| None) }), done, then);
    }

    fn carry_out(self, package: String, sent: Sent, done: &'static str, then: Then) {
        spawn_local(async move {
            match self.session.heed(sent.await) {
                Ok(stands) => {
                    then();
                    match stands {
                        Some(Tagged { value, etag }) => self.take(value, etag),
                        None => {
                            self.etag.set(None);
                            self.fetch_one(&package, self.turn.get_untracked()).await;
                        }
                    }
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
            let etag = self.feeds_etag.get_untracked();
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

    /// The package that something is done to, and the tag of what was seen of it.
    fn begin(self) -> Option<(String, Option<String>)> {
        if self.deed.with_untracked(|deed| *deed == Deed::Running) {
            return None;
        }
        let package = self.one.with_untracked(|one| one.as_ref().map(|one| one.package.package.clone()))?;
        self.deed.set(Deed::Running);
        self.faults.set(Vec::new());
        Some((package, self.seen.get_untracked()))
    }

    fn finish(self, done: &'static str) {
        self.deed.set(Deed::Done(done));
        self.saved.update(|saved| *saved += 1);
        self.is_editing.set(false);
        self.is_guiding.set(false);
    }

    /// What others did to the package since the dialog was opened is fetched at once: what is sent again then
    /// takes the place of that.
    async fn refused(self, package: &str, failure: Failure) {
        if failure.kind() == Some(Problem::Stale) {
            self.deed.set(Deed::Stale);
            self.fetch_one(package, self.turn.get_untracked()).await;
            self.seen.set(self.etag.get_untracked());
        } else {
            if let Failure::Problem(problem) = &failure {
                self.refuse(problem.errors.iter().map(Fault::told).collect());
            }
            self.deed.set(Deed::Failed(failure));
        }
    }

    /// The same of the feeds.
    fn failed(self, failure: Failure) {
        if failure.kind() == Some(Problem::Stale) {
            self.deed.set(Deed::Stale);
            self.asking.set(false);
            self.refresh();
        } else {
            self.deed.set(Deed::Failed(failure));
        }
    }
}
