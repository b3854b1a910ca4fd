//! An audit as SARIF 2.1.0 (OASIS, 27 March 2020), as code scanning takes it: a rule an advisory, a result a
//! place where it hits. What is unknown is a result of kind `review`, for people to look at.

use std::collections::BTreeMap;

use aftercare_shared::advisory::Rating;
use aftercare_shared::api::notices::{Finding, Verdict};
use aftercare_shared::digest;
use serde_json::{Value, json};

use crate::audit::judge::{Judged, Report, way_up};

/// The schema of the form.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The report as SARIF.
pub(crate) fn text(report: &Report) -> String {
    let mut rules: BTreeMap<&str, &Finding> = BTreeMap::new();
    for (_, finding) in report.findings() {
        rules.entry(&finding.id).or_insert(finding);
    }
    let places: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(place, id)| (*id, place)).collect();
    let results: Vec<Value> = report
        .findings()
        .map(|(judged, finding)| {
            result(judged, finding, places.get(finding.id.as_str()).copied().unwrap_or_default())
        })
        .collect();
    let value = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "aftercare",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.values().map(|finding| rule(finding)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{value:#}\n")
}

fn rule(finding: &Finding) -> Value {
    let summary = if finding.summary.is_empty() { &finding.id } else { &finding.summary };
    let mut rule = json!({
        "id": finding.id,
        "shortDescription": {"text": summary},
        "defaultConfiguration": {"level": level(finding.severity)},
        "properties": {
            "tags": ["security"],
            "security-severity": severity(finding),
        },
    });
    if let Some(url) = &finding.url {
        // A reserved character stays as it is, and so does what is escaped already.
        rule["helpUri"] = json!(escaped(url, b"-._~:/?#[]@!$&'()*+,;=%"));
    }
    rule
}

fn result(judged: &Judged, finding: &Finding, rule: usize) -> Value {
    let report = &judged.report;
    let what = format!("{} {}", report.name, report.version.as_deref().unwrap_or("(no version)"));
    let summary = if finding.summary.is_empty() { &finding.id } else { &finding.summary };
    let (level, kind, words) = match finding.verdict {
        Verdict::Affected => {
            (level(finding.severity), "fail", format!("{what}: {summary}. {}.", capital(&way_up(report))))
        }
        Verdict::Unknown => {
            let why = finding.reason.as_deref().unwrap_or("it can't be said");
            ("none", "review", format!("{what}: {summary}. Unknown whether it is hit: {why}."))
        }
    };
    let mut print = digest::sha256(format!("{} {} {}", finding.id, judged.locked.purl, judged.locked.file));
    print.truncate(32);
    json!({
        "ruleId": finding.id,
        "ruleIndex": rule,
        "kind": kind,
        "level": level,
        "message": {"text": words},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": uri(&judged.locked.file)},
            "region": {"startLine": judged.locked.line},
        }}],
        "partialFingerprints": {"aftercare/v1": print},
    })
}

/// The level of what hits. Any kind but `fail` goes with the level `none` (section 3.27.10).
fn level(severity: Rating) -> &'static str {
    match severity {
        Rating::Critical | Rating::High => "error",
        Rating::Medium | Rating::Unknown => "warning",
        Rating::Low | Rating::None => "note",
    }
}

/// A number as a text, as code scanning sorts by it: the score, else the middle of the word's range.
fn severity(finding: &Finding) -> String {
    let middle = match finding.severity {
        Rating::Critical => "9.5",
        Rating::High => "8.0",
        Rating::Medium | Rating::Unknown => "5.5",
        Rating::Low => "2.0",
        Rating::None => "0.0",
    };
    finding.score.map_or_else(|| middle.to_owned(), |score| format!("{score:.1}"))
}

/// A relative reference (RFC 3986), as `artifactLocation.uri` is one.
fn uri(file: &str) -> String {
    escaped(&file.trim_start_matches("./").replace('\\', "/"), b"-._~/")
}

/// A text with every character escaped that is no letter, no digit and none of those kept.
fn escaped(text: &str, kept: &[u8]) -> String {
    let mut uri = String::with_capacity(text.len());
    for (place, byte) in text.bytes().enumerate() {
        let digits = || text.as_bytes().get(place + 1..place + 3);
        let is_escape = || digits().is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        if byte.is_ascii_alphanumeric() || (kept.contains(&byte) && (byte != b'%' || is_escape())) {
            uri.push(byte.into());
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default() + chars.as_str()
}
