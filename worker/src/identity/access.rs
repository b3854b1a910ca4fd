//! Cloudflare Access before the desk: its assertion names the support engineer by e-mail address.

use aftercare_shared::identity::{Algorithm, Audience, Disbelief};
use serde::Deserialize;

use crate::app::App;
use crate::config;
use crate::identity::parts::Parts;
use crate::identity::verify_with_keys_of;
use crate::problem::Failure;

/// The header that Access sends its assertion in.
pub(crate) const HEADER: &str = "cf-access-jwt-assertion";

#[derive(Debug, Deserialize)]
struct AccessClaims {
    aud: Audience,
    iss: String,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    email: Option<String>,
}

/// The e-mail address that Access vouches for, in lower case; `None` where Access is not used.
pub(crate) async fn email(app: &App, assertion: &str) -> Result<Option<String>, Failure> {
    let setting = |name| config::text(app.env(), name);
    let (Some(team), Some(audience)) = (setting("ACCESS_TEAM_DOMAIN"), setting("ACCESS_AUD")) else {
        return Ok(None);
    };
    let parts = Parts::take(assertion)?;
    parts.header.check(Algorithm::Rs256)?;
    let issuer = format!("https://{team}");
    verify_with_keys_of(app, &format!("{issuer}/cdn-cgi/access/certs"), Algorithm::Rs256, &parts).await?;
    let claims: AccessClaims = parts.claims()?;
    Ok(Some(believe(claims, &issuer, &audience, app.now().timestamp())?))
}

fn believe(claims: AccessClaims, issuer: &str, audience: &str, now: i64) -> Result<String, Disbelief> {
    if claims.iss != issuer || !claims.aud.names(audience) {
        return Err(Disbelief::Audience);
    }
    if claims.exp <= now {
        return Err(Disbelief::Expired);
    }
    if claims.nbf.is_some_and(|nbf| nbf > now.saturating_add(aftercare_shared::identity::SKEW_SECONDS)) {
        return Err(Disbelief::NotYet);
    }
    let email = claims.email.filter(|email| !email.is_empty()).ok_or(Disbelief::Missing("email"))?;
    Ok(email.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assertion_is_for_this_application_and_holds_now() {
        let claims = |iss: &str, aud: &str, exp: i64, email: Option<&str>| AccessClaims {
            aud: Audience::Several(vec![aud.to_owned()]),
            iss: iss.to_owned(),
            exp,
            nbf: None,
            email: email.map(str::to_owned),
        };
        let issuer = "https://team.cloudflareaccess.com";
        let cases = [
            (claims(issuer, "app", 11, Some("Lin@Example.com")), Ok("lin@example.com".to_owned())),
            (claims(issuer, "app", 10, Some("a@b")), Err(Disbelief::Expired)),
            (claims(issuer, "other", 11, Some("a@b")), Err(Disbelief::Audience)),
            (claims("https://evil.example", "app", 11, Some("a@b")), Err(Disbelief::Audience)),
            (claims(issuer, "app", 11, None), Err(Disbelief::Missing("email"))),
        ];
        for (claims, expected) in cases {
            assert_eq!(believe(claims, issuer, "app", 10), expected);
        }
    }
}
