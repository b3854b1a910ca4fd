//! `/v1/tickets/{id}/receipts` and the keys for them: what is promised can be shown to anybody, later.

use std::process::Output;
use std::time::{SystemTime, UNIX_EPOCH};

use aftercare_shared::api::receipts::{KEYS_PATH, KeySet, Receipts};
use aftercare_shared::api::ticket::TicketView;
use aftercare_shared::id::TicketId;
use aftercare_shared::problem::Kind;
use aftercare_shared::receipt::jws::{self, Parts};
use aftercare_shared::receipt::{Cause, Keyring, Receipt, Statement};
use aftercare_shared::severity::Severity;
use aftercare_tests::customer::fresh;
use aftercare_tests::{Agent, Answer, Customer, World, at, new_ticket, receipts};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

/// Minutes after a Tuesday, 10:00 in Shanghai.
fn minute(minutes: i64) -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z") + TimeDelta::minutes(minutes)
}

fn path(id: &TicketId) -> String {
    format!("/v1/tickets/{id}/receipts")
}

fn download(customer: &Customer<'_>, id: &TicketId, minutes: i64) -> Answer {
    let answer = customer.get(&path(id), minute(minutes)).send();
    answer.expect_status(200);
    answer
}

fn published() -> Vec<u8> {
    let answer = World::shared().get(KEYS_PATH).send();
    answer.expect_status(200);
    answer.body
}

fn said(file: &Answer) -> Vec<Receipt> {
    let file: Receipts = file.json(200);
    let claims = |jws: &String| Parts::take(jws, jws::Kind::Receipt).and_then(|it| it.claims());
    file.receipts.iter().map(claims).collect::<Result<_, _>>().expect("receipts can be read")
}

#[track_caller]
fn verified(output: &Output) -> Value {
    let told = String::from_utf8_lossy(&output.stdout);
    let report: Value = serde_json::from_str(&told)
        .unwrap_or_else(|error| panic!("{error}: {told}{}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(report["verified"], output.status.success(), "{told}");
    report
}

/// What is owed by the ticket itself: metric, cycle and due date of each promise whose clock runs or waits.
fn owed_by(ticket: &TicketView) -> Vec<(String, u32, Option<DateTime<Utc>>)> {
    let live = ticket.promises.iter().filter(|promise| promise.stopped_at.is_none());
    let mut owed: Vec<_> = live.map(|it| (it.metric.as_str().to_owned(), it.cycle, it.due_at)).collect();
    owed.sort();
    owed
}

fn owed_in(receipt: &Receipt) -> Vec<(String, u32, Option<DateTime<Utc>>)> {
    let owed = receipt.owed.iter().map(|it| (it.metric.as_str().to_owned(), it.cycle, it.due_at));
    let mut owed: Vec<_> = owed.collect();
    owed.sort();
    owed
}

#[test]
fn what_opening_promises_is_confirmed_and_verifies_offline() {
    let world = World::shared();
    let customer = Customer::new(world, "professional");
    let ticket = customer.open(&new_ticket("Confirmed", Severity::Degraded), minute(0));
    let id = &ticket.summary.id;
    let file = download(&customer, id, 1);
    assert_eq!(file.header("content-type"), Some("application/json"));
    assert_eq!(file.header("cache-control"), Some("private, no-cache"));
    let name = format!("attachment; filename=\"aftercare-{}-receipts.json\"", ticket.summary.number);
    assert_eq!(file.header("content-disposition"), Some(name.as_str()));

    let receipts = said(&file);
    let [receipt] = receipts.as_slice() else { panic!("one receipt: {}", file.text()) };
    assert_eq!((receipt.iss.as_str(), &receipt.sub, receipt.n), (receipts::ISSUER, id, 1));
    assert_eq!(receipt.account.as_str(), customer.account());
    assert_eq!((receipt.at, receipt.iat), (minute(0), minute(0).timestamp()));
    assert_eq!(receipt.because, [Cause::Opened]);
    assert_eq!(owed_in(receipt), owed_by(&ticket));
    assert_eq!(receipt.owed.len(), 2, "a first response and a resolution");

    let report = verified(&receipts::verify(&file.body, &published()));
    assert_eq!(report["faults"], json!([]), "{report}");
    assert_eq!(report["statement"]["ticket_number"], ticket.summary.number);
    assert_eq!(report["receipts"][0]["recomputed"][0]["agrees"], true);
}

#[test]
fn the_chain_grows_with_every_change_and_says_why() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "professional"), Agent::lin(world));
    let opened = customer.open(&new_ticket("Grows", Severity::Degraded), minute(0));
    let id = &opened.summary.id;
    let mut chain = Vec::new();
    let mut follow = |ticket: &TicketView, minutes: i64, length: usize| {
        let file = download(&customer, id, minutes);
        let receipts = said(&file);
        assert_eq!(receipts.len(), length, "{}", file.text());
        let last = receipts.last().expect("a receipt").clone();
        assert_eq!(owed_in(&last), owed_by(ticket), "the last receipt says what the ticket says");
        assert!(receipts.starts_with(&chain), "what was issued stays");
        chain = receipts;
        last.because
    };
    assert_eq!(follow(&opened, 1, 1), [Cause::Opened]);

    let reason = "All calls fail since noon";
    let raised = lin.reclassify(id, Severity::Down, reason, opened.summary.seq, minute(5)).ticket;
    let cause =
        Cause::SeverityChanged { from: Severity::Degraded, to: Severity::Down, reason: reason.to_owned() };
    assert_eq!(follow(&raised, 6, 2), [cause]);

    // Neither a note nor a second message moves what is owed.
    let _ = lin.note(id, "It may be the proxy.", minute(7));
    let written = customer.write(id, "Any news?", raised.summary.seq, minute(8));
    let paused = lin.ask(id, &["The console's log"], written.summary.seq, minute(10)).ticket;
    assert_eq!(follow(&paused, 11, 3), [Cause::InfoRequested]);
    let given = customer.write(id, "Here it is.", paused.summary.seq, minute(40));
    assert_eq!(follow(&given, 41, 4), [Cause::CustomerWrote, Cause::InfoProvided]);
    let answered = lin.answer(id, "It is the proxy.", given.summary.seq, minute(42)).ticket;
    let resolved = lin.resolve(id, answered.summary.seq, minute(50)).ticket;
    let reopened = customer.write(id, "It is back.", resolved.summary.seq, minute(90));
    assert_eq!(follow(&reopened, 91, 5), [Cause::Reopened, Cause::CustomerWrote]);

    let file = download(&customer, id, 92);
    let report = verified(&receipts::verify(&file.body, &published()));
    assert_eq!((&report["verified"], &report["faults"]), (&json!(true), &json!([])), "{report}");
    let stored = world.rows("SELECT n, seq FROM receipt WHERE ticket_id = ?1 ORDER BY n", &[id.as_str()]);
    assert_eq!(stored.len(), 5);
}

