//! Who the vendor says is asking: the claims of an identity token, and what is believed of them.
//!
//! The vendor's backend signs a JWT (RFC 7519) and the panel passes it on. The Worker checks the
//! signature; here stands all else. After RFC 8725 the algorithm is pinned per site, the audience is
//! checked, and the lifetime is bounded, so that a token that leaks is of little use.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, IdError, PlanId, SiteId, UserId};
use crate::json::read_either;

/// The longest token that is looked at, in bytes.
pub const MAX_TOKEN_BYTES: usize = 8 * 1024;
/// The longest life of a token, in seconds.
pub const MAX_LIFETIME_SECONDS: i64 = 3600;
/// How far the clocks of the vendor and ours may differ, in seconds.
pub const SKEW_SECONDS: i64 = 60;
/// The longest name that is shown, in characters. A longer one is cut.
pub const MAX_NAME_CHARS: usize = 100;

/// How a token is signed (RFC 7518, RFC 8037).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Algorithm {
    /// HMAC with SHA-256: the site and Aftercare share a secret.
    #[serde(rename = "HS256")]
    Hs256,
    /// ECDSA on P-256 with SHA-256: Aftercare fetches the public keys.
    #[serde(rename = "ES256")]
    Es256,
    /// Ed25519: Aftercare fetches the public keys.
    #[serde(rename = "EdDSA")]
    EdDsa,
    /// RSA with SHA-256, which Cloudflare Access signs with. No site may choose it.
    #[serde(rename = "RS256")]
    Rs256,
}

/// The header of a token.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Header {
    /// The algorithm it names, of whatever kind: it is compared, never obeyed.
    pub alg: String,
    /// Which of the signer's keys.
    #[serde(default)]
    pub kid: Option<String>,
    /// Extensions that a reader must understand. Aftercare understands none (RFC 7515, section 4.1.11).
    #[serde(default)]
    pub crit: Option<Vec<String>>,
}

/// The claims of a token, before anything is believed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Claims {
    /// Whom it is for: `aftercare:` and the site.
    #[serde(default)]
    pub aud: Option<Audience>,
    /// The vendor's id of the person.
    #[serde(default)]
    pub sub: Option<String>,
    /// The name to show.
    #[serde(default)]
    pub name: Option<String>,
    /// The customer they belong to.
    #[serde(default)]
    pub account: Option<AccountClaim>,
    /// The customer's id, for signers that can't nest.
    #[serde(default)]
    pub account_id: Option<String>,
    /// The customer's name, for signers that can't nest.
    #[serde(default)]
    pub account_name: Option<String>,
    /// The plan, where the vendor's backend knows it.
    #[serde(default)]
    pub plan: Option<String>,
    /// When it was signed, in seconds since 1970.
    #[serde(default)]
    pub iat: Option<i64>,
    /// Until when it holds, in seconds since 1970.
    #[serde(default)]
    pub exp: Option<i64>,
    /// From when on it holds, in seconds since 1970.
    #[serde(default)]
    pub nbf: Option<i64>,
}

/// One audience or several (RFC 7519, section 4.1.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

read_either!(Audience, Audience::One | Audience::Several, "an audience is a text or a list of texts");

/// The customer, nested.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AccountClaim {
    /// The vendor's id.
    pub id: String,
    /// The name to show.
    #[serde(default)]
    pub name: Option<String>,
}

/// Who is asking, as far as the vendor vouches for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The vendor's id of the person.
    pub user: UserId,
    /// The name to show.
    pub name: String,
    /// The customer they belong to.
    pub account: AccountId,
    /// The customer's name, where the token has one.
    pub account_name: Option<String>,
    /// The plan, where the token has one.
    pub plan: Option<PlanId>,
    /// When it was signed, in seconds since 1970: of two tokens the later one knows better.
    pub signed_at: i64,
}

