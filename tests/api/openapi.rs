//! `GET /openapi.json`: what it says is what the worker does, for every operation it names.

use aftercare_shared::problem::Kind;
use aftercare_tests::customer::fresh;
use aftercare_tests::{Agent, Call, Customer, World, at};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// An id of nothing.
const NOBODY: &str = "tkt_00000000000000000000000000";

/// One operation of the document.
#[derive(Debug, Clone)]
struct Operation {
    method: &'static str,
    /// With the parameters of the path filled in.
    path: String,
    credential: Option<Credential>,
    /// It takes an Idempotency-Key.
    keyed: bool,
    /// It takes none without one.
    needs_key: bool,
    takes_a_body: bool,
    has_id: bool,
    /// It names something that a write may bring about, or of which nothing is known yet.
    is_open: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Credential {
    Session,
    Agent,
}

fn now() -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z")
}

fn document() -> Value {
    World::shared().get("/openapi.json").send().json(200)
}

fn operations() -> Vec<Operation> {
    let document = document();
    let paths = document["paths"].as_object().expect("a document has paths");
    let mut all = Vec::new();
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().expect("a path has methods") {
            let method = match method.as_str() {
                "get" => "GET",
                "post" => "POST",
                "delete" => "DELETE",
                "put" => "PUT",
                "patch" => "PATCH",
                other => panic!("{path} has a method {other}"),
            };
            let security = operation["security"].to_string();
            let credential = if security.contains("\"agent\"") {
                Some(Credential::Agent)
            } else {
                security.contains("\"session\"").then_some(Credential::Session)
            };
            all.push(Operation {
                method,
                path: path
                    .replace("{id}", NOBODY)
                    .replace("{advisory}", NOBODY)
                    .replace("{package}", "pkg%3Anpm%2Fnothing-of-this-name")
                    .replace("{version}", "4000000000")
                    .replace("{account}", "acct_of_nobody"),
                credential,
                keyed: key(operation).is_some(),
                needs_key: key(operation).is_some_and(|key| key["required"] == true),
                takes_a_body: operation.get("requestBody").is_some(),
                has_id: path.contains('{'),
                is_open: method == "PUT" || path.contains("{account}"),
            });
        }
    }
    assert!(all.len() >= 20, "the document names the operations of the API: {}", all.len());
    all
}

/// A request that shows what the operation wants to be shown, and a key where it wants one.
fn let_in(operation: &Operation, customer: &Customer<'_>) -> Call {
    let world = World::shared();
    let call = match operation.credential {
        None => world.call(operation.method, &operation.path).now(now()),
        Some(Credential::Session) => customer.call(operation.method, &operation.path, now()),
        Some(Credential::Agent) => Agent::lin(world).call(operation.method, &operation.path, now()),
    };
    if operation.keyed { call.key(&fresh("key")) } else { call }
}

/// The parameter of an operation that is its Idempotency-Key.
fn key(operation: &Value) -> Option<&Value> {
    operation["parameters"].as_array()?.iter().find(|parameter| parameter["name"] == "Idempotency-Key")
}

#[test]
fn the_document_is_openapi_3_1_and_public() {
    let answer = World::shared().get("/openapi.json").send();
    let document: Value = answer.json(200);
    assert_eq!(document["openapi"], "3.1.0");
    let text = answer.text();
    for part in text.split("\"$ref\":").skip(1) {
        let target = part.trim_start().trim_start_matches('"').split('"').next().unwrap_or_default();
        let pointer =
            target.strip_prefix('#').unwrap_or_else(|| panic!("{target} points out of the document"));
        assert!(document.pointer(pointer).is_some(), "{target} points at nothing");
    }
}

#[test]
fn every_operation_of_the_document_exists() {
    let customer = Customer::new(World::shared(), "basic");
    for operation in operations() {
        let call = World::shared().call(operation.method, &operation.path);
        let answer = call.now(now()).send();
        assert_ne!(answer.status, 405, "{operation:?}: {}", answer.text());
        if !operation.has_id {
            assert_ne!(answer.status, 404, "{operation:?}: {}", answer.text());
        }
        let _ = let_in(&operation, &customer).send();
    }
}

#[test]
fn who_shows_nothing_is_asked_to_sign_in() {
    for operation in operations() {
        let Some(_) = operation.credential else { continue };
        let bare = || World::shared().call(operation.method, &operation.path).now(now());
        let with_body = |call: Call| if operation.takes_a_body { call.json(&json!({})) } else { call };
        for call in [bare(), bare().bearer("x"), bare().header("Authorization", "Basic eDp5")] {
            let answer = with_body(call).send();
            answer.problem(Kind::Unauthenticated);
            assert!(answer.header("www-authenticate").is_some(), "RFC 9110 wants it: {operation:?}");
        }
    }
}

