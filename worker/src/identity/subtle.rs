//! Signatures by public keys, verified by the runtime's own cryptography (WebCrypto).

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
    let global: web_sys::WorkerGlobalScope = js_sys::global().unchecked_into();
    let subtle = global.crypto()?.subtle();
    let uses = Array::of1(&"verify".into());
    let key = bare_key(key)?;
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

fn algorithm(alg: Algorithm) -> Result<Object, JsValue> {
    let (name, hash, curve) = match alg {
        Algorithm::Hs256 => ("HMAC", Some("SHA-256"), None),
        Algorithm::Es256 => ("ECDSA", Some("SHA-256"), Some("P-256")),
        Algorithm::EdDsa => ("Ed25519", None, None),
        Algorithm::Rs256 => ("RSASSA-PKCS1-v1_5", Some("SHA-256"), None),
    };
    object([("name", Some(name)), ("hash", hash), ("namedCurve", curve)])
}

/// The key's public numbers and nothing else: what a set says of uses and operations is judged before.
fn bare_key(key: &Map<String, Value>) -> Result<Object, JsValue> {
    let text = |name: &'static str| (name, key.get(name).and_then(Value::as_str));
    object(["kty", "crv", "x", "y", "n", "e"].map(text))
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
