//! `/v1/desk/policies`: versions are kept, a new one is pushed, and what is promised follows.
//!
//! A policy is everybody's, so these tests have a world of their own and take turns in it.

use std::sync::{Barrier, Mutex, MutexGuard, PoisonError};

use aftercare_shared::api::Page;
use aftercare_shared::api::desk::policies::{Differences, PolicyVersion, PolicyView, Pushed};
use aftercare_shared::api::ticket::{PromiseView, TicketView};
use aftercare_shared::metric::Metric;
use aftercare_shared::policy::diff::Effect;
use aftercare_shared::policy::{Policy, default_document};
use aftercare_shared::problem::Kind;
use aftercare_shared::severity::Severity;
use aftercare_shared::ticket::EventBody;
use aftercare_tests::customer::fresh;
use aftercare_tests::{Agent, Call, Customer, World, at, eventually, new_ticket};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::cron::sweep;

const POLICIES: &str = "/v1/desk/policies";

pub(crate) fn alone() -> (&'static World, MutexGuard<'static, ()>) {
    static TURN: Mutex<()> = Mutex::new(());
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    (World::of_the_policy(), turn)
}

fn minute(minutes: i64) -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z") + TimeDelta::minutes(minutes)
}

/// The default policy, edited.
fn edited(edit: impl FnOnce(&mut Value)) -> Value {
    let mut document = serde_json::from_str(default_document()).expect("the default policy is JSON");
    edit(&mut document);
    document
}

/// The default policy with another first response for everything but severe and down on professional.
pub(crate) fn responding_in(duration: &str) -> Value {
    edited(|document| {
        document["plans"][1]["targets"]["first_response"]["any"]["duration"] = json!(duration);
        // Whatever else a test before this one has pushed, this is another document.
        document["source"] = json!(fresh("source"));
    })
}

fn current(world: &World) -> PolicyView {
    Agent::ana(world).get(&format!("{POLICIES}/current"), minute(0)).send().json(200)
}

fn pushing(world: &World, body: &Value, now: DateTime<Utc>) -> Call {
    Agent::lin(world).post(POLICIES, now).json(body)
}

/// Pushes a document over whatever is in force.
fn push(world: &World, document: &Value, now: DateTime<Utc>) -> Pushed {
    let based_on = current(world).version.version;
    pushing(world, &json!({"based_on": based_on, "document": document}), now).send().json(201)
}

fn first_response(ticket: &TicketView) -> &PromiseView {
    let found = ticket.promises.iter().rev().find(|promise| promise.metric == Metric::FirstResponse);
    found.expect("it was promised")
}

