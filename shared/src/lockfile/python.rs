//! Pipenv's and pip's files. Of a requirements file only what is pinned with `==` says what runs.

use std::borrow::Cow;

use crate::lockfile::json::{Met, walk};
use crate::lockfile::{Found, LockfileError, expected, missing};

pub(super) fn read_pipfile(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut has_default = false;
    let mut locked: (Option<Cow<'_, str>>, usize) = (None, 0);
    walk(text, |path, met, line| {
        let [section, path @ ..] = path else { return };
        if section != "default" && section != "develop" {
            return;
        }
        match (path, met) {
            ([], Met::Opened) => has_default |= section == "default",
            ([_], Met::Opened) => locked = (None, line),
            ([name], Met::Closed) => {
                let version = locked.0.as_deref().and_then(|version| version.strip_prefix("=="));
                found.add(name, version, locked.1);
            }
            ([_, key], Met::Text(version)) if key == "version" => locked.0 = Some(version),
            _ => {}
        }
    })?;
    if has_default { Ok(()) } else { Err(missing("`default`")) }
}

pub(super) fn read_requirements(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    for (i, line) in text.lines().enumerate() {
        let line = line.split(['#', ';']).next().unwrap_or_default().trim();
        // A name, an option, a path or an address; a line of options may carry on the one before.
        let begins = line
            .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '/' | '\\' | '$' | '_'));
        if !line.is_empty() && !begins || line.contains(['\0', '\u{fffd}']) {
            return Err(expected(i + 1, "name==version"));
        }
        if let Some((name, version)) = line.split_once("==").filter(|_| !line.starts_with('-')) {
            let name = name.split('[').next().unwrap_or(name);
            let version =
                version.trim_start_matches('=').split([' ', '\\', ',']).find(|word| !word.is_empty());
            found.add(name, version, i + 1);
        }
    }
    Ok(())
}
