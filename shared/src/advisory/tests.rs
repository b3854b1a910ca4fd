//! Verdicts, a table for each way in which they go wrong elsewhere.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::advisory::{Advisory, Clear, Doubt, Hit, Index, Rating, Until, Verdict, Via};
use crate::osv::Record;
use crate::package::Package;

fn record(value: Value) -> Record {
    serde_json::from_value(value).expect("a record")
}

/// A record with one entry for each list of events.
fn ranges(ecosystem: &str, name: &str, ranges: &[Value]) -> Record {
    let entry = |events: &Value| {
        json!({"package": {"ecosystem": ecosystem, "name": name},
               "ranges": [{"type": "ECOSYSTEM", "events": events}]})
    };
    let affected: Vec<Value> = ranges.iter().map(entry).collect();
    record(json!({"id": "A-1", "modified": "2024-01-01T00:00:00Z", "affected": affected}))
}

fn verdict(record: &Record, ecosystem: &str, name: &str, version: &str) -> Verdict {
    Advisory::compile(record).verdict(&Package::from_osv(ecosystem, name), version)
}

fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Affected(_) => "affected",
        Verdict::NotAffected(_) => "not_affected",
        Verdict::Unknown(_) => "unknown",
    }
}

fn check(record: &Record, ecosystem: &str, name: &str, rows: &[(&str, &str, Option<&str>)]) {
    for (version, expected, next_fix) in rows {
        let verdict = verdict(record, ecosystem, name, version);
        assert_eq!(word(&verdict), *expected, "{version}: {verdict:?}");
        let found = match &verdict {
            Verdict::Affected(hit) => hit.next_fix.as_deref(),
            Verdict::NotAffected(_) | Verdict::Unknown(_) => None,
        };
        assert_eq!(found, *next_fix, "{version}");
    }
}

#[test]
fn every_entry_of_a_package_counts_whatever_its_place() {
    // GHSA-hrpp-h998-j3pp writes one entry a branch, the newest first.
    let qs = ranges(
        "npm",
        "qs",
        &[
            json!([{"introduced": "6.10.0"}, {"fixed": "6.10.3"}]),
            json!([{"introduced": "6.9.0"}, {"fixed": "6.9.7"}]),
            json!([{"introduced": "0"}, {"fixed": "6.2.4"}]),
        ],
    );
    check(
        &qs,
        "npm",
        "qs",
        &[
            ("6.9.0", "affected", Some("6.9.7")),
            ("6.9.7", "not_affected", None),
            ("6.10.2", "affected", Some("6.10.3")),
            ("1.0.0", "affected", Some("6.2.4")),
            ("6.9.7-rc.1", "affected", Some("6.9.7")),
            ("0.0.0-alpha", "affected", Some("6.2.4")),
            ("7.0.0", "not_affected", None),
            ("", "unknown", None),
            ("deadbeef", "unknown", None),
        ],
    );
    assert_eq!(verdict(&qs, "npm", "qs2", "6.9.0"), Verdict::NotAffected(Clear::OtherPackage));
    assert_eq!(verdict(&qs, "PyPI", "qs", "6.9.0"), Verdict::NotAffected(Clear::OtherPackage));
    let fixed = Clear::Fixed("6.9.7".to_string());
    assert_eq!(verdict(&qs, "npm", "qs", "6.9.9"), Verdict::NotAffected(fixed));
}

#[test]
fn events_at_one_version_unsorted_events_and_last_affected() {
    for (events, rows) in [
        // RUSTSEC-2022-0012.
        (
            json!([{"introduced": "0.10.0"}, {"fixed": "0.10.0"}]),
            [("0.10.0", "not_affected"), ("0.11.0", "not_affected"), ("0.9.0", "not_affected")],
        ),
        (
            json!([{"fixed": "2.0.0"}, {"introduced": "1.5.0"}, {"fixed": "1.2.0"}, {"introduced": "1.0.0"}]),
            [("1.1.0", "affected"), ("1.3.0", "not_affected"), ("1.9.9", "affected")],
        ),
        (
            json!([{"introduced": "0"}, {"last_affected": "2.88.2"}]),
            [("2.88.2", "affected"), ("2.88.3", "not_affected"), ("2.88.3-rc.1", "not_affected")],
        ),
        (
            json!([{"introduced": "1.0.0"}, {"last_affected": "1.0.0"}]),
            [("1.0.0", "affected"), ("1.0.1", "not_affected"), ("0.9.0", "not_affected")],
        ),
        // RUSTSEC-2022-0069.
        (
            json!([{"introduced": "0.10.0-0"}, {"fixed": "0.10.0-alpha.2"}]),
            [("0.10.0-alpha.1", "affected"), ("0.10.0-alpha.2", "not_affected"), ("0.9.9", "not_affected")],
        ),
        (
            json!([{"introduced": "0"}, {"limit": "2.0.0"}, {"limit": "3.0.0"}]),
            [("2.5.0", "affected"), ("3.0.0", "not_affected"), ("0.0.0-a", "affected")],
        ),
        (
            json!([{"introduced": "1.0.0"}, {"limit": "*"}]),
            [("99.0.0", "affected"), ("0.9.0", "not_affected"), ("1.0.0+build", "affected")],
        ),
    ] {
        let record = ranges("crates.io", "c", &[events]);
        for (version, expected) in rows {
            let verdict = verdict(&record, "crates.io", "c", version);
            assert_eq!(word(&verdict), expected, "{version}: {verdict:?} {record:?}");
        }
    }
}

