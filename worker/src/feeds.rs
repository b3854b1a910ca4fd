//! Where releases are read: configured at the desk, read by the sweep of each minute when they are due.
//!
//! A feed is taken by moving its next time on first, so that two sweeps do not read one at once; they are
//! read side by side, each with its own limits of time and size, and what becomes of one is written by itself.
//! One that fails is tried again ever later, and says why; what it listed before stays.

use aftercare_shared::api::releases::{FeedSource, MAX_FEEDS, MAX_INTERVAL_SECONDS, MIN_INTERVAL_SECONDS};
use aftercare_shared::package::{Package, Purl};
use aftercare_shared::problem::FieldError;
use aftercare_shared::release::{Feed, MAX_RELEASES, check_address, import};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use worker::Env;

use crate::app::App;
use crate::caller::Agent;
use crate::config;
use crate::fetch::{self, FetchError, Fetched};
use crate::log;
use crate::problem::Failure;
use crate::releases::{self, Changed, Shelf};
use crate::store::Store;
use crate::store::feed::{self, Configured, Source, Validators};

/// How many feeds one sweep reads.
const SWEEP: u32 = 10;
/// The largest answer that is read, in bytes.
const MAX_BYTES: usize = 8 * 1024 * 1024;
/// The first time between two tries of a feed that fails, in seconds; it doubles with each.
const FIRST_RETRY_SECONDS: i64 = 120;
/// The longest time between two tries, in seconds.
const LONGEST_RETRY_SECONDS: i64 = 86_400;
/// The longest message that is kept, in characters.
const MAX_MESSAGE_CHARS: usize = 300;
/// How often a configuration is tried while others change the same packages.
const TRIES: u32 = 5;

/// The variable under which tests read feeds from this machine.
const TEST: &str = "TEST_FEEDS";

/// Configures all feeds. `is_seen` says whether the caller has seen the configuration of that number.
pub(crate) async fn configure(
    app: &App,
    by: &Agent,
    feeds: &[FeedSource],
    is_seen: impl Fn(u32) -> bool,
) -> Result<(), Failure> {
    let configured = check(app.env(), feeds)?;
    let store = app.store()?;
    for tried in 0..TRIES {
        let (standing, revision) = feed::all(&store).await?;
        if !is_seen(revision) {
            return Err(stale());
        }
        let mut batch =
            feed::configure(&configured, revision.saturating_add(1), &by.name, app.now())?.to_vec();
        for package in lessened(&standing, &configured) {
            let mut shelf = Shelf::read(&store, &package).await?;
            shelf.sources.retain(|source| stays(source, &configured));
            batch.extend(shelf.statements(Changed::Feed, Some(&by.name), app.now())?);
        }
        match store.batch(batch).await {
            Ok(_) => return Ok(()),
            Err(error)
                if ["feed_change", "release_change"].iter().any(|table| error.is_conflict_on(table)) =>
            {
                crate::ledger::step_back(tried).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(Failure::busy_with("the feeds"))
}

fn stays(source: &Source, configured: &[Configured]) -> bool {
    let is_same = |feed: &Configured| {
        feed.package == source.package && feed.url == source.url && feed.form == source.form
    };
    configured.iter().any(is_same)
}

/// The packages that lose what a feed listed.
fn lessened(standing: &[Source], configured: &[Configured]) -> Vec<Package> {
    let lost = standing.iter().filter(|source| source.fetched_at.is_some() && !stays(source, configured));
    let mut packages: Vec<&str> = lost.map(|source| source.package.as_str()).collect();
    packages.dedup();
    packages.into_iter().filter_map(|purl| Some(purl.parse::<Purl>().ok()?.package().clone())).collect()
}

fn check(env: &Env, feeds: &[FeedSource]) -> Result<Vec<Configured>, Failure> {
    let mut errors = Vec::new();
    let mut configured: Vec<Configured> = Vec::new();
    if feeds.len() > MAX_FEEDS {
        return Err(Failure::field("#/feeds", format!("Configure at most {MAX_FEEDS} feeds.")));
    }
    for (place, source) in feeds.iter().enumerate() {
        let mut wrong = |field: &str, detail: String| {
            errors.push(FieldError { pointer: format!("#/feeds/{place}/{field}"), detail });
        };
        let package = match source.package.parse::<Purl>() {
            Ok(purl) if purl.version().is_some() => {
                wrong("package", "Leave the version out: a feed lists all of them.".to_owned());
                continue;
            }
            Ok(purl) => Purl::of_package(purl.package()).to_string(),
            Err(error) => {
                wrong("package", format!("{error}."));
                continue;
            }
        };
        if let Err(refusal) = check_address(&source.url)
            && !is_of_test(env, &source.url)
        {
            wrong("url", format!("{refusal}."));
        }
        if !(MIN_INTERVAL_SECONDS..=MAX_INTERVAL_SECONDS).contains(&source.interval_seconds) {
            let detail = format!("Read it every {MIN_INTERVAL_SECONDS} to {MAX_INTERVAL_SECONDS} seconds.");
            wrong("interval_seconds", detail);
        }
        if configured.iter().any(|earlier| earlier.package == package && earlier.url == source.url) {
            wrong("url", "This package is read there already.".to_owned());
        }
        let url = source.url.clone();
        let interval_seconds = source.interval_seconds;
        configured.push(Configured { package, url, form: source.form, interval_seconds });
    }
    if errors.is_empty() { Ok(configured) } else { Err(Failure::fields(errors)) }
}

/// Whether an address is one that tests read. A deployed Worker has no such variable.
fn is_of_test(env: &Env, url: &str) -> bool {
    config::is_on(env, TEST) && url.starts_with("http://127.0.0.1:")
}

fn stale() -> Failure {
    let detail = "The feeds were configured anew since you looked. Read them, and send what still holds.";
    Failure::new(aftercare_shared::problem::Kind::Stale, detail)
}

/// Reads the feeds that are due, side by side.
pub(crate) async fn sweep(app: &App) -> Result<(), Failure> {
    let store = app.store()?;
    let due = feed::take_due(&store, app.now(), SWEEP).await?;
    futures_util::future::join_all(due.iter().map(|source| read(app, &store, source))).await;
    Ok(())
}

/// Reads one feed and writes what became of it.
async fn read(app: &App, store: &Store, source: &Source) {
    let outcome = match listed(app, source).await {
        Ok(outcome) => keep(app, store, source, outcome).await,
        Err(trouble) => give_up(app, store, source, &trouble).await,
    };
    if let Err(failure) = outcome {
        log::error("a feed's state was not written", &[("package", json!(source.package))]);
        failure.log("reading a feed");
    }
}

/// What a feed listed.
enum Listed {
    /// What it did before.
    Same(Validators),
    /// Something else.
    New(Box<Feed>, Validators),
}

/// Why a feed was not read, and how long its host asks to wait.
struct Trouble {
    message: String,
    wait_seconds: Option<u32>,
}

impl Trouble {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), wait_seconds: None }
    }
}

