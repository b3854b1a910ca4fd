//! The policy as the desk knows it: the version in force, the one that is looked at, all of them in a list,
//! and another one as it is being written.

use aftercare_client::{Desk, Failure, Fresh, Sheet};
use aftercare_shared::api::desk::policies::PolicyVersion;
use aftercare_shared::policy::OfferedSeverity;
use aftercare_shared::policy::diff::Change;
use aftercare_shared::problem::Kind as Problem;
use aftercare_ui::{State, watch};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::document::merged;
use crate::open::{Load, OpenTicket};
use crate::place::{Page, Place};
use crate::policy::draft::{Draft, Fault, Stage};
use crate::policy::terms::offered;
use crate::session::Session;

/// The word of the editor in an address; any other is the number of a version.
pub(crate) const EDIT: &str = "edit";

/// What a version changed from another: which version, and what, once that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    /// The version that changed it.
    pub(crate) version: u32,
    /// What.
    pub(crate) changes: Result<Vec<Change>, Failure>,
}

/// What became of saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Saved {
    /// A version of this number came of it.
    As(u32),
    /// It says what was in force already.
    SaidAlready,
}

/// The policy.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Policies {
    /// The version in force.
    pub(crate) current: State<Option<Sheet>>,
    /// The version that is looked at: the one in force, or one that the address names.
    pub(crate) shown: State<Option<Sheet>>,
    /// Where the fetching of the one that is looked at stands.
    pub(crate) load: State<Load>,
    /// What the one that is looked at changed from the one before.
    pub(crate) told: State<Option<Told>>,
    /// What another changed since the draft was begun.
    pub(crate) theirs: State<Option<Told>>,
    /// All versions, newest first, as far as they were fetched.
    pub(crate) versions: State<Vec<PolicyVersion>>,
    /// Where older ones go on.
    pub(crate) older: State<Option<String>>,
    /// What became of the last saving, until something else is looked at.
    pub(crate) saved: State<Option<Saved>>,
    /// What the vendor calls the severities.
    pub(crate) severities: State<Vec<OfferedSeverity>>,
    /// Another version as it is being written.
    pub(crate) draft: Draft,
    etag: State<Option<String>>,
    place: Place,
    session: Session,
}

impl Policies {
    /// Follows the place, and the open ticket for what it says of the severities.
    pub(crate) fn follow(place: Place, session: Session, open: OpenTicket) -> Self {
        let room = Self {
            current: State::new(None),
            shown: State::new(None),
            load: State::new(Load::Loading),
            told: State::new(None),
            theirs: State::new(None),
            versions: State::new(Vec::new()),
            older: State::new(None),
            saved: State::new(None),
            severities: State::new(Vec::new()),
            draft: Draft::kept(),
            etag: State::new(None),
            place,
            session,
        };
        watch(move || {
            let offered = open.shown.with(|it| it.as_ref().map(|it| it.severities.clone()));
            room.name(offered.unwrap_or_default());
        });
        watch(move || {
            let is_here = place.page.get() == Page::Policy;
            if !is_here || place.chosen.with(|chosen| !chosen.is_empty()) {
                room.saved.set(None);
            }
            if is_here {
                untrack(|| room.turn());
            }
        });
        room
    }

    /// Whether the editor is what is shown.
    pub(crate) fn is_editing(self) -> bool {
        self.place.page.get() == Page::Policy && self.place.chosen.with(|chosen| chosen == EDIT)
    }

    /// The version that the address names.
    fn wanted(self) -> Option<u32> {
        self.place.chosen.with_untracked(|chosen| chosen.parse().ok())
    }

    /// Asks for the version in force, if it has changed, and for all else the page shows.
    pub(crate) fn refresh(self) {
        if !self.session.is_in() {
            return;
        }
        let is_here = self.place.page.get_untracked() == Page::Policy;
        spawn_local(async move {
            let etag = self.etag.get_untracked().filter(|_| self.current.with_untracked(Option::is_some));
            match self.session.heed(Desk::default().policy_in_force(etag.as_deref()).await) {
                Ok(Fresh::Unchanged) => {}
                Ok(Fresh::Changed { value, etag }) => {
                    self.etag.set(etag);
                    let version = value;
                    self.name(offered(&version.document));
                    self.current.set(Some(version));
                    if is_here {
                        self.list(None);
                    }
                }
                Err(failure) if self.current.with_untracked(Option::is_none) => {
                    self.stand(Load::Failed(failure));
                    return;
                }
                Err(_) => return,
            }
            if self.place.page.get_untracked() == Page::Policy {
                self.show();
            }
        });
    }

