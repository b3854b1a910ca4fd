//! Variables and secrets of the deployment. All of them are listed here.
//!
//! | name | kind | meaning |
//! |---|---|---|
//! | `SITES` | variable | JSON: each embedding site by name, see [`Site`] |
//! | `IDENTITY_KEYS` | secret | JSON: the HS256 key of each such site, base64url |
//! | `SESSION_KEY` | secret | signs sessions; at least 32 characters |
//! | `WEBHOOK_URL` | variable | where events are posted; nothing is posted where it is absent |
//! | `WEBHOOK_SECRET` | secret | `whsec_` and base64, after Standard Webhooks |
//! | `RECEIPT_KEYS` | secret | JSON: the keys that receipts are signed with, see [`aftercare_shared::receipt`]; none are where it is absent |
//! | `ACCESS_TEAM_DOMAIN`, `ACCESS_AUD` | variables | Cloudflare Access before the desk, if it is used |
//! | `DEMO` | variable | `1` opens the demo's routes |
//! | `TEST_CLOCK` | variable | `1` lets tests set the time |
//! | `TEST_FEEDS` | variable | `1` lets tests read feeds from this machine |

use std::collections::BTreeMap;

use aftercare_shared::id::{PlanId, SiteId};
use aftercare_shared::identity::Algorithm;
use aftercare_shared::json;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;
use worker::Env;

/// The shortest signing key that is taken, in bytes: the length of what SHA-256 gives (RFC 7518, section 3.2).
const MIN_KEY_BYTES: usize = 32;

/// The deployment is not set up right. The texts are for the operator's log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Misconfigured {
    /// A variable or secret is missing.
    #[error("`{0}` is not set")]
    Missing(&'static str),
    /// It can't be read.
    #[error("`{0}` can't be read: {1}")]
    Unreadable(&'static str, String),
    /// A key is too short to sign with.
    #[error("a key in `{0}` is shorter than {MIN_KEY_BYTES} bytes")]
    ShortKey(&'static str),
}

/// A site that embeds the panel.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Site {
    /// The origins whose pages may frame the panel, such as `https://console.example.com`.
    pub(crate) origins: Vec<String>,
    /// How its identity tokens are signed. Pinned: the token's own word for it is only compared.
    pub(crate) alg: Algorithm,
    /// Where the public keys are, for ES256 and EdDSA.
    #[serde(default)]
    pub(crate) jwks_url: Option<String>,
    /// The plan of a customer whose plan is not known otherwise.
    #[serde(default)]
    pub(crate) default_plan: Option<PlanId>,
}

/// Whether a variable is `1`.
pub(crate) fn is_on(env: &Env, name: &str) -> bool {
    env.var(name).is_ok_and(|value| value.to_string() == "1")
}

/// A variable or secret, where it is set and not empty.
pub(crate) fn text(env: &Env, name: &str) -> Option<String> {
    env.var(name).ok().map(|value| value.to_string()).filter(|value| !value.is_empty())
}

/// All sites.
pub(crate) fn sites(env: &Env) -> Result<BTreeMap<SiteId, Site>, Misconfigured> {
    let text = text(env, "SITES").ok_or(Misconfigured::Missing("SITES"))?;
    read_sites(&text)
}

fn read_sites(text: &str) -> Result<BTreeMap<SiteId, Site>, Misconfigured> {
    let sites: BTreeMap<SiteId, Site> =
        json::read(text).map_err(|error| Misconfigured::Unreadable("SITES", error.to_string()))?;
    if sites.values().any(|site| site.alg == Algorithm::Rs256) {
        let detail = "a site signs by HS256, ES256 or EdDSA".to_owned();
        return Err(Misconfigured::Unreadable("SITES", detail));
    }
    Ok(sites)
}

/// The secret that a site's HS256 tokens are signed with.
pub(crate) fn identity_key(env: &Env, site: &SiteId) -> Result<Vec<u8>, Misconfigured> {
    const NAME: &str = "IDENTITY_KEYS";
    let text = text(env, NAME).ok_or(Misconfigured::Missing(NAME))?;
    // The parser's message could quote a key, so it is not passed on.
    let mut keys: BTreeMap<SiteId, String> = json::read(&text)
        .map_err(|_| Misconfigured::Unreadable(NAME, "write a JSON object of strings".to_owned()))?;
    let key = keys.remove(site).ok_or(Misconfigured::Missing(NAME))?;
    let key = BASE64_URL_SAFE_NO_PAD
        .decode(key.trim_end_matches('='))
        .map_err(|_| Misconfigured::Unreadable(NAME, "a key is no base64url".to_owned()))?;
    if key.len() < MIN_KEY_BYTES { Err(Misconfigured::ShortKey(NAME)) } else { Ok(key) }
}

/// The key that sessions are signed with.
pub(crate) fn session_key(env: &Env) -> Result<Vec<u8>, Misconfigured> {
    const NAME: &str = "SESSION_KEY";
    let key = text(env, NAME).ok_or(Misconfigured::Missing(NAME))?.into_bytes();
    if key.len() < MIN_KEY_BYTES { Err(Misconfigured::ShortKey(NAME)) } else { Ok(key) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_are_read_or_refused() {
        let good =
            r#"{"console":{"origins":["https://console.example.com"],"alg":"HS256","default_plan":"basic"}}"#;
        let sites = read_sites(good).unwrap();
        assert_eq!(sites[&SiteId::new("console").unwrap()].alg, Algorithm::Hs256);
        for bad in [
            "",
            "[]",
            r#"{"console":{"origins":[]}}"#,
            r#"{"console":{"origins":[],"alg":"none"}}"#,
            r#"{"console":{"origins":[],"alg":"RS256"}}"#,
        ] {
            assert!(read_sites(bad).is_err(), "{bad}");
        }
    }
}
