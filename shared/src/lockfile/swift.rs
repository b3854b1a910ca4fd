//! `Package.resolved`: pins, inside `object` in version 1. A pin on a branch has no version.

use serde::Deserialize;

use crate::lockfile::{Found, LockfileError, json, malformed};

#[derive(Deserialize)]
struct Resolved {
    pins: Option<Vec<Pin>>,
    object: Option<Object>,
}

#[derive(Deserialize)]
struct Object {
    pins: Vec<Pin>,
}

#[derive(Deserialize)]
struct Pin {
    #[serde(alias = "repositoryURL")]
    location: String,
    #[serde(default)]
    state: State,
}

#[derive(Default, Deserialize)]
struct State {
    version: Option<String>,
}

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let resolved: Resolved = json(text)?;
    let pins = resolved.pins.or_else(|| resolved.object.map(|object| object.pins));
    for pin in pins.ok_or_else(|| malformed(1, "no `pins` in the file"))? {
        found.add(&pin.location, pin.state.version.as_deref());
    }
    Ok(())
}
