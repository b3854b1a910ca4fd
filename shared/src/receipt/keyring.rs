//! The keys of a service: the one that signs now, and those that signed before.
//!
//! Written as a JSON Web Key Set (RFC 7517, section 5) with the member `issuer`. The first key that has its
//! private part signs; all are published without it. A key is retired by taking its `d` away, and stays in the
//! set for as long as a receipt that it signed is worth anything.

use serde::{Deserialize, Serialize};

use crate::api::receipts::KeySet;
use crate::json;
use crate::receipt::key::{Jwk, KEY_BYTES, KeyError, PublicKey, bytes};

/// The most keys of a set: a Worker's secret holds 5 KB.
pub(super) const MAX_KEYS: usize = 50;
/// The longest origin that is taken, in bytes.
const MAX_ISSUER_BYTES: usize = 200;

/// The keys that receipts are verified with, of one issuer, and the one to sign with, where it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyring {
    issuer: Option<String>,
    keys: Vec<PublicKey>,
    signing: Option<SigningKey>,
}

/// A private key and its public one.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningKey {
    public: PublicKey,
    d: [u8; KEY_BYTES],
}

impl core::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "SigningKey({})", self.public.kid())
    }
}

impl SigningKey {
    pub(super) fn new(public: PublicKey, d: [u8; KEY_BYTES]) -> Self {
        Self { public, d }
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The private half (RFC 8032, section 5.1.5).
    #[must_use]
    pub fn private_bytes(&self) -> &[u8; KEY_BYTES] {
        &self.d
    }
}

#[derive(Serialize, Deserialize)]
struct Set {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    issuer: Option<String>,
    keys: Vec<Jwk>,
}

impl Keyring {
    /// Reads the keys that a service signs with: an issuer, and at least one private key.
    ///
    /// # Errors
    /// [`KeyError`]; it never quotes what it read.
    pub fn of_service(json: &str) -> Result<Self, KeyError> {
        let keyring = Self::read(json)?;
        if keyring.issuer.is_none() {
            return Err(KeyError::Issuer);
        }
        if keyring.signing.is_some() { Ok(keyring) } else { Err(KeyError::NonePrivate) }
    }

    /// Reads the keys that a service publishes. Keys of other kinds are passed over, as a set may hold them
    /// for other purposes; `issuer` may be absent.
    ///
    /// # Errors
    /// [`KeyError`] where none is left, or one is not what it says.
    pub fn published(json: &str) -> Result<Self, KeyError> {
        let mut set: Set = json::read(json).map_err(|_| KeyError::Shape)?;
        set.keys.retain(|jwk| jwk.kty == "OKP" && jwk.crv.as_deref() == Some("Ed25519"));
        if set.keys.is_empty() {
            return Err(KeyError::Kind);
        }
        // Who verifies has no business with a private part, whoever put it there.
        set.keys.iter_mut().for_each(|jwk| jwk.d = None);
        Self::of(&set)
    }

    fn read(json: &str) -> Result<Self, KeyError> {
        Self::of(&json::read(json).map_err(|_| KeyError::Shape)?)
    }

    fn of(set: &Set) -> Result<Self, KeyError> {
        if set.keys.len() > MAX_KEYS {
            return Err(KeyError::TooMany);
        }
        let issuer = set.issuer.as_deref().map(issuer_of).transpose()?;
        let mut keyring = Self { issuer, keys: Vec::with_capacity(set.keys.len()), signing: None };
        for jwk in &set.keys {
            let public = PublicKey::from_jwk(jwk)?;
            if let (Some(d), None) = (&jwk.d, &keyring.signing) {
                keyring.signing = Some(SigningKey::new(public.clone(), bytes(d)?));
            }
            keyring.keys.push(public);
        }
        Ok(keyring)
    }

    /// Who signs with them, where the set says so.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// The key that signs now, where the set holds its private part.
    #[must_use]
    pub fn signing(&self) -> Option<&SigningKey> {
        self.signing.as_ref()
    }

    /// The key of an id.
    #[must_use]
    pub fn find(&self, kid: &str) -> Option<&PublicKey> {
        self.keys.iter().find(|key| key.kid() == kid)
    }

    /// All of them.
    #[must_use]
    pub fn keys(&self) -> &[PublicKey] {
        &self.keys
    }

    /// As it is published.
    #[must_use]
    pub fn to_key_set(&self) -> KeySet {
        KeySet { issuer: self.issuer.clone(), keys: self.keys.iter().map(PublicKey::to_jwk).collect() }
    }

