//! The table of operations: one row for each thing the API can do.

mod knowledge;

use schemars::{Schema, SchemaGenerator};

use crate::api::notices::{NewNoticeState, NoticeState, NoticeStates, Notices};
use crate::api::quote::Quotes;
use crate::api::receipts::{KEYS_PATH, KeySet, Receipts};
use crate::api::sdks::Sdks;
use crate::api::session::{NewSession, Session};
use crate::api::ticket::{EventsSince, NewMessage, NewRating, NewTicket, TicketSummary, TicketView};
use crate::api::{Page, desk};

/// A function that names a DTO's schema.
pub type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// One operation.
pub struct Operation {
    /// `get`, `post`, `put` or `delete`.
    pub method: &'static str,
    /// With `{name}` for parameters.
    pub path: &'static str,
    /// The name that generated clients give it.
    pub id: &'static str,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// What the caller must show.
    pub credential: Credential,
    /// Whether it takes an `Idempotency-Key`.
    pub keyed: Keyed,
    /// Whether it takes the tag of what it replaces as `If-Match`.
    pub conditional: bool,
    /// Parameters of the path, then of the query.
    pub parameters: &'static [Parameter],
    /// What it takes.
    pub body: Option<SchemaOf>,
    /// The status of success.
    pub status: &'static str,
    /// What it answers.
    pub answer: Option<SchemaOf>,
    /// As which media type.
    pub media_type: &'static str,
}

/// Whether an operation takes an `Idempotency-Key`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyed {
    /// None.
    No,
    /// One that makes a repetition harmless; without it the operation works as well.
    Optional,
    /// One that must be sent.
    Required,
}

/// What a caller must show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// Nothing.
    None,
    /// A customer's session.
    Session,
    /// A support engineer's cookie or token.
    Agent,
}

/// A parameter.
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// Where it stands.
    pub place: Place,
    /// Whether it may stand more than once.
    pub repeated: bool,
    /// What it means.
    pub about: &'static str,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
}

const fn query(name: &'static str, about: &'static str) -> Parameter {
    Parameter { name, place: Place::Query, repeated: false, about }
}

const ID: Parameter = Parameter {
    name: "id",
    place: Place::Path,
    repeated: false,
    about: "The ticket's id. One of somebody else is `not-found`.",
};
const VERSION: Parameter = Parameter {
    name: "version",
    place: Place::Path,
    repeated: false,
    about: "The number of a version. One that there is not is `not-found`.",
};
const ACCOUNT: Parameter = Parameter {
    name: "account",
    place: Place::Path,
    repeated: false,
    about: "The vendor's own id of the account.",
};
const NOTICE: Parameter = Parameter {
    name: "id",
    place: Place::Path,
    repeated: false,
    about: "The id of an advisory, or of what is to come, as GET /v1/notices tells it.",
};
const CURSOR: Parameter = query("cursor", "`next_cursor` of the page before.");

const fn operation(
    method: &'static str,
    path: &'static str,
    id: &'static str,
    credential: Credential,
    summary: &'static str,
) -> Operation {
    Operation {
        method,
        path,
        id,
        summary,
        credential,
        keyed: Keyed::No,
        conditional: false,
        parameters: &[],
        body: None,
        status: "200",
        answer: None,
        media_type: "application/json",
    }
}

impl Operation {
    const fn keyed(mut self) -> Self {
        self.keyed = Keyed::Required;
        self
    }
    const fn may_be_keyed(mut self) -> Self {
        self.keyed = Keyed::Optional;
        self
    }

    const fn conditional(mut self) -> Self {
        self.conditional = true;
        self
    }
    const fn with(mut self, parameters: &'static [Parameter]) -> Self {
        self.parameters = parameters;
        self
    }
    const fn takes(mut self, schema: SchemaOf) -> Self {
        self.body = Some(schema);
        self
    }
    const fn gives(mut self, status: &'static str, schema: SchemaOf) -> Self {
        self.status = status;
        self.answer = Some(schema);
        self
    }
    const fn of_media_type(mut self, media_type: &'static str) -> Self {
        self.media_type = media_type;
        self
    }
    const fn gives_nothing(mut self) -> Self {
        self.status = "204";
        self
    }
}

macro_rules! of {
    ($dto:ty) => {
        |schemas: &mut SchemaGenerator| schemas.subschema_for::<$dto>()
    };
}

use of;

/// Everything the API can do, room by room.
pub const OPERATIONS: [&[Operation]; 2] = [SUPPORT, knowledge::OPERATIONS];

