//! `/demo`: what a vendor's own systems would do, so that the demo needs none. Open where `DEMO` is `1`.

use aftercare_shared::identity::Algorithm;
use aftercare_shared::json;
use aftercare_shared::problem::Kind;
use axum::body::Bytes;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::Sha256;

use crate::app::App;
use crate::body::Json;
use crate::clock;
use crate::config;
use crate::limits;
use crate::problem::Failure;
use crate::routes::answer;
use crate::store::delivery;
use crate::webhook::{self, Secret};

/// How long an identity of the demo holds, in seconds: short, so that renewal is seen to work.
const LIFETIME_SECONDS: i64 = 600;
/// The largest delivery that is kept, in bytes: what Standard Webhooks advises, with room to spare.
const MAX_DELIVERY_BYTES: usize = 64 * 1024;

/// The customers of the demo, as their vendor's own database would know them.
const CUSTOMERS: &str = include_str!("../../../demo/data/accounts.json");

/// Lets a request through where the demo is on.
#[worker::send]
pub(crate) async fn only_in_demo(app: App, request: Request, next: Next) -> Response {
    if config::is_on(app.env(), "DEMO") {
        next.run(request).await
    } else {
        Failure::new(Kind::NotFound, "There is nothing at this address. Check it.").into_response()
    }
}

/// Which customer to be.
#[derive(Debug, Deserialize)]
pub(crate) struct Wish {
    customer: String,
}

#[derive(Debug, Deserialize, Serialize)]
struct Customer {
    customer: String,
    id: String,
    name: String,
    plan: String,
    lang: String,
    user: User,
}

#[derive(Debug, Deserialize, Serialize)]
struct User {
    id: String,
    name: String,
}

/// `POST /demo/identity`: what the vendor's backend does for a person who is signed in there.
#[worker::send]
pub(crate) async fn identity(app: App, Json(wish): Json<Wish>) -> Result<Response, Failure> {
    limits::session(&app).await?;
    let customers: Vec<Customer> = json::read(CUSTOMERS)
        .map_err(|error| Failure::Internal("the demo's customers can't be read", error.to_string()))?;
    let customer = customers.into_iter().find(|customer| customer.customer == wish.customer);
    let customer = customer
        .ok_or_else(|| Failure::field("#/customer", "Be the customer basic, professional or enterprise."))?;
    let sites = config::sites(app.env())?;
    let mut shared = sites.into_iter().filter(|(_, site)| site.alg == Algorithm::Hs256);
    let (site, _) = shared.next().ok_or(config::Misconfigured::Missing("SITES"))?;
    let now = app.now().timestamp();
    let claims = json!({
        "aud": format!("aftercare:{site}"),
        "sub": customer.user.id,
        "name": customer.user.name,
        "account": {"id": customer.id, "name": customer.name},
        "iat": now,
        "exp": now + LIFETIME_SECONDS,
    });
    let identity = signed(&config::identity_key(app.env(), &site)?, &claims)?;
    answer(StatusCode::OK, &json!({"identity": identity, "customer": customer}))
}

fn signed(key: &[u8], claims: &serde_json::Value) -> Result<String, Failure> {
    let header = BASE64_URL_SAFE_NO_PAD.encode(json!({"alg": "HS256", "typ": "JWT"}).to_string());
    let payload = BASE64_URL_SAFE_NO_PAD.encode(claims.to_string());
    let token = format!("{header}.{payload}");
    let mut mac = Hmac::<Sha256>::new_from_slice(key)
        .map_err(|error| Failure::Internal("a key of ours is none", error.to_string()))?;
    mac.update(token.as_bytes());
    Ok(format!("{token}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())))
}

/// `POST /demo/webhook`: what the vendor's receiver does. It takes only what is signed and recent.
#[worker::send]
pub(crate) async fn receive(app: App, headers: HeaderMap, body: Bytes) -> Result<Response, Failure> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (id, timestamp, signature) =
        (header(webhook::ID), header(webhook::TIMESTAMP), header(webhook::SIGNATURE));
    let body = std::str::from_utf8(&body).ok().filter(|body| body.len() <= MAX_DELIVERY_BYTES);
    let body = body.ok_or_else(|| Failure::new(Kind::TooLarge, "Send at most 64 KiB of JSON."))?;
    let secret = config::text(app.env(), "WEBHOOK_SECRET").and_then(|text| Secret::parse(&text));
    let secret = secret.ok_or(config::Misconfigured::Missing("WEBHOOK_SECRET"))?;
    // A try is signed with the time it is made at, whatever the time that a test has set.
    if !webhook::verify(&secret, id, timestamp, signature, body, clock::now().timestamp()) {
        return Err(Failure::new(Kind::Unauthenticated, "The signature does not fit, or is too old."));
    }
    let kept = json!({"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature});
    delivery::keep(&app.store()?, id, &kept.to_string(), body, clock::now()).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `GET /demo/webhook`: what the receiver got, the newest first.
#[worker::send]
pub(crate) async fn deliveries(app: App) -> Result<Response, Failure> {
    let deliveries = delivery::last(&app.store()?, 50).await?;
    let json = |text: &str| json::read::<serde_json::Value>(text).unwrap_or_default();
    let items = deliveries.iter().map(|delivery| {
        json!({
            "id": delivery.id,
            "received_at": chrono::DateTime::from_timestamp(delivery.received_at, 0),
            "headers": json(&delivery.headers),
            "body": json(&delivery.body),
        })
    });
    answer(StatusCode::OK, &json!({"items": items.collect::<Vec<_>>()}))
}