/// Why a token is not believed. The texts are for the vendor's developer, who sees them while building.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Disbelief {
    /// It is larger than [`MAX_TOKEN_BYTES`].
    #[error("The identity token is larger than {MAX_TOKEN_BYTES} bytes. Sign fewer claims.")]
    TooLarge,
    /// It is no JWT.
    #[error("The identity token is no JWT: send three base64url parts with dots between them.")]
    NotAToken,
    /// It is signed otherwise than the site is configured for.
    #[error("The identity token is signed with another algorithm than the site is set up for.")]
    Algorithm,
    /// The signature does not fit.
    #[error("The signature of the identity token does not fit. Check the site's key.")]
    Signature,
    /// It is for somebody else.
    #[error("The identity token is for another audience. Set `aud` to `aftercare:` and the site's name.")]
    Audience,
    /// A claim that is needed is not there.
    #[error("The identity token has no `{0}`. Sign one.")]
    Missing(&'static str),
    /// An id can't be one.
    #[error("`{0}` of the identity token {1}.")]
    Id(&'static str, IdError),
    /// It holds for longer than [`MAX_LIFETIME_SECONDS`].
    #[error("The identity token holds for longer than an hour. Sign a shorter one for each session.")]
    Lifetime,
    /// It does not hold yet.
    #[error("The identity token is from the future. Check the clock of the signing machine.")]
    NotYet,
    /// It holds no more.
    #[error("The identity token has expired. Ask the vendor's backend for a new one.")]
    Expired,
}

impl Header {
    /// Checks that it names the pinned algorithm and asks for nothing that is not understood.
    ///
    /// # Errors
    /// [`Disbelief::Algorithm`].
    pub fn check(&self, pinned: Algorithm) -> Result<(), Disbelief> {
        if self.alg == pinned.as_str() && self.crit.is_none() { Ok(()) } else { Err(Disbelief::Algorithm) }
    }
}

impl Algorithm {
    /// The word in a token's header.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
            Self::Rs256 => "RS256",
        }
    }
}

impl Claims {
    /// Believes the claims of a token whose signature fits, or says why not.
    ///
    /// # Errors
    /// [`Disbelief`], the first that holds.
    pub fn believe(self, site: &SiteId, now: DateTime<Utc>) -> Result<Identity, Disbelief> {
        let audience = format!("aftercare:{site}");
        if !self.aud.as_ref().is_some_and(|aud| aud.names(&audience)) {
            return Err(Disbelief::Audience);
        }
        self.check_times(now)?;
        let user = id("sub", self.sub, UserId::new)?;
        let (account, account_name) = match self.account {
            Some(account) => (Some(account.id), account.name),
            None => (self.account_id, self.account_name),
        };
        let account = id("account.id", account, AccountId::new)?;
        let plan = self.plan.map(|plan| PlanId::new(plan).map_err(|error| Disbelief::Id("plan", error)));
        let name = self.name.as_deref().map(shown_name).filter(|name| !name.is_empty());
        Ok(Identity {
            name: name.unwrap_or_else(|| user.to_string()),
            user,
            account,
            account_name: account_name.as_deref().map(shown_name).filter(|name| !name.is_empty()),
            plan: plan.transpose()?,
            signed_at: self.iat.ok_or(Disbelief::Missing("iat"))?,
        })
    }

    /// Checks that the token holds now and is short-lived.
    ///
    /// # Errors
    /// [`Disbelief`] where a time is missing or does not fit.
    pub fn check_times(&self, now: DateTime<Utc>) -> Result<(), Disbelief> {
        let now = now.timestamp();
        let exp = self.exp.ok_or(Disbelief::Missing("exp"))?;
        let iat = self.iat.ok_or(Disbelief::Missing("iat"))?;
        if exp.saturating_sub(iat) > MAX_LIFETIME_SECONDS {
            return Err(Disbelief::Lifetime);
        }
        let ahead = now.saturating_add(SKEW_SECONDS);
        if iat > ahead || self.nbf.is_some_and(|nbf| nbf > ahead) {
            return Err(Disbelief::NotYet);
        }
        if now >= exp.saturating_add(SKEW_SECONDS) {
            return Err(Disbelief::Expired);
        }
        Ok(())
    }
}

impl Audience {
    /// Whether it names somebody.
    #[must_use]
    pub fn names(&self, audience: &str) -> bool {
        match self {
            Self::One(one) => one == audience,
            Self::Several(several) => several.iter().any(|one| one == audience),
        }
    }
}

/// A name as it may be shown: one line, without control characters, at most [`MAX_NAME_CHARS`] long.
#[must_use]
pub fn shown_name(name: &str) -> String {
    let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(MAX_NAME_CHARS).collect()
}

