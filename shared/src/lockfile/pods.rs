//! `Podfile.lock`: the list `PODS:`, two spaces in; what a pod depends on is listed deeper.

use crate::lockfile::{Found, LockfileError, unquoted};

pub(super) fn read(text: &str, found: &mut Found<'_>) -> Result<(), LockfileError> {
    let mut in_pods = false;
    for line in text.lines() {
        if !line.starts_with(' ') && !line.trim().is_empty() {
            in_pods = line.trim_end() == "PODS:";
        } else if in_pods && let Some(item) = line.strip_prefix("  - ") {
            let item = unquoted(item.strip_suffix(':').unwrap_or(item));
            if let Some((name, version)) = item.strip_suffix(')').and_then(|item| item.split_once(" (")) {
                // Subspecs are installed at their pod's version.
                found.add(name.split('/').next().unwrap_or(name), Some(version));
            }
        }
    }
    found.check_any(text, "pod under `PODS:`")
}
