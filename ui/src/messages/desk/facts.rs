//! The words of the column about the customer.

use aftercare_shared::advisory::Rating;

/// The column about the customer.
#[derive(Debug)]
pub struct FactsWords {
    /// The heading.
    pub customer: &'static str,
    /// The account.
    pub account: &'static str,
    /// The plan.
    pub plan: &'static str,
    /// The plan came from the signed claim.
    pub from_claim: &'static str,
    /// The plan came from the accounts table.
    pub from_account: &'static str,
    /// The plan is the default.
    pub from_default: &'static str,
    /// The person.
    pub person: &'static str,
    /// The vendor vouches for them.
    pub verified: &'static str,
    /// Nobody vouches for them.
    pub guest: &'static str,
    /// What to make of that.
    pub guest_hint: &'static str,
    /// The language they read.
    pub language: &'static str,
    /// English.
    pub english: &'static str,
    /// Chinese.
    pub chinese: &'static str,
    /// The page they were on.
    pub page: &'static str,
    /// The team.
    pub team: &'static str,
    /// What they run.
    pub runs: &'static str,
    /// Nothing is known of it.
    pub runs_none: &'static str,
    /// Their tickets before.
    pub before: &'static str,
    /// None.
    pub before_none: &'static str,
    /// Closes the column.
    pub close: &'static str,
    /// How many advisories of the worst rating hit a version: count, rating.
    pub vulnerable: fn(usize, &str) -> String,
    /// How many others do.
    pub and_more: fn(usize) -> String,
    /// How many may hit it.
    pub unclear: fn(usize) -> String,
    /// Support has ended.
    pub end_of_life: &'static str,
    /// The vendor took it back.
    pub yanked: &'static str,
    /// The vendor asks people to leave it.
    pub deprecated: &'static str,
    /// Something newer is recommended.
    pub behind: &'static str,
    /// Nothing newer is recommended.
    pub current: &'static str,
    /// Newer than all that is known.
    pub ahead: &'static str,
    /// It can't be said.
    pub unknown: &'static str,
    /// Which version fixes a flaw.
    pub fixed_in: fn(&str) -> String,
    /// None does.
    pub no_fix: &'static str,
    /// Whether it hits can't be said.
    pub may_hit: &'static str,
    /// What users should run.
    pub newest: fn(&str) -> String,
    /// When support ends or has ended.
    pub supported_until: fn(&str) -> String,
    /// The ratings of advisories: none, low, medium, high, critical, not rated.
    pub ratings: [&'static str; 6],
}

impl FactsWords {
    /// The name of a rating.
    #[must_use]
    pub fn rating(&self, rating: Rating) -> &'static str {
        let [none, low, medium, high, critical, unrated] = self.ratings;
        match rating {
            Rating::None => none,
            Rating::Low => low,
            Rating::Medium => medium,
            Rating::High => high,
            Rating::Critical => critical,
            Rating::Unknown => unrated,
        }
    }
}
