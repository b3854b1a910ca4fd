//! `/v1/desk/accounts`: the customers, as far as the vendor has told us.

use serde::{Deserialize, Serialize};

use crate::id::{AccountId, PlanId};
use crate::text::Text;

/// The longest name of an account, and of a region, in characters.
pub const MAX_NAME_CHARS: usize = 200;

/// `PUT /v1/desk/accounts/{account}`: the whole of what is known. What is absent is not known any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AccountFacts {
    /// The name people see.
    pub name: String,
    /// The plan, by its id in the policy; without one, the site's default holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanId>,
    /// The region, by which the policy may pick calendars. Tickets keep the one they were opened with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Why the plan changes, in words that the customer reads on each live ticket; without it, the product's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text>,
}

/// What is known of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AccountRecord {
    /// The vendor's id.
    pub id: AccountId,
    /// The name people see.
    pub name: String,
    /// The plan, where it is known here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanId>,
    /// The region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

/// What `PUT /v1/desk/accounts/{account}` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct AccountChanged {
    /// What is known now.
    #[serde(flatten)]
    pub account: AccountRecord,
    /// How many live tickets were told of the new plan, each with its promises weighed anew. Tickets whose
    /// plan a signed identity named keep it.
    pub replanned: u32,
    /// Whether more tickets follow within minutes.
    pub more_to_follow: bool,
}
