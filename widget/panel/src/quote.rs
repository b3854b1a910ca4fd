//! The promise before anything is sent: what the plan says, over the open hours that the Worker sent, by
//! the arithmetic that will stamp it. The hours are kept at hand here; what they mean stands in `shared`.

use chrono::TimeDelta;
use leptos::task::spawn_local;

use crate::pulse::Pulse;
use crate::remote::Remote;
use crate::session::SessionRoom;
use aftercare_shared::api::quote::Quotes;
use aftercare_ui::{Clock, watch};

/// How old quotes may be before they are asked for again.
const FRESH: TimeDelta = TimeDelta::minutes(10);

/// The quotes of the visitor's plan.
#[derive(Debug, Clone, Copy)]
pub(crate) struct QuoteRoom {
    pub(crate) quotes: Remote<Quotes>,
    session: SessionRoom,
    clock: Clock,
}

impl QuoteRoom {
    /// Keeps quotes at hand while the panel is in view, and asks anew when the session changes.
    pub(crate) fn start(session: SessionRoom, pulse: Pulse, clock: Clock) -> Self {
        let room = Self { quotes: Remote::new(), session, clock };
        let mut before = None;
        watch(move || {
            pulse.follow();
            let plan = session.with(|session| session.map(|session| session.plan.id.clone()));
            let is_new = before != plan;
            if plan.is_some() && pulse.is_shown() && (is_new || room.is_old()) {
                room.refresh();
                before = plan;
            }
        });
        room
    }

    /// Asks for them.
    pub(crate) fn refresh(&self) {
        let room = *self;
        let Some(client) = room.session.client() else { return };
        spawn_local(async move {
            match client.quotes().await {
                Ok(quotes) => {
                    room.clock.correct(quotes.now);
                    room.quotes.came(quotes);
                }
                Err(failure) => {
                    room.session.hear(&failure);
                    room.quotes.failed(failure);
                }
            }
        });
    }

    fn is_old(&self) -> bool {
        let now = self.clock.exact();
        self.quotes.peek(|quotes| quotes.is_none_or(|quotes| now - quotes.now > FRESH))
    }
}
