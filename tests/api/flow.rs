//! The whole way of a ticket between two people, and what each of them sees of it.

use aftercare_shared::api::ticket::{Author, EventView, PromiseState, TicketView};
use aftercare_shared::metric::Metric;
use aftercare_shared::problem::Kind;
use aftercare_shared::severity::Severity;
use aftercare_shared::ticket::{EventBody, Status};
use aftercare_tests::{Agent, Customer, World, at, new_ticket};
use chrono::{DateTime, TimeDelta, Utc};

fn minute(minutes: i64) -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z") + TimeDelta::minutes(minutes)
}

fn state(ticket: &TicketView, metric: Metric) -> Option<PromiseState> {
    ticket.promises.iter().find(|promise| promise.metric == metric).map(|promise| promise.state)
}

#[test]
fn a_ticket_goes_from_question_to_verdict() {
    let world = World::shared();
    let (customer, lin, ana) = (Customer::new(world, "enterprise"), Agent::lin(world), Agent::ana(world));

    let opened = customer.open(&new_ticket("Token refresh returns 401", Severity::Severe), minute(0));
    let id = &opened.summary.id;
    assert_eq!(state(&opened, Metric::FirstResponse), Some(PromiseState::Running));

    // The desk sees it, first by what falls due next; nobody holds it.
    let queue = lin.queue(&format!("view=unassigned&q={}", opened.summary.number), minute(1));
    assert_eq!(queue.items.iter().map(|item| &item.ticket.id).collect::<Vec<_>>(), [id]);
    assert_eq!(queue.items[0].account.id.as_str(), customer.account());
    assert_eq!(queue.items[0].plan.id.as_str(), "enterprise");

    // A note is no response, and is for colleagues.
    ana.note(id, "The EU gateway again. Lin, yours?", minute(2));
    let noted = customer.ticket(id, minute(3));
    assert_eq!(state(&noted, Metric::FirstResponse), Some(PromiseState::Running));

    // Acceptance by name is one.
    let seen = lin.ticket(id, minute(10)).ticket.summary.seq;
    let accepted = lin.accept(id, seen, minute(10));
    assert!(accepted.mine);
    let read = customer.ticket(id, minute(11));
    assert_eq!((read.summary.status, read.assignee.as_deref()), (Status::Open, Some("Lin Wei")));
    let kept = read
        .promises
        .iter()
        .find(|promise| promise.metric == Metric::FirstResponse)
        .expect("it was promised");
    assert_eq!(
        (kept.state, kept.stopped_at, kept.elapsed_seconds),
        (PromiseState::Met, Some(minute(10)), 600)
    );

    // An answer, a reply, a resolution, a rating.
    let answered =
        lin.answer(id, "Two nodes reject the new key id. Rotating now.", read.summary.seq, minute(12)).ticket;
    assert!(answered.summary.answered);
    let since = customer.events_after(id, read.summary.seq, minute(13));
    assert!(since.events.iter().any(|event| is_message(
        event,
        "Two nodes reject the new key id. Rotating now.",
        "Lin Wei"
    )));
    let replied = customer.write(id, "Half of them pass since 13:50.", since.seq, minute(20));
    assert!(!replied.summary.answered);
    let last = lin.answer(id, "The second node is done.", replied.summary.seq, minute(30)).ticket;
    let resolved = lin.resolve(id, last.summary.seq, minute(40)).ticket;
    assert_eq!(
        (resolved.summary.status, state(&resolved, Metric::Resolution)),
        (Status::Resolved, Some(PromiseState::Met))
    );
    let rated: TicketView = customer
        .post(&format!("/v1/tickets/{id}/rating"), minute(50))
        .json(&serde_json::json!({"score": 5}))
        .send()
        .json(201);
    assert!(rated.events.iter().any(|event| matches!(event.body, EventBody::Rated { score: 5, .. })));
    let done = lin.queue(&format!("view=done&q={}", opened.summary.number), minute(51));
    assert_eq!(done.items.len(), 1);

    // The customer has seen the whole way but the note; the desk has seen all of it.
    let theirs = customer.ticket(id, minute(60)).events;
    let ours = lin.ticket(id, minute(60)).ticket.events;
    assert!(theirs.iter().all(|event| event.body.is_public()));
    let public: Vec<&EventView> = ours.iter().filter(|event| event.body.is_public()).collect();
    assert_eq!(theirs.iter().collect::<Vec<_>>(), public);
    assert!(ours.len() > theirs.len());
}

