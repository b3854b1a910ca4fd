//! A key that signs natively: for making the first key of a service, and for tests. The Worker signs by its
//! runtime's own cryptography.

use ed25519_dalek::Signer;
use serde::Serialize;

use crate::receipt::jws::{self, Kind};
use crate::receipt::key::KEY_BYTES;
use crate::receipt::{PublicKey, SigningKey};

/// A private key, ready to sign.
pub struct KeyPair(ed25519_dalek::SigningKey);

impl KeyPair {
    /// The key of 32 random bytes, which the caller must get from a source fit for keys.
    #[must_use]
    pub fn from_random(bytes: [u8; KEY_BYTES]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(&bytes))
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey::new(self.0.verifying_key().to_bytes())
    }

    /// Both halves, for a keyring.
    #[must_use]
    pub fn to_signing_key(&self) -> SigningKey {
        SigningKey::new(self.public(), self.0.to_bytes())
    }

    /// A document in compact form.
    ///
    /// # Errors
    /// Where the claims have no JSON form.
    pub fn sign(&self, kind: Kind, claims: &impl Serialize) -> Result<String, serde_json::Error> {
        let signed = jws::signing_input(kind, self.public().kid(), claims)?;
        let signature = self.0.sign(signed.as_bytes());
        Ok(jws::sealed(&signed, &signature.to_bytes()))
    }
}
