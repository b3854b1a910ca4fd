//! `/v1/tickets` and `/v1/tickets/{id}`: opening, repeating, reading.

use std::collections::BTreeSet;
use std::sync::Barrier;

use aftercare_shared::api::Page;
use aftercare_shared::api::ticket::{Author, NewTicket, TicketSummary, TicketView};
use aftercare_shared::problem::Kind;
use aftercare_shared::severity::Severity;
use aftercare_shared::text::Lang;
use aftercare_shared::ticket::{EventBody, Status};
use aftercare_tests::customer::fresh;
use aftercare_tests::{Customer, World, at, new_ticket, redacted};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

fn now() -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z")
}

#[test]
fn a_ticket_opened_is_the_ticket_read() {
    let customer = Customer::new(World::shared(), "professional");
    let wish = NewTicket {
        subject: "  Messages arrive\ttwice \n after reconnect ".to_owned(),
        body: "重连后消息重复。\n<b>not markup</b> & \"quotes\" \u{1F4A5}".to_owned(),
        severity: Severity::Severe,
        product: None,
        sdks: vec!["pkg:npm/matrix-js-sdk@23.5.0".to_owned(), "pkg:npm/%40sendbird/chat@4.9.0".to_owned()],
        page: Some("https://console.example.com/apps/7/logs?token=secret#frame".to_owned()),
        lang: Lang::Zh,
    };
    let mut opened = customer.open(&wish, now());
    assert!(opened.receipt.take().is_some(), "the answer to a write carries the receipt that it made");
    let read = customer.ticket(&opened.summary.id, now());
    assert_eq!(opened, read);
    assert_eq!(read.summary.subject, "Messages arrive twice after reconnect");
    assert_eq!(
        (read.summary.status, read.summary.severity, read.severity_asked),
        (Status::New, Severity::Severe, Severity::Severe)
    );
    assert_eq!(
        (read.summary.opened_at, read.summary.updated_at, read.summary.answered),
        (now(), now(), false)
    );
    let Some(EventBody::Opened(event)) = read.events.first().map(|event| event.body.clone()) else {
        panic!("the log begins with what was sent: {:?}", read.events);
    };
    assert_eq!(event.body, wish.body);
    assert_eq!(event.sdks, wish.sdks);
    assert_eq!(
        event.page.as_deref(),
        Some("https://console.example.com/apps/7/logs"),
        "query and fragment are dropped"
    );
    assert_eq!(event.lang, Lang::Zh);
    assert_eq!(read.events[0].author, Author::Customer { name: customer.name() });
    let seqs: Vec<u32> = read.events.iter().map(|event| event.seq).collect();
    assert!(seqs.is_sorted() && read.summary.seq >= *seqs.last().expect("there are events"));
    assert!(read.summary.promise.is_some(), "a list shows the promise that matters next");
}