async fn listed(app: &App, source: &Source) -> Result<Listed, Trouble> {
    if let Err(refusal) = check_address(&source.url)
        && !is_of_test(app.env(), &source.url)
    {
        return Err(Trouble::new(refusal.to_string()));
    }
    let conditions =
        [("if-none-match", source.etag.as_deref()), ("if-modified-since", source.last_modified.as_deref())];
    // Whoever asks whether something has changed must hold it.
    let conditions = conditions.iter().filter(|_| source.document.is_some());
    let mut headers = vec![
        ("user-agent", concat!("Aftercare/", env!("CARGO_PKG_VERSION"))),
        ("accept", "application/json, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.5"),
    ];
    headers.extend(conditions.filter_map(|(name, value)| Some((*name, (*value)?))));
    let fetched = fetch::read(&source.url, &headers, MAX_BYTES).await.map_err(trouble)?;
    let validators = Validators { etag: fetched.etag.clone(), last_modified: fetched.last_modified.clone() };
    match fetched.status {
        304 => Ok(Listed::Same(validators)),
        200 => imported(app.now(), source, &fetched).map(|feed| Listed::New(Box::new(feed), validators)),
        status => Err(Trouble { message: refused(status, &fetched), wait_seconds: fetched.retry_after }),
    }
}

fn imported(now: DateTime<Utc>, source: &Source, fetched: &Fetched) -> Result<Feed, Trouble> {
    let text = std::str::from_utf8(&fetched.body)
        .map_err(|_| Trouble::new("The answer is no text in UTF-8. Check the address and the form."))?;
    let purl: Purl = source.package.parse().map_err(|_| Trouble::new("The package URL can't be read."))?;
    let feed = import(source.form, purl.package(), text).map_err(|error| {
        Trouble::new(format!("{error}. Check that the address and the form belong together."))
    })?;
    if feed.releases.is_empty() && feed.lines.is_empty() {
        return Err(Trouble::new("It lists nothing that can be read. Check the form and the package."));
    }
    if feed.releases.len() > MAX_RELEASES {
        return Err(Trouble::new(format!("It lists more than {MAX_RELEASES} releases.")));
    }
    Ok(Feed { as_of: Some(now), source: Some(source.url.clone()), ..feed })
}

