//! `/v1/desk/tickets`: what support engineers see and do.

use std::sync::Barrier;

use aftercare_shared::api::desk::{DeskTicket, Seen};
use aftercare_shared::api::ticket::{PromiseState, TicketView};
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

fn promise(ticket: &TicketView, metric: Metric) -> &aftercare_shared::api::ticket::PromiseView {
    ticket.promises.iter().find(|promise| promise.metric == metric).expect("it was promised")
}

#[test]
fn the_queue_is_ordered_by_what_falls_due_next() {
    let world = World::shared();
    let lin = Agent::lin(world);
    let word = fresh("queue");
    let enterprise = Customer::new(world, "enterprise");
    let basic = Customer::new(world, "basic");
    let open = |customer: &Customer<'_>, name: &str, severity| {
        customer.open(&new_ticket(&format!("{word} {name}"), severity), minute(0)).summary
    };
    let slow = open(&basic, "slow", Severity::Question);
    let hour = open(&enterprise, "hour", Severity::Question);
    let half = open(&enterprise, "half", Severity::Down);
    let waiting = open(&enterprise, "waiting", Severity::Down);
    lin.ask(&waiting.id, &["A log"], waiting.seq, minute(1));
    let names = |view: &str, when| -> Vec<String> {
        let queue = lin.queue(&format!("view={view}&q={word}"), when);
        queue.items.iter().map(|item| item.ticket.subject.replace(&format!("{word} "), "")).collect()
    };
    assert_eq!(names("due_next", minute(2)), ["half", "hour", "slow", "waiting"]);
    assert_eq!(names("waiting", minute(2)), ["waiting"]);
    assert_eq!(
        names("unassigned", minute(2)).len(),
        4 - usize::from(names("mine", minute(2)).contains(&"waiting".to_owned()))
    );
    lin.accept(&hour.id, hour.seq, minute(3));
    assert!(names("mine", minute(4)).contains(&"hour".to_owned()));
    assert!(!names("unassigned", minute(4)).contains(&"hour".to_owned()));
    assert!(
        !Agent::ana(world)
            .queue(&format!("view=mine&q={word}"), minute(4))
            .items
            .iter()
            .any(|item| item.ticket.id == hour.id)
    );
    // Who does not say which list gets the first one.
    assert_eq!(lin.queue(&format!("q={word}"), minute(4)).items.len(), 4);
    let item = lin
        .queue(&format!("q={word}"), minute(4))
        .items
        .into_iter()
        .find(|item| item.ticket.id == waiting.id);
    assert_eq!(item.expect("it is listed").asked, ["A log"]);
    drop((slow, half));
}

#[test]
fn the_queue_is_searched_by_subject_account_and_number() {
    let world = World::shared();
    let lin = Agent::lin(world);
    let customer = Customer::new(world, "basic");
    let word = fresh("needle");
    let ticket =
        customer.open(&new_ticket(&format!("100% of {word}_x"), Severity::Question), minute(0)).summary;
    let found = |query: &str| {
        lin.queue(&format!("q={query}"), minute(1)).items.iter().any(|item| item.ticket.id == ticket.id)
    };
    assert!(found(&word));
    assert!(found(&word.to_uppercase()), "case does not matter");
    assert!(found(&ticket.number.to_string()));
    assert!(found(&format!("%23{}", ticket.number)), "with the sign that people write before it");
    assert!(found(customer.account()), "the account's name holds it");
    assert!(found(&format!("100%25%20of%20{word}_")), "% and _ stand for themselves");
    assert!(!found(&format!("100_%20of%20{word}")), "% and _ stand for themselves");
    assert!(!found("no-ticket-has-this-in-it"));
    for query in ["view=nonsense", "cursor=nonsense"] {
        let answer = lin.get(&format!("/v1/desk/tickets?{query}"), minute(1)).send();
        assert!([400, 422].contains(&answer.status), "{query}: {}", answer.text());
    }
}

