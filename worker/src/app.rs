//! What a request carries besides itself: the deployment's bindings, the time, and where it comes from.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use chrono::{DateTime, Utc};
use http::HeaderMap;
use http::header::HOST;
use http::request::Parts;
use worker::send::SendWrapper;
use worker::{Context, Env, ScheduleContext, ScheduledEvent};

use crate::clock;
use crate::problem::Failure;
use crate::store::{Store, StoreError};

/// One request's surroundings. Cheap to clone.
#[derive(Clone)]
pub(crate) struct App(Arc<Inner>);

struct Inner {
    env: Env,
    afterwards: Afterwards,
    now: DateTime<Utc>,
    client: String,
    host: String,
}

/// What keeps the Worker running after the answer is sent.
enum Afterwards {
    Request(Context),
    Sweep(SendWrapper<ScheduleContext>),
}

impl App {
    /// The surroundings of a request.
    pub(crate) fn of_request(env: Env, context: Context, headers: &HeaderMap) -> Self {
        let now = clock::of_request(&env, headers);
        let afterwards = Afterwards::Request(context);
        Self(Arc::new(Inner { env, afterwards, now, client: client(headers), host: host(headers) }))
    }

    /// The surroundings of a sweep, which no client asked for.
    pub(crate) fn of_sweep(env: Env, context: ScheduleContext, event: &ScheduledEvent) -> Self {
        let now = clock::of_sweep(&env, event);
        let afterwards = Afterwards::Sweep(SendWrapper::new(context));
        Self(Arc::new(Inner { env, afterwards, now, client: String::new(), host: String::new() }))
    }

    /// The deployment's bindings.
    pub(crate) fn env(&self) -> &Env {
        &self.0.env
    }

    /// The request's time.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.0.now
    }

    /// Whom the request's rate is counted against: an address, or the network of an IPv6 address.
    pub(crate) fn client(&self) -> &str {
        &self.0.client
    }

    /// The host that was asked, such as `support.example.com`; empty for a sweep.
    pub(crate) fn host(&self) -> &str {
        &self.0.host
    }

    /// The database.
    pub(crate) fn store(&self) -> Result<Store, StoreError> {
        Store::of(&self.0.env)
    }

    /// Does something after the answer is sent. It may be lost; whoever relies on it sweeps later.
    pub(crate) fn later(&self, work: impl Future<Output = ()> + 'static) {
        match &self.0.afterwards {
            Afterwards::Request(context) => context.wait_until(work),
            Afterwards::Sweep(context) => context.wait_until(work),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for App {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        let app = parts.extensions.get::<Self>().cloned();
        app.ok_or_else(|| Failure::Internal("the request has no surroundings", String::new()))
    }
}

/// The client that Cloudflare names. Of an IPv6 address the first 64 bits count: that is what one
/// subscriber gets, and who may change the rest at will.
fn client(headers: &HeaderMap) -> String {
    let named = headers.get("cf-connecting-ip").and_then(|value| value.to_str().ok());
    match named.and_then(|text| text.parse::<IpAddr>().ok()) {
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let network = address.segments();
            network.iter().take(4).map(|part| format!("{part:x}:")).collect()
        }
        None => "unknown".to_owned(),
    }
}

fn host(headers: &HeaderMap) -> String {
    headers.get(HOST).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_client_is_an_address_or_a_network() {
        for (header, expected) in [
            ("203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:"),
            ("nonsense", "unknown"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("cf-connecting-ip", HeaderValue::from_static(header));
            assert_eq!(client(&headers), expected);
        }
    }
}
