use super::*;

fn value(text: &str) -> Value {
    Value::parse(text).unwrap_or_else(|| panic!("{text}"))
}

fn record() -> Value {
    value(
        r#"{
        "schema_version": "1.7.0", "id": "ACME-1", "x_ours": {"k": [1]}, "summary": "s", "details": "d",
        "aliases": ["CVE-2026-1", "GHSA-1"],
        "severity": [{"type": "Ubuntu", "score": "medium"}, {"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}],
        "database_specific": {"severity": "HIGH", "cwe_ids": ["CWE-1"]},
        "affected": [
            {"package": {"ecosystem": "npm", "name": "a", "purl": "pkg:npm/a"}, "ecosystem_specific": {"e": 1},
             "ranges": [{"type": "SEMVER", "database_specific": {"r": 1}, "events": [
                {"introduced": "0"}, {"fixed": "1.2.0"}, {"introduced": "2.0.0"}, {"last_affected": "2.3.0"}]},
                {"type": "GIT", "repo": "https://x", "events": [{"introduced": "0"}]}],
             "versions": ["0.9.0"]},
            {"package": {"ecosystem": "PyPI", "name": "b"},
             "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "3"}]}]}
        ],
        "references": [{"type": "FIX", "url": "https://a", "note": 1}, {"type": "WEB", "url": "https://b"}],
        "credits": [{"name": "Kim"}]
    }"#,
    )
}

#[test]
fn what_is_not_touched_is_written_as_it_was() {
    let record = record();
    assert_eq!(Form::read(&record).write(&record), record);
    for odd in [
        "{}",
        r#"{"affected": null, "severity": 3, "references": [1, {}]}"#,
        r#"{"affected": [{"ranges": [{"events": [{"fixed": "1"}, {"introduced": "0"}]}]}, 7]}"#,
        r#"{"affected": [{"ranges": [{"events": [{"introduced": "0", "fixed": "1"}]}, {}]}]}"#,
    ] {
        let odd = value(odd);
        assert_eq!(Form::read(&odd).write(&odd), odd);
    }
}

#[test]
fn a_field_that_is_changed_changes_nothing_else() {
    let before = record();
    let mut form = Form::read(&before);
    assert_eq!(
        (form.aliases.as_str(), form.vectors.as_str(), form.level.as_str()),
        ("CVE-2026-1, GHSA-1", "CVSS:3.1/AV:N", "HIGH")
    );
    form.packages[0].spans[0].end = "1.2.1".to_owned();
    form.vectors = "CVSS:3.1/AV:N\nCVSS:4.0/AV:L".to_owned();
    form.level.clear();
    form.references.remove(0);
    let after = form.write(&before);
    let entry = &items(&after, "affected")[0];
    assert_eq!(
        items(entry, "ranges")[0],
        value(
            r#"{"type": "SEMVER", "database_specific": {"r": 1}, "events": [
            {"introduced": "0"}, {"fixed": "1.2.1"}, {"introduced": "2.0.0"}, {"last_affected": "2.3.0"}]}"#
        )
    );
    assert_eq!(
        items(entry, "ranges")[1],
        items(&items(&before, "affected")[0], "ranges")[1],
        "commits are kept"
    );
    assert_eq!(entry.get("ecosystem_specific"), items(&before, "affected")[0].get("ecosystem_specific"));
    assert_eq!(text(entry.get("package").expect("it stays"), "purl"), "pkg:npm/a");
    assert_eq!(items(&after, "affected")[1], items(&before, "affected")[1]);
    assert_eq!(
        after.get("severity"),
        Some(&value(
            r#"[{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}, {"type": "CVSS_V4", "score": "CVSS:4.0/AV:L"},
                {"type": "Ubuntu", "score": "medium"}]"#
        ))
    );
    assert_eq!(after.get("database_specific"), Some(&value(r#"{"cwe_ids": ["CWE-1"]}"#)));
    assert_eq!(after.get("references"), Some(&value(r#"[{"type": "WEB", "url": "https://b"}]"#)));
    assert_eq!(after.get("x_ours"), before.get("x_ours"));
}

#[test]
fn rows_come_and_go() {
    let before = record();
    let mut form = Form::read(&before);
    form.packages[0].spans.remove(1);
    form.packages[0].spans.push(Span {
        until: Until::LastAffected,
        end: " 4.0.0 ".to_owned(),
        introduced: String::new(),
        from: None,
    });
    form.packages[0].name = "other".to_owned();
    form.packages.remove(1);
    form.packages.push(Package {
        name: "c".to_owned(),
        versions: "1.0，2.0\n3.0".to_owned(),
        spans: Vec::new(),
        ..Package::fresh()
    });
    let after = form.write(&before);
    let [first, second] = items(&after, "affected") else { panic!("{after:?}") };
    assert_eq!(first.get("package"), Some(&value(r#"{"ecosystem": "npm", "name": "other"}"#)));
    assert_eq!(
        items(first, "ranges")[2],
        value(r#"{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"last_affected": "4.0.0"}]}"#)
    );
    assert_eq!(
        *second,
        value(r#"{"package": {"ecosystem": "npm", "name": "c"}, "versions": ["1.0", "2.0", "3.0"]}"#)
    );
    assert_eq!(Form::read(&after).packages[1].versions, "1.0, 2.0, 3.0");
}

#[test]
fn a_fault_is_shown_at_its_field() {
    for (pointer, field) in [
        ("#/id", "#/id"),
        ("#/severity/0/score", "#/severity"),
        ("#/affected/2/package/ecosystem", "#/affected/2/package"),
        ("#/affected/0/ranges/0/events/1/fixed", "#/affected/0/ranges"),
        ("#/affected/0", "#/affected/0"),
        ("#/affected/0/severity", "#/affected/0"),
        ("#/affected", "#/affected"),
        ("#/references/1/url", "#/references/1"),
        ("#/modified", "#"),
        ("#", "#"),
    ] {
        assert_eq!(field_of(pointer), field, "{pointer}");
    }
}
