//! A support engineer of the vendor, and what they do at the desk.

use aftercare_shared::api::desk::{Ask, DeskTicket, NewNote, Queue, Reclassify, Seen};
use aftercare_shared::api::ticket::NewMessage;
use aftercare_shared::id::TicketId;
use aftercare_shared::severity::Severity;
use chrono::{DateTime, Utc};

use crate::call::Call;
use crate::customer::fresh;
use crate::world::World;

/// Somebody who answers.
#[derive(Debug, Clone, Copy)]
pub struct Agent<'w> {
    world: &'w World,
    /// The token, as the demonstration's data has it.
    pub token: &'static str,
    /// The name that customers see.
    pub name: &'static str,
}

impl<'w> Agent<'w> {
    /// Lin Wei, who may push policies.
    #[must_use]
    pub fn lin(world: &'w World) -> Self {
        Self { world, token: "agt_demo_lin", name: "Lin Wei" }
    }

    /// Ana Sousa.
    #[must_use]
    pub fn ana(world: &'w World) -> Self {
        Self { world, token: "agt_demo_ana", name: "Ana Sousa" }
    }

    /// Theo Brandt, who leads.
    #[must_use]
    pub fn theo(world: &'w World) -> Self {
        Self { world, token: "agt_demo_theo", name: "Theo Brandt" }
    }

    /// A request with this agent's token.
    #[must_use]
    pub fn call(&self, method: &'static str, path: &str, now: DateTime<Utc>) -> Call {
        self.world.call(method, path).now(now).bearer(self.token)
    }

    /// A `GET`.
    #[must_use]
    pub fn get(&self, path: &str, now: DateTime<Utc>) -> Call {
        self.call("GET", path, now)
    }

    /// A `POST` with a fresh key.
    #[must_use]
    pub fn post(&self, path: &str, now: DateTime<Utc>) -> Call {
        self.call("POST", path, now).key(&fresh("key"))
    }

    /// A `POST` to something of a ticket.
    #[must_use]
    pub fn act(&self, id: &TicketId, action: &str, now: DateTime<Utc>) -> Call {
        self.post(&format!("/v1/desk/tickets/{id}/{action}"), now)
    }

    /// A list of the desk.
    #[track_caller]
    #[must_use]
    pub fn queue(&self, query: &str, now: DateTime<Utc>) -> Queue {
        self.get(&format!("/v1/desk/tickets?{query}"), now).send().json(200)
    }

    /// A ticket, whole.
    #[track_caller]
    #[must_use]
    pub fn ticket(&self, id: &TicketId, now: DateTime<Utc>) -> DeskTicket {
        self.get(&format!("/v1/desk/tickets/{id}"), now).send().json(200)
    }

    /// Confirms a ticket and begins.
    #[track_caller]
    pub fn accept(&self, id: &TicketId, seen: u32, now: DateTime<Utc>) -> DeskTicket {
        self.act(id, "accept", now).json(&Seen { seen }).send().json(200)
    }

    /// Calls it solved.
    #[track_caller]
    pub fn resolve(&self, id: &TicketId, seen: u32, now: DateTime<Utc>) -> DeskTicket {
        self.act(id, "resolve", now).json(&Seen { seen }).send().json(200)
    }

    /// Withdraws what was asked.
    #[track_caller]
    pub fn withdraw(&self, id: &TicketId, seen: u32, now: DateTime<Utc>) -> DeskTicket {
        self.act(id, "withdraw", now).json(&Seen { seen }).send().json(200)
    }

    /// Answers the customer.
    #[track_caller]
    pub fn answer(&self, id: &TicketId, body: &str, seen: u32, now: DateTime<Utc>) -> DeskTicket {
        self.act(id, "messages", now).json(&NewMessage { body: body.to_owned(), seen }).send().json(201)
    }

    /// Writes to colleagues.
    #[track_caller]
    pub fn note(&self, id: &TicketId, body: &str, now: DateTime<Utc>) -> DeskTicket {
        self.act(id, "notes", now).json(&NewNote { body: body.to_owned() }).send().json(201)
    }

    /// Asks the customer for things.
    #[track_caller]
    pub fn ask(&self, id: &TicketId, items: &[&str], seen: u32, now: DateTime<Utc>) -> DeskTicket {
        let items = items.iter().map(|item| (*item).to_owned()).collect();
        self.act(id, "ask", now).json(&Ask { items, seen }).send().json(200)
    }

    /// Sets another severity.
    #[track_caller]
    pub fn reclassify(
        &self,
        id: &TicketId,
        severity: Severity,
        reason: &str,
        seen: u32,
        now: DateTime<Utc>,
    ) -> DeskTicket {
        let change = Reclassify { severity, reason: reason.to_owned(), seen };
        self.act(id, "severity", now).json(&change).send().json(200)
    }
}
