//! Whether an OSV record says what its author means: before it is published, not when it is matched.
//!
//! Reading a record is generous; publishing one is not. Every slip is told with its place, a JSON Pointer
//! (RFC 6901) into the record. An error would make verdicts unknown or wrong; a warning is worth a look.

use serde_json::{Map, Value};

use crate::advisory::{CvssError, score_of};
use crate::json;
use crate::osv::Stamp;
use crate::package::{Ecosystem, Package, Purl};
use crate::version::{Version, VersionError};

mod range;

/// The longest id that is taken, in characters.
const MAX_ID_CHARS: usize = 128;
/// A summary that is longer is cut off in lists, in characters (OSV schema, "summary").
const LONG_SUMMARY_CHARS: usize = 120;
/// The most events and the most listed versions of one record: each is looked at for each release of a package.
const MAX_EVENTS: usize = 2_000;
const MAX_VERSIONS: usize = 20_000;
/// The most slips that are told of one record, of errors and of warnings each.
const MAX_SLIPS: usize = 200;
/// The ecosystems of OSV that have no order here. Records about them are matched by lists alone.
const OTHER_ECOSYSTEMS: [&str; 12] = [
    "Bitnami",
    "Bioconductor",
    "ConanCenter",
    "CRAN",
    "GHC",
    "GitHub Actions",
    "Hackage",
    "Hex",
    "Julia",
    "Packagist",
    "VSCode",
    "opam",
];
const REFERENCE_KINDS: [&str; 11] = [
    "ADVISORY",
    "ARTICLE",
    "DETECTION",
    "DISCUSSION",
    "REPORT",
    "FIX",
    "INTRODUCED",
    "PACKAGE",
    "EVIDENCE",
    "GIT",
    "WEB",
];

/// Something in a record that is not right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Where: a JSON Pointer into the record, `#` for the record itself.
    pub pointer: String,
    /// What is wrong there and what to do.
    pub detail: String,
    /// Whether the record must not be published like this.
    pub weight: Weight,
}

/// How bad a slip is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Worth a look.
    Warning,
    /// Not to be published.
    Error,
}

/// Checks a record. The order is that of the schema.
#[must_use]
pub fn check(record: &Value) -> Vec<Slip> {
    let mut slips = Slips::default();
    let at = Place::root();
    let Some(object) = record.as_object() else {
        slips.error(&at, "a record is a JSON object");
        return slips.found;
    };
    check_head(object, &at, &mut slips);
    let of_record = check_severities(object, &at, &mut slips);
    check_affected(object, of_record, &mut slips);
    check_references(object, &at, &mut slips);
    slips.found
}

/// The slips found so far: the first of each weight, so that a record of nothing but slips is no flood.
#[derive(Default)]
struct Slips {
    found: Vec<Slip>,
    errors: usize,
    warnings: usize,
}

impl Slips {
    fn error(&mut self, at: &Place, detail: impl Into<String>) {
        self.errors += 1;
        if self.errors <= MAX_SLIPS {
            self.found.push(Slip { pointer: at.0.clone(), detail: detail.into(), weight: Weight::Error });
        }
    }

    fn warning(&mut self, at: &Place, detail: impl Into<String>) {
        self.warnings += 1;
        if self.warnings <= MAX_SLIPS {
            self.found.push(Slip { pointer: at.0.clone(), detail: detail.into(), weight: Weight::Warning });
        }
    }
}

/// A place in the record.
#[derive(Clone)]
struct Place(String);

impl Place {
    fn root() -> Self {
        Self("#".to_string())
    }

    fn field(&self, name: &str) -> Self {
        Self(format!("{}/{}", self.0, name.replace('~', "~0").replace('/', "~1")))
    }

    fn item(&self, place: usize) -> Self {
        Self(format!("{}/{place}", self.0))
    }
}