#[test]
fn the_shape_of_a_ticket_is_the_documented_one() {
    let customer = Customer::new(World::shared(), "enterprise");
    let answer = customer.post("/v1/tickets", now()).json(&new_ticket("The shape", Severity::Down)).send();
    let ticket: TicketView = answer.json(201);
    assert_eq!(answer.header("location"), Some(format!("/v1/tickets/{}", ticket.summary.id).as_str()));
    insta::assert_json_snapshot!(redacted(&ticket, &["/id", "/number", "/events/0/author/name", "/receipt/jws", "/receipt/chain"]), @r#"
    {
      "answered": false,
      "events": [
        {
          "at": "2026-03-10T02:00:00Z",
          "author": {
            "name": "…",
            "role": "customer"
          },
          "body": "1. Join a room on two devices\n2. Drop the network for 40 s\n3. Reconnect",
          "kind": "opened",
          "lang": "en",
          "plan": "enterprise",
          "seq": 1,
          "severity": "down",
          "subject": "The shape"
        },
        {
          "at": "2026-03-10T02:00:00Z",
          "author": {
            "role": "system"
          },
          "calendar_hash": "",
          "clock": "always",
          "cycle": 0,
          "due_at": "2026-03-10T02:30:00Z",
          "kind": "promise_made",
          "metric": "first_response",
          "policy_hash": "b0e24bc5ce181b643afef7309b2230057f37f7ae23da2b67aee655043e4e42af",
          "policy_version": 0,
          "provisional": false,
          "seq": 3,
          "started_at": "2026-03-10T02:00:00Z",
          "target_seconds": 1800,
          "tzdb": ""
        },
        {
          "at": "2026-03-10T02:00:00Z",
          "author": {
            "role": "system"
          },
          "calendar_hash": "",
          "clock": "always",
          "cycle": 0,
          "due_at": "2026-03-10T10:00:00Z",
          "kind": "promise_made",
          "metric": "resolution",
          "policy_hash": "b0e24bc5ce181b643afef7309b2230057f37f7ae23da2b67aee655043e4e42af",
          "policy_version": 0,
          "provisional": false,
          "seq": 4,
          "started_at": "2026-03-10T02:00:00Z",
          "target_seconds": 28800,
          "tzdb": ""
        }
      ],
      "id": "…",
      "number": "…",
      "opened_at": "2026-03-10T02:00:00Z",
      "promise": {
        "clock": "always",
        "cycle": 0,
        "due_at": "2026-03-10T02:30:00Z",
        "elapsed_seconds": 0,
        "metric": "first_response",
        "policy_version": 0,
        "provisional": false,
        "started_at": "2026-03-10T02:00:00Z",
        "state": "running",
        "target_seconds": 1800
      },
      "promises": [
        {
          "clock": "always",
          "cycle": 0,
          "due_at": "2026-03-10T02:30:00Z",
          "elapsed_seconds": 0,
          "explanation": {
            "due": "2026-03-10T02:30:00Z",
            "paused_since": null,
            "provisional": false,
            "segments": [
              {
                "from": "2026-03-10T02:00:00Z",
                "kind": "open",
                "until": "2026-03-10T02:30:00Z"
              }
            ],
            "start": "2026-03-10T02:00:00Z",
            "target_seconds": 1800
          },
          "metric": "first_response",
          "policy_version": 0,
          "provisional": false,
          "started_at": "2026-03-10T02:00:00Z",
          "state": "running",
          "target_seconds": 1800
        },
        {
          "clock": "always",
          "cycle": 0,
          "due_at": "2026-03-10T10:00:00Z",
          "elapsed_seconds": 0,
          "explanation": {
            "due": "2026-03-10T10:00:00Z",
            "paused_since": null,
            "provisional": false,
            "segments": [
              {
                "from": "2026-03-10T02:00:00Z",
                "kind": "open",
                "until": "2026-03-10T10:00:00Z"
              }
            ],
            "start": "2026-03-10T02:00:00Z",
            "target_seconds": 28800
          },
          "metric": "resolution",
          "policy_version": 0,
          "provisional": false,
          "started_at": "2026-03-10T02:00:00Z",
          "state": "running",
          "target_seconds": 28800
        }
      ],
      "receipt": {
        "chain": "…",
        "jws": "…",
        "keys": "/.well-known/aftercare-receipt-keys.json"
      },
      "seq": 4,
      "severity": "down",
      "severity_asked": "down",
      "status": "new",
      "subject": "The shape",
      "updated_at": "2026-03-10T02:00:00Z"
    }
    "#);
}

#[test]
fn every_number_is_given_once() {
    let world = World::shared();
    let customers: Vec<_> = (0..3).map(|_| Customer::new(world, "basic")).collect();
    for customer in &customers {
        customer.session(now());
    }
    let barrier = Barrier::new(customers.len() * 3);
    let numbers: Vec<u32> = std::thread::scope(|scope| {
        let tasks: Vec<_> = customers
            .iter()
            .flat_map(|customer| std::iter::repeat_n(customer, 3))
            .map(|customer| {
                let barrier = &barrier;
                scope.spawn(move || {
                    barrier.wait();
                    customer.open(&new_ticket("At once", Severity::Question), now()).summary.number
                })
            })
            .collect();
        tasks.into_iter().map(|task| task.join().expect("every ticket is opened")).collect()
    });
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), 9, "{numbers:?}");
}

