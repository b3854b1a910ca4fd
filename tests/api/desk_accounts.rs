//! `/v1/desk/accounts/{account}`: what is known of a customer, and what a new plan does to their live tickets.

use aftercare_shared::api::desk::accounts::{AccountChanged, AccountRecord};
use aftercare_shared::api::session::PlanSource;
use aftercare_shared::api::ticket::{PromiseState, PromiseView, TicketView};
use aftercare_shared::metric::Metric;
use aftercare_shared::problem::Kind;
use aftercare_shared::severity::Severity;
use aftercare_shared::ticket::EventBody;
use aftercare_tests::customer::fresh;
use aftercare_tests::{Agent, Customer, World, at, new_ticket};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::cron::{alone, sweep};

fn minute(minutes: i64) -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z") + TimeDelta::minutes(minutes)
}

fn promise(ticket: &TicketView, metric: Metric) -> &PromiseView {
    ticket.promises.iter().rev().find(|promise| promise.metric == metric).expect("it was promised")
}

fn plan_changes(ticket: &TicketView) -> Vec<(String, String, String)> {
    let change = |body: &EventBody| match body {
        EventBody::PlanChanged { from, to, reason } => {
            Some((from.to_string(), to.to_string(), reason.clone()))
        }
        _other => None,
    };
    ticket.events.iter().filter_map(|event| change(&event.body)).collect()
}

/// Writes an account as Theo does, who leads.
fn put(world: &World, account: &str, body: &Value, now: DateTime<Utc>) -> AccountChanged {
    let path = format!("/v1/desk/accounts/{account}");
    Agent::theo(world).call("PUT", &path, now).json(body).send().json(200)
}

#[test]
fn an_account_is_written_whole_and_read_back() {
    let world = World::shared();
    let account = fresh("acc");
    let path = format!("/v1/desk/accounts/{account}");
    let (ana, theo) = (Agent::ana(world), Agent::theo(world));
    ana.get(&path, minute(0)).send().problem(Kind::NotFound);
    let body = json!({"name": " Harbour\tWorks ", "plan": "professional", "region": "eu"});
    let refused = ana.call("PUT", &path, minute(0)).json(&body).send().problem(Kind::Forbidden);
    assert!(refused.detail.contains("`lead`") && refused.detail.contains("`agent`"), "{}", refused.detail);
    let changed = put(world, &account, &body, minute(0));
    assert_eq!((changed.account.name.as_str(), changed.replanned), ("Harbour Works", 0));
    let answer = ana.get(&path, minute(1)).send();
    let record: AccountRecord = answer.json(200);
    assert_eq!(record, changed.account);
    let tag = answer.header("etag").expect("a read carries an ETag").to_owned();
    ana.get(&path, minute(1)).header("If-None-Match", &tag).send().expect_status(304);
    // Sent again it changes nothing; what is left out is not known any more.
    assert_eq!(put(world, &account, &body, minute(2)), changed);
    let bare = put(world, &account, &json!({"name": "Harbour"}), minute(3));
    assert_eq!((bare.account.plan, bare.account.region), (None, None));
    theo.get(&path, minute(3)).header("If-None-Match", &tag).send().expect_status(200);
}

#[test]
fn who_names_what_they_have_seen_overwrites_nothing_else() {
    let world = World::shared();
    let account = fresh("acc");
    let path = format!("/v1/desk/accounts/{account}");
    let theo = Agent::theo(world);
    let write = |tag: &str, name: &str| {
        theo.call("PUT", &path, minute(1)).header("If-Match", tag).json(&json!({"name": name})).send()
    };
    let read = || theo.get(&path, minute(1)).send().header("etag").expect("a tag").to_owned();
    // There is nothing yet that it could take the place of.
    for tag in ["*", "\"x\"", "x"] {
        write(tag, "Too early").problem(Kind::Stale);
    }
    theo.get(&path, minute(1)).send().problem(Kind::NotFound);
    put(world, &account, &json!({"name": "First"}), minute(0));
    let first = read();
    let written = write(&first, "Second");
    written.expect_status(200);
    let second = read();
    assert_eq!(written.header("etag"), Some(second.as_str()), "a write says what the next may name");
    let problem = write(&first, "Third").problem(Kind::Stale);
    assert!(problem.detail.contains("Read it"), "{}", problem.detail);
    assert_eq!(read(), second, "nothing was written");
    write(&format!("{first}, {second}"), "Third").expect_status(200);
    write("*", "Fourth").expect_status(200);
    // Whoever names nothing is the last one, as ever.
    assert_eq!(put(world, &account, &json!({"name": "Fifth"}), minute(2)).account.name, "Fifth");
}

