//! Public keys of receipts: Ed25519 as JSON Web Keys (RFC 8037, section 2).

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::api::receipts::PublicJwk;
use crate::receipt::jws::ALG;

/// The length of a public key, and of a private one, in bytes (RFC 8032, section 5.1.5).
pub(super) const KEY_BYTES: usize = 32;

/// Why a JSON Web Key is none that signs receipts. The texts never quote a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Another kind of key.
    #[error("a key is not of kty OKP and crv Ed25519")]
    Kind,
    /// `x` or `d` is not 32 bytes in base64url.
    #[error("a key's x or d is not 32 bytes in base64url without padding")]
    Bytes,
    /// `kid` is another one than the key's thumbprint.
    #[error("a key's kid is not its thumbprint (RFC 7638)")]
    Kid,
    /// There is no key to sign with.
    #[error("no key has its private part `d`")]
    NonePrivate,
    /// More keys than are taken.
    #[error("there are more than {max} keys", max = crate::receipt::keyring::MAX_KEYS)]
    TooMany,
    /// The issuer is no origin.
    #[error("`issuer` is no origin: write it like https://support.example.com")]
    Issuer,
    /// It is no JSON of that shape.
    #[error("it is no JSON object with `issuer` and `keys`")]
    Shape,
}

/// A JSON Web Key as it is written; other members are passed over (RFC 7517, section 4).
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Jwk {
    pub(super) kty: String,
    #[serde(default)]
    pub(super) crv: Option<String>,
    #[serde(default)]
    pub(super) x: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) d: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) kid: Option<String>,
}

/// A key that a signature is verified with. Its id is its thumbprint, so a key can't go by another's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    kid: String,
    x: [u8; KEY_BYTES],
}

impl PublicKey {
    /// The key of these bytes.
    #[must_use]
    pub fn new(x: [u8; KEY_BYTES]) -> Self {
        Self { kid: thumbprint(&x), x }
    }

    pub(super) fn from_jwk(jwk: &Jwk) -> Result<Self, KeyError> {
        if jwk.kty != "OKP" || jwk.crv.as_deref() != Some("Ed25519") {
            return Err(KeyError::Kind);
        }
        let key = Self::new(bytes(jwk.x.as_deref().unwrap_or_default())?);
        if jwk.kid.as_ref().is_some_and(|kid| *kid != key.kid) { Err(KeyError::Kid) } else { Ok(key) }
    }

    /// Its thumbprint (RFC 7638), which receipts name as `kid`.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// Its bytes (RFC 8032, section 5.1.5).
    #[must_use]
    pub fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.x
    }

    /// As it is published.
    #[must_use]
    pub fn to_jwk(&self) -> PublicJwk {
        PublicJwk {
            kty: "OKP".to_owned(),
            crv: "Ed25519".to_owned(),
            x: BASE64_URL_SAFE_NO_PAD.encode(self.x),
            kid: self.kid.clone(),
            alg: ALG.to_owned(),
            purpose: "sig".to_owned(),
        }
    }
}

pub(super) fn bytes(text: &str) -> Result<[u8; KEY_BYTES], KeyError> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| KeyError::Bytes)?;
    bytes.try_into().map_err(|_| KeyError::Bytes)
}

/// RFC 8037, appendix A.3: the members that the key consists of, sorted, without blanks.
fn thumbprint(x: &[u8; KEY_BYTES]) -> String {
    let x = BASE64_URL_SAFE_NO_PAD.encode(x);
    let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(members))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of RFC 8037, appendix A.2, and its thumbprint in appendix A.3.
    #[test]
    fn a_keys_id_is_its_thumbprint() {
        let key = PublicKey::new(bytes("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").unwrap());
        assert_eq!(key.kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }
}
