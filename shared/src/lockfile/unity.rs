//! Unity's `packages-lock.json`. Its registries speak npm's language; a version that is an address
//! or a path is none.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::lockfile::{Found, LockfileError, json};

#[derive(Deserialize)]
struct Lock {
    dependencies: BTreeMap<String, Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    version: String,
    source: Option<String>,
}

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let lock: Lock = json(text)?;
    for (name, dependency) in lock.dependencies {
        let is_published = matches!(dependency.source.as_deref(), None | Some("registry" | "builtin"));
        found.add(&name, is_published.then_some(dependency.version.as_str()));
    }
    Ok(())
}
