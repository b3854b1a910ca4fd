//! What is known of the vendor's packages, compiled once and asked by everybody: the advisories, the
//! releases, and what stands against each release.
//!
//! What stands against the releases of a package is worked out when its first asker comes, and kept:
//! the answer to all later ones matches their own version and no other, and that against those advisories
//! alone which say anything about it.

use std::cell::OnceCell;

use crate::advisory::{Finding, Index};
use crate::package::{Ecosystem, Package};
use crate::release::ReleaseList;
use crate::upgrade::Exposure;
use crate::version::Version;

/// Advisories and releases.
#[derive(Debug, Default)]
pub struct Catalogue {
    index: Index,
    /// Sorted by ecosystem and name.
    shelves: Vec<Shelf>,
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
        let shelf = |list| Shelf { list, exposures: OnceCell::new() };
        let mut shelves: Vec<Shelf> = lists.into_iter().map(shelf).collect();
        shelves.sort_by(|a, b| a.name().cmp(&b.name()));
        Self { index, shelves }
    }

    /// The advisories.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The releases of every package that is known.
    pub fn lists(&self) -> impl Iterator<Item = &ReleaseList> {
        self.shelves.iter().map(|shelf| &shelf.list)
    }

    /// The releases of a package, and what stands against each of them, in their order.
    #[must_use]
    pub fn releases(&self, package: &Package) -> Option<(&ReleaseList, &[Exposure])> {
        let name = name_of(package);
        let first = self.shelves.partition_point(|shelf| shelf.name() < name);
        let mut named = self.shelves.iter().skip(first).take_while(|shelf| shelf.name() == name);
        let shelf = named.find(|shelf| package.is_subject(shelf.list.package()))?;
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
        self.index.has(id) || self.lists().any(|list| list.may_have_told(id))
    }
}

impl Shelf {
    fn name(&self) -> (&Ecosystem, &str) {
        name_of(self.list.package())
    }
}

fn name_of(package: &Package) -> (&Ecosystem, &str) {
    (package.ecosystem(), package.key())
}

#[cfg(test)]
mod tests;
