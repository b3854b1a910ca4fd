//! Where the advisor sends people, and what it says when there is nowhere good to go.

use serde_json::{Value, json};

use crate::advisory::Index;
use crate::osv::Record;
use crate::package::{Ecosystem, Package};
use crate::release::{Feed, ReleaseList};
use crate::upgrade::{Advice, Condition, Exposure, Kind, smallest_clean};
use crate::version::Version;

fn record(id: &str, severity: &str, events: Value) -> Record {
    serde_json::from_value(json!({"id": id, "database_specific": {"severity": severity}, "affected": [{
        "package": {"ecosystem": "npm", "name": "a"}, "ranges": [{"type": "SEMVER", "events": events}]}]}))
    .expect("a record")
}

fn list(releases: Value) -> ReleaseList {
    let releases: Vec<Value> = releases
        .as_array()
        .into_iter()
        .flatten()
        .map(|release| if release.is_string() { json!({"version": release}) } else { release.clone() })
        .collect();
    let feed: Feed =
        serde_json::from_value(json!({"package": "pkg:npm/a", "releases": releases})).expect("a feed");
    ReleaseList::compile(feed)
}

type Told = (Vec<(Vec<Kind>, String, usize)>, Vec<Condition>, Vec<String>);

/// `kinds version remaining` for each candidate, the dropped conditions, the ladder's versions.
fn advice(version: &str, records: &[Record], list: &ReleaseList) -> Told {
    let index = Index::compile(records);
    let version = Version::parse(&Ecosystem::Npm, version).expect("a version");
    let findings = index.find_version(list.package(), &version);
    let exposures = Exposure::of_list(&index, list);
    let today = "2026-11-22".parse().expect("a day");
    let advice = Advice::on(&version, &findings, list, &exposures, today);
    let candidates = advice.candidates.into_iter();
    (
        candidates.map(|c| (c.kinds, c.known.release.version.clone(), c.remaining.len())).collect(),
        advice.dropped,
        advice.ladder.iter().map(|rung| rung.known.release.version.clone()).collect(),
    )
}

#[test]
fn all_conditions_hold_at_once_and_distance_chooses() {
    let hit = record("A", "HIGH", json!([{"introduced": "1.0.0"}, {"fixed": "1.2.4"}]));
    // What fixes A is hit by B, then yanked, deprecated, out of support, a prerelease.
    let next = record("B", "LOW", json!([{"introduced": "1.2.4"}, {"fixed": "1.2.5"}]));
    let list = list(json!([
        "1.2.3", "1.2.4", {"version": "1.2.5", "yanked": ""}, {"version": "1.2.6", "deprecated": {}},
        {"version": "1.2.7", "end_of_life": "2020-01-01"}, "1.2.8-rc.1", "1.2.8", "1.2.9", "1.3.0", "1.4.0", "2.0.0",
        "3.0.0", "4.0.0-beta.1"
    ]));
    let (candidates, dropped, ladder) = advice("1.2.3", &[hit, next], &list);
    let expected = [
        (vec![Kind::NearestSameMinor, Kind::NearestSameMajor, Kind::Nearest], "1.2.8".to_string(), 0),
        (vec![Kind::NewestSameMajor], "1.4.0".to_string(), 0),
        (vec![Kind::Newest], "3.0.0".to_string(), 0),
    ];
    assert_eq!(candidates, expected);
    assert_eq!((dropped, ladder), (vec![], vec!["1.2.8".to_string()]));
}

#[test]
fn those_on_a_prerelease_may_be_sent_to_a_newer_one() {
    let hit = record("A", "HIGH", json!([{"introduced": "0.10.0-0"}, {"fixed": "0.10.0-alpha.2"}]));
    let list = list(json!(["0.10.0-alpha.1", "0.10.0-alpha.2"]));
    let (candidates, dropped, _) = advice("0.10.0-alpha.1", &[hit], &list);
    assert_eq!(candidates.first().map(|c| c.1.as_str()), Some("0.10.0-alpha.2"));
    assert_eq!(dropped, []);
}

#[test]
fn conditions_are_given_up_in_order_and_named() {
    let hit = || record("A", "HIGH", json!([{"introduced": "0"}, {"fixed": "2.0.0-rc.1"}]));
    let (candidates, dropped, _) = advice("1.0.0", &[hit()], &list(json!(["1.0.0", "1.1.0", "2.0.0-rc.1"])));
    assert_eq!(candidates.first().map(|c| c.1.as_str()), Some("2.0.0-rc.1"));
    assert_eq!(dropped, [Condition::Stable]);

    let deprecated =
        list(json!(["1.0.0", {"version": "2.0.0", "deprecated": {"message": "moved"}}, "3.0.0-rc.1"]));
    let (candidates, dropped, _) = advice("1.0.0", &[hit()], &deprecated);
    assert_eq!(candidates.first().map(|c| c.1.as_str()), Some("2.0.0"));
    assert_eq!(dropped, [Condition::NotDeprecated]);
}

#[test]
fn if_none_is_clean_the_least_bad_is_named_and_never_a_worse_one() {
    let high = record("A", "HIGH", json!([{"introduced": "0"}, {"fixed": "1.1.0"}]));
    let low = record("B", "LOW", json!([{"introduced": "0"}]));
    let worse = record("C", "CRITICAL", json!([{"introduced": "1.2.0"}]));
    let list = list(json!(["1.0.0", "1.1.0", "1.2.0", {"version": "1.1.1", "yanked": ""}]));
    let (candidates, dropped, ladder) = advice("1.0.0", &[high, low.clone(), worse.clone()], &list);
    assert_eq!(candidates, [(vec![Kind::LeastBad], "1.1.0".to_string(), 1)]);
    assert_eq!((dropped, ladder), (vec![Condition::Unaffected], vec!["1.1.0".to_string()]));
    // From 1.1.0 everything above is worse.
    let (candidates, _, _) = advice("1.1.0", &[low, worse], &list);
    assert_eq!(candidates, []);
}

#[test]
fn a_version_that_is_fine_keeps_its_choices_and_gives_nothing_up() {
    let list = list(json!(["1.0.0", "1.0.1-rc.1", {"version": "1.1.0", "deprecated": {}}]));
    assert_eq!(advice("1.0.0", &[], &list), (vec![], vec![], vec![]));
}

#[test]
fn the_smallest_clean_version_of_a_plain_list() {
    let package = Package::new(Ecosystem::Npm, "a");
    let index = Index::compile(&[
        record("GHSA-1", "HIGH", json!([{"introduced": "0"}, {"fixed": "1.0.1-rc.1"}])),
        record("GHSA-2", "LOW", json!([{"introduced": "1.0.1"}, {"fixed": "1.0.2"}])),
    ]);
    let available = ["1.0.2", "0.9.0", "1.0.1", "1.0.1-rc.1", "1.0.0", "junk"].map(ToString::to_string);
    let found = smallest_clean(&index, &package, &available, "1.0.0").expect("a version");
    assert_eq!(found.affecting, ["GHSA-1"]);
    assert_eq!(found.clean.as_deref(), Some("1.0.1-rc.1"));
    assert_eq!(found.clean_stable.as_deref(), Some("1.0.2"));
    let clean = smallest_clean(&index, &package, &available, "1.0.2").expect("a version");
    assert_eq!((clean.affecting.len(), clean.clean.as_deref()), (0, Some("1.0.2")));
    assert!(smallest_clean(&index, &package, &available, "junk").is_err());
}
