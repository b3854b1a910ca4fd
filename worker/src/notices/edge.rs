//! What the edge keeps for the isolates of one location (the platform's Cache API): rendered answers, and
//! which version of the corpus is the current one.
//!
//! Everything here may be missing at any time and fails without a word to the caller: then the isolate
//! asks the store. Names hold the deployment, the version and the day, so that nothing has to be purged:
//! what is old is not asked for.

use std::rc::Rc;

use aftercare_shared::digest;
use aftercare_shared::json;
use chrono::{DateTime, NaiveDate, Utc};
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use serde_json::json;
use worker::{Cache, ResponseBuilder, WorkerVersionMetadata};

use crate::app::App;
use crate::log;
use crate::notices::{Answer, FRESH, held};

/// For how long the edge keeps an answer, at most.
const ANSWER_CACHING: &str = "public, max-age=3600";

/// Which version was seen when.
#[derive(Serialize, Deserialize)]
struct Seen {
    version: i64,
    at: DateTime<Utc>,
}

/// The answer to the question with that key, of that version and day.
pub(crate) async fn answer(app: &App, version: i64, day: NaiveDate, key: &str) -> Option<Answer> {
    let mut kept = Cache::default().get(name(app, version, day, key), false).await.ok().flatten()?;
    let tag = kept.headers().get("etag").ok().flatten()?;
    let bytes = kept.bytes().await.ok()?;
    Some(Answer::kept(Uint8Array::from(bytes.as_slice()), tag, key, version, day))
}

/// Keeps an answer, after the request.
pub(crate) fn keep(app: &App, answer: &Rc<Answer>) {
    let (version, day, key) = answer.named_by();
    let name = name(app, version, day, key);
    let answer = answer.clone();
    app.later(async move {
        put(&name, ANSWER_CACHING, Some(answer.tag()), answer.bytes()).await;
    });
}

fn name(app: &App, version: i64, day: NaiveDate, key: &str) -> String {
    format!("{}/{version}/{day}/{}", folder(app), digest::sha256(key))
}

/// The version that somebody here saw a moment ago.
pub(crate) async fn version(app: &App) -> Option<i64> {
    let mut kept = Cache::default().get(version_name(app)?, false).await.ok().flatten()?;
    let seen: Seen = json::read_bytes(&kept.bytes().await.ok()?).ok()?;
    ((app.now() - seen.at).abs() < FRESH).then_some(seen.version)
}

/// Keeps the version, after the request.
pub(crate) fn keep_version(app: &App, version: i64) {
    let Some(name) = version_name(app) else { return };
    let seen = Seen { version, at: app.now() };
    app.later(async move {
        let caching = format!("public, max-age={}", FRESH.num_seconds());
        if let Ok(json) = serde_json::to_vec(&seen) {
            put(&name, &caching, None, json).await;
        }
    });
}

/// Forgets the version, after the request.
pub(crate) fn forget_version(app: &App) {
    let Some(name) = version_name(app) else { return };
    app.later(async move {
        if let Err(error) = Cache::default().delete(name, false).await {
            let error = error.to_string();
            log::warn("the edge goes on with an old version for a while", &[("error", json!(error))]);
        }
        // Whoever looked meanwhile may have seen the version that was to be forgotten.
        held::distrust();
    });
}

/// None in a sweep, which no host was asked for.
fn version_name(app: &App) -> Option<String> {
    (!app.host().is_empty()).then(|| format!("{}/version", folder(app)))
}

/// Addresses of our own host, which the platform asks for, that nothing is served at.
fn folder(app: &App) -> String {
    format!("https://{}/v1/notices/kept/{}", app.host(), deployment(app))
}

async fn put(name: &str, caching: &str, tag: Option<&str>, body: Vec<u8>) {
    let response = || {
        let response = ResponseBuilder::new()
            .with_header("content-type", "application/json")?
            .with_header("cache-control", caching)?;
        let response = match tag {
            Some(tag) => response.with_header("etag", tag)?,
            None => response,
        };
        worker::Result::Ok(response.fixed(body))
    };
    let outcome = match response() {
        Ok(response) => Cache::default().put(name, response).await,
        Err(error) => Err(error),
    };
    if let Err(error) = outcome {
        log::warn("the edge kept nothing", &[("error", json!(error.to_string()))]);
    }
}

/// Which deployment this is: another one may render the same knowledge in other bytes.
fn deployment(app: &App) -> String {
    let metadata = app.env().get_binding::<WorkerVersionMetadata>("CF_VERSION_METADATA");
    let id = metadata.map(|metadata| metadata.id()).unwrap_or_default();
    if id.is_empty() { env!("CARGO_PKG_VERSION").to_owned() } else { id }
}