#[test]
fn a_list_and_ranges_are_united_and_commits_are_skipped() {
    let both = record(json!({"id": "A-1", "affected": [{
    "package": {"ecosystem": "PyPI", "name": "Loguru_X"},
    "versions": ["3.0", "0.2.0-n653"],
    "ranges": [
        {"type": "GIT", "repo": "https://example.com/r", "events": [{"introduced": "0"}]},
        {"type": "ECOSYSTEM", "events": [{"introduced": "1.0"}, {"fixed": "1.2"}]}
    ]}]}));
    check(
        &both,
        "PyPI",
        "loguru-x",
        &[
            ("1.1", "affected", Some("1.2")),
            ("3", "affected", None),
            ("2.0", "not_affected", None),
            ("0.2.0-n653", "affected", None),
            ("0.2.0-n654", "unknown", None),
        ],
    );
    let commits = record(json!({"id": "A-1", "affected": [{
        "package": {"ecosystem": "SwiftURL", "name": "github.com/a/b"},
        "ranges": [{"type": "GIT", "repo": "https://github.com/a/b", "events": [{"introduced": "0"}]}]}]}));
    let found = verdict(&commits, "SwiftURL", "https://github.com/A/b.git", "1.0.0");
    assert_eq!(found, Verdict::Unknown(Doubt::OnlyCommits));
    // PYSEC-2022-15 names a package and no version of it.
    let nothing = record(json!({"id": "A-1", "affected": [{"package": {"ecosystem": "PyPI", "name": "x"}}]}));
    assert_eq!(verdict(&nothing, "PyPI", "x", "1.0"), Verdict::NotAffected(Clear::NotListed));
}

#[test]
fn what_cannot_be_read_is_unknown_unless_something_else_hits() {
    let record = ranges(
        "PyPI",
        "p",
        &[
            json!([{"introduced": "0"}, {"fixed": "not-a-version"}]),
            json!([{"introduced": "2.0"}, {"fixed": "2.1"}]),
        ],
    );
    let unreadable = Doubt::UnreadableAdvisory("not-a-version".to_string());
    assert_eq!(verdict(&record, "PyPI", "p", "1.0"), Verdict::Unknown(unreadable));
    assert_eq!(word(&verdict(&record, "PyPI", "p", "2.0.1")), "affected");
    assert_eq!(verdict(&record, "PyPI", "p", " "), Verdict::Unknown(Doubt::NoVersion));

    let hex = ranges("Hex", "h", &[json!([{"introduced": "0"}, {"fixed": "1.0.0"}])]);
    assert_eq!(verdict(&hex, "Hex", "h", "0.1.0"), Verdict::Unknown(Doubt::NoOrder("Hex".to_string())));
}

#[test]
fn a_withdrawn_record_hits_nothing_however_it_says_when() {
    for withdrawn in ["2023-11-08T00:54:24Z", "2022-10-07 18:59:00+00:00", "last spring"] {
        let record = record(json!({"id": "A-1", "withdrawn": withdrawn, "affected": [{
            "package": {"ecosystem": "npm", "name": "a"}, "versions": ["1.0.0"],
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}]}]}));
        assert_eq!(verdict(&record, "npm", "a", "1.0.0"), Verdict::NotAffected(Clear::Withdrawn));
        assert!(Index::compile(&[record]).is_clean(&Package::from_osv("npm", "a"), "1.0.0"));
    }
}

