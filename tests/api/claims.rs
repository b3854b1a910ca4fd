//! The plan that a signed identity names, and what becomes of live tickets where a later one names another.

use aftercare_shared::api::session::{NewSession, PlanSource, Session};
use aftercare_shared::api::ticket::{PromiseView, TicketView};
use aftercare_shared::id::SiteId;
use aftercare_shared::metric::Metric;
use aftercare_shared::severity::Severity;
use aftercare_shared::ticket::EventBody;
use aftercare_tests::customer::fresh;
use aftercare_tests::identity::Identity;
use aftercare_tests::world::{SITE, identity_key};
use aftercare_tests::{Agent, Customer, World, at, new_ticket};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use crate::cron::{alone, sweep};

fn minute(minutes: i64) -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z") + TimeDelta::minutes(minutes)
}

/// Somebody of an account signs in with a claim that was signed at one minute, at another.
fn sign_in(world: &World, account: &str, plan: &str, (signed, now): (i64, i64)) -> Session {
    let token = Identity::new(SITE, account, &fresh("usr"), minute(signed)).with("plan", json!(plan));
    let site = SiteId::new(SITE).expect("an id");
    let new = NewSession { site, identity: Some(token.signed(&identity_key(SITE))), sdks: Vec::new() };
    world.post("/v1/sessions").now(minute(now)).json(&new).send().json(201)
}

fn plan_changes(ticket: &TicketView) -> Vec<(String, String)> {
    let change = |body: &EventBody| match body {
        EventBody::PlanChanged { from, to, .. } => Some((from.to_string(), to.to_string())),
        _other => None,
    };
    ticket.events.iter().filter_map(|event| change(&event.body)).collect()
}

fn first_response(ticket: &TicketView) -> &PromiseView {
    let found = ticket.promises.iter().rev().find(|promise| promise.metric == Metric::FirstResponse);
    found.expect("it was promised")
}

/// What is written down of an account: plan, when the claim was signed, how many changes are left to be told.
fn written(world: &World, account: &str) -> Vec<Vec<String>> {
    let query = "SELECT plan, iat, (SELECT COUNT(*) FROM plan_change WHERE account = ?1)
         FROM account_claim WHERE account = ?1";
    world.rows(query, &[account])
}

#[test]
fn a_later_claim_of_another_plan_reaches_live_tickets_once() {
    let world = World::shared();
    let customer = Customer::new(world, "basic");
    let account = customer.account();
    let ticket = customer.open(&new_ticket("Upgraded by claim", Severity::Question), minute(0));
    let id = &ticket.summary.id;
    assert_eq!(first_response(&ticket).due_at, Some(at("2026-03-11T01:30:00Z")));
    let row = |plan: &str, signed: i64| {
        vec![vec![plan.to_owned(), minute(signed).timestamp().to_string(), "0".to_owned()]]
    };
    assert_eq!(written(world, account), row("basic", 0));

    let session = sign_in(world, account, "enterprise", (9, 10));
    assert_eq!((session.plan.id.as_str(), session.plan.source), ("enterprise", PlanSource::Claim));
    let upgraded = customer.ticket(id, minute(11));
    assert_eq!(plan_changes(&upgraded), [("basic".into(), "enterprise".into())]);
    // An hour round the clock, ten minutes of which had run.
    assert_eq!(first_response(&upgraded).due_at, Some(minute(60)));
    assert_eq!(written(world, account), row("enterprise", 9));
    let seen = Agent::lin(world).ticket(id, minute(11)).customer.plan;
    assert_eq!((seen.id.as_str(), seen.source), ("enterprise", PlanSource::Claim));
    world.receiver.wait_for("ticket.plan_changed", id.as_str());

    for (what, plan, signed) in [
        ("the same plan again is nothing new, and nothing is written", "enterprise", 12),
        ("an older claim that comes late", "professional", 5),
        ("one that was signed in the same second", "professional", 9),
        ("a plan that the policy does not know", "gold", 13),
    ] {
        sign_in(world, account, plan, (signed, 14));
        assert_eq!(plan_changes(&customer.ticket(id, minute(15))).len(), 1, "{what}");
        assert_eq!(written(world, account), row("enterprise", 9), "{what}");
    }
    // A colleague whose token names no plan says nothing of it.
    Customer::of_account(world, account).session(minute(15));
    assert_eq!(plan_changes(&customer.ticket(id, minute(16))).len(), 1);

    sign_in(world, account, "basic", (20, 20));
    let lapsed = customer.ticket(id, minute(21));
    assert_eq!(plan_changes(&lapsed).last(), Some(&("enterprise".into(), "basic".into())));
    assert_eq!(first_response(&lapsed).due_at, Some(minute(60)), "what was promised is kept");
}

