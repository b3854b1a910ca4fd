//! npm's packument, whole (`versions` as an object) or short (`versions` as a list of strings).

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::Value;

use crate::package::{Ecosystem, Package, Purl};
use crate::release::{Deprecation, Download, Feed, FeedError, Release};

#[derive(Deserialize)]
struct Packument {
    name: String,
    #[serde(rename = "dist-tags", default)]
    tags: BTreeMap<String, String>,
    versions: Versions,
    #[serde(default)]
    time: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Versions {
    Whole(BTreeMap<String, Manifest>),
    Short(Vec<String>),
}

#[derive(Default, Deserialize)]
struct Manifest {
    /// A message; an empty one, or false, takes the deprecation back. Some clients wrote true.
    #[serde(default)]
    deprecated: Value,
    dist: Option<Dist>,
}

#[derive(Deserialize)]
struct Dist {
    tarball: Option<String>,
    integrity: Option<String>,
}

/// Reads npm's packument. An unpublished version is in `time` alone, so it is not a release.
///
/// # Errors
/// [`FeedError::Shape`] if it is not a packument.
pub fn from_npm(json: &str, source: Option<&str>) -> Result<Feed, FeedError> {
    let packument: Packument = serde_json::from_str(json).map_err(|error| FeedError::Shape {
        expected: "an npm packument",
        detail: error.to_string(),
    })?;
    let manifests = match packument.versions {
        Versions::Whole(manifests) => manifests,
        Versions::Short(list) => {
            list.into_iter().map(|version| (version, Manifest::default())).collect()
        }
    };
    let releases = manifests.into_iter().map(|(version, manifest)| Release {
        released: packument.time.get(&version).and_then(Value::as_str).and_then(day_of),
        deprecated: deprecation_of(&manifest.deprecated),
        downloads: manifest.dist.and_then(download_of).into_iter().collect(),
        version,
        ..Release::default()
    });
    Ok(Feed {
        package: Purl::new(Package::new(Ecosystem::Npm, &packument.name), None),
        source: source.map(ToString::to_string),
        as_of: None,
        releases: releases.collect(),
        tags: packument.tags,
        deprecated: None,
        lines: Vec::new(),
    })
}

/// The day of an instant or a date, as feeds write either.
pub(super) fn day_of(text: &str) -> Option<NaiveDate> {
    let instant = DateTime::parse_from_rfc3339(text).map(|at| at.with_timezone(&Utc).date_naive());
    instant.ok().or_else(|| text.get(..10)?.parse().ok())
}

fn deprecation_of(field: &Value) -> Option<Deprecation> {
    match field {
        Value::String(message) if !message.trim().is_empty() => {
            Some(Deprecation { message: message.trim().to_string(), replacement: None })
        }
        Value::Bool(true) => Some(Deprecation::default()),
        Value::String(_)
        | Value::Bool(false)
        | Value::Null
        | Value::Number(_)
        | Value::Array(_)
        | Value::Object(_) => None,
    }
}

fn download_of(dist: Dist) -> Option<Download> {
    let url = dist.tarball.filter(|url| url.starts_with("https://"))?;
    Some(Download { url, checksum: dist.integrity })
}
