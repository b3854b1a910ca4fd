//! Entity tags (RFC 9110, section 8.8.3), all of them strong.

use http::HeaderMap;
use http::header::{IF_MATCH, IF_NONE_MATCH};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::problem::Failure;

/// The tag of what is shown: half of the SHA-256 of its JSON.
pub(crate) fn of(shown: &impl Serialize) -> Result<String, Failure> {
    let json = serde_json::to_vec(shown)
        .map_err(|error| Failure::Internal("an answer does not serialise", error.to_string()))?;
    Ok(of_bytes(&json))
}

/// The tag of what is shown in these bytes.
pub(crate) fn of_bytes(shown: &[u8]) -> String {
    let digest: String = Sha256::digest(shown).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digest}\"")
}

/// Whether the caller has the representation already. The comparison is the weak one, as the RFC has it
/// for `If-None-Match`.
pub(crate) fn is_held(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|list| names(list, etag))
}

/// The tag of what a write takes the place of, where its writer names it.
pub(crate) fn replaced(headers: &HeaderMap) -> Option<&str> {
    headers.get(IF_MATCH).and_then(|value| value.to_str().ok())
}

fn names(list: &str, etag: &str) -> bool {
    list.trim() == "*" || list.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_found_in_a_list() {
        for (list, found) in [
            ("\"a\"", true),
            ("W/\"a\"", true),
            ("\"b\", \"a\"", true),
            ("*", true),
            ("\"b\"", false),
            ("a", false),
            ("", false),
        ] {
            assert_eq!(names(list, "\"a\""), found, "{list}");
        }
    }
}
