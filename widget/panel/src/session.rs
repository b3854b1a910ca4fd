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
use crate::remote::Remote;
use aftercare_client::{Client, Credential, Failure, open_session};
use aftercare_shared::api::session::{NewSession, Session, Visitor};
use aftercare_shared::id::SiteId;
use aftercare_ui::{Clock, State, watch};

/// How long before its end a session is renewed.
const AHEAD: TimeDelta = TimeDelta::minutes(2);
/// The least time between two attempts to renew.
const PATIENCE: TimeDelta = TimeDelta::seconds(10);
/// How long after a failure that may pass another attempt is made.
const RETRY: Duration = Duration::from_secs(5);

/// The session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SessionRoom {
    host: Host,
    clock: Clock,
    site: State<Option<SiteId>>,
    identity: State<Option<String>>,
    /// The SDKs of the page, which the vendor learns with the session.
    pub(crate) runs: State<Vec<String>>,
    session: Remote<Session>,
    timer: State<Option<TimeoutHandle>>,
    asked_at: State<Option<DateTime<Utc>>>,
}

impl SessionRoom {
    /// A room without a session, for the site that embeds the panel.
    pub(crate) fn of_site(site: Option<SiteId>, host: Host, clock: Clock) -> Self {
        Self {
            host,
            clock,
            site: State::new(site),
            identity: State::new(None),
            runs: State::default(),
            session: Remote::new(),
            timer: State::new(None),
            asked_at: State::new(None),
        }
    }

    /// Opens a session for whoever the token vouches for; without one, for a guest.
    pub(crate) fn begin(&self, identity: Option<String>) {
        self.identity.set(identity);
        self.open();
    }

    /// Why there is no session, tracked; nothing while there is one or it is being opened.
    pub(crate) fn failure(&self) -> Option<Failure> {
        let failure = self.session.failure();
        failure.filter(|_| self.session.with(|session| session.is_none()))
    }

    /// Looks at the session, tracked.
    pub(crate) fn with<U>(&self, look: impl FnOnce(Option<&Session>) -> U) -> U {
        self.session.with(look)
    }

    /// Looks at the session, not tracked.
    pub(crate) fn peek<U>(&self, look: impl FnOnce(Option<&Session>) -> U) -> U {
        self.session.peek(look)
    }

    /// Whether there is a session, tracked.
    pub(crate) fn is_open(&self) -> bool {
        self.with(|session| session.is_some())
    }

    /// The API as the visitor may use it; `None` before the session is open.
    pub(crate) fn client(&self) -> Option<Client> {
        let token = self.peek(|session| session.map(|session| session.token.clone()))?;
        Some(Client::new(Credential::Bearer(token)))
    }

    /// Whose drafts are whose, tracked: the site and the person.
    pub(crate) fn whose(&self) -> Option<String> {
        let site = self.site.with_untracked(|site| site.as_ref().map(|site| site.as_str().to_owned()))?;
        self.with(|session| {
            Some(match &session?.visitor {
                Visitor::User { id, .. } => [&site, "/user/", id.as_str()].concat(),
                Visitor::Guest { .. } => [&site, "/guest"].concat(),
            })
        })
    }

    /// Tells whose drafts are whose, now and whenever the visitor is another.
    pub(crate) fn follow_visitor(&self, mut tell: impl FnMut(String) + 'static) {
        let room = *self;
        let mut before = None;
        watch(move || {
            let whose = room.whose();
            if let Some(whose) = whose.filter(|whose| before.as_ref() != Some(whose)) {
                before = Some(whose.clone());
                tell(whose);
            }
        });
    }

    /// Whether nobody vouches for the visitor, tracked.
    pub(crate) fn is_guest(&self) -> bool {
        self.with(|session| session.is_some_and(|it| matches!(it.visitor, Visitor::Guest { .. })))
    }

    /// Whether nobody vouches for the visitor, nor is about to: what they do is kept in the browser.
    /// Not tracked.
    pub(crate) fn is_nobody(&self) -> bool {
        self.identity.with_untracked(Option::is_none)
            && self.peek(|session| session.is_none_or(|it| matches!(it.visitor, Visitor::Guest { .. })))
    }

    /// Hears why a call failed: where the session was at fault, it is renewed.
    pub(crate) fn hear(&self, failure: &Failure) {
        if failure.is_signed_out() {
            self.renew();
        }
    }

    /// Tries again to open a session.
    pub(crate) fn retry(&self) {
        self.session.forget();
        self.open();
    }

    fn renew(&self) {
        let now = self.clock.exact();
        if self.asked_at.get_untracked().is_some_and(|asked| now - asked < PATIENCE) {
            return;
        }
        self.asked_at.set(Some(now));
        if self.identity.with_untracked(Option::is_some) {
            self.host.tell(&Saying::IdentityNeeded);
        } else {
            self.open();
        }
    }

    fn open(&self) {
        let room = *self;
        let Some(site) = room.site.get_untracked() else {
            // The address of the page does not say which site it is for.
            room.session.failed(Failure::Unreadable { status: 404 });
            return;
        };
        let identity = room.identity.get_untracked();
        // A guest is who they were: the session that ends vouches for the next.
        let current = room.peek(|session| session.map(|session| session.token.clone()));
        let current = current.filter(|_| identity.is_none());
        let sdks = room.runs.get_untracked();
        spawn_local(async move {
            let opened = open_session(&NewSession { site, identity, sdks }, current.as_deref()).await;
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
                room.session.came(session);
            }
            Err(failure) => {
                if failure.is_passing() {
                    room.after(RETRY, move || room.open());
                }
                // A session that still holds is not given up because its successor is late.
                let now = room.clock.exact();
                if !room.peek(|session| session.is_some_and(|session| session.expires_at > now)) {
                    room.session.forget();
                }
                room.session.failed(failure);
            }
        }
    }

    fn after(&self, time: Duration, then: impl FnOnce() + 'static) {
        let timer = set_timeout_with_handle(then, time).ok();
        if let Some(before) = self.timer.get_untracked() {
            before.clear();
        }
        self.timer.set(timer);
    }
}
