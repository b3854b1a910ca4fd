//! What has no bearing on an answer costs no answer; what has is read, or told to be wrong.

use serde_json::{Value, json};

use crate::eval::answer;
use crate::eval::tests::{ask, office};

fn qs() -> Value {
    json!({"id": "GHSA-hrpp-h998-j3pp", "modified": "2023-01-18T23:00:03Z", "affected": [
        {"package": {"ecosystem": "npm", "name": "qs"}, "ranges": [
            {"type": "ECOSYSTEM", "events": [{"introduced": "6.9.0"}, {"fixed": "6.9.7"}]}]}]})
}

/// An advisory with one more field, or another one in the place of it.
fn with(pointer: &str, value: Value) -> Value {
    let mut record = qs();
    let (parent, field) = pointer.rsplit_once('/').unwrap();
    match record.pointer_mut(parent).unwrap() {
        Value::Array(items) => items.push(value),
        object => object[field] = value,
    }
    record
}

fn verdict(advisory: &Value, version: &str) -> String {
    let package = json!({"ecosystem": "npm", "name": "qs"});
    let answer = ask(&json!({"op": "match", "advisory": advisory, "package": package, "version": version}));
    let text = |pointer: &str| answer.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    text("/verdict").or_else(|| text("/error/detail")).unwrap()
}

#[test]
fn a_field_without_bearing_may_be_anything() {
    let odd = [
        json!(null),
        json!(5),
        json!(1.5),
        json!(true),
        json!("x"),
        json!([]),
        json!([7]),
        json!({}),
        json!({"x": [1]}),
    ];
    let unread = [
        "summary",
        "details",
        "references",
        "credits",
        "severity",
        "database_specific",
        "aliases",
        "related",
        "upstream",
        "published",
        "modified",
        "schema_version",
        "id",
        "x_own",
    ];
    let unread_of_entry = ["severity", "database_specific", "ecosystem_specific", "x_own"];
    for value in &odd {
        let fields = unread.iter().map(|field| format!("/{field}"));
        let fields = fields.chain(unread_of_entry.iter().map(|field| format!("/affected/0/{field}")));
        let fields =
            fields.chain(["repo", "database_specific"].map(|field| format!("/affected/0/ranges/0/{field}")));
        for pointer in fields {
            let record = with(&pointer, value.clone());
            assert_eq!(verdict(&record, "6.9.1"), "affected", "{pointer} is {value}");
            assert_eq!(verdict(&record, "6.9.7"), "not_affected", "{pointer} is {value}");
            let upgrade = json!({"op": "upgrade", "advisories": [record], "package": {"purl": "pkg:npm/qs@6.9.1"},
                "available": ["6.9.1", "6.9.7"]});
            assert_eq!(ask(&upgrade)["min_clean"], "6.9.7", "{pointer} is {value}");
        }
    }
}

#[test]
fn a_record_is_withdrawn_where_it_says_so() {
    for (value, is_withdrawn) in [
        (json!("2024-01-01T00:00:00Z"), true),
        (json!("2024-01-01"), true),
        (json!("superseded"), true),
        (json!(1_704_067_200), true),
        (json!(true), true),
        (json!({"at": "2024-01-01T00:00:00Z"}), true),
        (json!(null), false),
        (json!(""), false),
        (json!("  "), false),
        (json!(false), false),
        (json!(0), false),
        (json!([]), false),
        (json!({}), false),
        (json!("0001-01-01T00:00:00Z"), false),
    ] {
        let expected = if is_withdrawn { "not_affected" } else { "affected" };
        assert_eq!(verdict(&with("/withdrawn", value.clone()), "6.9.1"), expected, "{value}");
    }
}