#[test]
fn the_answer_to_a_write_carries_the_receipt_that_it_made() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "professional"), Agent::lin(world));
    let (key, new) = (fresh("key"), new_ticket("In the answer", Severity::Severe));
    let open = || customer.call("POST", "/v1/tickets", minute(0)).key(&key).json(&new).send();
    let answer = open();
    let opened: TicketView = answer.json(201);
    let id = &opened.summary.id;
    let chain = |minutes: i64| download(&customer, id, minutes).json::<Receipts>(200).receipts;
    let receipt = opened.receipt.as_ref().expect("opening promises something");
    assert_eq!((receipt.chain.as_str(), receipt.keys.as_str()), (path(id).as_str(), KEYS_PATH));
    assert_eq!(chain(1), std::slice::from_ref(&receipt.jws));
    customer.get(&receipt.chain, minute(1)).send().expect_status(200);
    assert_eq!(customer.ticket(id, minute(1)).receipt, None, "a read makes none");

    // Each of these either moves what is owed, and says so by the chain's new end, or makes no receipt.
    let mut known = chain(1);
    let mut check = |ticket: &TicketView, minutes: i64| {
        let now = chain(minutes);
        let made = (now.len() > known.len()).then(|| now.last().cloned()).flatten();
        assert_eq!(ticket.receipt.as_ref().map(|it| &it.jws), made.as_ref(), "at {minutes}");
        known = now;
        made.is_some()
    };
    let accepted = lin.accept(id, opened.summary.seq, minute(5)).ticket;
    assert!(!check(&accepted, 6), "what was promised is kept, and nothing new is");
    let noted = lin.note(id, "It may be the proxy.", minute(7)).ticket;
    assert!(!check(&noted, 8));
    let written = customer.write(id, "Any news?", noted.summary.seq, minute(9));
    assert!(check(&written, 10));
    let again = customer.write(id, "Anybody?", written.summary.seq, minute(11));
    assert!(!check(&again, 12), "the oldest question counts");
    let asked = lin.ask(id, &["The console's log"], again.summary.seq, minute(13)).ticket;
    assert!(check(&asked, 14));
    let at_the_desk = asked.receipt.map(|it| it.chain).unwrap_or_default();
    assert_eq!(at_the_desk, format!("/v1/desk/tickets/{id}/receipts"));
    lin.get(&at_the_desk, minute(15)).send().expect_status(200);

    // Much has happened since, and a repetition is answered as the first time, to the byte.
    let repeated = open();
    assert_eq!((repeated.status, repeated.text()), (answer.status, answer.text()));
}

