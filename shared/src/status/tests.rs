//! The headline: one row a case, each with what outranks it.

use serde_json::{Value, json};

use crate::advisory::Index;
use crate::osv::Record;
use crate::package::{Ecosystem, Package};
use crate::release::{Feed, ReleaseList};
use crate::status::{Headline, Status};
use crate::version::{Step, Version};

const VERSIONS: &[&str] = &[
    "0.2.3",
    "0.3.0",
    "3.4.5",
    "3.4.8",
    "3.21.2",
    "4.0.0-rc.1",
    "4.0.0-rc.2",
    "4.17.1",
    "5.2.0",
    "5.3.0",
    "6.0.0-beta.1",
    "6.0.0-beta.2",
];

fn feed(fields: Value) -> ReleaseList {
    let releases: Vec<Value> = VERSIONS
        .iter()
        .map(|version| {
            let mut release = json!({"version": version});
            for (name, value) in fields.as_object().into_iter().flatten() {
                release[name.as_str()] = value.clone();
            }
            release
        })
        .collect();
    let feed: Feed = serde_json::from_value(json!({
        "package": "pkg:npm/a", "releases": releases, "tags": {"latest": "5.3.0"},
        "lines": [{"line": "0", "end_of_life": "2020-01-01"}]
    }))
    .expect("a feed");
    ReleaseList::compile(feed)
}

fn advisory(severity: &str, fixed: &str) -> Record {
    serde_json::from_value(json!({"id": "A-1", "database_specific": {"severity": severity}, "affected": [{
        "package": {"ecosystem": "npm", "name": "a"},
        "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": fixed}]}]}]}))
    .expect("a record")
}

fn headline(version: &str, list: Option<&ReleaseList>, records: &[Record]) -> Headline {
    let package = Package::new(Ecosystem::Npm, "a");
    let index = Index::compile(records);
    let findings = index.find(&package, version);
    let today = "2026-11-22".parse().expect("a day");
    Status::of(&Version::parse(package.ecosystem(), version), list, &findings, today).headline
}

#[test]
fn the_place_of_a_version_in_its_feed() {
    let list = feed(json!({}));
    for (version, expected) in [
        ("3.4.5", Headline::BehindMajor),
        ("4.17.1", Headline::BehindMajor),
        ("5.2.0", Headline::BehindMinor),
        ("5.3.0", Headline::Current),
        ("v5.3.0", Headline::Current),
        // A prerelease of an older core, one behind its own channel, and its newest.
        ("4.0.0-rc.1", Headline::BehindMajor),
        ("6.0.0-beta.1", Headline::BehindPatch),
        ("6.0.0-beta.2", Headline::Current),
        // Newer than all that is known, and not in the feed though it could be.
        ("7.0.0", Headline::Ahead),
        ("5.3.1", Headline::Unknown),
        ("3.4.6", Headline::Unknown),
        ("latest", Headline::Unknown),
        ("", Headline::Unknown),
        ("0.2.3", Headline::EndOfLife),
    ] {
        assert_eq!(headline(version, Some(&list), &[]), expected, "{version}");
    }
    assert_eq!(headline("5.3.0", None, &[]), Headline::Unknown);
}

#[test]
fn the_worst_comes_first() {
    let (high, low) = (advisory("HIGH", "9.0.0"), advisory("LOW", "9.0.0"));
    let unreadable = advisory("HIGH", "soon");
    let plain = feed(json!({}));
    let deprecated = feed(json!({"deprecated": {"message": "leave"}}));
    let yanked = feed(json!({"yanked": "", "deprecated": {"message": "leave"}}));
    let ended = feed(json!({"yanked": "", "end_of_life": "2026-11-21"}));
    for (list, record, expected) in [
        (&ended, Some(&high), Headline::Vulnerable),
        (&ended, Some(&low), Headline::EndOfLife),
        (&yanked, Some(&low), Headline::Yanked),
        (&deprecated, Some(&low), Headline::Vulnerable),
        (&deprecated, None, Headline::Deprecated),
        (&plain, Some(&low), Headline::Vulnerable),
        // What may be vulnerable is never called current.
        (&plain, Some(&unreadable), Headline::Unknown),
        (&plain, None, Headline::Current),
    ] {
        let records: Vec<Record> = record.into_iter().cloned().collect();
        assert_eq!(headline("5.3.0", Some(list), &records), expected, "{expected:?}");
    }
    assert_eq!(headline("5.3.0", None, &[high]), Headline::Vulnerable);
}

#[test]
fn the_newest_of_ones_own_line_and_the_distance() {
    let list = feed(json!({}));
    let today = "2026-11-22".parse().expect("a day");
    for (version, minor, major, behind, may_break) in [
        ("3.4.5", Some("3.4.8"), Some("3.21.2"), Some(Step::Major), true),
        ("5.3.0", Some("5.3.0"), Some("5.3.0"), None, false),
        ("4.0.0-rc.1", Some("4.0.0-rc.2"), Some("4.17.1"), Some(Step::Major), true),
        ("0.2.3", Some("0.2.3"), Some("0.3.0"), Some(Step::Major), true),
        ("7.0.0", None, None, None, false),
    ] {
        let parsed = Version::parse(&Ecosystem::Npm, version);
        let status = Status::of(&parsed, Some(&list), &[], today);
        let text = |known: Option<&crate::release::Known>| known.map(|k| k.release.version.clone());
        assert_eq!(text(status.newest_same_minor).as_deref(), minor, "{version}");
        assert_eq!(text(status.newest_same_major).as_deref(), major, "{version}");
        assert_eq!((status.behind, status.may_break), (behind, may_break), "{version}");
    }
}