#[test]
fn every_version_is_kept_and_told_by_whom() {
    let (world, _turn) = alone();
    let before = current(world).version.version;
    let document = responding_in("3h");
    let body = json!({"based_on": before, "document": document, "note": "  Agreed with sales.  "});
    let answer = pushing(world, &body, minute(5)).send();
    let pushed: Pushed = answer.json(201);
    let version = pushed.version.version;
    assert_eq!((version, pushed.is_new), (before + 1, true));
    assert_eq!(answer.header("location"), Some(format!("{POLICIES}/{version}").as_str()));
    let about = &pushed.version;
    assert_eq!(
        (about.created_by.as_deref(), about.note.as_deref()),
        (Some("Lin Wei"), Some("Agreed with sales."))
    );
    assert_eq!((about.created_at, about.hash.len()), (Some(minute(5)), 64));

    let ana = Agent::ana(world);
    let list: Page<PolicyVersion> = ana.get(POLICIES, minute(6)).send().json(200);
    assert_eq!(list.items.first(), Some(about));
    let last = list.items.last().expect("the built-in one ends the list");
    assert_eq!((last.version, last.created_at, last.hash.len()), (0, None, 64));
    assert_eq!(last.created_by.as_deref(), Some("built-in"));
    let mut numbers = Vec::new();
    let mut cursor = String::new();
    loop {
        let page: Page<PolicyVersion> =
            ana.get(&format!("{POLICIES}?limit=1{cursor}"), minute(6)).send().json(200);
        assert_eq!(page.items.len(), 1);
        numbers.extend(page.items.iter().map(|item| item.version));
        let Some(next) = page.next_cursor else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(numbers, (0..=version).rev().collect::<Vec<_>>());

    let answer = ana.get(&format!("{POLICIES}/{version}"), minute(6)).send();
    let view: PolicyView = answer.json(200);
    assert_eq!(view, current(world));
    assert_eq!(
        serde_json::to_value(&view.document).expect("a document is JSON")["source"],
        document["source"]
    );
    let tag = answer.header("etag").expect("a read carries an ETag").to_owned();
    let again = ana.get(&format!("{POLICIES}/current"), minute(6)).header("If-None-Match", &tag).send();
    again.expect_status(304);
    let built_in: PolicyView = ana.get(&format!("{POLICIES}/0"), minute(6)).send().json(200);
    assert_eq!(serde_json::to_value(built_in.document).expect("JSON")["default_plan"], "basic");
    for nothing in [(version + 1).to_string(), "-1".to_owned(), "x".to_owned(), "99999999999".to_owned()] {
        ana.get(&format!("{POLICIES}/{nothing}"), minute(6)).send().problem(Kind::NotFound);
    }
    ana.get(&format!("{POLICIES}?cursor=x"), minute(6)).send().problem(Kind::Invalid);
}

#[test]
fn what_comes_with_the_software_is_kept_before_anything_is_promised_under_it() {
    // In this world nobody pushes.
    let world = World::shared();
    let customers: Vec<_> = (0..4).map(|_| Customer::new(world, "professional")).collect();
    let tickets: Vec<TicketView> = std::thread::scope(|scope| {
        let open = |customer: &Customer<'_>| {
            customer.open(&new_ticket("Promised under what", Severity::Question), minute(0))
        };
        let opening: Vec<_> = customers.iter().map(|customer| scope.spawn(move || open(customer))).collect();
        opening.into_iter().map(|one| one.join().expect("a ticket is opened")).collect()
    });
    let kept = world.rows("SELECT version, hash, created_by, document FROM policy", &[]);
    let [row] = kept.as_slice() else { panic!("one row: {kept:?}") };
    let policy = Policy::parse(&row[3]).expect("what is kept is a policy");
    let built_in = Policy::parse(default_document()).expect("the built-in policy is one");
    assert_eq!((row[0].as_str(), row[2].as_str()), ("0", "NULL"));
    assert_eq!((&row[1], policy.hash()), (&built_in.hash(), built_in.hash()));
    for event in tickets.iter().flat_map(|ticket| &ticket.events) {
        if let EventBody::PromiseMade(promise) = &event.body {
            assert_eq!((promise.policy_version, &promise.policy_hash), (0, &row[1]));
        }
    }
}

#[test]
fn only_an_admin_pushes() {
    let (world, _turn) = alone();
    let body = json!({"based_on": current(world).version.version, "document": responding_in("5h")});
    for (agent, role) in [(Agent::ana(world), "agent"), (Agent::theo(world), "lead")] {
        let problem = agent.post(POLICIES, minute(0)).json(&body).send().problem(Kind::Forbidden);
        assert!(problem.detail.contains("`admin`") && problem.detail.contains(role), "{}", problem.detail);
    }
    let me: Value = Agent::lin(world).get("/v1/desk/me", minute(0)).send().json(200);
    assert_eq!(me["role"], "admin");
}