#[test]
fn the_wrong_kind_of_credential_is_none() {
    let world = World::shared();
    let session = Customer::new(world, "enterprise").session(now()).token;
    for operation in operations() {
        let Some(credential) = operation.credential else { continue };
        let wrong = match credential {
            Credential::Session => "agt_demo_lin",
            Credential::Agent => &session,
        };
        let call = world.call(operation.method, &operation.path).now(now()).bearer(wrong);
        let call = if operation.takes_a_body { call.json(&json!({})) } else { call };
        let answer = call.send();
        assert!([401, 403].contains(&answer.status), "{operation:?}: {}", answer.text());
    }
}

#[test]
fn an_expired_session_is_told_so() {
    let customer = Customer::new(World::shared(), "basic");
    let session = customer.session(now());
    for operation in
        operations().into_iter().filter(|operation| operation.credential == Some(Credential::Session))
    {
        let later = session.expires_at + chrono::TimeDelta::minutes(5);
        let call = World::shared().call(operation.method, &operation.path).now(later).bearer(&session.token);
        let call = if operation.takes_a_body { call.json(&json!({})) } else { call };
        call.send().problem(Kind::Expired);
    }
}

#[test]
fn a_body_that_can_not_be_read_is_malformed() {
    let customer = Customer::new(World::shared(), "basic");
    let deep = "[".repeat(20_000);
    for operation in operations().into_iter().filter(|operation| operation.takes_a_body) {
        for body in
            ["", "{", "null", "[]", "7", "{\"a\":1} {}", "\u{FEFF}{}", "{\"body\":\"\\ud800\"}", &deep]
        {
            let answer = let_in(&operation, &customer).body("application/json", body).send();
            answer.problem(Kind::Malformed);
        }
        let answer = let_in(&operation, &customer).body("application/json", vec![0xff, 0xfe, 0x7b]).send();
        answer.problem(Kind::Malformed);
    }
}

#[test]
fn a_body_of_another_media_type_is_refused() {
    let customer = Customer::new(World::shared(), "basic");
    for operation in operations().into_iter().filter(|operation| operation.takes_a_body) {
        for media_type in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/jsonp",
        ] {
            let_in(&operation, &customer).body(media_type, "{}").send().problem(Kind::MediaType);
        }
        let accepted = let_in(&operation, &customer).body("Application/JSON; charset=utf-8", "{}").send();
        assert_ne!(accepted.status, 415, "{operation:?}");
    }
}

#[test]
fn a_body_that_is_too_large_is_refused() {
    let customer = Customer::new(World::shared(), "basic");
    // Whole documents may be larger than what a person writes, and still not as large as this.
    let large = format!("{{\"body\":\"{}\"}}", "x".repeat(2 * 1024 * 1024));
    for operation in operations().into_iter().filter(|operation| operation.takes_a_body) {
        let_in(&operation, &customer).body("application/json", large.as_str()).send().problem(Kind::TooLarge);
    }
}

#[test]
fn a_write_that_creates_needs_a_key() {
    let customer = Customer::new(World::shared(), "basic");
    let needing: Vec<_> = operations().into_iter().filter(|operation| operation.needs_key).collect();
    assert!(needing.len() >= 4, "{needing:?}");
    for operation in needing {
        let call = match operation.credential {
            Some(Credential::Agent) => {
                Agent::lin(World::shared()).call(operation.method, &operation.path, now())
            }
            _customer => customer.call(operation.method, &operation.path, now()),
        };
        let body = json!({"subject": "x", "severity": "question", "body": "x", "seen": 1});
        let answer = call.json(&body).send();
        answer.problem(Kind::HeaderMissing);
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    let customer = Customer::new(World::shared(), "basic");
    let bodies = json!({
        "body": "x", "seen": 1, "score": 5, "items": ["x"], "severity": "down", "reason": "x",
    });
    // What takes any id of a notice is tested where it is, and so is what takes an id and a package.
    let is_one = |operation: &Operation| {
        let is_elsewhere = operation.path.contains("/notices/") || operation.path.contains("/upgrades/");
        operation.has_id && !operation.is_open && !is_elsewhere
    };
    for operation in operations().into_iter().filter(is_one) {
        let call = let_in(&operation, &customer);
        let call = if operation.takes_a_body { call.json(&bodies) } else { call };
        call.send().problem(Kind::NotFound);
        let odd = Operation { path: operation.path.replace(NOBODY, "%F0%9F%92%A5"), ..operation.clone() };
        let call = let_in(&odd, &customer);
        let call = if odd.takes_a_body { call.json(&bodies) } else { call };
        call.send().problem(Kind::NotFound);
    }
}
