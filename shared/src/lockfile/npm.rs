//! `package-lock.json`: a flat map of paths since version 2, nested dependencies before.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::lockfile::{Found, LockfileError, json, malformed};

#[derive(Deserialize)]
struct Lock {
    packages: Option<BTreeMap<String, Placed>>,
    dependencies: Option<BTreeMap<String, Dependency>>,
}

#[derive(Deserialize)]
struct Placed {
    /// The real name, where the folder's is an alias.
    name: Option<String>,
    version: Option<String>,
    #[serde(default)]
    link: bool,
}

#[derive(Deserialize)]
struct Dependency {
    version: Option<String>,
    dependencies: Option<BTreeMap<String, Self>>,
}

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let lock: Lock = json(text)?;
    match (lock.packages, lock.dependencies) {
        (Some(packages), _) => {
            for (path, placed) in packages {
                // The root and workspaces are not under node_modules; a link points at one of them.
                let Some((_, name)) = path.rsplit_once("node_modules/") else { continue };
                if !placed.link {
                    found.add(placed.name.as_deref().unwrap_or(name), placed.version.as_deref());
                }
            }
            Ok(())
        }
        (None, Some(dependencies)) => {
            let mut levels = vec![dependencies];
            while let Some(level) = levels.pop() {
                for (name, dependency) in level {
                    let version = dependency.version.as_deref();
                    match version.and_then(|version| version.strip_prefix("npm:")?.rsplit_once('@')) {
                        Some((real, version)) => found.add(real, Some(version)),
                        None => found.add(&name, version),
                    }
                    levels.extend(dependency.dependencies);
                }
            }
            Ok(())
        }
        (None, None) => Err(malformed(1, "neither `packages` nor `dependencies` in the file")),
    }
}
