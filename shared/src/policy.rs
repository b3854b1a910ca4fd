//! What a vendor promises: plans, targets, calendars, channels, routing, in one versioned document.
//!
//! A [`Policy`] is valid by construction. Everything a rule asks of it is answered without failing: each
//! clock it names exists, each target has its seconds, each ticket has a plan and a team. A target is
//! looked up by plan and metric; of its rows the severity's own wins, `any` stands in for those that have
//! none, and where neither stands nothing is promised. A plan that the policy does not know is treated as
//! the default plan.

pub mod canonical;
mod check;
pub mod diff;
pub mod document;
pub mod duration;
mod refusal;

pub use document::{
    Channel, Counted, Document, EscalationRule, Limit, OfferedSeverity, Period, Reopen, Team,
};
pub use duration::Duration;
pub use refusal::{Fault, Problem, Refusal};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::escalation::Act;
use crate::id::{PlanId, ProductId, TeamId};
use crate::json;
use crate::metric::Metric;
use crate::policy::canonical::Kept;
use crate::policy::document::{Routing, SeverityKey};
use crate::severity::Severity;
use crate::text::Text;

/// The word for the clock that never stops.
pub const ALWAYS: &str = "always";

/// What a vendor promises to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Document", into = "Document")]
pub struct Policy {
    /// As it was written, which is how it is stored, hashed and shown again.
    document: Document,
    plans: Vec<Plan>,
    /// The one of `plans` that `default_plan` names.
    fallback: Plan,
    calendars: BTreeMap<String, Calendar>,
    regional: BTreeMap<String, Regional>,
    grace: Duration,
    hash: Kept,
    calendar_hashes: BTreeMap<String, Kept>,
}

/// A plan (a tier) and what it promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Its id, which accounts and tokens name.
    pub id: PlanId,
    /// The name customers see.
    pub name: Text,
    /// The ways to reach the vendor.
    pub channels: Vec<Channel>,
    /// What else it includes.
    pub entitlements: BTreeMap<String, Entitlement>,
    targets: BTreeMap<Metric, BTreeMap<SeverityKey, Cell>>,
}

/// What a plan says of something countable, or of something it has or has not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entitlement {
    /// It is included.
    Included,
    /// It is not, and the plan says so.
    Excluded,
    /// So many of it are.
    Counted(Counted),
}

/// What a plan says of a severity and a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cover {
    /// It is promised.
    Promised(Target),
    /// It is done, by no set time.
    BestEffort,
    /// It is not offered.
    NotOffered,
}

/// How long the vendor has, and on which clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// As the contract says it.
    pub duration: Duration,
    /// The open seconds that it means on that clock.
    pub seconds: u64,
    /// The clock it counts on.
    pub clock: Clock,
}

/// What a target counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    /// Every second.
    Always,
    /// The seconds in which the calendar of this name is open.
    Calendar(String),
}

impl Clock {
    /// The word that stands for it in the document and in a promise.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Always => ALWAYS,
            Self::Calendar(name) => name,
        }
    }
}

/// A cell of a plan's table, its clock still a name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Cell {
    Promised { duration: Duration, clock: String },
    BestEffort,
    NotOffered,
}

/// Calendars by region.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Regional {
    default: String,
    calendars: BTreeMap<String, String>,
}

impl Policy {
    /// Reads a policy from JSON and checks it.
    ///
    /// # Errors
    /// [`Refusal`], with everything that is wrong and where.
    pub fn parse(json: &str) -> Result<Self, Refusal> {
        let document: Document = json::read(json).map_err(Refusal::from)?;
        Self::try_from(document)
    }

    /// The plan of this id, or the default plan where there is none.
    #[must_use]
    pub fn plan(&self, id: &PlanId) -> &Plan {
        self.find_plan(id).unwrap_or_else(|| self.default_plan())
    }

