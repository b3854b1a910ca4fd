//! NuGet's `packages.lock.json`: what is resolved, for each target framework. A project of the same
//! solution resolves to nothing.

use crate::lockfile::json::{Met, walk};
use crate::lockfile::{Found, LockfileError, missing};

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut has_dependencies = false;
    walk(text, |path, met, line| match (path, met) {
        ([section], Met::Opened) => has_dependencies |= section == "dependencies",
        ([section, _, name, key], Met::Text(version)) if section == "dependencies" && key == "resolved" => {
            found.add(name, Some(&version), line);
        }
        _ => {}
    })?;
    if has_dependencies { Ok(()) } else { Err(missing("`dependencies`")) }
}
