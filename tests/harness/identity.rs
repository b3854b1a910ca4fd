//! What a vendor's backend does: it signs who its user is.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// A JWT under construction. Every part can be made wrong, for that is what the tests are for.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The header of the JWT.
    pub header: Value,
    /// Its claims.
    pub claims: Value,
}

impl Identity {
    /// A right token: a user of an account, for one site, from an instant and for ten minutes.
    #[must_use]
    pub fn new(site: &str, account: &str, user: &str, now: DateTime<Utc>) -> Self {
        Self {
            header: json!({"alg": "HS256", "typ": "JWT"}),
            claims: json!({
                "aud": format!("aftercare:{site}"),
                "sub": user,
                "name": format!("Name of {user}"),
                "account": {"id": account, "name": format!("Company {account}")},
                "iat": now.timestamp(),
                "exp": now.timestamp() + 600,
            }),
        }
    }

    /// The same with another value of a claim; `null` takes the claim out.
    #[must_use]
    pub fn with(mut self, claim: &str, value: Value) -> Self {
        if let Some(claims) = self.claims.as_object_mut() {
            if value.is_null() {
                claims.remove(claim);
            } else {
                claims.insert(claim.to_owned(), value);
            }
        }
        self
    }

    /// The same with another value in the header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: Value) -> Self {
        if let Some(header) = self.header.as_object_mut() {
            header.insert(name.to_owned(), value);
        }
        self
    }

    /// The token, signed with HMAC-SHA-256, whatever its header says.
    #[must_use]
    pub fn signed(&self, key: &[u8]) -> String {
        let signed = self.payload();
        let signature = URL_SAFE_NO_PAD.encode(hmac_sha256(key, signed.as_bytes()));
        format!("{signed}.{signature}")
    }

    /// The token with an empty signature.
    #[must_use]
    pub fn unsigned(&self) -> String {
        format!("{}.", self.payload())
    }

    fn payload(&self) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        format!("{}.{}", part(&self.header), part(&self.claims))
    }
}

/// HMAC-SHA-256 (RFC 2104).
///
/// # Panics
/// Never: HMAC takes a key of any length.
#[must_use]
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes any key");
    mac.update(message);
    mac.finalize().into_bytes().to_vec()
}

/// A token that was signed once and for all at 2026-02-13T09:00:00Z for ten minutes: by the private keys
/// that belong to `jwks.json` and are kept nowhere, or wrongly.
///
/// # Panics
/// Where there is none of that name.
#[must_use]
pub fn signed_once(name: &str) -> String {
    let tokens: Value = serde_json::from_str(include_str!("jwks_tokens.json")).expect("a list of tokens");
    tokens[name].as_str().unwrap_or_else(|| panic!("no token {name}")).to_owned()
}
