//! The sweep of each minute: it warns and judges, says each thing once, and its rhythm changes nothing.
//!
//! A sweep judges whatever it finds, so these tests have a world of their own and take turns in it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use aftercare_shared::api::ticket::{EventView, PromiseState, TicketView};
use aftercare_shared::metric::Metric;
use aftercare_shared::severity::Severity;
use aftercare_shared::ticket::EventBody;
use aftercare_tests::{Agent, Customer, World, at, new_ticket};
use chrono::{DateTime, TimeDelta, Utc};

/// A world in which nobody else's cron runs for as long as the guard is held.
pub(crate) fn alone() -> (&'static World, MutexGuard<'static, ()>) {
    static TURN: Mutex<()> = Mutex::new(());
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    (World::of_the_cron(), turn)
}

fn minute(minutes: i64) -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z") + TimeDelta::minutes(minutes)
}

/// Lets the platform call the worker, as it does each minute.
pub(crate) fn sweep(world: &World, now: DateTime<Utc>) {
    let path = format!("/cdn-cgi/handler/scheduled?cron=*+*+*+*+*&time={}", now.timestamp_millis());
    let answer = world.get(&path).send();
    answer.expect_status(200);
    assert_eq!(answer.text().trim(), "ok");
}

fn misses(ticket: &TicketView) -> Vec<(Metric, DateTime<Utc>)> {
    let missed = |event: &EventView| match &event.body {
        EventBody::PromiseMissed { metric, missed_at, .. } => Some((*metric, *missed_at)),
        _other => None,
    };
    ticket.events.iter().filter_map(missed).collect()
}

fn state(ticket: &TicketView, metric: Metric) -> Option<PromiseState> {
    ticket.promises.iter().find(|promise| promise.metric == metric).map(|promise| promise.state)
}

#[test]
fn a_missed_promise_is_judged_once_however_often_the_sweep_runs() {
    let (world, _turn) = alone();
    let customer = Customer::new(world, "enterprise");
    let id = customer.open(&new_ticket("Forgotten", Severity::Down), minute(0)).summary.id;
    sweep(world, minute(30));
    assert_eq!(misses(&customer.ticket(&id, minute(30))), [], "on the due instant itself it is not missed");
    // Late, twice, and at the same moment twice: the verdict is the due instant's.
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| sweep(world, minute(47)));
        }
    });
    sweep(world, minute(48));
    sweep(world, minute(48));
    let judged = customer.ticket(&id, minute(48));
    assert_eq!(misses(&judged), [(Metric::FirstResponse, minute(30))]);
    assert_eq!(state(&judged, Metric::FirstResponse), Some(PromiseState::Missed));
    let delivery = world.receiver.wait_for("promise.missed", id.as_str());
    world.settle(customer.account());
    let same: Vec<_> = world
        .receiver
        .holding(id.as_str())
        .into_iter()
        .filter(|other| other.payload().get("type") == delivery.payload().get("type"))
        .collect();
    assert_eq!(same.len(), 1, "the vendor is told once");
}

#[test]
fn a_late_answer_changes_no_verdict() {
    let (world, _turn) = alone();
    let (customer, lin) = (Customer::new(world, "enterprise"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Answered before the sweep", Severity::Down), minute(0)).summary;
    lin.answer(&ticket.id, "Late.", ticket.seq, minute(31));
    sweep(world, minute(60));
    let judged = customer.ticket(&ticket.id, minute(60));
    assert_eq!(
        misses(&judged),
        [(Metric::FirstResponse, minute(30))],
        "the answer came before the sweep, but late"
    );
    let kept = customer.open(&new_ticket("Answered in time", Severity::Down), minute(0)).summary;
    lin.answer(&kept.id, "In time.", kept.seq, minute(30));
    sweep(world, minute(61));
    assert_eq!(misses(&customer.ticket(&kept.id, minute(61))), []);
}

#[test]
fn each_warning_is_given_once_and_to_the_desk_only() {
    let (world, _turn) = alone();
    let (customer, lin) = (Customer::new(world, "enterprise"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Warned", Severity::Question), minute(0)).summary;
    let warned = || -> Vec<u8> {
        let log = lin.ticket(&ticket.id, minute(59)).ticket.events;
        let percent = |event: &EventView| match &event.body {
            EventBody::PromiseWarned { metric: Metric::FirstResponse, percent, .. } => Some(*percent),
            _other => None,
        };
        log.iter().filter_map(percent).collect()
    };
    sweep(world, minute(29));
    assert_eq!(warned(), [] as [u8; 0]);
    for when in [30, 30, 31, 45, 46] {
        sweep(world, minute(when));
    }
    assert_eq!(warned(), [50, 75]);
    sweep(world, minute(54));
    sweep(world, minute(59));
    assert_eq!(warned(), [50, 75, 90]);
    let theirs = customer.ticket(&ticket.id, minute(59)).events;
    assert!(theirs.iter().all(|event| !matches!(event.body, EventBody::PromiseWarned { .. })));
}

#[test]
fn a_paused_promise_is_neither_warned_nor_missed() {
    let (world, _turn) = alone();
    let (customer, lin) = (Customer::new(world, "enterprise"), Agent::lin(world));
    let ticket = customer.open(&new_ticket("Paused", Severity::Question), minute(0)).summary;
    let asked = lin.ask(&ticket.id, &["A log"], ticket.seq, minute(10)).ticket;
    sweep(world, minute(24 * 60));
    let later = lin.ticket(&ticket.id, minute(24 * 60)).ticket;
    assert_eq!(later.summary.seq, asked.summary.seq, "the sweep has nothing to say");
    assert_eq!(state(&later, Metric::Resolution), Some(PromiseState::Paused));
    // An answer after a day resumes it: ten minutes have run.
    let resumed = customer.write(&ticket.id, "Here it is.", asked.summary.seq, minute(24 * 60 + 1));
    let resolution =
        resumed.promises.iter().find(|promise| promise.metric == Metric::Resolution).expect("promised");
    assert_eq!(resolution.due_at, Some(minute(24 * 60 + 1 + 8 * 60 - 10)));
    sweep(world, minute(24 * 60 + 1 + 8 * 60 - 10));
    assert_eq!(
        state(&customer.ticket(&ticket.id, minute(24 * 60 + 1 + 8 * 60 - 10)), Metric::Resolution),
        Some(PromiseState::Running)
    );
}

#[test]
fn the_sweep_sends_what_was_not_sent() {
    let (world, _turn) = alone();
    let customer = Customer::new(world, "enterprise");
    let ticket = customer.open(&new_ticket("Swept", Severity::Question), minute(0)).summary;
    sweep(world, minute(1));
    world.settle(customer.account());
    world.receiver.wait_for("ticket.opened", ticket.id.as_str());
}
