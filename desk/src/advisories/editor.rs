//! An advisory that is being written: as a form or as JSON, checked against what customers run, then published.
//!
//! The text is the truth, in whichever way it is edited: the form is read from it and written back into it,
//! and every change is kept as a draft. Nothing typed is given up but by its writer: a refusal shows its
//! places, and where somebody else has published meanwhile both texts are there to be put together.

mod conflict;
mod faults;
mod fields;
mod file;
mod raw;
mod review;
mod rows;
mod view;

use std::collections::BTreeMap;

use aftercare_client::wire::Value;
use aftercare_client::{Desk, Failure, Fresh, IdempotencyKey, Tells};
use aftercare_shared::api::advisories::Preview;
use aftercare_shared::problem::{FieldError, Kind as Problem};
use aftercare_ui::State;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::advisories::Advisories;
use crate::advisories::NEW;
use crate::advisories::editor::file::Opened;
use crate::advisories::form::Form;
use crate::advisories::list::draft_name;
use crate::advisories::record::Open;
use crate::document::merged;
use crate::drafts::Drafts;
use crate::focus::focus_soon;
use crate::session::Session;
use crate::workplace::Workplace;

pub(super) use crate::advisories::editor::conflict::{changed_there, news};
pub(super) use crate::advisories::editor::view::editor;

/// How far somebody is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Step {
    /// It is being written.
    #[default]
    Write,
    /// It is right, and this is whom it would hit.
    Review,
}

/// What is being written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Editor {
    /// Which: an id, [`NEW`], or nothing where nothing is.
    key: State<String>,
    /// The whole text.
    text: State<String>,
    /// Whether it is edited as JSON.
    is_raw: State<bool>,
    /// The form, as it is filled in.
    form: State<Form>,
    /// Rises when fields come, go, or are read anew.
    shape: State<u32>,
    step: State<Step>,
    /// The step, and whether it is done as JSON: another view each.
    face: State<(Step, bool)>,
    /// What the service found wrong, each with its place.
    faults: State<Vec<FieldError>>,
    /// Why it could not be asked, or would not.
    failed: State<Option<Failure>>,
    /// Whom the text would hit.
    preview: State<Option<Preview>>,
    /// What stands by now, where that is not what the text replaces.
    conflict: State<Option<Open>>,
    /// Whether those whom it hits are told at once.
    tells: State<bool>,
    /// Whether the service is being asked.
    is_busy: State<bool>,
    /// The text can't be shown as a form.
    is_no_record: State<bool>,
    /// What became of the file that was opened last.
    opened: State<Option<Opened>>,
    /// The one that was published last, until another is written.
    pub(super) published: State<Option<String>>,
    /// What the form was read from.
    ground: State<Value>,
    /// The text that the writer began with.
    base: State<String>,
    /// The tag of what the text replaces.
    etag: State<Option<String>>,
    /// What makes a repeated import harmless.
    import: State<Option<IdempotencyKey>>,
    session: Session,
    drafts: Drafts,
}

impl Editor {
    /// An editor with nothing in it.
    pub(super) fn on(session: Session, drafts: Drafts) -> Self {
        let (step, is_raw) = (State::default(), State::default());
        Self {
            key: State::default(),
            text: State::default(),
            is_raw,
            form: State::default(),
            shape: State::default(),
            step,
            face: State::derived(move || (step.get(), is_raw.get())),
            faults: State::default(),
            failed: State::default(),
            preview: State::default(),
            conflict: State::default(),
            tells: State::new(true),
            is_busy: State::default(),
            is_no_record: State::default(),
            opened: State::default(),
            published: State::default(),
            ground: State::new(Value::Null),
            base: State::new(String::new()),
            etag: State::new(None),
            import: State::new(None),
            session,
            drafts,
        }
    }

    /// Begins a new one, or goes on with it.
    pub(super) fn begin_new(self) {
        self.begin_with(NEW, Form::blank().written(), None);
    }

    /// Begins to edit one that stands, or goes on with that.
    pub(super) fn begin(self, open: &Open) {
        self.begin_with(open.id(), open.text.clone(), open.etag.clone());
    }

    /// Nothing is being written any more; what was is kept as a draft.
    pub(super) fn close(self) {
        if self.key.with_untracked(|key| !key.is_empty()) {
            self.key.set(String::new());
        }
    }

