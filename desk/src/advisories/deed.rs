//! What is done to an advisory that stands: those whom it hits are told, or it is taken back.

use aftercare_client::{Desk, Failure, Fresh};
use aftercare_shared::api::advisories::Withdraw;
use aftercare_shared::problem::Kind as Problem;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::advisories::Advisories;
use crate::focus::focus_soon;

/// What is done to an advisory that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doing {
    /// Those whom it hits are told.
    Notify,
    /// It is taken back.
    Withdraw,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Deed {
    /// It is on its way.
    Running(Doing),
    /// It was done.
    Done(Doing),
    /// It was not.
    Failed(Failure),
}

impl Advisories {
    /// Tells those who are hit and were not told.
    pub(super) fn notify(self) {
        self.act(Doing::Notify, String::new());
    }

    /// Asks whether the one that is open is to be taken back.
    pub(super) fn ask_to_withdraw(self) {
        self.seen.set(self.one.get_untracked());
        self.overtaken.set(None);
        self.deed.set(None);
        self.withdrawing.set(true);
    }

    /// Takes back what was seen when that was asked.
    pub(super) fn withdraw(self, reason: String) {
        self.act(Doing::Withdraw, reason);
    }

    fn act(self, doing: Doing, reason: String) {
        let runs = self.deed.with_untracked(|deed| matches!(deed, Some(Deed::Running(_))));
        let Some(id) = self.one.with_untracked(|one| one.as_ref().map(|open| open.id().to_owned())) else {
            return;
        };
        if runs {
            return;
        }
        self.deed.set(Some(Deed::Running(doing)));
        let turn = self.one_turn.get_untracked();
        spawn_local(async move {
            let answer = match doing {
                Doing::Notify => Desk::default().notify(&id).await.map(|_| None),
                Doing::Withdraw => {
                    let etag = self.seen.with_untracked(|seen| seen.as_ref().and_then(|it| it.etag.clone()));
                    let withdraw = Withdraw { reason };
                    Desk::default().withdraw_advisory(&id, &withdraw, etag.as_deref()).await.map(Some)
                }
            };
            let answer = self.session.heed(answer);
            self.refresh_list();
            if self.one_turn.get_untracked() != turn {
                return;
            }
            match answer {
                Ok(withdrawn) => {
                    if let Some(withdrawn) = withdrawn {
                        self.take(withdrawn.value, withdrawn.etag);
                        self.withdrawing.set(false);
                    }
                    self.deed.set(Some(Deed::Done(doing)));
                }
                Err(failure) if failure.kind() == Some(Problem::Stale) => {
                    self.catch_up(&id, failure).await;
                    return;
                }
                Err(failure) => self.deed.set(Some(Deed::Failed(failure))),
            }
            // It may have been carried out all the same: what is shown must say which.
            self.refresh_one();
        });
    }

    /// Shows what was published since the one that is to be taken back was seen: that is what is taken back,
    /// if its reader still means it.
    async fn catch_up(self, id: &str, failure: Failure) {
        let turn = self.one_turn.get_untracked();
        let answer = self.session.heed(Desk::default().advisory(id, None).await);
        if self.one_turn.get_untracked() != turn {
            return;
        }
        let Ok(Fresh::Changed { value, etag }) = answer else {
            self.deed.set(Some(Deed::Failed(failure)));
            return;
        };
        self.take(value, etag);
        let standing = self.one.get_untracked();
        let seen = self.seen.get_untracked();
        self.seen.set(standing.clone());
        self.deed.set(None);
        self.overtaken.set(seen.zip(standing));
        focus_soon("#overtaken");
    }
}
