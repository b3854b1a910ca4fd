//! The second module of an application: how far it is, and how what it holds is drawn once it is here.

use core::pin::pin;
use core::task::{Context, Poll, Waker};

use leptos::task::spawn_local;

use crate::State;

/// How far the second module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nobody has asked for it.
    Waiting,
    /// It is on its way.
    Coming,
    /// It can be drawn with.
    Here,
    /// It did not come.
    Failed,
}

/// A module that loads after the first. Copies are the same one.
#[derive(Debug, Clone, Copy)]
pub struct Later {
    /// How far it is.
    pub stage: State<Stage>,
}

impl Later {
    /// One that nobody has asked for.
    #[must_use]
    pub fn new() -> Self {
        Self { stage: State::new(Stage::Waiting) }
    }

    /// Fetches it, unless it is here or on its way. What fetches it says whether it came.
    pub fn load<F: Future<Output = bool> + 'static>(self, fetch: impl FnOnce() -> F) {
        let stage = self.stage;
        if matches!(stage.get_untracked(), Stage::Coming | Stage::Here) {
            return;
        }
        stage.set(Stage::Coming);
        let coming = fetch();
        spawn_local(async move {
            stage.set(if coming.await { Stage::Here } else { Stage::Failed });
        });
    }
}

impl Default for Later {
    fn default() -> Self {
        Self::new()
    }
}

/// Draws with the module that is here: the call has then nothing to wait for. Nothing where it has.
pub fn at_once<T>(drawing: impl Future<Output = T>) -> Option<T> {
    match pin!(drawing).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(drawn) => Some(drawn),
        Poll::Pending => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_here_is_drawn_and_nothing_is_waited_for() {
        assert_eq!(at_once(async { 1 }), Some(1));
        assert_eq!(at_once(core::future::pending::<u8>()), None);
    }
}
