//! What is known about the vendor's packages, read: OSV records, the vendor's statements (VEX), lists of
//! releases. A page at a time, and handed on one by one, so that nobody holds all texts at once. What can't
//! be read is left out and logged: one bad record hides no other.

use aftercare_shared::json;
use aftercare_shared::osv::{Record, Statement};
use aftercare_shared::package::{Package, Purl};
use aftercare_shared::release::{self, Feed, FeedError, Format, from_npm};
use serde_json::json;

use crate::log;
use crate::store::corpus::{self, FeedDocument};
use crate::store::{Store, StoreError, vex};

/// Hands on each record.
pub(crate) async fn records(store: &Store, mut take: impl FnMut(Record)) -> Result<(), StoreError> {
    let mut after = String::new();
    loop {
        let page = corpus::advisories(store, &after).await?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after.clone_from(last);
        for (id, text) in page {
            match json::read::<Record>(&text) {
                Ok(record) => take(record),
                Err(fault) => unread("an advisory can't be read", &id, &fault.to_string()),
            }
        }
    }
}

/// Hands on each list of releases, dated, with the package it is kept under.
pub(crate) async fn feeds(store: &Store, mut take: impl FnMut(Package, Feed)) -> Result<(), StoreError> {
    let mut after = String::new();
    loop {
        let page = corpus::feeds(store, &after).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after.clone_from(&last.package);
        for document in page {
            match read_feed(&document) {
                Ok((package, feed)) => take(package, feed),
                Err(error) => unread("a feed can't be read", &document.package, &error),
            }
        }
    }
}

/// All that the vendor has said of single versions.
pub(crate) async fn statements(store: &Store) -> Result<Vec<Statement>, StoreError> {
    let mut statements = Vec::new();
    for (document, text) in vex::read(store).await? {
        match json::read::<Vec<Statement>>(&text) {
            Ok(said) => statements.extend(said),
            Err(fault) => unread("statements can't be read", &document, &fault.to_string()),
        }
    }
    Ok(statements)
}

/// The releases in a document, by its form, with the package it is kept under. One of before forms were kept
/// is ours, or npm's. A list that does not say when it was right was right when it was read.
pub(crate) fn read_feed(document: &FeedDocument) -> Result<(Package, Feed), String> {
    let text = document.document.as_str();
    let purl = document.package.parse::<Purl>().map_err(|error| error.to_string())?;
    let package = purl.package();
    let read = match &document.format {
        Some(word) => {
            let format = Format::ALL.into_iter().find(|format| format.as_str() == word);
            let format = format.ok_or_else(|| format!("`{word}` is no form of a feed"))?;
            release::import(format, package, text)
        }
        None => json::read::<Feed>(text).or_else(|_| from_npm(text, None)),
    };
    let feed = read.map_err(|error: FeedError| error.to_string())?;
    Ok((package.clone(), Feed { as_of: feed.as_of.or(Some(document.fetched_at)), ..feed }))
}

fn unread(message: &'static str, id: &str, error: &str) {
    log::error(message, &[("id", json!(id)), ("error", json!(error))]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(package: &str, format: Option<&str>, text: &str) -> FeedDocument {
        FeedDocument {
            package: package.to_owned(),
            document: text.to_owned(),
            format: format.map(str::to_owned),
            fetched_at: "2026-11-22T00:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn every_form_is_read_by_its_word() {
        let own = r#"{"package":"pkg:npm/a","releases":[{"version":"1.0.0"}]}"#;
        let packument = r#"{"name":"a","versions":["1.0.0"]}"#;
        let metadata = "<metadata><groupId>g</groupId><artifactId>a</artifactId><versioning><versions>\
                        <version>1.0.0</version></versions></versioning></metadata>";
        for (package, format, text, is_read) in [
            ("pkg:npm/a", None, own, true),
            ("pkg:npm/a", None, packument, true),
            ("pkg:npm/a", None, "{}", false),
            ("pkg:npm/a", Some("aftercare"), own, true),
            ("pkg:npm/b", Some("aftercare"), own, false),
            ("pkg:npm/a", Some("npm"), packument, true),
            ("pkg:npm/a", Some("npm"), own, false),
            ("pkg:maven/g/a", Some("maven_metadata"), metadata, true),
            ("pkg:cargo/a", Some("crates_index"), r#"{"name":"a","vers":"1.0.0","yanked":false}"#, true),
            ("pkg:npm/a", Some("stone_tablet"), own, false),
            ("a", Some("npm"), packument, false),
        ] {
            let read = read_feed(&document(package, format, text));
            assert_eq!(read.is_ok(), is_read, "{package} {format:?}: {read:?}");
            if let Ok((_, read)) = read {
                assert_eq!((read.releases.len(), read.as_of.is_some()), (1, true));
            }
        }
    }
}
