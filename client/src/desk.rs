//! What a support engineer calls.

mod advisories;
mod policies;
mod releases;

pub use advisories::{AdvisorySheet, Tells};
pub use policies::Sheet;

use serde::Serialize;

use crate::query::encode;
use crate::{Client, Credential, Failure, Fresh, IdempotencyKey, Query};
use aftercare_shared::api::desk::{Ask, DeskTicket, Me, NewNote, Queue, Reclassify, Seen, SignIn, View};
use aftercare_shared::api::ticket::NewMessage;
use aftercare_shared::id::TicketId;

/// The part of the API behind `/v1/desk/`, for whoever the browser's cookie says. Holds nothing.
#[derive(Debug, Clone)]
pub struct Desk {
    client: Client,
}

impl Default for Desk {
    fn default() -> Self {
        Self { client: Client::new(Credential::DeskCookie) }
    }
}

impl Desk {
    /// `POST /v1/desk/sessions`: exchanges an agent token for the cookie.
    ///
    /// # Errors
    /// `unauthenticated` where the token is not known.
    pub async fn sign_in(&self, sign_in: &SignIn) -> Result<(), Failure> {
        self.client.post_quietly("/v1/desk/sessions", sign_in).await
    }

    /// `DELETE /v1/desk/sessions`: gives the cookie back.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn sign_out(&self) -> Result<(), Failure> {
        self.client.delete("/v1/desk/sessions").await
    }

    /// `GET /v1/desk/me`: who is signed in.
    ///
    /// # Errors
    /// `unauthenticated` where nobody is.
    pub async fn me(&self) -> Result<Me, Failure> {
        self.client.read("/v1/desk/me").await
    }

    /// `GET /v1/desk/tickets`: a page of a list. An empty `words` looks for nothing in particular.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn queue(
        &self,
        view: View,
        words: &str,
        cursor: Option<&str>,
        etag: Option<&str>,
    ) -> Result<Fresh<Queue>, Failure> {
        let words = Some(words.trim()).filter(|words| !words.is_empty());
        let query = Query::of("/v1/desk/tickets").and("view", view.as_str());
        self.client
            .read_if_changed(&query.and_some("q", words).and_some("cursor", cursor).into_url(), etag)
            .await
    }

    /// `GET /v1/desk/tickets/{id}`: a ticket with its whole log and who asks.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn ticket(&self, id: &TicketId, etag: Option<&str>) -> Result<Fresh<DeskTicket>, Failure> {
        self.client.read_if_changed(&path(id, ""), etag).await
    }

    /// `POST /v1/desk/tickets/{id}/accept`: confirms the ticket and begins. This is a response.
    ///
    /// # Errors
    /// `refused` where somebody has begun already, `stale` where the ticket has moved on.
    pub async fn accept(
        &self,
        id: &TicketId,
        seen: u32,
        key: &IdempotencyKey,
    ) -> Result<DeskTicket, Failure> {
        self.act(id, "/accept", &Seen { seen }, key).await
    }

    /// `POST /v1/desk/tickets/{id}/resolve`: calls it solved.
    ///
    /// # Errors
    /// `refused` where nobody has answered yet, `stale` where the ticket has moved on.
    pub async fn resolve(
        &self,
        id: &TicketId,
        seen: u32,
        key: &IdempotencyKey,
    ) -> Result<DeskTicket, Failure> {
        self.act(id, "/resolve", &Seen { seen }, key).await
    }

    /// `POST /v1/desk/tickets/{id}/withdraw`: takes back what was asked for; the clocks run again.
    ///
    /// # Errors
    /// `refused` where nothing is asked, `stale` where the ticket has moved on.
    pub async fn withdraw(
        &self,
        id: &TicketId,
        seen: u32,
        key: &IdempotencyKey,
    ) -> Result<DeskTicket, Failure> {
        self.act(id, "/withdraw", &Seen { seen }, key).await
    }

    /// `POST /v1/desk/tickets/{id}/ask`: asks the customer for things; the clocks pause.
    ///
    /// # Errors
    /// `refused` where the ticket has ended, `stale` where it has moved on.
    pub async fn ask(&self, id: &TicketId, ask: &Ask, key: &IdempotencyKey) -> Result<DeskTicket, Failure> {
        self.act(id, "/ask", ask, key).await
    }

    /// `POST /v1/desk/tickets/{id}/severity`: sets another severity, with the reason.
    ///
    /// # Errors
    /// `refused` where nothing would change, `stale` where the ticket has moved on.
    pub async fn reclassify(
        &self,
        id: &TicketId,
        reclassify: &Reclassify,
        key: &IdempotencyKey,
    ) -> Result<DeskTicket, Failure> {
        self.act(id, "/severity", reclassify, key).await
    }

    /// `POST /v1/desk/tickets/{id}/messages`: answers the customer.
    ///
    /// # Errors
    /// `stale` where the ticket has moved on since the writer looked.
    pub async fn reply(
        &self,
        id: &TicketId,
        new: &NewMessage,
        key: &IdempotencyKey,
    ) -> Result<DeskTicket, Failure> {
        self.client.post(&path(id, "/messages"), new, Some(key)).await
    }

    /// `POST /v1/desk/tickets/{id}/notes`: a word for the colleagues.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn note(
        &self,
        id: &TicketId,
        new: &NewNote,
        key: &IdempotencyKey,
    ) -> Result<DeskTicket, Failure> {
        self.client.post(&path(id, "/notes"), new, Some(key)).await
    }

    async fn act(
        &self,
        id: &TicketId,
        verb: &str,
        body: &impl Serialize,
        key: &IdempotencyKey,
    ) -> Result<DeskTicket, Failure> {
        self.client.post(&path(id, verb), body, Some(key)).await
    }
}

fn path(id: &TicketId, rest: &str) -> String {
    let mut path = "/v1/desk/tickets/".to_owned();
    encode(id.as_str(), &mut path);
    path.push_str(rest);
    path
}
