//! Another version as it is being written: one text, which the form edits at single places. Kept in the tab
//! from the first change on, and in memory.

use aftercare_client::wire::Value;
use aftercare_client::{Failure, IdempotencyKey};
use aftercare_shared::policy::diff::Change;
use aftercare_ui::State;

use crate::document;
use crate::storage::{self, Keep};

const NAME: &str = "policy";

/// What is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    /// The version that was edited.
    pub(crate) based_on: u32,
    /// The whole document.
    pub(crate) text: String,
    /// Why, in the writer's words.
    pub(crate) note: String,
}

/// A place that the service does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The place in the document, as a JSON pointer.
    pub(crate) at: String,
    /// What is wrong there, in the service's words.
    pub(crate) detail: String,
}

impl Fault {
    /// Whether it is a fault of what stands at a place.
    pub(crate) fn is_at(&self, place: &str) -> bool {
        is_within(place, &self.at)
    }
}

/// How far the way from writing to saving is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It is being written.
    Writing,
    /// The service is asked what it changes.
    Comparing,
    /// That is what it changes; nothing was written since.
    Compared(Vec<Change>),
    /// It is being saved.
    Saving(Vec<Change>),
}

impl Stage {
    /// What it changes, where that is known.
    pub(crate) fn changes(&self) -> Option<&[Change]> {
        match self {
            Self::Writing | Self::Comparing => None,
            Self::Compared(changes) | Self::Saving(changes) => Some(changes),
        }
    }

    /// Whether an answer is waited for.
    pub(crate) fn is_busy(&self) -> bool {
        match self {
            Self::Comparing | Self::Saving(_) => true,
            Self::Writing | Self::Compared(_) => false,
        }
    }
}

/// The draft.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draft {
    /// What is written, where anything is.
    pub(crate) written: State<Option<Written>>,
    /// Rises when the form has to be drawn anew: what it shows was changed from elsewhere.
    pub(crate) redrawn: State<u32>,
    /// The places that were refused and were not touched since.
    pub(crate) faults: State<Vec<Fault>>,
    /// How far it is.
    pub(crate) stage: State<Stage>,
    /// Why the last attempt failed.
    pub(crate) failure: State<Option<Failure>>,
    /// Places that somebody else changed as well, after the two were brought together.
    pub(crate) conflicts: State<Option<Vec<String>>>,
    /// What became of the last file of holidays: of which calendar, and what was taken of it or why not.
    pub(crate) imported: State<Option<(String, Result<String, String>)>>,
    /// What was sent last, with its key: the same again is the same request.
    sent: State<Option<(Written, IdempotencyKey)>>,
}

impl Draft {
    /// The one that this tab has kept.
    pub(crate) fn kept() -> Self {
        Self {
            written: State::new(storage::read(Keep::Tab, NAME).and_then(|text| read(&text))),
            redrawn: State::new(0),
            faults: State::new(Vec::new()),
            stage: State::new(Stage::Writing),
            failure: State::new(None),
            conflicts: State::new(None),
            imported: State::new(None),
            sent: State::new(None),
        }
    }

    /// Begins with a version, unless something is written already.
    pub(crate) fn begin(self, version: u32, document: &Value) {
        if self.written.with_untracked(Option::is_none) {
            let text = document.written();
            self.written.set(Some(Written { based_on: version, text, note: String::new() }));
            self.redraw();
        }
    }

    /// Drops it.
    pub(crate) fn discard(self) {
        self.written.set(None);
        storage::forget(Keep::Tab, NAME);
        self.faults.set(Vec::new());
        self.stage.set(Stage::Writing);
        self.failure.set(None);
        self.conflicts.set(None);
        self.imported.set(None);
        self.sent.set(None);
    }

    /// The document as a tree; none where the text is no JSON.
    pub(crate) fn tree(self) -> Option<Value> {
        self.written.with_untracked(|written| Value::parse(&written.as_ref()?.text))
    }

    /// Puts something at a place of the document.
    pub(crate) fn put(self, pointer: &str, value: Value) {
        self.edit(pointer, |tree| document::put(tree, pointer, value));
    }

    /// Takes away what stands at a place, and the object around it where nothing else stood in that.
    pub(crate) fn take(self, pointer: &str) {
        self.edit(pointer, |tree| {
            document::take(tree, pointer);
            let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
            if document::find(tree, parent).and_then(Value::as_object).is_some_and(<[_]>::is_empty) {
                document::take(tree, parent);
            }
        });
    }

    fn edit(self, pointer: &str, edit: impl FnOnce(&mut Value)) {
        let Some(mut tree) = self.tree() else { return };
        edit(&mut tree);
        self.faults.update(|faults| faults.retain(|it| !it.is_at(pointer) && !is_within(&it.at, pointer)));
        self.take_text(tree.written());
    }

    /// Takes another text for the whole.
    pub(crate) fn rewrite(self, text: String) {
        let was = self.tree();
        self.take_text(text);
        if self.tree() != was {
            self.redraw();
        }
    }

    /// Takes the same changes on another version.
    pub(crate) fn rebase(self, version: u32, document: &Value, conflicts: Vec<String>) {
        self.written.update(|written| {
            if let Some(written) = written {
                written.based_on = version;
            }
        });
        self.faults.set(Vec::new());
        self.take_text(document.written());
        self.conflicts.set(Some(conflicts));
        self.redraw();
    }

    /// Takes another reason.
    pub(crate) fn annotate(self, note: String) {
        self.written.update(|written| {
            if let Some(written) = written {
                written.note = note;
            }
        });
        self.store();
    }

    /// What is to be sent, with the key of its first attempt where it is not the first.
    pub(crate) fn to_send(self) -> Option<(Written, IdempotencyKey)> {
        let written = self.written.get_untracked()?;
        let known = self.sent.get_untracked().filter(|(sent, _)| *sent == written);
        let sent = known.unwrap_or_else(|| (written, IdempotencyKey::mint()));
        self.sent.set(Some(sent.clone()));
        Some(sent)
    }

    /// Has the form drawn anew.
    pub(crate) fn redraw(self) {
        self.redrawn.set(self.redrawn.get_untracked().wrapping_add(1));
    }

    fn take_text(self, text: String) {
        self.written.update(|written| {
            if let Some(written) = written {
                written.text = text;
            }
        });
        if self.stage.with_untracked(|stage| *stage != Stage::Writing) {
            self.stage.set(Stage::Writing);
        }
        if self.failure.with_untracked(Option::is_some) {
            self.failure.set(None);
        }
        self.store();
    }

    fn store(self) {
        self.written.with_untracked(|written| {
            if let Some(Written { based_on, text, note }) = written {
                let kept = Value::List(vec![
                    Value::Whole((*based_on).into()),
                    Value::Text(text.clone()),
                    Value::Text(note.clone()),
                ]);
                storage::write(Keep::Tab, NAME, &kept.written());
            }
        });
    }
}

fn read(kept: &str) -> Option<Written> {
    let kept = Value::parse(kept)?;
    let [based_on, text, note] = kept.as_list()? else { return None };
    Some(Written {
        based_on: based_on.as_i64()?.try_into().ok()?,
        text: text.as_str()?.to_owned(),
        note: note.as_str()?.to_owned(),
    })
}

/// Whether a place is another one, or stands within it.
fn is_within(outer: &str, inner: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
