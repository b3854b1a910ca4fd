//! `/v1/desk/policies`: the versions of what is promised. A version never changes; a new one is pushed.

use aftercare_shared::api::Page;
use aftercare_shared::api::desk::Role;
use aftercare_shared::api::desk::policies::{
    Comparison, Differences, MAX_NOTE_CHARS, NewPolicy, PolicyView, Pushed,
};
use aftercare_shared::policy::diff::diff;
use aftercare_shared::policy::{Document, Policy, Refusal};
use aftercare_shared::problem::{FieldError, Kind};
use axum::response::Response;
use http::header::LOCATION;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::app::App;
use crate::body::Json;
use crate::caller::Agent;
use crate::cron;
use crate::cursor;
use crate::idempotency::{self, Key};
use crate::log;
use crate::params::{Path, Query};
use crate::problem::Failure;
use crate::routes::{answer, tagged};
use crate::store::Store;
use crate::store::idempotency::{Once, answer as kept};
use crate::store::policy;

/// The most slips of a document that one answer names.
const MAX_SLIPS: usize = 50;

/// The number of a version, in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number(u32);

impl TryFrom<String> for Number {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

/// `GET`: the newest first. The last is the one that a fresh installation begins with.
#[worker::send]
pub(crate) async fn index(app: App, _agent: Agent, query: Query) -> Result<Response, Failure> {
    let before: Option<u32> = query.cursor()?;
    let limit = query.limit()?;
    let store = app.store()?;
    // So that the first one is there, whatever was asked before.
    policy::current(&store).await?;
    let mut items = policy::versions(&store, before, limit.saturating_add(1)).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = items.len() > wanted;
    items.truncate(wanted);
    let next_cursor = items.last().filter(|_| more).map(|last| cursor::encode(&last.version));
    answer(StatusCode::OK, &Page { items, next_cursor })
}

/// `GET /{version}`
#[worker::send]
pub(crate) async fn show(
    app: App,
    _agent: Agent,
    headers: HeaderMap,
    Path(Number(version)): Path<Number>,
) -> Result<Response, Failure> {
    let store = app.store()?;
    policy::current(&store).await?;
    shown(&headers, &store, version).await
}

/// `GET /current`
#[worker::send]
pub(crate) async fn current(app: App, _agent: Agent, headers: HeaderMap) -> Result<Response, Failure> {
    let store = app.store()?;
    let version = policy::current(&store).await?;
    shown(&headers, &store, version).await
}

async fn shown(headers: &HeaderMap, store: &Store, version: u32) -> Result<Response, Failure> {
    let about = policy::about(store, version).await?.ok_or_else(|| {
        Failure::new(Kind::NotFound, "There is no version of the policy with this number. See the list.")
    })?;
    let tag = format!("\"{}-{}\"", about.version, about.hash.chars().take(16).collect::<String>());
    let document = policy::version(store, version).await?.document().clone();
    tagged(headers, &tag, &PolicyView { version: about, document })
}

/// `POST /diff`: what a document would change. It writes nothing.
#[worker::send]
pub(crate) async fn compare(
    app: App,
    _agent: Agent,
    Json(comparison): Json<Comparison>,
) -> Result<Response, Failure> {
    let store = app.store()?;
    let against = match comparison.against {
        None => policy::current(&store).await?,
        Some(version) if policy::about(&store, version).await?.is_some() => version,
        Some(version) => {
            let detail =
                format!("There is no version {version} of the policy. Leave it out for the one in force.");
            return Err(Failure::field("#/against", detail));
        }
    };
    let after = checked(comparison.document)?;
    let before = policy::version(&store, against).await?;
    let changes = diff(&before, &after);
    answer(StatusCode::OK, &Differences { against, hash: after.hash(), changes })
}

/// What a push showed: rendered again it is the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Shown {
    version: u32,
    /// The version that it was compared with.
    based_on: u32,
    is_new: bool,
}