#[test]
fn the_fix_is_on_ones_own_branch_and_clean_of_the_same_advisory() {
    let databind = ranges(
        "Maven",
        "g:a",
        &[
            json!([{"introduced": "2.0.0"}, {"fixed": "2.6.7.1"}]),
            json!([{"introduced": "2.7.0"}, {"fixed": "2.9.0"}]),
            json!([{"introduced": "2.8.5"}, {"fixed": "2.9.5"}]),
            json!([{"introduced": "3.0"}]),
        ],
    );
    for (version, introduced, until, fixed_in, next_fix) in [
        ("2.6.0", "2.0.0", Until::Fixed("2.6.7.1".into()), Some("2.6.7.1"), Some("2.6.7.1")),
        // 2.9.0 ends its range and lies in the next one.
        ("2.7.1", "2.7.0", Until::Fixed("2.9.0".into()), Some("2.9.5"), Some("2.9.0")),
        ("2.9.1", "2.8.5", Until::Fixed("2.9.5".into()), Some("2.9.5"), Some("2.9.5")),
        ("3.1", "3.0", Until::Open, None, None),
    ] {
        let hit = Hit {
            via: Via::Range { introduced: Some(introduced.to_string()), until },
            fixed_in: fixed_in.map(ToString::to_string),
            next_fix: next_fix.map(ToString::to_string),
        };
        assert_eq!(verdict(&databind, "Maven", "g:a", version), Verdict::Affected(hit), "{version}");
    }
}

