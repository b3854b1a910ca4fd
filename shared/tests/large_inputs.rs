//! Inputs as large as are taken, in shapes that cost the square of their length where something is gone through once
//! for each part of it. No test looks at a clock: each shape is so long that its square would not end, and work is
//! counted where it can be.
#![cfg(feature = "cvss")]

use std::cell::Cell;
use std::fmt::Write;

use aftercare_shared::advisory::{Advisory, Verdict};
use aftercare_shared::lockfile::{self, FoundSdk, Outcome, read_bytes};
use aftercare_shared::osv::document::{Refusal, read};
use aftercare_shared::osv::{self, Weight};
use aftercare_shared::package::{Ecosystem, Package};
use aftercare_shared::release::{Format, MAX_RELEASES, ReleaseList, import};
use aftercare_shared::version::Version;
use serde_json::{Value, json};

/// How many packages a large lockfile of these tests names.
const PACKAGES: usize = 40_000;

fn repeated(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, place| {
        text.push_str(&part(place));
        text
    })
}

#[test]
fn every_package_of_a_large_lockfile_is_looked_at_once() {
    let files = [
        ("yarn.lock", repeated(PACKAGES, |i| format!("p{i}@^1:\n  version \"1.0.{i}\"\n"))),
        (
            "yarn.lock",
            repeated(PACKAGES, |i| {
                format!("\"p{i}@npm:^1\":\n  version: 1.0.{i}\n  resolution: \"p{i}@npm:1.0.{i}\"\n")
            }),
        ),
        (
            "pnpm-lock.yaml",
            "lockfileVersion: '9.0'\npackages:\n".to_owned()
                + &repeated(PACKAGES, |i| format!("  p{i}@1.0.{i}:\n")),
        ),
        ("Podfile.lock", "PODS:\n".to_owned() + &repeated(PACKAGES, |i| format!("  - P{i} (1.0.{i})\n"))),
        (
            "pubspec.lock",
            "packages:\n".to_owned()
                + &repeated(PACKAGES, |i| format!("  p{i}:\n    version: \"1.0.{i}\"\n")),
        ),
        ("gradle.lockfile", repeated(PACKAGES, |i| format!("g:p{i}:1.0.{i}=a\n"))),
        (
            "pom.xml",
            format!(
                "<project><dependencies>{}</dependencies></project>",
                repeated(PACKAGES, |i| format!(
                    "<dependency><groupId>g</groupId><artifactId>p{i}</artifactId></dependency>"
                ))
            ),
        ),
        ("go.sum", repeated(PACKAGES, |i| format!("m/p{i} v1.0.{i} h1:x=\nm/p{i} v1.0.{i}/go.mod h1:x=\n"))),
        (
            "Cargo.lock",
            repeated(PACKAGES, |i| format!("[[package]]\nname = \"p{i}\"\nversion = \"1.0.{i}\"\n")),
        ),
        (
            "Gemfile.lock",
            "GEM\n  specs:\n".to_owned() + &repeated(PACKAGES, |i| format!("    p{i} (1.0.{i})\n")),
        ),
        (
            "poetry.lock",
            repeated(PACKAGES, |i| format!("[[package]]\nname = \"p{i}\"\nversion = \"1.0.{i}\"\n")),
        ),
        ("requirements.txt", repeated(PACKAGES, |i| format!("p{i}==1.0.{i}\n"))),
    ];
    for (name, text) in files {
        let format = lockfile::Format::of_name(name).unwrap();
        let looks = Cell::new(0);
        let wanted = |_: &Package| {
            looks.set(looks.get() + 1);
            false
        };
        let reading =
            lockfile::read(format, &text, &wanted).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((reading.found.len(), reading.others), (0, PACKAGES), "{name}");
        assert_eq!(looks.get(), PACKAGES, "{name}: each is looked at once");
    }
}