#[test]
fn of_those_who_have_seen_the_same_one_writes() {
    let world = World::shared();
    let account = fresh("acc");
    let customer = Customer::of_account(world, &account);
    let ticket = customer.open(&new_ticket("Fought over", Severity::Question), minute(0)).summary;
    let path = format!("/v1/desk/accounts/{account}");
    put(world, &account, &json!({"name": "First", "plan": "basic"}), minute(1));
    let tag = Agent::theo(world).get(&path, minute(1)).send().header("etag").expect("a tag").to_owned();
    let plans = ["professional", "enterprise", "professional", "enterprise"];
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let writers = plans.iter().enumerate().map(|(place, plan)| {
            let (path, tag) = (&path, &tag);
            let body = json!({"name": format!("{plan} {place}"), "plan": plan});
            scope.spawn(move || {
                let call = Agent::theo(world).call("PUT", path, minute(5)).header("If-Match", tag);
                call.json(&body).send().status
            })
        });
        let writers: Vec<_> = writers.collect();
        writers.into_iter().map(|writer| writer.join().expect("a writer ends")).collect()
    });
    let written: Vec<usize> = (0..plans.len()).filter(|place| statuses[*place] == 200).collect();
    assert_eq!(written.len(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 3, "{statuses:?}");
    let record: AccountRecord = Agent::ana(world).get(&path, minute(6)).send().json(200);
    let winner = plans[written[0]];
    assert_eq!(record.name, format!("{winner} {}", written[0]));
    assert_eq!(Agent::ana(world).ticket(&ticket.id, minute(6)).customer.plan.id.as_str(), winner);
}

#[test]
fn every_field_that_can_not_be_is_named() {
    let world = World::shared();
    let path = format!("/v1/desk/accounts/{}", fresh("acc"));
    let body = json!({
        "name": "  ", "plan": "gold", "region": "a\nb", "reason": {"en": " ", "zh": ""},
    });
    let problem = Agent::theo(world).call("PUT", &path, minute(0)).json(&body).send().problem(Kind::Invalid);
    let pointers: Vec<&str> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(pointers, ["#/name", "#/plan", "#/region", "#/reason"]);
    assert!(problem.errors[1].detail.contains("basic, professional, enterprise"), "{problem:?}");
    Agent::theo(world).get(&path, minute(0)).send().problem(Kind::NotFound);
}

#[test]
fn an_upgrade_counts_at_once_and_a_lapse_keeps_what_was_promised() {
    let world = World::shared();
    let account = fresh("acc");
    let customer = Customer::of_account(world, &account);
    let lin = Agent::lin(world);
    let ticket = customer.open(&new_ticket("Upgraded", Severity::Question), minute(0));
    let id = &ticket.summary.id;
    // The site's default is basic: eight hours of the office, which closes after seven and a half.
    assert_eq!(promise(&ticket, Metric::FirstResponse).due_at, Some(at("2026-03-11T01:30:00Z")));

    let changed = put(world, &account, &json!({"name": "A", "plan": "enterprise"}), minute(10));
    assert_eq!((changed.replanned, changed.more_to_follow), (1, false));
    let upgraded = customer.ticket(id, minute(11));
    // An hour round the clock, ten minutes of which have run.
    assert_eq!(promise(&upgraded, Metric::FirstResponse).due_at, Some(minute(60)));
    let reason = "The plan of your account has changed.";
    assert_eq!(plan_changes(&upgraded), [("basic".into(), "enterprise".into(), reason.into())]);
    let seen = lin.ticket(id, minute(11)).customer.plan;
    assert_eq!((seen.id.as_str(), seen.source), ("enterprise", PlanSource::Account));
    world.receiver.wait_for("ticket.plan_changed", id.as_str());
    assert_eq!(put(world, &account, &json!({"name": "A", "plan": "enterprise"}), minute(12)).replanned, 0);

    let lapse = json!({"name": "A", "reason": {"en": "The contract has ended.", "zh": "合同已到期。"}});
    assert_eq!(put(world, &account, &lapse, minute(20)).replanned, 1);
    let lapsed = customer.ticket(id, minute(21));
    assert_eq!(promise(&lapsed, Metric::FirstResponse).due_at, Some(minute(60)), "what was promised is kept");
    let last = plan_changes(&lapsed).pop().expect("it stands in the log");
    assert_eq!(last, ("enterprise".into(), "basic".into(), "The contract has ended.".into()));
    // What begins after the lapse follows the plan in force: eight hours of the office, from 10:30 on.
    let accepted = lin.accept(id, lapsed.summary.seq, minute(25)).ticket.summary;
    let written = customer.write(id, "And another thing.", accepted.seq, minute(30));
    let next = promise(&written, Metric::NextResponse);
    assert_eq!((next.clock.as_str(), next.target_seconds), ("cn-2026", 8 * 3600));
}

