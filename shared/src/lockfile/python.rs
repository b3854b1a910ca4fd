//! Pipenv's and pip's files. Of a requirements file only what is pinned with `==` says what runs.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::lockfile::{Found, LockfileError, json};

#[derive(Deserialize)]
struct Pipfile {
    default: BTreeMap<String, Locked>,
    #[serde(default)]
    develop: BTreeMap<String, Locked>,
}

#[derive(Deserialize)]
struct Locked {
    version: Option<String>,
}

pub(super) fn read_pipfile(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let pipfile: Pipfile = json(text)?;
    for (name, locked) in pipfile.default.iter().chain(&pipfile.develop) {
        found.add(name, locked.version.as_deref().and_then(|version| version.strip_prefix("==")));
    }
    Ok(())
}

pub(super) fn read_requirements(text: &str, found: &mut Found<'_>) {
    for line in text.lines() {
        let line = line.split(['#', ';']).next().unwrap_or_default().trim();
        if let Some((name, version)) = line.split_once("==") {
            let name = name.split('[').next().unwrap_or(name);
            let version =
                version.trim_start_matches('=').split([' ', '\\', ',']).find(|word| !word.is_empty());
            found.add(name, version);
        }
    }
}
