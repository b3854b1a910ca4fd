//! The line protocol: one row a line.

mod passed_over;

use serde_json::{Value, json};

use crate::eval::answer;

fn ask(request: &Value) -> Value {
    answer(request.to_string().as_bytes()).unwrap_or_else(|failure| failure.to_json())
}

fn office() -> Value {
    let day = json!([["09:00", "17:30"]]);
    json!({"zone": "Asia/Shanghai", "hours": {"mon": day, "tue": day, "wed": day, "thu": day, "fri": day},
        "holidays": [{"from": "2026-02-15", "to": "2026-02-23", "name": {"en": "Spring Festival", "zh": "春节"}}],
        "overrides": {"2026-02-14": day}})
}

#[test]
fn the_clock_answers_as_documented() {
    let once = json!({"zone": "UTC", "overrides": {"2026-03-01": [["09:00", "10:00"]]}});
    let cases = [
        (
            json!({"op": "due", "calendar": office(), "start": "2026-02-13T10:00:00Z", "seconds": 28800}),
            json!({"due": "2026-02-14T09:00:00Z"}),
        ),
        (
            json!({"op": "due", "calendar": "always", "start": "2026-02-13T18:00:00.900+08:00", "seconds": 60}),
            json!({"due": "2026-02-13T10:01:00Z"}),
        ),
        (
            // As scripts write what they have multiplied.
            json!({"op": "due", "calendar": office(), "start": "2026-02-13T10:00:00Z", "seconds": 28800.0}),
            json!({"due": "2026-02-14T09:00:00Z"}),
        ),
        (
            // A second that UTC has put in is the one before it.
            json!({"op": "due", "calendar": "always", "start": "2016-12-31T23:59:60Z", "seconds": 1}),
            json!({"due": "2017-01-01T00:00:00Z"}),
        ),
        (
            json!({"op": "due", "calendar": "always", "start": "9999-12-31T23:59:58Z", "seconds": 1}),
            json!({"due": "9999-12-31T23:59:59Z"}),
        ),
        (
            json!({"op": "due", "calendar": once, "start": "2026-04-01T00:00:00Z", "seconds": 0}),
            json!({"due": "2026-04-01T00:00:00Z"}),
        ),
        (
            json!({"op": "elapsed", "calendar": office(), "start": "2026-02-13T00:00:00Z", "end": "2026-02-25T00:00:00Z"}),
            json!({"seconds": 3 * 30600}),
        ),
        (
            json!({"op": "elapsed", "calendar": office(), "start": "2026-02-25T00:00:00Z", "end": "2026-02-13T00:00:00Z"}),
            json!({"seconds": 0}),
        ),
        (
            json!({"op": "elapsed", "calendar": once, "start": "2026-01-01T00:00:00Z", "end": "2066-01-01T00:00:00Z"}),
            json!({"seconds": 3600}),
        ),
        (
            json!({"op": "open", "calendar": office(), "at": "2026-02-14T09:30:00Z"}),
            json!({"open": false, "next_open": "2026-02-24T01:00:00Z"}),
        ),
        (
            json!({"op": "open", "calendar": office(), "at": "2026-02-14T01:00:00Z"}),
            json!({"open": true, "next_open": "2026-02-14T01:00:00Z"}),
        ),
        (
            json!({"op": "open", "calendar": once, "at": "2026-03-01T10:00:00Z"}),
            json!({"open": false, "next_open": null}),
        ),
        (
            json!({"op": "clock", "calendar": office(), "start": "2026-02-24T01:00:00Z", "target_seconds": 30600,
                "paused": [["2026-02-24T02:00:00Z", "2026-02-24T03:00:00Z"], ["2026-02-24T02:30:00Z", "2026-02-24T03:30:00Z"]],
                "now": "2026-02-24T04:00:00Z"}),
            json!({"due": "2026-02-25T02:30:00Z", "elapsed": 5400, "missed": false}),
        ),
        (
            json!({"op": "clock", "calendar": office(), "start": "2026-02-24T01:00:00Z", "target_seconds": 30600,
                "paused": [], "now": "2026-02-24T16:00:00Z"}),
            json!({"due": "2026-02-24T09:30:00Z", "elapsed": 30600, "missed": false}),
        ),
        (
            json!({"op": "clock", "calendar": office(), "start": "2026-02-24T01:00:00Z", "target_seconds": 30600,
                "now": "2026-02-25T01:00:01Z"}),
            json!({"due": "2026-02-24T09:30:00Z", "elapsed": 30601, "missed": true}),
        ),
        (
            json!({"op": "clock", "calendar": office(), "start": "2026-02-24T01:00:00Z", "target_seconds": 30600,
                "paused": [["2026-02-24T02:00:00Z", null]], "now": "2026-02-26T01:00:01Z"}),
            json!({"due": null, "elapsed": 3600, "missed": false}),
        ),
        (
            json!({"op": "clock", "calendar": "always", "start": "2026-02-24T01:00:00Z", "target_seconds": 60,
                "paused": [["2026-02-24T02:00:00Z", null]], "now": "2026-02-24T00:00:00Z"}),
            json!({"due": "2026-02-24T01:01:00Z", "elapsed": 0, "missed": false}),
        ),
    ];
    for (request, expected) in cases {
        assert_eq!(ask(&request), expected, "{request}");
    }
}

