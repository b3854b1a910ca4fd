//! `Package.resolved`: pins, inside `object` in version 1. A pin on a branch has no version.

use std::borrow::Cow;

use crate::lockfile::json::{Met, walk};
use crate::lockfile::{Found, LockfileError, missing};

#[derive(Default)]
struct Pin<'a> {
    location: Option<Cow<'a, str>>,
    version: Option<Cow<'a, str>>,
    line: usize,
}

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut has_pins = false;
    let mut pin = Pin::default();
    walk(text, |path, met, line| {
        let path = match path {
            [object, path @ ..] if object == "object" => path,
            path => path,
        };
        let [pins, path @ ..] = path else { return };
        if pins != "pins" {
            return;
        }
        match (path, met) {
            ([], Met::Opened) => has_pins = true,
            ([_], Met::Opened) => pin = Pin { line, ..Pin::default() },
            ([_], Met::Closed) => {
                if let Some(location) = &pin.location {
                    found.add(location, pin.version.as_deref(), pin.line);
                }
            }
            ([_, key], Met::Text(location)) if key == "location" || key == "repositoryURL" => {
                pin.location = Some(location);
            }
            ([_, state, key], Met::Text(version)) if state == "state" && key == "version" => {
                pin.version = Some(version);
            }
            _ => {}
        }
    })?;
    if has_pins { Ok(()) } else { Err(missing("`pins`")) }
}
