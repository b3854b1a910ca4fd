//! `/v1/desk/accounts/{account}`: what the vendor knows of a customer, and which plan they are on.

pub(crate) mod inventory;

use aftercare_shared::api::desk::Role;
use aftercare_shared::api::desk::accounts::{AccountChanged, AccountFacts, AccountRecord, MAX_NAME_CHARS};
use aftercare_shared::id::AccountId;
use aftercare_shared::policy::Policy;
use aftercare_shared::problem::{FieldError, Kind};
use aftercare_shared::ticket::command::{self, plan_changed_reason};
use axum::response::Response;
use http::HeaderMap;
use serde_json::json;

use crate::app::App;
use crate::body::{self, Json};
use crate::caller::Agent;
use crate::etag;
use crate::ids;
use crate::log;
use crate::params::Path;
use crate::problem::Failure;
use crate::replan;
use crate::routes::{tagged_by_content, written};
use crate::store::account::{self, Account, Change};
use crate::store::{Store, policy};

/// `GET`
#[worker::send]
pub(crate) async fn show(
    app: App,
    _agent: Agent,
    headers: HeaderMap,
    Path(id): Path<AccountId>,
) -> Result<Response, Failure> {
    let account = account::find(&app.store()?, &id).await?;
    let account = account.ok_or_else(|| {
        Failure::new(Kind::NotFound, "There is no account with this id. Write it with PUT to make one.")
    })?;
    // Tagged as `tag` tags it.
    tagged_by_content(&headers, &record(id, account))
}

fn record(id: AccountId, account: Account) -> AccountRecord {
    AccountRecord { id, name: account.name, plan: account.plan, region: account.region }
}

/// `PUT`: the whole of it, so that sending it again changes nothing. The last one counts, unless its writer names
/// what they have seen by `If-Match`.
#[worker::send]
pub(crate) async fn put(
    app: App,
    agent: Agent,
    headers: HeaderMap,
    Path(id): Path<AccountId>,
    Json(facts): Json<AccountFacts>,
) -> Result<Response, Failure> {
    agent.must_be(Role::Lead, "Changing an account")?;
    let store = app.store()?;
    let policy = policy::version(&store, policy::current(&store).await?).await?;
    let record = checked(id, &facts, &policy)?;
    let reason = facts.reason.unwrap_or_else(plan_changed_reason);
    let seen = seen(&store, &record.id, &headers).await?;
    let nonce = ids::nonce(app.now());
    let change = Change { account: record.id.clone(), nonce, reason, is_claimed: false };
    let answers = store.batch(account::put(&record, seen.as_ref(), &change, app.now())?).await?;
    if !account::is_put(&answers)? {
        return Err(stale());
    }
    let progress = replan::carry_out(&app, &store, &change).await?;
    let fields = [
        ("account", json!(record.id)),
        ("agent", json!(agent.id)),
        ("plan", json!(record.plan)),
        ("tickets", json!(progress.replanned)),
    ];
    log::info("account changed", &fields);
    let tag = tag(&record)?;
    let changed =
        AccountChanged { account: record, replanned: progress.replanned, more_to_follow: progress.more };
    written(&tag, &changed)
}

fn tag(record: &AccountRecord) -> Result<String, Failure> {
    Ok(etag::of_bytes(&body::render(record)?))
}

/// What a writer who names it has seen, if that still stands; `None` where they name nothing.
async fn seen(store: &Store, id: &AccountId, headers: &HeaderMap) -> Result<Option<Account>, Failure> {
    let Some(named) = etag::replaced(headers) else { return Ok(None) };
    let stands = account::find(store, id).await?.ok_or_else(stale)?;
    let tag = tag(&record(id.clone(), stands.clone()))?;
    if etag::names(named, &tag) { Ok(Some(stands)) } else { Err(stale()) }
}

fn stale() -> Failure {
    let detail = "This account has changed since you looked. Read it, and send again what still holds.";
    Failure::new(Kind::Stale, detail)
}

fn checked(id: AccountId, facts: &AccountFacts, policy: &Policy) -> Result<AccountRecord, Failure> {
    let mut errors = Vec::new();
    let mut wrong = |pointer: &str, detail: String| {
        errors.push(FieldError { pointer: pointer.to_owned(), detail });
    };
    let line = |text: &str| {
        let line = command::checked_subject(text).ok();
        line.filter(|line| line.chars().count() <= MAX_NAME_CHARS && !line.contains(char::is_control))
    };
    let name = line(&facts.name).unwrap_or_else(|| {
        wrong("#/name", format!("Give a name, a line of at most {MAX_NAME_CHARS} characters."));
        String::new()
    });
    if let Some(plan) = facts.plan.as_ref().filter(|plan| policy.find_plan(plan).is_none()) {
        let known = policy.plans().iter().map(|plan| plan.id.as_str()).collect::<Vec<_>>().join(", ");
        wrong("#/plan", format!("There is no plan `{plan}`. The policy in force has {known}."));
    }
    if facts.region.as_deref().is_some_and(|region| line(region).as_deref() != Some(region)) {
        wrong("#/region", format!("A region is a name of at most {MAX_NAME_CHARS} characters."));
    }
    if let Some(reason) = &facts.reason {
        let both = [reason.en.as_str(), reason.zh.as_str()];
        if both.iter().all(|text| text.trim().is_empty()) || both.iter().any(|text| text.len() > 1024) {
            wrong("#/reason", "Give a reason that the customer can read, in a sentence.".to_owned());
        }
    }
    if !errors.is_empty() {
        return Err(Failure::fields(errors));
    }
    Ok(AccountRecord { id, name, plan: facts.plan.clone(), region: facts.region.clone() })
}
