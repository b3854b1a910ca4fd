//! `/demo/...`: the demonstration, which a deployment does not have.

use std::time::{SystemTime, UNIX_EPOCH};

use aftercare_shared::api::session::{Session, Visitor};
use aftercare_shared::problem::Kind;
use aftercare_tests::customer::fresh;
use aftercare_tests::identity::hmac_sha256;
use aftercare_tests::world::webhook_key;
use aftercare_tests::{Customer, World, at};
use base64::Engine;
use serde_json::{Value, json};

#[test]
fn the_demonstration_signs_its_three_customers() {
    let world = World::shared();
    let now = at("2026-03-10T02:00:00Z");
    for customer in ["basic", "professional", "enterprise"] {
        let signed: Value =
            world.post("/demo/identity").now(now).json(&json!({"customer": customer})).send().json(200);
        let identity = signed["identity"].as_str().expect("a token");
        let claims = identity.split('.').nth(1).expect("a JWT");
        let claims = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(claims).expect("base64url");
        let claims: Value = serde_json::from_slice(&claims).expect("claims");
        let site = claims["aud"]
            .as_str()
            .and_then(|aud| aud.strip_prefix("aftercare:"))
            .expect("an audience")
            .to_owned();
        let session: Session = world
            .post("/v1/sessions")
            .now(now)
            .json(&json!({"site": site, "identity": identity}))
            .send()
            .json(201);
        assert_eq!(session.plan.id.as_str(), customer);
        assert!(matches!(session.visitor, Visitor::User { .. }));
    }
    for wrong in [json!({"customer": "platinum"}), json!({}), json!({"customer": 1})] {
        let answer = world.post("/demo/identity").now(now).json(&wrong).send();
        assert!([400, 404, 422].contains(&answer.status), "{}", answer.text());
    }
}

#[test]
fn the_demonstrations_receiver_keeps_what_is_signed_and_recent() {
    let world = World::shared();
    let id = fresh("msg");
    let body = json!({"type": "ticket.opened", "timestamp": "2026-03-10T02:00:00Z", "data": {}}).to_string();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let post = |at: u64, key: &[u8]| {
        let signed = format!("{id}.{at}.{body}");
        let signature = base64::prelude::BASE64_STANDARD.encode(hmac_sha256(key, signed.as_bytes()));
        world
            .post("/demo/webhook")
            .header("webhook-id", &id)
            .header("webhook-timestamp", &at.to_string())
            .header("webhook-signature", &format!("v1,{signature}"))
            .body("application/json", body.as_str())
            .send()
    };
    post(now, b"another key, thirty-two bytes ok").problem(Kind::Unauthenticated);
    post(now - 600, &webhook_key()).problem(Kind::Unauthenticated);
    let shown = || world.get("/demo/webhook").send().text().contains(&id);
    assert!(!shown());
    post(now, &webhook_key()).expect_status(204);
    assert!(shown());
}

#[test]
fn a_deployment_has_no_demonstration() {
    let world = World::in_production();
    for (method, path) in [
        ("POST", "/demo/identity"),
        ("GET", "/demo/"),
        ("GET", "/demo"),
        ("GET", "/demo/index.html"),
        ("GET", "/demo/webhook"),
        ("POST", "/demo/webhook"),
    ] {
        let call = world.call(method, path);
        let call = if method == "POST" { call.json(&json!({"customer": "enterprise"})) } else { call };
        let answer = call.send();
        assert!([404, 405].contains(&answer.status), "{method} {path}: {}", answer.status);
    }
}

#[test]
fn a_deployment_does_not_let_requests_set_its_clock() {
    let world = World::in_production();
    let session: Session = world
        .post("/v1/sessions")
        .now(at("2001-01-01T00:00:00Z"))
        .json(&json!({"site": "console"}))
        .send()
        .json(201);
    assert!(session.now > at("2026-01-01T00:00:00Z"), "{}", session.now);
    // Nor does a token that ended long ago come back to life by it.
    let old = Customer::new(world, "enterprise").sign_in(at("2001-01-01T00:00:00Z")).send();
    old.problem(Kind::Expired);
}