fn trouble(error: FetchError) -> Trouble {
    Trouble::new(match error {
        FetchError::NoAnswer => "The address does not answer, or not in time.".to_owned(),
        FetchError::Status(status) => format!("The address answered {status}."),
        FetchError::TooLarge => format!("The answer is larger than {} MiB.", MAX_BYTES / (1024 * 1024)),
    })
}

fn refused(status: u16, fetched: &Fetched) -> String {
    match (status, &fetched.location) {
        (301 | 302 | 303 | 307 | 308, Some(location)) => {
            format!("The address has moved: configure {location} if you trust it.")
        }
        (429 | 503, _) => format!("The host asks to wait (status {status})."),
        (401 | 403, _) => format!("The host lets nobody read it (status {status})."),
        (404 | 410, _) => format!("There is nothing at this address (status {status}). Check it."),
        _ => format!("The address answered {status}."),
    }
}

async fn keep(app: &App, store: &Store, source: &Source, listed: Listed) -> Result<(), Failure> {
    let (feed, validators) = match listed {
        Listed::Same(validators) => return same(app, store, source, &validators).await,
        Listed::New(feed, validators) => (feed, validators),
    };
    let undated = Feed { as_of: None, ..*feed };
    let text = match releases::document(&undated) {
        Ok(text) => text,
        Err(_) => return give_up(app, store, source, &Trouble::new("It lists more than can be kept.")).await,
    };
    if source.document.as_ref() == Some(&text) {
        return same(app, store, source, &validators).await;
    }
    let count = if undated.releases.is_empty() { undated.lines.len() } else { undated.releases.len() };
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let Some(package) = source.package.parse::<Purl>().ok().map(|purl| purl.package().clone()) else {
        return Ok(());
    };
    releases::change(app, &package, Changed::Feed, None, &|shelf| {
        // It may have been taken away while it was read.
        let Some(kept) =
            shelf.sources.iter_mut().find(|kept| kept.url == source.url && kept.form == source.form)
        else {
            return Ok(Vec::new());
        };
        kept.document = Some(text.clone());
        kept.fetched_at = Some(app.now());
        Ok(vec![feed::read(source, &text, count, &validators, app.now())])
    })
    .await?;
    log::info("a feed has news", &[("package", json!(source.package)), ("listed", json!(count))]);
    Ok(())
}

async fn same(app: &App, store: &Store, source: &Source, validators: &Validators) -> Result<(), Failure> {
    let before = app.now() - TimeDelta::hours(releases::STILL_RIGHT_HOURS);
    let batch = vec![
        feed::unchanged(source, validators, app.now()),
        crate::store::release::still_right(&source.package, before, app.now()),
    ];
    store.batch(batch).await?;
    Ok(())
}

async fn give_up(app: &App, store: &Store, source: &Source, trouble: &Trouble) -> Result<(), Failure> {
    let message: String = trouble.message.chars().take(MAX_MESSAGE_CHARS).collect();
    let again = app.now() + TimeDelta::seconds(retry_after(source.failures, trouble.wait_seconds));
    store.batch(vec![feed::failed(source, &message, again, app.now())]).await?;
    let fields = [("package", json!(source.package)), ("failures", json!(source.failures + 1))];
    log::warn("a feed was not read", &fields);
    Ok(())
}

/// How long to wait after so many failures before, in seconds.
fn retry_after(failures: u32, asked: Option<u32>) -> i64 {
    let doubled = FIRST_RETRY_SECONDS.saturating_mul(1_i64 << failures.min(20));
    doubled.max(asked.map_or(0, i64::from)).min(LONGEST_RETRY_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_grow_rarer_and_never_end() {
        assert_eq!(
            [0, 1, 2, 9, 40].map(|failures| retry_after(failures, None)),
            [120, 240, 480, 61_440, 86_400]
        );
        assert_eq!(retry_after(0, Some(3_600)), 3_600);
        assert_eq!(retry_after(0, Some(u32::MAX)), 86_400);
    }
}
