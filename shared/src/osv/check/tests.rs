//! Slips, each with its place.

use serde_json::{Value, json};

use crate::osv::check::{Slip, Weight, check};

fn good() -> Value {
    json!({
        "schema_version": "1.7.0", "id": "ACME-2026-0001", "modified": "2026-02-14T04:30:00Z",
        "published": "2026-02-14T04:30:00.123456Z", "summary": "Tokens leak into the log",
        "aliases": ["CVE-2026-1"],
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}],
        "affected": [{
            "package": {"ecosystem": "npm", "name": "@acme/rtc", "purl": "pkg:npm/%40acme/rtc"},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "1.2.3"}]}],
            "versions": ["2.0.0-beta.1"],
        }],
        "references": [{"type": "ADVISORY", "url": "https://acme.example/1"}],
    })
}

/// The good record with one thing changed.
fn with(pointer: &str, value: Value) -> Value {
    let mut record = good();
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    match record.pointer_mut(parent).expect("the parent") {
        Value::Object(object) => drop(object.insert(name.to_string(), value)),
        Value::Array(items) => {
            let place: usize = name.parse().expect("a place");
            if place < items.len() { items[place] = value } else { items.push(value) }
        }
        other => panic!("{other} has no parts"),
    }
    record
}

fn found(record: &Value) -> Vec<(Weight, String)> {
    check(record).into_iter().map(|slip: Slip| (slip.weight, slip.pointer)).collect()
}

#[test]
fn a_good_record_has_no_slips() {
    assert_eq!(check(&good()), []);
}

#[test]
fn each_slip_is_told_with_its_place() {
    use Weight::{Error, Warning};
    let cases = [
        ("/id", json!(""), Error, "#/id"),
        ("/id", json!("a b"), Error, "#/id"),
        ("/id", json!("../x"), Error, "#/id"),
        ("/schema_version", json!("2.0"), Error, "#/schema_version"),
        ("/modified", json!("yesterday"), Error, "#/modified"),
        ("/modified", json!(7), Error, "#/modified"),
        ("/withdrawn", json!("2026-02-14T04:30:00+08:00"), Warning, "#/withdrawn"),
        ("/summary", json!("x".repeat(200)), Warning, "#/summary"),
        ("/aliases/0", json!("ACME-2026-0001"), Warning, "#/aliases/0"),
        ("/aliases", json!("CVE-1"), Error, "#/aliases"),
        ("/severity/0/score", json!("7.5"), Error, "#/severity/0/score"),
        ("/severity/0/score", json!("CVSS:3.1/AV:N"), Error, "#/severity/0/score"),
        ("/severity/0/type", json!("CVSS_V4"), Error, "#/severity/0/score"),
        ("/severity/0/type", json!("SSVC"), Warning, "#/severity/0/type"),
        ("/affected", json!([]), Error, "#/affected"),
        ("/affected/0/package/ecosystem", json!("NPM"), Error, "#/affected/0/package/ecosystem"),
        ("/affected/0/package/ecosystem", json!("Ohpm"), Warning, "#/affected/0/package/ecosystem"),
        ("/affected/0/package/name", json!(" "), Error, "#/affected/0/package/name"),
        ("/affected/0/package/purl", json!("pkg:npm/x"), Error, "#/affected/0/package/purl"),
        ("/affected/0/package/purl", json!("pkg:npm/%40acme/rtc@1.0.0"), Error, "#/affected/0/package/purl"),
        ("/affected/0/versions/0", json!("one"), Error, "#/affected/0/versions/0"),
        ("/affected/0/ranges/0/type", json!("SEMANTIC"), Error, "#/affected/0/ranges/0/type"),
        ("/affected/0/ranges/0/events", json!([{"fixed": "1.0.0"}]), Error, "#/affected/0/ranges/0/events"),
        ("/affected/0/ranges/0/events", json!([]), Error, "#/affected/0/ranges/0/events"),
        (
            "/affected/0/ranges/0/events/1",
            json!({"fixed": "1.x"}),
            Error,
            "#/affected/0/ranges/0/events/1/fixed",
        ),
        (
            "/affected/0/ranges/0/events/1",
            json!({"fix": "1.0.0"}),
            Error,
            "#/affected/0/ranges/0/events/1/fix",
        ),
        (
            "/affected/0/ranges/0/events/1",
            json!({"fixed": "1", "limit": "2"}),
            Error,
            "#/affected/0/ranges/0/events/1",
        ),
        (
            "/affected/0/ranges/0/events/2",
            json!({"last_affected": "1.2.2"}),
            Error,
            "#/affected/0/ranges/0/events",
        ),
        (
            "/affected/0/ranges/0/events/0",
            json!({"introduced": "2.0.0"}),
            Error,
            "#/affected/0/ranges/0/events",
        ),
        ("/references/0/url", json!("acme.example"), Error, "#/references/0/url"),
        ("/references/0/url", json!("http://acme.example"), Warning, "#/references/0/url"),
        ("/references/0/type", json!("BLOG"), Warning, "#/references/0/type"),
    ];
    for (at, value, weight, expected) in cases {
        let slips = found(&with(at, value.clone()));
        assert!(
            slips.contains(&(weight, expected.to_string())),
            "{at} = {value}: expected {weight:?} at {expected}, found {slips:?}"
        );
    }
}

#[test]
fn what_is_missing_is_named() {
    assert_eq!(found(&json!([])), [(Weight::Error, "#".to_string())]);
    let errors = |record: &Value| -> Vec<String> {
        let slips = check(record).into_iter().filter(|slip| slip.weight == Weight::Error);
        slips.map(|slip| slip.pointer).collect()
    };
    assert_eq!(errors(&json!({})), ["#/id", "#/modified", "#/affected"]);
    let bare = json!({"id": "A-1", "modified": "2026-01-01T00:00:00Z", "affected": [{}]});
    assert_eq!(errors(&bare), ["#/affected/0"]);
    let gone = json!({"id": "A-1", "modified": "2026-01-01T00:00:00Z", "withdrawn": "2026-01-01T00:00:00Z"});
    assert_eq!(errors(&gone), Vec::<String>::new(), "what was taken back need not say what it affected");
    let commits = json!({"id": "A-1", "modified": "2026-01-01T00:00:00Z", "affected": [
        {"ranges": [{"type": "GIT", "repo": "https://a.example/a.git", "events": [{"introduced": "0"}]}]}]});
    assert_eq!(errors(&commits), Vec::<String>::new());
}

#[test]
fn a_range_of_an_ecosystem_without_an_order_is_let_through_with_a_warning() {
    let mut record = with("/affected/0/package", json!({"ecosystem": "Packagist", "name": "acme/rtc"}));
    record["affected"][0]["versions"] = json!(["dev-main"]);
    assert_eq!(found(&record), [(Weight::Warning, "#/affected/0/package/ecosystem".to_string())]);
}
