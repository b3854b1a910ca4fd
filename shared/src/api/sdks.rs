//! `GET /v1/sdks`: which packages are the vendor's.
//!
//! Whoever reads a lockfile keeps these and nothing else of it, so the list travels to the file and never the
//! file to the list.

use serde::{Deserialize, Serialize};

use crate::catalogue::Catalogue;
use crate::package::{Ecosystem, Package, Purl};

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Sdks {
    /// Each package once, by ecosystem and name.
    pub sdks: Vec<Sdk>,
}

/// A package of the vendor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Sdk {
    /// Its package URL, without a version.
    pub purl: String,
    /// Its name, as people write it.
    pub name: String,
    /// Its ecosystem, by OSV's name.
    pub ecosystem: Ecosystem,
    /// What its users should run; absent where its releases are not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<String>,
}

impl Sdks {
    /// The packages whose releases are known, and those that an advisory speaks about.
    #[must_use]
    pub fn known(catalogue: &Catalogue) -> Self {
        let listed =
            catalogue.lists().map(|list| (list.package(), list.latest().map(|it| it.version.text())));
        let advised = catalogue.index().packages().map(|package| (package, None));
        let mut all: Vec<(&Package, Option<&str>)> = listed.chain(advised).collect();
        // Of several spellings the feed's stands: it is the vendor's own.
        all.sort_by_key(|(package, _)| *package);
        all.dedup_by_key(|(package, _)| *package);
        let sdk = |(package, latest): (&Package, Option<&str>)| Sdk {
            purl: Purl::new(package.clone(), None).to_string(),
            name: package.name().to_owned(),
            ecosystem: package.ecosystem().clone(),
            latest: latest.map(str::to_owned),
        };
        Self { sdks: all.into_iter().map(sdk).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::advisory::Index;
    use crate::release::{ReleaseList, from_npm};

    #[test]
    fn a_package_with_a_feed_or_an_advisory_is_the_vendors_and_is_listed_once() {
        let record = |json: serde_json::Value| serde_json::from_value(json).expect("a record");
        let records = [
            record(serde_json::json!({"id": "A-1", "modified": "2026-01-01T00:00:00Z", "affected": [
                {"package": {"ecosystem": "npm", "name": "chat"}, "versions": ["1.0.0"]},
                {"package": {"ecosystem": "PyPI", "name": "Chat_SDK"}, "versions": ["1.0"]}]})),
            record(serde_json::json!({"id": "A-2", "modified": "2026-01-01T00:00:00Z", "affected": [
                {"package": {"ecosystem": "PyPI", "name": "chat-sdk"}, "versions": ["1.0"]}]})),
        ];
        let feed = from_npm(
            r#"{"name": "chat", "dist-tags": {"latest": "1.1.0"}, "versions": {"1.0.0": {}, "1.1.0": {}}}"#,
            None,
        );
        let list = ReleaseList::compile(feed.expect("a feed"));
        let sdks = Sdks::known(&Catalogue::new(Index::compile(&records), [list]));
        let told: Vec<_> = sdks.sdks.iter().map(|sdk| (sdk.purl.as_str(), sdk.latest.as_deref())).collect();
        assert_eq!(told, [("pkg:npm/chat", Some("1.1.0")), ("pkg:pypi/chat-sdk", None)]);
        assert_eq!(Sdks::known(&Catalogue::new(Index::default(), [])), Sdks::default());
    }
}