#[test]
fn the_queue_is_paged() {
    let world = World::shared();
    let lin = Agent::lin(world);
    let customers = [Customer::new(world, "basic"), Customer::new(world, "basic")];
    let word = fresh("pages");
    for place in 0..60 {
        let customer = if place % 2 == 0 { &customers[0] } else { &customers[1] };
        customer.open(&new_ticket(&format!("{word} {place}"), Severity::Question), minute(place));
    }
    let mut ids = Vec::new();
    let mut query = format!("q={word}");
    loop {
        let page = lin.queue(&query, minute(100));
        ids.extend(page.items.into_iter().map(|item| item.ticket.id));
        let Some(cursor) = page.next_cursor else { break };
        query = format!("q={word}&cursor={cursor}");
        assert!(ids.len() <= 60, "a cursor leads on");
    }
    let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
    assert_eq!((ids.len(), distinct.len()), (60, 60));
}

#[test]
fn the_desk_knows_who_asks() {
    let world = World::shared();
    let lin = Agent::lin(world);
    let customer = Customer::new(world, "professional");
    let first = customer.open(&new_ticket("The one before", Severity::Question), minute(0));
    let mut wish = new_ticket("The one now", Severity::Question);
    wish.sdks = vec!["pkg:npm/matrix-js-sdk@23.5.0".to_owned()];
    wish.page = Some("https://console.example.com/apps/7".to_owned());
    let ticket = customer.open(&wish, minute(1));
    let DeskTicket { customer: facts, .. } = lin.ticket(&ticket.summary.id, minute(2));
    assert_eq!(facts.account.id.as_str(), customer.account());
    assert_eq!((facts.requester.as_str(), facts.verified), (customer.name().as_str(), true));
    assert_eq!(facts.page.as_deref(), Some("https://console.example.com/apps/7"));
    assert_eq!(facts.before.iter().map(|ticket| &ticket.id).collect::<Vec<_>>(), [&first.summary.id]);
    let run = facts.runs.first().expect("what they run is listed");
    assert_eq!((run.name.as_str(), run.version.as_deref()), ("matrix-js-sdk", Some("23.5.0")));
    assert_eq!(run.findings.len(), 2, "two of the seeded advisories hit 23.5.0");

    let guest = Customer::guest(world);
    let theirs = guest.open(&new_ticket("From a guest", Severity::Question), minute(3));
    assert!(!lin.ticket(&theirs.summary.id, minute(4)).customer.verified);
}

#[test]
fn who_accepts_second_is_told() {
    let world = World::shared();
    let customer = Customer::new(world, "enterprise");
    let ticket = customer.open(&new_ticket("Two hands", Severity::Down), minute(0)).summary;
    let barrier = Barrier::new(2);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let tasks: Vec<_> = [Agent::lin(world), Agent::ana(world)]
            .into_iter()
            .map(|agent| {
                let (barrier, ticket) = (&barrier, &ticket);
                scope.spawn(move || {
                    barrier.wait();
                    let answer =
                        agent.act(&ticket.id, "accept", minute(1)).json(&Seen { seen: ticket.seq }).send();
                    if answer.status != 200 {
                        let problem = answer.problem(Kind::Stale);
                        assert!(problem.seq.is_some_and(|seq| seq > ticket.seq));
                    }
                    answer.status
                })
            })
            .collect();
        tasks.into_iter().map(|task| task.join().expect("both are answered")).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    let log = customer.ticket(&ticket.id, minute(2)).events;
    assert_eq!(log.iter().filter(|event| event.body == EventBody::Accepted).count(), 1);
}

#[test]
fn who_has_not_seen_the_customers_last_word_is_told() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "basic"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Crossed", Severity::Question), minute(0)).summary;
    let written = customer.write(&ticket.id, "It stopped by itself.", ticket.seq, minute(1)).summary;
    let bodies = [
        ("accept", json!({"seen": ticket.seq})),
        ("messages", json!({"body": "Please restart.", "seen": ticket.seq})),
        ("ask", json!({"items": ["A log"], "seen": ticket.seq})),
        ("severity", json!({"severity": "degraded", "reason": "It is.", "seen": ticket.seq})),
    ];
    for (action, body) in bodies {
        let problem = lin.act(&ticket.id, action, minute(2)).json(&body).send().problem(Kind::Stale);
        assert_eq!(problem.seq, Some(written.seq), "{action}");
    }
    // A note needs no knowledge of anything.
    lin.note(&ticket.id, "Crossed messages.", minute(3));
    // One's own events, and a colleague's note, make nothing stale.
    lin.answer(&ticket.id, "Good to hear.", written.seq, minute(4));
}

