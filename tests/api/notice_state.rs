//! `/v1/notices/state`: what a person does with notices stays with that person.

use std::thread;

use aftercare_shared::advisory::Rating;
use aftercare_shared::api::notices::{NoticeState, NoticeStates, Settled, Verdict};
use aftercare_shared::problem::Kind;
use aftercare_tests::{Answer, Customer, World, at};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

const STATE: &str = "/v1/notices/state";
/// An advisory of the demonstration's data.
const ADVISORY: &str = "GHSA-mwq8-fjpf-c2gr";
/// Another one.
const OTHER: &str = "GHSA-vhr5-g3pm-49fm";

fn minute(minutes: i64) -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z") + TimeDelta::minutes(minutes)
}

fn settle(customer: &Customer<'_>, notice: &str, body: &Value, now: DateTime<Utc>) -> Answer {
    customer.call("PUT", &format!("{STATE}/{notice}"), now).json(body).send()
}

fn states(customer: &Customer<'_>, now: DateTime<Utc>) -> Vec<NoticeState> {
    customer.get(STATE, now).send().json::<NoticeStates>(200).items
}

fn ids(states: &[NoticeState]) -> Vec<&str> {
    states.iter().map(|state| state.id.as_str()).collect()
}

#[test]
fn what_is_put_away_stays_so_on_every_device_of_the_person() {
    let customer = Customer::new(World::shared(), "basic");
    assert_eq!(states(&customer, minute(0)), []);
    let body = json!({"state": "dismissed", "severity": "high", "verdict": "affected"});
    let written: NoticeState = settle(&customer, ADVISORY, &body, minute(1)).json(200);
    assert_eq!((written.id.as_str(), written.at), (ADVISORY, minute(1)));
    let coming = "end_of_life:2026-12-31:pkg:npm%2Fmatrix-js-sdk:24";
    settle(&customer, coming, &json!({"state": "acknowledged"}), minute(2)).expect_status(200);
    // Another session of the same person, as on another device.
    let known = states(&customer, minute(90));
    assert_eq!(
        ids(&known),
        ["end_of_life:2026-12-31:pkg:npm/matrix-js-sdk:24", ADVISORY],
        "the newest first"
    );
    assert_eq!(known[1], written);
    assert!(known[1].of.holds(Rating::High, Verdict::Affected));
    assert!(!known[1].of.holds(Rating::Critical, Verdict::Affected), "what got worse is shown again");
}

#[test]
fn the_same_again_changes_nothing_and_another_word_replaces_it() {
    let customer = Customer::new(World::shared(), "basic");
    let high = json!({"state": "dismissed", "severity": "high"});
    let first: NoticeState = settle(&customer, ADVISORY, &high, minute(0)).json(200);
    let again: NoticeState = settle(&customer, ADVISORY, &high, minute(5)).json(200);
    assert_eq!(again, first, "not even when it was done");
    let critical = json!({"state": "dismissed", "severity": "critical"});
    let worse: NoticeState = settle(&customer, ADVISORY, &critical, minute(6)).json(200);
    assert_eq!((worse.at, worse.of.severity), (minute(6), Some(Rating::Critical)));
    let word: NoticeState =
        settle(&customer, ADVISORY, &json!({"state": "acknowledged"}), minute(7)).json(200);
    assert_eq!((word.of.state, word.of.severity), (Settled::Acknowledged, None));
    assert_eq!(states(&customer, minute(8)), [word]);
}

#[test]
fn it_can_be_taken_back_and_taken_back_again() {
    let customer = Customer::new(World::shared(), "basic");
    settle(&customer, ADVISORY, &json!({"state": "dismissed"}), minute(0)).expect_status(200);
    settle(&customer, OTHER, &json!({"state": "dismissed"}), minute(0)).expect_status(200);
    for _ in 0..2 {
        let undone = customer.call("DELETE", &format!("{STATE}/{ADVISORY}"), minute(1)).send();
        undone.expect_status(204);
        assert_eq!(ids(&states(&customer, minute(2))), [OTHER]);
    }
}

