//! Many advisories, asked about many packages: compiled once, looked up by package.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::advisory::subject::Subject;
use crate::advisory::{Advisory, Assessment, Doubt, Hit, modified_at};
use crate::osv;
use crate::package::{Ecosystem, Package};
use crate::version::{Version, VersionError};

/// Advisories by the packages they speak about.
#[derive(Clone, Debug, Default)]
pub struct Index {
    advisories: Vec<Advisory>,
    by_package: BTreeMap<Ecosystem, BTreeMap<String, Vec<usize>>>,
    statements: Vec<Vouched>,
}

/// A vendor's statement, compiled.
#[derive(Clone, Debug)]
struct Vouched {
    names: Vec<String>,
    about: Subject,
    clears: bool,
    at: Option<DateTime<Utc>>,
}

/// One flaw that a version has, or may have.
#[derive(Clone, Debug)]
pub struct Finding<'a> {
    /// The advisory that says most about it.
    pub advisory: &'a Advisory,
    /// Every other name of the flaw, over all advisories that are aliases of this one; sorted.
    pub aliases: Vec<&'a str>,
    /// How bad it is for this package: the worst rating over those advisories.
    pub assessment: Assessment,
    /// What affects the version, or why that is unknown.
    pub outcome: Result<Hit, Doubt>,
}

impl Index {
    /// Compiles records. Of two with one id the one modified later stands; the order of records
    /// plays no part in any answer.
    #[must_use]
    pub fn compile<'r>(records: impl IntoIterator<Item = &'r osv::Record>) -> Self {
        let mut records: Vec<&osv::Record> = records.into_iter().collect();
        let latest_first = |record: &osv::Record| Reverse(modified_at(record));
        records.sort_by(|a, b| a.id.cmp(&b.id).then_with(|| latest_first(a).cmp(&latest_first(b))));
        records.dedup_by(|later, first| later.id == first.id);
        let mut index = Self::default();
        for record in records {
            index.add(Advisory::compile(record));
        }
        index
    }

    fn add(&mut self, advisory: Advisory) {
        let place = self.advisories.len();
        for package in advisory.packages() {
            let names = self.by_package.entry(package.ecosystem().clone()).or_default();
            let places = names.entry(package.key().to_string()).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
        self.advisories.push(advisory);
    }

    /// Lays the vendor's own statements over the records: where the newest word on a flaw and a
    /// version is that it is not affected, or fixed, no record speaks against it. A newer word that
    /// it is affected, or being looked into, takes that back. What is being looked into is unknown, also
    /// where a record says that it is not affected; what a record says is affected stays so.
    #[must_use]
    pub fn with_statements(mut self, statements: &[osv::Statement]) -> Self {
        let open = statements.iter().filter(|said| said.status == osv::VexStatus::UnderInvestigation);
        for advisory in open.filter_map(Advisory::under_investigation) {
            self.add(advisory);
        }
        let compiled = statements.iter().filter_map(|statement| {
            Some(Vouched {
                names: statement.names.clone(),
                about: Subject::compile(&statement.about)?,
                clears: match statement.status {
                    osv::VexStatus::NotAffected | osv::VexStatus::Fixed => true,
                    osv::VexStatus::Affected | osv::VexStatus::UnderInvestigation => false,
                },
                at: statement.at.as_ref().and_then(osv::Stamp::at),
            })
        });
        self.statements.extend(compiled);
        self
    }

    /// How many advisories it holds, withdrawn ones among them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.advisories.len()
    }

    /// Whether it holds an advisory by that id; its other names don't count.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.advisories.iter().any(|advisory| advisory.id() == id)
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.advisories.is_empty()
    }

    /// Every package that an advisory names, withdrawn ones among them; one as often as it is named.
    pub fn packages(&self) -> impl Iterator<Item = &Package> {
        self.advisories.iter().flat_map(Advisory::packages)
    }

    /// Every advisory that names the package, by id, withdrawn ones among them.
    pub fn about(&self, package: &Package) -> impl Iterator<Item = &Advisory> {
        self.places(package).iter().filter_map(|place| self.advisories.get(*place))
    }

    fn places(&self, package: &Package) -> &[usize] {
        let names = self.by_package.get(package.ecosystem());
        names.and_then(|names| names.get(package.key())).map_or(&[], Vec::as_slice)
    }

    /// The flaws that a version has or may have: the worst first, then by id. Advisories that are
    /// aliases of one another, directly or through a third, are one finding. A certain hit speaks
    /// for its aliases before a doubt does.
    #[must_use]
    pub fn find(&self, package: &Package, version: &str) -> Vec<Finding<'_>> {
        let parsed = Version::parse(package.ecosystem(), version);
        self.search(self.places(package), package, version, parsed.as_ref())
    }

    /// [`Index::find`] for a version that is read already.
    #[must_use]
    pub fn find_version(&self, package: &Package, version: &Version) -> Vec<Finding<'_>> {
        self.search(self.places(package), package, version.text(), Ok(version))
    }

    /// The places of the advisories that say anything against a version. With them the same question is
    /// answered without asking all the others about the package.
    pub(crate) fn speaking(&self, package: &Package, version: &Version) -> Box<[usize]> {
        let speaks = |place: &usize| {
            let advisory = self.advisories.get(*place);
            advisory.is_some_and(|it| it.outcome(package, version.text(), Ok(version)).is_some())
        };
        self.places(package).iter().copied().filter(speaks).collect()
    }

    /// [`Index::find_version`] among those.
    pub(crate) fn find_among(
        &self,
        speaking: &[usize],
        package: &Package,
        version: &Version,
    ) -> Vec<Finding<'_>> {
        self.search(speaking, package, version.text(), Ok(version))
    }

    fn search(
        &self,
        places: &[usize],
        package: &Package,
        text: &str,
        version: Result<&Version, &VersionError>,
    ) -> Vec<Finding<'_>> {
        let mut found = Vec::new();
        for advisory in places.iter().filter_map(|place| self.advisories.get(*place)) {
            if let Some(outcome) = advisory.outcome(package, text, version) {
                found.push((advisory, outcome));
            }
        }
        let mut findings = joined(package, found);
        if !self.statements.is_empty() {
            findings.retain(|finding| !self.is_cleared(finding, package, text, version));
        }
        findings.sort_by(|a, b| {
            let key = |f: &Finding<'_>| (f.assessment.rating.urgency(), f.assessment.score);
            key(b).cmp(&key(a)).then_with(|| a.advisory.id().cmp(b.advisory.id()))
        });
        findings
    }

    /// Whether no advisory hits a version, nor may.
    #[must_use]
    pub fn is_clean(&self, package: &Package, version: &str) -> bool {
        self.find(package, version).is_empty()
    }
}