#[test]
fn what_the_state_does_not_allow_is_refused() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "basic"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Refused", Severity::Question), minute(0)).summary;
    let id = &ticket.id;
    let act = |action: &str, body: serde_json::Value| lin.act(id, action, minute(1)).json(&body).send();
    act("resolve", json!({"seen": ticket.seq})).problem(Kind::Refused);
    act("withdraw", json!({"seen": ticket.seq})).problem(Kind::Refused);
    act("severity", json!({"severity": "question", "reason": "It is.", "seen": ticket.seq}))
        .problem(Kind::Refused);
    act("severity", json!({"severity": "down", "reason": " ", "seen": ticket.seq})).problem(Kind::Invalid);
    act("ask", json!({"items": [], "seen": ticket.seq})).problem(Kind::Invalid);
    act("ask", json!({"items": vec!["x"; 21], "seen": ticket.seq})).problem(Kind::Invalid);
    act("notes", json!({"body": "  "})).problem(Kind::Invalid);
    act("messages", json!({"body": "", "seen": ticket.seq})).problem(Kind::Invalid);
    let accepted = lin.accept(id, ticket.seq, minute(2)).ticket.summary;
    act("accept", json!({"seen": accepted.seq})).problem(Kind::Refused);
    let resolved = lin.resolve(id, accepted.seq, minute(3)).ticket.summary;
    act("resolve", json!({"seen": resolved.seq})).problem(Kind::Refused);
    act("ask", json!({"items": ["A log"], "seen": resolved.seq})).problem(Kind::Refused);
}

#[test]
fn a_changed_severity_makes_a_new_promise_and_says_why() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "professional"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Reclassified", Severity::Degraded), minute(0));
    let id = &ticket.summary.id;
    assert_eq!(promise(&ticket, Metric::FirstResponse).due_at, Some(minute(240)));
    let reason = "Half of your users are affected.";
    let changed = lin.reclassify(id, Severity::Severe, reason, ticket.summary.seq, minute(10)).ticket;
    assert_eq!((changed.summary.severity, changed.severity_asked), (Severity::Severe, Severity::Degraded));
    let theirs = customer.ticket(id, minute(11));
    let first = promise(&theirs, Metric::FirstResponse);
    // Ten of the stricter thirty minutes have run; what is left is less than the policy's grace, which is
    // given instead. A later deadline than that, or than the one shown before, would be wrong.
    assert_eq!((first.started_at, first.due_at), (minute(0), Some(minute(40))));
    assert!(theirs.events.iter().any(|event| {
        matches!(&event.body, EventBody::SeverityChanged { reason: said, .. } if said == reason)
    }));
}

#[test]
fn a_stricter_target_that_has_run_out_gets_a_grace() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "professional"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Grace", Severity::Degraded), minute(0));
    let id = &ticket.summary.id;
    let changed = lin.reclassify(id, Severity::Down, "It is down.", ticket.summary.seq, minute(100)).ticket;
    let first = promise(&changed, Metric::FirstResponse);
    assert_eq!(first.state, PromiseState::Running, "an upgrade never misses at once");
    assert!(first.due_at.is_some_and(|due| due > minute(100) && due <= minute(240)), "{first:?}");
}

#[test]
fn a_milder_severity_moves_no_deadline_without_its_reason_on_record() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "professional"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Milder", Severity::Down), minute(0));
    let id = &ticket.summary.id;
    lin.reclassify(id, Severity::Question, "Only the log looks odd.", ticket.summary.seq, minute(5));
    let theirs = customer.ticket(id, minute(6));
    let first = promise(&theirs, Metric::FirstResponse);
    assert_eq!(first.due_at, Some(minute(240)));
    let change = theirs.events.iter().find(|event| matches!(event.body, EventBody::SeverityChanged { .. }));
    assert!(change.is_some(), "the reason stands beside the new deadline");
}

