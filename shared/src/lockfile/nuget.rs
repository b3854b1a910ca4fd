//! NuGet's `packages.lock.json`: what is resolved, for each target framework.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::lockfile::{Found, LockfileError, json};

#[derive(Deserialize)]
struct Lock {
    dependencies: BTreeMap<String, BTreeMap<String, Dependency>>,
}

#[derive(Deserialize)]
struct Dependency {
    /// Absent for a project of the same solution.
    resolved: Option<String>,
}

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let lock: Lock = json(text)?;
    for (name, dependency) in lock.dependencies.into_values().flatten() {
        if let Some(resolved) = &dependency.resolved {
            found.add(&name, Some(resolved));
        }
    }
    Ok(())
}
