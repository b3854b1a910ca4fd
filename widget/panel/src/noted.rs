//! What the visitor has taken note of, of what is to come.
//!
//! A person's is kept by the service and is theirs on every device; a guest's is kept in the browser. A notice's
//! id holds what it says, so that one that changes is another one and is shown again. What is done shows at once;
//! where it does not arrive it is undone, and that is said.

use leptos::task::spawn_local;

use crate::keep::{Changes, Keep};
use crate::session::SessionRoom;
use aftercare_client::Client;
use aftercare_shared::api::notices::{NewNoticeState, Settled};
use aftercare_ui::State;

/// Under which names a guest's are kept. They are nobody's in particular.
const PREFIX: &str = "noted/";

/// The notices that the visitor has taken note of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NotedRoom {
    ids: State<Vec<String>>,
    /// On their way to the service.
    sent: State<Vec<String>>,
    /// Those of which the last attempt did not arrive.
    lost: State<Vec<String>>,
    keep: Keep,
    session: SessionRoom,
}

impl NotedRoom {
    /// Reads what the visitor has taken note of before, now and whenever the visitor is another.
    pub(crate) fn start(keep: Keep, session: SessionRoom) -> Self {
        let (ids, sent, lost) = (State::default(), State::default(), State::default());
        let room = Self { ids, sent, lost, keep, session };
        if session.is_nobody() {
            room.recall();
        }
        session.follow_visitor(move |_| room.recall());
        room
    }

    fn recall(&self) {
        let room = *self;
        room.ids.set(Vec::new());
        spawn_local(async move {
            if room.session.is_nobody() {
                let kept = room.keep.values::<bool>(PREFIX.to_owned()).await;
                room.add(kept.into_iter().map(|(id, _)| id).collect());
            } else if let Some(client) = room.session.client() {
                // Where it can't be read all is shown: a notice too many is the lesser evil.
                let states = client.notice_states().await.map(|states| states.items).unwrap_or_default();
                let noted = states.into_iter().filter(|it| it.of.state == Settled::Acknowledged);
                room.add(noted.map(|it| it.id).collect());
            }
        });
    }

    /// Whether there is somewhere to keep it, tracked: the visitor is a guest, or their session is open.
    pub(crate) fn is_open(&self) -> bool {
        self.session.is_open() || self.session.is_nobody()
    }

    /// Whether note was taken of all of these, tracked.
    pub(crate) fn has(&self, ids: &[String]) -> bool {
        self.ids.with(|known| ids.iter().all(|id| known.contains(id)))
    }

    /// Whether the last attempt for one of these did not arrive, tracked.
    pub(crate) fn has_lost(&self, ids: &[String]) -> bool {
        self.lost.with(|lost| ids.iter().any(|id| lost.contains(id)))
    }

    /// Takes note of all of these, or takes that back where note was taken. What is on its way arrives first.
    pub(crate) fn turn(&self, ids: &[String]) {
        if self.sent.with_untracked(|sent| ids.iter().any(|id| sent.contains(id))) {
            return;
        }
        let is_noted = self.ids.with_untracked(|known| ids.iter().all(|id| known.contains(id)));
        self.lost.update(|lost| lost.retain(|id| !ids.contains(id)));
        self.show(ids, !is_noted);
        if self.session.is_nobody() {
            self.keep_in_browser(ids, !is_noted);
        } else if let Some(client) = self.session.client() {
            self.send(&client, ids, !is_noted);
        }
    }

    fn keep_in_browser(&self, ids: &[String], is_noted: bool) {
        let changes = ids.iter().fold(Changes::default(), |changes, id| {
            let name = [PREFIX, id].concat();
            if is_noted { changes.put(&name, &true) } else { changes.remove(&name) }
        });
        self.keep.change(changes);
    }

    fn send(&self, client: &Client, ids: &[String], is_noted: bool) {
        self.sent.update(|sent| sent.extend_from_slice(ids));
        for id in ids {
            let (room, id, client) = (*self, id.clone(), client.clone());
            spawn_local(async move {
                let sent = if is_noted {
                    let new = NewNoticeState { state: Settled::Acknowledged, severity: None, verdict: None };
                    client.settle_notice(&id, &new).await
                } else {
                    client.unsettle_notice(&id).await
                };
                room.sent.update(|on_their_way| on_their_way.retain(|it| *it != id));
                if let Err(failure) = sent {
                    room.session.hear(&failure);
                    room.show(core::slice::from_ref(&id), !is_noted);
                    room.lost.update(|lost| lost.push(id));
                }
            });
        }
    }

    fn show(&self, ids: &[String], is_noted: bool) {
        self.ids.update(|known| known.retain(|id| !ids.contains(id)));
        if is_noted {
            self.add(ids.to_vec());
        }
    }

    fn add(&self, ids: Vec<String>) {
        self.ids.update(|known| known.extend(ids));
    }
}
