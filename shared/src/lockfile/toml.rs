//! `Cargo.lock`, `poetry.lock`, `uv.lock`: tables `[[package]]` that begin with a name and a
//! version. They are written by tools, a key a line, so no more of TOML is read.

use crate::lockfile::{Found, LockfileError, expected};

#[derive(Default)]
struct Entry<'a> {
    name: Option<&'a str>,
    version: Option<&'a str>,
    line: usize,
}

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut in_package = false;
    let mut entry = Entry::default();
    for (i, line) in text.lines().chain(["[[package]]"]).enumerate() {
        let line = line.trim_end();
        if line.starts_with('[') {
            if let Some(name) = entry.name {
                found.add(name, entry.version, entry.line);
            }
            in_package = line == "[[package]]";
            entry = Entry { line: i + 1, ..Entry::default() };
        } else if in_package && let Some((key, value)) = line.split_once('=') {
            match key.trim() {
                "name" => entry.name = Some(text_of(value, i, "name = \"…\"")?),
                "version" => entry.version = Some(text_of(value, i, "version = \"…\"")?),
                _ => {}
            }
        } else if in_package && line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Err(expected(i + 1, "key = value"));
        }
    }
    found.check_any(text, "`[[package]]`")
}

/// A text between quotes, as the tools write it.
fn text_of<'a>(value: &'a str, i: usize, form: &'static str) -> Result<&'a str, LockfileError> {
    let value = value.trim();
    let inner = |quote: char| value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).ok_or_else(|| expected(i + 1, form))
}
