//! A customer's developer: signed in by the vendor's backend, and what they do.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use aftercare_shared::api::Page;
use aftercare_shared::api::quote::Quotes;
use aftercare_shared::api::session::{NewSession, Session};
use aftercare_shared::api::ticket::{EventsSince, NewMessage, NewTicket, TicketSummary, TicketView};
use aftercare_shared::id::{SiteId, TicketId};
use aftercare_shared::severity::Severity;
use aftercare_shared::text::Lang;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::call::Call;
use crate::identity::Identity;
use crate::world::{SITE, World, identity_key};

/// Somebody who asks for help. Signs in again whenever the time of a request lies outside of the
/// session that is open.
#[derive(Debug)]
pub struct Customer<'w> {
    world: &'w World,
    site: &'static str,
    who: Who,
    session: Mutex<Option<(DateTime<Utc>, Session)>>,
}

#[derive(Debug, Clone)]
enum Who {
    User { account: String, user: String, plan: Option<String> },
    Guest,
}

impl<'w> Customer<'w> {
    /// A person of an account that nobody else speaks for, on a plan that the token claims.
    #[must_use]
    pub fn new(world: &'w World, plan: &str) -> Self {
        let who = Who::User { account: fresh("acc"), user: fresh("usr"), plan: Some(plan.to_owned()) };
        Self { world, site: SITE, who, session: Mutex::default() }
    }

    /// A person of a fresh account whose token says nothing of a plan.
    #[must_use]
    pub fn without_claim(world: &'w World, site: &'static str) -> Self {
        let who = Who::User { account: fresh("acc"), user: fresh("usr"), plan: None };
        Self { world, site, who, session: Mutex::default() }
    }

    /// A person of a given account whose token says nothing of a plan.
    #[must_use]
    pub fn of_account(world: &'w World, account: &str) -> Self {
        let who = Who::User { account: account.to_owned(), user: fresh("usr"), plan: None };
        Self { world, site: SITE, who, session: Mutex::default() }
    }

    /// Another person of the same account.
    #[must_use]
    pub fn colleague(&self) -> Self {
        let who = match &self.who {
            Who::User { account, plan, .. } => {
                Who::User { account: account.clone(), user: fresh("usr"), plan: plan.clone() }
            }
            Who::Guest => Who::Guest,
        };
        Self { world: self.world, site: self.site, who, session: Mutex::default() }
    }

    /// Nobody vouches for this one.
    #[must_use]
    pub fn guest(world: &'w World) -> Self {
        Self { world, site: SITE, who: Who::Guest, session: Mutex::default() }
    }

    /// The account's id; empty for a guest.
    #[must_use]
    pub fn account(&self) -> &str {
        match &self.who {
            Who::User { account, .. } => account,
            Who::Guest => "",
        }
    }

    /// The name that the vendor's backend gives; empty for a guest.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.who {
            Who::User { user, .. } => format!("Name of {user}"),
            Who::Guest => String::new(),
        }
    }

    /// The session that holds at an instant.
    ///
    /// # Panics
    /// Where signing in fails.
    #[track_caller]
    pub fn session(&self, now: DateTime<Utc>) -> Session {
        let mut open = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((since, session)) = open.as_ref()
            && *since <= now
            && now < session.expires_at
        {
            return session.clone();
        }
        let session: Session = self.sign_in(now).send().json(201);
        *open = Some((now, session.clone()));
        session
    }

    /// The request that opens a session.
    ///
    /// # Panics
    /// Where the site's name is no id.
    #[must_use]
    pub fn sign_in(&self, now: DateTime<Utc>) -> Call {
        let identity = match &self.who {
            Who::User { account, user, plan } => {
                let plan = plan.as_ref().map_or(Value::Null, |plan| json!(plan));
                let token = Identity::new(self.site, account, user, now).with("plan", plan);
                Some(token.signed(&identity_key(self.site)))
            }
            Who::Guest => None,
        };
        let site = SiteId::new(self.site).expect("the name of a site is an id");
        self.world.post("/v1/sessions").now(now).json(&NewSession { site, identity, sdks: Vec::new() })
    }

    /// A request with this customer's session.
    #[track_caller]
    pub fn call(&self, method: &'static str, path: &str, now: DateTime<Utc>) -> Call {
        let token = self.session(now).token;
        self.world.call(method, path).now(now).bearer(&token)
    }

    /// A `GET`.
    #[track_caller]
    pub fn get(&self, path: &str, now: DateTime<Utc>) -> Call {
        self.call("GET", path, now)
    }

    /// A `POST` with a fresh key.
    #[track_caller]
    pub fn post(&self, path: &str, now: DateTime<Utc>) -> Call {
        self.call("POST", path, now).key(&fresh("key"))
    }

    /// What the plan promises.
    #[track_caller]
    pub fn quotes(&self, now: DateTime<Utc>) -> Quotes {
        self.get("/v1/quotes", now).send().json(200)
    }

    /// Opens a ticket.
    #[track_caller]
    pub fn open(&self, ticket: &NewTicket, now: DateTime<Utc>) -> TicketView {
        self.post("/v1/tickets", now).json(ticket).send().json(201)
    }

    /// A ticket, whole.
    #[track_caller]
    pub fn ticket(&self, id: &TicketId, now: DateTime<Utc>) -> TicketView {
        self.get(&format!("/v1/tickets/{id}"), now).send().json(200)
    }

    /// The first page of the list.
    #[track_caller]
    pub fn tickets(&self, now: DateTime<Utc>) -> Page<TicketSummary> {
        self.get("/v1/tickets", now).send().json(200)
    }

    /// What has happened since an event.
    #[track_caller]
    pub fn events_after(&self, id: &TicketId, seq: u32, now: DateTime<Utc>) -> EventsSince {
        self.get(&format!("/v1/tickets/{id}/events?after={seq}"), now).send().json(200)
    }

    /// Writes on a ticket.
    #[track_caller]
    pub fn write(&self, id: &TicketId, body: &str, seen: u32, now: DateTime<Utc>) -> TicketView {
        let message = NewMessage { body: body.to_owned(), seen };
        self.post(&format!("/v1/tickets/{id}/messages"), now).json(&message).send().json(201)
    }
}

impl Drop for Customer<'_> {
    /// A test that passed must leave nothing half done: see [`World::settle`].
    fn drop(&mut self) {
        if !std::thread::panicking() {
            match &self.who {
                Who::User { account, .. } => self.world.settle(account),
                Who::Guest => self.world.check_log(),
            }
        }
    }
}

/// A ticket to open.
#[must_use]
pub fn new_ticket(subject: &str, severity: Severity) -> NewTicket {
    NewTicket {
        subject: subject.to_owned(),
        body: "1. Join a room on two devices\n2. Drop the network for 40 s\n3. Reconnect".to_owned(),
        severity,
        product: None,
        sdks: Vec::new(),
        page: None,
        lang: Lang::En,
    }
}

/// A name that no other test of this or of another run has.
#[must_use]
pub fn fresh(what: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{what}-{:x}-{count:x}", std::process::id())
}