#[test]
fn what_can_not_be_is_refused_and_says_where() {
    let customer = Customer::new(World::shared(), "basic");
    let right = json!({"subject": "Right", "severity": "question"});
    let with = |field: &str, value: Value| {
        let mut body = right.clone();
        body[field] = value;
        body
    };
    let purl = "pkg:npm/matrix-js-sdk@23.5.0";
    let cases = [
        (with("subject", json!("")), Kind::Invalid, "#/subject"),
        (with("subject", json!(" \n\t ")), Kind::Invalid, "#/subject"),
        (with("subject", json!("x".repeat(201))), Kind::Invalid, "#/subject"),
        (with("body", json!("x".repeat(64 * 1024 + 1))), Kind::Invalid, "#/body"),
        (with("severity", json!("catastrophic")), Kind::Malformed, ""),
        (with("severity", json!(3)), Kind::Malformed, ""),
        (with("lang", json!("fr")), Kind::Malformed, ""),
        (with("sdks", json!(["matrix-js-sdk 23.5.0"])), Kind::Invalid, "#/sdks/0"),
        (with("sdks", json!([purl, "pkg:npm"])), Kind::Invalid, "#/sdks/1"),
        (with("sdks", json!(vec![purl; 51])), Kind::Invalid, "#/sdks"),
        (with("page", json!("javascript:alert(1)")), Kind::Invalid, "#/page"),
        (with("product", json!("")), Kind::Malformed, ""),
        (json!({"severity": "question"}), Kind::Malformed, ""),
        (json!([right]), Kind::Malformed, ""),
        (json!("Right"), Kind::Malformed, ""),
        (Value::Null, Kind::Malformed, ""),
    ];
    for (body, kind, pointer) in cases {
        let problem = customer.post("/v1/tickets", now()).json(&body).send().problem(kind);
        let pointers: Vec<&str> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
        if pointer.is_empty() {
            continue;
        }
        assert_eq!(pointers, [pointer], "{problem:?}");
    }
    assert!(customer.tickets(now()).items.is_empty(), "what is refused leaves nothing behind");
}

#[test]
fn limits_are_reached_and_not_passed() {
    let customer = Customer::new(World::shared(), "basic");
    let mut ticket = new_ticket(&"字".repeat(200), Severity::Question);
    ticket.body = "x".repeat(64 * 1024);
    ticket.sdks = (0..50).map(|patch| format!("pkg:npm/matrix-js-sdk@23.5.{patch}")).collect();
    let opened = customer.open(&ticket, now());
    assert_eq!(opened.summary.subject.chars().count(), 200);
    let mut empty = new_ticket("A body may be empty", Severity::Question);
    empty.body = String::new();
    customer.open(&empty, now());
}

#[test]
fn a_key_makes_a_repeated_request_harmless() {
    let customer = Customer::new(World::shared(), "basic");
    let key = fresh("key");
    let wish = new_ticket("Once", Severity::Question);
    let send = |key: &str, wish: &NewTicket, when| {
        customer.call("POST", "/v1/tickets", when).key(key).json(wish).send()
    };
    let first = send(&key, &wish, now());
    let ticket: TicketView = first.json(201);
    // Later, quoted as a structured field is, and with another session: the same answer.
    let later = now() + TimeDelta::hours(3);
    for again in [send(&key, &wish, now()), send(&format!("\"{key}\""), &wish, later)] {
        let again: TicketView = again.json(201);
        assert_eq!(
            (again.summary.id, again.summary.number),
            (ticket.summary.id.clone(), ticket.summary.number)
        );
        assert_eq!(again.promises[0].due_at, ticket.promises[0].due_at, "a replay promises nothing new");
    }
    send(&key, &new_ticket("Twice", Severity::Question), now()).problem(Kind::KeyReused);
    assert_eq!(customer.tickets(now()).items.len(), 1);
}

#[test]
fn a_key_belongs_to_one_account() {
    let world = World::shared();
    let (one, other) = (Customer::new(world, "basic"), Customer::new(world, "basic"));
    let key = fresh("key");
    let wish = new_ticket("The same words", Severity::Question);
    let open = |customer: &Customer<'_>| -> TicketView {
        customer.call("POST", "/v1/tickets", now()).key(&key).json(&wish).send().json(201)
    };
    assert_ne!(open(&one).summary.id, open(&other).summary.id);
}

#[test]
fn a_key_is_needed_and_must_be_one() {
    let customer = Customer::new(World::shared(), "basic");
    let wish = new_ticket("Without a key", Severity::Question);
    customer.call("POST", "/v1/tickets", now()).json(&wish).send().problem(Kind::HeaderMissing);
    for key in ["", "\"\"", "\"unfinished", &"k".repeat(129)] {
        let answer = customer.call("POST", "/v1/tickets", now()).key(key).json(&wish).send();
        assert!([400, 422].contains(&answer.status), "{key:?}: {}", answer.text());
    }
    customer.call("POST", "/v1/tickets", now()).key(&"k".repeat(128)).json(&wish).send().expect_status(201);
    assert_eq!(customer.tickets(now()).items.len(), 1);
}

