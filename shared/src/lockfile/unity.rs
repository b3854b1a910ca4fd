//! Unity's `packages-lock.json`. Its registries speak npm's language; a version that is an address
//! or a path is none.

use std::borrow::Cow;

use crate::lockfile::json::{Met, walk};
use crate::lockfile::{Found, LockfileError, missing};

#[derive(Default)]
struct Dependency<'a> {
    version: Option<Cow<'a, str>>,
    source: Option<Cow<'a, str>>,
    line: usize,
}

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut has_dependencies = false;
    let mut dependency = Dependency::default();
    walk(text, |path, met, line| {
        let [section, path @ ..] = path else { return };
        if section != "dependencies" {
            return;
        }
        match (path, met) {
            ([], Met::Opened) => has_dependencies = true,
            ([_], Met::Opened) => dependency = Dependency { line, ..Dependency::default() },
            ([name], Met::Closed) => {
                let source = dependency.source.as_deref();
                let is_published = matches!(source, None | Some("registry" | "builtin"));
                let version = dependency.version.as_deref().filter(|_| is_published);
                found.add(name, version, dependency.line);
            }
            ([_, key], Met::Text(text)) if key == "version" => dependency.version = Some(text),
            ([_, key], Met::Text(text)) if key == "source" => dependency.source = Some(text),
            _ => {}
        }
    })?;
    if has_dependencies { Ok(()) } else { Err(missing("`dependencies`")) }
}
