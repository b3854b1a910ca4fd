//! What an edit of the policy changes, in the policy's own terms, and for whom it is better.
//!
//! A change names its place by the ids and words of the document, so that it reads the same in every
//! language: `professional / severe / first_response: 4h → 2h on cn-2026`. Each is judged from the
//! customer's side, by what is compared and nothing else: a shorter target is better, a calendar that opens
//! more is better (deadlines count open time, so they come sooner), an entitlement less is worse. What
//! concerns the vendor's house alone is neutral. Where one part of a change is better and another worse, or
//! nobody can tell, it is [`Effect::Mixed`]; it is never passed off as better.
//!
//! An edit that changes anything at all gives at least one change.

mod calendars;
mod house;
mod plans;

use core::fmt;

use serde::{Deserialize, Serialize};

use crate::policy::Policy;

/// One thing that an edit changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Change {
    /// What changes: ids and words of the document, the widest first.
    pub subject: Vec<String>,
    /// What it was; absent for what is added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What it becomes; absent for what is removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// What that means for customers.
    pub effect: Effect,
}

/// What a change means for customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// They get more, or the same sooner.
    Better,
    /// They get less, or the same later.
    Worse,
    /// It does not concern them.
    Neutral,
    /// Better for some or in part, worse for others; or it can't be told.
    Mixed,
}

impl Effect {
    /// The word that stands for it on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Neutral => "neutral",
            Self::Mixed => "mixed",
        }
    }

    /// The effect of two things at once.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Neutral, effect) | (effect, Self::Neutral) => effect,
            (Self::Better, Self::Better) => Self::Better,
            (Self::Worse, Self::Worse) => Self::Worse,
            (Self::Better | Self::Worse | Self::Mixed, Self::Better | Self::Worse | Self::Mixed) => {
                Self::Mixed
            }
        }
    }

    /// Better where more of it is there than before.
    fn of_growth<T: PartialOrd>(before: T, after: T) -> Self {
        if after > before {
            Self::Better
        } else if after < before {
            Self::Worse
        } else {
            Self::Neutral
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.subject.join(" / "))?;
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(f, ": {before} → {after}"),
            (None, Some(after)) => write!(f, ": {after} added"),
            (Some(before), None) => write!(f, ": {before} removed"),
            (None, None) => write!(f, ": changed"),
        }
    }
}

/// What differs between two policies: plans and their promises, calendars, then the vendor's own house.
#[must_use]
pub fn diff(before: &Policy, after: &Policy) -> Vec<Change> {
    let mut changes = Changes::default();
    plans::compare(before, after, &mut changes);
    calendars::compare(before, after, &mut changes);
    house::compare(before, after, &mut changes);
    if changes.0.is_empty() && before.hash() != after.hash() {
        // An edit without a meaning, such as a duration spelt otherwise, is an edit all the same.
        changes.push(&["document"], None, None, Effect::Neutral);
    }
    changes.0
}

/// The changes found so far.
#[derive(Default)]
struct Changes(Vec<Change>);

impl Changes {
    fn push(&mut self, subject: &[&str], before: Option<String>, after: Option<String>, effect: Effect) {
        let subject = subject.iter().map(|word| (*word).to_owned()).collect();
        self.0.push(Change { subject, before, after, effect });
    }

    /// Notes a value that differs.
    fn value(&mut self, subject: &[&str], before: Option<String>, after: Option<String>, effect: Effect) {
        if before != after {
            self.push(subject, before, after, effect);
        }
    }

    /// Notes what two lists have not in common. Where they differ by their order alone, that is noted.
    fn lists(
        &mut self,
        subject: &[&str],
        before: Vec<String>,
        after: Vec<String>,
        [gone, come]: [Effect; 2],
    ) {
        let mut same = true;
        for item in before.iter().filter(|item| !after.contains(item)) {
            self.push(subject, Some(item.clone()), None, gone);
            same = false;
        }
        for item in after.iter().filter(|item| !before.contains(item)) {
            self.push(subject, None, Some(item.clone()), come);
            same = false;
        }
        if same && before != after {
            self.push(subject, Some(before.join(", ")), Some(after.join(", ")), Effect::Neutral);
        }
    }
}

#[cfg(test)]
mod tests;