#[test]
fn aliases_are_one_finding_and_related_records_are_not() {
    let hit = |id: &str, aliases: &[&str], word: &str| {
        record(json!({"id": id, "aliases": aliases, "related": ["GHSA-z"],
            "database_specific": {"severity": word},
            "affected": [{"package": {"ecosystem": "npm", "name": "a"},
                "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "2.0.0"}]}]}]}))
    };
    let records = [
        hit("OSV-9", &["CVE-2"], "LOW"),
        hit("SNYK-1", &["CVE-1", "CVE-2"], "CRITICAL"),
        hit("GHSA-x", &["CVE-1"], "MODERATE"),
        hit("GHSA-z", &[], "HIGH"),
    ];
    let index = Index::compile(&records);
    let package = Package::from_osv("npm", "a");
    let found: Vec<_> = index
        .find(&package, "1.0.0")
        .into_iter()
        .map(|finding| {
            let id = finding.advisory.id().to_string();
            (id, finding.aliases.join(" "), finding.assessment.rating)
        })
        .collect();
    let expected = [
        ("GHSA-x".to_string(), "CVE-1 CVE-2 OSV-9 SNYK-1".to_string(), Rating::Critical),
        ("GHSA-z".to_string(), String::new(), Rating::High),
    ];
    assert_eq!(found, expected);
}

#[test]
fn of_two_records_with_one_id_the_later_stands() {
    let at = |modified: &str, fixed: &str| {
        let mut record = ranges("npm", "a", &[json!([{"introduced": "0"}, {"fixed": fixed}])]);
        record.modified = Some(serde_json::from_value(json!(modified)).expect("a stamp"));
        record
    };
    let (old, new) = (at("2024-01-01T00:00:00Z", "1.0.0"), at("2024-01-01T00:00:00.0000000001Z", "3.0.0"));
    let newer = at("2024-02-01T00:00:00.123456789012Z", "2.0.0");
    let package = Package::from_osv("npm", "a");
    for records in [[&old, &new, &newer], [&newer, &old, &new]] {
        let index = Index::compile(records);
        assert_eq!(index.len(), 1);
        assert!(index.is_clean(&package, "2.5.0"));
        assert!(!index.is_clean(&package, "1.5.0"));
    }
}

#[test]
fn ratings_without_a_vector_come_from_the_databases_word() {
    let with = |severity: Value, word: Value| {
        let record = record(json!({"id": "A-1", "severity": severity,
            "database_specific": {"severity": word, "cwe_ids": []}}));
        Advisory::compile(&record).assessment(&Package::from_osv("npm", "a")).rating
    };
    assert_eq!(with(Value::Null, json!("MODERATE")), Rating::Medium);
    assert_eq!(with(json!([]), json!("CRITICAL")), Rating::Critical);
    assert_eq!(with(json!([]), json!([1, 2])), Rating::Unknown);
    assert_eq!(with(json!([{"type": "CVSS_V3", "score": "nonsense"}]), json!("high")), Rating::High);
    assert_eq!(with(json!([{"type": "Ubuntu", "score": "low"}]), Value::Null), Rating::Low);
}

#[cfg(feature = "cvss")]
#[test]
fn vectors_are_scored_and_the_newest_standard_is_shown() {
    use crate::advisory::score_of;

    for (vector, tenths, rating) in [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", 75, Rating::High),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 100, Rating::Critical),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0, Rating::None),
        ("CVSS:3.0/A:H/I:N/C:N/S:U/UI:N/PR:N/AC:L/AV:N", 75, Rating::High),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 93, Rating::Critical),
        ("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:N/VI:N/VA:L/SC:N/SI:N/SA:N/E:U", 17, Rating::Low),
        ("AV:N/AC:L/Au:N/C:C/I:C/A:C", 100, Rating::High),
        ("(AV:N/AC:L/Au:N/C:P/I:N/A:N)", 50, Rating::Medium),
    ] {
        let assessment = score_of(vector).unwrap_or_else(|error| panic!("{vector}: {error}"));
        assert_eq!(
            (assessment.score.map(|s| s.tenths()), assessment.rating),
            (Some(tenths), rating),
            "{vector}"
        );
    }
    for vector in [
        "",
        "7.5",
        "CVSS:3.1",
        "CVSS:3.1/",
        "CVSS:3.1/AV:N",
        "CVSS:3.1/AV:N/AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H/XX:Y",
        "CVSS:4.0/AV:N/AC:L",
        "CVSS:9.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
        "AV:N/AC:L/Au:N",
        "é/é",
    ] {
        assert!(score_of(vector).is_err(), "{vector}");
    }
    let both = record(json!({"id": "A-1", "severity": [
        {"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:N/I:N/A:L"},
        {"type": "CVSS_V4", "score": "CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:P/VC:N/VI:N/VA:L/SC:N/SI:N/SA:L"}],
        "database_specific": {"severity": "CRITICAL"}}));
    let assessment = Advisory::compile(&both).assessment(&Package::from_osv("npm", "a"));
    assert_eq!(assessment.score.map(|score| score.tenths()), Some(51));
}

fn event() -> impl Strategy<Value = Value> {
    let version = prop_oneof![Just("0".to_string()), "[0-3]\\.[0-3]\\.[0-3](-(a|rc)\\.[0-2])?", "[ -~]{0,6}"];
    (prop_oneof!["introduced", "fixed", "last_affected", "limit"], version)
        .prop_map(|(kind, version)| json!({ kind: version }))
}

proptest! {
    #[test]
    fn no_record_makes_the_matcher_panic_and_another_package_changes_no_verdict(
        events in prop::collection::vec(event(), 0..6),
        other in prop::collection::vec(event(), 0..6),
        version in "[0-3]\\.[0-3]\\.[0-3](-(a|rc)\\.[0-2])?",
        ecosystem in prop::sample::select(vec!["npm", "Maven", "PyPI", "RubyGems", "NuGet", "Pub", "Go", "Hex"]),
    ) {
        let mut record = ranges(ecosystem, "a:b", &[Value::Array(events)]);
        let alone = verdict(&record, ecosystem, "a:b", &version);
        record.affected.extend(ranges(ecosystem, "c:d", &[Value::Array(other)]).affected);
        record.affected.reverse();
        prop_assert_eq!(&verdict(&record, ecosystem, "a:b", &version), &alone);
        record.withdrawn = record.modified.clone();
        prop_assert_eq!(verdict(&record, ecosystem, "a:b", &version), Verdict::NotAffected(Clear::Withdrawn));
    }

    #[test]
    fn the_order_of_events_changes_no_verdict(
        events in prop::collection::vec(event(), 0..6),
        version in "[0-3]\\.[0-3]\\.[0-3]",
    ) {
        let forward = ranges("npm", "a", &[Value::Array(events.clone())]);
        let backward = ranges("npm", "a", &[Value::Array(events.into_iter().rev().collect())]);
        let word_of = |record: &Record| word(&verdict(record, "npm", "a", &version));
        prop_assert_eq!(word_of(&forward), word_of(&backward));
    }
}

#[test]
fn a_low_rating_stands_against_none() {
    let record: Record = serde_json::from_value(json!({
        "id": "A", "database_specific": {"severity": "LOW"},
        "affected": [{"package": {"ecosystem": "npm", "name": "a"}, "versions": ["1.0.0"]}]
    }))
    .expect("a record");
    let unrated: Record = serde_json::from_value(json!({
        "id": "B", "aliases": ["A"],
        "affected": [{"package": {"ecosystem": "npm", "name": "a"}, "versions": ["1.0.0"]}]
    }))
    .expect("a record");
    let package = Package::from_osv("npm", "a");
    assert_eq!(Advisory::compile(&record).assessment(&package).rating, Rating::Low);
    let index = Index::compile(&[record, unrated]);
    let ratings: Vec<Rating> = index.find(&package, "1.0.0").iter().map(|it| it.assessment.rating).collect();
    assert_eq!(ratings, [Rating::Low]);
}

#[test]
fn a_range_is_written_as_people_read_it() {
    let range = |introduced: Option<&str>, until| {
        let introduced = introduced.map(str::to_string);
        Via::Range { introduced, until }.range().expect("a range")
    };
    for (introduced, until, expected) in [
        (Some("1.2.0"), Until::Fixed("1.4.3".into()), ">= 1.2.0, < 1.4.3"),
        (Some("1.2.0"), Until::LastAffected("1.4.2".into()), ">= 1.2.0, <= 1.4.2"),
        (Some("1.2.0"), Until::Open, ">= 1.2.0"),
        (None, Until::Fixed("1.4.3".into()), "< 1.4.3"),
        (None, Until::Open, ">= 0"),
    ] {
        assert_eq!(range(introduced, until), expected);
    }
    assert_eq!(Via::List.range(), None);
}