#[test]
fn ten_at_once_with_one_key_open_one_ticket() {
    let customer = Customer::new(World::shared(), "basic");
    customer.session(now());
    let key = fresh("key");
    let wish = new_ticket("All at once", Severity::Question);
    let barrier = Barrier::new(10);
    let answers: Vec<_> = std::thread::scope(|scope| {
        let tasks: Vec<_> = (0..10)
            .map(|_| {
                scope.spawn(|| {
                    barrier.wait();
                    customer.call("POST", "/v1/tickets", now()).key(&key).json(&wish).send()
                })
            })
            .collect();
        tasks.into_iter().map(|task| task.join().expect("every request is answered")).collect()
    });
    let mut ids = BTreeSet::new();
    for answer in &answers {
        if answer.status == 201 {
            ids.insert(answer.json::<TicketView>(201).summary.id);
        } else {
            answer.problem(Kind::InFlight);
        }
    }
    assert_eq!(ids.len(), 1, "one ticket, whoever came first");
    assert_eq!(customer.tickets(now()).items.len(), 1);
}

#[test]
fn a_ticket_is_seen_by_its_account_and_by_nobody_else() {
    let world = World::shared();
    let owner = Customer::new(world, "basic");
    let (colleague, stranger, guest) =
        (owner.colleague(), Customer::new(world, "enterprise"), Customer::guest(world));
    let id = owner.open(&new_ticket("Ours", Severity::Question), now()).summary.id;
    assert_eq!(colleague.ticket(&id, now()).summary.id, id);
    assert_eq!(colleague.tickets(now()).items.len(), 1);
    for other in [&stranger, &guest] {
        assert!(other.tickets(now()).items.is_empty());
        for path in [format!("/v1/tickets/{id}"), format!("/v1/tickets/{id}/events?after=0")] {
            other.get(&path, now()).send().problem(Kind::NotFound);
        }
        let message = json!({"body": "Let me in", "seen": 1});
        other
            .post(&format!("/v1/tickets/{id}/messages"), now())
            .json(&message)
            .send()
            .problem(Kind::NotFound);
        let rating = json!({"score": 1});
        other.post(&format!("/v1/tickets/{id}/rating"), now()).json(&rating).send().problem(Kind::NotFound);
    }
    // To whom it does not belong it looks the same as one that was never there.
    let missing =
        stranger.get("/v1/tickets/tkt_00000000000000000000000000", now()).send().problem(Kind::NotFound);
    assert_eq!(missing, stranger.get(&format!("/v1/tickets/{id}"), now()).send().problem(Kind::NotFound));
}

#[test]
fn a_guest_sees_their_own_tickets_only() {
    let world = World::shared();
    let (one, other) = (Customer::guest(world), Customer::guest(world));
    let id = one.open(&new_ticket("From nobody in particular", Severity::Question), now()).summary.id;
    assert_eq!(one.ticket(&id, now()).summary.id, id);
    assert_eq!(one.tickets(now()).items.len(), 1);
    other.get(&format!("/v1/tickets/{id}"), now()).send().problem(Kind::NotFound);
    assert!(other.tickets(now()).items.is_empty());
}

#[test]
fn a_vendors_user_whose_id_is_a_guests_is_not_that_guest() {
    use aftercare_shared::api::session::Visitor;
    let world = World::shared();
    let guest = Customer::guest(world);
    let Visitor::Guest { id } = guest.session(now()).visitor else { panic!("a guest") };
    let ticket = guest.open(&new_ticket("Mine alone", Severity::Question), now()).summary.id;
    let impostor = Customer::of_account(world, id.as_str());
    impostor.get(&format!("/v1/tickets/{ticket}"), now()).send().problem(Kind::NotFound);
    assert!(impostor.tickets(now()).items.is_empty());
}

