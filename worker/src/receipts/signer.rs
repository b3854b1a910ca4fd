//! The key that signs, imported once an isolate.

use std::cell::RefCell;
use std::rc::Rc;

use aftercare_shared::api::receipts::KeySet;
use aftercare_shared::identity::Algorithm;
use aftercare_shared::receipt::jws::{self, Kind, SIGNATURE_BYTES};
use aftercare_shared::receipt::{Keyring, SigningKey};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::{Map, Value};
use worker::Env;

use crate::config::{self, Misconfigured};
use crate::identity::subtle;

const NAME: &str = "RECEIPT_KEYS";
/// What is signed to see that the two halves of a key belong together.
const PROBE: &[u8] = b"aftercare";

thread_local! {
    static HELD: RefCell<Option<(String, Rc<Signer>)>> = const { RefCell::new(None) };
}

/// A key that signs, with all the others of the service.
pub(crate) struct Signer {
    keyring: Keyring,
    issuer: String,
    kid: String,
    key: web_sys::CryptoKey,
}

/// The deployment's signer; `None` where no key is set.
pub(crate) async fn of(env: &Env) -> Result<Option<Rc<Signer>>, Misconfigured> {
    let Some(secret) = config::text(env, NAME) else { return Ok(None) };
    let held = HELD.with_borrow(|held| {
        held.as_ref().filter(|(text, _)| *text == secret).map(|(_, signer)| signer.clone())
    });
    if let Some(signer) = held {
        return Ok(Some(signer));
    }
    let signer = Rc::new(Signer::read(&secret).await?);
    HELD.with_borrow_mut(|held| *held = Some((secret, signer.clone())));
    Ok(Some(signer))
}

impl Signer {
    async fn read(secret: &str) -> Result<Self, Misconfigured> {
        let unreadable = |why: String| Misconfigured::Unreadable(NAME, why);
        let keyring = Keyring::of_service(secret).map_err(|error| unreadable(error.to_string()))?;
        let (Some(issuer), Some(signing)) = (keyring.issuer(), keyring.signing()) else {
            return Err(Misconfigured::Missing(NAME));
        };
        let refused = || unreadable("the runtime does not take the key that signs".to_owned());
        let key = subtle::ed25519(&private_jwk(signing)).await.map_err(|_| refused())?;
        let signature = subtle::sign(&key, PROBE).await.map_err(|_| refused())?;
        let belongs = subtle::verify(Algorithm::EdDsa, &public_jwk(signing), &signature, PROBE).await;
        if !belongs.map_err(|_| refused())? {
            return Err(unreadable("`x` is not the public half of `d`".to_owned()));
        }
        let (issuer, kid) = (issuer.to_owned(), signing.public().kid().to_owned());
        Ok(Self { keyring, issuer, kid, key })
    }

    /// Who issues, as an origin.
    pub(crate) fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The id of the key that signs.
    pub(crate) fn kid(&self) -> &str {
        &self.kid
    }

    /// Every key, for those who verify.
    pub(crate) fn key_set(&self) -> KeySet {
        self.keyring.to_key_set()
    }

    /// A document in compact form.
    pub(crate) async fn sign(&self, kind: Kind, claims: &impl Serialize) -> Result<String, worker::Error> {
        let signed = jws::signing_input(kind, &self.kid, claims)
            .map_err(|error| worker::Error::RustError(error.to_string()))?;
        let signature = subtle::sign(&self.key, signed.as_bytes()).await?;
        if signature.len() != SIGNATURE_BYTES {
            return Err(worker::Error::RustError("the runtime gave no Ed25519 signature".to_owned()));
        }
        Ok(jws::sealed(&signed, &signature))
    }
}

fn public_jwk(key: &SigningKey) -> Map<String, Value> {
    let x = BASE64_URL_SAFE_NO_PAD.encode(key.public().bytes());
    [("kty", "OKP".to_owned()), ("crv", "Ed25519".to_owned()), ("x", x)]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect()
}

fn private_jwk(key: &SigningKey) -> Map<String, Value> {
    let mut jwk = public_jwk(key);
    jwk.insert("d".to_owned(), BASE64_URL_SAFE_NO_PAD.encode(key.private_bytes()).into());
    jwk
}
