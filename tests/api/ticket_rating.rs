//! `/v1/tickets/{id}/rating`: one verdict for each time a ticket was resolved.

use aftercare_shared::api::ticket::TicketView;
use aftercare_shared::problem::Kind;
use aftercare_shared::severity::Severity;
use aftercare_shared::ticket::EventBody;
use aftercare_tests::{Agent, Answer, Customer, World, at, new_ticket};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

fn minute(minutes: i64) -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z") + TimeDelta::minutes(minutes)
}

#[test]
fn a_resolved_ticket_is_rated() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "basic"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Rated", Severity::Question), minute(0));
    let id = &ticket.summary.id;
    let rate = |rating: Value| -> Answer {
        customer.post(&format!("/v1/tickets/{id}/rating"), minute(9)).json(&rating).send()
    };
    rate(json!({"score": 5})).problem(Kind::Refused);
    let answered = lin.answer(id, "Like this.", ticket.summary.seq, minute(3)).ticket;
    lin.resolve(id, answered.summary.seq, minute(4));
    for bad in [json!({"score": 0}), json!({"score": 6})] {
        let answer = rate(bad);
        assert!([400, 409, 422].contains(&answer.status), "{}", answer.text());
    }
    for malformed in [json!({}), json!({"score": "5"}), json!({"score": 4.5}), json!({"score": 300})] {
        rate(malformed).problem(Kind::Malformed);
    }
    let rated: TicketView = rate(json!({"score": 4, "comment": "Quick."})).json(201);
    let last = rated.events.iter().rev().find(|event| matches!(event.body, EventBody::Rated { .. }));
    assert_eq!(
        last.map(|event| &event.body),
        Some(&EventBody::Rated { score: 4, comment: Some("Quick.".to_owned()) })
    );
    // Once for each time it was resolved; a reopened ticket is rated anew.
    rate(json!({"score": 1})).problem(Kind::Refused);
    let reopened = customer.write(id, "It is back.", rated.summary.seq, minute(20)).summary;
    rate(json!({"score": 1})).problem(Kind::Refused);
    let answered = lin.answer(id, "Now it is gone.", reopened.seq, minute(21)).ticket;
    lin.resolve(id, answered.summary.seq, minute(22));
    let _: TicketView = rate(json!({"score": 5})).json(201);
}
