//! `/v1/sessions`: who is asking, and which plan stands behind them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, PlanId, SiteId, UserId};
use crate::text::Text;

/// `POST /v1/sessions`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NewSession {
    /// The site that embeds the panel, as configured.
    pub site: SiteId,
    /// The identity token that the vendor's backend signed; without one the visitor is a guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// The SDKs of the page that the panel was opened on, as package URLs with versions: how the vendor
    /// learns what runs. What can't be read is passed over, and so is whatever a guest says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sdks: Vec<String>,
}

/// What a session answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Session {
    /// Send as `Authorization: Bearer`. Held in memory, never stored.
    pub token: String,
    /// From then on the token is answered with `expired`; ask for a new identity token in time.
    pub expires_at: DateTime<Utc>,
    /// Who is asking.
    pub visitor: Visitor,
    /// The plan that promises are made by.
    pub plan: PlanView,
    /// The Worker's time, by which the panel corrects the browser's.
    pub now: DateTime<Utc>,
}

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Visitor {
    /// Somebody the vendor vouches for.
    User {
        /// The vendor's id of the person.
        id: UserId,
        /// The name to show.
        name: String,
        /// The customer they belong to.
        account: AccountView,
    },
    /// Nobody vouches for them: tight limits, and never merged with a verified person.
    Guest {
        /// Minted for this session.
        id: UserId,
    },
}

/// A customer, as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AccountView {
    /// The vendor's id.
    pub id: AccountId,
    /// The name to show; the id where none is known.
    pub name: String,
}

/// A plan, and how we know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PlanView {
    /// Its id in the policy document.
    pub id: PlanId,
    /// Its name in both languages.
    pub name: Text,
    /// Where the answer came from.
    pub source: PlanSource,
}

/// Where a plan was looked up, in the order in which it is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlanSource {
    /// The signed claim of the identity token.
    Claim,
    /// The accounts table.
    Account,
    /// The default of the site or of the policy.
    Default,
}
