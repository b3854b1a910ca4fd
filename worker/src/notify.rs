//! Telling customers of advisories that hit what they run: once each, for each publication.
//!
//! A publication is spread in steps of some hundred accounts, each one batch: the notices, and what tells of
//! them in the outbox. Where a step was lost, the next minute's sweep goes on with it; where two do the same
//! step, the notices' own key lets each account be told once. Who turns out to run what a publication hits
//! only later is told then, and their time counts from when we learned it.
//!
//! A notice is a row, a channel is a time in it: the panel, when one of theirs opens; the vendor's own
//! system, when it takes the signed webhook. Nothing counts as told that was only sent.

mod newcomer;
pub(crate) mod view;

use aftercare_shared::advisory::{Advisory, Score};
use aftercare_shared::api::advisories::RevisionKind;
use aftercare_shared::json;
use aftercare_shared::osv::Record;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

pub(crate) use newcomer::sweep_newcomers;

use crate::advisories::impact::{self, Subject};
use crate::app::App;
use crate::config;
use crate::corpus;
use crate::ids;
use crate::log;
use crate::outbox;
use crate::problem::Failure;
use crate::store::Store;
use crate::store::advisory::Published;
use crate::store::inventory::{Hit, Run};
use crate::store::notice::{self, Asked, Concerned, NewNotice};
use crate::store::revision::{self, Telling, Telltale};

/// How many accounts one step tells: as many as the queue takes at once.
const STEP: u32 = 100;
/// How many steps are done in one go: the sweep of the next minute does the rest.
const STEPS: u32 = 50;
/// How long a publication may be left to whoever published it before the sweep takes care of it, in seconds.
const PATIENCE_SECONDS: i64 = 30;
/// How many publications one sweep spreads.
const SWEEP: u32 = 20;
/// How many of the packages that somebody runs a message names.
const MAX_RUNS: usize = 20;

/// Begins to tell of publications after the answer is sent.
pub(crate) fn begin_later(app: &App, published: &[Published]) {
    let looking = published.iter().filter(|published| published.telling == Telling::Looking);
    let ids: Vec<String> = looking.map(|published| published.id.clone()).collect();
    if ids.is_empty() {
        return;
    }
    let later = app.clone();
    app.later(async move {
        if let Err(failure) = begin(&later, &ids).await {
            failure.log("telling of an advisory is left to the sweep");
        }
    });
}

/// Tells of the newest publication of some advisories, as far as those whom it concerns are still being found.
pub(crate) async fn begin(app: &App, ids: &[String]) -> Result<(), Failure> {
    let store = app.store()?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    for telltale in revision::newest(&store, &ids).await? {
        if telltale.telling == Telling::Looking {
            spread(app, &store, telltale).await?;
        }
    }
    Ok(())
}

/// Goes on with what was begun and not finished.
pub(crate) async fn sweep(app: &App) -> Result<(), Failure> {
    let store = app.store()?;
    let before = app.now() - TimeDelta::seconds(PATIENCE_SECONDS);
    for telltale in revision::looking(&store, SWEEP).await? {
        if telltale.at > before {
            continue;
        }
        let advisory = telltale.advisory.clone();
        if let Err(failure) = spread(app, &store, telltale).await {
            log::error("an advisory was not told of", &[("advisory", json!(advisory))]);
            failure.log("telling of an advisory");
        }
    }
    Ok(())
}

