//! `pom.xml`: the dependencies of the project itself, at the versions it names: there, under
//! `dependencyManagement`, or behind a property of its own. What a parent adds is not in the file, so a
//! version that is left to the parent is none.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::lockfile::xml::{Met, walk};
use crate::lockfile::{Found, LockfileError, missing};

/// How many properties may stand behind one another.
const DEEPEST_PROPERTY: usize = 8;

/// The longest value that a version or a name is made of, in bytes: each may be used as often as a file likes.
const LONGEST_VALUE: usize = 1024;

#[derive(Default)]
struct Dependency<'a> {
    group: Cow<'a, str>,
    artifact: Cow<'a, str>,
    version: Option<Cow<'a, str>>,
    is_managed: bool,
    line: usize,
}

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut is_project = false;
    let mut properties: BTreeMap<String, Cow<'_, str>> = BTreeMap::new();
    let mut dependencies: Vec<Dependency<'_>> = Vec::new();
    walk(text, |path, met, line| {
        let (&root, path) = path.split_first().unwrap_or((&"", &[]));
        is_project |= root == "project";
        let is_managed = path.first() == Some(&"dependencyManagement");
        let path = if is_managed { path.get(1..).unwrap_or_default() } else { path };
        match (path, met) {
            (["properties", name], Met::Closed(value)) => {
                properties.insert((*name).to_owned(), value);
            }
            (["version"], Met::Closed(value)) => {
                properties.insert("project.version".to_owned(), value);
            }
            (["groupId"], Met::Closed(value)) => {
                properties.insert("project.groupId".to_owned(), value);
            }
            // What the project leaves out is its parent's.
            (["parent", name @ ("version" | "groupId")], Met::Closed(value)) => {
                properties.entry(["project.", name].concat()).or_insert_with(|| value.clone());
                properties.insert(["project.parent.", name].concat(), value);
            }
            (["dependencies", "dependency"], Met::Opened) => {
                dependencies.push(Dependency { line, is_managed, ..Dependency::default() });
            }
            (["dependencies", "dependency", key], Met::Closed(value)) => {
                if let Some(dependency) = dependencies.last_mut() {
                    match *key {
                        "groupId" => dependency.group = value,
                        "artifactId" => dependency.artifact = value,
                        "version" => dependency.version = Some(value),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    })?;
    if !is_project {
        return Err(missing("`<project>`"));
    }
    let mut managed: BTreeMap<String, String> = BTreeMap::new();
    let (ruled, used): (Vec<_>, Vec<_>) = dependencies.into_iter().partition(|it| it.is_managed);
    for dependency in &ruled {
        if let Some(version) = dependency.version.as_ref().and_then(|it| fixed(it, &properties)) {
            managed.insert(name_of(dependency, &properties), version);
        }
    }
    for dependency in used.iter().filter(|it| !it.group.is_empty() && !it.artifact.is_empty()) {
        let name = name_of(dependency, &properties);
        let version = match &dependency.version {
            Some(version) => fixed(version, &properties),
            None => managed.get(&name).cloned(),
        };
        found.add(&name, version.as_deref(), dependency.line);
    }
    Ok(())
}

fn name_of(dependency: &Dependency<'_>, properties: &BTreeMap<String, Cow<'_, str>>) -> String {
    let whole = |text: &str| resolved(text, properties).unwrap_or_else(|| text.to_owned());
    [&whole(&dependency.group), ":", &whole(&dependency.artifact)].concat()
}

/// The one version that is asked for: `1.2`, or `[1.2]` for no other than that. A range is none.
fn fixed(version: &str, properties: &BTreeMap<String, Cow<'_, str>>) -> Option<String> {
    let version = resolved(version, properties)?;
    let only = version.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&version);
    (!only.contains(['[', ']', '(', ')', ','])).then(|| only.trim().to_owned())
}

/// A text with its properties filled in; none where one is not in the file.
fn resolved(text: &str, properties: &BTreeMap<String, Cow<'_, str>>) -> Option<String> {
    let mut text = text.to_owned();
    for _ in 0..DEEPEST_PROPERTY {
        if text.len() > LONGEST_VALUE {
            return None;
        }
        let Some((before, rest)) = text.split_once("${") else { return Some(text) };
        let (name, after) = rest.split_once('}')?;
        let value = properties.get(name).filter(|value| value.len() <= LONGEST_VALUE)?;
        text = [before, value, after].concat();
    }
    None
}
