//! What the vendor has published, read from their deployment or from a file, and compiled.

use std::collections::BTreeSet;
use std::path::Path;

use aftercare_shared::advisory::Index;
use aftercare_shared::api::feeds::AdvisoryFeed;
use aftercare_shared::catalogue::Catalogue;
use aftercare_shared::package::{Ecosystem, Package};
use aftercare_shared::release::{Feed, ReleaseList};
use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};

use crate::{file, remote};

/// Where a deployment serves it.
const PATH: &str = "/v1/feeds/advisories";

/// All that is known.
pub(crate) struct Knowledge {
    index: Index,
    releases: Vec<Feed>,
    /// As of when it is right.
    pub(crate) as_of: Option<DateTime<Utc>>,
    packages: BTreeSet<(Ecosystem, String)>,
}

impl Knowledge {
    /// Reads a feed from an address, with or without its path, or from a file.
    pub(crate) fn read(source: &str) -> anyhow::Result<Self> {
        let scheme = source.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        let feed: AdvisoryFeed = if matches!(scheme.as_deref(), Some("https" | "http")) {
            let bare = source.trim_end_matches('/');
            let url = if bare.contains("/v1/feeds/") { bare.to_owned() } else { format!("{bare}{PATH}") };
            remote::read_public(&url)?
        } else {
            serde_json::from_str(&file::text(Path::new(source))?)
                .with_context(|| format!("{source} is no feed of advisories"))?
        };
        Ok(Self::of(feed))
    }

    fn of(feed: AdvisoryFeed) -> Self {
        let affected = feed.advisories.iter().flat_map(|record| &record.affected);
        let spoken = feed.statements.iter().map(|said| &said.about);
        let named = affected.chain(spoken).filter_map(|entry| entry.package.as_ref());
        let named = named.map(|package| Package::from_osv(&package.ecosystem, &package.name));
        let listed = feed.releases.iter().map(|list| list.package.package().clone());
        let key = |package: Package| (package.ecosystem().clone(), package.key().to_owned());
        Self {
            packages: named.chain(listed).map(key).collect(),
            index: Index::compile(&feed.advisories).with_statements(&feed.statements),
            releases: feed.releases,
            as_of: feed.as_of,
        }
    }

    /// All of it, as it stands on a day: what is released later is announced then.
    pub(crate) fn on(&self, day: NaiveDate) -> Catalogue {
        let lists = self.releases.iter().map(|feed| ReleaseList::compile_on(feed.clone(), day));
        Catalogue::new(self.index.clone(), lists)
    }

    /// Whether the vendor says anything of a package: whatever else a lockfile locks is none of theirs.
    pub(crate) fn knows(&self, package: &Package) -> bool {
        self.packages.contains(&(package.ecosystem().clone(), package.key().to_owned()))
    }
}