fn check_head(object: &Map<String, Value>, at: &Place, slips: &mut Slips) {
    match text(object, "id", at, slips) {
        Some("") | None => slips.error(&at.field("id"), "give the record an id, such as ACME-2026-0001"),
        Some(id) if id.chars().count() > MAX_ID_CHARS || id.chars().any(is_no_part_of_an_id) => {
            let detail =
                format!("write an id of at most {MAX_ID_CHARS} letters, digits, `-`, `_`, `.` and `:`");
            slips.error(&at.field("id"), detail);
        }
        Some(_) => {}
    }
    if let Some(version) = text(object, "schema_version", at, slips)
        && !version.starts_with("1.")
    {
        slips.error(&at.field("schema_version"), "the schema that is read here is 1.x");
    }
    for name in ["modified", "published", "withdrawn"] {
        check_time(object, name, at, slips);
    }
    if !object.contains_key("modified") {
        slips.error(&at.field("modified"), "say when the record last changed: 2026-02-14T04:30:00Z");
    }
    match text(object, "summary", at, slips) {
        None | Some("") => slips.warning(&at.field("summary"), "people see the id alone: write one line"),
        Some(summary) if summary.chars().count() > LONG_SUMMARY_CHARS => {
            slips.warning(&at.field("summary"), "lists cut off a line of more than 120 characters");
        }
        Some(_) => {}
    }
    text(object, "details", at, slips);
    let id = object.get("id").and_then(Value::as_str);
    for name in ["aliases", "upstream", "related"] {
        for (place, item) in list(object, name, at, slips).iter().enumerate() {
            let at = at.field(name).item(place);
            match item.as_str() {
                None | Some("") => slips.error(&at, "write the other record's id as a text"),
                Some(other) if Some(other) == id => slips.warning(&at, "a record is no other of itself"),
                Some(_) => {}
            }
        }
    }
}

/// Ids stand in addresses, file names and lists.
fn is_no_part_of_an_id(c: char) -> bool {
    !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'))
}

fn check_time(object: &Map<String, Value>, name: &str, at: &Place, slips: &mut Slips) {
    let Some(time) = text(object, name, at, slips) else { return };
    let stamp = json::read_value::<Stamp>(&Value::String(time.to_string()));
    if !stamp.is_ok_and(|stamp| stamp.at().is_some()) {
        slips.error(&at.field(name), format!("`{time}` is no time: write 2026-02-14T04:30:00Z (RFC 3339)"));
    } else if !time.ends_with('Z') {
        slips.warning(&at.field(name), "the schema wants times in UTC, ending in `Z`");
    }
}

/// Whether there are any, and each is one that gives a rating.
fn check_severities(object: &Map<String, Value>, at: &Place, slips: &mut Slips) -> bool {
    let ratings = list(object, "severity", at, slips);
    for (place, rating) in ratings.iter().enumerate() {
        let at = at.field("severity").item(place);
        let Some(rating) = rating.as_object() else {
            slips.error(&at, "a rating is an object with `type` and `score`");
            continue;
        };
        let kind = text(rating, "type", &at, slips).unwrap_or_default();
        let score = text(rating, "score", &at, slips).unwrap_or_default();
        match kind {
            "CVSS_V2" | "CVSS_V3" | "CVSS_V4" => check_vector(kind, score, &at.field("score"), slips),
            "Ubuntu" => {}
            "" => slips.error(&at.field("type"), "say which: CVSS_V2, CVSS_V3 or CVSS_V4"),
            other => slips.warning(&at.field("type"), format!("`{other}` gives no rating here")),
        }
    }
    !ratings.is_empty()
}

/// A score has no more than these. Parsing it would bring tables of 10 KB into the Worker, for a slip.
fn is_of_a_number(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'.' | b' ')
}

