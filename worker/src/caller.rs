//! Who is calling: a customer by their session, a support engineer by token, cookie or Cloudflare Access.

use aftercare_shared::api::desk::Role;
use aftercare_shared::digest;
use aftercare_shared::id::{AccountId, AgentId, PlanId, SiteId, UserId};
use aftercare_shared::problem::Kind;
use aftercare_shared::ticket::Actor;
use axum::extract::FromRequestParts;
use http::header::{AUTHORIZATION, COOKIE};
use http::request::Parts;
use http::{HeaderMap, Method};
use worker::send::SendFuture;

use crate::app::App;
use crate::config;
use crate::identity::access;
use crate::problem::Failure;
use crate::session::{self, CustomerSession, DeskSession, Unopened, Who};
use crate::store::agent::{self, Employee};

/// The desk's cookie. The prefix has browsers refuse it without `Secure` and for a whole domain.
pub(crate) const DESK_COOKIE: &str = "__Host-aftercare-desk";
/// The header that a write with the cookie carries: no page of another origin can send it.
const DESK_HEADER: &str = "aftercare-desk";

/// A customer with a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Customer {
    /// The site they come from.
    pub(crate) site: SiteId,
    /// Who they are.
    pub(crate) who: Who,
    /// The plan that their identity token named.
    pub(crate) plan: Option<PlanId>,
    /// When that token was signed, in seconds since 1970; absent where it named no plan.
    pub(crate) claimed_at: Option<i64>,
}

impl Customer {
    /// The account, for somebody the vendor vouches for.
    pub(crate) fn account(&self) -> Option<&AccountId> {
        match &self.who {
            Who::User { account, .. } => Some(account),
            Who::Guest { .. } => None,
        }
    }

    /// The person.
    pub(crate) fn user(&self) -> &UserId {
        match &self.who {
            Who::User { id, .. } | Who::Guest { id } => id,
        }
    }

    /// The person, as the ticket's log names them. A guest has no name but the id.
    pub(crate) fn actor(&self) -> Actor {
        match &self.who {
            Who::User { id, name, .. } => Actor::Customer { id: id.clone(), name: name.clone() },
            Who::Guest { id } => Actor::Customer { id: id.clone(), name: id.to_string() },
        }
    }

    /// What their Idempotency-Keys belong to.
    pub(crate) fn scope(&self) -> String {
        match &self.who {
            Who::User { id, account, .. } => format!("user {account} {id}"),
            Who::Guest { id } => format!("guest {id}"),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Customer {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let app = App::from_request_parts(parts, state).await?;
        let token = bearer(&parts.headers).ok_or_else(|| {
            let detail = "Open a session with POST /v1/sessions and send its token as Authorization: Bearer.";
            Failure::new(Kind::Unauthenticated, detail)
        })?;
        let key = config::session_key(app.env())?;
        let session: CustomerSession = session::open(&key, token, app.now()).map_err(unopened)?;
        let CustomerSession { site, who, plan, claimed_at, exp: _ } = session;
        Ok(Self { site, who, plan, claimed_at })
    }
}

/// A support engineer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Agent {
    /// Who.
    pub(crate) id: AgentId,
    /// The name the customer sees.
    pub(crate) name: String,
    /// What they may do besides answering.
    pub(crate) role: Role,
}

impl Agent {
    /// Refuses who has not that role or a higher one; `doing` begins the sentence that says so.
    pub(crate) fn must_be(&self, role: Role, doing: &str) -> Result<(), Failure> {
        if self.role >= role {
            return Ok(());
        }
        let (needed, has) = (role.as_str(), self.role.as_str());
        let detail =
            format!("{doing} takes the role `{needed}`, and yours is `{has}`. Ask somebody who has it.");
        Err(Failure::new(Kind::Forbidden, detail))
    }

    /// The person, as the ticket's log names them.
    pub(crate) fn actor(&self) -> Actor {
        Actor::Agent { id: self.id.clone(), name: self.name.clone() }
    }

    /// What their Idempotency-Keys belong to.
    pub(crate) fn scope(&self) -> String {
        format!("agent {}", self.id)
    }
}

impl From<Employee> for Agent {
    fn from(employee: Employee) -> Self {
        Self { id: employee.id, name: employee.name, role: employee.role }
    }
}

impl<S: Sync> FromRequestParts<S> for Agent {
    type Rejection = Failure;

    fn from_request_parts(
        parts: &mut Parts,
        _state: &S,
    ) -> impl Future<Output = Result<Self, Failure>> + Send {
        SendFuture::new(async move {
            let app = App::from_request_parts(parts, &()).await?;
            let employee = authenticate(&app, parts).await?;
            employee.map(Self::from).ok_or_else(|| {
                Failure::new(Kind::Unauthenticated, "Sign in at the desk with your token, then try again.")
            })
        })
    }
}

async fn authenticate(app: &App, parts: &Parts) -> Result<Option<Employee>, Failure> {
    let store = app.store()?;
    if let Some(token) = bearer(&parts.headers) {
        return Ok(agent::with_token_hash(&store, &token_hash(token)).await?);
    }
    if let Some(cookie) = cookie(&parts.headers, DESK_COOKIE) {
        let is_read = parts.method == Method::GET || parts.method == Method::HEAD;
        if !is_read && !parts.headers.contains_key(DESK_HEADER) {
            let detail = "Send the header Aftercare-Desk: 1 with a write.";
            return Err(Failure::new(Kind::HeaderMissing, detail));
        }
        let key = config::session_key(app.env())?;
        let session: DeskSession = session::open(&key, cookie, app.now()).map_err(unopened)?;
        return Ok(agent::with_id(&store, &session.agent).await?);
    }
    let assertion = parts.headers.get(access::HEADER).and_then(|value| value.to_str().ok());
    if let Some(assertion) = assertion
        && let Some(email) = access::email(app, assertion).await?
    {
        return Ok(agent::with_email(&store, &email).await?);
    }
    Ok(None)
}

/// What is kept of an agent's token. The token is random, so a plain hash keeps it secret.
pub(crate) fn token_hash(token: &str) -> String {
    digest::sha256(token)
}

fn unopened(why: Unopened) -> Failure {
    match why {
        Unopened::Foreign => {
            Failure::new(Kind::Unauthenticated, "This session is none of ours. Open a new one.")
        }
        Unopened::Expired => Failure::new(Kind::Expired, "The session has expired. Open a new one."),
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn credentials_are_found_in_their_headers() {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_static("bearer agt_x"));
        headers.insert(COOKIE, HeaderValue::from_static("a=1; __Host-aftercare-desk=p.m; b=2"));
        assert_eq!(bearer(&headers), Some("agt_x"));
        assert_eq!(cookie(&headers, DESK_COOKIE), Some("p.m"));
        assert_eq!(cookie(&headers, "c"), None);
        for nothing in ["Bearer ", "Basic x", "Bearer"] {
            headers.insert(AUTHORIZATION, HeaderValue::from_static(nothing));
            assert_eq!(bearer(&headers), None, "{nothing}");
        }
    }
}