impl Index {
    /// The newest statement on any of the flaw's names decides; of several at one time the one about
    /// single versions, then the one that does not clear.
    fn is_cleared(
        &self,
        finding: &Finding<'_>,
        package: &Package,
        text: &str,
        version: Result<&Version, &VersionError>,
    ) -> bool {
        let is_named =
            |name: &String| name == finding.advisory.id() || finding.aliases.contains(&name.as_str());
        let applies = |vouched: &&Vouched| {
            package.is_subject(vouched.about.package())
                && vouched.names.iter().any(is_named)
                && matches!(vouched.about.holds(text, version), Ok(Some(_)))
        };
        let newest = self
            .statements
            .iter()
            .filter(applies)
            .max_by_key(|vouched| (vouched.at, !vouched.about.has_ranges(), !vouched.clears));
        newest.is_some_and(|vouched| vouched.clears)
    }
}

/// Joins what shares a name, through any chain of shared names.
fn joined<'a>(package: &Package, mut found: Vec<(&'a Advisory, Result<Hit, Doubt>)>) -> Vec<Finding<'a>> {
    // A certain hit first, then one whose fix is known, then by id: the first of a group speaks.
    found.sort_by_key(|(advisory, outcome)| {
        let has_fix = outcome.as_ref().is_ok_and(|hit| hit.fixed_in.is_some());
        (outcome.is_err(), !has_fix, !advisory.id().starts_with("GHSA-"), advisory.id())
    });
    let mut findings: Vec<(BTreeSet<&str>, Finding<'a>)> = Vec::with_capacity(found.len());
    for (advisory, outcome) in found {
        let mut names: BTreeSet<&str> = advisory.aliases().iter().map(String::as_str).collect();
        names.insert(advisory.id());
        let assessment = advisory.assessment(package);
        let mut joined = Finding { advisory, aliases: Vec::new(), assessment, outcome };
        let same: Vec<_> = findings.extract_if(.., |(other, _)| !names.is_disjoint(other)).collect();
        for (other_names, other) in same.into_iter().rev() {
            names.extend(other_names);
            let worst = worse(joined.assessment, other.assessment);
            // Groups found earlier rank higher, so the earliest is the last to be merged here.
            joined = Finding { assessment: worst, ..other };
        }
        findings.push((names, joined));
    }
    findings
        .into_iter()
        .map(|(names, finding)| {
            let own = finding.advisory.id();
            let aliases = names.into_iter().filter(|name| *name != own).collect();
            Finding { aliases, ..finding }
        })
        .collect()
}

fn worse(a: Assessment, b: Assessment) -> Assessment {
    if b.weight() > a.weight() { b } else { a }
}