    /// Shows what the address names.
    fn turn(self) {
        if self.versions.with_untracked(Vec::is_empty) && self.session.is_in() {
            self.list(None);
        }
        self.show();
        self.refresh();
    }

    /// Shows what the address names, as far as the version in force is known.
    fn show(self) {
        let Some(current) = self.current.get_untracked() else { return };
        if self.place.chosen.with_untracked(|chosen| chosen == EDIT) {
            self.draft.begin(current.version.version, &current.document);
            self.stand(Load::Ready);
            self.look_for_others();
            return;
        }
        match self.wanted() {
            Some(wanted) if wanted != current.version.version => self.fetch(wanted),
            Some(_) | None => self.came(current),
        }
    }

    fn fetch(self, wanted: u32) {
        if self.shown.with_untracked(|shown| shown.as_ref().is_some_and(|it| it.version.version == wanted)) {
            self.stand(Load::Ready);
            return;
        }
        self.shown.set(None);
        self.stand(Load::Loading);
        spawn_local(async move {
            let answer = self.session.heed(Desk::default().policy(wanted).await);
            if self.wanted() != Some(wanted) {
                return;
            }
            match answer {
                Ok(sheet) => self.came(sheet),
                Err(failure) if failure.kind() == Some(Problem::NotFound) => self.stand(Load::Missing),
                Err(failure) => self.stand(Load::Failed(failure)),
            }
        });
    }

    /// Says where the fetching stands; what is drawn stays where that is no news.
    fn stand(self, load: Load) {
        if self.load.with_untracked(|known| *known != load) {
            self.load.set(load);
        }
    }

    fn came(self, version: Sheet) {
        self.stand(Load::Ready);
        let (number, document) = (version.version.version, version.document.written());
        if self.shown.with_untracked(|shown| shown.as_ref().is_none_or(|it| it.version.version != number)) {
            self.shown.set(Some(version));
        }
        let is_told = self.told.with_untracked(|told| {
            told.as_ref().is_some_and(|told| told.version == number && told.changes.is_ok())
        });
        if let Some(before) = number.checked_sub(1).filter(|_| !is_told) {
            self.told.set(None);
            spawn_local(async move {
                let answer = self.session.heed(Desk::default().compare_policy(&document, before).await);
                if self.shown.with_untracked(|it| it.as_ref().is_some_and(|it| it.version.version == number))
                {
                    let changes = answer.map(|answer| answer.changes);
                    self.told.set(Some(Told { version: number, changes }));
                }
            });
        }
    }

    /// Fetches a page of the list: the newest, or what follows a cursor.
    pub(crate) fn list(self, cursor: Option<String>) {
        spawn_local(async move {
            let answer = self.session.heed(Desk::default().policies(cursor.as_deref()).await);
            if let Ok(page) = answer {
                let mut versions = if cursor.is_some() { self.versions.get_untracked() } else { Vec::new() };
                versions.extend(page.items);
                self.versions.set(versions);
                self.older.set(page.next_cursor);
            }
        });
    }

    /// Whether another version than the one that was edited is in force: that one.
    pub(crate) fn overtaken_by(self) -> Option<PolicyVersion> {
        let based_on = self.draft.written.with(|written| written.as_ref().map(|it| it.based_on))?;
        let current = self.current.with(|current| current.as_ref().map(|it| it.version.clone()))?;
        Some(current).filter(|current| current.version != based_on)
    }

    /// Asks what others have changed since the draft was begun.
    fn look_for_others(self) {
        let Some(other) = untrack(|| self.overtaken_by()) else { return };
        let based_on = self.draft.written.with_untracked(|it| it.as_ref().map(|it| it.based_on));
        let (Some(based_on), Some(current)) = (based_on, self.current.get_untracked()) else { return };
        if self.theirs.with_untracked(|it| it.as_ref().is_some_and(|it| it.version == other.version)) {
            return;
        }
        spawn_local(async move {
            let text = current.document.written();
            let answer = self.session.heed(Desk::default().compare_policy(&text, based_on).await);
            let changes = answer.map(|answer| answer.changes);
            self.theirs.set(Some(Told { version: other.version, changes }));
        });
    }