/// Sessions, tickets, notices.
const SUPPORT: &[Operation] = &[
    operation(
        "post",
        "/v1/sessions",
        "createSession",
        Credential::None,
        "Exchange a signed identity for a short session; without one, become a guest.",
    )
    .takes(of!(NewSession))
    .gives("201", of!(Session)),
    operation(
        "get",
        "/v1/quotes",
        "quote",
        Credential::Session,
        "What the plan promises, with the open hours to compute deadlines from.",
    )
    .gives("200", of!(Quotes)),
    operation(
        "post",
        "/v1/tickets",
        "openTicket",
        Credential::Session,
        "Open a ticket. The answer carries the promises that were stamped.",
    )
    .keyed()
    .takes(of!(NewTicket))
    .gives("201", of!(TicketView)),
    operation(
        "get",
        "/v1/tickets",
        "listTickets",
        Credential::Session,
        "The account's tickets, the ones that moved last first.",
    )
    .with(&[CURSOR, query("limit", "At most so many, 1 to 100; 25 unless told.")])
    .gives("200", of!(Page<TicketSummary>)),
    operation(
        "get",
        "/v1/tickets/{id}",
        "readTicket",
        Credential::Session,
        "A ticket, whole, with each promise explained.",
    )
    .with(&[ID])
    .gives("200", of!(TicketView)),
    operation(
        "get",
        "/v1/tickets/{id}/events",
        "readEvents",
        Credential::Session,
        "What has happened since an event the reader knows.",
    )
    .with(&[ID, query("after", "The number of that event; 0 for all.")])
    .gives("200", of!(EventsSince)),
    operation(
        "post",
        "/v1/tickets/{id}/messages",
        "writeMessage",
        Credential::Session,
        "Write to the vendor. On a resolved ticket that reopens it.",
    )
    .with(&[ID])
    .keyed()
    .takes(of!(NewMessage))
    .gives("201", of!(TicketView)),
    operation(
        "post",
        "/v1/tickets/{id}/rating",
        "rateTicket",
        Credential::Session,
        "Rate a resolved ticket, once for each time it was resolved.",
    )
    .with(&[ID])
    .takes(of!(NewRating))
    .gives("201", of!(TicketView)),
    operation(
        "get",
        "/v1/tickets/{id}/receipts",
        "readReceipts",
        Credential::Session,
        "What was promised on a ticket, signed: the file that `aftercare receipt verify` takes.",
    )
    .with(&[ID])
    .gives("200", of!(Receipts)),
    operation(
        "get",
        KEYS_PATH,
        "readReceiptKeys",
        Credential::None,
        "The keys that receipts are verified with, retired ones among them.",
    )
    .gives("200", of!(KeySet))
    .of_media_type("application/jwk-set+json"),
    operation(
        "get",
        "/v1/notices",
        "readNotices",
        Credential::None,
        "What hits the SDKs named, their state, and the way up.",
    )
    .with(&[Parameter {
        name: "sdk",
        place: Place::Query,
        repeated: true,
        about: "A package URL with a version, such as pkg:npm/matrix-js-sdk@23.5.0; at most 50. One that is none \
                is answered as unknown, with its reason, beside the others.",
    }])
    .gives("200", of!(Notices)),
    operation(
        "get",
        "/v1/notices/state",
        "readNoticeStates",
        Credential::Session,
        "What this person has done with notices. A guest's is kept in their browser.",
    )
    .gives("200", of!(NoticeStates)),
    operation(
        "put",
        "/v1/notices/state/{id}",
        "settleNotice",
        Credential::Session,
        "Put a notice away, or acknowledge it. The same again changes nothing.",
    )
    .with(&[NOTICE])
    .takes(of!(NewNoticeState))
    .gives("200", of!(NoticeState)),
    operation(
        "delete",
        "/v1/notices/state/{id}",
        "unsettleNotice",
        Credential::Session,
        "Take that back: the notice is shown again.",
    )
    .with(&[NOTICE])
    .gives_nothing(),
    operation(
        "get",
        "/v1/sdks",
        "listSdks",
        Credential::None,
        "Which packages are the vendor's, so that whoever reads a lockfile keeps no others.",
    )
    .gives("200", of!(Sdks)),
    operation(
        "post",
        "/v1/desk/sessions",
        "signIn",
        Credential::None,
        "Exchange an agent token for a cookie that scripts can't read.",
    )
    .takes(of!(desk::SignIn))
    .gives_nothing(),
    operation("delete", "/v1/desk/sessions", "signOut", Credential::None, "End the desk's session.")
        .gives_nothing(),
    operation("get", "/v1/desk/me", "whoAmI", Credential::Agent, "Who is signed in.")
        .gives("200", of!(desk::Me)),
    operation(
        "get",
        "/v1/desk/tickets",
        "readQueue",
        Credential::Agent,
        "The tickets of a view, by what falls due next.",
    )
    .with(&[
        query("view", "`due_next` unless told, `mine`, `waiting`, `unassigned` or `done`."),
        query("q", "Words of the subject, the account's name, or a ticket's number."),
        CURSOR,
    ])
    .gives("200", of!(desk::Queue)),
    operation(
        "get",
        "/v1/desk/tickets/{id}",
        "readDeskTicket",
        Credential::Agent,
        "A ticket with its whole log and what to know of who asks.",
    )
    .with(&[ID])
    .gives("200", of!(desk::DeskTicket)),
    operation(
        "post",
        "/v1/desk/tickets/{id}/accept",
        "acceptTicket",
        Credential::Agent,
        "Confirm receipt and begin: this is a response, by name.",
    )
    .with(&[ID])
    .may_be_keyed()
    .takes(of!(desk::Seen))
    .gives("200", of!(desk::DeskTicket)),
    operation(
        "post",
        "/v1/desk/tickets/{id}/messages",
        "answerTicket",
        Credential::Agent,
        "Answer the customer.",
    )
    .with(&[ID])
    .keyed()
    .takes(of!(NewMessage))
    .gives("201", of!(desk::DeskTicket)),
    operation(
        "post",
        "/v1/desk/tickets/{id}/notes",
        "noteTicket",
        Credential::Agent,
        "Write a note that the customer never sees.",
    )
    .with(&[ID])
    .keyed()
    .takes(of!(desk::NewNote))
    .gives("201", of!(desk::DeskTicket)),
    operation(
        "get",
        "/v1/desk/tickets/{id}/receipts",
        "readDeskReceipts",
        Credential::Agent,
        "The receipts of any ticket, as its customer gets them.",
    )
    .with(&[ID])
    .gives("200", of!(Receipts)),
    operation("post", "/v1/desk/tickets/{id}/resolve", "resolveTicket", Credential::Agent, "Call it solved.")
        .with(&[ID])
        .may_be_keyed()
        .takes(of!(desk::Seen))
        .gives("200", of!(desk::DeskTicket)),
    operation(
        "post",
        "/v1/desk/tickets/{id}/ask",
        "askCustomer",
        Credential::Agent,
        "Ask the customer for what is needed; the clocks pause until they answer.",
    )
    .with(&[ID])
    .may_be_keyed()
    .takes(of!(desk::Ask))
    .gives("200", of!(desk::DeskTicket)),
    operation(
        "post",
        "/v1/desk/tickets/{id}/withdraw",
        "withdrawAsk",
        Credential::Agent,
        "Withdraw what was asked; the clocks run again.",
    )
    .with(&[ID])
    .may_be_keyed()
    .takes(of!(desk::Seen))
    .gives("200", of!(desk::DeskTicket)),
    operation(
        "post",
        "/v1/desk/tickets/{id}/severity",
        "reclassifyTicket",
        Credential::Agent,
        "Set another severity, with a reason the customer reads.",
    )
    .with(&[ID])
    .may_be_keyed()
    .takes(of!(desk::Reclassify))
    .gives("200", of!(desk::DeskTicket)),
    operation(
        "get",
        "/v1/desk/policies",
        "listPolicies",
        Credential::Agent,
        "The versions of the policy, the newest first.",
    )
    .with(&[CURSOR, query("limit", "At most so many, 1 to 100; 25 unless told.")])
    .gives("200", of!(Page<desk::policies::PolicyVersion>)),
    operation(
        "get",
        "/v1/desk/policies/current",
        "readCurrentPolicy",
        Credential::Agent,
        "The policy in force.",
    )
    .gives("200", of!(desk::policies::PolicyView)),
    operation(
        "get",
        "/v1/desk/policies/{version}",
        "readPolicy",
        Credential::Agent,
        "A version of the policy, whole.",
    )
    .with(&[VERSION])
    .gives("200", of!(desk::policies::PolicyView)),
    operation(
        "post",
        "/v1/desk/policies",
        "pushPolicy",
        Credential::Agent,
        "Push a new version. Takes the role `admin`. 200 where it says what is in force already.",
    )
    .keyed()
    .takes(of!(desk::policies::NewPolicy))
    .gives("201", of!(desk::policies::Pushed)),
    operation(
        "post",
        "/v1/desk/policies/diff",
        "comparePolicy",
        Credential::Agent,
        "What a document would change, and for whom that is better. Writes nothing.",
    )
    .takes(of!(desk::policies::Comparison))
    .gives("200", of!(desk::policies::Differences)),
    operation(
        "get",
        "/v1/desk/accounts/{account}",
        "readAccount",
        Credential::Agent,
        "What is known of an account.",
    )
    .with(&[ACCOUNT])
    .gives("200", of!(desk::accounts::AccountRecord)),
    operation(
        "put",
        "/v1/desk/accounts/{account}",
        "writeAccount",
        Credential::Agent,
        "Write the whole of what is known of an account. Live tickets follow a new plan. Takes the role `lead`.",
    )
    .with(&[ACCOUNT])
    .conditional()
    .takes(of!(desk::accounts::AccountFacts))
    .gives("200", of!(desk::accounts::AccountChanged)),
];
