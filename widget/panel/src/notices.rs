//! How the SDKs of the page stand.

use chrono::{DateTime, TimeDelta, Utc};
use leptos::task::spawn_local;

use crate::host::{Host, Saying};
use crate::keep::{Changes, Keep};
use crate::pulse::Pulse;
use crate::remote::Remote;
use aftercare_client::{Client, Fresh};
use aftercare_shared::api::notices::{Card, Notices};
use aftercare_ui::{Clock, State, watch};

/// How often the answer is asked for again while somebody looks.
const FRESH: TimeDelta = TimeDelta::minutes(5);
/// Under which names put-away cards are kept. They are nobody's in particular.
const PREFIX: &str = "dismissed/";

/// The SDKs, and what is known about them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoticeRoom {
    pub(crate) notices: Remote<Notices>,
    pub(crate) sdks: State<Vec<String>>,
    dismissed: State<Vec<String>>,
    etag: State<Option<String>>,
    asked_at: State<Option<DateTime<Utc>>>,
    keep: Keep,
    host: Host,
    clock: Clock,
}

impl NoticeRoom {
    /// Follows the page's SDKs while the panel is in view.
    pub(crate) fn start(keep: Keep, host: Host, pulse: Pulse, clock: Clock) -> Self {
        let room = Self {
            notices: Remote::new(),
            sdks: State::default(),
            dismissed: State::default(),
            etag: State::new(None),
            asked_at: State::new(None),
            keep,
            host,
            clock,
        };
        let mut before = Vec::new();
        watch(move || {
            pulse.follow();
            let sdks = room.sdks.get();
            let is_new = before != sdks;
            if is_new {
                room.etag.set(None);
            }
            if pulse.is_shown() && (is_new || room.is_old()) {
                room.refresh();
                before = sdks;
            }
        });
        let mut is_read = false;
        watch(move || {
            if pulse.is_shown() && !is_read {
                is_read = true;
                spawn_local(async move {
                    let kept = room.keep.values::<bool>(PREFIX.to_owned()).await;
                    room.dismissed.update(|dismissed| dismissed.extend(kept.into_iter().map(|(id, _)| id)));
                });
            }
        });
        room
    }

    /// Asks for them; without an SDK there is nothing to ask.
    pub(crate) fn refresh(&self) {
        let room = *self;
        room.asked_at.set(Some(room.clock.exact()));
        let sdks = room.sdks.get_untracked();
        if sdks.is_empty() {
            room.notices.came(Notices::default());
            return;
        }
        spawn_local(async move {
            match Client::default().notices(&sdks, room.etag.get_untracked().as_deref()).await {
                Ok(Fresh::Changed { value, etag }) => {
                    room.etag.set(etag);
                    room.notices.came(value);
                }
                Ok(Fresh::Unchanged) => room.notices.unchanged(),
                Err(failure) => room.notices.failed(failure),
            }
        });
    }

    /// The flaw worth a card, unless it was put away. Tracked.
    pub(crate) fn card(&self) -> Option<Card> {
        let card = self.notices.with(|notices| notices.and_then(|notices| notices.card.clone()))?;
        self.dismissed.with(|dismissed| (!dismissed.contains(&card.id)).then_some(card))
    }

    /// Puts a card away, here and in the page around.
    pub(crate) fn dismiss(&self, id: &str) {
        self.host.tell(&Saying::Dismissed { id });
        self.was_dismissed(id);
    }

    /// A card was put away, here or in the page around.
    pub(crate) fn was_dismissed(&self, id: &str) {
        self.keep.change(Changes::default().put(&[PREFIX, id].concat(), &true));
        self.dismissed.update(|dismissed| {
            if !dismissed.iter().any(|known| known == id) {
                dismissed.push(id.to_owned());
            }
        });
    }

    /// How many flaws hit, tracked.
    pub(crate) fn badge(&self) -> u32 {
        self.notices.with(|notices| notices.map_or(0, |notices| notices.badge))
    }

    fn is_old(&self) -> bool {
        let now = self.clock.exact();
        self.asked_at.get_untracked().is_none_or(|asked| now - asked > FRESH)
    }
}