fn check_vector(kind: &str, score: &str, at: &Place, slips: &mut Slips) {
    if score.bytes().any(|byte| byte.is_ascii_digit()) && score.bytes().all(is_of_a_number) {
        slips.error(at, "write the vector, not the number: CVSS:3.1/AV:N/…");
        return;
    }
    let version = match score.trim().split('/').next() {
        Some("CVSS:4.0") => "CVSS_V4",
        Some("CVSS:3.1" | "CVSS:3.0") => "CVSS_V3",
        Some(_) | None => "CVSS_V2",
    };
    match score_of(score) {
        Ok(_) if version != kind => slips.error(at, format!("this is a vector of {version}, not of {kind}")),
        Ok(_) | Err(CvssError::NotBuilt) => {}
        Err(error @ CvssError::Malformed(_)) => slips.error(at, error.to_string()),
    }
}

fn check_affected(object: &Map<String, Value>, is_rated: bool, slips: &mut Slips) {
    let at = Place::root();
    let entries = list(object, "affected", &at, slips);
    if entries.is_empty() && !object.contains_key("withdrawn") {
        slips.error(&at.field("affected"), "name the packages and versions that have the flaw");
    }
    check_size(entries, &at.field("affected"), slips);
    for (place, entry) in entries.iter().enumerate() {
        let at = at.field("affected").item(place);
        let Some(entry) = entry.as_object() else {
            slips.error(&at, "an entry is an object with `package` and `ranges` or `versions`");
            continue;
        };
        if check_severities(entry, &at, slips) && is_rated {
            slips.warning(&at.field("severity"), "rate the record or its packages, not both");
        }
        let package = check_package(entry, &at, slips);
        let ranges = list(entry, "ranges", &at, slips);
        let versions = list(entry, "versions", &at, slips);
        if ranges.is_empty() && versions.is_empty() {
            slips.error(&at, "say which versions: `ranges`, `versions` or both");
        }
        for (place, range) in ranges.iter().enumerate() {
            range::check(range, package.as_ref(), &at.field("ranges").item(place), slips);
        }
        for (place, version) in versions.iter().enumerate() {
            let at = at.field("versions").item(place);
            match (version.as_str(), &package) {
                (None, _) => slips.error(&at, "write the version as a text"),
                (Some(version), Some(package)) => check_version(package.ecosystem(), version, &at, slips),
                (Some(_), None) => {}
            }
        }
        if package.is_none() && !ranges.iter().all(|range| range.get("type") == Some(&"GIT".into())) {
            slips.error(&at.field("package"), "name the package: `ecosystem` and `name`");
        }
    }
}

/// How much of it there is to match.
fn check_size(entries: &[Value], at: &Place, slips: &mut Slips) {
    let length = |value: &Value, name: &str| value.get(name).and_then(Value::as_array).map_or(0, Vec::len);
    let ranges = entries.iter().filter_map(|entry| entry.get("ranges")?.as_array()).flatten();
    let events: usize = ranges.map(|range| length(range, "events")).sum();
    if events > MAX_EVENTS {
        slips.error(at, format!("a record has at most {MAX_EVENTS} events: join its ranges"));
    }
    let versions: usize = entries.iter().map(|entry| length(entry, "versions")).sum();
    if versions > MAX_VERSIONS {
        slips.error(at, format!("a record lists at most {MAX_VERSIONS} versions: write them as ranges"));
    }
}

/// A version in a list that can't be read matches only whoever writes it alike.
fn check_version(ecosystem: &Ecosystem, version: &str, at: &Place, slips: &mut Slips) {
    match Version::parse(ecosystem, version) {
        Ok(_) | Err(VersionError::NoOrder(_)) => {}
        Err(error @ (VersionError::Empty | VersionError::Malformed(_))) => {
            slips.error(at, error.to_string());
        }
    }
}