/// Tells of one publication, step by step.
async fn spread(app: &App, store: &Store, mut telltale: Telltale) -> Result<(), Failure> {
    let record: Record = json::read(&telltale.record)
        .map_err(|error| Failure::Internal("an advisory can't be read", error.to_string()))?;
    let subject = Subject::new(&record, &corpus::statements(store).await?);
    let certain = impact::certain(store, &subject, app.now()).await?;
    let hits: Vec<Hit<'_>> =
        certain.iter().map(|(Run(package, version), _)| Hit(0, package, version, 1)).collect();
    for _ in 0..STEPS {
        let asked = Asked {
            advisory: &telltale.advisory,
            revision: telltale.revision,
            hits: &hits,
            after: &telltale.looked_to,
            limit: STEP,
        };
        let concerned = notice::concerned(store, asked, app.now()).await?;
        let is_last = concerned.len() < usize::try_from(STEP).unwrap_or(usize::MAX);
        let last = concerned.last().map(|concerned| concerned.account.clone());
        let story = Story { telltale: &telltale, subject: &subject, fixes: &certain };
        let mut batch = Vec::new();
        let notices: Vec<NewNotice> =
            concerned.into_iter().map(|concerned| story.notice(app, concerned)).collect();
        if !notices.is_empty() {
            batch.extend(notice::insert(&notices, app.now())?);
        }
        let to = last.as_deref().filter(|_| !is_last);
        batch.push(revision::looked(&telltale.advisory, telltale.revision, to));
        store.batch(batch).await?;
        outbox::hand_over_later(app, notices.into_iter().filter_map(|notice| notice.parcel).collect());
        match last {
            Some(last) if !is_last => telltale.looked_to = last,
            Some(_) | None => return Ok(()),
        }
    }
    Ok(())
}

/// What is told of a publication.
struct Story<'a> {
    telltale: &'a Telltale,
    subject: &'a Subject,
    /// What the record certainly hits, and what fixes it.
    fixes: &'a [(Run, Option<String>)],
}

impl Story<'_> {
    fn notice(&self, app: &App, concerned: Concerned) -> NewNotice {
        let telltale = self.telltale;
        let due_from = concerned.first_seen.map_or(telltale.at, |seen| seen.max(telltale.at));
        let is_affected = !concerned.runs.is_empty();
        let is_told = config::text(app.env(), "WEBHOOK_URL").is_some();
        let kind = notice::kind(telltale.kind);
        NewNotice {
            advisory: telltale.advisory.clone(),
            revision: telltale.revision,
            is_affected,
            purls: concerned.runs.iter().take(MAX_RUNS).map(Run::purl).collect(),
            due_from: due_from.timestamp(),
            parcel: is_told.then(|| ids::message(app.now())),
            kind,
            payload: self.payload(&concerned, is_affected, app.now()),
            account: concerned.account,
        }
    }

    /// Thin, after Standard Webhooks: what happened, to whom, and where to look.
    fn payload(&self, concerned: &Concerned, is_affected: bool, now: DateTime<Utc>) -> Value {
        let advisory: &Advisory = &self.subject.advisory;
        let worst = advisory.worst();
        let fix =
            |run: &Run| self.fixes.iter().find(|(fixed, _)| fixed == run).and_then(|(_, fix)| fix.clone());
        let runs = concerned.runs.iter().take(MAX_RUNS);
        let runs: Vec<Value> = runs.map(|run| json!({"purl": run.purl(), "fixed_in": fix(run)})).collect();
        json!({
            "type": notice::kind(self.telltale.kind),
            "timestamp": instant(now),
            "data": {
                "advisory": {
                    "id": self.telltale.advisory,
                    "aliases": advisory.aliases(),
                    "summary": advisory.summary(),
                    "severity": worst.rating,
                    "score": worst.score.map(Score::value),
                    "url": advisory.url(),
                    "packages": self.subject.packages,
                    "is_withdrawn": advisory.is_withdrawn(),
                    "revision": self.telltale.revision,
                    "published_at": instant(self.telltale.at),
                },
                "account": {"id": concerned.account, "name": concerned.name},
                "is_affected": is_affected,
                "runs": runs,
                "reason": self.telltale.reason,
            },
        })
    }
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Whether a publication still speaks to those who turn out to run what it hits.
fn is_open(telltale: &Telltale) -> bool {
    telltale.telling == Telling::Found
        && match telltale.kind {
            RevisionKind::Published | RevisionKind::Updated => true,
            RevisionKind::Withdrawn => false,
        }
}
