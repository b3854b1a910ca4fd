//! GitHub's list of a repository's releases. Drafts are not released; tags may carry the
//! package's name (`sdk-v1.2.3`, `@scope/sdk@1.2.3`), and tags of other packages are passed over.

use serde::Deserialize;

use crate::package::Package;
use crate::release::import::{changelog, download, feed, json};
use crate::release::{Feed, FeedError, MAX_RELEASES, Release, day_of};
use crate::version::Version;

#[derive(Deserialize)]
struct Listed {
    tag_name: String,
    #[serde(default)]
    draft: bool,
    #[serde(default)]
    prerelease: bool,
    published_at: Option<String>,
    html_url: Option<String>,
    body: Option<String>,
    #[serde(default)]
    assets: Vec<Asset>,
}

#[derive(Deserialize)]
struct Asset {
    browser_download_url: Option<String>,
    digest: Option<String>,
}

pub(super) fn read(package: &Package, text: &str) -> Result<Feed, FeedError> {
    let listed: Vec<Listed> = json(text, "GitHub's list of releases")?;
    let mut releases = Vec::new();
    for release in listed.into_iter().filter(|release| !release.draft) {
        if releases.len() > MAX_RELEASES {
            break;
        }
        let Some(version) = version_of(package, &release.tag_name) else { continue };
        let breaking = changelog::breaking_in(&version, release.body.as_deref().unwrap_or_default());
        releases.push(Release {
            version,
            released: release.published_at.as_deref().and_then(day_of),
            channel: release.prerelease.then(|| "prerelease".to_string()),
            notes_url: release.html_url.filter(|url| url.starts_with("https://")),
            breaking,
            downloads: release
                .assets
                .into_iter()
                .filter_map(|asset| download(asset.browser_download_url, asset.digest))
                .collect(),
            ..Release::default()
        });
    }
    Ok(feed(package, releases))
}

/// The version in a tag: after the package's own name, or after a general word, or the whole.
fn version_of(package: &Package, tag: &str) -> Option<String> {
    let last = package.name().rsplit(['/', ':']).next().unwrap_or_default();
    let names = [package.name(), last, "release", "releases", "version"];
    let named = names.iter().filter(|name| !name.is_empty()).find_map(|name| {
        let (head, rest) = tag.split_at_checked(name.len())?;
        let is_name = head.eq_ignore_ascii_case(name);
        rest.strip_prefix(['-', '@', '/', '_']).filter(|_| is_name)
    });
    let text = named.unwrap_or(tag);
    let bare = text.strip_prefix(['v', 'V']).filter(|bare| bare.starts_with(|c: char| c.is_ascii_digit()));
    let text = bare.unwrap_or(text);
    let is_version =
        text.starts_with(|c: char| c.is_ascii_digit()) && Version::parse(package.ecosystem(), text).is_ok();
    is_version.then(|| text.to_string())
}
