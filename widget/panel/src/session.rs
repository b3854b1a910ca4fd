//! Who is asking, for as long as the page stands open.
//!
//! The token lives in memory and goes nowhere but to the API. It is renewed before it runs out: the
//! loader is asked for a new identity token, a guest's session is carried on. A call that was refused for
//! want of a session says so here, and its caller tries again when the session changes.

use core::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::host::{Host, Saying};
use aftercare_client::{Client, Credential, Failure, open_session};
use aftercare_shared::api::session::{NewSession, Session, Visitor};
use aftercare_shared::id::SiteId;
use aftercare_ui::Clock;

/// How long before its end a session is renewed.
const AHEAD: TimeDelta = TimeDelta::minutes(2);
/// The least time between two attempts to renew.
const PATIENCE: TimeDelta = TimeDelta::seconds(10);
/// How long after a failure that may pass another attempt is made.
const RETRY: Duration = Duration::from_secs(5);

/// Where the session stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is not open yet.
    Opening,
    /// It is open.
    Open(Session),
    /// It could not be opened.
    Failed(Failure),
}

/// The session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SessionRoom {
    host: Host,
    clock: Clock,
    site: StoredValue<Option<SiteId>>,
    identity: StoredValue<Option<String>>,
    standing: RwSignal<Standing>,
    timer: StoredValue<Option<TimeoutHandle>>,
    asked_at: StoredValue<Option<DateTime<Utc>>>,
}

impl SessionRoom {
    /// A room without a session, for the site that embeds the panel.
    pub(crate) fn of_site(site: Option<SiteId>, host: Host, clock: Clock) -> Self {
        Self {
            host,
            clock,
            site: StoredValue::new(site),
            identity: StoredValue::new(None),
            standing: RwSignal::new(Standing::Opening),
            timer: StoredValue::new(None),
            asked_at: StoredValue::new(None),
        }
    }

    /// Opens a session for whoever the token vouches for; without one, for a guest.
    pub(crate) fn begin(&self, identity: Option<String>) {
        self.identity.set_value(identity);
        self.open();
    }

    /// Where the session stands, tracked.
    pub(crate) fn standing(&self) -> Standing {
        self.standing.get()
    }

    /// The session, tracked.
    pub(crate) fn get(&self) -> Option<Session> {
        match self.standing.get() {
            Standing::Open(session) => Some(session),
            Standing::Opening | Standing::Failed(_) => None,
        }
    }

    /// The session, not tracked.
    pub(crate) fn peek(&self) -> Option<Session> {
        untrack(|| self.get())
    }

    /// The API as the visitor may use it; `None` before the session is open.
    pub(crate) fn client(&self) -> Option<Client> {
        self.peek().map(|session| Client::new(Credential::Bearer(session.token)))
    }

    /// Whose drafts are whose, tracked: the site and the person.
    pub(crate) fn whose(&self) -> Option<String> {
        let session = self.get()?;
        let site = self.site.with_value(|site| site.as_ref().map(ToString::to_string))?;
        Some(match session.visitor {
            Visitor::User { id, .. } => [&site, "/user/", id.as_str()].concat(),
            Visitor::Guest { .. } => [&site, "/guest"].concat(),
        })
    }

    /// Whether nobody vouches for the visitor, tracked.
    pub(crate) fn is_guest(&self) -> bool {
        self.get().is_some_and(|session| matches!(session.visitor, Visitor::Guest { .. }))
    }

    /// Hears why a call failed: where the session was at fault, it is renewed.
    pub(crate) fn hear(&self, failure: &Failure) {
        if failure.is_signed_out() {
            self.renew();
        }
    }

    /// Tries again to open a session.
    pub(crate) fn retry(&self) {
        self.standing.set(Standing::Opening);
        self.open();
    }

    fn renew(&self) {
        let now = self.clock.exact();
        if self.asked_at.get_value().is_some_and(|asked| now - asked < PATIENCE) {
            return;
        }
        self.asked_at.set_value(Some(now));
        if self.identity.with_value(Option::is_some) {
            self.host.tell(&Saying::IdentityNeeded);
        } else {
            self.open();
        }
    }

    fn open(&self) {
        let room = *self;
        let Some(site) = room.site.get_value() else {
            room.standing.set(Standing::Failed(Failure::Unreadable { status: 404 }));
            return;
        };
        let identity = room.identity.get_value();
        // A guest is who they were: the session that ends vouches for the next.
        let current = room.peek().filter(|_| identity.is_none()).map(|session| session.token);
        spawn_local(async move {
            let opened = open_session(&NewSession { site, identity }, current.as_deref()).await;
            room.opened(opened);
        });
    }

    fn opened(&self, answer: Result<Session, Failure>) {
        let room = *self;
        match answer {
            Ok(session) => {
                room.clock.correct(session.now);
                let rest = (session.expires_at - session.now - AHEAD).max(PATIENCE);
                room.after(rest.to_std().unwrap_or(RETRY), move || room.renew());
                room.standing.set(Standing::Open(session));
            }
            Err(failure) => {
                if failure.is_passing() {
                    room.after(RETRY, move || room.open());
                }
                // A session that still holds is not given up because its successor is late.
                let holds = room.peek().is_some_and(|session| session.expires_at > room.clock.exact());
                if !holds {
                    room.standing.set(Standing::Failed(failure));
                }
            }
        }
    }

    fn after(&self, time: Duration, then: impl FnOnce() + 'static) {
        let timer = set_timeout_with_handle(then, time).ok();
        if let Some(before) = self.timer.try_update_value(|kept| core::mem::replace(kept, timer)).flatten() {
            before.clear();
        }
    }
}