#[test]
fn a_new_plan_is_confirmed_in_the_chain_and_verifies_offline() {
    let world = World::shared();
    let account = fresh("acc");
    let customer = Customer::of_account(world, &account);
    let opened = customer.open(&new_ticket("Upgraded", Severity::Question), minute(0));
    let id = &opened.summary.id;
    let upgrade = json!({"name": "A", "plan": "enterprise"});
    let path = format!("/v1/desk/accounts/{account}");
    let changed: Value = Agent::theo(world).call("PUT", &path, minute(10)).json(&upgrade).send().json(200);
    assert_eq!(changed["replanned"], 1);

    let file = download(&customer, id, 11);
    let chain: Receipts = file.json(200);
    let receipts = said(&file);
    let [first, second] = receipts.as_slice() else { panic!("two receipts: {}", file.text()) };
    assert_eq!(second.previous.as_deref(), Some(jws::sha256(&chain.receipts[0]).as_str()));
    assert_eq!((first.plan.as_str(), second.plan.as_str()), ("basic", "enterprise"));
    let [Cause::PlanChanged { from, to, reason }] = second.because.as_slice() else {
        panic!("it says why: {:?}", second.because)
    };
    let told = "The plan of your account has changed.";
    assert_eq!((from.as_str(), to.as_str(), reason.as_str()), ("basic", "enterprise", told));
    assert_eq!(owed_in(second), owed_by(&customer.ticket(id, minute(11))));
    assert_ne!(owed_in(first), owed_in(second));

    let keys = published();
    let report = verified(&receipts::verify(&file.body, &keys));
    assert_eq!((&report["verified"], &report["faults"]), (&json!(true), &json!([])), "{report}");
    // A byte within the second receipt, whichever part of it that is.
    let text = file.text();
    let begin = text.find(&chain.receipts[1]).expect("it stands in the file");
    let length = chain.receipts[1].len();
    for place in [begin + 3, begin + length / 2, begin + length - 3] {
        let mut bytes = file.body.clone();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        assert_eq!(receipts::verify(&bytes, &keys).status.code(), Some(1), "byte {place}");
    }
}

#[test]
fn a_file_that_was_tampered_with_does_not_verify() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "professional"), Agent::lin(world));
    let opened = customer.open(&new_ticket("Tampered", Severity::Degraded), minute(0)).summary;
    let _ = lin.reclassify(&opened.id, Severity::Down, "It is worse.", opened.seq, minute(5));
    let other = customer.open(&new_ticket("Another", Severity::Degraded), minute(6)).summary;
    let (file, other) = (download(&customer, &opened.id, 9), download(&customer, &other.id, 9));
    let keys = published();
    let _ = verified(&receipts::verify(&file.body, &keys));

    let fails = |bytes: &[u8], check: &str| {
        let output = receipts::verify(bytes, &keys);
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(
            verified(&output)["faults"][0]["check"],
            check,
            "{}",
            String::from_utf8_lossy(&output.stdout)
        );
    };
    for place in [0, 200, file.body.len() / 2, file.body.len() * 3 / 4, file.body.len() - 30] {
        let mut bytes = file.body.clone();
        bytes[place] ^= 1;
        let output = receipts::verify(&bytes, &keys);
        assert_eq!(output.status.code(), Some(1), "byte {place}");
    }
    let changed = |edit: &dyn Fn(&mut Receipts)| {
        let mut receipts: Receipts = file.json(200);
        edit(&mut receipts);
        receipts.to_file().into_bytes()
    };
    let spliced: Receipts = other.json(200);
    fails(&changed(&|it| it.receipts.swap(0, 1)), "chain");
    fails(&changed(&|it| drop(it.receipts.pop())), "chain");
    fails(&changed(&|it| drop(it.receipts.remove(0))), "chain");
    fails(&changed(&|it| it.receipts[1] = spliced.receipts[0].clone()), "chain");
    fails(&changed(&|it| it.statement = spliced.statement.clone()), "chain");
    fails(&changed(&|it| it.calendars.clear()), "deadlines");
}