#[test]
fn a_list_is_paged_by_what_moved_last() {
    let customer = Customer::new(World::shared(), "basic");
    let minute = |minutes| now() + TimeDelta::minutes(minutes);
    let ids: Vec<_> = (0..7)
        .map(|place| {
            customer
                .open(&new_ticket(&format!("Ticket {place}"), Severity::Question), minute(place))
                .summary
                .id
        })
        .collect();
    customer.write(&ids[2], "This one moves up.", 1, minute(20));
    let mut expected: Vec<_> = ids.iter().rev().cloned().collect();
    expected.retain(|id| *id != ids[2]);
    expected.insert(0, ids[2].clone());

    let mut seen = Vec::new();
    let mut path = "/v1/tickets?limit=3".to_owned();
    let mut pages = 0;
    loop {
        let page: Page<TicketSummary> = customer.get(&path, minute(21)).send().json(200);
        pages += 1;
        assert!(page.items.len() <= 3);
        seen.extend(page.items.into_iter().map(|ticket| ticket.id));
        let Some(cursor) = page.next_cursor else { break };
        path = format!("/v1/tickets?limit=3&cursor={cursor}");
    }
    assert_eq!((pages, seen), (3, expected));
    for query in ["cursor=nonsense", "cursor=%00", "limit=0", "limit=101", "limit=many", "limit=-1"] {
        let answer = customer.get(&format!("/v1/tickets?{query}"), minute(21)).send();
        assert!([400, 422].contains(&answer.status), "{query}: {} {}", answer.status, answer.text());
    }
}

#[test]
fn what_was_read_is_not_sent_again() {
    let customer = Customer::new(World::shared(), "basic");
    let id = customer.open(&new_ticket("Unchanged", Severity::Question), now()).summary.id;
    let path = format!("/v1/tickets/{id}");
    let tag = customer.get(&path, now()).send().header("etag").expect("a read carries an ETag").to_owned();
    let again = customer.get(&path, now()).header("If-None-Match", &tag).send();
    again.expect_status(304);
    assert_eq!((again.body.len(), again.header("etag")), (0, Some(tag.as_str())));
    customer.write(&id, "Something new.", 1, now());
    let changed = customer.get(&path, now()).header("If-None-Match", &tag).send();
    changed.expect_status(200);
    assert_ne!(changed.header("etag"), Some(tag.as_str()));
}

#[test]
fn what_is_private_is_not_kept_by_caches() {
    let customer = Customer::new(World::shared(), "basic");
    let id = customer.open(&new_ticket("Private", Severity::Question), now()).summary.id;
    for path in ["/v1/tickets".to_owned(), format!("/v1/tickets/{id}"), "/v1/quotes".to_owned()] {
        let answer = customer.get(&path, now()).send();
        let control = answer.header("cache-control").unwrap_or_default();
        assert!(control.contains("no-store") || control.contains("private"), "{path}: {control:?}");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{path} is for our own origin");
    }
}

#[test]
fn events_are_read_from_where_the_reader_stands() {
    let customer = Customer::new(World::shared(), "basic");
    let ticket = customer.open(&new_ticket("In instalments", Severity::Question), now());
    let id = &ticket.summary.id;
    assert!(customer.events_after(id, ticket.summary.seq, now()).events.is_empty());
    let written = customer.write(id, "One more thing.", ticket.summary.seq, now());
    let since = customer.events_after(id, ticket.summary.seq, now());
    assert_eq!(since.seq, written.summary.seq);
    assert!(
        since
            .events
            .iter()
            .any(|event| event.body == EventBody::Message { body: "One more thing.".to_owned() })
    );
    assert!(since.events.iter().all(|event| event.seq > ticket.summary.seq));
    assert_eq!(customer.events_after(id, 0, now()).events, written.events, "from 0 it is the whole log");
    for query in ["after=x", "after=-1", "after=99999999999"] {
        let answer = customer.get(&format!("/v1/tickets/{id}/events?{query}"), now()).send();
        assert!([400, 422].contains(&answer.status), "{query}: {}", answer.text());
    }
}

#[test]
fn a_list_that_was_read_is_not_sent_again() {
    let customer = Customer::new(World::shared(), "basic");
    let id = customer.open(&new_ticket("Listed", Severity::Question), now()).summary.id;
    let list = |tag: &str| customer.get("/v1/tickets", now()).header("If-None-Match", tag).send();
    let tag = list("\"none\"").header("etag").expect("a read carries an ETag").to_owned();
    let again = list(&tag);
    again.expect_status(304);
    assert_eq!(again.body.len(), 0);
    customer.write(&id, "Something new.", 1, now());
    list(&tag).expect_status(200);
}
