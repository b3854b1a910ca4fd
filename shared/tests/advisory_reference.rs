//! The orders and the matcher against other people's answers, where a copy of them is at hand.
//!
//! `AFTERCARE_REFERENCE` names a directory with `version-orders/*.json` (pairs decided by each
//! ecosystem's own tool) and `osv-corpus/*.json` (real records). Without it there is nothing to
//! read and these tests pass; the rules themselves are tabled beside the code, and always run.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use aftercare_shared::advisory::{Advisory, Verdict};
use aftercare_shared::osv::{Event, RangeKind, Record};
use aftercare_shared::package::{Ecosystem, Package};
use aftercare_shared::version::Version;
use serde::Deserialize;

#[derive(Deserialize)]
struct Pairs {
    ecosystem: String,
    cases: Vec<(String, String, i8)>,
}

fn files(folder: &str) -> Vec<PathBuf> {
    let Some(root) = std::env::var_os("AFTERCARE_REFERENCE") else { return Vec::new() };
    let entries = fs::read_dir(PathBuf::from(root).join(folder)).expect("the folder is readable");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

fn records() -> Vec<Record> {
    let read = |path: &PathBuf| fs::read_to_string(path).expect("the file is readable");
    let parse = |text: String| serde_json::from_str::<Vec<Record>>(&text).expect("records parse");
    files("osv-corpus").iter().map(read).flat_map(parse).collect()
}

#[test]
fn every_pair_is_ordered_as_its_ecosystems_tool_orders_it() {
    let mut wrong = Vec::new();
    for path in files("version-orders") {
        let text = fs::read_to_string(&path).expect("the file is readable");
        let pairs: Pairs = serde_json::from_str(&text).expect("pairs parse");
        let ecosystem = Ecosystem::from(pairs.ecosystem.as_str());
        for (a, b, expected) in pairs.cases {
            let read = |text: &str| Version::parse(&ecosystem, text);
            match (read(&a), read(&b)) {
                (Ok(left), Ok(right)) => {
                    let order = left.cmp(&right);
                    if order != expected.cmp(&0) || right.cmp(&left) != order.reverse() {
                        wrong.push(format!("{ecosystem}: {a} {b}: {order:?}, not {expected}"));
                    }
                }
                (left, right) => wrong.push(format!("{ecosystem}: {a} {b}: {left:?} {right:?}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// OSV's evaluation, as the schema writes it: over strings, without compiling anything.
fn is_vulnerable(record: &Record, package: &Package, version: &Version) -> bool {
    let read = |text: &str| Version::parse(package.ecosystem(), text).expect("the event parses");
    record.affected.iter().any(|entry| {
        let Some(named) = &entry.package else { return false };
        if !package.is_subject(&Package::from_osv(&named.ecosystem, &named.name)) {
            return false;
        }
        let is_listed = entry
            .versions
            .iter()
            .any(|listed| Version::parse(package.ecosystem(), listed).is_ok_and(|listed| listed == *version));
        let in_ranges = entry.ranges.iter().filter(|range| range.kind != RangeKind::Git).any(|r| {
            let mut events: Vec<(Option<Version>, u8)> = r
                .events
                .iter()
                .map(|event| match event {
                    Event::Introduced(at) if at == "0" => (None, 0),
                    Event::Introduced(at) => (Some(read(at)), 0),
                    Event::LastAffected(at) => (Some(read(at)), 1),
                    Event::Fixed(at) => (Some(read(at)), 2),
                    Event::Limit(at) => (Some(read(at)), 3),
                })
                .collect();
            events.sort();
            let mut is_in = false;
            for (at, kind) in events {
                match (kind, at.map_or(Ordering::Greater, |at| version.cmp(&at))) {
                    (0, Ordering::Greater | Ordering::Equal) => is_in = true,
                    (1, Ordering::Greater) | (2, Ordering::Greater | Ordering::Equal) => {
                        is_in = false;
                    }
                    _ => {}
                }
            }
            is_in
        });
        is_listed || in_ranges
    })
}

/// Every version that a record names, and some around them.
fn probes(record: &Record) -> BTreeSet<String> {
    let mut probes: BTreeSet<String> =
        ["0", "0.0.0", "1.0.0", "9999.0.0"].into_iter().map(ToString::to_string).collect();
    for entry in &record.affected {
        // Long lists are sampled: each probe is held against the whole list.
        probes.extend(entry.versions.iter().step_by(1 + entry.versions.len() / 20).cloned());
        let events = entry.ranges.iter().filter(|range| range.kind != RangeKind::Git);
        for event in events.flat_map(|range| &range.events) {
            let (Event::Introduced(at) | Event::Fixed(at) | Event::LastAffected(at) | Event::Limit(at)) =
                event;
            probes.extend([at.clone(), format!("{at}.1"), format!("{at}-alpha.1"), format!("{at}rc1")]);
        }
    }
    probes
}

#[test]
fn every_record_is_judged_as_the_schemas_evaluation_judges_it() {
    let (mut judged, mut unknown) = (0, 0);
    for record in records() {
        let advisory = Advisory::compile(&record);
        let packages: BTreeSet<&Package> = advisory.packages().collect();
        let probes = probes(&record);
        for package in packages {
            for text in &probes {
                let verdict = advisory.verdict(package, text);
                let at = format!("{} {package} {text}: {verdict:?}", record.id);
                judged += 1;
                match (Version::parse(package.ecosystem(), text), verdict) {
                    (_, Verdict::Affected(_)) if record.withdrawn.is_some() => panic!("{at}"),
                    (_, Verdict::NotAffected(_)) if record.withdrawn.is_some() => {}
                    (Ok(version), Verdict::Affected(hit)) => {
                        assert!(is_vulnerable(&record, package, &version), "{at}");
                        for fix in hit.fixed_in.iter().chain(&hit.next_fix) {
                            let fix = Version::parse(package.ecosystem(), fix).expect("fixes parse");
                            assert!(fix > version, "{at}");
                        }
                        if let Some(fix) = &hit.fixed_in {
                            let after = advisory.verdict(package, fix);
                            assert!(matches!(after, Verdict::NotAffected(_)), "{at}: {after:?}");
                        }
                    }
                    (Ok(version), Verdict::NotAffected(_)) => {
                        assert!(!is_vulnerable(&record, package, &version), "{at}");
                    }
                    (_, Verdict::Unknown(_)) => unknown += 1,
                    (Err(_), Verdict::Affected(_)) => {
                        let mut listed = record.affected.iter().flat_map(|entry| &entry.versions);
                        assert!(listed.any(|listed| listed == text), "{at}");
                    }
                    (Err(_), Verdict::NotAffected(_)) => {
                        let is_empty = |entry: &aftercare_shared::osv::Affected| {
                            entry.ranges.is_empty() && entry.versions.is_empty()
                        };
                        assert!(record.affected.iter().any(is_empty), "{at}");
                    }
                }
            }
        }
    }
    println!("{judged} verdicts, {unknown} of them unknown");
}
