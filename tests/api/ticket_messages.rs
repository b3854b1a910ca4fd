//! `/v1/tickets/{id}/messages`: what a customer writes, and what it does to the ticket.

use std::sync::Barrier;

use aftercare_shared::api::ticket::{NewMessage, PromiseState, TicketView};
use aftercare_shared::metric::Metric;
use aftercare_shared::problem::Kind;
use aftercare_shared::severity::Severity;
use aftercare_shared::ticket::{EventBody, Status};
use aftercare_tests::customer::fresh;
use aftercare_tests::{Agent, Customer, World, at, new_ticket};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

fn minute(minutes: i64) -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z") + TimeDelta::minutes(minutes)
}

#[test]
fn a_reply_needs_its_own_promise_once_a_person_has_answered() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "professional"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Replies", Severity::Degraded), minute(0));
    let id = &ticket.summary.id;
    let answered = lin.answer(id, "Looking into it.", ticket.summary.seq, minute(10));
    let first = customer.write(id, "It happens in Chrome only.", answered.ticket.summary.seq, minute(20));
    let next = running(&first, Metric::NextResponse)
        .expect("a public message starts the clock of the next response");
    assert_eq!((next.started_at, next.due_at), (minute(20), Some(minute(20 + 240))));
    // A second message moves nothing: the clock counts from the oldest one that is unanswered.
    let second = customer.write(id, "And in Edge.", first.summary.seq, minute(90));
    let still = running(&second, Metric::NextResponse).expect("it still runs");
    assert_eq!((still.started_at, still.due_at), (minute(20), Some(minute(260))));
    // An answer stops it; the next message starts another run.
    let seen = lin.answer(id, "Fixed in 23.5.1.", second.summary.seq, minute(100)).ticket;
    let met =
        seen.promises.iter().find(|promise| promise.metric == Metric::NextResponse).expect("it was promised");
    assert_eq!((met.state, met.stopped_at), (PromiseState::Met, Some(minute(100))));
    let third = customer.write(id, "Not quite.", seen.summary.seq, minute(110));
    let again = running(&third, Metric::NextResponse).expect("it runs again");
    assert_eq!((again.started_at, again.cycle), (minute(110), next.cycle + 1));
}

fn running(ticket: &TicketView, metric: Metric) -> Option<&aftercare_shared::api::ticket::PromiseView> {
    ticket.promises.iter().find(|promise| promise.metric == metric && promise.state == PromiseState::Running)
}

#[test]
fn a_message_reopens_what_was_resolved_but_only_knowingly() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "professional"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Reopened", Severity::Degraded), minute(0));
    let id = &ticket.summary.id;
    let answered = lin.answer(id, "Upgrade to 24.0.0, please.", ticket.summary.seq, minute(5)).ticket;
    let resolved = lin.resolve(id, answered.summary.seq, minute(6)).ticket;
    assert_eq!(resolved.summary.status, Status::Resolved);
    let write = |seen| {
        let message = NewMessage { body: "It still happens.".to_owned(), seen };
        customer.post(&format!("/v1/tickets/{id}/messages"), minute(10)).json(&message).send()
    };
    let stale = write(answered.summary.seq).problem(Kind::Stale);
    assert_eq!(stale.seq, Some(resolved.summary.seq), "a stale writer is told where the ticket stands");
    let reopened: TicketView = write(resolved.summary.seq).json(201);
    assert_eq!(reopened.summary.status, Status::Open);
    assert!(running(&reopened, Metric::Resolution).is_some(), "the clock of the resolution runs again");
    assert!(running(&reopened, Metric::NextResponse).is_some());
}

