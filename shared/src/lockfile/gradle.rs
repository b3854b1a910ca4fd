//! `gradle.lockfile`: `group:artifact:version=configurations`. The older files, one a configuration, end
//! with the version.

use crate::lockfile::{Found, LockfileError, expected};

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    for (i, line) in text.lines().enumerate() {
        let line = line.trim();
        // The last line lists the configurations that lock nothing.
        if line.is_empty() || line.starts_with('#') || line.starts_with("empty=") {
            continue;
        }
        let locked = line.split('=').next().unwrap_or(line);
        let (name, version) = locked
            .rsplit_once(':')
            .filter(|(name, version)| name.contains(':') && !version.is_empty())
            .ok_or_else(|| expected(i + 1, "group:artifact:version=configurations"))?;
        found.add(name, Some(version), i + 1);
    }
    Ok(())
}
