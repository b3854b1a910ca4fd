//! A file of the crates.io index: one JSON object a line.

use serde::Deserialize;

use crate::package::Package;
use crate::release::import::{check_name, feed, json};
use crate::release::{Feed, FeedError, MAX_RELEASES, Release, day_of};

#[derive(Deserialize)]
struct Line {
    name: String,
    vers: String,
    #[serde(default)]
    yanked: bool,
    pubtime: Option<String>,
}

pub(super) fn read(package: &Package, text: &str) -> Result<Feed, FeedError> {
    let mut releases = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(MAX_RELEASES + 1) {
        let line: Line = json(line, "a file of the crates.io index")?;
        check_name(package, &line.name)?;
        releases.push(Release {
            version: line.vers,
            released: line.pubtime.as_deref().and_then(day_of),
            yanked: line.yanked.then(String::new),
            ..Release::default()
        });
    }
    Ok(feed(package, releases))
}
