//! `/v1/desk/sessions` and `/v1/desk/me`: how a support engineer signs in and out.

use aftercare_shared::api::desk::Me;
use aftercare_shared::problem::Kind;
use aftercare_shared::severity::Severity;
use aftercare_tests::{Agent, Answer, Customer, World, at, new_ticket};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

const COOKIE: &str = "__Host-aftercare-desk";

fn now() -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z")
}

fn sign_in(token: &str) -> Answer {
    World::shared().post("/v1/desk/sessions").now(now()).json(&json!({"token": token})).send()
}

/// The pair that a browser would send back.
fn cookie_of(answer: &Answer) -> String {
    let set = answer.header("set-cookie").expect("signing in sets a cookie");
    set.split(';').next().unwrap_or_default().to_owned()
}

#[test]
fn a_token_is_exchanged_for_a_cookie_that_scripts_can_not_read() {
    let answer = sign_in("agt_demo_lin");
    answer.expect_status(204);
    let set = answer.header("set-cookie").expect("signing in sets a cookie");
    let (pair, attributes) = set.split_once(';').expect("a cookie has attributes");
    assert!(pair.starts_with(&format!("{COOKIE}=")) && !pair.contains("agt_demo_lin"), "{pair}");
    let attributes: Vec<String> =
        attributes.split(';').map(|part| part.trim().to_ascii_lowercase()).collect();
    for wanted in ["httponly", "secure", "samesite=strict", "path=/"] {
        assert!(attributes.iter().any(|attribute| attribute == wanted), "{wanted} in {attributes:?}");
    }
    assert!(attributes.iter().all(|attribute| !attribute.starts_with("domain")), "__Host- forbids a domain");

    let me: Me =
        World::shared().get("/v1/desk/me").now(now()).header("Cookie", &cookie_of(&answer)).send().json(200);
    assert_eq!((me.id.as_str(), me.name.as_str(), me.now), ("lin", "Lin Wei", now()));
}

#[test]
fn a_machine_may_use_its_token_directly() {
    let me: Me = Agent::ana(World::shared()).get("/v1/desk/me", now()).send().json(200);
    assert_eq!(me.name, "Ana Sousa");
}

#[test]
fn who_is_no_support_engineer_stays_outside() {
    let world = World::shared();
    for token in ["", "agt_", "agt_demo_nobody", "agt_demo_lin ", "' OR 1=1 --"] {
        sign_in(token).problem(Kind::Unauthenticated);
    }
    let session = Customer::new(world, "enterprise").session(now());
    for bearer in [session.token.as_str(), "agt_demo_nobody", "agt_demo_li"] {
        world.get("/v1/desk/me").now(now()).bearer(bearer).send().problem(Kind::Unauthenticated);
    }
    world.get("/v1/desk/me").now(now()).send().problem(Kind::Unauthenticated);
    for cookie in [
        format!("{COOKIE}="),
        format!("{COOKIE}=agt_demo_lin"),
        format!("{COOKIE}=a.b.c"),
        "other=1".to_owned(),
    ] {
        world.get("/v1/desk/me").now(now()).header("Cookie", &cookie).send().problem(Kind::Unauthenticated);
    }
}

#[test]
fn a_write_by_cookie_carries_a_header_that_forms_can_not_send() {
    let world = World::shared();
    let customer = Customer::new(world, "basic");
    let ticket = customer.open(&new_ticket("Forged", Severity::Question), now());
    let cookie = cookie_of(&sign_in("agt_demo_lin"));
    let accept = || {
        let path = format!("/v1/desk/tickets/{}/accept", ticket.summary.id);
        world.post(&path).now(now()).header("Cookie", &cookie).json(&json!({"seen": ticket.summary.seq}))
    };
    let without = accept().send();
    assert!([400, 403].contains(&without.status), "{}", without.text());
    assert_eq!(customer.ticket(&ticket.summary.id, now()).assignee, None);
    let _: Value = accept().header("Aftercare-Desk", "1").send().json(200);
}

#[test]
fn signing_out_ends_it() {
    let world = World::shared();
    let cookie = cookie_of(&sign_in("agt_demo_ana"));
    let out = world
        .call("DELETE", "/v1/desk/sessions")
        .now(now())
        .header("Cookie", &cookie)
        .header("Aftercare-Desk", "1");
    let answer = out.send();
    answer.expect_status(204);
    let set = answer.header("set-cookie").expect("signing out clears the cookie").to_ascii_lowercase();
    assert!(
        set.starts_with(&format!("{}=;", COOKIE.to_ascii_lowercase())) && set.contains("max-age=0"),
        "{set}"
    );
}

#[test]
fn a_desk_session_ends_by_itself() {
    let cookie = cookie_of(&sign_in("agt_demo_lin"));
    let me = |when| World::shared().get("/v1/desk/me").now(when).header("Cookie", &cookie).send();
    me(now() + TimeDelta::minutes(5)).expect_status(200);
    let late = me(now() + TimeDelta::days(31));
    assert_eq!(late.status, 401, "{}", late.text());
}
