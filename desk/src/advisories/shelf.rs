//! The advisories as they are held here: the list, the one that is open, whom it hits and who was told.
//!
//! All is asked for again with its ETag; whom one hits and who was told are asked for only when the answer
//! about it has changed, for it counts both.

mod reach;

use aftercare_client::{AdvisorySheet, Desk, Failure, Fresh};
use aftercare_shared::api::advisories::{AdvisorySummary, Impact, Notifications};
use aftercare_shared::problem::Kind as Problem;
use aftercare_ui::{Clock, State, watch};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::advisories::Shown;
use crate::advisories::deed::Deed;
use crate::advisories::editor::Editor;
use crate::advisories::record::Open;
use crate::open::Load;
use crate::place::{Page, Place};
use crate::session::Session;
use crate::workplace::Workplace;

/// The most pages of a list that are walked.
const MAX_PAGES: usize = 20;

/// The advisories.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Advisories {
    /// What the pane shows.
    pub(super) shown: State<Shown>,
    /// What of the one that is open is drawn as a whole: its text, and how often it was published and spoken
    /// of. Counts live in parts of their own.
    pub(super) drawn: State<Option<(String, usize, usize)>>,
    /// The rows of the list.
    pub(super) items: State<Vec<AdvisorySummary>>,
    /// What is searched for.
    pub(super) words: State<String>,
    /// Where the fetching of the list stands.
    pub(super) load: State<Load>,
    /// Whether there are more rows.
    pub(super) has_more: State<bool>,
    /// The one that is open.
    pub(super) one: State<Option<Open>>,
    /// Where the fetching of it stands.
    pub(super) one_load: State<Load>,
    /// Whom it hits.
    pub(super) impact: State<Option<Impact>>,
    /// Who was told of it.
    pub(super) told: State<Option<Notifications>>,
    /// Why one of these two could not be fetched.
    pub(super) reach_failed: State<Option<Failure>>,
    /// Whether one page more of them is on its way.
    pub(super) reaching: State<bool>,
    /// What was last done to it.
    pub(super) deed: State<Option<Deed>>,
    /// Whether the question before it is taken back stands open.
    pub(super) withdrawing: RwSignal<bool>,
    /// What was seen when that was asked, and what was published meanwhile.
    pub(super) overtaken: State<Option<(Open, Open)>>,
    /// What is being written.
    pub(super) editor: Editor,
    /// What is to be taken back, as it was seen.
    pub(super) seen: State<Option<Open>>,
    pages: State<usize>,
    list_etag: State<Option<String>>,
    /// Rises with each change of the search; answers to an older one are dropped.
    turn: State<u32>,
    asking: State<bool>,
    /// The same for the one that is open.
    pub(super) one_turn: State<u32>,
    asking_one: State<bool>,
    /// How many pages of whom it hits are shown.
    reach_pages: State<usize>,
    place: Place,
    pub(super) session: Session,
    clock: Clock,
}

impl Advisories {
    /// Those of the desk. They are made when they are first asked for.
    pub(super) fn of(work: Workplace) -> Self {
        work.held(Self::follow)
    }

    /// Follows the place and the search.
    fn follow(work: Workplace) -> Self {
        let Workplace { place, session, drafts, clock, .. } = work;
        // They are the desk's and not a view's: what a view follows may change in the step that takes it away.
        let shown = State::derived(move || match place.page.get() {
            Page::Advisories => Shown::of(&place.chosen.get()),
            Page::Tickets | Page::Releases | Page::Policy => Shown::Nothing,
        });
        let one = State::<Option<Open>>::default();
        let drawn = State::derived(move || {
            one.with(|one| {
                let open = one.as_ref()?;
                Some((open.text.clone(), open.view.revisions.len(), open.view.statements.len()))
            })
        });
        let shelf = Self {
            shown,
            drawn,
            items: State::default(),
            words: State::default(),
            load: State::new(Load::Loading),
            has_more: State::default(),
            one,
            one_load: State::new(Load::Loading),
            impact: State::default(),
            told: State::default(),
            reach_failed: State::default(),
            reaching: State::default(),
            reach_pages: State::new(1),
            deed: State::default(),
            withdrawing: RwSignal::new(false),
            overtaken: State::default(),
            seen: State::default(),
            editor: Editor::on(session, drafts),
            pages: State::new(1),
            list_etag: State::new(None),
            turn: State::new(0),
            asking: State::new(false),
            one_turn: State::new(0),
            asking_one: State::new(false),
            place,
            session,
            clock,
        };
        watch(move || {
            shelf.words.track();
            shelf.turn.update(|turn| *turn += 1);
            shelf.asking.set(false);
            shelf.pages.set(1);
            shelf.list_etag.set(None);
            shelf.load.set(Load::Loading);
            shelf.items.set(Vec::new());
            shelf.has_more.set(false);
            shelf.refresh_list();
        });
        let id = State::derived(move || shown.with(|shown| shown.id().map(str::to_owned)));
        watch(move || {
            let id = id.get();
            shelf.forget();
            // That one was published is said where it is shown, and nowhere else.
            if id.is_some() && shelf.editor.published.with_untracked(|published| *published != id) {
                shelf.editor.published.set(None);
            }
            shelf.refresh_one();
        });
        watch(move || {
            let is_slow = work.beat.get();
            shelf.refresh(is_slow);
        });
        let on_page = State::derived(move || place.page.get() == Page::Advisories);
        watch(move || {
            if on_page.get() {
                shelf.refresh_list();
            }
        });
        watch(move || match shown.get() {
            Shown::Nothing | Shown::One(_) => shelf.editor.close(),
            Shown::New => shelf.editor.begin_new(),
            Shown::Edit(id) => shelf.one.with(|one| {
                if let Some(open) = one.as_ref().filter(|open| open.id() == id) {
                    shelf.editor.begin(open);
                }
            }),
        });
        shelf
    }