#[test]
fn the_answer_to_a_question_starts_the_clocks_again() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "enterprise"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("A log, please", Severity::Degraded), minute(0));
    let id = &ticket.summary.id;
    let asked = lin.ask(id, &["The log of the device", "The steps"], ticket.summary.seq, minute(30)).ticket;
    let seen = customer.ticket(id, minute(60));
    assert_eq!(seen.summary.status, Status::Waiting);
    assert_eq!(
        seen.asked.iter().map(|item| item.label.as_str()).collect::<Vec<_>>(),
        ["The log of the device", "The steps"]
    );
    let paused = seen
        .promises
        .iter()
        .find(|promise| promise.metric == Metric::Resolution)
        .expect("a resolution is promised");
    assert_eq!((paused.state, paused.due_at, paused.elapsed_seconds), (PromiseState::Paused, None, 30 * 60));
    let provided = customer.write(id, "Here they are.", asked.summary.seq, minute(90));
    assert_eq!((provided.summary.status, provided.asked.len()), (Status::Open, 0));
    let resumed = running(&provided, Metric::Resolution).expect("it runs again");
    assert_eq!(resumed.due_at, Some(minute(8 * 60 + 60)), "an hour of waiting is cut out");
    let explanation = resumed.explanation.as_ref().expect("it is explained");
    assert_eq!(explanation.counted_seconds(), 8 * 3600);
}

#[test]
fn a_message_is_kept_once_for_each_key() {
    let customer = Customer::new(World::shared(), "basic");
    let ticket = customer.open(&new_ticket("Twice", Severity::Question), minute(0));
    let path = format!("/v1/tickets/{}/messages", ticket.summary.id);
    let key = fresh("key");
    let send = |body: &str| {
        let message = NewMessage { body: body.to_owned(), seen: ticket.summary.seq };
        customer.call("POST", &path, minute(1)).key(&key).json(&message).send()
    };
    let barrier = Barrier::new(5);
    std::thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| {
                barrier.wait();
                let answer = send("Only once.");
                if answer.status != 201 {
                    answer.problem(Kind::InFlight);
                }
            });
        }
    });
    send("Only once.").expect_status(201);
    send("Something else.").problem(Kind::KeyReused);
    let log = customer.ticket(&ticket.summary.id, minute(2)).events;
    let messages = log.iter().filter(|event| matches!(event.body, EventBody::Message { .. })).count();
    assert_eq!(messages, 1);
}

#[test]
fn writers_at_the_same_moment_all_get_through() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "basic"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("A race", Severity::Question), minute(0));
    let id = &ticket.summary.id;
    let barrier = Barrier::new(6);
    std::thread::scope(|scope| {
        for place in 0..3 {
            let (barrier, customer, seen) = (&barrier, &customer, ticket.summary.seq);
            scope.spawn(move || {
                barrier.wait();
                customer.write(id, &format!("Message {place}"), seen, minute(1));
            });
            scope.spawn(move || {
                barrier.wait();
                lin.note(id, &format!("Note {place}"), minute(1));
            });
        }
    });
    let log = lin.ticket(id, minute(2)).ticket.events;
    let seqs: Vec<u32> = log.iter().map(|event| event.seq).collect();
    assert_eq!(
        seqs,
        (1..=u32::try_from(log.len()).expect("a short log")).collect::<Vec<_>>(),
        "no gap, nothing twice"
    );
    let count = |wanted: fn(&EventBody) -> bool| log.iter().filter(|event| wanted(&event.body)).count();
    assert_eq!(count(|body| matches!(body, EventBody::Message { .. })), 3);
    assert_eq!(count(|body| matches!(body, EventBody::Note { .. })), 3);
}

#[test]
fn a_text_that_can_not_be_is_refused() {
    let customer = Customer::new(World::shared(), "basic");
    let ticket = customer.open(&new_ticket("Texts", Severity::Question), minute(0));
    let path = format!("/v1/tickets/{}/messages", ticket.summary.id);
    let cases = [
        (json!({"body": "", "seen": 1}), Kind::Invalid),
        (json!({"body": " \n ", "seen": 1}), Kind::Invalid),
        (json!({"body": "x".repeat(64 * 1024 + 1), "seen": 1}), Kind::Invalid),
        (json!({"body": "Without what was seen"}), Kind::Malformed),
        (json!({"body": "Seen in the future", "seen": 1_000_000}), Kind::Invalid),
        (json!({"body": 7, "seen": 1}), Kind::Malformed),
        (json!({"body": "x", "seen": -1}), Kind::Malformed),
    ];
    for (body, kind) in cases {
        customer.post(&path, minute(1)).json(&body).send().problem(kind);
    }
    assert_eq!(customer.ticket(&ticket.summary.id, minute(2)).summary.seq, ticket.summary.seq);
}
