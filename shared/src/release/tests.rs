//! Lists: what is newest, what has ended, what breaks on the way.

use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::package::{Ecosystem, Package, Purl};
use crate::release::{Feed, Format, NewReleases, Origin, ReleaseList};
use crate::version::{Step, Version};

fn feed(ecosystem: &str, fields: Value) -> Feed {
    let package = Package::new(Ecosystem::from(ecosystem), "g:a");
    let mut feed = json!({"package": Purl::new(package, None).to_string(), "releases": []});
    for (name, value) in fields.as_object().into_iter().flatten() {
        feed[name.as_str()] = value.clone();
    }
    serde_json::from_value(feed).expect("a feed")
}

fn list(ecosystem: &str, fields: Value) -> ReleaseList {
    ReleaseList::compile(feed(ecosystem, fields))
}

fn releases(versions: &[&str]) -> Value {
    json!(versions.iter().map(|version| json!({"version": version})).collect::<Vec<_>>())
}

fn version(list: &ReleaseList, text: &str) -> Version {
    Version::parse(list.package().ecosystem(), text).expect("a version")
}

fn text(known: Option<&crate::release::Known>) -> Option<&str> {
    known.map(|known| known.release.version.as_str())
}

#[test]
fn the_newest_is_the_tags_choice_and_never_the_latest_date_or_the_maximum() {
    let versions = releases(&["4.9.9", "5.0.0", "6.0.0-rc.1"]);
    let tagged = list("npm", json!({"releases": versions, "tags": {"latest": "4.9.9"}}));
    assert_eq!(text(tagged.latest()), Some("4.9.9"));
    let stale = list("npm", json!({"releases": versions, "tags": {"latest": "7.0.0"}}));
    assert_eq!(text(stale.latest()), Some("5.0.0"));
    let marked = list(
        "npm",
        json!({"releases": [{"version": "3.0.0", "yanked": ""}, {"version": "2.0.0", "deprecated": {}},
            {"version": "1.9.0", "channel": "beta"}, {"version": "1.8.0"}, {"version": "1.7.0"}]}),
    );
    assert_eq!(text(marked.latest()), Some("1.8.0"));
    let all = list("npm", json!({"releases": [{"version": "1.0.0", "deprecated": {"message": "gone"}}]}));
    assert_eq!(text(all.latest()), Some("1.0.0"));
}

#[test]
fn a_release_is_found_by_the_ecosystems_equality() {
    let nuget = list("NuGet", json!({"releases": releases(&["1.0.0-beta", "2.0"])}));
    assert_eq!(text(nuget.release(&version(&nuget, "1.0.0-BETA"))), Some("1.0.0-beta"));
    assert_eq!(text(nuget.release(&version(&nuget, "2.0.0.0"))), Some("2.0"));
}

#[test]
fn lines_end_by_part_boundaries_the_longest_first_and_after_their_last_day() {
    let list = list(
        "npm",
        json!({"lines": [{"line": "1.1", "end_of_life": "2026-01-31"}, {"line": "v2.x", "end_of_life": "2020-01-01"},
            {"line": "2.5", "end_of_life": "2030-01-01"}, {"line": "3", "has_ended": true}, {"line": "4"},
            {"line": "junk", "end_of_life": "2000-01-01"}]}),
    );
    for (at, today, expected) in [
        ("1.1.9", "2026-01-31", false),
        ("1.1.9", "2026-02-01", true),
        ("1.10.3", "2026-02-01", false),
        ("2.4.0", "2026-02-01", true),
        ("2.5.1", "2026-02-01", false),
        ("20.0.0", "2026-02-01", false),
        ("3.0.0", "2026-02-01", true),
        ("4.0.0", "2026-02-01", false),
    ] {
        let today: NaiveDate = today.parse().expect("a day");
        assert_eq!(list.has_ended(&version(&list, at), today), expected, "{at} {today}");
    }
}

#[test]
fn breaking_changes_of_every_release_on_the_way_come_once() {
    let breaks = |version: &str, ids: &[&str]| {
        let breaking: Vec<Value> = ids.iter().map(|id| json!({"id": id, "title": id})).collect();
        json!({"version": version, "breaking": breaking})
    };
    let mut yanked = breaks("4.1.0", &["never"]);
    yanked["yanked"] = json!("");
    let list = list(
        "npm",
        json!({"releases": [breaks("6.0.0", &["c"]), breaks("4.0.0", &["a", "b"]), yanked,
            breaks("5.0.0", &["b", "d"]), breaks("3.0.0", &["old"]), breaks("7.0.0", &["new"])]}),
    );
    let (from, to) = (version(&list, "3.0.0"), version(&list, "6.0.0"));
    let ids: Vec<&str> = list.breaking_between(&from, &to).iter().map(|b| b.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "d", "c"]);
    assert_eq!(list.majors_between(&from, &to), 3);
}

