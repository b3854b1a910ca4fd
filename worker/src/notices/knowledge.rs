//! The corpus, compiled. What can't be read in it is left out and logged: one bad record hides no other.

use aftercare_shared::advisory::Index;
use aftercare_shared::api::notices::{self, Notices, Question};
use aftercare_shared::api::sdks::Sdks;
use aftercare_shared::catalogue::Catalogue;
use aftercare_shared::osv;
use aftercare_shared::package::Purl;
use aftercare_shared::release::{self, Feed, FeedError, Format, ReleaseList, from_npm};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::json;

use crate::log;
use crate::store::corpus::{self, FeedDocument};
use crate::store::{Store, StoreError, vex};

/// What is known, as it stands on a day.
pub(crate) struct Knowledge {
    catalogue: Catalogue,
    version: i64,
    day: NaiveDate,
    as_of: DateTime<Utc>,
}

impl Knowledge {
    /// Reads the corpus and compiles it. The version is read first: what changes meanwhile has a higher
    /// one, and is seen by whoever looks next.
    pub(crate) async fn read(store: &Store, now: DateTime<Utc>) -> Result<Self, StoreError> {
        let version = corpus::version(store).await?;
        let mut as_of = DateTime::UNIX_EPOCH;
        let mut records: Vec<osv::Record> = Vec::new();
        let mut after = String::new();
        loop {
            let page = corpus::advisories(store, &after).await?;
            let Some((last, _)) = page.last() else { break };
            after.clone_from(last);
            for (id, text) in page {
                match serde_json::from_str::<osv::Record>(&text) {
                    Ok(mut record) => {
                        // The story is long, and nothing here tells it.
                        record.details = String::new();
                        records.push(record);
                    }
                    Err(error) => unread("an advisory can't be read", &id, &error.to_string()),
                }
            }
        }
        let day = now.date_naive();
        let mut lists = Vec::new();
        let mut after = String::new();
        loop {
            let page = corpus::feeds(store, &after).await?;
            let Some(last) = page.last() else { break };
            after.clone_from(&last.package);
            for document in page {
                as_of = as_of.max(document.fetched_at);
                match feed(&document) {
                    Ok(feed) => lists.push(ReleaseList::compile_on(feed, day)),
                    Err(error) => unread("a feed can't be read", &document.package, &error),
                }
            }
        }
        let mut statements = Vec::new();
        for (document, text) in vex::read(store).await? {
            match serde_json::from_str::<Vec<osv::Statement>>(&text) {
                Ok(said) => statements.extend(said),
                Err(error) => unread("statements can't be read", &document, &error.to_string()),
            }
        }
        let modified = records.iter().filter_map(|record| record.modified.as_ref()?.at());
        let as_of = modified.fold(as_of, DateTime::max);
        let index = Index::compile(&records).with_statements(&statements);
        let fields =
            [("version", json!(version)), ("advisories", json!(index.len())), ("feeds", json!(lists.len()))];
        log::info("what is known was compiled", &fields);
        Ok(Self { catalogue: Catalogue::new(index, lists), version, day, as_of })
    }

    /// How SDKs stand, dated by what that rests on and not by the request: the answer is the same until
    /// the day ends or something becomes known.
    pub(crate) fn on(&self, question: &Question, plan: Option<&str>) -> Notices {
        let midnight = self.day.and_time(NaiveTime::MIN).and_utc();
        let now = if self.as_of.date_naive() == self.day { self.as_of } else { midnight };
        notices::assess(notices::Facts { catalogue: &self.catalogue, plan, now }, question)
    }

    /// Which packages are the vendor's.
    pub(crate) fn sdks(&self) -> Sdks {
        Sdks::known(&self.catalogue)
    }

    /// Whether a notice of that id was ever told.
    pub(crate) fn may_have_told(&self, id: &str) -> bool {
        self.catalogue.may_have_told(id)
    }

    /// Whether it is of a version and a day.
    pub(crate) fn is_of(&self, version: i64, day: NaiveDate) -> bool {
        (self.version, self.day) == (version, day)
    }

    /// The version of the corpus that it is of.
    pub(crate) fn version(&self) -> i64 {
        self.version
    }

    /// The day as whose it is told, in UTC.
    pub(crate) fn day(&self) -> NaiveDate {
        self.day
    }
}

/// The releases in a document, by its form. One of before forms were kept is ours, or npm's.
fn feed(document: &FeedDocument) -> Result<Feed, String> {
    let text = document.document.as_str();
    let read = || match &document.format {
        Some(word) => {
            let purl = document.package.parse::<Purl>().map_err(|error| error.to_string())?;
            let format = format_of(word).ok_or_else(|| format!("`{word}` is no form of a feed"))?;
            release::import(format, purl.package(), text).map_err(|error| error.to_string())
        }
        None => serde_json::from_str::<Feed>(text)
            .or_else(|_| from_npm(text, None))
            .map_err(|error: FeedError| error.to_string()),
    };
    let feed = read()?;
    Ok(Feed { as_of: feed.as_of.or(Some(document.fetched_at)), ..feed })
}

/// The form of a word.
fn format_of(word: &str) -> Option<Format> {
    Format::ALL.into_iter().find(|format| format.as_str() == word)
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
            let read = feed(&document(package, format, text));
            assert_eq!(read.is_ok(), is_read, "{package} {format:?}: {read:?}");
            if let Ok(read) = read {
                assert_eq!((read.releases.len(), read.as_of.is_some()), (1, true));
            }
        }
    }
}
