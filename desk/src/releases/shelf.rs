//! Packages, releases and feeds as they are held here.

use aftercare_client::{Client, Desk, Failure, Fresh};
use aftercare_shared::api::notices::{Finding, MAX_SDKS};
use aftercare_shared::api::releases::{Feeds, KnownGuide, PackageReleases, PackageSummary};
use aftercare_shared::problem::Kind as Problem;
use aftercare_ui::{State, watch};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::open::Load;
use crate::place::{Page, Place};
use crate::releases::Shown;
use crate::releases::deed::Deed;
use crate::releases::field::Fault;
use crate::session::Session;
use crate::workplace::Workplace;

/// How many releases are shown at first, and more of them at a time.
pub(super) const STRETCH: usize = MAX_SDKS;

/// What hits a release.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hits {
    /// The version.
    pub(super) version: String,
    /// What hits it or may.
    pub(super) findings: Vec<Finding>,
}

/// The releases.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Releases {
    /// What the pane shows.
    pub(super) shown: State<Shown>,
    /// The packages.
    pub(super) packages: State<Vec<PackageSummary>>,
    /// Where the fetching of them stands.
    pub(super) load: State<Load>,
    /// The package that is open.
    pub(super) one: State<Option<PackageReleases>>,
    /// Where the fetching of it stands.
    pub(super) one_load: State<Load>,
    /// How many of its releases are shown.
    pub(super) stretch: State<usize>,
    /// What hits those.
    pub(super) hits: State<Vec<Hits>>,
    /// The release that is being edited.
    pub(super) editing: State<Option<String>>,
    /// Whether the dialog of that stands open.
    pub(super) is_editing: RwSignal<bool>,
    /// The guide whose dialog was opened last, as it stood then; none for a new one.
    pub(super) guide: State<Option<KnownGuide>>,
    /// Whether the dialog of that stands open.
    pub(super) is_guiding: RwSignal<bool>,
    /// The feeds.
    pub(super) feeds: State<Option<Feeds>>,
    /// Where the fetching of them stands.
    pub(super) feeds_load: State<Load>,
    /// What was last done.
    pub(super) deed: State<Deed>,
    /// What is refused of what stands in the dialog.
    pub(super) faults: State<Vec<Fault>>,
    /// Rises with each change that was saved.
    pub(super) saved: State<u32>,
    pub(super) etag: State<Option<String>>,
    /// The tag of what was seen when the dialog was opened.
    pub(super) seen: State<Option<String>>,
    pub(super) feeds_etag: State<Option<String>>,
    /// Rises with each change of what is chosen; answers about something else are dropped.
    pub(super) turn: State<u32>,
    pub(super) asking: State<bool>,
    place: Place,
    pub(super) session: Session,
}

impl Releases {
    /// Those of the desk. They are made when they are first asked for.
    pub(super) fn of(work: Workplace) -> Self {
        work.held(Self::follow)
    }

    /// Follows the place.
    fn follow(work: Workplace) -> Self {
        let Workplace { place, session, .. } = work;
        let shown = State::derived(move || match place.page.get() {
            Page::Releases => Shown::of(&place.chosen.get()),
            Page::Tickets | Page::Advisories | Page::Policy => Shown::Nothing,
        });
        let shelf = Self {
            shown,
            packages: State::default(),
            load: State::new(Load::Loading),
            one: State::default(),
            one_load: State::new(Load::Loading),
            stretch: State::new(STRETCH),
            hits: State::default(),
            editing: State::default(),
            is_editing: RwSignal::new(false),
            guide: State::default(),
            is_guiding: RwSignal::new(false),
            feeds: State::default(),
            feeds_load: State::new(Load::Loading),
            deed: State::default(),
            faults: State::default(),
            saved: State::default(),
            etag: State::new(None),
            seen: State::new(None),
            feeds_etag: State::new(None),
            turn: State::new(0),
            asking: State::new(false),
            place,
            session,
        };
        let is_here = State::derived(move || place.page.get() == Page::Releases);
        watch(move || {
            shown.track();
            is_here.track();
            shelf.turn.update(|turn| *turn += 1);
            shelf.asking.set(false);
            shelf.one.set(None);
            shelf.one_load.set(Load::Loading);
            shelf.stretch.set(STRETCH);
            shelf.hits.set(Vec::new());
            shelf.etag.set(None);
            shelf.deed.set(Deed::None);
            shelf.is_editing.set(false);
            shelf.is_guiding.set(false);
            shelf.refresh();
        });
        watch(move || {
            if work.beat.get() {
                shelf.refresh();
            }
        });
        shelf
    }

