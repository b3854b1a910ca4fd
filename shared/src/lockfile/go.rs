//! `go.sum` holds a hash for every version that was looked at. Minimal version selection takes the
//! highest that anything requires, so of each module the highest counts.

use std::collections::BTreeMap;

use crate::lockfile::{Found, LockfileError, malformed};
use crate::version::{Order, Version};

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut highest: BTreeMap<&str, Version> = BTreeMap::new();
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [module, version, hash] = words.as_slice() else {
            return Err(malformed(i + 1, "a line of go.sum is a module, a version and a hash"));
        };
        if !hash.starts_with("h1:") {
            return Err(malformed(i + 1, "a hash in go.sum begins with `h1:`"));
        }
        // Of a version listed with its go.mod alone nothing is compiled in.
        if version.ends_with("/go.mod") {
            continue;
        }
        let version =
            Version::parse_as(Order::Go, version).map_err(|error| malformed(i + 1, error.to_string()))?;
        if highest.get(module).is_none_or(|standing| *standing < version) {
            highest.insert(module, version);
        }
    }
    for (module, version) in highest {
        found.add(module, Some(version.text()));
    }
    Ok(())
}
