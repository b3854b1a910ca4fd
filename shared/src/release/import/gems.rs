//! RubyGems' list of versions. A version comes once for each platform; a yanked one is missing.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::package::Package;
use crate::release::import::{feed, json};
use crate::release::{Feed, FeedError, Release, day_of};

#[derive(Deserialize)]
struct Version {
    number: String,
    created_at: Option<String>,
}

pub(super) fn read(package: &Package, text: &str) -> Result<Feed, FeedError> {
    let versions: Vec<Version> = json(text, "RubyGems' JSON list of versions")?;
    let mut days = BTreeMap::new();
    for version in versions {
        let day = version.created_at.as_deref().and_then(day_of);
        let first = days.entry(version.number).or_insert(day);
        *first = match (*first, day) {
            (Some(first), Some(day)) => Some(first.min(day)),
            (first, day) => first.or(day),
        };
    }
    let release = |(version, released)| Release { version, released, ..Release::default() };
    Ok(feed(package, days.into_iter().map(release)))
}
