//! Limits: that they fire, on the one who asks too often and on nobody else.

use aftercare_shared::api::session::Session;
use aftercare_shared::problem::Kind;
use aftercare_shared::severity::Severity;
use aftercare_tests::customer::fresh;
use aftercare_tests::world::SITE;
use aftercare_tests::{Answer, Customer, World, at, new_ticket};
use serde_json::json;

/// More requests than any limit of one client lets through in a minute.
const PLENTY: usize = 400;

fn ask_from(client: &str) -> Answer {
    let call = World::in_production().call_from(client, "POST", "/v1/sessions");
    call.json(&json!({"site": SITE})).send()
}

#[test]
fn a_client_that_asks_too_often_is_told_to_wait() {
    let greedy = "192.0.2.1";
    let refused = (0..PLENTY).map(|_| ask_from(greedy)).find(|answer| answer.status != 201);
    let refused = refused.expect("the limit fires");
    refused.problem(Kind::RateLimited);
    let wait: u32 = refused.header("retry-after").expect("it says for how long").parse().expect("in seconds");
    assert!((1..=3600).contains(&wait));
    ask_from("192.0.2.2").expect_status(201);
}

#[test]
fn a_client_does_not_choose_what_it_is_counted_by() {
    let refused = (0..PLENTY).map(|place| {
        let call = World::in_production().call_from("192.0.2.3", "POST", "/v1/sessions");
        call.header("X-Forwarded-For", &format!("198.51.100.{}", place % 250))
            .header("User-Agent", &format!("agent {place}"))
            .json(&json!({"site": SITE}))
            .send()
    });
    assert!(refused.into_iter().any(|answer| answer.status == 429), "the limit fires all the same");
}

#[test]
fn guessing_agent_tokens_is_slow() {
    let refused = (0..PLENTY).map(|place| {
        let call = World::in_production().call_from("192.0.2.4", "POST", "/v1/desk/sessions");
        call.json(&json!({"token": format!("agt_guess_{place}")})).send()
    });
    assert!(refused.into_iter().any(|answer| answer.status == 429), "the limit fires");
}

#[test]
fn a_guest_opens_few_tickets() {
    let now = at("2026-03-10T02:00:00Z");
    let call = |client: &str, path: &str| World::shared().call_from(client, "POST", path).now(now);
    // A guest is anybody, so another guest at the same client is the same one.
    let open = |client: &str, place: usize| {
        let guest: Session =
            call(&format!("203.0.113.{place}"), "/v1/sessions").json(&json!({"site": SITE})).send().json(201);
        let ticket = json!({"subject": format!("Ticket {place}"), "severity": "question"});
        call(client, "/v1/tickets").bearer(&guest.token).key(&fresh("guest")).json(&ticket).send()
    };
    let refused = (0..60).map(|place| open("192.0.2.5", place)).find(|answer| answer.status != 201);
    refused.expect("the limit fires").problem(Kind::RateLimited);
    open("192.0.2.6", 61).expect_status(201);
}

#[test]
fn an_account_writes_no_faster_than_people_do() {
    let world = World::shared();
    let now = at("2026-03-10T02:00:00Z");
    let (busy, calm) = (Customer::new(world, "enterprise"), Customer::new(world, "enterprise"));
    let id = busy.open(&new_ticket("Flooded", Severity::Question), now).summary.id;
    let write = |place: u32| {
        let message = json!({"body": format!("Message {place}"), "seen": 1});
        busy.post(&format!("/v1/tickets/{id}/messages"), now).json(&message).send()
    };
    let refused = (0..300).map(write).find(|answer| answer.status != 201).expect("the limit fires");
    refused.problem(Kind::RateLimited);
    busy.ticket(&id, now);
    calm.open(&new_ticket("Not flooded", Severity::Question), now);
}
