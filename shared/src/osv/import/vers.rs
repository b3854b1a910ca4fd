//! Version ranges in the forms that other documents use: `vers:` (package-url) and GitHub's.
//!
//! `> A` has no exact OSV form, because it needs the version after A: it is read as from A on, which
//! may hit A itself. What can't be read becomes an event that no order reads, so that the verdict is
//! unknown.

use crate::osv::{Event, Range, RangeKind};

/// Ranges and single versions.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ranges {
    pub(crate) ranges: Vec<Range>,
    pub(crate) versions: Vec<String>,
}

impl Range {
    pub(super) fn from_start() -> Self {
        Self::of(vec![Event::Introduced("0".to_string())])
    }

    fn of(events: Vec<Event>) -> Self {
        Self { kind: RangeKind::Ecosystem, repo: None, events }
    }
}

impl Ranges {
    /// A range that no order reads: its verdict is unknown.
    pub(super) fn unreadable(text: &str) -> Self {
        let range = Range::of(vec![Event::Introduced(format!("[{text}]"))]);
        Self { ranges: vec![range], versions: Vec::new() }
    }
}

/// Reads `vers:npm/>=1.0.0|<1.2.3|1.5.0`. None if it is not a `vers:` URI: prose must not be
/// evaluated.
pub(super) fn from_vers(text: &str) -> Option<Ranges> {
    let (_, constraints) = text.trim().strip_prefix("vers:")?.split_once('/')?;
    let mut ranges = Ranges::default();
    let mut open: Option<Event> = None;
    for constraint in constraints.split('|').map(str::trim).filter(|constraint| !constraint.is_empty()) {
        let (operator, version) = operator_of(constraint);
        let version = decoded(version);
        match operator {
            "*" => ranges.ranges.push(Range::from_start()),
            "" | "=" => ranges.versions.push(version),
            ">=" | ">" => {
                ranges.ranges.extend(open.take().map(|event| Range::of(vec![event])));
                open = Some(Event::Introduced(version));
            }
            "<" | "<=" => {
                let from = open.take().unwrap_or_else(|| Event::Introduced("0".to_string()));
                ranges.ranges.push(Range::of(vec![from, end(operator, version)]));
            }
            // An exclusion can't be said in events.
            _ => return Some(Ranges::unreadable(text)),
        }
    }
    ranges.ranges.extend(open.map(|event| Range::of(vec![event])));
    Some(ranges)
}

/// Reads GitHub's `>= 1.0.0, < 1.2.3`. Where `<= X` comes with a patched version, GitHub's own
/// export ends the range at that.
pub(crate) fn from_github(text: &str, patched: Option<&str>) -> Ranges {
    let mut from = Event::Introduced("0".to_string());
    let mut to = None;
    let mut versions = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (operator, version) = operator_of(part);
        let version = version.to_string();
        match operator {
            ">=" | ">" => from = Event::Introduced(version),
            "<" => to = Some(end("<", version)),
            "<=" => {
                let patched = patched.map(|patched| Event::Fixed(patched.to_string()));
                to = Some(patched.unwrap_or_else(|| end("<=", version)));
            }
            "=" => versions.push(version),
            _ => return Ranges::unreadable(text),
        }
    }
    if !versions.is_empty() {
        return Ranges { ranges: Vec::new(), versions };
    }
    Ranges { ranges: vec![Range::of([Some(from), to].into_iter().flatten().collect())], versions }
}

fn end(operator: &str, version: String) -> Event {
    if operator == "<=" { Event::LastAffected(version) } else { Event::Fixed(version) }
}

fn operator_of(constraint: &str) -> (&str, &str) {
    let start = constraint.find(|c: char| !matches!(c, '<' | '>' | '=' | '!' | '*'));
    let (operator, version) =
        constraint.split_at_checked(start.unwrap_or(constraint.len())).unwrap_or((constraint, ""));
    (operator, version.trim())
}

fn decoded(version: &str) -> String {
    // A package URL's version is encoded in the same way.
    let purl = format!("pkg:generic/v@{version}").parse::<crate::package::Purl>().ok();
    purl.and_then(|purl| purl.version().map(ToString::to_string)).unwrap_or_else(|| version.to_string())
}
