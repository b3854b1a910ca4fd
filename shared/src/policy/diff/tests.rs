//! Each edit is named in the policy's own terms and judged from the customer's side.

use serde_json::{Value, json};

use crate::policy::diff::{Change, diff};
use crate::policy::{Policy, default_document};

fn edited(edit: impl FnOnce(&mut Value)) -> Policy {
    let mut document: Value = serde_json::from_str(default_document()).unwrap();
    edit(&mut document);
    Policy::parse(&document.to_string()).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn told(change: &Change) -> String {
    format!("[{}] {change}", change.effect.as_str())
}

fn changes(edit: impl FnOnce(&mut Value)) -> Vec<String> {
    diff(&edited(|_| {}), &edited(edit)).iter().map(told).collect()
}

/// The default policy edited at one place.
fn at(pointer: &str, value: Value) -> Vec<String> {
    changes(|document| *document.pointer_mut(pointer).unwrap() = value)
}

const RESPONSE: &str = "/plans/1/targets/first_response";

#[test]
fn a_target_is_compared_by_plan_severity_and_metric() {
    let cases = [
        (
            "/any/duration",
            json!("2h"),
            "[better] professional / question, degraded / first_response: 4h → 2h on cn-2026",
        ),
        (
            "/severe/duration",
            json!("1h"),
            "[worse] professional / severe / first_response: 30m → 1h on cn-2026",
        ),
        (
            "/severe/clock",
            json!("always"),
            "[better] professional / severe / first_response: 30m on cn-2026 → 30m on always",
        ),
        (
            "/severe",
            json!({"duration": "1h", "clock": "always"}),
            "[mixed] professional / severe / first_response: 30m on cn-2026 → 1h on always",
        ),
        (
            "/severe",
            json!("best_effort"),
            "[worse] professional / severe / first_response: 30m on cn-2026 → best_effort",
        ),
        ("/down", json!("none"), "[worse] professional / down / first_response: 30m on cn-2026 → none"),
        (
            "/down/duration",
            json!("1bd"),
            "[worse] professional / down / first_response: 30m → 1bd on cn-2026",
        ),
    ];
    for (place, value, expected) in cases {
        assert_eq!(at(&format!("{RESPONSE}{place}"), value), [expected], "{place}");
    }
    // Spelt otherwise, it means the same.
    assert_eq!(
        at(&format!("{RESPONSE}/any/duration"), json!("240m")),
        ["[neutral] professional / question, degraded / first_response: 4h → 240m on cn-2026"]
    );
}

#[test]
fn a_calendar_is_compared_by_what_each_date_opens() {
    type Edit = fn(&mut Value);
    let calendar = |edit: Edit| changes(|document| edit(&mut document["calendars"]["cn-2026"]));
    let cases: [(Edit, &[&str]); 10] = [
        (
            |it| it["holidays"][6] = json!({"from": "2026-10-02", "to": "2026-10-07", "name": {"en": "National Day", "zh": "国庆节"}}),
            &["[better] calendars / cn-2026 / holidays: 2026-10-01 (National Day / 国庆节) removed"],
        ),
        (
            |it| it["holidays"].as_array_mut().unwrap().push(json!("2026-12-24")),
            &["[worse] calendars / cn-2026 / holidays: 2026-12-24 added"],
        ),
        // From Friday over the weekend to Monday.
        (
            |it| {
                it["holidays"].as_array_mut().unwrap().push(json!({"from": "2026-12-04", "to": "2026-12-07"}))
            },
            &["[worse] calendars / cn-2026 / holidays: 2026-12-04..2026-12-07 added"],
        ),
        // A Sunday is closed anyway.
        (
            |it| it["holidays"].as_array_mut().unwrap().push(json!("2026-12-06")),
            &["[neutral] calendars / cn-2026 / holidays: 2026-12-06 added"],
        ),
        (
            |it| it["overrides"]["2026-02-14"] = json!([["10:00", "12:00"]]),
            &["[worse] calendars / cn-2026 / overrides / 2026-02-14: 09:00-17:30 → 10:00-12:00"],
        ),
        (
            |it| it["overrides"]["2026-12-05"] = json!([["09:00", "17:30"]]),
            &["[better] calendars / cn-2026 / overrides / 2026-12-05: 09:00-17:30 added"],
        ),
        (
            |it| it["hours"]["mon"] = json!([["08:00", "17:30"]]),
            &["[better] calendars / cn-2026 / hours / mon: 09:00-17:30 → 08:00-17:30"],
        ),
        (
            |it| it["hours"]["mon"] = json!([["08:00", "16:30"]]),
            &["[mixed] calendars / cn-2026 / hours / mon: 09:00-17:30 → 08:00-16:30"],
        ),
        (
            |it| it["zone"] = json!("Asia/Tokyo"),
            &["[mixed] calendars / cn-2026 / zone: Asia/Shanghai → Asia/Tokyo"],
        ),
        (|it| it["source"] = json!("hearsay"), &["[neutral] document: changed"]),
    ];
    for (edit, expected) in cases {
        assert_eq!(calendar(edit), expected);
    }
}

#[test]
fn an_office_that_joins_is_better_and_one_is_compared_with_itself() {
    let office = |until: &str| json!({"zone": "Europe/Berlin", "hours": {"mon": [["09:00", until]]}});
    let policy = |also: Value| edited(|document| document["calendars"]["cn-2026"]["also"] = also);
    let cases = [
        (json!([]), json!([office("18:00")]), "[better] calendars / cn-2026 / also: Europe/Berlin added"),
        (json!([office("18:00")]), json!([]), "[worse] calendars / cn-2026 / also: Europe/Berlin removed"),
        (
            json!([office("18:00")]),
            json!([office("17:00")]),
            "[worse] calendars / cn-2026 + Europe/Berlin / hours / mon: 09:00-18:00 → 09:00-17:00",
        ),
    ];
    for (before, after, expected) in cases {
        let changes: Vec<String> = diff(&policy(before), &policy(after)).iter().map(told).collect();
        assert_eq!(changes, [expected]);
    }
}

#[test]
fn a_calendar_that_opens_more_makes_a_target_better() {
    let moved = |hours: Value| {
        changes(|document| {
            let mut other = document["calendars"]["cn-2026"].clone();
            other["hours"] = hours;
            document["calendars"]["late"] = other;
            document["plans"][1]["targets"]["resolution"]["any"]["clock"] = json!("late");
        })
    };
    let week = |from: &str, until: &str| {
        ["mon", "tue", "wed", "thu", "fri"]
            .iter()
            .map(|day| (*day, json!([[from, until]])))
            .collect::<Value>()
    };
    for (hours, effect) in [
        (week("09:00", "20:00"), "better"),
        (week("10:00", "17:30"), "worse"),
        (week("10:00", "20:00"), "mixed"),
    ] {
        let expected = format!(
            "[{effect}] professional / question, degraded, severe, down / resolution: 24h on cn-2026 → 24h on late"
        );
        assert_eq!(moved(hours), [expected.as_str(), "[neutral] calendars: late added"]);
    }
}

#[test]
fn plans_channels_and_entitlements() {
    let cases: [(&str, Value, &[&str]); 7] = [
        (
            "/plans/0/name/en",
            json!("Starter"),
            &["[neutral] basic / name: Basic / 基础版 → Starter / 基础版"],
        ),
        ("/plans/0/channels", json!(["ticket", "email"]), &["[better] basic / channels: email added"]),
        (
            "/plans/1/channels",
            json!(["ticket", {"channel": "live_chat", "clock": "cn-2026", "severities": ["down"]}]),
            &["[worse] professional / channels: live_chat on cn-2026 → live_chat for down on cn-2026"],
        ),
        (
            "/plans/1/entitlements/named_contacts/limit",
            json!(5),
            &["[better] professional / entitlements / named_contacts: 3 → 5"],
        ),
        (
            "/plans/1/entitlements/training_sessions/per",
            json!("quarter"),
            &["[mixed] professional / entitlements / training_sessions: 2 per year → 2 per quarter"],
        ),
        (
            "/plans/1/entitlements/upgrade_advice",
            json!(false),
            &["[worse] professional / entitlements / upgrade_advice: true → false"],
        ),
        (
            "/plans/1/entitlements/training_sessions/limit",
            json!("unlimited"),
            &["[better] professional / entitlements / training_sessions: 2 per year → unlimited per year"],
        ),
    ];
    for (pointer, value, expected) in cases {
        assert_eq!(at(pointer, value), expected, "{pointer}");
    }
    let fewer = changes(|document| {
        document["plans"].as_array_mut().unwrap().remove(1);
    });
    assert_eq!(fewer, ["[worse] plans: professional removed"]);
}

#[test]
fn the_vendors_house_is_the_vendors_affair() {
    let cases: [(&str, Value, &str); 8] = [
        ("/warnings", json!([80]), "[neutral] warnings: 50%, 75%, 90% → 80%"),
        ("/grace", json!("10m"), "[better] grace: 30m → 10m"),
        ("/grace", json!("2h"), "[worse] grace: 30m → 2h"),
        ("/reopen", json!("fresh"), "[worse] reopen: continue → fresh"),
        ("/default_plan", json!("professional"), "[mixed] default_plan: basic → professional"),
        ("/routing/default", json!("oncall"), "[neutral] routing / default: support → oncall"),
        ("/source", json!("x"), "[neutral] source: "),
        (
            "/escalations/3",
            json!({"at": 150, "do": [{"reassign": "oncall"}]}),
            "[neutral] escalations: resolution, enterprise at 100% → notify lead removed",
        ),
    ];
    for (pointer, value, expected) in cases {
        let told = at(pointer, value);
        assert!(told[0].starts_with(expected), "{pointer}: {told:?}");
    }
    let order = changes(|document| document["routing"]["rules"].as_array_mut().unwrap().swap(0, 1));
    assert_eq!(order.len(), 1, "the first rule that fits counts, so their order matters: {order:?}");
    assert!(
        order[0].starts_with("[neutral] routing: down → oncall, enterprise, severe → oncall"),
        "{order:?}"
    );
}

#[test]
fn the_same_policy_has_no_changes_and_every_edit_has_one() {
    assert_eq!(changes(|_| {}), [] as [&str; 0]);
    // Whatever leaf of the document is edited, something is said of it.
    fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                members.iter().for_each(|(key, it)| leaves(it, &format!("{at}/{key}"), found))
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(place, it)| leaves(it, &format!("{at}/{place}"), found));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => found.push(at.to_owned()),
        }
    }
    let document: Value = serde_json::from_str(default_document()).unwrap();
    let mut places = Vec::new();
    leaves(&document, "", &mut places);
    let before = edited(|_| {});
    let mut edits = 0;
    for place in &places {
        for value in [
            json!("1h"),
            json!("10:30"),
            json!("x"),
            json!(7),
            json!(true),
            json!("2026-12-12"),
            json!("basic"),
        ] {
            let mut other = document.clone();
            *other.pointer_mut(place).unwrap() = value;
            let Ok(after) = Policy::parse(&other.to_string()) else { continue };
            let told = diff(&before, &after);
            assert_eq!(told.is_empty(), before.hash() == after.hash(), "{place}");
            edits += 1;
        }
    }
    assert!(edits > 100, "{edits}");
}
