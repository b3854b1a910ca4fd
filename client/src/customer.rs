//! What a customer calls.

use serde::Serialize;

use crate::query::encode;
use crate::transport::{Envelope, Method};
use crate::{Client, Credential, Failure, Fresh, IdempotencyKey, Query};
use aftercare_shared::api::Page;
use aftercare_shared::api::inventory::NewInventory;
use aftercare_shared::api::notices::{NewNoticeState, NoticeStates, Notices};
use aftercare_shared::api::quote::Quotes;
use aftercare_shared::api::sdks::Sdks;
use aftercare_shared::api::session::{NewSession, Session};
use aftercare_shared::api::ticket::{EventsSince, NewMessage, NewTicket, TicketSummary, TicketView};
use aftercare_shared::api::upgrades::GuideSummary;
use aftercare_shared::id::TicketId;
use aftercare_shared::release::Guide;
use aftercare_shared::text::digits;

/// `POST /v1/sessions`: exchanges an identity token for a session; without one, for a guest's. A guest who
/// has a session shows its token as `current`, so that the new one is for the same guest.
///
/// # Errors
/// `unauthenticated` or `expired` where the identity token is not accepted.
pub fn open_session(
    new: &NewSession,
    current: Option<&str>,
) -> impl Future<Output = Result<Session, Failure>> + use<> {
    let credential = current.map_or(Credential::Nothing, |token| Credential::Bearer(token.to_owned()));
    Client::new(credential).post("/v1/sessions", new, None)
}

/// What only a customer is told of an SDK's way up; the way itself is what `/v1/notices` says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WayTold {
    /// The releases to move to.
    pub goals: Vec<StepTold>,
    /// The moves that each shed advisories.
    pub ladder: Vec<StepTold>,
}

/// The same of one step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepTold {
    /// Where it leads.
    pub version: String,
    /// Whether the plan includes that release, where that is said.
    pub is_in_plan: Option<bool>,
    /// The guides that lead there, in order.
    pub guides: Vec<GuideSummary>,
}

/// The rating of a resolved ticket.
#[derive(Serialize)]
struct Rating {
    score: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

impl Client {
    /// `GET /v1/quotes`: what the plan promises, and the open hours to compute it with.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn quotes(&self) -> impl Future<Output = Result<Quotes, Failure>> + use<> {
        self.read("/v1/quotes")
    }

    /// `GET /v1/notices`: what is known about the versions in use. Public.
    ///
    /// # Errors
    /// `invalid` where one of them is no package URL.
    pub fn notices(
        &self,
        sdks: &[String],
        etag: Option<&str>,
    ) -> impl Future<Output = Result<Fresh<Notices>, Failure>> + use<> {
        let query = sdks.iter().fold(Query::of("/v1/notices"), |query, sdk| query.and("sdk", sdk));
        self.read_if_changed(&query.into_url(), etag)
    }

    /// `GET /v1/notices/state`: what the person has done with notices.
    ///
    /// # Errors
    /// `forbidden` for a guest.
    pub fn notice_states(&self) -> impl Future<Output = Result<NoticeStates, Failure>> + use<> {
        self.read("/v1/notices/state")
    }

    /// `PUT /v1/notices/state/{id}`: puts a notice away, or acknowledges it. It leaves at once.
    ///
    /// # Errors
    /// `not-found` where there is no such notice any more, `forbidden` for a guest.
    pub fn settle_notice(
        &self,
        id: &str,
        new: &NewNoticeState,
    ) -> impl Future<Output = Result<(), Failure>> + use<> {
        let mut path = "/v1/notices/state/".to_owned();
        encode(id, &mut path);
        self.put_quietly(&path, new)
    }

    /// `DELETE /v1/notices/state/{id}`: what was done with a notice is undone. It leaves at once.
    ///
    /// # Errors
    /// `forbidden` for a guest.
    pub fn unsettle_notice(&self, id: &str) -> impl Future<Output = Result<(), Failure>> + use<> {
        let mut path = "/v1/notices/state/".to_owned();
        encode(id, &mut path);
        let sent = self.send(Method::Delete, &path, Envelope::default());
        async move { sent.await.map(|_| ()) }
    }

    /// `GET /v1/upgrades`: where to go from what runs of an SDK, what the plan includes of it, and the guides.
    ///
    /// # Errors
    /// `invalid` where it is no package URL.
    pub fn upgrade(&self, sdk: &str) -> impl Future<Output = Result<WayTold, Failure>> + use<> {
        self.read(&Query::of("/v1/upgrades").and("sdk", sdk).into_url())
    }

