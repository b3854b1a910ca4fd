//! Public keys (JWKS, RFC 7517), fetched and kept for a while in the isolate.
//!
//! A set is fetched anew when it is old, or when a token names a key that it does not hold: a signer that
//! changes its key is followed at once, but not asked more than once a minute. A set that can't be fetched
//! again goes on being used for a day: an outage of the signer's web server locks nobody out.

use std::cell::RefCell;
use std::rc::Rc;

use aftercare_shared::identity::Algorithm;
use aftercare_shared::json;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::app::App;
use crate::fetch;
use crate::kept::Kept;

/// The largest set that is read, in bytes.
const MAX_BYTES: usize = 64 * 1024;
/// The most keys of a set that are tried.
const MAX_KEYS: usize = 20;
/// The most sets that an isolate keeps: a site has one.
const KEPT: usize = 64;

thread_local! {
    static SETS: RefCell<Kept<String, Held, KEPT>> = const { RefCell::new(Kept::new()) };
}

#[derive(Clone)]
struct Held {
    keys: Rc<KeySet>,
    fetched_at: DateTime<Utc>,
}

/// The keys of a signer.
#[derive(Debug, Deserialize)]
pub(crate) struct KeySet {
    keys: Vec<Map<String, Value>>,
}

impl KeySet {
    /// The keys that a token of that `kid` may be signed with. Keys for another use are left out.
    pub(crate) fn fitting(&self, kid: Option<&str>, alg: Algorithm) -> Vec<Map<String, Value>> {
        let fits = |key: &&Map<String, Value>| {
            let says = |name: &str| key.get(name).and_then(Value::as_str);
            let same_kid = kid.is_none() || says("kid").is_none() || says("kid") == kid;
            let curve = match alg {
                Algorithm::Es256 => says("kty") == Some("EC") && says("crv") == Some("P-256"),
                Algorithm::EdDsa => says("kty") == Some("OKP") && says("crv") == Some("Ed25519"),
                Algorithm::Rs256 => says("kty") == Some("RSA"),
                Algorithm::Hs256 => false,
            };
            let alg = says("alg").is_none_or(|named| named == alg.as_str());
            same_kid && curve && alg && says("use").is_none_or(|purpose| purpose == "sig")
        };
        self.keys.iter().filter(fits).take(MAX_KEYS).cloned().collect()
    }

    fn names(&self, kid: &str) -> bool {
        self.keys.iter().any(|key| key.get("kid").and_then(Value::as_str) == Some(kid))
    }
}

/// The keys at an address; `kid` is the one that is needed, if the token names it.
pub(crate) async fn at(app: &App, url: &str, kid: Option<&str>) -> Result<Rc<KeySet>, String> {
    let held = SETS.with_borrow(|sets| sets.get(&url.to_owned()));
    let age = |held: &Held| app.now() - held.fetched_at;
    if let Some(held) = &held {
        let complete = kid.is_none_or(|kid| held.keys.names(kid));
        let fresh = age(held) < if complete { TimeDelta::minutes(15) } else { TimeDelta::minutes(1) };
        if fresh {
            return Ok(held.keys.clone());
        }
    }
    match fetched(url).await {
        Ok(keys) => {
            let keys = Rc::new(keys);
            let held = Held { keys: keys.clone(), fetched_at: app.now() };
            SETS.with_borrow_mut(|sets| sets.keep(url.to_owned(), held));
            Ok(keys)
        }
        Err(error) => held.filter(|held| age(held) < TimeDelta::days(1)).map(|held| held.keys).ok_or(error),
    }
}

async fn fetched(url: &str) -> Result<KeySet, String> {
    let answer = fetch::get(url, MAX_BYTES).await.map_err(|error| error.to_string())?;
    json::read_bytes(&answer).map_err(|error| format!("no key set: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_keys_of_the_pinned_kind_are_tried() {
        let set: KeySet = serde_json::from_str(
            r#"{"keys":[
                {"kty":"EC","crv":"P-256","kid":"a"},
                {"kty":"EC","crv":"P-384","kid":"a"},
                {"kty":"RSA","kid":"a"},
                {"kty":"oct","kid":"a","k":"c2VjcmV0"},
                {"kty":"EC","crv":"P-256","kid":"b"},
                {"kty":"EC","crv":"P-256","kid":"a","use":"enc"},
                {"kty":"OKP","crv":"Ed25519","kid":"a"}
            ]}"#,
        )
        .unwrap();
        for (kid, alg, count) in [
            (Some("a"), Algorithm::Es256, 1),
            (None, Algorithm::Es256, 2),
            (Some("c"), Algorithm::Es256, 0),
            (Some("a"), Algorithm::EdDsa, 1),
            (Some("a"), Algorithm::Rs256, 1),
            (Some("a"), Algorithm::Hs256, 0),
        ] {
            assert_eq!(set.fitting(kid, alg).len(), count, "{kid:?} {alg:?}");
        }
    }
}
