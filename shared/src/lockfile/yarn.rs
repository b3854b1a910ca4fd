//! `yarn.lock`: the classic form and berry's YAML differ in a colon. An entry begins at the left
//! with the requests it answers; its version is a line below.

use crate::lockfile::{Found, LockfileError, expected, indent_of, unquoted};

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut entry: Option<(&str, usize)> = None;
    for (i, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if indent_of(line) == 0 {
            let requests = line.strip_suffix(':').ok_or_else(|| expected(i + 1, "name@range:"))?;
            entry = name_of(requests).map(|name| (name, i + 1));
        } else if let (2, Some((name, begins)), Some(version)) = (indent_of(line), entry, version_in(line)) {
            // Berry writes workspaces of the project itself with a version of its own making.
            if version != "0.0.0-use.local" {
                found.add(name, Some(version), begins);
            }
            entry = None;
        }
    }
    found.check_any(text, "`name@range:`")
}

/// The package of `"@a/b@^1.0.0", "@a/b@~1.2"`; of `alias@npm:real@^1` it is the real one.
fn name_of(requests: &str) -> Option<&str> {
    let first = unquoted(requests).split(", ").next()?;
    let first = first.trim_matches('"');
    let at = first.char_indices().skip(1).find(|(_, c)| *c == '@')?.0;
    let (name, request) = first.split_at_checked(at)?;
    let request = request.strip_prefix('@')?;
    let aliased = request.strip_prefix("npm:").and_then(|request| request.rsplit_once('@'));
    let real = aliased.map(|(real, _)| real).filter(|real| !real.is_empty());
    (name != "__metadata").then_some(real.unwrap_or(name))
}

fn version_in(line: &str) -> Option<&str> {
    let rest = line.trim().strip_prefix("version")?;
    Some(unquoted(rest.strip_prefix(':').or_else(|| rest.strip_prefix(' '))?))
}