#[test]
fn only_who_may_see_the_ticket_gets_its_receipts() {
    let world = World::shared();
    let customer = Customer::new(world, "professional");
    let ticket = customer.open(&new_ticket("Whose", Severity::Degraded), minute(0)).summary;
    let path = path(&ticket.id);
    world.get(&path).now(minute(1)).send().problem(Kind::Unauthenticated);
    for other in [Customer::new(world, "professional"), Customer::guest(world)] {
        other.get(&path, minute(1)).send().problem(Kind::NotFound);
    }
    for unknown in ["tkt_0", "tkt_01ARYZ6S410000000000000000", "%00", "%20"] {
        customer.get(&format!("/v1/tickets/{unknown}/receipts"), minute(1)).send().problem(Kind::NotFound);
    }
    let session = customer.session(minute(1));
    let late = session.expires_at + TimeDelta::minutes(1);
    world.get(&path).now(late).bearer(&session.token).send().problem(Kind::Expired);
    world.call("POST", &path).now(minute(1)).send().problem(Kind::MethodNotAllowed);

    let file = download(&customer, &ticket.id, 1);
    assert_eq!(download(&customer.colleague(), &ticket.id, 1).body, file.body);
    let desk = format!("/v1/desk{}", path.trim_start_matches("/v1"));
    let seen = Agent::lin(world).get(&desk, minute(1)).send();
    seen.expect_status(200);
    assert_eq!(seen.body, file.body, "the vendor's people see what the customer has");
    world.get(&desk).now(minute(1)).bearer(&session.token).send().problem(Kind::Unauthenticated);
    let nowhere = "/v1/desk/tickets/tkt_0/receipts";
    Agent::lin(world).get(nowhere, minute(1)).send().problem(Kind::NotFound);
}

#[test]
fn a_guest_has_receipts_as_well() {
    let guest = Customer::guest(World::shared());
    let ticket = guest.open(&new_ticket("A guest's", Severity::Question), minute(0));
    let file = download(&guest, &ticket.summary.id, 1);
    assert_eq!(owed_in(&said(&file)[0]), owed_by(&ticket));
    let _ = verified(&receipts::verify(&file.body, &published()));
}

#[test]
fn who_has_the_chain_is_told_so_until_the_ticket_moves() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "professional"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Tagged", Severity::Degraded), minute(0)).summary;
    let first = download(&customer, &ticket.id, 1);
    let tag = first.header("etag").expect("a tag").to_owned();
    let held = |tag: &str| customer.get(&path(&ticket.id), minute(3)).header("If-None-Match", tag).send();
    let unchanged = held(&tag);
    assert_eq!((unchanged.status, unchanged.body.len()), (304, 0));
    assert_eq!(unchanged.header("etag"), Some(tag.as_str()));
    assert_eq!(download(&customer, &ticket.id, 20).body, first.body, "time alone changes nothing");
    // A note moves no promise, but the statement covers it: the chain is whole up to there.
    let _ = lin.note(&ticket.id, "Looking.", minute(2));
    let second = held(&tag);
    second.expect_status(200);
    assert_ne!(second.header("etag"), Some(tag.as_str()));
    assert_eq!(said(&second).len(), 1);
}

#[test]
fn a_repeated_request_is_confirmed_once() {
    let world = World::shared();
    let customer = Customer::new(world, "professional");
    let key = fresh("key");
    let new = new_ticket("Sent twice", Severity::Degraded);
    let send = || customer.call("POST", "/v1/tickets", minute(0)).key(&key).json(&new).send();
    let (first, second): (TicketView, TicketView) = (send().json(201), send().json(201));
    assert_eq!(first.summary.id, second.summary.id);
    assert_eq!(said(&download(&customer, &first.summary.id, 1)).len(), 1);
}

#[test]
fn writers_who_race_leave_one_chain() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "professional"), Agent::lin(world));
    let opened = customer.open(&new_ticket("Raced for", Severity::Degraded), minute(0)).summary;
    let answered = lin.answer(&opened.id, "Looking.", opened.seq, minute(1)).ticket.summary;
    let colleagues: Vec<_> = (0..6).map(|_| customer.colleague()).collect();
    std::thread::scope(|scope| {
        for (number, colleague) in colleagues.iter().enumerate() {
            let id = &opened.id;
            scope.spawn(move || colleague.write(id, &format!("Word {number}"), answered.seq, minute(2)));
        }
    });
    let file = download(&customer, &opened.id, 3);
    let receipts = said(&file);
    // Opened, and one answer that is owed since the first of the six, whoever that was.
    assert_eq!(receipts.len(), 2, "{}", file.text());
    let report = verified(&receipts::verify(&file.body, &published()));
    assert_eq!(report["verified"], true, "{report}");
}

