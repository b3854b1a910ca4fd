//! A range's events, before it is published.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use crate::osv::check::{Place, Slips, list, text};
use crate::package::Package;
use crate::version::{Version, VersionError};

/// Where affected versions begin and end in a range, as far as they can be read. None begins before every
/// version.
#[derive(Default)]
struct Bounds {
    begins: Vec<Option<Version>>,
    ends: Vec<Version>,
}

pub(super) fn check(range: &Value, package: Option<&Package>, at: &Place, slips: &mut Slips) {
    let Some(range) = range.as_object() else {
        slips.error(at, "a range is an object with `type` and `events`");
        return;
    };
    let kind = text(range, "type", at, slips).unwrap_or_default();
    match kind {
        "SEMVER" | "ECOSYSTEM" => {}
        "GIT" => {
            if text(range, "repo", at, slips).is_none_or(str::is_empty) {
                slips.error(&at.field("repo"), "a range of commits names its repository");
            }
        }
        _ => slips.error(&at.field("type"), "write SEMVER, ECOSYSTEM or GIT"),
    }
    let events = list(range, "events", at, slips);
    let package = package.filter(|_| kind != "GIT");
    check_events(events, package, &at.field("events"), slips);
}

fn check_events(events: &[Value], package: Option<&Package>, at: &Place, slips: &mut Slips) {
    let has = |name: &str| events.iter().any(|event| event.get(name).is_some());
    if !has("introduced") {
        slips.error(at, "say where it begins: {\"introduced\": \"0\"} is from the very first version");
    }
    if has("fixed") && has("last_affected") {
        slips.error(at, "end a range by `fixed` or by `last_affected`, not by both");
    }
    let mut bounds = Bounds::default();
    for (place, event) in events.iter().enumerate() {
        let at = at.item(place);
        match event.as_object() {
            Some(event) => check_event(event, package, &at, &mut bounds, slips),
            None => slips.error(&at, "an event is an object with one field"),
        }
    }
    if has("introduced") && bounds.hold_nothing() {
        slips.error(at, "no version lies in this range: it ends before it begins");
    }
}

fn check_event(
    event: &Map<String, Value>,
    package: Option<&Package>,
    at: &Place,
    bounds: &mut Bounds,
    slips: &mut Slips,
) {
    if event.len() != 1 {
        slips.error(at, "write one field an event: `introduced`, `fixed`, `last_affected` or `limit`");
    }
    for name in event.keys() {
        if !matches!(name.as_str(), "introduced" | "fixed" | "last_affected" | "limit") {
            slips.error(&at.field(name), "events are `introduced`, `fixed`, `last_affected` and `limit`");
            continue;
        }
        let Some(version) = text(event, name, at, slips) else { continue };
        if (name == "introduced" && version == "0") || (name == "limit" && version == "*") {
            if name == "introduced" {
                bounds.begins.push(None);
            }
            continue;
        }
        let Some(package) = package else { continue };
        match (Version::parse(package.ecosystem(), version), name.as_str()) {
            (Ok(version), "introduced") => bounds.begins.push(Some(version)),
            (Ok(version), _) => bounds.ends.push(version),
            (Err(VersionError::NoOrder(_)), _) => {}
            (Err(error @ (VersionError::Empty | VersionError::Malformed(_))), _) => {
                slips.error(&at.field(name), error.to_string());
            }
        }
    }
}

impl Bounds {
    /// Whether every end lies below every beginning. Equal ones are in real records, and mean nothing is
    /// affected there; they are let through as the schema does.
    fn hold_nothing(&self) -> bool {
        let is_below = |end: &Version, begin: &Option<Version>| {
            begin.as_ref().is_some_and(|begin| end.cmp(begin) == Ordering::Less)
        };
        !self.begins.is_empty()
            && !self.ends.is_empty()
            && self.ends.iter().all(|end| self.begins.iter().all(|begin| is_below(end, begin)))
    }
}
