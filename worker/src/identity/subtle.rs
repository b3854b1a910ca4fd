//! Signatures by key pairs, verified and made by the runtime's own cryptography (WebCrypto).

use aftercare_shared::identity::Algorithm;
use js_sys::{Array, Object, Reflect, Uint8Array};
use serde_json::{Map, Value};
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::wasm_bindgen_futures::JsFuture;

/// Whether a signature over `signed` fits the key. A key that can't be read fits nothing.
pub(crate) async fn verify(
    alg: Algorithm,
    key: &Map<String, Value>,
    signature: &[u8],
    signed: &[u8],
) -> Result<bool, worker::Error> {
    let subtle = subtle()?;
    let uses = Array::of1(&"verify".into());
    let key = bare_key(key, PUBLIC)?;
    let imported = subtle.import_key_with_object("jwk", &key, &algorithm(alg)?, false, &uses);
    let Ok(imported) = JsFuture::from(imported?).await else {
        return Ok(false);
    };
    let imported: web_sys::CryptoKey = imported.unchecked_into();
    let (signature, signed) = (Uint8Array::from(signature), Uint8Array::from(signed));
    let verified = subtle.verify_with_object_and_buffer_source_and_buffer_source(
        &algorithm(alg)?,
        &imported,
        &signature,
        &signed,
    );
    Ok(JsFuture::from(verified?).await?.as_bool().unwrap_or(false))
}

/// A private key for Ed25519, which can't be read out again.
pub(crate) async fn ed25519(key: &Map<String, Value>) -> Result<web_sys::CryptoKey, worker::Error> {
    let uses = Array::of1(&"sign".into());
    let key = bare_key(key, ["kty", "crv", "x", "d"])?;
    let algorithm = algorithm(Algorithm::EdDsa)?;
    let imported = subtle()?.import_key_with_object("jwk", &key, &algorithm, false, &uses);
    Ok(JsFuture::from(imported?).await?.unchecked_into())
}

/// The Ed25519 signature of a text.
pub(crate) async fn sign(key: &web_sys::CryptoKey, text: &[u8]) -> Result<Vec<u8>, worker::Error> {
    let (algorithm, text) = (algorithm(Algorithm::EdDsa)?, Uint8Array::from(text));
    let signed = subtle()?.sign_with_object_and_buffer_source(&algorithm, key, &text);
    Ok(Uint8Array::new(&JsFuture::from(signed?).await?).to_vec())
}

fn subtle() -> Result<web_sys::SubtleCrypto, JsValue> {
    let global: web_sys::WorkerGlobalScope = js_sys::global().unchecked_into();
    Ok(global.crypto()?.subtle())
}

fn algorithm(alg: Algorithm) -> Result<Object, JsValue> {
    let (name, hash, curve) = match alg {
        Algorithm::Hs256 => ("HMAC", Some("SHA-256"), None),
        Algorithm::Es256 => ("ECDSA", Some("SHA-256"), Some("P-256")),
        Algorithm::EdDsa => ("Ed25519", None, None),
        Algorithm::Rs256 => ("RSASSA-PKCS1-v1_5", Some("SHA-256"), None),
    };
    object([("name", Some(name)), ("hash", hash), ("namedCurve", curve)])
}

/// The numbers of a public key.
const PUBLIC: [&str; 6] = ["kty", "crv", "x", "y", "n", "e"];

/// The key's numbers and nothing else: what a set says of uses and operations is judged before.
fn bare_key<const N: usize>(key: &Map<String, Value>, numbers: [&'static str; N]) -> Result<Object, JsValue> {
    object(numbers.map(|name| (name, key.get(name).and_then(Value::as_str))))
}

fn object<const N: usize>(fields: [(&'static str, Option<&str>); N]) -> Result<Object, JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        if let Some(value) = value {
            Reflect::set(&object, &name.into(), &value.into())?;
        }
    }
    Ok(object)
}