#[test]
fn the_keys_are_public_and_say_nothing_private() {
    let world = World::shared();
    let answer = world.get(KEYS_PATH).send();
    answer.expect_status(200);
    assert_eq!(answer.header("content-type"), Some("application/jwk-set+json"));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    let cached = answer.header("cache-control").unwrap_or_default();
    assert!(cached.starts_with("public, max-age="), "{cached}");
    let set: KeySet = serde_json::from_slice(&answer.body).expect("a key set");
    assert_eq!(set, receipts::keyring().to_key_set());
    assert_eq!(set.keys.len(), 2, "the retired one stays");
    assert!(!answer.text().contains("\"d\""));
    let tag = answer.header("etag").expect("a tag").to_owned();
    let held = world.get(KEYS_PATH).header("If-None-Match", &tag).send();
    assert_eq!((held.status, held.body.len()), (304, 0));
    world.call("POST", KEYS_PATH).send().problem(Kind::MethodNotAllowed);
    let health: Value = world.get("/healthz").send().json(200);
    assert_eq!(health["receipts"], "on");
}

#[test]
fn what_a_retired_key_signed_still_verifies() {
    let world = World::shared();
    let customer = Customer::new(world, "enterprise");
    let ticket = customer.open(&new_ticket("Of before", Severity::Degraded), minute(0)).summary;
    let file = download(&customer, &ticket.id, 1);
    // The same, as the key of before would have signed it.
    let old = receipts::retired_key();
    let mut chain: Receipts = file.json(200);
    chain.receipts[0] = old.sign(jws::Kind::Receipt, &said(&file)[0]).expect("a receipt");
    let parts = Parts::take(&chain.statement, jws::Kind::Statement).expect("a statement");
    let statement: Statement = parts.claims().expect("a statement");
    let statement = Statement { last: Some(jws::sha256(&chain.receipts[0])), ..statement };
    chain.statement = old.sign(jws::Kind::Statement, &statement).expect("a statement");
    let bytes = chain.to_file().into_bytes();
    let report = verified(&receipts::verify(&bytes, &published()));
    assert_eq!(report["verified"], true, "{report}");

    let only_new = Keyring::published(&String::from_utf8_lossy(&published())).expect("keys").to_key_set();
    let only_new = json!({"keys": only_new.keys.iter().take(1).collect::<Vec<_>>()});
    let report = verified(&receipts::verify(&bytes, only_new.to_string().as_bytes()));
    assert_eq!(report["faults"][0]["check"], "signatures", "{report}");
}

#[test]
fn a_key_that_can_not_sign_stops_receipts_and_no_ticket() {
    let world = World::with_mistaken_key();
    world.expect_error("receipts can't be signed");
    let customer = Customer::new(world, "professional");
    let ticket = customer.open(&new_ticket("A mistaken key", Severity::Degraded), minute(0));
    assert_eq!(ticket.receipt, None);
    let _ = customer.write(&ticket.summary.id, "Still there?", ticket.summary.seq, minute(1));
    customer.get(&path(&ticket.summary.id), minute(2)).send().problem(Kind::NotFound);
    world.get(KEYS_PATH).send().problem(Kind::NotFound);
    let health: Value = world.get("/healthz").send().json(200);
    assert_eq!((&health["status"], &health["receipts"]), (&json!("ok"), &json!("misconfigured")));
    assert!(!world.log().contains("\"d\""), "a key is never logged");
}

#[test]
fn without_a_key_tickets_work_and_receipts_are_said_to_be_off() {
    let world = World::in_production();
    let customer = Customer::without_claim(world, aftercare_tests::world::SITE);
    // The world like a deployment has the machine's time.
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970").as_secs();
    let now = DateTime::from_timestamp(since_1970.try_into().unwrap_or_default(), 0).expect("a time");
    let ticket = customer.open(&new_ticket("No receipts", Severity::Question), now);
    assert!(!ticket.promises.is_empty(), "what is promised is promised");
    assert_eq!(ticket.receipt, None);
    let problem = customer.get(&path(&ticket.summary.id), now).send().problem(Kind::NotFound);
    assert!(problem.detail.contains("RECEIPT_KEYS"), "{}", problem.detail);
    customer.get("/v1/tickets/tkt_0/receipts", now).send().problem(Kind::NotFound);
    world.get(KEYS_PATH).send().problem(Kind::NotFound);
    let health: Value = world.get("/healthz").send().json(200);
    assert_eq!((&health["status"], &health["receipts"]), (&json!("ok"), &json!("off")));
}
