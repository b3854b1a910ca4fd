//! Maven's `maven-metadata.xml`: a flat file of a repository's own making, so its few elements are
//! taken by their names. It says nothing about withdrawal, deprecation or dates.

use crate::package::Package;
use crate::release::import::{check_name, feed};
use crate::release::{Feed, FeedError, Release};

pub(super) fn read(package: &Package, text: &str) -> Result<Feed, FeedError> {
    let shape = |detail: &str| FeedError::Shape {
        expected: "Maven's maven-metadata.xml",
        detail: detail.to_string(),
    };
    let head = text.split("<versioning>").next().unwrap_or_default();
    let group = elements(head, "groupId").next().ok_or_else(|| shape("it has no groupId"))?;
    let artifact = elements(head, "artifactId").next().ok_or_else(|| shape("it has no artifactId"))?;
    check_name(package, &format!("{group}:{artifact}"))?;
    let versions = elements(text, "versions").next().ok_or_else(|| shape("it has no versions"))?;
    let release = |version: &str| Release { version: version.to_string(), ..Release::default() };
    Ok(feed(package, elements(versions, "version").map(release)))
}

fn elements<'a>(text: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once(open.as_str())?;
        let (inner, after) = after.split_once(close.as_str())?;
        rest = after;
        Some(inner.trim())
    })
}
