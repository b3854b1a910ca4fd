//! What the service says of the way up to whoever it knows: what their plan includes, and the guides.
//!
//! It is asked when somebody opens the way up of an SDK, and again when the visitor is another or the connection
//! is back. What is open stays open when notices come anew, and while other views are shown.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::pulse::Pulse;
use crate::reading;
use crate::remote::Remote;
use crate::session::SessionRoom;
use aftercare_client::{Failure, WayTold};
use aftercare_ui::{State, watch};

/// The ways up.
#[derive(Debug, Clone)]
pub(crate) struct WayRoom {
    session: SessionRoom,
    ways: State<Vec<Way>>,
    /// What is made in a view's event is to outlive the view.
    owner: Owner,
}

/// The way up of one SDK.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    purl: Arc<str>,
    /// Whether it is shown.
    pub(crate) is_open: State<bool>,
    /// What the service says of it.
    pub(crate) told: Remote<WayTold>,
    guides: State<Vec<(String, State<Option<Reading>>)>>,
}

/// How far a guide is that somebody has opened.
#[derive(Debug, Clone)]
pub(crate) enum Reading {
    Coming,
    /// Its text.
    Here(Arc<str>),
    Failed(Failure),
}

impl WayRoom {
    /// A room in which nothing is open.
    pub(crate) fn start(session: SessionRoom, pulse: Pulse) -> Self {
        let room = Self { session, ways: State::default(), owner: Owner::current().unwrap_or_default() };
        let (follower, mut before) = (room.clone(), None);
        watch(move || {
            let whose = session.whose();
            if before != whose {
                follower.forget();
                before = whose;
            }
            if pulse.is_online() {
                follower.ask_again();
            }
        });
        room
    }

    /// The way up of an SDK.
    pub(crate) fn of(&self, purl: &str) -> Way {
        let known = self.ways.with_untracked(|ways| ways.iter().find(|way| &*way.purl == purl).cloned());
        known.unwrap_or_else(|| {
            let way = self.owner.with(|| Way {
                purl: purl.into(),
                is_open: State::new(false),
                told: Remote::new(),
                guides: State::default(),
            });
            self.ways.update(|ways| ways.push(way.clone()));
            way
        })
    }

    /// Opens or closes it. The service is asked each time it is opened; what it said before is shown meanwhile.
    pub(crate) fn turn(&self, way: &Way) {
        let is_open = !way.is_open.get_untracked();
        way.is_open.set(is_open);
        if is_open {
            self.ask(way);
        }
    }

    /// Asks the service. Without a session it is asked as soon as there is one.
    pub(crate) fn ask(&self, way: &Way) {
        if untrack(|| self.session.failure()).is_some() {
            // None could be had: that is tried again.
            self.session.retry();
        }
        let Some(client) = self.session.client() else { return };
        let (session, way) = (self.session, way.clone());
        let whose = untrack(|| session.whose());
        spawn_local(async move {
            let answer = client.upgrade(&way.purl).await;
            if whose != untrack(|| session.whose()) {
                // It is about somebody else.
                return;
            }
            match answer {
                Ok(told) => way.told.came(told),
                Err(failure) => {
                    session.hear(&failure);
                    way.told.failed(failure);
                }
            }
        });
    }

    /// What is read of a guide; nothing while it is closed.
    pub(crate) fn guide(&self, way: &Way, id: &str) -> State<Option<Reading>> {
        let known = |guides: &Vec<(String, State<Option<Reading>>)>| {
            guides.iter().find(|(known, _)| known == id).map(|(_, reading)| *reading)
        };
        way.guides.with_untracked(known).unwrap_or_else(|| {
            let reading = self.owner.with(|| State::new(None));
            way.guides.update(|guides| guides.push((id.to_owned(), reading)));
            reading
        })
    }

    /// Brings a guide's text, and what draws it.
    pub(crate) fn read(&self, way: &Way, id: &str) {
        let reading = self.guide(way, id);
        let Some(client) = self.session.client() else {
            reading.set(Some(Reading::Failed(Failure::Offline)));
            return;
        };
        reading.set(Some(Reading::Coming));
        // What draws it comes meanwhile; below it is asked for again, which costs nothing then.
        spawn_local(async {
            reading::bring().await;
        });
        let (session, asked) = (self.session, client.guide(&way.purl, id));
        spawn_local(async move {
            let answer = asked.await;
            let is_drawn = reading::bring().await;
            if !matches!(reading.try_get_untracked(), Some(Some(Reading::Coming))) {
                // It was closed meanwhile.
                return;
            }
            reading.set(Some(match answer {
                Ok(guide) if is_drawn => Reading::Here(guide.text.unwrap_or_default().into()),
                Ok(_) => Reading::Failed(Failure::Offline),
                Err(failure) => {
                    session.hear(&failure);
                    Reading::Failed(failure)
                }
            }));
        });
    }

    /// Forgets what another visitor was told.
    fn forget(&self) {
        for way in self.ways.get_untracked() {
            way.told.forget();
            way.guides.with_untracked(|guides| guides.iter().for_each(|(_, reading)| reading.set(None)));
        }
    }

    /// Asks for what is open and is not known.
    fn ask_again(&self) {
        for way in self.ways.get_untracked() {
            if way.is_open.get_untracked()
                && way.told.peek(|told| told.is_none())
                && untrack(|| self.session.is_open())
            {
                self.ask(&way);
            }
        }
    }
}
