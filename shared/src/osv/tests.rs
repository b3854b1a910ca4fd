//! Real shapes of records.

use crate::osv::{Event, RangeKind, Record};

#[test]
fn what_the_schema_does_not_know_and_what_exporters_write_is_read() {
    let record: Record = serde_json::from_str(
        r#"{
        "schema_version": "1.7.3", "id": "X-1", "modified": "2024-01-01T00:00:00.12345678901Z",
        "published": "2022-10-07 18:59:00+00:00", "aliases": null, "severity": null, "new_field": {"a": 1},
        "affected": [{
            "package": {"ecosystem": "npm", "name": "a", "new": true},
            "ranges": [
                {"type": "SEMVER", "events": [{"introduced": "0", "fixed": "1.0.0"}, {"new_event": "x"}]},
                {"type": "FUTURE", "events": null}
            ],
            "versions": null, "ecosystem_specific": {"x": []}, "database_specific": {"severity": 7}
        }],
        "database_specific": {"severity": "HIGH", "cwe_ids": ["CWE-1"]}
    }"#,
    )
    .expect("a record");
    let entry = record.affected.first().expect("an entry");
    let range = entry.ranges.first().expect("a range");
    let events = [Event::Introduced("0".to_string()), Event::Fixed("1.0.0".to_string())];
    assert_eq!(range.events, events);
    assert_eq!(entry.ranges.get(1).map(|range| range.kind), Some(RangeKind::Unknown));
    assert!(record.modified.is_some_and(|stamp| stamp.at().is_some()));
    assert_eq!(
        record.published.map(|stamp| stamp.text().to_string()).as_deref(),
        Some("2022-10-07 18:59:00+00:00")
    );
}

#[test]
fn a_record_is_written_as_the_schema_asks() {
    let record: Record = serde_json::from_value(serde_json::json!({
        "id": "X-1", "modified": "2024-01-01T00:00:00Z",
        "affected": [{"package": {"ecosystem": "npm", "name": "a"},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"last_affected": "1.0.0"}]}]}]
    }))
    .expect("a record");
    insta::assert_snapshot!(
        serde_json::to_string(&record).expect("JSON"),
        @r#"{"id":"X-1","modified":"2024-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"npm","name":"a"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"last_affected":"1.0.0"}]}]}]}"#
    );
}