/// `POST`
#[worker::send]
pub(crate) async fn create(
    app: App,
    agent: Agent,
    key: Key,
    Json(new): Json<NewPolicy>,
) -> Result<Response, Failure> {
    agent.must_be(Role::Admin, "Pushing a policy")?;
    let scope = format!("{} POST desk/policies", agent.scope());
    let work = async |once: &Once| push(&app, &agent, &new, once).await;
    let Shown { version, based_on, is_new } = idempotency::once(&app, scope, key, &new, work).await?;
    let store = app.store()?;
    let about = policy::about(&store, version)
        .await?
        .ok_or_else(|| Failure::Internal("a version that was pushed is missing", version.to_string()))?;
    let before = policy::version(&store, based_on).await?;
    let changes = diff(&before, policy::version(&store, version).await?.as_ref());
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    let mut response = answer(status, &Pushed { version: about, is_new, changes })?;
    if let Ok(location) = HeaderValue::from_str(&format!("/v1/desk/policies/{version}")) {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

async fn push(app: &App, agent: &Agent, new: &NewPolicy, once: &Once) -> Result<Shown, Failure> {
    let note = note(new.note.as_deref())?;
    let pushed = checked(new.document.clone())?;
    let store = app.store()?;
    let current = policy::current(&store).await?;
    if policy::version(&store, current).await?.hash() == pushed.hash() {
        // It says what is in force already, whatever it was based on.
        let shown = Shown { version: current, based_on: current, is_new: false };
        write(&store, kept(once, StatusCode::OK.as_u16(), &shown, app.now())?.to_vec(), new.based_on).await?;
        return Ok(shown);
    }
    if new.based_on != current {
        return Err(overtaken(new.based_on));
    }
    let shown = Shown { version: current + 1, based_on: current, is_new: true };
    let mut batch = vec![policy::insert(shown.version, &pushed, &agent.id, note.as_deref(), app.now())?];
    batch.extend(kept(once, StatusCode::CREATED.as_u16(), &shown, app.now())?);
    write(&store, batch, new.based_on).await?;
    let fields =
        [("version", json!(shown.version)), ("hash", json!(pushed.hash())), ("agent", json!(agent.id))];
    log::info("policy pushed", &fields);
    let later = app.clone();
    app.later(async move {
        // What is left the sweep weighs, a minute later.
        if let Err(failure) = cron::weigh_anew(&later).await {
            failure.log("promises were not weighed under the new policy");
        }
    });
    Ok(shown)
}

async fn write(store: &Store, batch: Vec<crate::store::Statement>, based_on: u32) -> Result<(), Failure> {
    match store.batch(batch).await {
        Ok(_) => Ok(()),
        Err(error) if error.is_conflict_on("policy") => Err(overtaken(based_on)),
        Err(error) if error.is_conflict_on("idempotency") => Err(Failure::in_flight()),
        Err(error) => Err(error.into()),
    }
}

fn overtaken(based_on: u32) -> Failure {
    let detail = format!(
        "Another version than {based_on} is in force by now. Read it, see what it changes, and push again."
    );
    Failure::new(Kind::Stale, detail)
}

fn note(text: Option<&str>) -> Result<Option<String>, Failure> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    if text.is_some_and(|text| text.chars().count() > MAX_NOTE_CHARS) {
        let detail = format!("Write at most {MAX_NOTE_CHARS} characters.");
        return Err(Failure::field("#/note", detail));
    }
    Ok(text.map(str::to_owned))
}

/// A policy, or every slip of its document with its place.
fn checked(document: Document) -> Result<Policy, Failure> {
    Policy::try_from(document).map_err(|Refusal(slips)| {
        let slips = slips.into_iter().take(MAX_SLIPS);
        let told = slips.map(|slip| FieldError {
            pointer: format!("#/document{}", slip.at),
            detail: slip.fault.to_string(),
        });
        Failure::fields(told.collect())
    })
}