#[test]
fn a_line_that_can_t_be_answered_says_why() {
    let due = |calendar: Value| json!({"op": "due", "calendar": calendar, "start": "2026-02-13T10:00:00Z", "seconds": 60});
    let mut never = office();
    never["hours"] = json!({});
    let cases = [
        (due(json!({"zone": "Mars/Olympus", "hours": {}})), "bad_calendar"),
        (due(json!("sometimes")), "bad_calendar"),
        (due(json!({"zone": "UTC", "hours": {"mon": [["10:00", "10:00"]]}})), "bad_calendar"),
        (due(json!({"zone": "UTC", "overrides": {"2020-03-01": [["09:00", "10:00"]]}})), "never_opens"),
        (json!({"op": "due", "calendar": office(), "start": "yesterday", "seconds": 60}), "bad_request"),
        (
            json!({"op": "due", "calendar": office(), "start": "2026-02-13T10:00:00Z", "seconds": -1}),
            "bad_request",
        ),
        (
            json!({"op": "due", "calendar": office(), "start": "2026-02-13T10:00:00Z", "seconds": 1.5}),
            "bad_request",
        ),
        (
            json!({"op": "due", "calendar": office(), "start": "2026-02-13T10:00:00Z", "seconds": u64::MAX}),
            "beyond_horizon",
        ),
        // RFC 3339 has no notation for the answer.
        (
            json!({"op": "due", "calendar": "always", "start": "9999-12-31T23:59:59Z", "seconds": 1}),
            "beyond_horizon",
        ),
        (
            json!({"op": "due", "calendar": office(), "start": "0001-01-01T00:00:00Z", "seconds": 1}),
            "beyond_horizon",
        ),
        (
            json!({"op": "elapsed", "calendar": office(), "start": "1950-01-01T00:00:00Z", "end": "2100-01-01T00:00:00Z"}),
            "beyond_horizon",
        ),
        (
            json!({"op": "clock", "calendar": office(), "start": "2026-02-13T10:00:00Z", "target_seconds": 1, "now": "2026-02-13T10:00:00Z",
            "paused": [["2026-02-14T00:00:00Z", "2026-02-13T00:00:00Z"]]}),
            "bad_request",
        ),
        (json!({"op": "dance"}), "unknown_op"),
        (json!({"calendar": {}}), "bad_request"),
        (json!([1, 2]), "bad_request"),
        (json!(null), "bad_request"),
    ];
    for (request, kind) in cases {
        assert_eq!(ask(&request)["error"]["type"], kind, "{request} gives {}", ask(&request));
    }
    for line in [&b""[..], b"\n", b"{", b"\xff\xfe", &[b'['; 100_000]] {
        let failure = answer(line).unwrap_err().to_json();
        assert_eq!(failure["error"]["type"], "not_json");
    }
}

#[test]
fn versions_and_advisories_answer_as_documented() {
    let qs = json!({"id": "GHSA-hrpp-h998-j3pp", "modified": "2023-01-18T23:00:03Z", "affected": [
        {"package": {"ecosystem": "npm", "name": "qs"}, "ranges": [
            {"type": "ECOSYSTEM", "events": [{"introduced": "6.10.0"}, {"fixed": "6.10.3"}]}]},
        {"package": {"ecosystem": "npm", "name": "qs"}, "ranges": [
            {"type": "ECOSYSTEM", "events": [{"introduced": "6.9.0"}, {"fixed": "6.9.7"}]}]}]});
    let package = json!({"ecosystem": "npm", "name": "qs"});
    let matched =
        |version: Value| json!({"op": "match", "advisory": qs, "package": package, "version": version});
    let feed = json!({"name": "express", "dist-tags": {"latest": "5.3.0"},
        "versions": ["3.4.5", "3.4.8", "3.21.2", "4.0.0-rc1", "5.3.0"]});
    let cases = [
        (json!({"op": "compare", "ecosystem": "Maven", "a": "1.0-rc1", "b": "1.0"}), json!({"order": -1})),
        (json!({"op": "compare", "ecosystem": "CocoaPods", "a": "1.0", "b": "1"}), json!({"order": 0})),
        (matched(json!("6.9.0")), json!({"verdict": "affected", "next_fix": "6.9.7", "fixed_in": "6.9.7"})),
        (matched(json!("6.9.7")), json!({"verdict": "not_affected", "next_fix": null})),
        (
            matched(Value::Null),
            json!({"verdict": "unknown", "next_fix": null, "reason": "no version is given"}),
        ),
        (
            json!({"op": "upgrade", "advisories": [qs], "package": {"purl": "pkg:npm/qs"},
                "available": ["6.9.0", "6.9.7-rc.1", "6.9.7", "6.10.3"], "version": "6.9.0"}),
            json!({"affecting": ["GHSA-hrpp-h998-j3pp"], "min_clean": "6.9.7", "min_clean_stable": "6.9.7"}),
        ),
        (
            json!({"op": "status", "feed": feed, "version": "3.4.5"}),
            json!({"status": "behind_major", "latest": "5.3.0", "newest_same_minor": "3.4.8",
                "newest_same_major": "3.21.2"}),
        ),
        (
            json!({"op": "cvss", "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"}),
            json!({"score": 7.5, "severity": "High"}),
        ),
    ];
    for (request, expected) in cases {
        assert_eq!(ask(&request), expected, "{request}");
    }
    for (request, kind) in [
        (json!({"op": "compare", "ecosystem": "npm", "a": "latest", "b": "1.0.0"}), "unreadable_version"),
        (json!({"op": "compare", "ecosystem": "Hex", "a": "1.0.0", "b": "1.0.0"}), "unknown_order"),
        (json!({"op": "status", "feed": {}, "version": "1.0.0"}), "bad_feed"),
        (json!({"op": "cvss", "vector": "CVSS:3.1/AV:N"}), "bad_vector"),
        (json!({"op": "match", "advisory": 7, "package": package, "version": "1"}), "bad_request"),
    ] {
        assert_eq!(ask(&request)["error"]["type"], kind, "{request}");
    }
}
