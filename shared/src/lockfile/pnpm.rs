//! `pnpm-lock.yaml`: the keys of its section `packages`. Version 5 writes `/name/1.2.3_peers`, 6
//! `/name@1.2.3(peers)`, 9 `name@1.2.3`. A very long key stands behind a question mark, as YAML has it.

use crate::lockfile::{Found, LockfileError, expected, indent_of, unquoted};

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut in_packages = false;
    let mut has_lockfile_version = false;
    for (i, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        match indent_of(line) {
            0 => {
                has_lockfile_version |= line.starts_with("lockfileVersion:");
                in_packages = line.starts_with("packages:");
                if !line.contains(':') && line.trim() != "---" {
                    return Err(expected(i + 1, "key:"));
                }
            }
            2 if in_packages && !line.starts_with("  : ") => {
                let line = line.trim();
                let key = line.strip_prefix("? ").or_else(|| line.strip_suffix(':'));
                let key = key.ok_or_else(|| expected(i + 1, "name@version:"))?;
                if let Some((name, version)) = package_in(key) {
                    found.add(name, Some(version), i + 1);
                }
            }
            _ => {}
        }
    }
    if has_lockfile_version { Ok(()) } else { found.check_any(text, "`lockfileVersion`") }
}

fn package_in(key: &str) -> Option<(&str, &str)> {
    let key = unquoted(key);
    let (path, is_rooted) = match key.strip_prefix('/') {
        Some(path) => (path, true),
        None => (key, false),
    };
    let path = path.split('(').next().unwrap_or(path);
    let by_at = path.rsplit_once('@').filter(|(name, _)| !name.is_empty());
    let by_slash = || path.rsplit_once('/').filter(|_| is_rooted);
    let (name, version) = match by_at {
        // In version 5 an `@` after the first slash belongs to a scope or to a peer.
        Some((name, version)) if !version.contains('/') && !name.contains('_') => (name, version),
        Some(_) | None => by_slash()?,
    };
    let version = version.split('_').next().unwrap_or(version);
    version.starts_with(|c: char| c.is_ascii_digit()).then_some((name, version))
}
