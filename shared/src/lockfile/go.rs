//! Go's two files.
//!
//! `go.sum` holds a hash for every version that was looked at. Minimal version selection takes the
//! highest that anything requires, so of each module the highest counts. `go.mod` requires, since Go
//! 1.17, every module of the build at the version selected; what is replaced is not in the build.

use std::collections::BTreeMap;

use crate::lockfile::flaw::{Flaw, flawed};
use crate::lockfile::{Found, LockfileError, expected, missing, unquoted};
use crate::version::{Order, Version};

pub(super) fn read_sum(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut highest: BTreeMap<&str, (Version, usize)> = BTreeMap::new();
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let mut words = line.split_whitespace();
        let (Some(module), Some(version), Some(hash), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return Err(expected(i + 1, "module version h1:…"));
        };
        if !hash.starts_with("h1:") {
            return Err(expected(i + 1, "module version h1:…"));
        }
        // Of a version listed with its go.mod alone nothing is compiled in.
        if version.ends_with("/go.mod") {
            continue;
        }
        let version = Version::parse_as(Order::Go, version)
            .map_err(|_| flawed(i + 1, Flaw::Version(version.to_owned())))?;
        if !found.wants(module) {
            continue;
        }
        if highest.get(module).is_none_or(|(standing, _)| *standing < version) {
            highest.insert(module, (version, i + 1));
        }
    }
    for (module, (version, line)) in highest {
        found.add(module, Some(version.text()), line);
    }
    Ok(())
}

/// A module that another stands for, with its version; a folder has none.
type Replaced<'a> = BTreeMap<&'a str, (&'a str, Option<&'a str>)>;

pub(super) fn read_mod(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut required: Vec<(&str, &str, usize)> = Vec::new();
    let mut replaced = Replaced::new();
    let mut block: Option<&str> = None;
    let mut has_module = false;
    for (i, line) in text.lines().enumerate() {
        let line = line.split("//").next().unwrap_or_default().trim();
        if line.is_empty() {
            continue;
        }
        if line == ")" && block.take().is_some() {
            continue;
        }
        let (directive, rest) = match block {
            Some(directive) => (directive, line),
            None => {
                let (directive, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
                if rest.trim() == "(" {
                    block = Some(directive);
                    continue;
                }
                (directive, rest)
            }
        };
        // No directive has more words than five; of a line that has, six show it.
        let words: Vec<&str> = rest.split_whitespace().map(unquoted).take(6).collect();
        match (directive, words.as_slice()) {
            ("module", [_]) => has_module = true,
            ("require", [module, version]) => required.push((module, version, i + 1)),
            ("replace", [module, "=>", by] | [module, _, "=>", by]) => {
                replaced.insert(module, (by, None));
            }
            ("replace", [module, "=>", by, version] | [module, _, "=>", by, version]) => {
                replaced.insert(module, (by, Some(version)));
            }
            ("require", _) => return Err(expected(i + 1, "require module version")),
            ("replace", _) => return Err(expected(i + 1, "replace module => module version")),
            ("go" | "toolchain" | "exclude" | "retract" | "tool" | "godebug" | "ignore", _) => {}
            _ => return Err(expected(i + 1, "module, go, require, replace")),
        }
    }
    if block.is_some() {
        return Err(flawed(text.lines().count(), Flaw::EndsEarly));
    }
    if !has_module {
        return Err(missing("`module`"));
    }
    for (module, version, line) in required {
        match replaced.get(module) {
            None => found.add(module, Some(version), line),
            Some((by, Some(version))) => found.add(by, Some(version), line),
            Some((_, None)) => found.add(module, None, line),
        }
    }
    Ok(())
}