    /// `GET /v1/upgrades/guides/{id}`: a migration guide of a package, whole.
    ///
    /// # Errors
    /// `not-found` where there is no such guide any more.
    pub fn guide(&self, sdk: &str, id: &str) -> impl Future<Output = Result<Guide, Failure>> + use<> {
        let mut path = "/v1/upgrades/guides/".to_owned();
        encode(id, &mut path);
        self.read(&Query::of(&path).and("sdk", sdk).into_url())
    }

    /// `PUT /v1/inventory`: what a project of the customer runs, in place of what the same source said of it
    /// before.
    ///
    /// # Errors
    /// `forbidden` for a guest, `refused` where the account has as many versions as are kept.
    pub fn declare_inventory(&self, new: &NewInventory) -> impl Future<Output = Result<(), Failure>> + use<> {
        self.put_quietly("/v1/inventory", new)
    }

    /// `GET /v1/sdks`: which packages are the vendor's. Public.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn sdks(&self) -> impl Future<Output = Result<Sdks, Failure>> + use<> {
        self.read("/v1/sdks")
    }

    /// `GET /v1/tickets`: a page of the caller's tickets, newest activity first.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn tickets(
        &self,
        cursor: Option<&str>,
    ) -> impl Future<Output = Result<Page<TicketSummary>, Failure>> + use<> {
        self.read(&Query::of("/v1/tickets").and_some("cursor", cursor).into_url())
    }

    /// `GET /v1/tickets/{id}`: a ticket, whole.
    ///
    /// # Errors
    /// `not-found` where it is not the caller's.
    pub fn ticket(
        &self,
        id: &TicketId,
        etag: Option<&str>,
    ) -> impl Future<Output = Result<Fresh<TicketView>, Failure>> + use<> {
        self.read_if_changed(&path(id, ""), etag)
    }

    /// `GET /v1/tickets/{id}/events`: what has happened after an event.
    ///
    /// # Errors
    /// `not-found` where it is not the caller's.
    pub fn events_since(
        &self,
        id: &TicketId,
        seq: u32,
    ) -> impl Future<Output = Result<EventsSince, Failure>> + use<> {
        self.read(&Query::of(&path(id, "/events")).and("after", &digits(seq.into())).into_url())
    }

    /// `GET /v1/tickets/{id}/receipts`: what was promised, signed, as the file that is verified byte for byte.
    ///
    /// # Errors
    /// `not-found` where the ticket is not the caller's, or the service signs no receipts.
    pub fn receipts(&self, id: &TicketId) -> impl Future<Output = Result<String, Failure>> + use<> {
        self.read_text(&path(id, "/receipts"))
    }

    /// `POST /v1/tickets`: opens a ticket.
    ///
    /// # Errors
    /// `invalid` names the field, `key-reused` says that the key has opened another ticket.
    pub fn open_ticket(
        &self,
        new: &NewTicket,
        key: &IdempotencyKey,
    ) -> impl Future<Output = Result<TicketView, Failure>> + use<> {
        self.post("/v1/tickets", new, Some(key))
    }

    /// `POST /v1/tickets/{id}/messages`: writes to a ticket.
    ///
    /// # Errors
    /// `stale` where the ticket has ended since the writer looked.
    pub fn write_message(
        &self,
        id: &TicketId,
        new: &NewMessage,
        key: &IdempotencyKey,
    ) -> impl Future<Output = Result<TicketView, Failure>> + use<> {
        self.post(&path(id, "/messages"), new, Some(key))
    }

    /// `POST /v1/tickets/{id}/rating`: rates a resolved ticket from 1 (bad) to 5 (good).
    ///
    /// # Errors
    /// `refused` where the ticket is not resolved.
    pub fn rate(
        &self,
        id: &TicketId,
        score: u8,
        comment: Option<&str>,
    ) -> impl Future<Output = Result<TicketView, Failure>> + use<> {
        self.post(&path(id, "/rating"), &Rating { score, comment: comment.map(str::to_owned) }, None)
    }
}

fn path(id: &TicketId, rest: &str) -> String {
    let mut path = "/v1/tickets/".to_owned();
    encode(id.as_str(), &mut path);
    path.push_str(rest);
    path
}