#[test]
fn what_is_null_is_absent() {
    let range =
        json!([{"type": null, "events": [{"introduced": "6.9.0", "fixed": null}, {"fixed": "6.9.7"}, {}]}]);
    for (pointer, value, version, expected) in [
        ("/affected", json!(null), "6.9.1", "not_affected"),
        ("/affected/0/versions", json!(null), "6.9.1", "affected"),
        ("/affected/0/ranges", json!(null), "6.9.1", "not_affected"),
        ("/affected/0/ranges", range.clone(), "6.9.1", "affected"),
        ("/affected/0/ranges", range, "6.9.7", "not_affected"),
        ("/affected/0/ranges/0/events", json!(null), "6.9.1", "not_affected"),
        ("/affected/0/package", json!(null), "6.9.1", "not_affected"),
        ("/affected/0/package", json!({}), "6.9.1", "not_affected"),
        (
            "/affected/0/package",
            json!({"ecosystem": null, "name": null, "purl": "pkg:npm/qs"}),
            "6.9.1",
            "affected",
        ),
    ] {
        assert_eq!(verdict(&with(pointer, value.clone()), version), expected, "{pointer} is {value}");
    }
    let gone = json!({"op": "upgrade", "advisories": null, "package": {"ecosystem": "npm", "name": "qs", "purl": null},
        "available": null, "version": "6.9.1"});
    assert_eq!(ask(&gone), json!({"affecting": [], "min_clean": null, "min_clean_stable": null}));
}

#[test]
fn what_bears_is_read_or_told_to_be_wrong() {
    let versions = |list: Value| with("/affected/0/versions", list);
    let events = |list: Value| with("/affected/0/ranges/0/events", list);
    for (record, version, expected) in [
        (versions(json!(["6.8.0", 5])), "5.0.0", "affected"),
        (events(json!([{"introduced": 0}, {"fixed": "6.9.7"}])), "0.0.1", "affected"),
        // Another package's entry is not read, and commits are no versions.
        (
            with(
                "/affected/-",
                json!({"package": {"ecosystem": "npm", "name": "q"}, "ranges": 5, "versions": {}}),
            ),
            "6.9.1",
            "affected",
        ),
        (
            with("/affected/-", json!({"package": {"ecosystem": "PyPI", "name": "qs"}, "ranges": [7]})),
            "6.9.7",
            "not_affected",
        ),
        (with("/affected/-", json!({"ranges": [{"type": "GIT", "events": 5}]})), "6.9.1", "affected"),
        (
            with("/affected/0/ranges/-", json!({"type": "GIT", "repo": 5, "events": {}})),
            "6.9.7",
            "not_affected",
        ),
        (with("/affected/0/ranges/-", json!({"type": "TIDES", "events": []})), "6.9.7", "unknown"),
        (versions(json!([1.10])), "6.9.8", "1.1 is no text, at #/advisory/affected/0/versions/0"),
        (
            versions(json!("6.9.8")),
            "6.9.8",
            "invalid type: string \"6.9.8\", expected a sequence, at #/advisory/affected/0/versions",
        ),
        (
            events(json!([{"fixed": ["6.9.7"]}])),
            "6.9.1",
            "[\"6.9.7\"] is no text, at #/advisory/affected/0/ranges/0/events/0/fixed",
        ),
        (
            with("/affected/0/ranges", json!({})),
            "6.9.1",
            "invalid type: map, expected a sequence, at #/advisory/affected/0/ranges",
        ),
        (
            with("/affected/0/package/name", json!([])),
            "6.9.1",
            "[] is no text, at #/advisory/affected/0/package/name",
        ),
        (
            with("/affected", json!({})),
            "6.9.1",
            "invalid type: map, expected a sequence, at #/advisory/affected",
        ),
        (json!([]), "6.9.1", "invalid type: sequence, expected struct Advisory, at #/advisory"),
    ] {
        assert_eq!(verdict(&record, version), expected, "{record}");
    }
}

#[test]
fn records_without_a_name_are_not_one_record() {
    let nameless = |fixed: &str| {
        json!({"affected": [{"package": {"ecosystem": "npm", "name": "qs"},
            "ranges": [{"events": [{"introduced": "0"}, {"fixed": fixed}]}]}]})
    };
    let asked = json!({"op": "upgrade", "advisories": [nameless("2.0.0"), nameless("1.5.0")],
        "package": {"ecosystem": "npm", "name": "qs"}, "available": ["1.6.0", null, 2, "2.0.1"], "version": "1.0.0"});
    let answer =
        json!({"affecting": ["#/advisories/0", "#/advisories/1"], "min_clean": "2", "min_clean_stable": "2"});
    assert_eq!(ask(&asked), answer);
}

