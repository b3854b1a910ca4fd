//! NuGet's registration index with its pages inlined. Unlisted is weaker than yanked, and NuGet
//! moves an unlisted version's date to 1900.

use chrono::Datelike;
use serde::Deserialize;

use crate::package::Package;
use crate::release::import::{check_name, deprecation, download, feed, json};
use crate::release::{Deprecation, Feed, FeedError, MAX_RELEASES, Release, day_of};

#[derive(Deserialize)]
struct Index {
    items: Vec<Page>,
}

#[derive(Deserialize)]
struct Page {
    #[serde(rename = "@id", default)]
    id: String,
    items: Option<Vec<Leaf>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Leaf {
    catalog_entry: Entry,
    package_content: Option<String>,
}

#[derive(Deserialize)]
struct Entry {
    id: String,
    version: String,
    published: Option<String>,
    listed: Option<bool>,
    deprecation: Option<Marked>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Marked {
    #[serde(default)]
    reasons: Vec<String>,
    message: Option<String>,
    alternate_package: Option<Alternate>,
}

#[derive(Deserialize)]
struct Alternate {
    id: String,
}

pub(super) fn read(package: &Package, text: &str) -> Result<Feed, FeedError> {
    let index: Index = json(text, "NuGet's registration index")?;
    let mut releases = Vec::new();
    for page in index.items {
        let leaves = page.items.ok_or_else(|| FeedError::Shape {
            expected: "NuGet's registration index",
            detail: format!("a page is not inlined; fetch {} and put it in its place", page.id),
        })?;
        for leaf in leaves.into_iter().take(MAX_RELEASES + 1 - releases.len()) {
            let entry = leaf.catalog_entry;
            check_name(package, &entry.id)?;
            let day = entry.published.as_deref().and_then(day_of);
            releases.push(Release {
                version: entry.version,
                released: day.filter(|day| day.year() > 1900),
                is_unlisted: entry.listed == Some(false),
                deprecated: entry.deprecation.map(deprecation_of),
                downloads: download(leaf.package_content, None).into_iter().collect(),
                ..Release::default()
            });
        }
    }
    Ok(feed(package, releases))
}

fn deprecation_of(marked: Marked) -> Deprecation {
    let message = marked.message.unwrap_or_else(|| marked.reasons.join(", "));
    deprecation(&message, marked.alternate_package.map(|alternate| alternate.id))
}
