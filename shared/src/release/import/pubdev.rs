//! pub.dev's package. Retracted reads as yanked; a discontinued package is deprecated.

use serde::Deserialize;

use crate::package::Package;
use crate::release::import::{check_name, deprecation, download, feed, json};
use crate::release::{Feed, FeedError, Release, day_of};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    name: String,
    latest: Option<Version>,
    versions: Vec<Version>,
    #[serde(default)]
    is_discontinued: bool,
    replaced_by: Option<String>,
}

#[derive(Deserialize)]
struct Version {
    version: String,
    published: Option<String>,
    #[serde(default)]
    retracted: bool,
    archive_url: Option<String>,
    archive_sha256: Option<String>,
}

pub(super) fn read(package: &Package, text: &str) -> Result<Feed, FeedError> {
    let answer: Answer = json(text, "pub.dev's JSON of a package")?;
    check_name(package, &answer.name)?;
    let releases = answer.versions.into_iter().map(|version| {
        let checksum = version.archive_sha256.map(|digest| format!("sha256:{digest}"));
        Release {
            version: version.version,
            released: version.published.as_deref().and_then(day_of),
            yanked: version.retracted.then(String::new),
            downloads: download(version.archive_url, checksum).into_iter().collect(),
            ..Release::default()
        }
    });
    let latest = answer.latest.map(|latest| ("latest".to_string(), latest.version));
    Ok(Feed {
        tags: latest.into_iter().collect(),
        deprecated: answer
            .is_discontinued
            .then(|| deprecation("The package is discontinued.", answer.replaced_by)),
        ..feed(package, releases)
    })
}
