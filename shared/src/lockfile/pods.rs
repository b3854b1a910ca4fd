//! `Podfile.lock`: the list `PODS:`, two spaces in; what a pod depends on is listed deeper.

use crate::lockfile::{Found, LockfileError, expected, unquoted};

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut in_pods = false;
    for (i, line) in text.lines().enumerate() {
        if !line.starts_with(' ') && !line.trim().is_empty() {
            in_pods = line.trim_end() == "PODS:";
        } else if in_pods && let Some(item) = line.strip_prefix("  - ") {
            let item = unquoted(item.strip_suffix(':').unwrap_or(item));
            let (name, version) = item
                .strip_suffix(')')
                .and_then(|item| item.split_once(" ("))
                .ok_or_else(|| expected(i + 1, "- Name (1.2.3)"))?;
            // Subspecs are installed at their pod's version.
            found.add(name.split('/').next().unwrap_or(name), Some(version), i + 1);
        }
    }
    found.check_any(text, "`PODS:`")
}
