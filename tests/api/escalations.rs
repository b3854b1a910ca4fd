//! What the policy has done about promises that are running out: each thing once, whenever the sweep runs.

use aftercare_shared::api::ticket::{EventView, TicketView};
use aftercare_shared::escalation::Escalation;
use aftercare_shared::metric::Metric;
use aftercare_shared::severity::Severity;
use aftercare_shared::ticket::EventBody;
use aftercare_tests::{Agent, Customer, World, at, eventually, new_ticket};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::cron::{alone, sweep};

fn minute(minutes: i64) -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z") + TimeDelta::minutes(minutes)
}

/// What was done: metric, percent, act, and the second at which its share had run.
fn done(ticket: &TicketView) -> Vec<(Metric, u16, String, i64)> {
    let told = |event: &EventView| match &event.body {
        EventBody::Escalated { rule: Some(Escalation { metric, percent, act, reached_at, .. }), .. } => {
            Some((*metric, *percent, act.key(), (*reached_at - minute(0)).num_seconds()))
        }
        _other => None,
    };
    ticket.events.iter().filter_map(told).collect()
}

fn first_response(done: Vec<(Metric, u16, String, i64)>) -> Vec<(u16, String, i64)> {
    let first = done.into_iter().filter(|(metric, ..)| *metric == Metric::FirstResponse);
    first.map(|(_, percent, act, second)| (percent, act, second)).collect()
}

/// The details of what the vendor was told of a ticket's escalations.
fn announced(world: &World, id: &str, many: usize) -> Vec<Value> {
    eventually("every escalation to be told", || {
        let told = world.receiver.holding(id).into_iter().map(|delivery| delivery.payload());
        let told = told.filter(|payload| payload["type"] == "ticket.escalated");
        let told: Vec<Value> = told.map(|payload| payload["data"]["detail"].clone()).collect();
        (told.len() >= many).then_some(told)
    })
}

#[test]
fn each_share_has_its_act_done_once() {
    let (world, _turn) = alone();
    let (customer, lin) = (Customer::new(world, "professional"), Agent::lin(world));
    // Half an hour of the office's, for the messaging team.
    let ticket = customer.open(&new_ticket("Escalated", Severity::Severe), minute(0)).summary;
    let log = |when| lin.ticket(&ticket.id, minute(when));
    assert_eq!(log(1).team.as_ref().map(|team| team.as_str()), Some("messaging"));
    sweep(world, minute(22));
    assert_eq!(done(&log(22).ticket), [], "three quarters are up at 22:30");
    for when in [23, 23, 24] {
        sweep(world, minute(when));
    }
    assert_eq!(first_response(done(&log(24).ticket)), [(75, "notify team".into(), 1350)]);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| sweep(world, minute(30)));
        }
    });
    let due = log(30);
    assert_eq!(
        first_response(done(&due.ticket)),
        [
            (75, "notify team".into(), 1350),
            (90, "notify lead".into(), 1620),
            (100, "reassign oncall".into(), 1800),
            (100, "notify lead".into(), 1800),
        ]
    );
    assert_eq!(due.team.as_ref().map(|team| team.as_str()), Some("oncall"));
    sweep(world, minute(31));
    sweep(world, minute(200));
    assert_eq!(first_response(done(&log(201).ticket)).len(), 4, "nothing is done twice");

    let mut told = announced(world, ticket.id.as_str(), 4);
    world.settle(customer.account());
    told.retain(|detail| detail["metric"] == "first_response");
    let of = |percent: u16, more: Value| {
        told.iter().any(|detail| {
            detail["percent"] == percent
                && more.as_object().is_some_and(|more| more.iter().all(|(key, value)| detail[key] == *value))
        })
    };
    assert_eq!(told.len(), 4, "{told:?}");
    assert!(of(75, json!({"act": "notify", "audience": "team", "team": "messaging"})), "{told:?}");
    assert!(of(100, json!({"act": "reassign", "team": "oncall"})), "{told:?}");
    assert!(of(100, json!({"act": "notify", "audience": "lead"})), "{told:?}");
    // None of it is the customer's business.
    let theirs = customer.ticket(&ticket.id, minute(202)).events;
    assert!(theirs.iter().all(|event| !matches!(event.body, EventBody::Escalated { .. })));
}

#[test]
fn a_sweep_that_comes_an_hour_late_does_all_of_it_with_the_instants_it_was_due() {
    let (world, _turn) = alone();
    let (customer, lin) = (Customer::new(world, "professional"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Swept late", Severity::Down), minute(0)).summary;
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| sweep(world, minute(90)));
        }
    });
    let log = lin.ticket(&ticket.id, minute(91)).ticket;
    let seconds: Vec<(u16, i64)> =
        first_response(done(&log)).into_iter().map(|(percent, _, second)| (percent, second)).collect();
    assert_eq!(seconds, [(75, 1350), (90, 1620), (100, 1800), (100, 1800)]);
    let kinds: Vec<&str> = log.events.iter().map(|event| event.body.kind()).collect();
    let missed = kinds.iter().filter(|kind| **kind == "promise_missed").count();
    assert_eq!(missed, 1, "{kinds:?}");
}

#[test]
fn what_was_answered_meanwhile_is_left_alone() {
    let (world, _turn) = alone();
    let (customer, lin) = (Customer::new(world, "professional"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Answered", Severity::Severe), minute(0)).summary;
    lin.answer(&ticket.id, "Here we are.", ticket.seq, minute(29));
    sweep(world, minute(60));
    assert_eq!(first_response(done(&lin.ticket(&ticket.id, minute(61)).ticket)), []);
}

#[test]
fn nothing_is_done_while_the_customer_is_waited_for() {
    let (world, _turn) = alone();
    let (customer, lin) = (Customer::new(world, "enterprise"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Waited for", Severity::Question), minute(0)).summary;
    let asked = lin.ask(&ticket.id, &["A log"], ticket.seq, minute(10)).ticket.summary;
    for when in [400, 460, 3000] {
        sweep(world, minute(when));
        assert_eq!(done(&lin.ticket(&ticket.id, minute(when)).ticket), [], "{when}");
    }
    // Ten minutes of eight hours had run; nine tenths are up 422 minutes after the answer.
    let written = customer.write(&ticket.id, "Here it is.", asked.seq, minute(3000)).summary;
    lin.answer(&ticket.id, "Thank you.", written.seq, minute(3001));
    sweep(world, minute(3421));
    assert_eq!(done(&lin.ticket(&ticket.id, minute(3421)).ticket), []);
    sweep(world, minute(3422));
    let due = (Metric::Resolution, 90, "notify lead".to_owned(), 3422 * 60);
    assert_eq!(done(&lin.ticket(&ticket.id, minute(3423)).ticket), [due]);
}
