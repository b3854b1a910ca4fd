//! How the SDKs of the page stand.

use chrono::{DateTime, TimeDelta, Utc};
use leptos::task::spawn_local;

use crate::host::{Host, Saying};
use crate::keep::{Changes, Keep};
use crate::pulse::Pulse;
use crate::remote::Remote;
use crate::session::SessionRoom;
use aftercare_client::{Client, Fresh};
use aftercare_shared::advisory::Rating;
use aftercare_shared::api::notices::{Card, MAX_SDKS, NewNoticeState, Notices, Settled, Verdict};
use aftercare_ui::{Clock, State, watch};

/// How often the answer is asked for again while somebody looks.
const FRESH: TimeDelta = TimeDelta::minutes(5);
/// Under which names a guest's put-away cards are kept. They are nobody's in particular.
const PREFIX: &str = "dismissed/";
/// How bad a flaw is that is worth a card.
const URGENT: [Rating; 2] = [Rating::High, Rating::Critical];

/// The SDKs, and what is known about them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NoticeRoom {
    pub(crate) notices: Remote<Notices>,
    /// Those that the page has named, then those that were found, each once.
    pub(crate) sdks: State<Vec<String>>,
    named: State<Vec<String>>,
    found: State<Vec<String>>,
    /// Names of cards, each an id, a blank and a severity: a flaw that turns out worse is another card.
    dismissed: State<Vec<String>>,
    etag: State<Option<String>>,
    asked_at: State<Option<DateTime<Utc>>>,
    keep: Keep,
    session: SessionRoom,
    host: Host,
    clock: Clock,
}

impl NoticeRoom {
    /// Follows the page's SDKs while the panel is in view.
    pub(crate) fn start(keep: Keep, session: SessionRoom, host: Host, pulse: Pulse, clock: Clock) -> Self {
        let room = Self {
            notices: Remote::new(),
            sdks: State::default(),
            named: State::default(),
            found: State::default(),
            dismissed: State::default(),
            etag: State::new(None),
            asked_at: State::new(None),
            keep,
            session,
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
        session.follow_visitor(move |_| room.recall());
        room
    }

    /// The page names its SDKs.
    pub(crate) fn name(&self, sdks: Vec<String>) {
        self.named.set(sdks);
        self.join();
    }

    /// SDKs were found in files; all of them, not those that are new.
    pub(crate) fn find(&self, sdks: Vec<String>) {
        self.found.set(sdks);
        self.join();
    }

    fn join(&self) {
        let mut all = self.named.get_untracked();
        for sdk in self.found.get_untracked() {
            if !all.contains(&sdk) {
                all.push(sdk);
            }
        }
        if self.sdks.with_untracked(|known| *known != all) {
            self.sdks.set(all);
        }
    }

    /// Asks for them; without an SDK there is nothing to ask.
    pub(crate) fn refresh(&self) {
        let room = *self;
        room.asked_at.set(Some(room.clock.exact()));
        let mut sdks = room.sdks.get_untracked();
        sdks.truncate(MAX_SDKS);
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

    /// The worst flaw worth a card that was not put away. Tracked.
    pub(crate) fn card(&self) -> Option<Card> {
        self.dismissed.with(|dismissed| {
            self.notices.with(|notices| {
                let mut cards = notices?.cards.iter();
                cards.find(|card| !dismissed.contains(&name(&card.id, card.severity))).cloned()
            })
        })
    }

    /// Puts a card away, here and in the page around.
    pub(crate) fn dismiss(&self, card: &Card) {
        let name = name(&card.id, card.severity);
        self.host.tell(&Saying::Dismissed { cards: core::slice::from_ref(&name) });
        self.was_dismissed(name);
    }

    /// A card was put away, here or in the page around.
    pub(crate) fn was_dismissed(&self, card: String) {
        self.store(&card);
        self.dismissed.update(|dismissed| dismissed.push(card));
    }

    /// Reads what the visitor has put away before and tells the page around, which waits for it.
    pub(crate) fn recall(&self) {
        let room = *self;
        spawn_local(async move {
            if room.session.is_nobody() {
                let kept = room.keep.values::<bool>(PREFIX.to_owned()).await;
                room.dismissed.update(|dismissed| dismissed.extend(kept.into_iter().map(|(card, _)| card)));
            } else {
                let Some(client) = room.session.client() else { return };
                // What the page around has told of before the visitor was known is stored nowhere yet.
                room.dismissed.with_untracked(|dismissed| dismissed.iter().for_each(|card| room.store(card)));
                // Where it can't be read nothing is put away: an alert too many is the lesser evil.
                for known in client.notice_states().await.map(|states| states.items).unwrap_or_default() {
                    let held = URGENT.into_iter().filter(|it| known.of.holds(*it, Verdict::Affected));
                    room.dismissed.update(|dismissed| dismissed.extend(held.map(|it| name(&known.id, it))));
                }
            }
            room.dismissed.with_untracked(|cards| room.host.tell(&Saying::Dismissed { cards }));
        });
    }

    fn store(&self, card: &str) {
        if self.session.is_nobody() {
            self.keep.change(Changes::default().put(&[PREFIX, card].concat(), &true));
            return;
        }
        let severity = URGENT.into_iter().find(|it| card.ends_with(word(*it)));
        let id = severity.and_then(|it| card.strip_suffix(word(it))?.strip_suffix(' '));
        if let (Some(client), Some(id)) = (self.session.client(), id) {
            let new = NewNoticeState { state: Settled::Dismissed, severity, verdict: None };
            let sent = client.settle_notice(id, &new);
            // What does not arrive is shown again.
            spawn_local(async move { drop(sent.await) });
        }
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

fn name(id: &str, severity: Rating) -> String {
    [id, " ", word(severity)].concat()
}

/// The word on the wire.
fn word(severity: Rating) -> &'static str {
    match severity {
        Rating::None => "none",
        Rating::Low => "low",
        Rating::Medium => "medium",
        Rating::High => "high",
        Rating::Critical => "critical",
        Rating::Unknown => "unknown",
    }
}