    /// Asks what the draft changes.
    pub(crate) fn compare(self) {
        let draft = self.draft;
        let Some(written) = draft.written.get_untracked() else { return };
        if draft.tree().is_none() || draft.stage.with_untracked(Stage::is_busy) {
            return;
        }
        draft.failure.set(None);
        draft.faults.set(Vec::new());
        draft.stage.set(Stage::Comparing);
        spawn_local(async move {
            let answer = Desk::default().compare_policy(&written.text, written.based_on).await;
            let answer = self.session.heed(answer);
            let is_same = draft.written.with_untracked(|now| now.as_ref() == Some(&written));
            if !is_same {
                return;
            }
            match answer {
                Ok(answer) => draft.stage.set(Stage::Compared(answer.changes)),
                Err(failure) => self.refuse(failure),
            }
        });
    }

    /// Puts the draft in force.
    pub(crate) fn save(self) {
        let draft = self.draft;
        let Stage::Compared(changes) = draft.stage.get_untracked() else { return };
        let Some((written, key)) = draft.to_send() else { return };
        draft.failure.set(None);
        draft.stage.set(Stage::Saving(changes.clone()));
        spawn_local(async move {
            let note = written.note.trim();
            let answer = Desk::default().push_policy(&written.text, written.based_on, note, &key).await;
            match self.session.heed(answer) {
                Ok(pushed) => {
                    draft.discard();
                    self.etag.set(None);
                    self.refresh();
                    self.place.turn(Page::Policy, "");
                    let version = pushed.version.version;
                    self.saved.set(Some(if pushed.is_new { Saved::As(version) } else { Saved::SaidAlready }));
                }
                Err(failure) if failure.kind() == Some(Problem::Stale) => {
                    draft.stage.set(Stage::Writing);
                    self.etag.set(None);
                    self.refresh();
                }
                Err(failure) => {
                    draft.stage.set(Stage::Compared(changes));
                    self.refuse(failure);
                }
            }
        });
    }

    /// Brings what was written onto the version that is in force by now.
    pub(crate) fn rebase(self) {
        let draft = self.draft;
        let Some(current) = self.current.get_untracked() else { return };
        let Some(based_on) = draft.written.with_untracked(|it| it.as_ref().map(|it| it.based_on)) else {
            return;
        };
        spawn_local(async move {
            match self.session.heed(Desk::default().policy(based_on).await) {
                Ok(base) => {
                    // What was written meanwhile is part of it.
                    let Some(mine) = draft.tree() else { return };
                    let (merged, conflicts) = merged(&base.document, &current.document, &mine);
                    draft.rebase(current.version.version, &merged, conflicts);
                }
                Err(failure) => draft.failure.set(Some(failure)),
            }
        });
    }

    /// The places that a refusal names, or the refusal itself where it names none.
    fn refuse(self, failure: Failure) {
        let draft = self.draft;
        if draft.stage.with_untracked(|stage| *stage == Stage::Comparing) {
            draft.stage.set(Stage::Writing);
        }
        let Failure::Problem(problem) = &failure else {
            draft.failure.set(Some(failure));
            return;
        };
        let fault = |error: &aftercare_shared::problem::FieldError| {
            let at = error.pointer.trim_start_matches('#').strip_prefix("/document")?;
            Some(Fault { at: at.to_owned(), detail: error.detail.clone() })
        };
        let faults: Vec<Fault> = problem.errors.iter().filter_map(fault).collect();
        if faults.is_empty() {
            draft.failure.set(Some(failure));
        } else {
            draft.stage.set(Stage::Writing);
            draft.faults.set(faults);
        }
    }

    fn name(self, offered: Vec<OfferedSeverity>) {
        if !offered.is_empty() && self.severities.with_untracked(|known| *known != offered) {
            self.severities.set(offered);
        }
    }
}
