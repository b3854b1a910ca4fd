//! PyPI's JSON. A release is yanked when all its files are; one without files can't be installed
//! and is no release.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::package::Package;
use crate::release::import::{check_name, download, feed, json};
use crate::release::{Download, Feed, FeedError, Release, day_of};

#[derive(Deserialize)]
struct Project {
    info: Info,
    releases: BTreeMap<String, Vec<File>>,
}

#[derive(Deserialize)]
struct Info {
    name: String,
    version: Option<String>,
}

#[derive(Deserialize)]
struct File {
    url: Option<String>,
    upload_time_iso_8601: Option<String>,
    #[serde(default)]
    yanked: bool,
    yanked_reason: Option<String>,
    #[serde(default)]
    digests: BTreeMap<String, String>,
}

pub(super) fn read(package: &Package, text: &str) -> Result<Feed, FeedError> {
    let project: Project = json(text, "PyPI's JSON of a project")?;
    check_name(package, &project.info.name)?;
    let published = project.releases.into_iter().filter(|(_, files)| !files.is_empty());
    let releases = published.map(|(version, files)| Release {
        version,
        released: files.iter().filter_map(|f| f.upload_time_iso_8601.as_deref().and_then(day_of)).min(),
        yanked: files
            .iter()
            .all(|file| file.yanked)
            .then(|| files.iter().find_map(|file| file.yanked_reason.clone()).unwrap_or_default()),
        downloads: files.into_iter().filter_map(download_of).collect(),
        ..Release::default()
    });
    let latest = project.info.version.map(|version| ("latest".to_string(), version));
    Ok(Feed { tags: latest.into_iter().collect(), ..feed(package, releases) })
}

fn download_of(file: File) -> Option<Download> {
    let checksum = file.digests.get("sha256").map(|digest| format!("sha256:{digest}"));
    download(file.url, checksum)
}
