//! What stands against a release, whoever asks: the part of the advice that is the same for all.
//!
//! An advice weighs every release above a version, and each against every advisory. Worked out once
//! per list and kept, an advice costs no match at all.

use chrono::NaiveDate;

use crate::advisory::{Finding, Index};
use crate::release::{Known, ReleaseList};
use crate::version::Version;

/// What stands against one release.
#[derive(Clone, Debug, Default)]
pub struct Exposure {
    /// The advisories that say anything against it, by their places in the index.
    speaking: Box<[usize]>,
    /// The findings' ids, the worst first.
    ids: Vec<Box<str>>,
    /// One more than the worst finding's urgency; nought where there is none.
    worst: u8,
    /// An advisory hits it.
    pub(crate) is_hit: bool,
    /// An advisory leaves open whether it does.
    pub(crate) is_doubtful: bool,
    /// The vendor deprecates or hides it.
    pub(crate) is_discouraged: bool,
    /// The last day of support, where it is known.
    last_day: Option<NaiveDate>,
    /// Support has ended on a day that is not known.
    has_ended: bool,
}

impl Exposure {
    /// What stands against each release of a list, in the list's order.
    #[must_use]
    pub fn of_list(index: &Index, list: &ReleaseList) -> Vec<Self> {
        let of = |known: &Known| {
            let speaking = index.speaking(list.package(), &known.version);
            let findings = index.find_among(&speaking, list.package(), &known.version);
            Self { speaking, ..Self::of(&known.version, Some(known), list, &findings) }
        };
        list.releases().iter().map(of).collect()
    }

    /// What stands against a version, released or not.
    pub(crate) fn of(
        version: &Version,
        known: Option<&Known>,
        list: &ReleaseList,
        findings: &[Finding<'_>],
    ) -> Self {
        let is_hidden = known.is_some_and(|known| known.release.is_unlisted);
        let worst = findings.iter().map(|finding| finding.assessment.rating.urgency() + 1).max();
        let last_day = list.end_of_life(version);
        Self {
            speaking: Box::default(),
            ids: findings.iter().map(|finding| finding.advisory.id().into()).collect(),
            worst: worst.unwrap_or(0),
            is_hit: findings.iter().any(|finding| finding.outcome.is_ok()),
            is_doubtful: findings.iter().any(|finding| finding.outcome.is_err()),
            is_discouraged: list.deprecation(version).is_some() || is_hidden,
            last_day,
            has_ended: last_day.is_none() && list.line(version).is_some_and(|line| line.has_ended),
        }
    }

    /// The advisories that say anything against a release of a list, by their places in the index.
    pub(crate) fn speaking(&self) -> &[usize] {
        &self.speaking
    }

    /// The ids of the findings against it, the worst first.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(|id| &**id)
    }

    /// How many findings stand against it.
    pub(crate) fn count(&self) -> usize {
        self.ids.len()
    }

    /// The worst first, then how many.
    pub(crate) fn harm(&self) -> (u8, usize) {
        (self.worst, self.ids.len())
    }

    /// Whether support has ended on a day: the last day itself is still supported.
    pub(crate) fn has_ended(&self, today: NaiveDate) -> bool {
        self.last_day.map_or(self.has_ended, |last_day| today > last_day)
    }
}