    /// Asks for what is new, where somebody can see it.
    fn refresh(self, is_slow_beat: bool) {
        if self.place.page.get_untracked() == Page::Advisories {
            self.refresh_one();
            if is_slow_beat {
                self.refresh_list();
            }
        }
    }

    /// Fetches the list, as far as it was shown.
    pub(super) fn refresh_list(self) {
        let is_here = self.place.page.get_untracked() == Page::Advisories;
        if self.asking.get_untracked() || !is_here || !self.session.is_in() {
            return;
        }
        self.asking.set(true);
        let (turn, words) = (self.turn.get_untracked(), self.words.get_untracked());
        spawn_local(async move {
            let answer = self.fetch_list(&words).await;
            if self.turn.get_untracked() != turn {
                return;
            }
            self.asking.set(false);
            match answer {
                Ok(None) => {}
                Ok(Some((items, has_more))) => {
                    self.has_more.set(has_more);
                    if self.items.with_untracked(|held| *held != items) {
                        self.items.set(items);
                    }
                    self.load.set(Load::Ready);
                }
                Err(failure) if failure.is_signed_out() => {}
                Err(failure) => {
                    if self.load.with_untracked(|load| *load != Load::Ready) {
                        self.load.set(Load::Failed(failure));
                    }
                }
            }
        });
    }

    /// Fetches one page of the list more.
    pub(super) fn more(self) {
        self.pages.update(|pages| *pages = (*pages + 1).min(MAX_PAGES));
        self.list_etag.set(None);
        self.refresh_list();
    }

    /// All rows of the pages that are open, and whether there are more; none where nothing has changed. Only
    /// the first page has a tag to be asked by, so a longer list is asked for as a whole.
    async fn fetch_list(self, words: &str) -> Result<Option<(Vec<AdvisorySummary>, bool)>, Failure> {
        let (mut items, mut cursor) = (Vec::new(), None);
        let pages = self.pages.get_untracked();
        for _ in 0..pages {
            let etag = if pages == 1 { self.list_etag.get_untracked() } else { None };
            let answer = Desk::default().advisories(words, cursor.as_deref(), etag.as_deref()).await;
            match self.session.heed(answer)? {
                Fresh::Unchanged => return Ok(None),
                Fresh::Changed { value, etag } => {
                    self.list_etag.set(etag);
                    items.extend(value.items);
                    cursor = value.next_cursor;
                }
            }
            if cursor.is_none() {
                break;
            }
        }
        Ok(Some((items, cursor.is_some())))
    }

    /// Fetches the one that is chosen, if it has changed.
    pub(super) fn refresh_one(self) {
        let chosen = self.place.chosen.with_untracked(|chosen| Shown::of(chosen));
        let is_here = self.place.page.get_untracked() == Page::Advisories;
        let Some(id) = chosen.id().map(str::to_owned).filter(|_| is_here) else { return };
        if self.asking_one.get_untracked() || !self.session.is_in() {
            return;
        }
        self.asking_one.set(true);
        let turn = self.one_turn.get_untracked();
        let etag = self.one.with_untracked(|one| one.as_ref().and_then(|open| open.etag.clone()));
        spawn_local(async move {
            let answer = self.session.heed(Desk::default().advisory(&id, etag.as_deref()).await);
            if self.one_turn.get_untracked() != turn {
                return;
            }
            self.asking_one.set(false);
            match answer {
                Ok(Fresh::Unchanged) => {}
                Ok(Fresh::Changed { value, etag }) => self.take(value, etag),
                Err(failure) if failure.kind() == Some(Problem::NotFound) => {
                    self.one.set(None);
                    self.one_load.set(Load::Missing);
                }
                Err(failure) if failure.is_signed_out() => {}
                Err(failure) => {
                    if self.one.with_untracked(Option::is_none) {
                        self.one_load.set(Load::Failed(failure));
                    }
                }
            }
        });
    }

    /// Takes what the service says of the one that is open, and asks for the rest of it.
    pub(super) fn take(self, view: AdvisorySheet, etag: Option<String>) {
        self.one.set(Some(Open::of(view, etag)));
        self.one_load.set(Load::Ready);
        self.refresh_reach();
    }

    fn forget(self) {
        self.one_turn.update(|turn| *turn += 1);
        self.asking_one.set(false);
        self.one.set(None);
        self.one_load.set(Load::Loading);
        self.impact.set(None);
        self.told.set(None);
        self.reach_failed.set(None);
        self.reaching.set(false);
        self.reach_pages.set(1);
        self.deed.set(None);
        self.withdrawing.set(false);
    }

    /// The time, as the service has it.
    pub(super) fn clock(self) -> Clock {
        self.clock
    }
}
