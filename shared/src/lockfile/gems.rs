//! `Gemfile.lock`: under `specs:` a gem four spaces in; what it depends on is deeper. A platform
//! after a dash is no part of the version.

use crate::lockfile::{Found, LockfileError, expected, indent_of};

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut in_specs = false;
    for (i, line) in text.lines().enumerate() {
        match indent_of(line) {
            0 => in_specs = false,
            2 => in_specs = line.trim() == "specs:",
            4 if in_specs => {
                let (name, version) = line
                    .trim()
                    .strip_suffix(')')
                    .and_then(|line| line.split_once(" ("))
                    .ok_or_else(|| expected(i + 1, "name (1.2.3)"))?;
                found.add(name, version.split('-').next(), i + 1);
            }
            _ => {}
        }
    }
    found.check_any(text, "`specs:`")
}
