//! Entity tags (RFC 9110, section 8.8.3), all of them strong.

use aftercare_shared::digest;
use http::HeaderMap;
use http::header::{IF_MATCH, IF_NONE_MATCH};

/// The tag of what is shown in these bytes: half of their SHA-256.
pub(crate) fn of_bytes(shown: &[u8]) -> String {
    format!("\"{}\"", part(shown, 32))
}

/// The state of something that counts its changes.
pub(crate) fn revision(number: u32) -> String {
    format!("r{number}")
}

/// The tag of a state that writers name, and of how it is shown: `"r7.0123456789abcdef"`. Whoever writes is
/// refused where the state is another; whoever reads sees also what is counted beside it.
pub(crate) fn of_state(state: &str, shown: &[u8]) -> String {
    format!("\"{state}.{}\"", part(shown, 16))
}

/// Whether a writer who names this tag has seen that state, however it was shown.
pub(crate) fn is_of_state(tag: &str, state: &str) -> bool {
    let tag = tag.trim().trim_start_matches("W/").trim_matches('"');
    tag == "*" || tag.rsplit_once('.').is_some_and(|(seen, _)| seen == state)
}

/// The first digits of the SHA-256 of some bytes.
pub(crate) fn part(bytes: &[u8], digits: usize) -> String {
    let mut part = digest::sha256(bytes);
    part.truncate(digits);
    part
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

/// Whether a list of tags names one.
pub(crate) fn names(list: &str, etag: &str) -> bool {
    list.trim() == "*" || list.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_known_however_it_was_shown() {
        let tag = of_state("r7", b"shown");
        assert!(tag.starts_with("\"r7.") && tag.len() == 21, "{tag}");
        for (tag, is_seen) in [
            (tag.as_str(), true),
            ("\"r7.other\"", true),
            ("W/\"r7.0\"", true),
            ("*", true),
            ("\"r7\"", false),
            ("\"r8.0\"", false),
            ("\"r77.0\"", false),
            ("\"r7.0.0\"", false),
            ("", false),
        ] {
            assert_eq!(is_of_state(tag, "r7"), is_seen, "{tag}");
        }
    }

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
