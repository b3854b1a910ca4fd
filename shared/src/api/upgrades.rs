//! `/v1/upgrades`: where a customer goes from the versions that they run: what their plan includes of it, and
//! the guides that lead there.
//!
//! How an SDK stands is what `/v1/notices` says, by the same rules; here the caller is known.

use serde::{Deserialize, Serialize};

use crate::api::notices::{Notices, Upgrade, Why};
use crate::id::PlanId;
use crate::release::Guide;
use crate::status::Headline;

/// `GET /v1/upgrades`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Upgrades {
    /// The caller's plan: what `is_in_plan` is said by.
    pub plan: PlanId,
    /// One for each SDK asked about: those with something wrong first.
    pub items: Vec<SdkUpgrade>,
}

/// The way up of one SDK.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct SdkUpgrade {
    /// What was asked about, as `/v1/notices` tells it.
    pub purl: String,
    /// The version that runs; absent if it was not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// How it stands, in a word.
    pub status: Headline,
    /// Why that is `unknown`; absent for every other word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Why>,
    /// Where to go from there, each way with its guides; null where the releases are not known, or the version
    /// can't be read.
    #[serde(default)]
    pub upgrade: Option<Upgrade>,
}

/// A migration guide, without its text: `GET /v1/upgrades/guides/{id}` has that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct GuideSummary {
    /// Its id, unique in the package.
    pub id: String,
    /// The versions it starts from, in GitHub's notation; empty or `*` is every version below `to`.
    pub from: String,
    /// The version that it leads to.
    pub to: String,
    /// One line, plain text.
    pub title: String,
    /// What it takes a developer who moves one application, in minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort_minutes: Option<u32>,
    /// Where it is read as well: an https address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// A tool that does part of the work: an https address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codemod_url: Option<String>,
    /// Whether it has a text to be read here; where it has none there is a `url`.
    pub has_text: bool,
}

impl From<&Guide> for GuideSummary {
    fn from(guide: &Guide) -> Self {
        Self {
            id: guide.id.clone(),
            from: guide.from.clone(),
            to: guide.to.clone(),
            title: guide.title.clone(),
            effort_minutes: guide.effort_minutes,
            url: guide.url.clone(),
            codemod_url: guide.codemod_url.clone(),
            has_text: guide.text.is_some(),
        }
    }
}

impl Upgrades {
    /// The ways up out of what was assessed for a customer of that plan.
    #[must_use]
    pub fn of(plan: PlanId, assessed: Notices) -> Self {
        let items = assessed.sdks.into_iter();
        let item = |report: crate::api::notices::SdkReport| SdkUpgrade {
            purl: report.purl,
            version: report.version,
            status: report.status,
            reason: report.reason,
            upgrade: report.upgrade,
        };
        Self { plan, items: items.map(item).collect() }
    }
}

#[cfg(test)]
mod tests;
