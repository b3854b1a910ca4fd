//! `gradle.lockfile`: `group:artifact:version=configurations`.

use crate::lockfile::{Found, LockfileError, malformed};

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
            .filter(|(name, version)| name.contains(':') && !version.is_empty() && line.contains('='))
            .ok_or_else(|| malformed(i + 1, "a line of gradle.lockfile is group:artifact:version=…"))?;
        found.add(name, Some(version));
    }
    Ok(())
}