    /// Asks for what is new, where somebody can see it.
    pub(super) fn refresh(self) {
        let is_here = self.place.page.get_untracked() == Page::Releases;
        if !is_here || self.asking.get_untracked() || !self.session.is_in() {
            return;
        }
        self.asking.set(true);
        let turn = self.turn.get_untracked();
        spawn_local(async move {
            let chosen = self.place.chosen.with_untracked(|chosen| Shown::of(chosen));
            let packages = self.session.heed(Desk::default().packages().await);
            match packages {
                Ok(packages) => {
                    if self.packages.with_untracked(|held| *held != packages.items) {
                        self.packages.set(packages.items);
                    }
                    self.load.set(Load::Ready);
                }
                Err(failure) => miss(self.load, failure),
            }
            match chosen {
                Shown::Nothing => {}
                Shown::Feeds => self.fetch_feeds(turn).await,
                Shown::Package(package) => self.fetch_one(&package, turn).await,
            }
            if self.turn.get_untracked() == turn {
                self.asking.set(false);
            }
        });
    }

    pub(super) async fn fetch_one(self, package: &str, turn: u32) {
        let etag = self.etag.get_untracked();
        let answer = self.session.heed(Desk::default().releases(package, etag.as_deref()).await);
        if self.turn.get_untracked() != turn {
            return;
        }
        match answer {
            Ok(Fresh::Unchanged) => {}
            Ok(Fresh::Changed { value, etag }) => self.take(value, etag),
            Err(failure) if failure.kind() == Some(Problem::NotFound) => {
                self.one.set(None);
                self.one_load.set(Load::Missing);
            }
            Err(failure) => miss(self.one_load, failure),
        }
    }

    async fn fetch_feeds(self, turn: u32) {
        let etag = self.feeds_etag.get_untracked();
        let etag = etag.filter(|_| self.feeds.with_untracked(Option::is_some));
        let answer = self.session.heed(Desk::default().feeds(etag.as_deref()).await);
        if self.turn.get_untracked() != turn {
            return;
        }
        match answer {
            Ok(Fresh::Unchanged) => {}
            Ok(Fresh::Changed { value, etag }) => self.take_feeds(value, etag),
            Err(failure) => miss(self.feeds_load, failure),
        }
    }

    pub(super) fn take(self, releases: PackageReleases, etag: Option<String>) {
        self.etag.set(etag);
        self.one.set(Some(releases));
        self.one_load.set(Load::Ready);
        self.ask_hits();
    }

    pub(super) fn take_feeds(self, feeds: Feeds, etag: Option<String>) {
        self.feeds_etag.set(etag);
        self.feeds.set(Some(feeds));
        self.feeds_load.set(Load::Ready);
    }

    /// Shows more releases.
    pub(super) fn more(self) {
        self.stretch.update(|stretch| *stretch += STRETCH);
        self.ask_hits();
    }

    /// Asks what hits the releases that are shown, as any page may ask it.
    fn ask_hits(self) {
        let (turn, stretch) = (self.turn.get_untracked(), self.stretch.get_untracked());
        let asked: Vec<String> = self.one.with_untracked(|one| {
            let Some(one) = one else { return Vec::new() };
            let purl = |version: &str| {
                [&one.package.package, "@", &String::from(js_sys::encode_uri_component(version))].concat()
            };
            one.items.iter().take(stretch).map(|it| purl(&it.release.version)).collect()
        });
        spawn_local(async move {
            let mut hits = Vec::new();
            for purls in asked.chunks(MAX_SDKS) {
                let Ok(Fresh::Changed { value, .. }) = Client::default().notices(purls, None).await else {
                    return;
                };
                hits.extend(
                    value.sdks.into_iter().filter_map(|report| {
                        Some(Hits { version: report.version?, findings: report.findings })
                    }),
                );
            }
            if self.turn.get_untracked() == turn && self.hits.with_untracked(|held| *held != hits) {
                self.hits.set(hits);
            }
        });
    }
}

/// What is held already stays; only what was never there is missed.
fn miss(load: State<Load>, failure: Failure) {
    if !failure.is_signed_out() && load.with_untracked(|load| *load != Load::Ready) {
        load.set(Load::Failed(failure));
    }
}