#[test]
fn a_package_is_named_in_either_way() {
    let asked = |package: Value, version: Value| json!({"op": "match", "advisory": qs(), "package": package, "version": version});
    for (package, version, expected) in [
        (json!({"purl": "pkg:npm/qs@6.9.1"}), json!(null), "affected"),
        (json!({"purl": "pkg:npm/qs@6.9.1"}), json!("6.9.7"), "not_affected"),
        (json!({"ecosystem": "npm", "name": "qs", "purl": "pkg:npm/qs@6.9.1"}), json!(null), "affected"),
        (json!({"ecosystem": "npm", "name": "qs", "purl": "qs"}), json!("6.9.1"), "affected"),
        (json!({"ecosystem": "npm", "name": "qs", "x_own": {}}), json!(7), "not_affected"),
        (json!({"ecosystem": "npm", "name": "qs"}), json!(null), "unknown"),
    ] {
        assert_eq!(ask(&asked(package.clone(), version.clone()))["verdict"], expected, "{package} {version}");
    }
    for package in
        [json!(null), json!({}), json!({"name": "qs"}), json!({"purl": "qs"}), json!("qs"), json!(7)]
    {
        assert_eq!(ask(&asked(package.clone(), json!("6.9.1")))["error"]["type"], "bad_request", "{package}");
    }
}

#[test]
fn a_packument_may_be_odd() {
    let current = |feed: Value| {
        let answer = ask(&json!({"op": "status", "feed": feed, "version": "1.0.0"}));
        answer["status"].as_str().or(answer["error"]["type"].as_str()).map(str::to_owned)
    };
    let deprecated =
        |word: Value| json!({"name": "a", "versions": {"1.0.0": {"deprecated": word}, "1.0.1": {}}});
    for (feed, expected) in [
        (deprecated(json!("use b")), "deprecated"),
        (deprecated(json!(true)), "deprecated"),
        (deprecated(json!("")), "behind_patch"),
        (deprecated(json!(false)), "behind_patch"),
        (deprecated(json!(null)), "behind_patch"),
        (deprecated(json!(5)), "behind_patch"),
        (deprecated(json!({"x": 1})), "behind_patch"),
        (json!({"versions": {"1.0.0": null, "1.1.0": {"dist": "x", "name": 5}}}), "behind_minor"),
        (
            json!({"name": null, "versions": ["1.0.0", "2.0.0"], "dist-tags": null, "time": []}),
            "behind_major",
        ),
        (
            json!({"name": {}, "versions": ["1.0.0", "2.0.0"], "dist-tags": {"latest": "1.0.0", "next": {}}}),
            "current",
        ),
        (
            json!({"versions": ["1.0.0", 2], "dist-tags": [], "time": {"1.0.0": 5}, "maintainers": 5}),
            "behind_major",
        ),
        (json!({"versions": {}}), "unknown"),
        (json!({"versions": []}), "unknown"),
        (json!({"versions": ["one"]}), "unknown"),
        (json!({"versions": null}), "bad_feed"),
        (json!({"versions": "1.0.0"}), "bad_feed"),
        (json!({"versions": [{"version": "1.0.0"}]}), "bad_feed"),
        (json!({"error": "not found"}), "bad_feed"),
        (json!([]), "bad_feed"),
        (json!(null), "bad_feed"),
    ] {
        assert_eq!(current(feed.clone()).as_deref(), Some(expected), "{feed}");
    }
    let unasked = ask(&json!({"op": "status", "feed": {"versions": ["1.0.0"]}, "version": null}));
    assert_eq!((&unasked["status"], &unasked["latest"]), (&json!("unknown"), &json!("1.0.0")));
}

