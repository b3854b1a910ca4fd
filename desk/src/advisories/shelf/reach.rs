//! Whom the advisory that is open hits, and who was told: page by page, as far as somebody reads.

use aftercare_client::{Desk, Failure};
use aftercare_shared::api::advisories::{Impact, Notifications};
use leptos::task::spawn_local;

use crate::advisories::shelf::Advisories;
use crate::page::rescue_focus_later;

impl Advisories {
    /// Fetches whom it hits and who was told, as far as they were shown.
    pub(in crate::advisories) fn refresh_reach(self) {
        self.fetch_reach(None);
    }

    /// Fetches one page more of them.
    pub(in crate::advisories) fn more_reach(self) {
        if !self.reaching.get_untracked() {
            self.reaching.set(true);
            self.fetch_reach(self.impact.get_untracked().zip(self.told.get_untracked()));
        }
    }

    fn fetch_reach(self, held: Option<Reach>) {
        let Some(id) = self.one.with_untracked(|one| one.as_ref().map(|open| open.id().to_owned())) else {
            return;
        };
        let (turn, is_more) = (self.one_turn.get_untracked(), held.is_some());
        let pages = self.reach_pages.get_untracked() + usize::from(is_more);
        spawn_local(async move {
            let answer = self.session.heed(reach(&id, held, pages).await);
            if self.one_turn.get_untracked() != turn {
                return;
            }
            // What was asked for before more was is shorter than what is shown by now.
            if is_more || self.reach_pages.get_untracked() == pages {
                match answer {
                    Ok((impact, told)) => {
                        self.reach_pages.set(pages);
                        self.impact.set(Some(impact));
                        self.told.set(Some(told));
                        self.reach_failed.set(None);
                    }
                    Err(failure) => self.reach_failed.set(Some(failure)),
                }
            }
            if is_more {
                self.reaching.set(false);
                // After the last page the button goes, and the focus on it.
                rescue_focus_later();
            }
        });
    }
}

/// Whom an advisory hits, and who was told.
type Reach = (Impact, Notifications);

/// The first so many pages of it, or one page more than is held. Those whom it hits come first, each with whether
/// they were told; who was told and is not hit any more can be told apart once these are all known.
async fn reach(id: &str, held: Option<Reach>, pages: usize) -> Result<Reach, Failure> {
    let desk = Desk::default();
    let (mut reach, rest) = match held {
        Some(held) => (held, 1),
        None => {
            let first = affected(id, None).await?;
            ((first, desk.notifications(id, None).await?), pages - 1)
        }
    };
    for _ in 0..rest {
        let (impact, told) = &mut reach;
        if let Some(cursor) = impact.next_cursor.take() {
            let next = affected(id, Some(&cursor)).await?;
            for hit in next.accounts {
                // Who stands on two pages was renamed between them.
                if impact.accounts.iter().all(|held| held.account.id != hit.account.id) {
                    impact.accounts.push(hit);
                }
            }
            impact.affected_accounts = next.affected_accounts;
            impact.unknown_accounts = next.unknown_accounts;
            impact.next_cursor = next.next_cursor;
        } else if let Some(cursor) = told.next_cursor.take() {
            let next = desk.notifications(id, Some(&cursor)).await?;
            told.items.extend(next.items);
            told.next_cursor = next.next_cursor;
        }
    }
    Ok(reach)
}

async fn affected(id: &str, cursor: Option<&str>) -> Result<Impact, Failure> {
    let preview = Desk::default().affected(id, cursor).await?;
    preview.advisories.into_iter().next().ok_or(Failure::Unreadable { status: 200 })
}
