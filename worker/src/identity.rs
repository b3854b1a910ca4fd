//! Identity tokens: who signed, and what is believed.
//!
//! A token is taken apart, its algorithm is compared with the one the site is pinned to, its signature is
//! verified, and only then its claims are read, by the rules of [`aftercare_shared::identity`].

pub(crate) mod access;
mod keys;
mod parts;
pub(crate) mod subtle;

use aftercare_shared::id::SiteId;
use aftercare_shared::identity::{Algorithm, Claims, Disbelief, Identity};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;

use crate::app::App;
use crate::config::{self, Site};
use crate::identity::parts::Parts;
use crate::log;
use crate::problem::Failure;

/// Believes a token of a site, or says why not.
pub(crate) async fn of_token(app: &App, id: &SiteId, site: &Site, token: &str) -> Result<Identity, Failure> {
    let parts = Parts::take(token)?;
    parts.header.check(site.alg)?;
    match site.alg {
        Algorithm::Hs256 => {
            let key = config::identity_key(app.env(), id)?;
            verify_hmac(&key, &parts)?;
        }
        Algorithm::Es256 | Algorithm::EdDsa | Algorithm::Rs256 => {
            let url = site.jwks_url.as_deref().ok_or(config::Misconfigured::Missing("SITES jwks_url"))?;
            verify_with_keys_of(app, url, site.alg, &parts).await?;
        }
    }
    let claims: Claims = parts.claims()?;
    claims.believe(id, app.now()).map_err(|disbelief| {
        log::info(
            "identity token not believed",
            &[("site", json!(id)), ("reason", json!(disbelief.to_string()))],
        );
        disbelief.into()
    })
}

/// Verifies a signature with the public keys at an address.
async fn verify_with_keys_of(app: &App, url: &str, alg: Algorithm, parts: &Parts<'_>) -> Result<(), Failure> {
    let kid = parts.header.kid.as_deref();
    let keys = keys::at(app, url, kid)
        .await
        .map_err(|error| Failure::Unavailable("signing keys can't be fetched", format!("{url}: {error}")))?;
    for key in keys.fitting(kid, alg) {
        if subtle::verify(alg, &key, &parts.signature, parts.signed.as_bytes()).await? {
            return Ok(());
        }
    }
    Err(Disbelief::Signature.into())
}

fn verify_hmac(key: &[u8], parts: &Parts<'_>) -> Result<(), Disbelief> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| Disbelief::Signature)?;
    mac.update(parts.signed.as_bytes());
    mac.verify_slice(&parts.signature).map_err(|_| Disbelief::Signature)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of RFC 7515, appendix A.1.
    #[test]
    fn the_standards_own_example_verifies() {
        use base64::Engine;
        let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9\
            .eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ\
            .dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let key = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
        let key = base64::prelude::BASE64_URL_SAFE_NO_PAD.decode(key).unwrap();
        let parts = Parts::take(token).unwrap();
        assert_eq!(verify_hmac(&key, &parts), Ok(()));
        assert_eq!(verify_hmac(b"another key", &parts), Err(Disbelief::Signature));
    }
}