#[test]
fn an_instant_and_a_number_come_in_many_spellings() {
    let due = |start: Value, seconds: Value| {
        let answer = ask(
            &json!({"op": "due", "calendar": "always", "start": start, "seconds": seconds, "id": 7, "note": {}}),
        );
        answer["due"].as_str().or(answer["error"]["type"].as_str()).unwrap_or_default().to_owned()
    };
    for start in [
        "2026-02-13T10:00:00Z",
        "2026-02-13t10:00:00z",
        " 2026-02-13T10:00:00Z ",
        "2026-02-13 10:00:00Z",
        "2026-02-13T18:00:00+08:00",
        "2026-02-13T18:00:00+0800",
        "2026-02-13T04:15:00-05:45",
        "2026-02-13T10:00:00-00:00",
        "2026-02-13T10:00:00.000Z",
        "2026-02-13T10:00:00.999999999999Z",
    ] {
        assert_eq!(due(json!(start), json!(60)), "2026-02-13T10:01:00Z", "{start}");
    }
    for start in [
        json!("2026-02-13"),
        json!("2026-02-13T10:00:00"),
        json!("2026-02-30T10:00:00Z"),
        json!(""),
        json!(null),
        json!(1_770_976_800),
        json!(["2026-02-13T10:00:00Z"]),
        json!("2026-02-13T10:00:00+99:00"),
    ] {
        assert_eq!(due(start.clone(), json!(60)), "bad_request", "{start}");
    }
    let start = json!("2026-02-13T10:00:00Z");
    for seconds in [json!(60), json!(60.0), json!(6e1), json!("60"), json!("60.0"), json!(" 60 ")] {
        assert_eq!(due(start.clone(), seconds.clone()), "2026-02-13T10:01:00Z", "{seconds}");
    }
    for seconds in [
        json!(null),
        json!(true),
        json!([60]),
        json!({}),
        json!(0.5),
        json!(-60),
        json!("-60"),
        json!("1h"),
        json!(""),
        json!(1e300),
    ] {
        assert_eq!(due(start.clone(), seconds.clone()), "bad_request", "{seconds}");
    }
    // As PowerShell pipes it.
    let line = [
        b"\xef\xbb\xbf".as_slice(),
        br#"{"op":"cvss","vector":" CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H "}"#,
        b"\r\n",
    ]
    .concat();
    assert_eq!(answer(&line).unwrap()["score"], 7.5);
}

#[test]
fn pauses_may_be_none_empty_or_outside() {
    let clock = |paused: Value| {
        ask(
            &json!({"op": "clock", "calendar": office(), "start": "2026-02-24T01:00:00Z", "target_seconds": 3600,
            "paused": paused, "now": "2026-02-24T01:30:00Z"}),
        )
    };
    let plain = json!({"due": "2026-02-24T02:00:00Z", "elapsed": 1800, "missed": false});
    let at = "2026-02-24T01:10:00Z";
    for paused in [
        json!(null),
        json!([]),
        json!([[at, at]]),
        json!([["2026-02-23T01:10:00Z", "2026-02-24T01:00:00Z"]]),
        json!([["2026-02-20T00:00:00Z", "2026-02-21T00:00:00Z"], [at, at]]),
    ] {
        assert_eq!(clock(paused.clone()), plain, "{paused}");
    }
    for paused in [
        json!([[at, "2026-02-24T01:09:59Z"]]),
        json!([[at]]),
        json!([at]),
        json!([[null, at]]),
        json!({}),
        json!(0),
        json!([[at, at, at]]),
    ] {
        assert_eq!(clock(paused.clone())["error"]["type"], "bad_request", "{paused}");
    }
}

#[test]
fn a_calendar_is_read_by_what_it_is_open_by() {
    let due = |calendar: &Value| {
        ask(&json!({"op": "due", "calendar": calendar, "start": "2026-02-13T10:00:00Z", "seconds": 28800}))
    };
    let plain = due(&office());
    for (field, value) in [
        ("name", json!(5)),
        ("source", json!([])),
        ("known_through", json!("never")),
        ("id", json!(7)),
        ("also", json!(null)),
        ("weekend", json!(["sat", "sun"])),
    ] {
        let mut calendar = office();
        calendar[field] = value.clone();
        assert_eq!(due(&calendar), plain, "{field} is {value}");
    }
    let mut calendar = office();
    calendar["hours"]["sat"] = json!(null);
    calendar["holidays"][0]["name"] = json!({"de": "Frühlingsfest"});
    calendar["holidays"][0]["date"] = json!(null);
    assert_eq!(due(&calendar), plain);
    for (pointer, value) in [
        ("/hours/mon", json!("9-17")),
        ("/holidays/0", json!(5)),
        ("/holidays/0/from", json!(20_260_215)),
        ("/zone", json!(null)),
        ("/overrides", json!([])),
        ("/hours", json!({"monday": []})),
    ] {
        let mut calendar = office();
        *calendar.pointer_mut(pointer).unwrap() = value.clone();
        assert_eq!(due(&calendar)["error"]["type"], "bad_calendar", "{pointer} is {value}");
    }
}
