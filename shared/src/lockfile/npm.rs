//! `package-lock.json`: a flat map of paths since version 2, nested dependencies before. Version 2 has both,
//! and then the map counts.

use std::borrow::Cow;

use crate::lockfile::json::{Met, walk};
use crate::lockfile::{Found, LockfileError, missing};

/// What stands under one path of the map.
#[derive(Default)]
struct Placed<'a> {
    /// The real name, where the folder's is an alias.
    name: Option<Cow<'a, str>>,
    version: Option<Cow<'a, str>>,
    is_link: bool,
    line: usize,
}

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut has_packages = false;
    let mut has_dependencies = false;
    let mut placed = Placed::default();
    let mut nested = found.anew();
    walk(text, |path, met, line| match path {
        [section] => {
            has_packages |= section == "packages" && met == Met::Opened;
            has_dependencies |= section == "dependencies" && met == Met::Opened;
        }
        [section, place] if section == "packages" => match met {
            Met::Opened => placed = Placed { line, ..Placed::default() },
            Met::Closed => add(place, &placed, found),
            Met::Text(_) | Met::True | Met::Other => {}
        },
        [section, _, key] if section == "packages" => match (&**key, met) {
            ("name", Met::Text(name)) => placed.name = Some(name),
            ("version", Met::Text(version)) => placed.version = Some(version),
            ("link", Met::True) => placed.is_link = true,
            _ => {}
        },
        [sections @ .., name, key] if key == "version" && is_nested(sections) => {
            if let Met::Text(version) = met {
                match version.strip_prefix("npm:").and_then(|version| version.rsplit_once('@')) {
                    Some((real, version)) => nested.add(real, Some(version), line),
                    None => nested.add(name, Some(&version), line),
                }
            }
        }
        _ => {}
    })?;
    match (has_packages, has_dependencies) {
        (true, _) => {}
        (false, true) => *found = nested,
        (false, false) => return Err(missing("`packages` or `dependencies`")),
    }
    Ok(())
}

fn add(place: &str, placed: &Placed<'_>, found: &mut Found<'_>) {
    // The root and workspaces are not under node_modules; a link points at one of them.
    let Some((_, folder)) = place.rsplit_once("node_modules/") else { return };
    if !placed.is_link {
        found.add(placed.name.as_deref().unwrap_or(folder), placed.version.as_deref(), placed.line);
    }
}

/// `dependencies`, or `dependencies, a, dependencies`, and so on.
fn is_nested(sections: &[Cow<'_, str>]) -> bool {
    sections.len() % 2 == 1 && sections.iter().step_by(2).all(|section| section == "dependencies")
}
