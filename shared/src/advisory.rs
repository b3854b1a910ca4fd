//! Does an advisory speak about the version somebody runs? Affected, not affected, or unknown.
//!
//! What must hold: unknown is never folded into not affected; a withdrawn record affects nothing;
//! the package's ecosystem picks the order, never the type of a range; a version is affected if any
//! entry's list or any of its ranges says so (OSV schema, "Evaluation"); nothing here panics on any
//! record or version.

use std::fmt;

use crate::osv;
use crate::package::Package;
use crate::version::{Version, VersionError};

mod assessment;
mod cvss;
mod index;
mod range;
mod subject;

pub use assessment::{Assessment, Rating, Score};
pub use cvss::{CvssError, score_of};
pub use index::{Finding, Index};
use subject::Subject;

use chrono::{DateTime, Utc};

/// How many fixes that are hit themselves are followed. Real records have three at the most, and each costs a look
/// at the whole record.
const MOST_HOPS: usize = 64;

/// The answer about one version and one advisory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The version has the flaw.
    Affected(Hit),
    /// It does not, and this is why.
    NotAffected(Clear),
    /// It can't be said, and this is why. Never to be shown as safe.
    Unknown(Doubt),
}

/// What makes a version affected, and what ends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The range or list that holds the version.
    pub via: Via,
    /// The version that ends it on the user's own branch and is itself clean of this advisory.
    /// None where the range is open or only its last affected version is known.
    pub fixed_in: Option<String>,
    /// The smallest fixed version above, over all branches of the package.
    pub next_fix: Option<String>,
}

/// Where a version was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    /// In the list of single versions.
    List,
    /// In a range.
    Range {
        /// Where it begins; none is from the very first version.
        introduced: Option<String>,
        /// Where it ends.
        until: Until,
    },
}

impl Via {
    /// The range in GHSA's notation, which is read in every language: `>= 1.2.0, < 1.4.3`. None for a list.
    #[must_use]
    pub fn range(&self) -> Option<String> {
        let Self::Range { introduced, until } = self else { return None };
        let from = introduced.as_ref().map(|version| format!(">= {version}"));
        let to = match until {
            Until::Fixed(version) => Some(format!("< {version}")),
            Until::LastAffected(version) => Some(format!("<= {version}")),
            Until::Open => None,
        };
        Some(match (from, to) {
            (Some(from), Some(to)) => format!("{from}, {to}"),
            (Some(bound), None) | (None, Some(bound)) => bound,
            (None, None) => ">= 0".to_string(),
        })
    }
}

/// Where an affected range ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Until {
    /// At this version, which is fixed.
    Fixed(String),
    /// After this version; what fixes it is not known.
    LastAffected(String),
    /// Nowhere: no fix is known.
    Open,
}

/// Why a version is not affected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clear {
    /// The advisory is about other packages.
    OtherPackage,
    /// The advisory was withdrawn.
    Withdrawn,
    /// The flaw came in later.
    BeforeIntroduced,
    /// It was fixed in this version, at or below the one asked about.
    Fixed(String),
    /// It is above the last affected version.
    AfterLastAffected(String),
    /// It is in no range and no list.
    NotListed,
}

/// Why it can't be said whether a version is affected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// No version was given.
    #[error("no version is given")]
    NoVersion,
    /// The version given can't be read.
    #[error("`{0}` can't be read as a version of this ecosystem")]
    UnreadableVersion(String),
    /// A version in the advisory can't be read.
    #[error("the advisory holds `{0}`, which can't be read as a version of this ecosystem")]
    UnreadableAdvisory(String),
    /// No order is known for the ecosystem.
    #[error("the order of versions in {0} is not known")]
    NoOrder(String),
    /// The advisory knows only commits.
    #[error("the advisory names commits, not versions")]
    OnlyCommits,
    /// The vendor is looking into it and has not said yet (VEX, `under_investigation`).
    #[error("the vendor is looking into whether this version is affected")]
    UnderInvestigation,
}

impl fmt::Display for Via {
    /// In English, for people: `from 1.2.0 until 1.4.3, which is fixed`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Range { introduced, until } = self else {
            return f.write_str("the advisory lists this version");
        };
        match introduced {
            Some(version) => write!(f, "from {version}")?,
            None => f.write_str("from the first version")?,
        }
        match until {
            Until::Fixed(version) => write!(f, " until {version}, which is fixed"),
            Until::LastAffected(version) => write!(f, " to {version}, the last one affected"),
            Until::Open => f.write_str(" on; no fix is known"),
        }
    }
}

