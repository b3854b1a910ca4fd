//! `/v1/tickets`: what a customer asks and follows.

pub(crate) mod events;
pub(crate) mod messages;
pub(crate) mod opening;
pub(crate) mod rating;
pub(crate) mod receipts;

use std::collections::BTreeMap;

use aftercare_shared::api::Page;
use aftercare_shared::api::ticket::{NewTicket, TicketSummary, TicketView};
use aftercare_shared::id::{AccountId, TicketId};
use aftercare_shared::promise::Book;
use aftercare_shared::ticket::{Event, EventBody};
use axum::response::Response;
use http::header::LOCATION;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::app::App;
use crate::body::Json;
use crate::book;
use crate::caller::Customer;
use crate::cursor;
use crate::idempotency::{self, Key};
use crate::ids;
use crate::ledger::{self, Decision};
use crate::limits;
use crate::params::{Path, Query};
use crate::plan::{self, Footing};
use crate::problem::Failure;
use crate::routes::{answer, tagged, tagged_by_content};
use crate::session::Who;
use crate::store::idempotency::{Once, Shown};
use crate::store::ticket::{self, Facts, Record, list};
use crate::store::{Store, event, policy};
use crate::view::{Portrait, Reader};

/// `POST`
#[worker::send]
pub(crate) async fn create(
    app: App,
    customer: Customer,
    key: Key,
    Json(new): Json<NewTicket>,
) -> Result<Response, Failure> {
    limits::write(&app, &customer).await?;
    let scope = format!("{} POST tickets", customer.scope());
    let work = async |once: &Once| open(&app, &customer, &new, once).await;
    let shown = idempotency::once(&app, scope, key, &new, work).await?;
    let mut response = answer(StatusCode::CREATED, &shown_to_customer(&app, &customer, &shown).await?)?;
    if let Ok(location) = HeaderValue::from_str(&format!("/v1/tickets/{}", shown.ticket)) {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

async fn open(app: &App, customer: &Customer, new: &NewTicket, once: &Once) -> Result<Shown, Failure> {
    let footing = plan::look_up(app, &app.store()?, customer).await?;
    let opened = opening::checked(new, footing.plan.id.clone(), &footing.policy)?;
    let team = footing.policy.route(&opened.plan, opened.severity, opened.product.as_ref()).clone();
    let facts = facts(app, customer, &footing)?;
    let bodies = vec![EventBody::Opened(opened), EventBody::Routed { team }];
    let decision = Decision { actor: customer.actor(), bodies };
    let nonce = ids::nonce(app.now());
    let claim = footing.claim(customer).map(|claim| claim.write_down(&facts.account, &nonce)).transpose()?;
    ledger::open(app, facts, footing.version, decision, claim, (once, StatusCode::CREATED.as_u16())).await
}

fn facts(app: &App, customer: &Customer, footing: &Footing) -> Result<Facts, Failure> {
    let (account, requester_name, verified) = match &customer.who {
        Who::User { account, name, .. } => (account.clone(), name.clone(), true),
        Who::Guest { id } => (AccountId::new(id.as_str())?, id.to_string(), false),
    };
    Ok(Facts {
        id: ids::ticket(app.now())?,
        number: 0,
        site: customer.site.clone(),
        account,
        account_name: footing.account_name(customer),
        region: footing.region(),
        requester: customer.user().clone(),
        requester_name,
        verified,
        plan_source: footing.plan.source,
    })
}

/// `GET`
#[worker::send]
pub(crate) async fn index(
    app: App,
    customer: Customer,
    headers: HeaderMap,
    query: Query,
) -> Result<Response, Failure> {
    let after: Option<list::Place> = query.cursor()?;
    let limit = query.limit()?;
    let store = app.store()?;
    let (tickets, next) = list::of_customer(&store, &customer, after.as_ref(), limit).await?;
    let items = summaries(&app, &store, &tickets).await?;
    let page = Page { items, next_cursor: next.as_ref().map(cursor::encode) };
    tagged_by_content(&headers, &page)
}

/// `GET /{id}`
#[worker::send]
pub(crate) async fn show(
    app: App,
    customer: Customer,
    headers: HeaderMap,
    Path(id): Path<TicketId>,
) -> Result<Response, Failure> {
    let store = app.store()?;
    let record = visible(&customer, ticket::read(&store, &id).await?)?;
    let book = book_of(&app, &store, &record).await?;
    let portrait = Portrait::take(&record.facts, &record.events, &book, app.now())?;
    tagged(&headers, &portrait.etag(), &portrait.whole(Reader::Customer)?)
}

/// Whether a ticket is the customer's to know of. Nobody learns of another's that it exists.
pub(crate) fn may_see(customer: &Customer, facts: &Facts) -> bool {
    match &customer.who {
        Who::User { account, .. } => facts.verified && facts.account == *account,
        Who::Guest { id } => !facts.verified && facts.requester == *id,
    }
}

/// A ticket that was read, if the customer may know of it.
fn visible(customer: &Customer, record: Option<Record>) -> Result<Record, Failure> {
    record.filter(|record| may_see(customer, &record.facts)).ok_or_else(Failure::no_ticket)
}

/// What a writer is shown: the ticket up to what they wrote, as of then. A repeated request gets the same.
async fn shown_to_customer(app: &App, customer: &Customer, shown: &Shown) -> Result<TicketView, Failure> {
    let store = app.store()?;
    let record = ticket::read_up_to(&store, &shown.ticket, shown.seq).await?;
    let record = visible(customer, record)?;
    let book = book_of(app, &store, &record).await?;
    let mut view = Portrait::take(&record.facts, &record.events, &book, shown.at)?.whole(Reader::Customer)?;
    view.receipt = crate::receipts::made_by(shown, &record, "/v1/tickets");
    Ok(view)
}

/// The book for one ticket.
pub(crate) async fn book_of(app: &App, store: &Store, record: &Record) -> Result<Book, Failure> {
    let logs = std::iter::once(record.events.as_slice());
    book::of(store, record.policy_version, record.facts.region.clone(), logs, app.now()).await
}

/// Tickets of a list with their logs in outline, and the books for them by region.
pub(crate) struct Outlines {
    logs: BTreeMap<TicketId, Vec<Event>>,
    books: BTreeMap<Option<String>, Book>,
}

impl Outlines {
    /// Reads what is needed to show the tickets of a list.
    pub(crate) async fn read(app: &App, store: &Store, tickets: &[Facts]) -> Result<Self, Failure> {
        let ids = tickets.iter().map(|facts| facts.id.clone()).collect::<Vec<_>>();
        let logs = event::outlines(store, &ids).await?;
        let current = policy::current(store).await?;
        let mut books = BTreeMap::new();
        for region in tickets.iter().map(|facts| &facts.region) {
            if !books.contains_key(region) {
                let all = logs.values().map(Vec::as_slice);
                let book = book::of(store, current, region.clone(), all, app.now()).await?;
                books.insert(region.clone(), book);
            }
        }
        Ok(Self { logs, books })
    }

    /// A ticket of the list; `None` where it was not read.
    pub(crate) fn portrait<'a>(
        &'a self,
        app: &App,
        facts: &'a Facts,
    ) -> Result<Option<Portrait<'a>>, Failure> {
        let read = self.logs.get(&facts.id).zip(self.books.get(&facts.region));
        read.map(|(events, book)| Portrait::take(facts, events, book, app.now())).transpose()
    }
}

/// Tickets as lists show them.
pub(crate) async fn summaries(
    app: &App,
    store: &Store,
    tickets: &[Facts],
) -> Result<Vec<TicketSummary>, Failure> {
    let outlines = Outlines::read(app, store, tickets).await?;
    let mut summaries = Vec::with_capacity(tickets.len());
    for facts in tickets {
        summaries.extend(outlines.portrait(app, facts)?.map(|portrait| portrait.summary()));
    }
    Ok(summaries)
}