fn check_package(entry: &Map<String, Value>, at: &Place, slips: &mut Slips) -> Option<Package> {
    let at = at.field("package");
    let package = entry.get("package")?;
    let Some(object) = package.as_object() else {
        slips.error(&at, "a package is an object with `ecosystem` and `name`");
        return None;
    };
    let ecosystem = text(object, "ecosystem", &at, slips).unwrap_or_default();
    let name = text(object, "name", &at, slips).unwrap_or_default();
    if name.trim().is_empty() {
        slips.error(&at.field("name"), "name the package as its registry does");
    }
    if ecosystem.is_empty() {
        slips.error(&at.field("ecosystem"), "say whose package it is: npm, Maven, PyPI, …");
        return None;
    }
    let package = Package::from_osv(ecosystem, name);
    if let Ecosystem::Other(other) = package.ecosystem() {
        check_other_ecosystem(other, &at.field("ecosystem"), slips);
    }
    if let Some(text) = text(object, "purl", &at, slips) {
        match text.parse::<Purl>() {
            Err(error) => slips.error(&at.field("purl"), error.to_string()),
            Ok(purl) if purl.version().is_some() => {
                slips.error(&at.field("purl"), "leave the version out: ranges say which");
            }
            Ok(purl) if !purl.package().is_subject(&Package::new(package.ecosystem().clone(), name)) => {
                slips.error(&at.field("purl"), format!("this is another package than {package}"));
            }
            Ok(_) => {}
        }
    }
    Some(package)
}

/// A name in the wrong case would match nothing, silently.
fn check_other_ecosystem(name: &str, at: &Place, slips: &mut Slips) {
    const ORDERED: [&str; 10] =
        ["npm", "Maven", "SwiftURL", "CocoaPods", "Pub", "PyPI", "Go", "crates.io", "NuGet", "RubyGems"];
    let known = ORDERED.iter().chain(&OTHER_ECOSYSTEMS);
    match known.into_iter().find(|known| known.eq_ignore_ascii_case(name)) {
        Some(known) if *known != name => {
            slips.error(at, format!("write `{known}`: names are case-sensitive"))
        }
        Some(_) => {
            slips.warning(at, format!("the order of versions in {name} is not known: list `versions`"))
        }
        None => slips.warning(at, format!("`{name}` is not known here: only listed `versions` will match")),
    }
}

fn check_references(object: &Map<String, Value>, at: &Place, slips: &mut Slips) {
    for (place, reference) in list(object, "references", at, slips).iter().enumerate() {
        let at = at.field("references").item(place);
        let Some(reference) = reference.as_object() else {
            slips.error(&at, "a reference is an object with `type` and `url`");
            continue;
        };
        let kind = text(reference, "type", &at, slips).unwrap_or_default();
        if !REFERENCE_KINDS.contains(&kind) {
            slips.warning(&at.field("type"), format!("`{kind}` is none of the schema's: write WEB"));
        }
        let url = text(reference, "url", &at, slips).unwrap_or_default();
        if url.starts_with("http://") {
            slips.warning(&at.field("url"), "only links over https are shown");
        } else if !url.starts_with("https://") || url.contains(char::is_whitespace) {
            slips.error(&at.field("url"), "write the whole address: https://…");
        }
    }
}

/// A field that holds a text, where it is there.
fn text<'a>(object: &'a Map<String, Value>, name: &str, at: &Place, slips: &mut Slips) -> Option<&'a str> {
    match object.get(name) {
        Some(Value::String(text)) => Some(text),
        None | Some(Value::Null) => None,
        Some(_) => {
            slips.error(&at.field(name), "write this as a text");
            None
        }
    }
}

/// A field that holds a list; an absent one is empty.
fn list<'a>(object: &'a Map<String, Value>, name: &str, at: &Place, slips: &mut Slips) -> &'a [Value] {
    match object.get(name) {
        Some(Value::Array(items)) => items,
        None | Some(Value::Null) => &[],
        Some(_) => {
            slips.error(&at.field(name), "write this as a list");
            &[]
        }
    }
}

#[cfg(test)]
mod tests;
