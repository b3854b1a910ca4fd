//! The vendor's support is told what was found: where somebody who is signed in presses for it, never before.
//!
//! A list takes the place of the one before of the same project, so that telling the same again changes nothing,
//! and an empty one takes it back.

use leptos::prelude::untrack;
use leptos::task::spawn_local;

use crate::session::SessionRoom;
use aftercare_client::Failure;
use aftercare_shared::api::inventory::{MAX_PACKAGES, NewInventory, Source};
use aftercare_ui::State;

/// What was told, and what of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Telling {
    /// The customer's own name of the project.
    pub(crate) project: State<String>,
    told: State<Told>,
    session: SessionRoom,
}

/// How far it is.
#[derive(Debug, Clone, Default)]
pub(crate) enum Told {
    #[default]
    Nothing,
    /// On its way.
    Telling,
    /// It has arrived.
    Known {
        /// Who has told it.
        whose: Option<String>,
        project: String,
        packages: Vec<String>,
    },
    /// It has not.
    Failed(Failure),
}

impl Telling {
    pub(crate) fn of(session: SessionRoom) -> Self {
        Self { project: State::default(), told: State::default(), session }
    }

    /// Whether there is somebody to whose company it would belong, tracked.
    pub(crate) fn is_offered(&self) -> bool {
        self.session.is_open() && !self.session.is_guest()
    }

    /// How far it is with these versions, tracked: what was told of others, or by somebody else, is not this.
    pub(crate) fn told(&self, found: &[String]) -> Told {
        let told = self.told.get();
        match &told {
            Told::Known { whose, packages, .. } if *whose != self.session.whose() || packages != found => {
                Told::Nothing
            }
            Told::Nothing | Told::Telling | Told::Known { .. } | Told::Failed(_) => told,
        }
    }

    /// Tells it, or takes it back where these versions were told. What is on its way arrives first.
    pub(crate) fn turn(&self, found: &[String]) {
        match untrack(|| self.told(found)) {
            Told::Telling => {}
            Told::Known { project, .. } => self.send(project, Vec::new(), Told::Nothing),
            Told::Nothing | Told::Failed(_) => {
                let project = self.project.with_untracked(|project| project.trim().to_owned());
                let packages: Vec<String> = found.iter().take(MAX_PACKAGES).cloned().collect();
                let whose = untrack(|| self.session.whose());
                let known = Told::Known { whose, project: project.clone(), packages: found.to_vec() };
                self.send(project, packages, known);
            }
        }
    }

    fn send(&self, project: String, packages: Vec<String>, then: Told) {
        let Some(client) = self.session.client() else { return };
        let room = *self;
        room.told.set(Told::Telling);
        spawn_local(async move {
            let new = NewInventory { source: Source::Lockfile, project, packages };
            room.told.set(match client.declare_inventory(&new).await {
                Ok(()) => then,
                Err(failure) => {
                    room.session.hear(&failure);
                    Told::Failed(failure)
                }
            });
        });
    }
}
