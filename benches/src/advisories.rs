//! Ten thousand advisories, and what a customer runs.

use aftercare_shared::osv::Record;
use aftercare_shared::package::{Ecosystem, Package};
use serde_json::json;

/// How many packages the advisories speak about.
const PACKAGES: usize = 4_000;

/// So many records over five ecosystems. Each tenth has three ranges, each thirtieth a list of versions, each
/// fiftieth another database's name for the one before it.
///
/// # Panics
/// Where a record is none.
#[must_use]
pub fn records(count: usize) -> Vec<Record> {
    (0..count).map(record).collect()
}

/// So many packages in use, with their versions; nearly all are named in an advisory.
#[must_use]
pub fn in_use(count: usize) -> Vec<(Package, String)> {
    (0..count)
        .map(|turn| {
            let place = turn * 37 % PACKAGES;
            let package = Package::new(Ecosystem::from(ecosystem(place)), &name(place));
            (package, format!("{}.{}.{}", turn % 9, turn % 13, turn % 5))
        })
        .collect()
}

fn record(turn: usize) -> Record {
    let place = turn * 7 % PACKAGES;
    let major = turn % 8;
    let ranges: Vec<_> = (0..if turn.is_multiple_of(10) { 3 } else { 1 })
        .map(|line| {
            // Each third flaw is as old as its package.
            let introduced =
                if turn.is_multiple_of(3) { "0".to_owned() } else { format!("{}.0.0", major + line) };
            let fixed = format!("{}.{}.{}", major + line, turn % 11 + 1, turn % 4);
            json!({"type": "ECOSYSTEM", "events": [{"fixed": fixed}, {"introduced": introduced}]})
        })
        .collect();
    let listed: Vec<String> = if turn.is_multiple_of(30) {
        (0..40).map(|patch| format!("{major}.1.{patch}")).collect()
    } else {
        Vec::new()
    };
    let aliases =
        if turn.is_multiple_of(50) { vec![format!("AFT-{}", turn.wrapping_sub(1))] } else { Vec::new() };
    let record = json!({
        "schema_version": "1.7.3", "id": format!("AFT-{turn}"), "modified": "2026-03-02T01:00:00Z",
        "aliases": aliases, "summary": "Messages of one room can be read in another",
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}],
        "affected": [{"package": {"ecosystem": ecosystem(place), "name": name(place)}, "ranges": ranges, "versions": listed}],
    });
    serde_json::from_value(record).expect("a record")
}

fn ecosystem(place: usize) -> &'static str {
    ["npm", "PyPI", "Maven", "crates.io", "Go"].get(place % 5).copied().unwrap_or("npm")
}

fn name(place: usize) -> String {
    match ecosystem(place) {
        "Maven" => format!("com.example:call-kit-{place}"),
        "Go" => format!("example.com/kit/call{place}"),
        _ => format!("call-kit-{place}"),
    }
}
