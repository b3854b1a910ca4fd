//! What is known of the vendor's packages, compiled and held in the isolate.
//!
//! Every page of every customer asks for notices, so no request reads the store: the compiled index is
//! looked after at most every half minute, by one small read that tells whether anything has changed. Where
//! the store does not answer, what is held goes on being used.

use std::cell::RefCell;
use std::rc::Rc;

use aftercare_shared::advisory::Index;
use aftercare_shared::api::notices::{self, Notices};
use aftercare_shared::osv;
use aftercare_shared::package::Purl;
use aftercare_shared::release::{Feed, FeedError, ReleaseList, from_npm};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use serde_json::json;

use crate::app::App;
use crate::log;
use crate::problem::Failure;
use crate::store::advisory::{self, Corpus};

/// How long what is held is not looked after, in seconds.
const FRESH_SECONDS: i64 = 30;

thread_local! {
    static HELD: RefCell<Option<(DateTime<Utc>, Rc<Knowledge>)>> = const { RefCell::new(None) };
}

/// What is known.
pub(crate) struct Knowledge {
    index: Index,
    releases: Vec<ReleaseList>,
    /// Counts the changes in the store.
    version: i64,
    /// When the newest of it was published or read.
    as_of: DateTime<Utc>,
}

impl Knowledge {
    /// How SDKs stand. The answer is the same until the day ends or something becomes known, so that it
    /// can be cached: it is dated by what it rests on, not by the request.
    pub(crate) fn on(&self, sdks: &[Purl], plan: Option<&str>, now: DateTime<Utc>) -> Notices {
        let midnight = now.date_naive().and_time(NaiveTime::MIN).and_utc();
        let now = self.as_of.max(midnight).min(now);
        notices::assess(notices::Facts { index: &self.index, releases: &self.releases, plan, now }, sdks)
    }
}

/// What is known now, or was known half a minute ago.
pub(crate) async fn knowledge(app: &App) -> Result<Rc<Knowledge>, Failure> {
    let held = HELD.with_borrow(Clone::clone);
    if let Some((checked_at, knowledge)) = &held
        && (app.now() - checked_at).abs() < TimeDelta::seconds(FRESH_SECONDS)
    {
        return Ok(knowledge.clone());
    }
    let known = held.map(|(_, knowledge)| knowledge);
    let fresh = match refreshed(app, known.clone()).await {
        Ok(fresh) => fresh,
        Err(failure) => {
            let known = known.ok_or(failure)?;
            log::error("notices answered from what was known before", &[("version", json!(known.version))]);
            known
        }
    };
    HELD.set(Some((app.now(), fresh.clone())));
    Ok(fresh)
}

async fn refreshed(app: &App, known: Option<Rc<Knowledge>>) -> Result<Rc<Knowledge>, Failure> {
    let store = app.store()?;
    if let Some(known) = known
        && advisory::version(&store).await? == known.version
    {
        return Ok(known);
    }
    Ok(Rc::new(compile(&advisory::read(&store).await?)))
}

/// Compiles the corpus. What can't be read is left out and logged: one bad record hides no other.
fn compile(corpus: &Corpus) -> Knowledge {
    let mut as_of = DateTime::UNIX_EPOCH;
    let mut records: Vec<osv::Record> = Vec::with_capacity(corpus.advisories.len());
    for (id, text) in &corpus.advisories {
        match serde_json::from_str(text) {
            Ok(record) => records.push(record),
            Err(error) => {
                let error = error.to_string();
                log::error("an advisory can't be read", &[("advisory", json!(id)), ("error", json!(error))]);
            }
        }
    }
    let mut releases = Vec::with_capacity(corpus.feeds.len());
    for (package, text, fetched_at) in &corpus.feeds {
        match feed(text, *fetched_at) {
            Ok(feed) => releases.push(ReleaseList::compile(feed)),
            Err(error) => {
                let error = error.to_string();
                log::error("a feed can't be read", &[("package", json!(package)), ("error", json!(error))]);
            }
        }
        as_of = as_of.max(*fetched_at);
    }
    let mut statements = Vec::new();
    for (document, text) in &corpus.statements {
        match serde_json::from_str::<Vec<osv::Statement>>(text) {
            Ok(said) => statements.extend(said),
            Err(error) => {
                let error = error.to_string();
                log::error(
                    "statements can't be read",
                    &[("document", json!(document)), ("error", json!(error))],
                );
            }
        }
    }
    let modified = records.iter().filter_map(|record| record.modified.as_ref()?.at());
    let as_of = modified.fold(as_of, DateTime::max);
    let index = Index::compile(&records).with_statements(&statements);
    Knowledge { index, releases, version: corpus.version, as_of }
}

/// A feed: a document of ours, or an npm packument.
fn feed(text: &str, fetched_at: DateTime<Utc>) -> Result<Feed, FeedError> {
    let feed = serde_json::from_str::<Feed>(text).or_else(|_| from_npm(text, None))?;
    Ok(Feed { as_of: feed.as_of.or(Some(fetched_at)), ..feed })
}
