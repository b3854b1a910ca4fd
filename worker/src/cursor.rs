//! Cursors: where the next page begins, opaque to the caller.
//!
//! A cursor is base64url of JSON. It is not signed: it names a place in a list that the caller may read
//! anyhow, and it is parsed like everything else that comes from outside.

use aftercare_shared::json;
use aftercare_shared::problem::Kind;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::problem::Failure;

/// The longest cursor that is looked at, in bytes: a customer's name of 200 characters stands in some.
const MAX_BYTES: usize = 2048;

/// The text of a place.
pub(crate) fn encode<T: Serialize>(place: &T) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).unwrap_or_default())
}

/// The place of a text.
pub(crate) fn decode<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    let bytes = Some(text).filter(|text| text.len() <= MAX_BYTES);
    let bytes = bytes.and_then(|text| BASE64_URL_SAFE_NO_PAD.decode(text).ok());
    bytes.and_then(|bytes| json::read_bytes(&bytes).ok()).ok_or_else(|| {
        Failure::new(
            Kind::Invalid,
            "This `cursor` is not one of ours. Take it from `next_cursor`, unchanged.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_the_way_out_and_back() {
        let place = (1_790_000_000_i64, "tkt_1".to_owned());
        assert_eq!(decode::<(i64, String)>(&encode(&place)).ok(), Some(place));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in ["", "!", "bnVsbA", &"A".repeat(2100)] {
            assert!(decode::<(i64, String)>(text).is_err(), "{text}");
        }
    }
}
