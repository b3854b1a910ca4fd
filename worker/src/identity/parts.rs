//! A JWT in compact form, taken apart (RFC 7515, section 7.1).

use aftercare_shared::identity::{Disbelief, Header, MAX_TOKEN_BYTES};
use aftercare_shared::json;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;

/// The parts of a token whose signature is not verified yet.
#[derive(Debug)]
pub(crate) struct Parts<'a> {
    /// The header.
    pub(crate) header: Header,
    /// What the signature is over: header and payload as they were sent.
    pub(crate) signed: &'a str,
    /// The signature.
    pub(crate) signature: Vec<u8>,
    payload: &'a str,
}

impl<'a> Parts<'a> {
    /// Takes a token apart.
    pub(crate) fn take(token: &'a str) -> Result<Self, Disbelief> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(Disbelief::TooLarge);
        }
        let (signed, signature) = token.rsplit_once('.').ok_or(Disbelief::NotAToken)?;
        let (header, payload) = signed.split_once('.').ok_or(Disbelief::NotAToken)?;
        Ok(Self { header: json(header)?, signed, signature: bytes(signature)?, payload })
    }

    /// The claims, to be read once the signature is verified.
    pub(crate) fn claims<T: DeserializeOwned>(&self) -> Result<T, Disbelief> {
        json(self.payload)
    }
}

fn bytes(part: &str) -> Result<Vec<u8>, Disbelief> {
    BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| Disbelief::NotAToken)
}

fn json<T: DeserializeOwned>(part: &str) -> Result<T, Disbelief> {
    json::read_bytes(&bytes(part)?).map_err(|_| Disbelief::NotAToken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_token_is_refused() {
        for token in
            ["", "a", "a.b", "..", "a.b.c.d", "e30.e30.e30", "!!.e30.e30", "eyJhbGciOiJIUzI1NiJ9.e30.+"]
        {
            assert_eq!(Parts::take(token).err(), Some(Disbelief::NotAToken), "{token}");
        }
        assert_eq!(Parts::take(&"a".repeat(MAX_TOKEN_BYTES + 1)).err(), Some(Disbelief::TooLarge));
        assert!(Parts::take("eyJhbGciOiJIUzI1NiJ9.e30.").is_ok());
    }
}
