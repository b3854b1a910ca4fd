//! The corpus, compiled.

use aftercare_shared::advisory::Index;
use aftercare_shared::api::notices::{self, Notices, Question};
use aftercare_shared::api::sdks::Sdks;
use aftercare_shared::catalogue::Catalogue;
use aftercare_shared::osv::Record;
use aftercare_shared::release::{Feed, ReleaseList};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::json;

use crate::corpus;
use crate::log;
use crate::store::{self, Store, StoreError};

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
        let version = store::corpus::version(store).await?;
        let mut records: Vec<Record> = Vec::new();
        // The story is long, and nothing here tells it.
        let keep = |record| records.push(Record { details: String::new(), ..record });
        corpus::records(store, keep).await?;
        let day = now.date_naive();
        let mut as_of = DateTime::UNIX_EPOCH;
        let mut lists = Vec::new();
        let compile = |_, feed: Feed| {
            as_of = as_of.max(feed.as_of.unwrap_or(as_of));
            lists.push(ReleaseList::compile_on(feed, day));
        };
        corpus::feeds(store, compile).await?;
        let statements = corpus::statements(store).await?;
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

    /// The advisories and releases.
    pub(crate) fn catalogue(&self) -> &Catalogue {
        &self.catalogue
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
