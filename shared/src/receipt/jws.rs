//! The form that receipts are signed in: JSON Web Signatures (RFC 7515, section 7.1) with Ed25519 (RFC 8037).
//!
//! What is signed are the characters that are stored and sent, so nothing has to be spelt again before it is
//! verified. The header is closed: one algorithm, the key's id and the kind of document, and nothing else.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::digest;
use crate::json;

/// The algorithm's name in a header (RFC 8037, section 3.1).
pub const ALG: &str = "EdDSA";
/// The length of a signature, in bytes (RFC 8032, section 5.1.6).
pub const SIGNATURE_BYTES: usize = 64;
/// The longest text that is looked at, in bytes.
pub const MAX_BYTES: usize = 256 * 1024;

/// What kind of document is signed, so that one is never taken for another (RFC 8725, section 3.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A [`crate::receipt::Receipt`].
    Receipt,
    /// A [`crate::receipt::Statement`].
    Statement,
}

impl Kind {
    /// The `typ` of its header.
    #[must_use]
    pub fn typ(self) -> &'static str {
        match self {
            Self::Receipt => "aftercare-receipt+jwt",
            Self::Statement => "aftercare-receipts-statement+jwt",
        }
    }
}

/// Why a text is not what is looked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSigned {
    /// It is not three parts of base64url with a header and a signature.
    #[error("it is no JSON Web Signature in compact form")]
    Shape,
    /// The header names another algorithm, another kind of document, or something not understood.
    #[error("its header is not the one of {typ}", typ = .0.typ())]
    Header(Kind),
    /// What is signed is no such document.
    #[error("what it says can't be read: {0}")]
    Claims(String),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    kid: String,
    typ: String,
}

/// The characters that a signature of a document is over.
///
/// # Errors
/// Where the claims have no JSON form.
pub fn signing_input(kind: Kind, kid: &str, claims: &impl Serialize) -> Result<String, serde_json::Error> {
    let header = Header { alg: ALG.to_owned(), kid: kid.to_owned(), typ: kind.typ().to_owned() };
    let (header, claims) = (serde_json::to_vec(&header)?, serde_json::to_vec(claims)?);
    let part = |bytes| BASE64_URL_SAFE_NO_PAD.encode(bytes);
    Ok([part(header), part(claims)].join("."))
}

/// The compact form: what was signed, and the signature.
#[must_use]
pub fn sealed(signed: &str, signature: &[u8]) -> String {
    [signed, &BASE64_URL_SAFE_NO_PAD.encode(signature)].join(".")
}

/// SHA-256 over the characters of a compact form, in lower-case hex: what the next receipt names.
#[must_use]
pub fn sha256(jws: &str) -> String {
    digest::sha256(jws)
}

/// A compact form, taken apart. Its signature is not verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts<'a> {
    /// Which key it says signed it.
    pub kid: String,
    /// What the signature is over.
    pub signed: &'a str,
    /// The signature.
    pub signature: [u8; SIGNATURE_BYTES],
    payload: Vec<u8>,
}

impl<'a> Parts<'a> {
    /// Takes a document of a kind apart. There is one spelling of each: a changed character is either refused
    /// here or changes what the signature is over, or the signature.
    ///
    /// # Errors
    /// [`NotSigned`] where it is none.
    pub fn take(jws: &'a str, kind: Kind) -> Result<Self, NotSigned> {
        if jws.len() > MAX_BYTES {
            return Err(NotSigned::Shape);
        }
        let (signed, signature) = jws.rsplit_once('.').ok_or(NotSigned::Shape)?;
        let (header, payload) = signed.split_once('.').ok_or(NotSigned::Shape)?;
        let bytes = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).map_err(|_| NotSigned::Shape);
        let signature = bytes(signature)?.try_into().map_err(|_| NotSigned::Shape)?;
        let header: Header = json::read_bytes(&bytes(header)?).map_err(|_| NotSigned::Header(kind))?;
        if header.alg != ALG || header.typ != kind.typ() {
            return Err(NotSigned::Header(kind));
        }
        Ok(Self { kid: header.kid, signed, signature, payload: bytes(payload)? })
    }

    /// What it says. To be believed only once the signature is verified.
    ///
    /// # Errors
    /// [`NotSigned::Claims`].
    pub fn claims<T: DeserializeOwned>(&self) -> Result<T, NotSigned> {
        json::read_bytes(&self.payload).map_err(|error| NotSigned::Claims(error.to_string()))
    }
}
