//! Entity tags (RFC 9110, section 8.8.3), all of them strong.

use http::HeaderMap;
use http::header::{IF_MATCH, IF_NONE_MATCH};

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
