//! What is being written: kept from the first keystroke, under the key that it will be sent with.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;

use crate::keep::{Changes, Keep};
use crate::outbox::{Errand, Outbox};
use crate::session::SessionRoom;
use aftercare_client::{IdempotencyKey, decode_struct};
use aftercare_shared::api::ticket::{NewMessage, NewTicket};
use aftercare_shared::id::TicketId;
use aftercare_shared::severity::Severity;
use aftercare_shared::text::Lang;
use aftercare_shared::ticket::command::{Refusal, checked_body, checked_subject};
use aftercare_ui::State;

/// A new ticket, as far as it is written.
#[derive(Debug, Clone, Serialize)]
struct TicketDraft {
    key: IdempotencyKey,
    subject: String,
    body: String,
    severity: Severity,
}

decode_struct!(TicketDraft { key, subject, body, severity });

/// The form of a new ticket. It outlives the view: going back loses nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TicketForm {
    pub(crate) subject: State<String>,
    pub(crate) body: State<String>,
    pub(crate) severity: State<Severity>,
    pub(crate) attaches_sdks: State<bool>,
    /// Whether something is written, and so kept.
    pub(crate) is_begun: State<bool>,
    key: State<Option<IdempotencyKey>>,
    keep: Keep,
    session: SessionRoom,
}

/// What goes along with a ticket and is not typed.
pub(crate) struct Surroundings {
    pub(crate) sdks: Vec<String>,
    pub(crate) page: Option<String>,
    pub(crate) lang: Lang,
}

impl TicketForm {
    /// An empty form, or what the visitor has left in it.
    pub(crate) fn start(keep: Keep, session: SessionRoom) -> Self {
        let form = Self {
            subject: State::default(),
            body: State::default(),
            severity: State::new(Severity::Question),
            attaches_sdks: State::new(true),
            is_begun: State::new(false),
            key: State::new(None),
            keep,
            session,
        };
        let mut is_known = false;
        session.follow_visitor(move |_| {
            // What was written before a session was open is its visitor's; the next visitor never sees it.
            if core::mem::replace(&mut is_known, true) {
                form.empty();
            }
            if form.is_blank() {
                form.take_up();
            } else {
                form.changed();
            }
        });
        form
    }

    fn is_blank(&self) -> bool {
        self.subject.with_untracked(String::is_empty) && self.body.with_untracked(String::is_empty)
    }

    /// Takes up what another page has left, unless something is written here.
    pub(crate) fn take_up(&self) {
        let form = *self;
        let Some(name) = form.name() else { return };
        spawn_local(async move {
            let Some(draft) = form.keep.value::<TicketDraft>(&name).await else { return };
            if form.is_begun.get_untracked() || !form.is_blank() {
                return;
            }
            form.key.set(Some(draft.key));
            form.subject.set(draft.subject);
            form.body.set(draft.body);
            form.severity.set(draft.severity);
            form.is_begun.set(true);
        });
    }

    /// Something was typed or chosen: it is kept.
    pub(crate) fn changed(&self) {
        let (subject, body) = (self.subject.get_untracked(), self.body.get_untracked());
        let Some(name) = self.name() else { return };
        if subject.is_empty() && body.is_empty() {
            if self.is_begun.get_untracked() {
                self.keep.change(Changes::default().remove(&name));
                self.key.set(None);
                self.is_begun.set(false);
            }
            return;
        }
        let key = self.own_key();
        let draft = TicketDraft { key, subject, body, severity: self.severity.get_untracked() };
        self.keep.change(Changes::default().put(&name, &draft));
        if !self.is_begun.get_untracked() {
            self.is_begun.set(true);
        }
    }

    /// What is wrong with the subject, if something is.
    pub(crate) fn subject_refusal(&self) -> Option<Refusal> {
        self.subject.with(|subject| checked_subject(subject).err())
    }

    /// What is wrong with the text, if something is. It may be empty.
    pub(crate) fn body_refusal(&self) -> Option<Refusal> {
        self.body.with(|body| checked_body(body).err()).filter(|refusal| *refusal != Refusal::Empty)
    }