fn is_message(event: &EventView, text: &str, author: &str) -> bool {
    event.author == Author::Agent { name: author.to_owned() }
        && event.body == EventBody::Message { body: text.to_owned() }
}

#[test]
fn a_note_is_never_shown_to_a_customer() {
    let world = World::shared();
    let (customer, ana) = (Customer::new(world, "basic"), Agent::ana(world));
    let secret = "xyzzy-between-colleagues";
    let opened = customer.open(&new_ticket("Notes", Severity::Question), minute(0));
    let id = &opened.summary.id;
    let before = customer.ticket(id, minute(1));
    let noted = ana.note(id, secret, minute(2));
    assert!(
        noted.ticket.events.iter().any(|event| event.body == EventBody::Note { body: secret.to_owned() })
    );
    for path in
        ["/v1/tickets".to_owned(), format!("/v1/tickets/{id}"), format!("/v1/tickets/{id}/events?after=0")]
    {
        let answer = customer.get(&path, minute(3)).send();
        answer.expect_status(200);
        assert!(!answer.text().contains(secret), "{path}");
        assert!(!answer.text().contains("\"note\""), "{path}: not even that there is one");
    }
    let after = customer.ticket(id, minute(3));
    assert_eq!(
        after.summary.updated_at, before.summary.updated_at,
        "a note moves nothing that the customer sees"
    );
    assert_eq!(after.summary.answered, before.summary.answered);
    // Writing on after a note one has not seen is not stale: there was nothing to see.
    customer.write(id, "By the way.", before.summary.seq, minute(4));
}

#[test]
fn ids_of_people_are_not_shown_to_the_other_side() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "basic"), Agent::lin(world));
    let opened = customer.open(&new_ticket("People", Severity::Question), minute(0));
    lin.accept(&opened.summary.id, opened.summary.seq, minute(1));
    let answer = customer.get(&format!("/v1/tickets/{}", opened.summary.id), minute(2)).send();
    for token in ["agt_", "token_hash"] {
        assert!(!answer.text().contains(token), "{}", answer.text());
    }
}

#[test]
fn what_people_write_and_what_they_sign_in_with_is_never_logged() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "enterprise"), Agent::lin(world));
    let secret = aftercare_tests::customer::fresh("not-for-the-log");
    let mut wish = new_ticket(&format!("Subject {secret}"), Severity::Question);
    wish.body = format!("Body {secret}");
    let opened = customer.open(&wish, minute(0));
    let id = &opened.summary.id;
    let answered = lin.answer(id, &format!("Answer {secret}"), opened.summary.seq, minute(1)).ticket;
    lin.note(id, &format!("Note {secret}"), minute(2));
    customer.write(id, &format!("Reply {secret}"), answered.summary.seq, minute(3));
    // Refused requests are logged as little as others.
    customer
        .post("/v1/tickets", minute(4))
        .json(&serde_json::json!({"subject": secret}))
        .send()
        .problem(Kind::Malformed);
    world
        .post("/v1/desk/sessions")
        .json(&serde_json::json!({"token": secret}))
        .send()
        .problem(Kind::Unauthenticated);
    world.settle(customer.account());
    let log = world.log();
    let session = customer.session(minute(0));
    for text in [secret.as_str(), session.token.as_str(), "agt_demo_lin", "eyJ"] {
        assert!(!log.contains(text), "{text} is in the log");
    }
}
