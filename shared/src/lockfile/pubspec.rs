//! `pubspec.lock`: under `packages:` a name two spaces in, its version and source four.

use crate::lockfile::{Found, LockfileError, expected, indent_of, unquoted};

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut in_packages = false;
    let mut package: Option<(&str, Option<&str>, usize)> = None;
    for (i, line) in text.lines().chain(["end:"]).enumerate() {
        let trimmed = line.trim();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let indent = indent_of(line);
        let Some((key, value)) = trimmed.split_once(':') else {
            if indent <= 4 {
                return Err(expected(i + 1, "name:"));
            }
            continue;
        };
        if indent <= 2
            && let Some((name, version, line)) = package.take()
        {
            found.add(name, version, line);
        }
        match (indent, key) {
            (0, _) => in_packages = key == "packages",
            (2, name) if in_packages => package = Some((unquoted(name), None, i + 1)),
            (4, "version") => {
                if let Some((_, version, _)) = &mut package {
                    *version = Some(unquoted(value));
                }
            }
            // Flutter's own parts come with the SDK and carry no version of their own.
            (4, "source") if unquoted(value) == "sdk" => package = None,
            _ => {}
        }
    }
    found.check_any(text, "`packages:`")
}
