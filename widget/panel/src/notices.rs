//! How the SDKs of the page stand.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::host::{Host, Saying};
use crate::keep::{Changes, Keep};
use crate::pulse::Pulse;
use crate::remote::Remote;
use aftercare_client::{Client, Fresh};
use aftercare_shared::api::notices::{Card, Notices};
use aftercare_ui::Clock;

/// How often the answer is asked for again while somebody looks.
const FRESH: TimeDelta = TimeDelta::minutes(5);
/// Under which names put-away cards are kept. They are nobody's in particular.
const PREFIX: &str = "dismissed/";

/// The SDKs, and what is known about them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoticeRoom {
    pub(crate) notices: Remote<Notices>,
    pub(crate) sdks: RwSignal<Vec<String>>,
    dismissed: RwSignal<BTreeSet<String>>,
    etag: StoredValue<Option<String>>,
    asked_at: StoredValue<Option<DateTime<Utc>>>,
    keep: Keep,
    host: Host,
    clock: Clock,
}

impl NoticeRoom {
    /// Follows the page's SDKs while the panel is in view.
    pub(crate) fn start(keep: Keep, host: Host, pulse: Pulse, clock: Clock) -> Self {
        let room = Self {
            notices: Remote::new(),
            sdks: RwSignal::default(),
            dismissed: RwSignal::default(),
            etag: StoredValue::new(None),
            asked_at: StoredValue::new(None),
            keep,
            host,
            clock,
        };
        Effect::new(move |before: Option<Vec<String>>| {
            pulse.follow();
            let sdks = room.sdks.get();
            let is_new = before.is_some_and(|before| before != sdks);
            if is_new {
                room.etag.set_value(None);
            }
            if pulse.is_shown() && (is_new || room.is_old()) {
                room.refresh();
            }
            sdks
        });
        Effect::new(move |read: Option<bool>| {
            let read = read.unwrap_or_default();
            if pulse.is_shown() && !read {
                spawn_local(async move {
                    let kept = room.keep.values::<bool>(PREFIX).await;
                    room.dismissed.update(|dismissed| dismissed.extend(kept.into_iter().map(|(id, _)| id)));
                });
            }
            read || pulse.is_shown()
        });
        room
    }

    /// Asks for them; without an SDK there is nothing to ask.
    pub(crate) fn refresh(&self) {
        let room = *self;
        room.asked_at.set_value(Some(room.clock.exact()));
        let sdks = room.sdks.get_untracked();
        if sdks.is_empty() {
            room.notices.came(Notices::default());
            return;
        }
        spawn_local(async move {
            match Client::default().notices(&sdks, room.etag.get_value().as_deref()).await {
                Ok(Fresh::Changed { value, etag }) => {
                    room.etag.set_value(etag);
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
            dismissed.insert(id.to_owned());
        });
    }

    /// How many flaws hit, tracked.
    pub(crate) fn badge(&self) -> u32 {
        self.notices.with(|notices| notices.map_or(0, |notices| notices.badge))
    }

    fn is_old(&self) -> bool {
        let now = self.clock.exact();
        self.asked_at.get_value().is_none_or(|asked| now - asked > FRESH)
    }
}