/// A record made ready for many questions.
#[derive(Clone, Debug)]
pub struct Advisory {
    id: String,
    aliases: Vec<String>,
    summary: String,
    published: Option<DateTime<Utc>>,
    modified: Option<DateTime<Utc>>,
    url: Option<String>,
    is_withdrawn: bool,
    assessment: Assessment,
    subjects: Vec<Subject>,
    /// Made from a statement alone: whether what it names is affected is not known yet.
    is_open: bool,
}

impl Advisory {
    /// Compiles a record. Never fails: what can't be read in it makes verdicts unknown.
    #[must_use]
    pub fn compile(record: &osv::Record) -> Self {
        let assessment = Assessment::of(&record.severity, record.database_specific.as_ref());
        let subjects = record.affected.iter().filter_map(Subject::compile).collect();
        Self {
            id: record.id.clone(),
            aliases: record.aliases.clone(),
            summary: record.summary.clone(),
            published: record.published.as_ref().and_then(osv::Stamp::at),
            modified: modified_at(record),
            url: address_of(record),
            is_withdrawn: record.withdrawn.is_some(),
            assessment,
            subjects,
            is_open: false,
        }
    }

    /// What stands for a flaw that no record tells of, and that the vendor is looking into.
    pub(crate) fn under_investigation(statement: &osv::Statement) -> Option<Self> {
        let mut names = statement.names.iter().cloned();
        let record = osv::Record {
            id: names.next()?,
            aliases: names.collect(),
            modified: statement.at.clone(),
            summary: "The vendor is looking into it".to_string(),
            affected: vec![statement.about.clone()],
            ..osv::Record::default()
        };
        Some(Self { is_open: true, ..Self::compile(&record) })
    }

    /// The database's name for it.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Other databases' names for it.
    #[must_use]
    pub fn aliases(&self) -> &[String] {
        &self.aliases
    }

    /// One line, plain text; empty if the record has none.
    #[must_use]
    pub fn summary(&self) -> &str {
        &self.summary
    }

    /// When it was first published.
    #[must_use]
    pub fn published(&self) -> Option<DateTime<Utc>> {
        self.published
    }

    /// When the record last changed.
    #[must_use]
    pub fn modified(&self) -> Option<DateTime<Utc>> {
        self.modified
    }

