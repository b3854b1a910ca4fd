//! Receipts: what the vendor owes on a ticket, in a form that outlives the vendor's word for it.
//!
//! A receipt is a JSON Web Signature (RFC 7515, compact) over the deadlines in force, made in the batch of the
//! event that changed them. It names the SHA-256 of the ticket's receipt before it, so that none can be taken
//! out, exchanged or put in between; a [`Statement`], signed when the chain is asked for, says how long the
//! chain is, so that none can be cut off its end. Each deadline carries what it was computed from: the clock's
//! begin, the target, the pauses, and the SHA-256 of the calendar, which travels beside the receipts.
//!
//! What was signed is never changed and never made twice: `n` is unique for a ticket. What holds in here: the
//! same log gives the same receipts, whoever looks and when.

mod cause;
mod issue;
pub mod jws;
mod key;
mod keyring;
#[cfg(feature = "verify")]
mod keypair;
#[cfg(feature = "verify")]
pub mod verify;

pub use issue::{Issue, Last, due_receipt};
pub use key::{KeyError, PublicKey};
#[cfg(feature = "verify")]
pub use keypair::KeyPair;
pub use keyring::{Keyring, SigningKey, issuer_of};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{AccountId, PlanId, TicketId};
use crate::metric::Metric;
use crate::severity::Severity;
use crate::timeline::Pause;

/// What is owed on a ticket from an event on: the claims of a receipt. Unknown ones are refused, for what is
/// not understood can't be called verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The service that issued it, as an origin such as `https://support.example.com`.
    pub iss: String,
    /// The ticket.
    pub sub: TicketId,
    /// When it was issued, in seconds since 1970.
    pub iat: i64,
    /// Whose ticket it is: the account, or a guest's own id.
    pub account: AccountId,
    /// Its place in the ticket's chain: 1 for the first.
    pub n: u32,
    /// SHA-256 of the receipt before it, in hex, over the characters of its compact form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// The ticket's event after which this holds.
    pub seq: u32,
    /// When that event happened.
    pub at: DateTime<Utc>,
    /// The severity in force.
    pub severity: Severity,
    /// The plan in force.
    pub plan: PlanId,
    /// Why something changed.
    pub because: Vec<Cause>,
    /// Every promise that is owed from then on.
    pub owed: Vec<Owed>,
    /// Promises that the receipt before it named and that nobody is held to any more, since the severity in
    /// force carries none such.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<Withdrawn>,
}

/// A promise that is owed, with all that its deadline is computed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owed {
    /// What it measures.
    pub metric: Metric,
    /// Which run of that clock: 0 for the first, one more each time it starts afresh.
    pub cycle: u32,
    /// The event that stamped it.
    pub made_seq: u32,
    /// When its clock began.
    pub started_at: DateTime<Utc>,
    /// How much open time it allows, in seconds.
    pub target_seconds: u64,
    /// `always`, or the name of the policy's calendar that it counts in.
    pub clock: String,
    /// SHA-256 of that calendar's canonical JSON (RFC 8785), in hex; absent for `always`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar_sha256: Option<String>,
    /// The release of the tz database that the calendar was read with; absent for `always`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tzdb: Option<String>,
    /// The version of the policy it was made under.
    pub policy_version: u32,
    /// SHA-256 of that policy's canonical JSON, in hex.
    pub policy_sha256: String,
    /// When its clock stood still.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// By when; absent while its clock stands still, and for a calendar that ends before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<DateTime<Utc>>,
    /// Since when its clock stands still; absent while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_since: Option<DateTime<Utc>>,
    /// Whether the due date lies beyond the last year whose holidays are known.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub provisional: bool,
}

/// A promise that is not owed any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    /// What it measured.
    pub metric: Metric,
    /// Which run of that clock.
    pub cycle: u32,
}

/// Why what is owed changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cause {
    /// The ticket was opened.
    Opened,
    /// The customer wrote, and waits for an answer.
    CustomerWrote,
    /// A person of the vendor answered or accepted the ticket.
    VendorAnswered,
    /// The customer was asked for something: the clocks stand still.
    InfoRequested,
    /// What was asked for was given or is not needed any more.
    InfoProvided,
    /// The severity in force changed.
    SeverityChanged {
        /// Before.
        from: Severity,
        /// After.
        to: Severity,
        /// Why, as the customer was told.
        reason: String,
    },
    /// The plan in force changed.
    PlanChanged {
        /// Before.
        from: PlanId,
        /// After.
        to: PlanId,
        /// Why.
        reason: String,
    },
    /// The ticket was reopened.
    Reopened,
    /// A new version of the policy is better for the customer.
    PolicyChanged {
        /// The version.
        version: u32,
    },
    /// Nothing of the ticket changed: the receipt confirms what is owed by the rules of today. Either no
    /// receipts were signed when it was promised, or the rules of a time zone have changed since.
    Restated,
}

/// How long a ticket's chain is, and what of the ticket that covers. Signed when the chain is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The service that issued it.
    pub iss: String,
    /// The ticket.
    pub sub: TicketId,
    /// The ticket's number, for people.
    pub ticket_number: u32,
    /// The ticket's last event. What happens later is not covered.
    pub seq: u32,
    /// When something that the customer sees last happened on the ticket.
    pub as_of: DateTime<Utc>,
    /// How many receipts there are.
    pub count: u32,
    /// SHA-256 of the last one, in hex; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
}

impl Owed {
    /// Whether it is the same run of the same clock.
    #[must_use]
    pub fn is_of(&self, metric: Metric, cycle: u32) -> bool {
        self.metric == metric && self.cycle == cycle
    }

    /// Whether it says the same as another of its run: the rules that it was read with may differ.
    #[must_use]
    pub fn says_as(&self, other: &Self) -> bool {
        let read_alike = Self { tzdb: other.tzdb.clone(), ..self.clone() };
        read_alike == *other
    }
}

#[cfg(all(test, feature = "verify"))]
mod tests;