#[test]
fn a_pom_of_nothing_but_entities_or_properties_comes_to_its_end() {
    let entities = format!("<project><name>{}</name></project>", "&".repeat(1_500_000));
    assert!(matches!(read_bytes("pom.xml", entities.as_bytes(), []), Outcome::Read { .. }));
    let unclosed = format!("<project><name>{};</name></project>", "&x".repeat(750_000));
    assert!(matches!(read_bytes("pom.xml", unclosed.as_bytes(), []), Outcome::Read { .. }));
    // A property of a megabyte that every dependency has for its version.
    let text = format!(
        "<project><properties><v>{}</v></properties><dependencies>{}</dependencies></project>",
        "1".repeat(1_000_000),
        repeated(20_000, |i| {
            format!(
                "<dependency><groupId>g</groupId><artifactId>p{i}</artifactId><version>${{v}}</version></dependency>"
            )
        })
    );
    let Outcome::Read { found, others } = read_bytes("pom.xml", text.as_bytes(), ["pkg:maven/g/p7"]) else {
        panic!("a pom is read");
    };
    assert_eq!((found, others), (vec![FoundSdk { purl: "pkg:maven/g/p7".into(), line: 1 }], 19_999));
}

#[test]
fn of_a_package_in_ever_new_versions_some_are_told() {
    let text = repeated(30_000, |i| format!("acme@{i}:\n  version \"1.0.{i}\"\n"));
    let Outcome::Read { found, .. } = read_bytes("yarn.lock", text.as_bytes(), ["pkg:npm/acme"]) else {
        panic!("a lockfile is read");
    };
    assert_eq!(found.len(), 1_000);
}

#[test]
fn a_list_of_releases_is_cut_where_it_would_be_refused() {
    let many = 4 * MAX_RELEASES;
    let of = |ecosystem: Ecosystem| Package::new(ecosystem, "a");
    let objects = |part: &dyn Fn(usize) -> String| (0..many).map(part).collect::<Vec<_>>().join(",");
    let nuget = objects(&|i| format!("{{\"catalogEntry\":{{\"id\":\"a\",\"version\":\"1.0.{i}\"}}}}"));
    for (format, package, text) in [
        (
            Format::Npm,
            of(Ecosystem::Npm),
            format!("{{\"name\":\"a\",\"versions\":[{}]}}", objects(&|i| format!("\"1.0.{i}\""))),
        ),
        (
            Format::Npm,
            of(Ecosystem::Npm),
            format!("{{\"name\":\"a\",\"versions\":{{{}}}}}", objects(&|i| format!("\"1.0.{i}\":{{}}"))),
        ),
        (
            Format::Pypi,
            of(Ecosystem::PyPi),
            format!(
                "{{\"info\":{{\"name\":\"a\"}},\"releases\":{{{}}}}}",
                objects(&|i| format!("\"1.0.{i}\":[{{}}]"))
            ),
        ),
        (
            Format::MavenMetadata,
            Package::new(Ecosystem::Maven, "g:a"),
            format!(
                "<metadata><groupId>g</groupId><artifactId>a</artifactId><versioning><versions>{}</versions></versioning></metadata>",
                repeated(many, |i| format!("<version>1.0.{i}</version>"))
            ),
        ),
        (
            Format::CratesIndex,
            of(Ecosystem::CratesIo),
            repeated(many, |i| format!("{{\"name\":\"a\",\"vers\":\"1.0.{i}\",\"yanked\":false}}\n")),
        ),
        (
            Format::PubDev,
            of(Ecosystem::Pub),
            format!(
                "{{\"name\":\"a\",\"versions\":[{}]}}",
                objects(&|i| format!("{{\"version\":\"1.0.{i}\"}}"))
            ),
        ),
        (
            Format::Rubygems,
            of(Ecosystem::RubyGems),
            format!("[{}]", objects(&|i| format!("{{\"number\":\"1.0.{i}\"}}"))),
        ),
        (Format::Nuget, of(Ecosystem::NuGet), format!("{{\"items\":[{{\"items\":[{nuget}]}}]}}")),
        (
            Format::GithubReleases,
            of(Ecosystem::Npm),
            format!("[{}]", objects(&|i| format!("{{\"tag_name\":\"v1.0.{i}\"}}"))),
        ),
        (Format::KeepAChangelog, of(Ecosystem::Npm), repeated(many, |i| format!("## [1.0.{i}]\n"))),
    ] {
        let feed = import(format, &package, &text).unwrap_or_else(|error| panic!("{format:?}: {error}"));
        assert_eq!(feed.releases.len(), MAX_RELEASES + 1, "{format:?}: one too many, so that it is refused");
    }
}

