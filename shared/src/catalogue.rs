//! What is known of the vendor's packages, compiled once and asked by everybody: the advisories, the
//! releases, and what stands against each release.
//!
//! What stands against the releases of a package is worked out when its first asker comes, and kept:
//! the answer to all later ones matches their own version and no other, and that against those advisories
//! alone which say anything about it.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::advisory::{Finding, Index};
use crate::package::{Ecosystem, Package};
use crate::release::ReleaseList;
use crate::upgrade::Exposure;
use crate::version::Version;

/// Advisories and releases.
#[derive(Debug, Default)]
pub struct Catalogue {
    index: Index,
    by_package: BTreeMap<Ecosystem, BTreeMap<String, Vec<Shelf>>>,
}

/// The releases of one package.
#[derive(Debug)]
struct Shelf {
    list: ReleaseList,
    exposures: OnceCell<Vec<Exposure>>,
}

impl Catalogue {
    /// Puts them together. Of two lists of one package the first counts.
    #[must_use]
    pub fn new(index: Index, lists: impl IntoIterator<Item = ReleaseList>) -> Self {
        let mut by_package: BTreeMap<Ecosystem, BTreeMap<String, Vec<Shelf>>> = BTreeMap::new();
        for list in lists {
            let package = list.package();
            let names = by_package.entry(package.ecosystem().clone()).or_default();
            let shelves = names.entry(package.key().to_string()).or_default();
            shelves.push(Shelf { list, exposures: OnceCell::new() });
        }
        Self { index, by_package }
    }

    /// The advisories.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The releases of every package that is known.
    pub fn lists(&self) -> impl Iterator<Item = &ReleaseList> {
        self.by_package.values().flat_map(BTreeMap::values).flatten().map(|shelf| &shelf.list)
    }

    /// The releases of a package, and what stands against each of them, in their order.
    #[must_use]
    pub fn releases(&self, package: &Package) -> Option<(&ReleaseList, &[Exposure])> {
        let shelves = self.by_package.get(package.ecosystem())?.get(package.key())?;
        let shelf = shelves.iter().find(|shelf| package.is_subject(shelf.list.package()))?;
        let exposures = shelf.exposures.get_or_init(|| Exposure::of_list(&self.index, &shelf.list));
        Some((&shelf.list, exposures))
    }

    /// The flaws that a version has or may have, as [`Index::find_version`] says.
    #[must_use]
    pub fn findings(&self, package: &Package, version: &Version) -> Vec<Finding<'_>> {
        let known = self.releases(package).and_then(|(list, exposures)| {
            // From another registry, other advisories may speak about it.
            let is_listed = package.registry() == list.package().registry();
            exposures.get(list.place(version.text())?).filter(|_| is_listed)
        });
        match known {
            Some(exposure) => self.index.find_among(exposure.speaking(), package, version),
            None => self.index.find_version(package, version),
        }
    }

    /// Whether a notice of that id was ever told: an advisory's, or one of what is to come for a
    /// package that is known.
    #[must_use]
    pub fn may_have_told(&self, id: &str) -> bool {
        let mut lists = self.by_package.values().flat_map(BTreeMap::values).flatten();
        self.index.has(id) || lists.any(|shelf| shelf.list.may_have_told(id))
    }
}

#[cfg(test)]
mod tests;