#[test]
fn an_upgrade_whose_target_has_run_out_gives_a_grace() {
    let world = World::shared();
    let account = fresh("acc");
    let customer = Customer::of_account(world, &account);
    let ticket = customer.open(&new_ticket("Upgraded late", Severity::Question), minute(0));
    put(world, &account, &json!({"name": "A", "plan": "enterprise"}), minute(200));
    let upgraded = customer.ticket(&ticket.summary.id, minute(201));
    let first = promise(&upgraded, Metric::FirstResponse);
    assert_eq!((first.state, first.due_at), (PromiseState::Running, Some(minute(230))), "no instant miss");
}

#[test]
fn only_live_tickets_whose_plan_is_known_from_the_table_follow_it() {
    let world = World::shared();
    let account = fresh("acc");
    let (customer, lin) = (Customer::of_account(world, &account), Agent::lin(world));
    let open = |subject: &str| customer.open(&new_ticket(subject, Severity::Question), minute(0)).summary;
    let (live, resolved) = (open("Live"), open("Resolved"));
    let accepted = lin.accept(&resolved.id, resolved.seq, minute(1)).ticket.summary;
    lin.resolve(&resolved.id, accepted.seq, minute(2));
    assert_eq!(put(world, &account, &json!({"name": "A", "plan": "professional"}), minute(5)).replanned, 1);
    assert_eq!(plan_changes(&customer.ticket(&live.id, minute(6))).len(), 1);
    assert_eq!(plan_changes(&customer.ticket(&resolved.id, minute(6))), []);

    // A signed identity said `basic`, and its word comes first.
    let claimed = Customer::new(world, "basic");
    let ticket = claimed.open(&new_ticket("Claimed", Severity::Question), minute(0)).summary;
    let changed = put(world, claimed.account(), &json!({"name": "B", "plan": "enterprise"}), minute(5));
    assert_eq!(changed.replanned, 0);
    assert_eq!(plan_changes(&claimed.ticket(&ticket.id, minute(6))), []);
}

#[test]
fn many_at_once_leave_every_ticket_on_the_plan_of_the_last() {
    let world = World::shared();
    let account = fresh("acc");
    let customer = Customer::of_account(world, &account);
    let ticket = customer.open(&new_ticket("Raced", Severity::Question), minute(0)).summary;
    std::thread::scope(|scope| {
        for plan in ["professional", "enterprise", "professional", "basic"] {
            let account = &account;
            scope.spawn(move || put(world, account, &json!({"name": plan, "plan": plan}), minute(5)));
        }
    });
    let path = format!("/v1/desk/accounts/{account}");
    let record: AccountRecord = Agent::ana(world).get(&path, minute(6)).send().json(200);
    // The last one's name came with its plan.
    assert_eq!(record.plan.as_ref().map(|plan| plan.as_str()), Some(record.name.as_str()));
    let seen = Agent::ana(world).ticket(&ticket.id, minute(6)).customer.plan;
    assert_eq!(Some(seen.id), record.plan);
}

#[test]
fn the_sweep_carries_on_what_is_too_much_for_one_request() {
    let (world, _turn) = alone();
    let account = fresh("acc");
    let customer = Customer::of_account(world, &account);
    for place in 0..22 {
        customer.open(&new_ticket(&format!("One of many {place}"), Severity::Question), minute(0));
    }
    let changed = put(world, &account, &json!({"name": "A", "plan": "professional"}), minute(1));
    assert_eq!((changed.replanned, changed.more_to_follow), (20, true));
    let left =
        || world.rows("SELECT id FROM ticket WHERE account = ?1 AND plan <> 'professional'", &[&account]);
    assert_eq!(left().len(), 2);
    sweep(world, minute(2));
    assert_eq!(left().len(), 0);
    assert!(world.rows("SELECT account FROM plan_change WHERE account = ?1", &[&account]).is_empty());
}