#[test]
fn a_flavour_is_kept() {
    let list = list(
        "Maven",
        json!({"releases": releases(&["33.0.0-jre", "33.0.0-android", "33.1.0-android", "33.1.0-jre"])}),
    );
    let android = version(&list, "33.0.0-android");
    assert_eq!(text(list.latest_for(&android)), Some("33.1.0-android"));
    assert_eq!(text(list.newest_within(Step::Patch, &android)), Some("33.0.0-android"));
}

#[test]
fn an_order_with_cycles_does_not_stop_the_sort() {
    let mut versions: Vec<String> = Vec::new();
    for i in 0..60 {
        versions.extend([format!("{i}"), format!("{i}-1"), format!("{i}.0.alpha.1"), format!("{i}-0alpha")]);
    }
    let texts: Vec<&str> = versions.iter().rev().map(String::as_str).collect();
    assert_eq!(list("Maven", json!({"releases": releases(&texts)})).releases().len(), versions.len());
}

#[test]
fn what_lies_on_top_wins_field_by_field() {
    let mut feed_below = feed(
        "npm",
        json!({"releases": [{"version": "1.0.0", "released": "2024-01-01", "yanked": "bad"},
        {"version": "1.1.0"}], "lines": [{"line": "1"}], "tags": {"latest": "1.1.0"}}),
    );
    let on_top = feed(
        "npm",
        json!({"releases": [{"version": "v1.0", "breaking": [{"id": "b", "title": "t"}]},
        {"version": "9.0.0"}], "lines": [{"line": "1", "end_of_life": "2027-01-01"}]}),
    );
    let mut added = feed_below.clone();
    feed_below.overlay(on_top.clone(), NewReleases::Skip);
    added.overlay(on_top, NewReleases::Add);
    let first = feed_below.releases.first().expect("a release");
    assert_eq!(
        (first.version.as_str(), first.yanked.as_deref(), first.breaking.len()),
        ("1.0.0", Some("bad"), 1)
    );
    assert_eq!((feed_below.releases.len(), added.releases.len()), (2, 3));
    assert_eq!(feed_below.lines, added.lines);
    assert_eq!(feed_below.lines.iter().filter(|line| line.end_of_life.is_some()).count(), 1);
}

#[test]
fn layers_lie_upon_one_another_whatever_their_order() {
    let package = Package::new(Ecosystem::Npm, "g:a");
    let registry = feed(
        "npm",
        json!({"releases": releases(&["1.0.0", "1.1.0"]), "tags": {"latest": "1.1.0"},
        "as_of": "2026-01-02T00:00:00Z"}),
    );
    let changelog = feed(
        "npm",
        json!({"releases": [{"version": "1.1.0", "breaking": [{"id": "b", "title": "B"}]},
        {"version": "1.2.0"}]}),
    );
    let ends = feed("npm", json!({"lines": [{"line": "1", "end_of_life": "2026-12-31"}]}));
    let pushed = feed("npm", json!({"releases": [{"version": "1.3.0-beta.1", "channel": "beta"}]}));
    let desk = feed(
        "npm",
        json!({"as_of": "2026-06-01T00:00:00Z", "releases": [{"version": "1.0.0",
        "deprecated": {"message": "leave it"}, "announcement": {"message": "ends soon"}}]}),
    );
    let layers = vec![
        (Origin::Desk, desk),
        (Origin::Feed(Format::EndOfLife), ends),
        (Origin::Feed(Format::KeepAChangelog), changelog.clone()),
        (Origin::Pushed, pushed),
        (Origin::Feed(Format::Npm), registry),
    ];
    let mut backwards = layers.clone();
    backwards.reverse();
    let whole = Feed::of_layers(&package, layers).expect("a feed");
    assert_eq!(Feed::of_layers(&package, backwards).as_ref(), Some(&whole));
    let texts: Vec<&str> = whole.releases.iter().map(|release| release.version.as_str()).collect();
    assert_eq!(texts, ["1.0.0", "1.1.0", "1.3.0-beta.1"], "1.2.0 was not published");
    let first = whole.releases.first().expect("1.0.0");
    assert!(first.deprecated.is_some() && first.announcement.is_some());
    assert_eq!(whole.releases.get(1).map(|release| release.breaking.len()), Some(1));
    assert_eq!((whole.lines.len(), whole.tags.len()), (1, 1));
    let as_of = whole.as_of.map(|at| at.to_rfc3339());
    assert_eq!(as_of.as_deref(), Some("2026-01-02T00:00:00+00:00"), "the desk makes no list younger");

    let alone = Feed::of_layers(&package, vec![(Origin::Feed(Format::KeepAChangelog), changelog)]);
    assert_eq!(alone.map(|feed| feed.releases.len()), Some(2), "alone it is all there is");
    assert_eq!(Feed::of_layers(&package, Vec::new()), None);
}

