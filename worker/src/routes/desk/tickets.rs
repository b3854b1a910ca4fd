//! `/v1/desk/tickets`: the queue, and one ticket with who asks.

pub(crate) mod acts;
pub(crate) mod messages;
pub(crate) mod notes;
pub(crate) mod receipts;

use aftercare_shared::api::desk::{CustomerFacts, DeskTicket, Queue, View};
use aftercare_shared::api::notices::{Question, SdkReport};
use aftercare_shared::id::TicketId;
use aftercare_shared::policy::Policy;
use aftercare_shared::ticket::{Event, EventBody, Opened};
use axum::response::Response;
use chrono::{DateTime, Utc};
use http::HeaderMap;

use crate::app::App;
use crate::body;
use crate::caller::Agent;
use crate::cursor;
use crate::etag;
use crate::notices;
use crate::params::{self, Path, Query};
use crate::plan;
use crate::problem::Failure;
use crate::routes::tagged;
use crate::routes::tickets::{Outlines, book_of, summaries};
use crate::store::idempotency::Shown;
use crate::store::queue;
use crate::store::ticket::{self, Record, list};
use crate::store::{Store, policy};
use crate::view::{self, Portrait, Reader};

/// How many of the customer's other tickets are shown beside one.
const BEFORE: u32 = 5;
/// The longest search that is looked for, in characters.
const MAX_SEARCH_CHARS: usize = 100;

/// `GET`
#[worker::send]
pub(crate) async fn index(
    app: App,
    agent: Agent,
    headers: HeaderMap,
    query: Query,
) -> Result<Response, Failure> {
    let wanted = queue::Wanted {
        view: view(&query)?,
        reader: agent.id.clone(),
        search: query.text("q").map(|text| text.chars().take(MAX_SEARCH_CHARS).collect()),
        after: query.cursor()?,
        limit: query.limit()?,
    };
    let store = app.store()?;
    let page = queue::page(&store, &wanted, app.now()).await?;
    let outlines = Outlines::read(&app, &store, &page.tickets).await?;
    let policy = policy_in_force(&store).await?;
    let mut items = Vec::with_capacity(page.tickets.len());
    for facts in &page.tickets {
        let portrait = outlines.portrait(&app, facts)?;
        items.extend(portrait.map(|portrait| portrait.queue_item(&agent.id, &policy)));
    }
    let next_cursor = page.next.as_ref().map(cursor::encode);
    // The same queue has the same tag, whenever it is told.
    let tag = etag::of_bytes(&body::render(&(&items, &next_cursor, &page.counts))?);
    tagged(&headers, &tag, &Queue { now: app.now(), items, next_cursor, counts: page.counts })
}

/// The list that is asked for.
fn view(query: &Query) -> Result<View, Failure> {
    let Some(word) = query.text("view") else { return Ok(View::default()) };
    let found = View::ALL.into_iter().find(|view| view.as_str() == word);
    found.ok_or_else(|| params::misfit("view", "the name of a list, such as due_next"))
}

/// `GET /{id}`
#[worker::send]
pub(crate) async fn show(
    app: App,
    agent: Agent,
    headers: HeaderMap,
    Path(id): Path<TicketId>,
) -> Result<Response, Failure> {
    let store = app.store()?;
    let record = ticket::read(&store, &id).await?.ok_or_else(Failure::no_ticket)?;
    let (ticket, tag) = desk_ticket(&app, &store, &agent, &record, app.now()).await?;
    tagged(&headers, &tag, &ticket)
}

/// What a writer is shown: the ticket up to what they did, as of then. A repeated request gets the same.
pub(crate) async fn shown_to_agent(app: &App, agent: &Agent, shown: &Shown) -> Result<DeskTicket, Failure> {
    let store = app.store()?;
    let record = ticket::read_up_to(&store, &shown.ticket, shown.seq).await?;
    let record = record.ok_or_else(Failure::no_ticket)?;
    let (mut desk, _) = desk_ticket(app, &store, agent, &record, shown.at).await?;
    desk.ticket.receipt = crate::receipts::made_by(shown, &record, "/v1/desk/tickets");
    Ok(desk)
}

/// A ticket with who asks, and the tag of all that.
async fn desk_ticket(
    app: &App,
    store: &Store,
    agent: &Agent,
    record: &Record,
    now: DateTime<Utc>,
) -> Result<(DeskTicket, String), Failure> {
    let book = book_of(app, store, record).await?;
    let portrait = Portrait::take(&record.facts, &record.events, &book, now)?;
    let policy = policy_in_force(store).await?;
    let others = list::others_of(store, &record.facts, BEFORE).await?;
    let opened = opened(&record.events);
    let facts = &record.facts;
    let customer = CustomerFacts {
        account: view::account(facts),
        requester: facts.requester_name.clone(),
        verified: facts.verified,
        plan: plan::view(&portrait.ticket.plan, facts.plan_source, &policy),
        lang: opened.map(|opened| opened.lang).unwrap_or_default(),
        page: opened.and_then(|opened| opened.page.clone()),
        runs: runs(app, opened, portrait.ticket.plan.as_str()).await?,
        before: summaries(app, store, &others).await?,
    };
    let tag = tag(&portrait, &customer, &policy)?;
    let ticket = DeskTicket {
        now,
        ticket: portrait.whole(Reader::Agent)?,
        customer,
        mine: portrait.is_held_by(&agent.id),
        team: portrait.ticket.team.clone(),
        severities: policy.severities(),
    };
    Ok((ticket, tag))
}

/// The tag of what is shown but for what time alone moves: the log, the promises, what is known of the SDKs,
/// the other tickets' last events, and what the policy in force offers.
fn tag(portrait: &Portrait<'_>, customer: &CustomerFacts, policy: &Policy) -> Result<String, Failure> {
    let others: Vec<_> = customer.before.iter().map(|other| (&other.id, other.seq)).collect();
    let shown = (portrait.etag(), &customer.runs, &policy.document().severities, &customer.plan, others);
    let shown = body::render(&shown)?;
    Ok(format!("\"seq-{}-{}\"", portrait.ticket.seq, etag::part(&shown, 16)))
}

async fn policy_in_force(store: &Store) -> Result<std::rc::Rc<Policy>, Failure> {
    let version = policy::current(store).await?;
    Ok(policy::version(store, version).await?)
}

fn opened(events: &[Event]) -> Option<&Opened> {
    events
        .first()
        .and_then(|event| if let EventBody::Opened(opened) = &event.body { Some(opened) } else { None })
}

/// What the customer said they run, each with its state.
async fn runs(app: &App, opened: Option<&Opened>, plan: &str) -> Result<Vec<SdkReport>, Failure> {
    let sdks = opened.map(|opened| opened.sdks.as_slice()).unwrap_or_default();
    if sdks.is_empty() {
        return Ok(Vec::new());
    }
    let question = Question::of(sdks.iter().map(String::as_str));
    Ok(notices::knowledge(app).await?.on(&question, Some(plan)).sdks)
}