#[test]
fn a_withdrawn_question_starts_the_clocks_again() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "enterprise"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Withdrawn", Severity::Question), minute(0));
    let id = &ticket.summary.id;
    let asked = lin.ask(id, &["A log"], ticket.summary.seq, minute(10)).ticket;
    assert_eq!(promise(&asked, Metric::Resolution).state, PromiseState::Paused);
    let withdrawn = lin.withdraw(id, asked.summary.seq, minute(25)).ticket;
    assert_eq!(withdrawn.summary.status, Status::Open);
    let resolution = promise(&withdrawn, Metric::Resolution);
    assert_eq!((resolution.state, resolution.due_at), (PromiseState::Running, Some(minute(8 * 60 + 15))));
}

#[test]
fn what_is_late_is_missed_for_good_and_since_its_due_instant() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "enterprise"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Late", Severity::Question), minute(0));
    let id = &ticket.summary.id;
    // On the last second it is kept; one second later it is not. Both are judged without a sweep.
    let other = customer.open(&new_ticket("In time", Severity::Question), minute(0));
    let kept = lin.accept(&other.summary.id, other.summary.seq, minute(60)).ticket;
    assert_eq!(promise(&kept, Metric::FirstResponse).state, PromiseState::Met);
    let late = lin.accept(id, ticket.summary.seq, minute(60) + TimeDelta::seconds(1)).ticket;
    let missed = promise(&late, Metric::FirstResponse);
    assert_eq!((missed.state, missed.missed_at), (PromiseState::Missed, Some(minute(60))));
    let later = customer.ticket(id, minute(500));
    assert_eq!(promise(&later, Metric::FirstResponse).state, PromiseState::Missed);
}

#[test]
fn answers_and_notes_are_kept_once_for_each_key() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "basic"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Once at the desk", Severity::Question), minute(0)).summary;
    for (action, body, other) in [
        (
            "messages",
            json!({"body": "An answer.", "seen": ticket.seq}),
            json!({"body": "Another.", "seen": ticket.seq}),
        ),
        ("notes", json!({"body": "A note."}), json!({"body": "Another note."})),
    ] {
        let path = format!("/v1/desk/tickets/{}/{action}", ticket.id);
        let key = fresh("key");
        let send = |body: &serde_json::Value| lin.call("POST", &path, minute(1)).key(&key).json(body).send();
        let first: DeskTicket = send(&body).json(201);
        let again: DeskTicket = send(&body).json(201);
        assert_eq!(first.ticket.summary.seq, again.ticket.summary.seq, "{action}");
        send(&other).problem(Kind::KeyReused);
        lin.call("POST", &path, minute(1)).json(&body).send().problem(Kind::HeaderMissing);
    }
    let log = lin.ticket(&ticket.id, minute(2)).ticket.events;
    let messages = log.iter().filter(|event| matches!(event.body, EventBody::Message { .. })).count();
    let notes = log.iter().filter(|event| matches!(event.body, EventBody::Note { .. })).count();
    assert_eq!((messages, notes), (1, 1));
}

#[test]
fn an_act_is_carried_out_once_for_each_key() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "professional"), Agent::lin(world));
    let opened = customer.open(&new_ticket("Acted on once", Severity::Severe), minute(0)).summary;
    let id = &opened.id;
    let mut seen = opened.seq;
    for (place, (action, said, otherwise)) in [
        ("accept", json!({}), json!({"seen": 1})),
        ("severity", json!({"severity": "down", "reason": "It spreads."}), json!({"reason": "Worse."})),
        ("ask", json!({"items": ["A log"]}), json!({"items": ["A log", "A version"]})),
        ("withdraw", json!({}), json!({"seen": 1})),
        ("resolve", json!({}), json!({"seen": 1})),
    ]
    .into_iter()
    .enumerate()
    {
        let minutes = i64::try_from(place).expect("a few") * 10 + 5;
        let key = fresh("key");
        let path = format!("/v1/desk/tickets/{id}/{action}");
        let with = |base: &serde_json::Value, more: &serde_json::Value| {
            let mut body = base.clone();
            let more = more.as_object().into_iter().flatten();
            body.as_object_mut()
                .expect("an object")
                .extend(more.map(|(name, value)| (name.clone(), value.clone())));
            body
        };
        let body = with(&json!({"seen": seen}), &said);
        let send = |agent: &Agent<'_>, body: &serde_json::Value, minutes: i64| {
            agent.call("POST", &path, minute(minutes)).key(&key).json(body).send()
        };
        let first = send(&lin, &body, minutes);
        let ticket: DeskTicket = first.json(200);
        // The answer was lost: the same again, a while later, gets the same, to the byte.
        let again = send(&lin, &body, minutes + 1);
        assert_eq!((again.status, again.text()), (200, first.text()), "{action}");
        send(&lin, &with(&body, &otherwise), minutes + 1).problem(Kind::KeyReused);
        // A colleague's key is their own, and they are told what has happened.
        send(&Agent::ana(world), &body, minutes + 2).problem(Kind::Stale);
        lin.call("POST", &path, minute(minutes)).key("").json(&body).send().problem(Kind::Malformed);
        assert_eq!(
            lin.ticket(id, minute(minutes + 3)).ticket.summary.seq,
            ticket.ticket.summary.seq,
            "{action}"
        );
        seen = ticket.ticket.summary.seq;
    }
}