fn id<T>(
    claim: &'static str,
    text: Option<String>,
    make: impl FnOnce(String) -> Result<T, IdError>,
) -> Result<T, Disbelief> {
    let text = text.ok_or(Disbelief::Missing(claim))?;
    make(text).map_err(|error| Disbelief::Id(claim, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_790_000_000;

    fn believe(claims: &serde_json::Value) -> Result<Identity, Disbelief> {
        let claims: Claims = serde_json::from_value(claims.clone()).unwrap();
        claims.believe(&SiteId::new("console").unwrap(), DateTime::from_timestamp(NOW, 0).unwrap())
    }

    fn good() -> serde_json::Value {
        serde_json::json!({
            "aud": "aftercare:console", "sub": "u-1", "name": "Mei Lin",
            "account": {"id": "acc-1", "name": "Qinghe"}, "plan": "professional",
            "iat": NOW - 10, "exp": NOW + 600,
        })
    }

    #[test]
    fn a_good_token_says_who_is_asking() {
        let identity = believe(&good()).unwrap();
        assert_eq!(identity.user.as_str(), "u-1");
        assert_eq!(identity.name, "Mei Lin");
        assert_eq!(identity.account.as_str(), "acc-1");
        assert_eq!(identity.account_name.as_deref(), Some("Qinghe"));
        assert_eq!(identity.plan.map(String::from).as_deref(), Some("professional"));
        assert_eq!(identity.signed_at, NOW - 10);
    }

    #[test]
    fn a_claim_that_does_not_fit_is_named() {
        let empty = IdError::Empty;
        let cases = [
            ("aud", serde_json::json!("aftercare:other"), Disbelief::Audience),
            ("aud", serde_json::json!(["a", "b"]), Disbelief::Audience),
            ("aud", serde_json::json!(null), Disbelief::Audience),
            ("sub", serde_json::json!(null), Disbelief::Missing("sub")),
            ("sub", serde_json::json!(""), Disbelief::Id("sub", empty)),
            ("account", serde_json::json!(null), Disbelief::Missing("account.id")),
            ("account", serde_json::json!({"id": ""}), Disbelief::Id("account.id", empty)),
            ("plan", serde_json::json!(""), Disbelief::Id("plan", empty)),
            ("iat", serde_json::json!(null), Disbelief::Missing("iat")),
            ("exp", serde_json::json!(null), Disbelief::Missing("exp")),
            ("exp", serde_json::json!(NOW - 10 + 3601), Disbelief::Lifetime),
            ("exp", serde_json::json!(i64::MAX), Disbelief::Lifetime),
            ("exp", serde_json::json!(NOW - 60), Disbelief::Expired),
            ("iat", serde_json::json!(NOW + 61), Disbelief::NotYet),
            ("nbf", serde_json::json!(NOW + 61), Disbelief::NotYet),
        ];
        for (claim, value, disbelief) in cases {
            let mut claims = good();
            claims[claim] = value.clone();
            assert_eq!(believe(&claims), Err(disbelief), "{claim}: {value}");
        }
    }

    #[test]
    fn clocks_may_differ_by_a_minute() {
        for (claim, value) in [("exp", NOW - 59), ("iat", NOW + 60), ("nbf", NOW + 60)] {
            let mut claims = good();
            claims[claim] = value.into();
            assert!(believe(&claims).is_ok(), "{claim}");
        }
    }

    #[test]
    fn a_flat_account_and_a_list_of_audiences_do_as_well() {
        let mut claims = good();
        claims["account"] = serde_json::Value::Null;
        claims["account_id"] = "acc-2".into();
        claims["aud"] = serde_json::json!(["x", "aftercare:console"]);
        assert_eq!(believe(&claims).unwrap().account.as_str(), "acc-2");
    }

    #[test]
    fn the_algorithm_is_compared_and_never_obeyed() {
        for (header, fits) in [
            (r#"{"alg":"HS256"}"#, true),
            (r#"{"alg":"none"}"#, false),
            (r#"{"alg":"hs256"}"#, false),
            (r#"{"alg":"RS256"}"#, false),
            (r#"{"alg":"HS256","crit":["b64"]}"#, false),
        ] {
            let header: Header = serde_json::from_str(header).unwrap();
            assert_eq!(header.check(Algorithm::Hs256).is_ok(), fits, "{}", header.alg);
        }
    }

    #[test]
    fn a_name_is_one_short_line() {
        assert_eq!(shown_name(" Mei \n Lin\u{7} "), "Mei Lin");
        assert_eq!(shown_name(&"x".repeat(300)).len(), MAX_NAME_CHARS);
    }
}
