//! What was written and has not been received: never lost, and sent exactly once.
//!
//! A parcel is kept before it is sent and forgotten after the Worker has answered that it was received.
//! It carries the Idempotency-Key that was minted with its first character: however often and from
//! however many tabs it is sent, it has the effect of one. Parcels go in the order in which they were
//! handed in. What fails and may pass is tried again, at longer and longer intervals, and at once when
//! the connection returns; what is refused waits for the reader's decision.

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;

use crate::keep::{Changes, Keep};
use crate::pulse::Pulse;
use crate::session::SessionRoom;
use aftercare_client::wire::{Decode, Value, field};
use aftercare_client::{Client, Failure, IdempotencyKey};
use aftercare_shared::api::ticket::{NewMessage, NewTicket, TicketView};
use aftercare_shared::id::TicketId;
use aftercare_ui::{Clock, State, watch};

/// The longest time between two attempts, in seconds.
const LONGEST_WAIT: i64 = 60;

/// Something to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Parcel {
    pub(crate) key: IdempotencyKey,
    #[serde(with = "chrono::serde::ts_seconds")]
    pub(crate) handed_in_at: DateTime<Utc>,
    pub(crate) errand: Errand,
    #[serde(skip)]
    pub(crate) state: ParcelState,
}

/// What it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Errand {
    /// Opens a ticket.
    Ticket(NewTicket),
    /// Writes to one.
    Message {
        /// Which.
        ticket: TicketId,
        /// What.
        message: NewMessage,
    },
}

impl Decode for Parcel {
    fn decode(json: &Value) -> Option<Self> {
        Some(Self {
            key: field(json, "key")?,
            handed_in_at: DateTime::from_timestamp(field(json, "handed_in_at")?, 0)?,
            errand: field(json, "errand")?,
            state: ParcelState::default(),
        })
    }
}

impl Decode for Errand {
    fn decode(json: &Value) -> Option<Self> {
        if let Some(ticket) = json.get("ticket") {
            return Decode::decode(ticket).map(Self::Ticket);
        }
        let message = json.get("message")?;
        Some(Self::Message { ticket: field(message, "ticket")?, message: field(message, "message")? })
    }
}

/// How far it has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum ParcelState {
    /// Its first attempt is ahead, or under way.
    #[default]
    Sending,
    /// An attempt has failed; others follow by themselves.
    Waiting,
    /// It was refused. Nothing happens until the reader decides.
    Refused(Failure),
}

/// A parcel that was received, with the ticket as it stands since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arrival {
    pub(crate) parcel: Parcel,
    pub(crate) view: TicketView,
}

/// The parcels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outbox {
    pub(crate) parcels: State<Vec<Parcel>>,
    /// The last one received.
    pub(crate) arrival: State<Option<Arrival>>,
    busy: State<bool>,
    failures: State<u32>,
    not_before: State<DateTime<Utc>>,
    session: SessionRoom,
    keep: Keep,
    clock: Clock,
}

impl Outbox {
    /// Takes up what an earlier page has left, and sends whenever there is a chance.
    pub(crate) fn start(session: SessionRoom, keep: Keep, pulse: Pulse, clock: Clock) -> Self {
        let outbox = Self {
            parcels: State::default(),
            arrival: State::new(None),
            busy: State::new(false),
            failures: State::new(0),
            not_before: State::new(DateTime::default()),
            session,
            keep,
            clock,
        };
        session.follow_visitor(move |whose| outbox.take_up(whose));
        let mut was_online = true;
        watch(move || {
            let is_online = pulse.is_online();
            if is_online && !was_online {
                outbox.not_before.set(DateTime::default());
            }
            was_online = is_online;
            pulse.follow();
            if session.is_open() && clock.exact() >= outbox.not_before.get_untracked() {
                outbox.send_all();
            }
        });
        outbox
    }

    /// Keeps a parcel and sends it. `also` happens together with the keeping: the draft it was made of
    /// goes.
    pub(crate) fn hand_in(&self, key: IdempotencyKey, errand: Errand, also: Changes) {
        let outbox = *self;
        let Some(name) = outbox.name(&key) else { return };
        let parcel = Parcel { key, handed_in_at: outbox.clock.exact(), errand, state: ParcelState::Sending };
        let changes = also.put(&name, &parcel);
        outbox.parcels.update(|parcels| {
            parcels.retain(|known| known.key != parcel.key);
            parcels.push(parcel);
        });
        spawn_local(async move {
            outbox.keep.change_surely(changes).await;
            outbox.send_now();
        });
    }