#[test]
fn a_changelog_of_nothing_but_breaking_changes_comes_to_its_end() {
    let entries = "- a\n".repeat(100_000);
    let text = format!("## 2.0.0\n### Removed\n{entries}");
    let feed = import(Format::KeepAChangelog, &Package::new(Ecosystem::Npm, "a"), &text).unwrap();
    assert_eq!(feed.releases[0].breaking.len(), 100);
    // As a feed of one's own may list them.
    let breaking: Vec<Value> = (0..80_000).map(|i| json!({"id": i.to_string(), "title": "t"})).collect();
    let feed = json!({"package": "pkg:npm/a", "releases": [{"version": "2.0.0", "breaking": breaking}]});
    let list = ReleaseList::compile(serde_json::from_value(feed).unwrap());
    let version = |text: &str| Version::parse(&Ecosystem::Npm, text).unwrap();
    assert_eq!(list.breaking_between(&version("1.0.0"), &version("2.0.0")).len(), 80_000);
}

fn slips(text: &str) -> Vec<osv::Slip> {
    match read(text, None) {
        Err(Refusal::Slips(slips)) => slips,
        other => panic!("{other:.200?}"),
    }
}

#[test]
fn an_advisory_of_nothing_but_slips_is_no_flood() {
    let list = format!("[{}{{}}]", "{\"id\":\"A\",\"affected\":[]},".repeat(50_000));
    assert_eq!(slips(&list).len(), 1, "records that are too many are not looked at one by one");
    let entries = format!("{{\"id\":\"A\",\"modified\":\"x\",\"affected\":[{}1]}}", "1,".repeat(700_000));
    let told = slips(&entries);
    assert!(told.len() <= 400, "{}", told.len());
    assert!(told.iter().any(|slip| slip.pointer == "#/affected/0" && slip.weight == Weight::Error));
    // Errors behind a flood of warnings are seen all the same.
    let references = json!({"type": "WEB", "url": "http://x"}).to_string();
    let text = format!(
        "{{\"id\":\"A\",\"modified\":\"2026-01-01T00:00:00Z\",\"affected\":[],\"references\":[{},7]}}",
        vec![references; 10_000].join(",")
    );
    assert!(slips(&text).iter().any(|slip| slip.weight == Weight::Error));
}

#[test]
fn a_record_with_more_events_than_can_be_matched_is_refused() {
    let record = |events: usize, versions: usize| {
        let events: Vec<Value> = (0..events).map(|i| json!({"introduced": format!("{i}.0.0")})).collect();
        let versions: Vec<String> = (0..versions).map(|i| format!("0.0.{i}")).collect();
        json!({"id": "ACME-1", "modified": "2026-01-01T00:00:00Z", "summary": "s", "affected": [
            {"package": {"ecosystem": "npm", "name": "a"}, "versions": versions,
             "ranges": [{"type": "SEMVER", "events": events}]}]})
        .to_string()
    };
    for (events, versions, count) in [(2_001, 0, 1), (1, 20_001, 1)] {
        let told = slips(&record(events, versions));
        let errors: Vec<_> = told.iter().filter(|slip| slip.pointer == "#/affected").collect();
        assert_eq!(errors.len(), count, "{events} {versions}: {told:?}");
    }
}

