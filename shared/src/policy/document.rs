//! The form a policy is written in. [`crate::policy::Policy`] is what it means once it is checked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calendar;
use crate::escalation::Act;
use crate::id::{PlanId, ProductId, TeamId};
use crate::json::read_either;
use crate::metric::Metric;
use crate::severity::Severity;
use crate::text::Text;

/// A policy as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Where the numbers come from, for the people who keep them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The plan of an account that names none, and of one whose plan is no longer sold.
    pub default_plan: PlanId,
    /// The plans, smallest first.
    pub plans: Vec<PlanDocument>,
    /// The calendars that targets count in, by the name targets use.
    #[serde(default)]
    pub calendars: BTreeMap<String, calendar::Document>,
    /// Sets of calendars from which the account's region picks one, by the name targets use.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub regional: BTreeMap<String, RegionalDocument>,
    /// The severities that customers choose from, mildest first; the usual four where none is listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub severities: Vec<OfferedSeverity>,
    /// The teams that tickets are routed to.
    pub teams: Vec<Team>,
    /// Which team takes a ticket.
    pub routing: Routing,
    /// At which percentages of a target the vendor's people are warned.
    #[serde(default = "usual_warnings")]
    pub warnings: Vec<u8>,
    /// What is done within the vendor's house at which share of a target.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalations: Vec<EscalationRule>,
    /// How much open time is left, at the least, when a change makes a target stricter.
    #[serde(default = "usual_grace")]
    pub grace: String,
    /// What reopening does to the resolution clock.
    #[serde(default)]
    pub reopen: Reopen,
}

fn usual_warnings() -> Vec<u8> {
    vec![50, 75, 90]
}

fn usual_grace() -> String {
    "30m".to_owned()
}

/// A severity that customers may choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OfferedSeverity {
    /// Which of the five it is: what the rest of the document, and the API, call it.
    pub severity: Severity,
    /// What the vendor's contract calls it, such as `P1`; without one, the product's own word is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// What it stands for, for whoever has to choose; without it, the product's own words are shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<Text>,
}

/// What is done when a share of a target has run and what was promised is still owed. A list that is empty
/// or absent fits everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EscalationRule {
    /// The promises it watches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub metrics: Vec<Metric>,
    /// The plans it is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<PlanId>,
    /// The severities it is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub severities: Vec<Severity>,
    /// At how many percent of the target: 100 is the due instant, 150 is half as much again.
    pub at: u16,
    /// What is done, in this order.
    #[serde(rename = "do")]
    pub acts: Vec<Act>,
}

/// A plan as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlanDocument {
    /// Its id, which accounts and tokens name.
    pub id: PlanId,
    /// The name customers see.
    pub name: Text,
    /// The ways to reach the vendor.
    #[serde(default)]
    pub channels: Vec<ChannelDocument>,
    /// What else it includes: `true`, `false`, or a count.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub entitlements: BTreeMap<String, EntitlementDocument>,
    /// What is promised: by metric, then by severity, where `any` stands for those not named.
    #[serde(default)]
    pub targets: BTreeMap<Metric, BTreeMap<SeverityKey, CellDocument>>,
}

/// The rows of a target table: a severity, or all those that have no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SeverityKey {
    /// Every severity without a row of its own.
    Any,
    /// [`Severity::Question`]
    Question,
    /// [`Severity::Degraded`]
    Degraded,
    /// [`Severity::Severe`]
    Severe,
    /// [`Severity::Down`]
    Down,
    /// [`Severity::Critical`]
    Critical,
}

impl SeverityKey {
    /// The word that stands for it in the document.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Question => Severity::Question.as_str(),
            Self::Degraded => Severity::Degraded.as_str(),
            Self::Severe => Severity::Severe.as_str(),
            Self::Down => Severity::Down.as_str(),
            Self::Critical => Severity::Critical.as_str(),
        }
    }
}