    /// Sends what waits, at once.
    pub(crate) fn send_now(&self) {
        self.not_before.set(DateTime::default());
        self.send_all();
    }

    /// The parcel under a key, tracked.
    pub(crate) fn parcel(&self, key: &IdempotencyKey) -> Option<Parcel> {
        self.parcels.with(|parcels| parcels.iter().find(|parcel| parcel.key == *key).cloned())
    }

    /// Forgets a parcel that was refused.
    pub(crate) fn discard(&self, key: &IdempotencyKey) {
        self.parcels.update(|parcels| parcels.retain(|parcel| parcel.key != *key));
        if let Some(name) = self.name(key) {
            self.keep.change(Changes::default().remove(&name));
        }
    }

    /// Sends what was refused once more under a key of its own: the reader has looked at it.
    pub(crate) fn send_as_new(&self, key: &IdempotencyKey, seen: Option<u32>) -> Option<IdempotencyKey> {
        let parcel = untrack(|| self.parcel(key))?;
        let errand = match (parcel.errand, seen) {
            (Errand::Message { ticket, message }, Some(seen)) => {
                Errand::Message { ticket, message: NewMessage { seen, ..message } }
            }
            (errand, _) => errand,
        };
        let (old, new) = (self.name(key)?, IdempotencyKey::mint());
        self.parcels.update(|parcels| parcels.retain(|parcel| parcel.key != *key));
        self.hand_in(new.clone(), errand, Changes::default().remove(&old));
        Some(new)
    }

    fn take_up(&self, whose: String) {
        let outbox = *self;
        outbox.parcels.set(Vec::new());
        spawn_local(async move {
            let kept = outbox.keep.values::<Parcel>(prefix(&whose)).await;
            outbox.parcels.update(|parcels| {
                let is_new = |parcel: &Parcel| parcels.iter().all(|known| known.key != parcel.key);
                let left: Vec<_> = kept.into_iter().map(|(_, parcel)| parcel).filter(is_new).collect();
                parcels.extend(left);
            });
            outbox.send_now();
        });
    }

    fn send_all(&self) {
        let outbox = *self;
        if outbox.busy.get_untracked() {
            return;
        }
        outbox.busy.set(true);
        spawn_local(async move {
            while let (Some(parcel), Some(client)) = (outbox.next(), outbox.session.client()) {
                let answer = send(&client, &parcel).await;
                if !outbox.settle(parcel, answer) {
                    break;
                }
            }
            outbox.busy.set(false);
        });
    }

    fn next(&self) -> Option<Parcel> {
        let is_due = |parcel: &&Parcel| !matches!(parcel.state, ParcelState::Refused(_));
        self.parcels.with_untracked(|parcels| {
            parcels.iter().filter(is_due).min_by_key(|parcel| parcel.handed_in_at).cloned()
        })
    }

    /// Takes note of an answer; whether to go on with the next parcel.
    fn settle(&self, parcel: Parcel, answer: Result<TicketView, Failure>) -> bool {
        match answer {
            Ok(view) => {
                self.failures.set(0);
                self.discard(&parcel.key);
                self.arrival.set(Some(Arrival { parcel, view }));
                true
            }
            Err(failure) if failure.is_passing() || failure.is_signed_out() => {
                self.session.hear(&failure);
                let failures = self.failures.get_untracked().saturating_add(1);
                self.failures.set(failures);
                // Two seconds, four, eight and so on; 2^6 is more than the longest.
                let wait = (1_i64 << failures.min(6)).min(LONGEST_WAIT);
                self.not_before.set(self.clock.exact() + TimeDelta::seconds(wait));
                self.mark(&parcel.key, &ParcelState::Waiting);
                false
            }
            Err(failure) => {
                self.mark(&parcel.key, &ParcelState::Refused(failure));
                true
            }
        }
    }

    fn mark(&self, key: &IdempotencyKey, state: &ParcelState) {
        self.parcels.update(|parcels| {
            for parcel in parcels.iter_mut().filter(|parcel| parcel.key == *key) {
                parcel.state = state.clone();
            }
        });
    }

    fn name(&self, key: &IdempotencyKey) -> Option<String> {
        let whose = untrack(|| self.session.whose())?;
        Some([&prefix(&whose), key.as_str()].concat())
    }
}

fn prefix(whose: &str) -> String {
    ["outbox/", whose, "/"].concat()
}

async fn send(client: &Client, parcel: &Parcel) -> Result<TicketView, Failure> {
    match &parcel.errand {
        Errand::Ticket(new) => client.open_ticket(new, &parcel.key).await,
        Errand::Message { ticket, message } => client.write_message(ticket, message, &parcel.key).await,
    }
}