#[test]
fn every_slip_is_named_where_it_stands() {
    let (world, _turn) = alone();
    let based_on = current(world).version.version;
    let bad = edited(|document| {
        document["default_plan"] = json!("gold");
        document["escalations"][0]["at"] = json!(900);
        document["plans"][0]["targets"]["resolution"]["any"]["clock"] = json!("mars");
    });
    let problem = pushing(world, &json!({"based_on": based_on, "document": bad}), minute(0))
        .send()
        .problem(Kind::Invalid);
    let pointers: Vec<&str> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
    for pointer in [
        "#/document/default_plan",
        "#/document/escalations/0/at",
        "#/document/plans/0/targets/resolution/any/clock",
    ] {
        assert!(pointers.contains(&pointer), "{pointer} {pointers:?}");
    }
    // What has not the shape is pointed at as well.
    let shapeless =
        edited(|document| document["plans"][1]["targets"]["next_response"] = json!({"urgent": "none"}));
    let problem = pushing(world, &json!({"based_on": based_on, "document": shapeless}), minute(0));
    let problem = problem.send().problem(Kind::Malformed);
    assert!(problem.errors[0].pointer.starts_with("#/document/plans/1/targets"), "{problem:?}");
    let long = json!({"based_on": based_on, "document": responding_in("7h"), "note": "x".repeat(501)});
    assert_eq!(pushing(world, &long, minute(0)).send().problem(Kind::Invalid).errors[0].pointer, "#/note");
    let large = json!({"based_on": based_on, "document": {"source": "x".repeat(300 * 1024)}});
    pushing(world, &large, minute(0)).send().problem(Kind::TooLarge);
    assert_eq!(current(world).version.version, based_on, "nothing of that was pushed");
}

#[test]
fn a_push_is_done_once_for_each_key_and_on_what_it_was_based_on() {
    let (world, _turn) = alone();
    let based_on = current(world).version.version;
    let body = json!({"based_on": based_on, "document": responding_in("6h")});
    let key = fresh("key");
    let send = |body: &Value| Agent::lin(world).call("POST", POLICIES, minute(0)).key(&key).json(body).send();
    let first = send(&body);
    let again = send(&body);
    assert_eq!((first.status, again.status), (201, 201));
    assert_eq!(first.text(), again.text());
    send(&json!({"based_on": based_on + 1, "document": responding_in("2h")})).problem(Kind::KeyReused);
    // Based on what is not in force any more.
    let stale = json!({"based_on": based_on, "document": responding_in("2h")});
    pushing(world, &stale, minute(0)).send().problem(Kind::Stale);
    let future = json!({"based_on": based_on + 7, "document": responding_in("2h")});
    pushing(world, &future, minute(0)).send().problem(Kind::Stale);
    // The same content makes no new version.
    let pushed: Pushed = pushing(world, &body, minute(0)).send().json(200);
    assert_eq!((pushed.version.version, pushed.is_new, pushed.changes.len()), (based_on + 1, false, 0));
    assert_eq!(current(world).version.version, based_on + 1);
}

#[test]
fn of_two_who_push_at_once_one_is_told() {
    let (world, _turn) = alone();
    let based_on = current(world).version.version;
    let barrier = Barrier::new(4);
    let mut statuses: Vec<u16> = std::thread::scope(|scope| {
        let pushers: Vec<_> = (0..4)
            .map(|place| {
                let barrier = &barrier;
                scope.spawn(move || {
                    let document = responding_in(&format!("{}m", 100 + place));
                    let call =
                        pushing(world, &json!({"based_on": based_on, "document": document}), minute(0));
                    barrier.wait();
                    let answer = call.send();
                    if answer.status != 201 {
                        answer.problem(Kind::Stale);
                    }
                    answer.status
                })
            })
            .collect();
        pushers.into_iter().map(|pusher| pusher.join().expect("every pusher is answered")).collect()
    });
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409]);
    assert_eq!(current(world).version.version, based_on + 1);
}