#[test]
fn it_is_nobody_elses() {
    let customer = Customer::new(World::shared(), "basic");
    let colleague = customer.colleague();
    let stranger = Customer::new(World::shared(), "enterprise");
    settle(&customer, ADVISORY, &json!({"state": "dismissed"}), minute(0)).expect_status(200);
    for other in [&colleague, &stranger] {
        assert_eq!(states(other, minute(1)), []);
        other.call("DELETE", &format!("{STATE}/{ADVISORY}"), minute(1)).send().expect_status(204);
    }
    assert_eq!(ids(&states(&customer, minute(2))), [ADVISORY]);
}

#[test]
fn a_guest_keeps_it_in_the_browser() {
    let guest = Customer::guest(World::shared());
    guest.get(STATE, minute(0)).send().problem(Kind::Forbidden);
    settle(&guest, ADVISORY, &json!({"state": "dismissed"}), minute(0)).problem(Kind::Forbidden);
    guest.call("DELETE", &format!("{STATE}/{ADVISORY}"), minute(0)).send().problem(Kind::Forbidden);
}

#[test]
fn who_shows_no_session_or_an_old_one_is_told_so() {
    let world = World::shared();
    let path = format!("{STATE}/{ADVISORY}");
    let session = Customer::new(world, "basic").session(minute(0));
    let late = session.expires_at + TimeDelta::minutes(1);
    for (method, path) in [("GET", STATE), ("PUT", path.as_str()), ("DELETE", path.as_str())] {
        let call = || {
            let call = world.call(method, path);
            if method == "PUT" { call.json(&json!({"state": "dismissed"})) } else { call }
        };
        call().now(minute(0)).send().problem(Kind::Unauthenticated);
        call().now(late).bearer(&session.token).send().problem(Kind::Expired);
    }
}

#[test]
fn what_was_never_told_can_not_be_put_away() {
    let customer = Customer::new(World::shared(), "basic");
    let long = "x".repeat(401);
    for unknown in [
        "GHSA-0000-0000-0000",
        "release:2026-12-01:pkg:npm%2Fnobody:1",
        "release:soon:pkg:npm%2Fmatrix-js-sdk:1",
        "%00",
        &long,
    ] {
        settle(&customer, unknown, &json!({"state": "dismissed"}), minute(0)).problem(Kind::NotFound);
    }
    for malformed in
        [json!({}), json!({"state": "eaten"}), json!({"state": "dismissed", "severity": 9}), json!({"x": 1})]
    {
        settle(&customer, ADVISORY, &malformed, minute(0)).problem(Kind::Malformed);
    }
    assert_eq!(states(&customer, minute(1)), []);
}

#[test]
fn the_tag_spares_who_has_it_and_nobody_else_may_keep_it() {
    let customer = Customer::new(World::shared(), "basic");
    let answer = customer.get(STATE, minute(0)).send();
    let tag = answer.header("etag").expect("a tag").to_owned();
    assert!(answer.header("cache-control").unwrap_or_default().contains("private"));
    assert_eq!(answer.header("access-control-allow-origin"), None, "the panel's own origin asks");
    customer.get(STATE, minute(1)).header("If-None-Match", &tag).send().expect_status(304);
    settle(&customer, ADVISORY, &json!({"state": "dismissed"}), minute(2)).expect_status(200);
    customer.get(STATE, minute(3)).header("If-None-Match", &tag).send().expect_status(200);
}

#[test]
fn two_windows_at_once_leave_one_state() {
    let customer = Customer::new(World::shared(), "basic");
    customer.session(minute(0));
    thread::scope(|scope| {
        for severity in ["high", "critical", "high", "critical"] {
            let customer = &customer;
            scope.spawn(move || {
                let body = json!({"state": "dismissed", "severity": severity});
                settle(customer, ADVISORY, &body, minute(1)).expect_status(200);
            });
        }
    });
    assert_eq!(ids(&states(&customer, minute(2))), [ADVISORY]);
}