    /// The same with a new key that signs from now on; the others are kept to verify with.
    ///
    /// # Errors
    /// [`KeyError::Issuer`] where that is none, [`KeyError::TooMany`].
    pub fn with_new(mut self, issuer: &str, key: SigningKey) -> Result<Self, KeyError> {
        if self.keys.len() >= MAX_KEYS {
            return Err(KeyError::TooMany);
        }
        self.issuer = Some(issuer_of(issuer)?);
        self.keys.retain(|known| known != key.public());
        self.keys.insert(0, key.public().clone());
        self.signing = Some(key);
        Ok(self)
    }

    /// No keys yet.
    #[must_use]
    pub fn empty() -> Self {
        Self { issuer: None, keys: Vec::new(), signing: None }
    }

    /// As a service keeps it: with the private part of the key that signs. Ids are left out, for they follow.
    #[must_use]
    pub fn to_secret_json(&self) -> String {
        use base64::Engine;
        use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
        let private = |key: &PublicKey| self.signing.as_ref().filter(|signing| signing.public == *key);
        let jwk = |key: &PublicKey| Jwk {
            kty: "OKP".to_owned(),
            crv: Some("Ed25519".to_owned()),
            x: Some(BASE64URL.encode(key.bytes())),
            d: private(key).map(|signing| BASE64URL.encode(signing.d)),
            kid: None,
        };
        let set = Set { issuer: self.issuer.clone(), keys: self.keys.iter().map(jwk).collect() };
        // Texts only, which always serialise.
        serde_json::to_string(&set).unwrap_or_default()
    }
}

/// An origin (RFC 6454), checked: scheme and host, perhaps a port, and nothing after it.
///
/// # Errors
/// [`KeyError::Issuer`].
pub fn issuer_of(text: &str) -> Result<String, KeyError> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let fits = host.is_some_and(|host| {
        !host.is_empty() && host.bytes().all(|c| c.is_ascii_alphanumeric() || b".-:[]".contains(&c))
    });
    if fits && text.len() <= MAX_ISSUER_BYTES { Ok(text.to_owned()) } else { Err(KeyError::Issuer) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    const D: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

    #[test]
    fn a_service_has_an_issuer_and_a_private_key() {
        let key = format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{X}","d":"{D}"}}"#);
        let of = |issuer: &str, keys: &str| format!(r#"{{{issuer}"keys":[{keys}]}}"#);
        let issuer = r#""issuer":"https://support.example.com","#;
        let good = Keyring::of_service(&of(issuer, &key)).unwrap();
        assert_eq!(
            good.signing().map(|it| it.public().kid()),
            Some("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
        );
        assert!(!format!("{good:?}").contains(D) && !format!("{good:?}").contains("157"), "{good:?}");
        let (public, other) = (key.replace(&format!(r#","d":"{D}""#), ""), key.replace("Ed25519", "X25519"));
        let misnamed = key.replace(r#""x""#, r#""kid":"a","x""#);
        for (json, refusal) in [
            (of("", &key), KeyError::Issuer),
            (of(r#""issuer":"support.example.com","#, &key), KeyError::Issuer),
            (of(r#""issuer":"https://support.example.com/","#, &key), KeyError::Issuer),
            (of(issuer, ""), KeyError::NonePrivate),
            (of(issuer, &public), KeyError::NonePrivate),
            (of(issuer, &other), KeyError::Kind),
            (of(issuer, &misnamed), KeyError::Kid),
            (of(issuer, &key.replace(X, "AA")), KeyError::Bytes),
            (of(issuer, &key.replace(D, "A=")), KeyError::Bytes),
            (of(issuer, &vec![key.as_str(); 51].join(",")), KeyError::TooMany),
            ("[]".to_owned(), KeyError::Shape),
        ] {
            assert_eq!(Keyring::of_service(&json), Err(refusal), "{json}");
        }
    }

    #[test]
    fn what_is_published_holds_no_private_part_and_reads_back() {
        let secret = format!(
            r#"{{"issuer":"http://localhost:8787","keys":[{{"kty":"OKP","crv":"Ed25519","x":"{X}","d":"{D}"}}]}}"#
        );
        let keyring = Keyring::of_service(&secret).unwrap();
        assert_eq!(keyring.to_secret_json(), secret);
        let published = serde_json::to_string(&keyring.to_key_set()).unwrap();
        assert!(!published.contains(D));
        let read = Keyring::published(&published).unwrap();
        assert_eq!((read.keys(), read.issuer(), read.signing()), (keyring.keys(), keyring.issuer(), None));
        assert_eq!(Keyring::published(&secret).unwrap().signing(), None);
    }
}
