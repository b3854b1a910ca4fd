//! Sessions: what a caller shows after they have shown who they are.
//!
//! A session is a signed text, not a row: whoever holds it is who it says, until it expires. The purpose
//! is part of what is signed, so that a customer's session opens no desk and the other way round.

use aftercare_shared::id::{AccountId, AgentId, PlanId, SiteId, UserId};
use aftercare_shared::json;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use hmac::{Hmac, KeyInit, Mac};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// How long a customer's session lasts, in minutes.
const CUSTOMER_MINUTES: i64 = 30;
/// How long a support engineer's session lasts, in minutes: a working day.
const DESK_MINUTES: i64 = 12 * 60;
/// The longest session text that is looked at, in bytes.
const MAX_BYTES: usize = 4 * 1024;

/// What a customer's session says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CustomerSession {
    /// The site it was opened from.
    pub(crate) site: SiteId,
    /// Who is asking.
    pub(crate) who: Who,
    /// The plan that the identity token named.
    pub(crate) plan: Option<PlanId>,
    /// When that token was signed, in seconds since 1970; absent where it named no plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) claimed_at: Option<i64>,
    /// Until when it holds, in seconds since 1970.
    pub(crate) exp: i64,
}

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Who {
    /// Somebody the vendor vouches for.
    User {
        /// The vendor's id of the person.
        id: UserId,
        /// The name to show.
        name: String,
        /// The customer they belong to.
        account: AccountId,
        /// The customer's name, where the identity token had one.
        account_name: Option<String>,
    },
    /// Nobody vouches for them.
    Guest {
        /// Minted for the session.
        id: UserId,
    },
}

/// What a support engineer's session says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DeskSession {
    /// Who. Whether they still work here is looked up at each request.
    pub(crate) agent: AgentId,
    /// Until when it holds, in seconds since 1970.
    pub(crate) exp: i64,
}

/// A kind of session.
pub(crate) trait Purpose: Serialize + DeserializeOwned {
    /// What is signed along, so that one kind is never taken for the other.
    const NAME: &'static str;
    /// Until when it holds, in seconds since 1970.
    fn exp(&self) -> i64;
}

impl Purpose for CustomerSession {
    const NAME: &'static str = "session";
    fn exp(&self) -> i64 {
        self.exp
    }
}

impl Purpose for DeskSession {
    const NAME: &'static str = "desk";
    fn exp(&self) -> i64 {
        self.exp
    }
}

/// Why a session's text opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unopened {
    /// It is none of ours.
    Foreign,
    /// It was, until it expired.
    Expired,
}

/// When a customer's session that is opened now expires.
pub(crate) fn customer_expiry(now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::minutes(CUSTOMER_MINUTES)
}

/// When a support engineer's session that is opened now expires.
pub(crate) fn desk_expiry(now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::minutes(DESK_MINUTES)
}

/// The text of a session.
pub(crate) fn seal<P: Purpose>(key: &[u8], session: &P) -> String {
    let payload = BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(session).unwrap_or_default());
    let mac = signed::<P>(key, &payload).map(|mac| mac.finalize().into_bytes());
    let mac = mac.map(|mac| BASE64_URL_SAFE_NO_PAD.encode(mac)).unwrap_or_default();
    format!("{payload}.{mac}")
}

/// The session of a text. The signatures are compared in constant time.
pub(crate) fn open<P: Purpose>(key: &[u8], text: &str, now: DateTime<Utc>) -> Result<P, Unopened> {
    if text.len() > MAX_BYTES {
        return Err(Unopened::Foreign);
    }
    let (payload, mac) = text.split_once('.').ok_or(Unopened::Foreign)?;
    let mac = BASE64_URL_SAFE_NO_PAD.decode(mac).map_err(|_| Unopened::Foreign)?;
    let expected = signed::<P>(key, payload).ok_or(Unopened::Foreign)?;
    expected.verify_slice(&mac).map_err(|_| Unopened::Foreign)?;
    let payload = BASE64_URL_SAFE_NO_PAD.decode(payload).map_err(|_| Unopened::Foreign)?;
    let session: P = json::read_bytes(&payload).map_err(|_| Unopened::Foreign)?;
    if session.exp() <= now.timestamp() { Err(Unopened::Expired) } else { Ok(session) }
}

fn signed<P: Purpose>(key: &[u8], payload: &str) -> Option<Hmac<Sha256>> {
    // HMAC takes a key of any length, so this is never `None`.
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(b"aftercare.");
    mac.update(P::NAME.as_bytes());
    mac.update(b".");
    mac.update(payload.as_bytes());
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    fn desk() -> DeskSession {
        DeskSession { agent: AgentId::new("lin").unwrap(), exp: 1000 }
    }

    #[test]
    fn a_session_opens_until_it_expires() {
        let text = seal(KEY, &desk());
        assert_eq!(open::<DeskSession>(KEY, &text, at(999)), Ok(desk()));
        assert_eq!(open::<DeskSession>(KEY, &text, at(1000)), Err(Unopened::Expired));
    }

    #[test]
    fn what_we_did_not_sign_for_this_opens_nothing() {
        let text = seal(KEY, &desk());
        let other = seal(b"another key, 32 bytes long......", &desk());
        let (payload, mac) = text.split_once('.').unwrap();
        for text in [
            "",
            ".",
            "a.b",
            payload,
            &format!("{payload}."),
            &format!("{payload}A.{mac}"),
            &other,
            &"x".repeat(5000),
        ] {
            assert_eq!(open::<DeskSession>(KEY, text, at(0)), Err(Unopened::Foreign), "{text}");
        }
        assert_eq!(open::<CustomerSession>(KEY, &text, at(0)), Err(Unopened::Foreign));
    }
}