impl SeverityKey {
    /// The severity it names; `None` for [`SeverityKey::Any`].
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Any => None,
            Self::Question => Some(Severity::Question),
            Self::Degraded => Some(Severity::Degraded),
            Self::Severe => Some(Severity::Severe),
            Self::Down => Some(Severity::Down),
            Self::Critical => Some(Severity::Critical),
        }
    }
}

impl From<Severity> for SeverityKey {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Question => Self::Question,
            Severity::Degraded => Self::Degraded,
            Severity::Severe => Self::Severe,
            Severity::Down => Self::Down,
            Severity::Critical => Self::Critical,
        }
    }
}

/// A cell of a target table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum CellDocument {
    /// A promise.
    Target(TargetDocument),
    /// No promise.
    Unpromised(Unpromised),
}

read_either!(
    CellDocument,
    CellDocument::Target | CellDocument::Unpromised,
    "a target is {duration, clock}, \"best_effort\" or \"none\""
);

/// A promise as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TargetDocument {
    /// How long: `30m`, `8h`, `2d`, `8bh`, `1bd`, …
    pub duration: String,
    /// `always`, or the name of a calendar or of a regional set.
    pub clock: String,
}

/// A cell without a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unpromised {
    /// It is answered, by no set time.
    BestEffort,
    /// The plan does not offer it.
    None,
}

/// A way to reach the vendor, as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum ChannelDocument {
    /// For every severity.
    Named(String),
    /// For some severities, or at some hours.
    Limited(Channel),
}

read_either!(
    ChannelDocument,
    ChannelDocument::Named | ChannelDocument::Limited,
    "a channel is its name, or {channel, severities, clock}"
);

/// A way to reach the vendor: `ticket`, `live_chat`, `dedicated_group`, `phone`, or a name of the vendor's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Its name: lower-case letters, digits and `_`.
    pub channel: String,
    /// The severities it is open for; all where none is named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub severities: Vec<Severity>,
    /// The hours it is staffed: `always`, or the name of a calendar or of a regional set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<String>,
}

/// Something a plan includes, as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum EntitlementDocument {
    /// Whether it is included.
    Included(bool),
    /// So many of it.
    Counted(Counted),
}

read_either!(
    EntitlementDocument,
    EntitlementDocument::Included | EntitlementDocument::Counted,
    "an entitlement is true, false, or {limit, per}"
);

/// So many of something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// How many.
    pub limit: Limit,
    /// In which time; absent where they are held at once, such as named contacts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Period>,
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Limit {
    /// At most so many.
    AtMost(u32),
    /// As many as are wanted.
    Unlimited(Unlimited),
}

read_either!(Limit, Limit::AtMost | Limit::Unlimited, "a limit is a whole number or \"unlimited\"");

/// The word for no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unlimited {
    /// `"unlimited"`
    Unlimited,
}

/// The time in which a count starts afresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A calendar month.
    Month,
    /// A quarter of a year.
    Quarter,
    /// A year.
    Year,
    /// The length of the contract.
    Contract,
}

/// Calendars from which the account's region picks one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RegionalDocument {
    /// The region of an account that names none, or one that is not listed.
    pub default: String,
    /// The name of a calendar for each region.
    pub calendars: BTreeMap<String, String>,
}

/// A team of the vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// The name people see.
    pub name: Text,
}

/// Which team takes a ticket: the first rule that fits, else the default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Routing {
    /// Tried in order.
    #[serde(default)]
    pub rules: Vec<RoutingRule>,
    /// The team of a ticket that no rule fits.
    pub default: TeamId,
}

/// A rule of the routing. A list that is empty or absent fits everything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RoutingRule {
    /// The plans it is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<PlanId>,
    /// The severities it is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub severities: Vec<Severity>,
    /// The products it is for; a ticket without a product fits no rule that names some.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<ProductId>,
    /// The team that takes it.
    pub team: TeamId,
}

/// What reopening does to the resolution clock.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reopen {
    /// It goes on; the time in which the ticket was resolved does not count.
    #[default]
    Continue,
    /// It starts afresh, with the whole target.
    Fresh,
}
