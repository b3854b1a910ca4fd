//! `Gemfile.lock`: under `specs:` a gem four spaces in; what it depends on is deeper. A platform
//! after a dash is no part of the version.

use crate::lockfile::{Found, LockfileError, indent_of};

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut in_specs = false;
    for line in text.lines() {
        match indent_of(line) {
            0 => in_specs = false,
            2 => in_specs = line.trim() == "specs:",
            4 if in_specs => {
                let locked = line.trim().strip_suffix(')').and_then(|line| line.split_once(" ("));
                if let Some((name, version)) = locked {
                    found.add(name, version.split('-').next());
                }
            }
            _ => {}
        }
    }
    found.check_any(text, "gem under `specs:`")
}