    /// Moves what is written from the form to the outbox.
    pub(crate) fn submit(&self, outbox: Outbox, around: Surroundings) -> Option<IdempotencyKey> {
        let name = self.name()?;
        let key = self.own_key();
        let new = NewTicket {
            subject: checked_subject(&self.subject.get_untracked()).ok()?,
            body: self.body.get_untracked().trim().to_owned(),
            severity: self.severity.get_untracked(),
            product: None,
            sdks: if self.attaches_sdks.get_untracked() { around.sdks } else { Vec::new() },
            page: around.page,
            lang: around.lang,
        };
        outbox.hand_in(key.clone(), Errand::Ticket(new), Changes::default().remove(&name));
        self.empty();
        Some(key)
    }

    /// Throws away what is written.
    pub(crate) fn discard(&self) {
        if let Some(name) = self.name() {
            self.keep.change(Changes::default().remove(&name));
        }
        self.empty();
    }

    /// Writes into the form what was sent and refused, or what the reader should begin with.
    pub(crate) fn fill(&self, subject: &str, body: &str, severity: Severity) {
        self.empty();
        self.subject.set(subject.to_owned());
        self.body.set(body.to_owned());
        self.severity.set(severity);
        self.changed();
    }

    fn empty(&self) {
        self.key.set(None);
        self.subject.set(String::new());
        self.body.set(String::new());
        self.severity.set(Severity::Question);
        self.is_begun.set(false);
    }

    fn own_key(&self) -> IdempotencyKey {
        own_key(self.key)
    }

    fn name(&self) -> Option<String> {
        untrack(|| self.session.whose()).map(|whose| ["draft/", &whose].concat())
    }
}

/// The key of what is written, minted when there is none.
fn own_key(kept: State<Option<IdempotencyKey>>) -> IdempotencyKey {
    let known = kept.get_untracked();
    known.unwrap_or_else(|| {
        let key = IdempotencyKey::mint();
        kept.set(Some(key.clone()));
        key
    })
}

/// An answer, as far as it is written.
#[derive(Debug, Clone, Serialize)]
struct ReplyDraft {
    key: IdempotencyKey,
    text: String,
}

decode_struct!(ReplyDraft { key, text });

/// The field for an answer to one ticket.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReplyForm {
    pub(crate) text: State<String>,
    key: State<Option<IdempotencyKey>>,
    ticket: State<TicketId>,
    keep: Keep,
    session: SessionRoom,
}

impl ReplyForm {
    /// An empty field, or what the visitor has left in it.
    pub(crate) fn of_ticket(ticket: TicketId, keep: Keep, session: SessionRoom) -> Self {
        let form =
            Self { text: State::default(), key: State::new(None), ticket: State::new(ticket), keep, session };
        if let Some(name) = form.name() {
            spawn_local(async move {
                let Some(draft) = keep.value::<ReplyDraft>(&name).await else { return };
                // The view may be gone by now, or something written in it.
                if form.text.try_get_untracked().is_some_and(|text| text.is_empty()) {
                    form.key.set(Some(draft.key));
                    form.text.set(draft.text);
                }
            });
        }
        form
    }

    /// Something was typed: it is kept.
    pub(crate) fn changed(&self) {
        let Some(name) = self.name() else { return };
        let text = self.text.get_untracked();
        if text.is_empty() {
            self.key.set(None);
            self.keep.change(Changes::default().remove(&name));
        } else {
            self.keep.change(Changes::default().put(&name, &ReplyDraft { key: own_key(self.key), text }));
        }
    }

    /// Moves what is written to the outbox; nothing where it is empty or too long.
    pub(crate) fn send(&self, outbox: Outbox, seen: u32) {
        let (Some(name), Ok(body)) = (self.name(), checked_body(&self.text.get_untracked())) else { return };
        let key = own_key(self.key);
        let errand =
            Errand::Message { ticket: self.ticket.get_untracked(), message: NewMessage { body, seen } };
        outbox.hand_in(key, errand, Changes::default().remove(&name));
        self.key.set(None);
        self.text.set(String::new());
    }

    fn name(&self) -> Option<String> {
        let whose = untrack(|| self.session.whose())?;
        Some(self.ticket.with_untracked(|ticket| ["reply/", &whose, "/", ticket.as_str()].concat()))
    }
}
