//! Made-up advisories, releases and questions, the same on every machine.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

/// How many packages the vendor has.
const PACKAGES: u64 = 100;
/// How many advisories there are about each.
const ADVISORIES: u64 = 100;

/// A sequence of numbers that looks like chance (splitmix64).
struct Chance(u64);

impl Chance {
    /// Seeds that stand side by side begin far apart, or their sequences would be one, shifted.
    fn of(seed: u64) -> Self {
        Self(mixed(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    /// A number below a bound, which is not nought.
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0) % bound
    }

    /// True so often in a hundred.
    fn happens(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

fn mixed(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

fn name(package: u64) -> String {
    if package.is_multiple_of(4) {
        format!("@vendor/sdk-{package:03}")
    } else {
        format!("vendor-sdk-{package:03}")
    }
}

/// Sixty to a hundred and forty versions, lowest first: majors of several minors, minors of several patches,
/// each major begun by a release candidate.
fn versions(package: u64) -> Vec<String> {
    let mut chance = Chance::of(package + 1);
    let wanted = 60 + chance.below(81);
    let mut versions = Vec::new();
    let mut major = 1;
    while (versions.len() as u64) < wanted {
        versions.push(format!("{major}.0.0-rc.1"));
        for minor in 0..2 + chance.below(8) {
            for patch in 0..1 + chance.below(5) {
                versions.push(format!("{major}.{minor}.{patch}"));
            }
        }
        major += 1;
    }
    versions
}

fn day(days: u64) -> String {
    let first = NaiveDate::default() + Days::new(18_262);
    (first + Days::new(days)).to_string()
}

/// A feed in the product's own form.
fn feed(package: u64) -> Value {
    let versions = versions(package);
    let mut chance = Chance::of(1_000 + package);
    let releases = versions.iter().enumerate().map(|(place, version)| {
        let mut release = json!({
            "version": version,
            "released": day(place as u64 * 15),
            "notes_url": format!("https://example.com/{package}/{version}"),
        });
        if chance.happens(3) {
            release["yanked"] = json!("it was broken");
        }
        if chance.happens(5) {
            release["deprecated"] = json!({"message": "please move on", "replacement": name(package + 1)});
        }
        if version.ends_with(".0.0") || chance.happens(5) {
            let title = format!("Something changed in {version}");
            release["breaking"] = json!([{"id": format!("b-{version}"), "title": title}]);
        }
        release
    });
    let releases: Vec<Value> = releases.collect();
    let latest = versions.iter().rev().find(|version| !version.contains('-'));
    json!({
        "package": format!("pkg:npm/{}", name(package).replace('@', "%40")),
        "as_of": "2026-11-01T00:00:00Z",
        "tags": {"latest": latest},
        "lines": [{"line": "1", "end_of_life": "2023-12-31"}, {"line": "2", "end_of_life": "2027-01-31"}],
        "releases": releases,
    })
}

/// An OSV record. Most begin at some release and end a few later; some have no fix, two ranges, a list, an
/// alias in another database, or only commits.
fn advisory(package: u64, number: u64) -> Value {
    let versions = versions(package);
    let mut chance = Chance::of(1_000_000 + package * ADVISORIES + number);
    let at = |place: u64| {
        let last = versions.len().saturating_sub(1);
        versions.get(usize::try_from(place).unwrap_or_default().min(last)).cloned().unwrap_or_default()
    };
    let mut range = || {
        let from = chance.below(versions.len() as u64);
        let introduced = if from < 8 { "0".to_owned() } else { at(from) };
        let until = at(from + 1 + chance.below(14));
        let events = match chance.below(20) {
            0 => json!([{"introduced": introduced}]),
            1 | 2 => json!([{"introduced": introduced}, {"last_affected": until}]),
            // In no order, as in real records.
            3 | 4 => json!([{"fixed": until}, {"introduced": introduced}]),
            _ => json!([{"introduced": introduced}, {"fixed": until}]),
        };
        json!({"type": "SEMVER", "events": events})
    };
    let mut ranges = vec![range()];
    if number.is_multiple_of(7) {
        ranges.push(range());
    }
    let mut affected = json!({"package": {"ecosystem": "npm", "name": name(package)}, "ranges": ranges});
    if chance.happens(10) {
        affected["versions"] = json!([at(chance.below(versions.len() as u64))]);
    }
    if chance.happens(1) {
        affected["ranges"] =
            json!([{"type": "GIT", "repo": "https://example.com/a", "events": [{"introduced": "0"}]}]);
    }
    // Every tenth is the one before it in another database.
    let is_alias = number % 10 == 9;
    let cve = |number: u64| format!("CVE-2026-{}", 10_000 + package * ADVISORIES + number);
    let prefix = if is_alias { "VENDOR" } else { "GHSA" };
    let severity = ["LOW", "MODERATE", "MODERATE", "HIGH", "CRITICAL", ""];
    let severity = severity.get(usize::try_from(chance.below(6)).unwrap_or_default());
    json!({
        "schema_version": "1.7.0",
        "id": format!("{prefix}-{package:04}-{number:04}"),
        "aliases": [cve(if is_alias { number - 1 } else { number })],
        "modified": "2026-10-01T00:00:00Z",
        "published": "2026-09-01T00:00:00Z",
        "summary": format!("Flaw {number} of {}", name(package)),
        "details": "What an attacker can do, what makes it possible, and what to do until the fix is in. ".repeat(12),
        "affected": [affected],
        "references": [
            {"type": "WEB", "url": "https://example.com/post"},
            {"type": "ADVISORY", "url": format!("https://example.com/{prefix}-{package:04}-{number:04}")},
        ],
        "database_specific": {"severity": severity, "github_reviewed": true},
    })
}

/// All of it as SQL.
pub(super) fn sql() -> String {
    let literal = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let mut sql = String::new();
    for package in 0..PACKAGES {
        for number in 0..ADVISORIES {
            let record = advisory(package, number);
            let id = record["id"].as_str().unwrap_or_default();
            sql.push_str(&format!(
                "INSERT INTO advisory (id, modified, record) VALUES ({}, '2026-10-01T00:00:00Z', {});\n",
                literal(id),
                literal(&record.to_string()),
            ));
        }
        let feed = feed(package);
        sql.push_str(&format!(
            "INSERT INTO release_feed (package, document, format, fetched_at) VALUES ({}, {}, 'aftercare', 1790000000);\n",
            literal(feed["package"].as_str().unwrap_or_default()),
            literal(&feed.to_string()),
        ));
    }
    sql
}

/// The query of a question: three packages, each at one of its versions. Questions differ by number: there
/// are some hundred billion of them.
pub(super) fn query(question: u64) -> String {
    let mut chance = Chance::of(1 << 40 | question);
    let mut packages = Vec::new();
    while packages.len() < 3 {
        let package = chance.below(PACKAGES);
        if !packages.contains(&package) {
            packages.push(package);
        }
    }
    let sdks = packages.into_iter().map(|package| {
        let versions = versions(package);
        let place = usize::try_from(chance.below(versions.len() as u64)).unwrap_or_default();
        let version = versions.get(place).map_or("1.0.0", String::as_str);
        format!("sdk=pkg:npm/{}@{version}", name(package).replace('@', "%2540"))
    });
    sdks.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_data_is_the_same_every_time_and_the_questions_differ() {
        assert_eq!(advisory(3, 7), advisory(3, 7));
        assert_eq!(feed(3), feed(3));
        let questions: BTreeSet<String> = (0..1000).map(query).collect();
        assert_eq!(questions.len(), 1000);
        assert!(versions(5).len() >= 60);
    }
}