#[test]
fn a_feed_is_checked_before_it_is_taken() {
    let package = Package::new(Ecosystem::Npm, "g:a");
    let pointers = |fields: Value| -> Vec<String> {
        feed("npm", fields).slips(&package).into_iter().map(|slip| slip.pointer).collect()
    };
    assert_eq!(
        pointers(json!({"releases": releases(&["1.0.0", "v1.1.0"]), "tags": {"latest": "1.0.0"}})),
        [""; 0]
    );
    for (fields, expected) in [
        (json!({"releases": releases(&["1.x"])}), "#/releases/0/version"),
        (json!({"releases": releases(&["1.0.0", "1.0.0"])}), "#/releases/1/version"),
        (
            json!({"releases": [{"version": "1.0.0", "notes_url": "javascript:alert(1)"}]}),
            "#/releases/0/notes_url",
        ),
        (
            json!({"releases": [{"version": "1.0.0", "breaking": [{"id": "", "title": "x"}]}]}),
            "#/releases/0/breaking/0/id",
        ),
        (
            json!({"releases": [{"version": "1.0.0", "announcement": {"message": " "}}]}),
            "#/releases/0/announcement/message",
        ),
        (
            json!({"releases": [{"version": "1.0.0", "downloads": [{"url": "http://a.example/x"}]}]}),
            "#/releases/0/downloads/0/url",
        ),
        (json!({"tags": {"a/b": "x"}}), "#/tags/a~1b"),
        (json!({"lines": [{"line": "1.x"}]}), "#/lines/0/line"),
    ] {
        assert_eq!(pointers(fields.clone()), [expected], "{fields}");
    }
    let other = Package::new(Ecosystem::Npm, "b");
    let slips = feed("npm", json!({})).slips(&other);
    assert_eq!(slips.first().map(|slip| slip.pointer.as_str()), Some("#/package"));
}

proptest! {
    /// Halving finds what a look at each release finds, under every order.
    #[test]
    fn no_stretch_of_a_list_is_missed(
        texts in proptest::collection::vec("[0-9]{1,2}(\\.[0-9]{1,2}){0,3}(-?(a|rc|dev|jre|sp)[.]?[0-9]?)?", 0..24),
        from in 0..24_usize,
        to in 0..24_usize,
    ) {
        for ecosystem in ["npm", "Maven", "PyPI", "RubyGems", "NuGet", "Go", "crates.io", "Pub", "SwiftURL"] {
            let all = texts.iter().enumerate().map(|(place, text)| {
                json!({"version": text, "breaking": [{"id": place.to_string(), "title": text}]})
            });
            let list = list(ecosystem, json!({"releases": all.collect::<Vec<_>>()}));
            let read = |place: usize| Version::parse(list.package().ecosystem(), texts.get(place)?).ok();
            let (Some(from), Some(to)) = (read(from), read(to)) else { continue };

            prop_assert_eq!(list.release(&from).map(|known| known.version.text()), Some(from.text()));
            let missing = format!("{}.0", from.text());
            if let Ok(other) = Version::parse(list.package().ecosystem(), &missing) {
                let equal = list.releases().iter().find(|known| known.version == other);
                let found = list.release(&other);
                prop_assert_eq!(found.is_some(), equal.is_some(), "{} {}", ecosystem, missing);
                prop_assert!(found.is_none_or(|found| found.version == other));
            }
            let on_the_way = list.releases().iter().filter(|it| it.version > from && it.version <= to);
            let naive: Vec<_> = on_the_way.flat_map(|it| &it.release.breaking).collect();
            prop_assert_eq!(list.breaking_between(&from, &to), naive, "{}: {} {}", ecosystem, from, to);
        }
    }
}