/// Each range ends where the next begins, so that every fix is hit by the one after it.
#[test]
fn a_chain_of_fixes_that_are_hit_comes_to_its_end() {
    let ranges: Vec<Value> = (0..20_000)
        .map(|i| {
            json!({"type": "SEMVER", "events": [{"introduced": format!("{i}.0.0")}, {"fixed": format!("{}.0.0", i + 1)}]})
        })
        .collect();
    let record = json!({"id": "A", "modified": "2026-01-01T00:00:00Z",
        "affected": [{"package": {"ecosystem": "npm", "name": "a"}, "ranges": ranges}]});
    let record: osv::Record = serde_json::from_value(record).unwrap();
    let package = Package::new(Ecosystem::Npm, "a");
    let Verdict::Affected(hit) = Advisory::compile(&record).verdict(&package, "0.5.0") else {
        panic!("it is hit");
    };
    assert_eq!((hit.fixed_in, hit.next_fix.as_deref()), (None, Some("1.0.0")));
}

#[test]
fn a_statement_for_each_of_very_many_products_comes_to_its_end() {
    let products = repeated(15_000, |i| {
        let comma = if i == 0 { "" } else { "," };
        format!("{comma}{{\"@id\":\"pkg:npm/a@1.0.{i}\"}}")
    });
    let mut statements = String::new();
    for place in 0..3_000 {
        let comma = if place == 0 { "" } else { "," };
        write!(
            statements,
            "{comma}{{\"vulnerability\":{{\"name\":\"CVE-2026-1\"}},\"status\":\"affected\",\"action_statement\":\"x\",\"products\":[{{\"@id\":\"pkg:npm/a@2.0.{place}\"}}]}}"
        )
        .unwrap();
    }
    let vex = |statements: &str| {
        format!(
            "{{\"@context\":\"https://openvex.dev/ns/v0.2.0\",\"@id\":\"https://acme.example/1\",\"author\":\"A\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"version\":1,\"statements\":[{statements}]}}"
        )
    };
    let one = format!(
        "{{\"vulnerability\":{{\"name\":\"CVE-2026-1\"}},\"status\":\"not_affected\",\"justification\":\"component_not_present\",\"products\":[{products}]}}"
    );
    assert!(read(&vex(&one), None).is_ok());
    let read = read(&vex(&statements), None).unwrap_or_else(|error| panic!("{error:.200?}"));
    assert_eq!((read.records.len(), read.statements.len()), (1, 3_000));
    assert_eq!(read.records[0].value["affected"].as_array().map(Vec::len), Some(3_000), "all of one flaw");
}

#[test]
fn a_label_for_each_of_very_many_products_comes_to_its_end() {
    let ids: Vec<String> = (0..20_000).map(|i| format!("p{i}")).collect();
    let names: Vec<Value> = ids
        .iter()
        .map(|id| {
            json!({"product_id": id, "name": id,
                "product_identification_helper": {"purl": format!("pkg:npm/a@1.0.{}", id.trim_start_matches('p'))}})
        })
        .collect();
    let flags: Vec<Value> =
        ids.iter().map(|id| json!({"label": "component_not_present", "product_ids": [id]})).collect();
    let csaf = json!({
        "document": {"category": "csaf_vex", "csaf_version": "2.0", "title": "t",
            "tracking": {"id": "ACME-1", "current_release_date": "2026-01-01T00:00:00Z",
                "initial_release_date": "2026-01-01T00:00:00Z"}},
        "product_tree": {"full_product_names": names},
        "vulnerabilities": [{"cve": "CVE-2026-1", "flags": flags, "product_status": {"known_not_affected": ids}}],
    });
    let read = read(&csaf.to_string(), None).unwrap_or_else(|error| panic!("{error:.200?}"));
    assert_eq!(read.statements.len(), 20_000);
    assert!(
        read.statements.iter().all(|said| said.justification.as_deref() == Some("component_not_present"))
    );
}
