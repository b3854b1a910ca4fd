//! What leaves for the vendor's systems: signed after Standard Webhooks 1.0.0, once for each event, and
//! again with the same id where the receiver fails.

use std::collections::HashSet;

use aftercare_shared::severity::Severity;
use aftercare_tests::world::webhook_key;
use aftercare_tests::{Agent, Customer, World, at, eventually, new_ticket};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

fn minute(minutes: i64) -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z") + TimeDelta::minutes(minutes)
}

#[test]
fn an_opened_ticket_is_told_to_the_vendor() {
    let world = World::shared();
    let customer = Customer::new(world, "enterprise");
    let ticket = customer.open(&new_ticket("Told", Severity::Down), minute(0)).summary;
    let delivery = world.receiver.wait_for("ticket.opened", ticket.id.as_str());
    assert_eq!(delivery.method, "POST");
    assert!(delivery.header("content-type").starts_with("application/json"));
    assert!(delivery.is_signed_with(&webhook_key()), "{:?}", delivery.headers);
    assert!(!delivery.is_signed_with(b"another key, thirty-two bytes ok"));
    let id = delivery.header("webhook-id");
    assert!(id.starts_with("msg_") && !id.contains('.'), "{id}");
    let sent: i64 = delivery.header("webhook-timestamp").parse().expect("seconds");
    let age =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("after 1970").as_secs();
    assert!(
        age.abs_diff(sent.unsigned_abs()) < 300,
        "the moment of the attempt, which receivers compare with theirs"
    );
    let payload = delivery.payload();
    assert!(payload.get("timestamp").and_then(Value::as_str).is_some(), "{payload}");
    assert!(payload.get("data").is_some_and(Value::is_object), "{payload}");
    assert!(delivery.body.len() < 20 * 1024);
}

#[test]
fn every_public_step_is_told_once() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "enterprise"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Steps", Severity::Down), minute(0)).summary;
    let id = &ticket.id;
    let accepted = lin.accept(id, ticket.seq, minute(1)).ticket.summary;
    let answered = lin.answer(id, "An answer that leaves.", accepted.seq, minute(2)).ticket.summary;
    lin.note(id, "a-note-that-stays", minute(3));
    let written = customer.write(id, "A reply that leaves.", answered.seq, minute(4)).summary;
    lin.resolve(id, written.seq, minute(5));
    for kind in ["ticket.opened", "ticket.accepted", "ticket.message", "ticket.resolved"] {
        world.receiver.wait_for(kind, id.as_str());
    }
    world.settle(customer.account());
    let deliveries = world.receiver.holding(id.as_str());
    let ids: HashSet<&str> = deliveries.iter().map(|delivery| delivery.header("webhook-id")).collect();
    assert_eq!(ids.len(), deliveries.len(), "each was sent once, for none was refused");
    for delivery in &deliveries {
        assert!(
            !String::from_utf8_lossy(&delivery.body).contains("a-note-that-stays"),
            "a note never leaves"
        );
        assert!(delivery.is_signed_with(&webhook_key()));
    }
}

#[test]
fn a_receiver_that_fails_is_asked_again_with_the_same_id() {
    let world = World::shared();
    let customer = Customer::new(world, "enterprise");
    let subject = aftercare_tests::customer::fresh("refused");
    world.receiver.refuse(&subject, 1, 503);
    let ticket = customer.open(&new_ticket(&subject, Severity::Down), minute(0)).summary;
    let refused = eventually("a first try that is refused", || {
        world.receiver.holding(ticket.id.as_str()).into_iter().find(|delivery| delivery.answered == 503)
    });
    let kept = eventually("a second try", || {
        let id = refused.header("webhook-id");
        let tries = world.receiver.holding(ticket.id.as_str());
        tries.into_iter().find(|delivery| delivery.header("webhook-id") == id && delivery.answered == 204)
    });
    assert_eq!(kept.body, refused.body);
    assert!(kept.is_signed_with(&webhook_key()));
}

#[test]
fn a_body_that_was_changed_does_not_verify() {
    let world = World::shared();
    let customer = Customer::new(world, "enterprise");
    let ticket = customer.open(&new_ticket("Tampered", Severity::Down), minute(0)).summary;
    let mut delivery = world.receiver.wait_for("ticket.opened", ticket.id.as_str());
    let middle = delivery.body.len() / 2;
    delivery.body[middle] ^= 1;
    assert!(!delivery.is_signed_with(&webhook_key()));
}

#[test]
fn a_receiver_that_is_gone_is_left_alone() {
    let world = World::shared();
    world.expect_error("the webhook's receiver is gone");
    let customer = Customer::new(world, "enterprise");
    let subject = aftercare_tests::customer::fresh("gone");
    world.receiver.refuse(&subject, 1, 410);
    let ticket = customer.open(&new_ticket(&subject, Severity::Down), minute(0)).summary;
    let id = ticket.id.as_str();
    let dead = "SELECT outcome FROM outbox WHERE dead_at IS NOT NULL AND instr(payload, ?1) > 0";
    let rows = eventually("a parcel that is given up", || {
        Some(world.rows(dead, &[id])).filter(|rows| !rows.is_empty())
    });
    assert_eq!(rows, [["410"]]);
    assert_eq!(world.receiver.holding(id).len(), 1);
}