    /// The plan of this id.
    #[must_use]
    pub fn find_plan(&self, id: &PlanId) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id == *id)
    }

    /// The plan of an account that names none.
    #[must_use]
    pub fn default_plan(&self) -> &Plan {
        &self.fallback
    }

    /// The plans, in the order of the document.
    #[must_use]
    pub fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// What is promised; `None` where nothing is. Regional clocks take their default region.
    #[must_use]
    pub fn target(&self, plan: &PlanId, severity: Severity, metric: Metric) -> Option<Target> {
        self.target_in(None, plan, severity, metric)
    }

    /// What is promised to an account of a region.
    #[must_use]
    pub fn target_in(
        &self,
        region: Option<&str>,
        plan: &PlanId,
        severity: Severity,
        metric: Metric,
    ) -> Option<Target> {
        match self.cover(region, plan, severity, metric) {
            Cover::Promised(target) => Some(target),
            Cover::BestEffort | Cover::NotOffered => None,
        }
    }

    /// What a plan says of a severity and a metric: its own row, else `any`, else that it is not offered.
    #[must_use]
    pub fn cover(&self, region: Option<&str>, plan: &PlanId, severity: Severity, metric: Metric) -> Cover {
        let row = self.plan(plan).targets.get(&metric);
        let cell = row.and_then(|row| row.get(&severity.into()).or_else(|| row.get(&SeverityKey::Any)));
        match cell {
            Some(Cell::Promised { duration, clock }) => {
                let clock = self.clock(region, clock);
                let seconds = match &clock {
                    Clock::Always => duration.seconds_always().ok(),
                    Clock::Calendar(name) => {
                        self.calendars.get(name).and_then(|c| duration.seconds_on(c).ok())
                    }
                };
                // Each target was measured on each of its clocks when the policy was checked.
                seconds.map_or(Cover::NotOffered, |seconds| {
                    Cover::Promised(Target { duration: *duration, seconds, clock })
                })
            }
            Some(Cell::BestEffort) => Cover::BestEffort,
            Some(Cell::NotOffered) | None => Cover::NotOffered,
        }
    }

    /// The clock of a name; of a regional set, the one of the region.
    #[must_use]
    pub fn clock(&self, region: Option<&str>, name: &str) -> Clock {
        if name == ALWAYS {
            return Clock::Always;
        }
        let calendar = self.regional.get(name).map_or(name, |set| {
            let named = region.and_then(|region| set.calendars.get(region));
            named.or_else(|| set.calendars.get(&set.default)).map_or(name, String::as_str)
        });
        Clock::Calendar(calendar.to_owned())
    }

    /// The calendar of a name.
    #[must_use]
    pub fn calendar(&self, name: &str) -> Option<&Calendar> {
        self.calendars.get(name)
    }

    /// The calendars by name.
    pub fn calendars(&self) -> impl Iterator<Item = (&str, &Calendar)> {
        self.calendars.iter().map(|(name, calendar)| (name.as_str(), calendar))
    }

    /// The team that takes a ticket: of the first rule that fits, else the default.
    #[must_use]
    pub fn route(&self, plan: &PlanId, severity: Severity, product: Option<&ProductId>) -> &TeamId {
        let Routing { rules, default } = &self.document.routing;
        let plan = &self.plan(plan).id;
        let rule = rules.iter().find(|rule| {
            (rule.plans.is_empty() || rule.plans.contains(plan))
                && (rule.severities.is_empty() || rule.severities.contains(&severity))
                && (rule.products.is_empty()
                    || product.is_some_and(|product| rule.products.contains(product)))
        });
        rule.map_or(default, |rule| &rule.team)
    }

    /// The severities that customers choose from, mildest first.
    #[must_use]
    pub fn severities(&self) -> Vec<OfferedSeverity> {
        let listed = &self.document.severities;
        if !listed.is_empty() {
            return listed.clone();
        }
        Severity::USUAL.map(|severity| OfferedSeverity { severity, name: None, means: None }).to_vec()
    }

    /// Whether customers may choose a severity.
    #[must_use]
    pub fn offers(&self, severity: Severity) -> bool {
        let listed = &self.document.severities;
        if listed.is_empty() {
            Severity::USUAL.contains(&severity)
        } else {
            listed.iter().any(|offered| offered.severity == severity)
        }
    }

    /// What is to be done about a promise that is still owed, and at how many percent of its target: of
    /// every rule that fits the promise, the severity and one of the plans. An act that several rules name
    /// at the same share stands once.
    #[must_use]
    pub fn escalations(&self, metric: Metric, plans: &[PlanId], severity: Severity) -> Vec<(u16, &Act)> {
        let fits = |rule: &&EscalationRule| {
            (rule.metrics.is_empty() || rule.metrics.contains(&metric))
                && (rule.plans.is_empty()
                    || plans.iter().any(|plan| rule.plans.contains(&self.plan(plan).id)))
                && (rule.severities.is_empty() || rule.severities.contains(&severity))
        };
        let rules = self.document.escalations.iter().filter(fits);
        let mut due: Vec<(u16, &Act)> = Vec::new();
        for (at, act) in rules.flat_map(|rule| rule.acts.iter().map(|act| (rule.at, act))) {
            if !due.iter().any(|(share, other)| *share == at && other.is_same(act)) {
                due.push((at, act));
            }
        }
        due.sort_by_key(|(at, _)| *at);
        due
    }

    /// The vendor's teams.
    #[must_use]
    pub fn teams(&self) -> &[Team] {
        &self.document.teams
    }

    /// At which percentages of a target the vendor's people are warned, rising.
    #[must_use]
    pub fn warnings(&self) -> &[u8] {
        &self.document.warnings
    }

    /// How much of a clock's open time is left, at the least, when a change makes its target stricter.
    #[must_use]
    pub fn grace_seconds(&self) -> u64 {
        self.grace.seconds_always().unwrap_or_default()
    }

    /// What reopening does to the resolution clock.
    #[must_use]
    pub fn reopen(&self) -> Reopen {
        self.document.reopen
    }

    /// The document it was read from.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// SHA-256 of its canonical JSON, in hex: the same for the same document, however it is laid out.
    #[must_use]
    pub fn hash(&self) -> String {
        self.hash.sha256(&self.document).to_owned()
    }

    /// SHA-256 of the canonical JSON of a clock's calendar, in hex; empty for [`Clock::Always`].
    #[must_use]
    pub fn calendar_hash(&self, clock: &Clock) -> String {
        match clock {
            Clock::Always => String::new(),
            Clock::Calendar(name) => {
                let hash = self.calendar_hashes.get(name).zip(self.calendars.get(name));
                hash.map(|(kept, calendar)| kept.sha256(calendar).to_owned()).unwrap_or_default()
            }
        }
    }
}

impl Plan {
    /// The channel of a name, where this plan has it for a severity.
    #[must_use]
    pub fn channel(&self, name: &str, severity: Severity) -> Option<&Channel> {
        self.channels.iter().find(|channel| {
            channel.channel == name
                && (channel.severities.is_empty() || channel.severities.contains(&severity))
        })
    }
}

impl From<Policy> for Document {
    fn from(policy: Policy) -> Self {
        policy.document
    }
}

/// The policy that a fresh installation begins with: three plans for a vendor of an instant-messaging SDK
/// whose office is in Shanghai, with China's holidays and make-up days of 2026.
#[must_use]
pub fn default_document() -> &'static str {
    include_str!("policy/default.json")
}

#[cfg(test)]
mod tests;
