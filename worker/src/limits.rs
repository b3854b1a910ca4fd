//! Who may ask how often: the client first, so that a flood costs no look-up, the account second.
//!
//! The counters are the platform's, in `wrangler.toml`, per location and approximate: they keep a fault or a
//! flood from others, they are no quota. A binding that is missing or fails lets the request pass.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::app::App;
use crate::caller::Customer;
use crate::log;
use crate::problem::Failure;

/// How long a caller who is refused should wait, in seconds: the counters' period.
const PERIOD_SECONDS: u32 = 60;

/// The counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counter {
    /// Everything a client asks of the API.
    Client,
    /// Sessions that a client opens, and tries to sign in at the desk.
    Session,
    /// Tickets and messages that a client sends as a guest.
    Guest,
    /// Writes of an account.
    Account,
}

impl Counter {
    fn binding(self) -> &'static str {
        match self {
            Self::Client => "CLIENT_LIMIT",
            Self::Session => "SESSION_LIMIT",
            Self::Guest => "GUEST_LIMIT",
            Self::Account => "ACCOUNT_LIMIT",
        }
    }
}

/// Counts a request of the API against its client.
#[worker::send]
pub(crate) async fn per_client(app: App, request: Request, next: Next) -> Response {
    match client(&app).await {
        Ok(()) => next.run(request).await,
        Err(failure) => failure.into_response(),
    }
}

/// Counts a request against its client.
pub(crate) async fn client(app: &App) -> Result<(), Failure> {
    count(app, Counter::Client, app.client().to_owned()).await
}

/// Counts a try to open a session against its client.
pub(crate) async fn session(app: &App) -> Result<(), Failure> {
    count(app, Counter::Session, app.client().to_owned()).await
}

/// Counts a write of a customer: a guest's against the client, since a guest is anybody.
pub(crate) async fn write(app: &App, customer: &Customer) -> Result<(), Failure> {
    match customer.account() {
        Some(account) => count(app, Counter::Account, account.to_string()).await,
        None => count(app, Counter::Guest, app.client().to_owned()).await,
    }
}

async fn count(app: &App, counter: Counter, key: String) -> Result<(), Failure> {
    let name = counter.binding();
    let outcome = match app.env().rate_limiter(name) {
        Ok(limiter) => limiter.limit(key).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(outcome) if outcome.success => Ok(()),
        Ok(_) => {
            log::info("rate limited", &[("counter", json!(name))]);
            Err(Failure::rate_limited(PERIOD_SECONDS))
        }
        Err(error) => {
            let error = error.to_string();
            log::warn("rate limit not counted", &[("counter", json!(name)), ("error", json!(error))]);
            Ok(())
        }
    }
}