#[test]
fn the_same_act_at_once_is_one() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "professional"), Agent::lin(world));
    let opened = customer.open(&new_ticket("Clicked twice", Severity::Severe), minute(0)).summary;
    let key = fresh("key");
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let clicks = (0..4).map(|_| {
            let (key, opened) = (&key, &opened);
            scope.spawn(move || {
                let path = format!("/v1/desk/tickets/{}/accept", opened.id);
                let call = lin.call("POST", &path, minute(1)).key(key);
                call.json(&Seen { seen: opened.seq }).send().status
            })
        });
        let clicks: Vec<_> = clicks.collect();
        clicks.into_iter().map(|click| click.join().expect("a click is answered")).collect()
    });
    // Whoever comes while the first is at work is told to wait, and then gets its answer.
    assert!(
        statuses.iter().all(|status| [200, 409].contains(status)) && statuses.contains(&200),
        "{statuses:?}"
    );
    let log = customer.ticket(&opened.id, minute(2)).events;
    assert_eq!(log.iter().filter(|event| event.body == EventBody::Accepted).count(), 1);
    let path = format!("/v1/desk/tickets/{}/accept", opened.id);
    let after = lin.call("POST", &path, minute(3)).key(&key).json(&Seen { seen: opened.seq }).send();
    after.expect_status(200);
}

#[test]
fn a_ticket_of_the_desk_has_an_etag() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "basic"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Tagged", Severity::Question), minute(0)).summary;
    let path = format!("/v1/desk/tickets/{}", ticket.id);
    let tag = lin.get(&path, minute(1)).send().header("etag").expect("a read carries an ETag").to_owned();
    lin.get(&path, minute(1)).header("If-None-Match", &tag).send().expect_status(304);
    lin.note(&ticket.id, "A note.", minute(1));
    lin.get(&path, minute(1)).header("If-None-Match", &tag).send().expect_status(200);
}

#[test]
fn a_ticket_that_is_not_there_is_not_found() {
    let world = World::shared();
    let lin = Agent::lin(world);
    lin.get("/v1/desk/tickets/tkt_00000000000000000000000000", minute(0)).send().problem(Kind::NotFound);
    lin.get("/v1/desk/tickets/%00", minute(0)).send().problem(Kind::NotFound);
}

#[test]
fn a_queue_that_was_read_is_not_sent_again() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "basic"), Agent::lin(world));
    let id = customer.open(&new_ticket("Onlyonce", Severity::Question), minute(0)).summary.id;
    let queue =
        |tag: &str| lin.get("/v1/desk/tickets?q=Onlyonce", minute(1)).header("If-None-Match", tag).send();
    let tag = || queue("\"none\"").header("etag").expect("a read carries an ETag").to_owned();
    // The numbers beside the queue are of all tickets, and other tests write some meanwhile.
    assert!((0..20).any(|_| queue(&tag()).status == 304));
    let before = tag();
    customer.write(&id, "Something new.", 1, minute(1));
    queue(&before).expect_status(200);
}
