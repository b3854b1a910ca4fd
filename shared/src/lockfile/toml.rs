//! `Cargo.lock`, `poetry.lock`, `uv.lock`: tables `[[package]]` that begin with a name and a
//! version. They are written by tools, a key a line, so no more of TOML is read.

use crate::lockfile::{Found, LockfileError, unquoted};

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut in_package = false;
    let mut package: (Option<&str>, Option<&str>) = (None, None);
    for line in text.lines().chain(["[[package]]"]) {
        let line = line.trim_end();
        if line.starts_with('[') {
            if let (Some(name), version) = package {
                found.add(name, version);
            }
            in_package = line == "[[package]]";
            package = (None, None);
        } else if in_package && let Some((key, value)) = line.split_once('=') {
            match key.trim() {
                "name" => package.0 = Some(unquoted(value)),
                "version" => package.1 = Some(unquoted(value)),
                _ => {}
            }
        }
    }
    found.check_any(text, "[[package]]")
}
