//! `/v1/tickets/{id}/receipts` and `/.well-known/aftercare-receipt-keys.json`: the promises in writing, and what
//! they are verified with. The forms of the signed documents stand in [`crate::receipt`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calendar;
use crate::json;
use crate::policy::canonical;

/// Where a service publishes the keys of its receipts.
pub const KEYS_PATH: &str = "/.well-known/aftercare-receipt-keys.json";

/// `GET /v1/tickets/{id}/receipts`: the whole chain of a ticket, sent as canonical JSON (RFC 8785). Saved as it
/// comes, it is the file that `aftercare receipt verify` takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Receipts {
    /// The calendars that the receipts name, by the SHA-256 of their canonical JSON, in hex.
    pub calendars: BTreeMap<String, calendar::Document>,
    /// The receipts, the first one first, each a JSON Web Signature in compact form.
    pub receipts: Vec<String>,
    /// Signed as well: how many receipts there are, and which is the last one.
    pub statement: String,
}

/// In the answer to a write on a ticket: the receipt that the write made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct IssuedReceipt {
    /// A JSON Web Signature in compact form; its claims say what is owed from now on.
    pub jws: String,
    /// Where the ticket's chain is, this one in it: the file that `aftercare receipt verify` takes.
    pub chain: String,
    /// Where the keys are that it is verified with.
    pub keys: String,
}

/// `GET /.well-known/aftercare-receipt-keys.json`: a JSON Web Key Set (RFC 7517) of the key that signs receipts
/// and of those that did before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct KeySet {
    /// The `iss` of the receipts that they sign; absent where the service signs none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The keys, the one in use first.
    pub keys: Vec<PublicJwk>,
}

/// A public key for Ed25519 (RFC 8037).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PublicJwk {
    /// `OKP`
    pub kty: String,
    /// `Ed25519`
    pub crv: String,
    /// Its 32 bytes, in base64url.
    pub x: String,
    /// Its thumbprint (RFC 7638).
    pub kid: String,
    /// `EdDSA`
    pub alg: String,
    /// `sig`
    #[serde(rename = "use")]
    pub purpose: String,
}

impl Receipts {
    /// As it is sent and saved: the one spelling that is verified, byte for byte.
    #[must_use]
    pub fn to_file(&self) -> String {
        canonical::to_json(&json::value_of(self))
    }
}