#[test]
fn only_live_tickets_whose_plan_was_claimed_follow_a_claim() {
    let world = World::shared();
    let (customer, lin) = (Customer::new(world, "basic"), Agent::lin(world));
    let account = customer.account();
    let open = |who: &Customer<'_>, subject: &str| {
        who.open(&new_ticket(subject, Severity::Question), minute(0)).summary
    };
    let (live, done) = (open(&customer, "Live"), open(&customer, "Done"));
    let unclaimed = open(&Customer::of_account(world, account), "By the default");
    let stranger = Customer::new(world, "basic");
    let foreign = open(&stranger, "Another account's");
    let accepted = lin.accept(&done.id, done.seq, minute(1)).ticket.summary;
    lin.resolve(&done.id, accepted.seq, minute(2));
    sign_in(world, account, "enterprise", (5, 5));
    assert_eq!(plan_changes(&customer.ticket(&live.id, minute(6))).len(), 1);
    for id in [&done.id, &unclaimed.id] {
        assert_eq!(plan_changes(&customer.ticket(id, minute(6))), []);
    }
    assert_eq!(plan_changes(&stranger.ticket(&foreign.id, minute(6))), []);
}

#[test]
fn a_session_of_an_account_without_tickets_writes_nothing() {
    let world = World::shared();
    let account = fresh("acc");
    sign_in(world, &account, "basic", (0, 0));
    sign_in(world, &account, "enterprise", (1, 1));
    assert!(written(world, &account).is_empty());
}

#[test]
fn a_ticket_that_was_opened_under_an_older_claim_is_told_by_the_sweep() {
    let (world, _turn) = alone();
    let customer = Customer::new(world, "basic");
    let account = customer.account();
    customer.open(&new_ticket("The first", Severity::Question), minute(0));
    sign_in(world, account, "enterprise", (10, 10));
    // This session was opened before the upgrade, and holds for half an hour.
    let ticket = customer.open(&new_ticket("Under the old plan", Severity::Question), minute(15));
    assert_eq!(first_response(&ticket).clock, "cn-2026");
    sweep(world, minute(16));
    let told = customer.ticket(&ticket.summary.id, minute(17));
    assert_eq!(plan_changes(&told), [("basic".into(), "enterprise".into())]);
    assert_eq!(first_response(&told).due_at, Some(minute(75)));
    assert_eq!(written(world, account)[0][2], "0", "all of them know");
    sweep(world, minute(18));
    assert_eq!(plan_changes(&customer.ticket(&ticket.summary.id, minute(18))).len(), 1);
}

#[test]
fn of_claims_that_come_at_once_the_one_signed_last_counts() {
    let (world, _turn) = alone();
    let customer = Customer::new(world, "basic");
    let account = customer.account();
    let ids: Vec<_> = (0..3)
        .map(|place| {
            let subject = format!("One of three {place}");
            customer.open(&new_ticket(&subject, Severity::Question), minute(0)).summary.id
        })
        .collect();
    std::thread::scope(|scope| {
        for (plan, signed) in [("professional", 3), ("enterprise", 5), ("basic", 4), ("professional", 2)] {
            scope.spawn(move || sign_in(world, account, plan, (signed, 6)));
        }
    });
    // Whoever was overtaken leaves the rest to the sweep.
    sweep(world, minute(7));
    for id in &ids {
        assert_eq!(Agent::lin(world).ticket(id, minute(8)).customer.plan.id.as_str(), "enterprise");
    }
    assert_eq!(written(world, account)[0][0], "enterprise");
}