    /// Where people read more: an https address.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.url.as_deref()
    }

    /// Whether the database took it back.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.is_withdrawn
    }

    /// The packages it speaks about; one may come more than once.
    pub fn packages(&self) -> impl Iterator<Item = &Package> {
        self.subjects.iter().map(Subject::package)
    }

    /// How bad it is for this package: the record's rating, or the package's own where the record
    /// has none.
    #[must_use]
    pub fn assessment(&self, package: &Package) -> Assessment {
        self.subjects_of(package)
            .map(Subject::assessment)
            .chain([self.assessment])
            .max_by_key(Assessment::weight)
            .unwrap_or(self.assessment)
    }

    /// How bad it is for the package that it is worst for.
    #[must_use]
    pub fn worst(&self) -> Assessment {
        self.subjects
            .iter()
            .map(Subject::assessment)
            .chain([self.assessment])
            .max_by_key(|assessment| (assessment.rating.urgency(), assessment.score))
            .unwrap_or(self.assessment)
    }

    /// The verdict on a version of a package, as the package's owner would write it.
    #[must_use]
    pub fn verdict(&self, package: &Package, version: &str) -> Verdict {
        let parsed = Version::parse(package.ecosystem(), version);
        self.judge(package, version, parsed.as_ref())
    }

    fn judge(&self, package: &Package, text: &str, version: Result<&Version, &VersionError>) -> Verdict {
        if self.subjects_of(package).next().is_none() {
            return Verdict::NotAffected(Clear::OtherPackage);
        }
        if self.is_withdrawn {
            return Verdict::NotAffected(Clear::Withdrawn);
        }
        match (self.outcome(package, text, version), version) {
            (Some(Ok(hit)), _) => Verdict::Affected(hit),
            (Some(Err(doubt)), _) => Verdict::Unknown(doubt),
            (None, Ok(version)) => Verdict::NotAffected(self.why_clear(package, version)),
            (None, Err(_)) => Verdict::NotAffected(Clear::NotListed),
        }
    }

    /// What the advisory says against a version: a hit, a doubt, or nothing. It is the verdict
    /// without the reason why a version is clear, which costs as much as the rest and which an index
    /// of thousands has no use for.
    pub(crate) fn outcome(
        &self,
        package: &Package,
        text: &str,
        version: Result<&Version, &VersionError>,
    ) -> Option<Result<Hit, Doubt>> {
        if self.is_withdrawn {
            return None;
        }
        let mut hit: Option<Via> = None;
        let mut doubt = None;
        for subject in self.subjects_of(package) {
            match subject.holds(text, version) {
                // A range explains more than a list, so a later range replaces an earlier list.
                Ok(Some(via)) if matches!(hit, None | Some(Via::List)) => hit = Some(via),
                Ok(_) => {}
                Err(reason) => doubt = doubt.or(Some(reason)),
            }
        }
        match (hit, doubt, version) {
            (Some(_), _, _) if self.is_open => Some(Err(Doubt::UnderInvestigation)),
            (Some(via), _, Ok(version)) => Some(Ok(Hit {
                via,
                fixed_in: self.fix_on_branch(package, version),
                next_fix: self.fixes(package).filter(|fix| *fix > version).min().map(text_of),
            })),
            (Some(via), _, Err(_)) => Some(Ok(Hit { via, fixed_in: None, next_fix: None })),
            (None, Some(reason), _) => Some(Err(reason)),
            (None, None, _) => None,
        }
    }

    fn subjects_of<'a>(&'a self, package: &'a Package) -> impl Iterator<Item = &'a Subject> {
        self.subjects.iter().filter(|subject| package.is_subject(subject.package()))
    }

    fn fixes<'a>(&'a self, package: &'a Package) -> impl Iterator<Item = &'a Version> {
        self.subjects_of(package).flat_map(Subject::fixes)
    }

    /// Follows the ends of the ranges that hold a version until one is outside them all: one
    /// entry's fix may lie inside another entry's range. None if any of them has no fixed end, or if there is
    /// no end to it.
    fn fix_on_branch(&self, package: &Package, version: &Version) -> Option<String> {
        let mut at = version;
        for _ in 0..MOST_HOPS {
            let mut next: Option<&Version> = None;
            for subject in self.subjects_of(package) {
                let end = match subject.end_of(at) {
                    subject::End::Outside => continue,
                    subject::End::Fixed(end) => end,
                    subject::End::NoFix => return None,
                };
                if next.is_none_or(|next| next < end) {
                    next = Some(end);
                }
            }
            match next {
                // Ends lie above what they hold, so each round climbs and the loop ends.
                Some(end) if end > at => at = end,
                Some(_) => return None,
                None if at == version => return None,
                None => return Some(text_of(at)),
            }
        }
        None
    }

    fn why_clear(&self, package: &Package, version: &Version) -> Clear {
        let below = self.subjects_of(package).filter_map(|subject| subject.last_end(version));
        match below.max_by(|(a, _), (b, _)| a.cmp(b)) {
            Some((end, subject::EndKind::Fixed)) => Clear::Fixed(text_of(end)),
            Some((end, subject::EndKind::LastAffected)) => Clear::AfterLastAffected(text_of(end)),
            None if self.subjects_of(package).any(Subject::has_ranges) => Clear::BeforeIntroduced,
            None => Clear::NotListed,
        }
    }
}

/// When a record last changed, for choosing between two of one id.
pub(crate) fn modified_at(record: &osv::Record) -> Option<DateTime<Utc>> {
    record.modified.as_ref().and_then(osv::Stamp::at)
}

fn text_of(version: &Version) -> String {
    version.text().to_string()
}

/// The advisory itself if it is linked, else what else there is. Only https is passed on: the
/// address ends in a link that people click.
fn address_of(record: &osv::Record) -> Option<String> {
    let rank = |kind: &str| match kind {
        "ADVISORY" => 0,
        "WEB" | "ARTICLE" | "REPORT" => 1,
        _ => 2,
    };
    record
        .references
        .iter()
        .filter(|reference| reference.url.starts_with("https://"))
        .min_by_key(|reference| rank(&reference.kind))
        .map(|reference| reference.url.clone())
}

#[cfg(test)]
mod tests;