#[test]
fn a_document_is_compared_before_it_is_pushed() {
    let (world, _turn) = alone();
    let ana = Agent::ana(world);
    push(world, &responding_in("4h"), minute(0));
    let version = current(world).version.version;
    let compare = |body: Value| ana.call("POST", "/v1/desk/policies/diff", minute(0)).json(&body).send();
    let different: Differences = compare(json!({"document": edited(|document| {
        document["plans"][1]["targets"]["first_response"]["any"]["duration"] = json!("2h");
        document["source"] = serde_json::to_value(current(world).document).expect("JSON")["source"].clone();
    })}))
    .json(200);
    assert_eq!(different.against, version);
    let told: Vec<String> = different.changes.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["professional / question, degraded / first_response: 4h → 2h on cn-2026"]);
    assert_eq!(different.changes[0].effect, Effect::Better);
    let same: Differences = compare(json!({"against": 0, "document": edited(|_| {})})).json(200);
    assert_eq!((same.against, same.changes.len()), (0, 0));
    compare(json!({"against": version + 1, "document": edited(|_| {})})).problem(Kind::Invalid);
    let bad = edited(|document| document["teams"] = json!([]));
    let problem = compare(json!({"document": bad})).problem(Kind::Invalid);
    assert!(problem.errors.iter().any(|error| error.pointer == "#/document/teams"), "{problem:?}");
    assert_eq!(current(world).version.version, version, "nothing was written");
}

#[test]
fn open_promises_keep_their_version_unless_the_new_one_is_better() {
    let (world, _turn) = alone();
    let stamped = push(world, &responding_in("4h"), minute(0)).version.version;
    let customer = Customer::new(world, "professional");
    let ticket = customer.open(&new_ticket("Open while the policy changes", Severity::Question), minute(0));
    let id = &ticket.summary.id;
    let first = first_response(&ticket);
    assert_eq!((first.due_at, first.policy_version), (Some(minute(240)), stamped));
    let weighed = |version: u32| {
        let wanted = version.to_string();
        eventually("the ticket to be weighed under the new policy", || {
            let rows = world.rows("SELECT policy_version FROM ticket WHERE id = ?1", &[id.as_str()]);
            (rows == [[wanted.clone()]]).then_some(())
        });
    };
    // Worse for the customer: what was promised stays.
    let worse = push(world, &responding_in("8h"), minute(10)).version.version;
    weighed(worse);
    let kept = customer.ticket(id, minute(11));
    let first = first_response(&kept);
    assert_eq!((first.due_at, first.policy_version), (Some(minute(240)), stamped));
    assert_eq!(kept.summary.seq, ticket.summary.seq, "nothing is said of it");
    // A new ticket is under the new version.
    let new = customer.open(&new_ticket("Opened later", Severity::Question), minute(11));
    let later = first_response(&new);
    assert_eq!((later.target_seconds, later.policy_version), (8 * 3600, worse));
    // Better: the deadline moves forward, with the time elapsed kept, and says under which version.
    let better = push(world, &responding_in("2h"), minute(20)).version.version;
    weighed(better);
    let moved = customer.ticket(id, minute(21));
    let first = first_response(&moved);
    assert_eq!((first.due_at, first.policy_version), (Some(minute(120)), better));
    let made = moved.events.iter().filter(|event| matches!(event.body, EventBody::PromiseMade(_))).count();
    let before = ticket.events.iter().filter(|event| matches!(event.body, EventBody::PromiseMade(_))).count();
    assert_eq!(made, before + 1);
    // A calendar that opens more is better too: noon on the same day was closed, and the sweep sees to it where
    // nobody else does.
    let nights = edited(|document| {
        document["calendars"]["cn-2026"]["hours"]["tue"] = json!([["00:00", "24:00"]]);
        document["source"] = json!(fresh("source"));
    });
    push(world, &responding_in("8h"), minute(30));
    let evening = customer.open(&new_ticket("In the evening", Severity::Question), minute(400));
    assert!(first_response(&evening).due_at.expect("it runs") > minute(900), "tomorrow");
    push(world, &nights, minute(410));
    sweep(world, minute(411));
    let tonight = customer.ticket(&evening.summary.id, minute(412));
    assert_eq!(
        first_response(&tonight).due_at,
        Some(minute(640)),
        "four hours of an evening that is open now"
    );
}

