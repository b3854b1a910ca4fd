//! npm's packument, whole (`versions` as an object) or short (`versions` as a list of strings).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::json::read_either;
use crate::package::{Ecosystem, Package};
use crate::release::import::{deprecation, download, feed, json, reason_of};
use crate::release::{Deprecation, Feed, FeedError, Release, day_of};

#[derive(Deserialize)]
struct Packument {
    #[serde(default)]
    name: String,
    #[serde(rename = "dist-tags", default)]
    tags: BTreeMap<String, String>,
    versions: Versions,
    #[serde(default)]
    time: BTreeMap<String, Value>,
}

enum Versions {
    Whole(BTreeMap<String, Manifest>),
    Short(Vec<String>),
}

read_either!(Versions, Versions::Whole | Versions::Short, "`versions` is an object, or a list of texts");

#[derive(Default, Deserialize)]
struct Manifest {
    /// A message, or a boolean.
    #[serde(default)]
    deprecated: Value,
    dist: Option<Dist>,
}

#[derive(Deserialize)]
struct Dist {
    tarball: Option<String>,
    integrity: Option<String>,
}

/// An unpublished version is in `time` alone, so it is not a release.
pub(super) fn read(text: &str) -> Result<Feed, FeedError> {
    let packument: Packument = json(text, "an npm packument")?;
    let manifests = match packument.versions {
        Versions::Whole(manifests) => manifests,
        Versions::Short(list) => list.into_iter().map(|version| (version, Manifest::default())).collect(),
    };
    let releases = manifests.into_iter().map(|(version, manifest)| Release {
        released: packument.time.get(&version).and_then(Value::as_str).and_then(day_of),
        deprecated: deprecation_of(&manifest.deprecated),
        downloads: manifest.dist.and_then(|d| download(d.tarball, d.integrity)).into_iter().collect(),
        version,
        ..Release::default()
    });
    let package = Package::new(Ecosystem::Npm, &packument.name);
    Ok(Feed { tags: packument.tags, ..feed(&package, releases) })
}

/// An empty message takes a deprecation back; some clients wrote true for one without words.
fn deprecation_of(field: &Value) -> Option<Deprecation> {
    reason_of(field)
        .filter(|reason| *field == Value::Bool(true) || !reason.trim().is_empty())
        .map(|reason| deprecation(&reason, None))
}