    fn begin_with(self, key: &str, text: String, etag: Option<String>) {
        if self.key.with_untracked(|known| known == key) {
            return;
        }
        let mut draft = self.drafts.document(&draft_name(key)).unwrap_or_default();
        let is_raw = draft.contains_key("raw");
        let (base, etag) = match draft.remove("base") {
            Some(base) => (base, draft.remove("etag")),
            None => (text, etag),
        };
        self.etag.set(etag);
        self.text.set(draft.remove("text").unwrap_or_else(|| base.clone()));
        self.base.set(base);
        self.settle();
        self.opened.set(None);
        self.conflict.set(None);
        self.tells.set(true);
        self.is_busy.set(false);
        self.published.set(None);
        self.is_raw.set(is_raw || !self.read_form());
        self.is_no_record.set(false);
        self.key.set(key.to_owned());
    }

    /// Nothing is known of the text as it is now.
    fn settle(self) {
        self.step.set(Step::Write);
        self.faults.set(Vec::new());
        self.failed.set(None);
        self.preview.set(None);
    }

    /// Reads the form from the text, if it is one record of OSV.
    fn read_form(self) -> bool {
        let record = self.text.with_untracked(|text| Value::parse(text)).filter(is_record);
        let Some(record) = record else { return false };
        self.form.set(Form::read(&record));
        self.ground.set(record);
        self.shape.update(|shape| *shape += 1);
        true
    }

    /// Whether one that stands already is being edited.
    fn is_edit(self) -> bool {
        self.key.with_untracked(|key| key != NEW)
    }

    /// Changes what a field of the form holds.
    fn change(self, change: impl FnOnce(&mut Form)) {
        self.form.update(change);
        let text = self
            .form
            .with_untracked(|form| self.ground.with_untracked(|ground| form.write(ground).written()));
        self.write(text);
    }

    /// Changes which fields the form has.
    fn reshape(self, change: impl FnOnce(&mut Form)) {
        self.change(change);
        self.shape.update(|shape| *shape += 1);
    }

    /// Takes the text as it is typed, and keeps it.
    fn write(self, text: String) {
        self.text.set(text);
        if self.step.get_untracked() == Step::Review {
            self.step.set(Step::Write);
        }
        self.keep();
    }

    fn keep(self) {
        let mut parts = BTreeMap::new();
        let base = self.base.get_untracked();
        if self.text.with_untracked(|text| *text != base) {
            let mut part = |name: &str, text: String| parts.insert(name.to_owned(), text);
            part("text", self.text.get_untracked());
            part("base", base);
            if let Some(etag) = self.etag.get_untracked() {
                part("etag", etag);
            }
            if self.is_raw.get_untracked() {
                part("raw", String::new());
            }
        }
        self.drafts.keep_document(&draft_name(&self.key.get_untracked()), &parts);
    }

    /// Edits the same text in the other way.
    fn show_raw(self, is_raw: bool) {
        let can = is_raw || self.read_form();
        self.is_no_record.set(!can);
        if can && self.is_raw.get_untracked() != is_raw {
            self.is_raw.set(is_raw);
            self.keep();
        }
    }

    /// Goes back to the text that the writer began with.
    fn drop_changes(self) {
        self.drafts.keep_document(&draft_name(&self.key.get_untracked()), &BTreeMap::new());
        self.text.set(self.base.get_untracked());
        self.settle();
        self.opened.set(None);
        self.conflict.set(None);
        self.shape.update(|shape| *shape += 1);
        if !self.read_form() {
            self.is_raw.set(true);
        }
    }

    /// Goes back to writing.
    fn rewrite(self) {
        self.step.set(Step::Write);
        focus_soon("#pane");
    }

    /// Asks whether the text is right and whom it would hit.
    fn check(self) {
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.settle();
        let text = self.text.get_untracked();
        spawn_local(async move {
            let answer = self.session.heed(Desk::default().preview(&text).await);
            let standing = match &answer {
                Ok(preview) if !self.is_edit() => self.standing(single(preview)).await,
                Ok(_) | Err(_) => None,
            };
            self.is_busy.set(false);
            if self.text.with_untracked(|now| *now != text) {
                return;
            }
            match answer {
                Ok(preview) => {
                    self.preview.set(Some(preview));
                    self.conflict.set(standing);
                    self.import.set(Some(IdempotencyKey::mint()));
                    self.step.set(Step::Review);
                    focus_soon("#pane");
                }
                Err(failure) => self.miss(failure),
            }
        });
    }

    /// What stands under an id that is meant to be new, unless it is known to its writer.
    async fn standing(self, id: Option<String>) -> Option<Open> {
        let id = id.filter(|_| self.etag.with_untracked(Option::is_none))?;
        match self.session.heed(Desk::default().advisory(&id, None).await) {
            Ok(Fresh::Changed { value, etag }) => Some(Open::of(value, etag)),
            Ok(Fresh::Unchanged) | Err(_) => None,
        }
    }