#[test]
fn a_policy_says_which_severities_there_are() {
    let (world, _turn) = alone();
    let customer = Customer::new(world, "enterprise");
    push(world, &responding_in("4h"), minute(0));
    assert_eq!(customer.quotes(minute(0)).severities, []);
    let problem =
        customer.post("/v1/tickets", minute(0)).json(&new_ticket("Ruin", Severity::Critical)).send();
    let problem = problem.problem(Kind::Invalid);
    assert_eq!(problem.errors[0].pointer, "#/severity");
    assert!(problem.detail.contains("question, degraded, severe, down"), "{}", problem.detail);
    let document = edited(|document| {
        document["severities"] = json!([
            {"severity": "question", "name": {"en": "General guidance", "zh": "一般咨询"}},
            {"severity": "degraded"}, {"severity": "severe"}, {"severity": "down"},
            {"severity": "critical", "name": {"en": "Business-critical down", "zh": "核心业务中断"}},
        ]);
        document["plans"][2]["targets"]["first_response"]["critical"] =
            json!({"duration": "15m", "clock": "always"});
        document["source"] = json!(fresh("source"));
    });
    push(world, &document, minute(1));
    let quotes = customer.quotes(minute(1));
    let last = quotes.severities.last().expect("five are on offer");
    assert_eq!((quotes.severities.len(), last.severity), (5, Severity::Critical));
    assert_eq!(last.name.as_ref().map(|name| name.zh.as_str()), Some("核心业务中断"));
    let ticket = customer.open(&new_ticket("Ruin", Severity::Critical), minute(1));
    assert_eq!(first_response(&ticket).due_at, Some(minute(16)));
    let lin = Agent::lin(world);
    let shown = lin.ticket(&ticket.summary.id, minute(2));
    assert_eq!(shown.severities, quotes.severities);
    // Where it is not on offer any more, the ticket keeps it, and nothing is made so anew.
    push(world, &responding_in("4h"), minute(3));
    let milder =
        lin.reclassify(&ticket.summary.id, Severity::Down, "It is up again.", ticket.summary.seq, minute(4));
    let change = json!({"severity": "critical", "reason": "Or not.", "seen": milder.ticket.summary.seq});
    lin.act(&ticket.summary.id, "severity", minute(5)).json(&change).send().problem(Kind::Invalid);
}

#[test]
fn an_escalation_may_raise_the_severity_with_a_reason_the_customer_reads() {
    let (world, _turn) = alone();
    let document = edited(|document| {
        document["escalations"] = json!([{
            "metrics": ["first_response"], "severities": ["question"], "at": 50,
            "do": [{"raise": {"to": "severe", "reason": {"en": "You have waited long.", "zh": "你等了很久。"}}}],
        }]);
        document["source"] = json!(fresh("source"));
    });
    push(world, &document, minute(0));
    let (customer, lin) = (Customer::new(world, "professional"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Raised", Severity::Question), minute(0));
    let id = &ticket.summary.id;
    sweep(world, minute(120));
    sweep(world, minute(121));
    let raised = customer.ticket(id, minute(121));
    assert_eq!((raised.summary.severity, raised.severity_asked), (Severity::Severe, Severity::Question));
    let reasons: Vec<&str> = raised
        .events
        .iter()
        .filter_map(|event| match &event.body {
            EventBody::SeverityChanged { reason, .. } => Some(reason.as_str()),
            _other => None,
        })
        .collect();
    assert_eq!(reasons, ["You have waited long."]);
    // The stricter half hour has run out long ago: the grace is given.
    assert_eq!(first_response(&raised).due_at, Some(minute(150)));
    let log = lin.ticket(id, minute(122)).ticket.events;
    assert_eq!(log.iter().filter(|event| matches!(event.body, EventBody::Escalated { .. })).count(), 1);
}
