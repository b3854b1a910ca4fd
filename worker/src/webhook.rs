//! Standard Webhooks 1.0: how what leaves is signed, so that its receiver can trust it.
//!
//! The signature is HMAC-SHA256 over `{id}.{timestamp}.{body}`, in base64 behind `v1,`.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The header of the message's id, the same at every try.
pub(crate) const ID: &str = "webhook-id";
/// The header of the try's time, in seconds since 1970.
pub(crate) const TIMESTAMP: &str = "webhook-timestamp";
/// The header of the signature.
pub(crate) const SIGNATURE: &str = "webhook-signature";

/// How far the timestamp of a try may lie from the receiver's time, in seconds.
const TOLERANCE_SECONDS: i64 = 300;

/// A shared secret.
pub(crate) struct Secret(Vec<u8>);

impl Secret {
    /// Reads `whsec_` and base64 of 24 to 64 bytes.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let key = BASE64_STANDARD.decode(text.strip_prefix("whsec_")?).ok()?;
        (24..=64).contains(&key.len()).then_some(Self(key))
    }
}

/// The value of the signature's header.
pub(crate) fn sign(secret: &Secret, id: &str, timestamp: &str, body: &str) -> String {
    let mac = mac(secret, id, timestamp, body).map(|mac| mac.finalize().into_bytes());
    mac.map(|mac| format!("v1,{}", BASE64_STANDARD.encode(mac))).unwrap_or_default()
}

/// Whether one of the signatures in a header fits and the try is recent, as a receiver must check.
pub(crate) fn verify(secret: &Secret, id: &str, timestamp: &str, header: &str, body: &str, now: i64) -> bool {
    let recent =
        timestamp.parse::<i64>().is_ok_and(|at| at.abs_diff(now) <= TOLERANCE_SECONDS.unsigned_abs());
    let fits = |signature: &str| {
        let signature = signature.strip_prefix("v1,").and_then(|text| BASE64_STANDARD.decode(text).ok());
        let mac = mac(secret, id, timestamp, body);
        signature.zip(mac).is_some_and(|(signature, mac)| mac.verify_slice(&signature).is_ok())
    };
    recent && header.split(' ').any(fits)
}

fn mac(secret: &Secret, id: &str, timestamp: &str, body: &str) -> Option<Hmac<Sha256>> {
    // HMAC takes a key of any length, so this is never `None`.
    let mut mac = Hmac::<Sha256>::new_from_slice(&secret.0).ok()?;
    for part in [id, ".", timestamp, ".", body] {
        mac.update(part.as_bytes());
    }
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// The example that the specification's own libraries test with.
    #[test]
    fn the_standards_own_example_is_signed_alike() {
        let secret = Secret::parse(SECRET).unwrap();
        let (id, at, body) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", r#"{"test": 2432232314}"#);
        let signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(sign(&secret, id, at, body), signature);
        let list = format!("v1,AAAA {signature}");
        assert!(verify(&secret, id, at, &list, body, 1_614_265_330 + 300));
        assert!(!verify(&secret, id, at, &list, body, 1_614_265_330 + 301));
        assert!(!verify(&secret, id, at, &list, "{}", 1_614_265_330));
        assert!(!verify(&secret, id, at, "v1a,xyz", body, 1_614_265_330));
    }

    #[test]
    fn a_secret_has_its_prefix_and_its_length() {
        assert!(Secret::parse(SECRET).is_some());
        for text in ["", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_AAAA", "whsec_!"] {
            assert!(Secret::parse(text).is_none(), "{text}");
        }
    }
}