    /// Publishes the text as it was checked.
    fn publish(self, work: Workplace) {
        let Some(preview) = self.preview.get_untracked() else { return };
        if self.is_busy.get_untracked() {
            return;
        }
        self.is_busy.set(true);
        self.failed.set(None);
        let (key, text) = (self.key.get_untracked(), self.text.get_untracked());
        let tells = if self.tells.get_untracked() { Tells::Affected } else { Tells::Nobody };
        let target = if self.is_edit() { Some(key.clone()) } else { single(&preview) };
        spawn_local(async move {
            let answer = match &target {
                Some(id) => {
                    let etag = self.etag.get_untracked();
                    let sent = Desk::default().publish(id, &text, etag.as_deref(), tells).await;
                    sent.map(|published| Some((published.value, published.etag)))
                }
                None => {
                    let import = self.import.get_untracked().unwrap_or_else(IdempotencyKey::mint);
                    Desk::default().import(&text, tells, &import).await.map(|_| None)
                }
            };
            let answer = self.session.heed(answer);
            self.is_busy.set(false);
            match answer {
                Ok(view) => {
                    self.drafts.keep_document(&draft_name(&key), &BTreeMap::new());
                    if self.key.with_untracked(|open| *open == key) {
                        self.leave(work, target, view.is_some());
                    }
                    if let Some((view, etag)) = view
                        && work.place.chosen.with_untracked(|chosen| *chosen == view.advisory.id)
                    {
                        Advisories::of(work).take(view, etag);
                    }
                    Advisories::of(work).refresh_list();
                }
                Err(failure) if failure.kind() == Some(Problem::Stale) => {
                    let id = target.unwrap_or(key);
                    match self.session.heed(Desk::default().advisory(&id, None).await) {
                        Ok(Fresh::Changed { value, etag }) => {
                            self.conflict.set(Some(Open::of(value, etag)));
                            focus_soon("#conflict");
                        }
                        Ok(Fresh::Unchanged) | Err(_) => self.miss(failure),
                    }
                }
                Err(failure) => self.miss(failure),
            }
        });
    }

    fn leave(self, work: Workplace, target: Option<String>, is_one: bool) {
        let id = target.filter(|_| is_one).unwrap_or_default();
        self.close();
        work.place.choose(&id);
        self.published.set(Some(id));
        focus_soon("#pane");
    }

    /// Puts what was written into what stands by now. What only others changed is as it stands.
    fn put_together(self) {
        let Some(standing) = self.conflict.get_untracked() else { return };
        let parse = |text: &str| Value::parse(text).filter(is_record);
        let texts = (
            parse(&self.base.get_untracked()),
            self.text.with_untracked(|text| parse(text)),
            parse(&standing.text),
        );
        if let (Some(base), Some(mine), Some(theirs)) = texts {
            self.text.set(merged(&base, &theirs, &mine).0.written());
        }
        self.replace(standing);
    }

    /// Has what was written take the place of what stands by now, as it is.
    fn insist(self) {
        if let Some(standing) = self.conflict.get_untracked() {
            self.replace(standing);
        }
    }

    fn replace(self, standing: Open) {
        self.base.set(standing.text);
        self.etag.set(standing.etag);
        self.conflict.set(None);
        self.settle();
        if !self.read_form() {
            self.is_raw.set(true);
        }
        self.keep();
        focus_soon("#pane");
    }

    /// Gives up what was written for what stands by now.
    fn give_way(self) {
        if let Some(standing) = self.conflict.get_untracked() {
            self.base.set(standing.text.clone());
            self.text.set(standing.text.clone());
            self.replace(standing);
        }
    }

    /// Shows why the service would not, at its places where it names them.
    fn miss(self, failure: Failure) {
        let faults = match &failure {
            Failure::Problem(problem) if !problem.errors.is_empty() => problem.errors.clone(),
            Failure::Problem(problem) if failure.kind() == Some(Problem::Malformed) => {
                vec![FieldError { pointer: "#".to_owned(), detail: problem.detail.clone() }]
            }
            Failure::Problem(_) | Failure::Offline | Failure::Timeout | Failure::Unreadable { .. } => {
                self.failed.set(Some(failure));
                return;
            }
        };
        self.faults.set(faults);
        self.step.set(Step::Write);
        focus_soon("#faults");
    }
}

/// The only advisory of a document, if there is only one.
fn single(preview: &Preview) -> Option<String> {
    match preview.advisories.as_slice() {
        [one] => Some(one.id.clone()),
        _ => None,
    }
}

/// Whether a value is one record of OSV, and none of the other forms that are taken.
fn is_record(value: &Value) -> bool {
    let others = ["ghsa_id", "document", "@context", "vulnerabilities"];
    value.as_object().is_some() && others.iter().all(|name| value.get(name).is_none())
}
