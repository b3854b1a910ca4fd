//! `/v1/desk/advisories`: what the vendor publishes about flaws.

pub(crate) mod affected;
pub(crate) mod notifications;
pub(crate) mod preview;
pub(crate) mod withdraw;

use aftercare_shared::api::Page;
use aftercare_shared::api::advisories::Outcome;
use aftercare_shared::api::desk::Role;
use aftercare_shared::osv::Format;
use aftercare_shared::osv::document::Document;
use aftercare_shared::problem::{FieldError, Kind, Problem};
use axum::response::Response;
use http::header::ETAG;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::advisories::{self, Older, Publication, document, no_advisory, view};
use crate::app::App;
use crate::body;
use crate::caller::Agent;
use crate::cursor;
use crate::etag;
use crate::idempotency::{self, Key};
use crate::params::{Path, Query};
use crate::problem::Failure;
use crate::routes::{answer, tagged, tagged_by_content};
use crate::store::advisory;
use crate::store::idempotency::Once;
use crate::store::revision::Telling;

/// The longest search that is looked for, in characters.
const MAX_SEARCH_CHARS: usize = 100;

/// How something is published.
struct Manner {
    /// Whether those whom it hits are told.
    notify: bool,
}

impl Manner {
    fn of(query: &Query) -> Result<Self, Failure> {
        Ok(Self { notify: query.value("notify", "true or false")?.unwrap_or(true) })
    }

    fn telling(&self) -> Telling {
        if self.notify { Telling::Looking } else { Telling::Nobody }
    }
}

/// `GET`
#[worker::send]
pub(crate) async fn index(
    app: App,
    _agent: Agent,
    headers: HeaderMap,
    query: Query,
) -> Result<Response, Failure> {
    let after: Option<advisory::Place> = query.cursor()?;
    let search = query.text("q").map(|text| text.trim().chars().take(MAX_SEARCH_CHARS).collect::<String>());
    let search = search.filter(|text| !text.is_empty());
    let limit = query.limit()?;
    let store = app.store()?;
    let (standing, next) = advisory::page(&store, search.as_deref(), after.as_ref(), limit).await?;
    let items = view::summaries(&store, &standing, app.now()).await?;
    let page = Page { items, next_cursor: next.as_ref().map(cursor::encode) };
    tagged_by_content(&headers, &page)
}

/// `GET /{advisory}`
#[worker::send]
pub(crate) async fn show(
    app: App,
    _agent: Agent,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let store = app.store()?;
    let stands = advisory::find(&store, &id).await?.ok_or_else(no_advisory)?;
    let (view, tag) = view::whole(&store, &stands, app.now()).await?;
    tagged(&headers, &tag, &view)
}

/// `PUT /{advisory}`
#[worker::send]
pub(crate) async fn publish(
    app: App,
    agent: Agent,
    headers: HeaderMap,
    Path(id): Path<String>,
    query: Query,
    body::Document(text): body::Document,
) -> Result<Response, Failure> {
    agent.must_be(Role::Lead, "Publishing an advisory")?;
    let manner = Manner::of(&query)?;
    let document = document::read(&text, app.now())?;
    check_alone(&document, &id)?;
    let older = Older::Refuse(etag::replaced(&headers));
    let publication = Publication { document: &document, by: &agent, telling: manner.telling(), older };
    let report = advisories::publish(&app, &publication, None).await?;
    let is_new = report.advisories.iter().any(|record| record.outcome == Outcome::Created);
    shown(&app, &id, if is_new { StatusCode::CREATED } else { StatusCode::OK }).await
}

/// `POST`
#[worker::send]
pub(crate) async fn import(
    app: App,
    agent: Agent,
    key: Key,
    query: Query,
    body::Document(text): body::Document,
) -> Result<Response, Failure> {
    agent.must_be(Role::Lead, "Publishing an advisory")?;
    let manner = Manner::of(&query)?;
    let document = document::read(&text, app.now())?;
    let telling = manner.telling();
    let work = async |once: &Once| {
        let publication = Publication { document: &document, by: &agent, telling, older: Older::Pass };
        advisories::publish(&app, &publication, Some((once, StatusCode::CREATED.as_u16()))).await
    };
    let scope = format!("{} POST desk/advisories", agent.scope());
    let report = idempotency::once(&app, scope, key, &(manner.notify, &text), work).await?;
    answer(StatusCode::CREATED, &report)
}

/// What stands now, with its tag.
async fn shown(app: &App, id: &str, status: StatusCode) -> Result<Response, Failure> {
    let store = app.store()?;
    let stands = advisory::find(&store, id).await?.ok_or_else(no_advisory)?;
    let (view, tag) = view::whole(&store, &stands, app.now()).await?;
    let mut response = answer(status, &view)?;
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    Ok(response)
}

/// A document that is sent to an advisory's own address holds that advisory and no other.
fn check_alone(document: &Document, id: &str) -> Result<(), Failure> {
    let [entry] = document.records.as_slice() else {
        let count = document.records.len();
        let detail = format!(
            "The document holds {count} advisories, and this address takes one. Send it to \
             POST /v1/desk/advisories."
        );
        return Err(Failure::field("#", detail));
    };
    if entry.id() == id {
        return Ok(());
    }
    let field = match document.format {
        Format::Osv => "id",
        Format::Ghsa => "ghsa_id",
        Format::Csaf => "vulnerabilities",
        Format::OpenVex => "statements",
    };
    let detail =
        format!("The document is about {}, and this is the address of another advisory.", entry.id());
    let mut problem = Problem::new(Kind::Invalid, detail.clone());
    problem.errors.push(FieldError { pointer: format!("{}/{field}", entry.pointer), detail });
    Err(Failure::Problem(Box::new(problem)))
}
