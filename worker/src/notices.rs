//! `GET /v1/notices`, the request of every page of every customer: who keeps what, and for how long.
//!
//! An answer depends on the question, on what is known and on the day, and on nothing else, so three
//! places keep it. The isolate keeps rendered answers, and the compiled catalogue to make others from
//! (`held`). The edge keeps answers for isolates that have just started and have no catalogue yet
//! (`edge`). The browser keeps its own for a minute, and asks again by tag. The store is read when an
//! isolate meets a question that neither it nor the edge can answer, and to see whether anything has
//! changed; never on a hit.
//!
//! How late may an answer be? Every change in the store counts `corpus.version` up. An isolate trusts the
//! version it saw for [`FRESH`]; for as long again and a half it still answers at once while it looks
//! after it; later it looks first. The edge keeps the version for [`FRESH`] as well, and the browser an
//! answer for a minute: a page that is loaded three minutes after an advisory was published shows it.
//! Where the store does not answer, what is held goes on being used, and that is logged.

mod answer;
mod edge;
mod held;
mod knowledge;

use std::rc::Rc;

use aftercare_shared::api::notices::{MAX_SDKS, Question};
use aftercare_shared::problem::{FieldError, Kind, Problem};
use chrono::TimeDelta;
use serde_json::json;

pub(crate) use answer::Answer;
pub(crate) use knowledge::Knowledge;

use crate::app::App;
use crate::log;
use crate::problem::Failure;
use crate::store::corpus;
use held::Age;

/// For how long the version of the corpus is trusted once it was read.
const FRESH: TimeDelta = TimeDelta::seconds(30);
/// The longest query that is read, in bytes: what Cloudflare takes for an address.
const MAX_QUERY_BYTES: usize = 16 * 1024;

/// The answer to a query that is held and may be given without looking at anything else.
pub(crate) fn at_hand(app: &App, query: &str) -> Option<Rc<Answer>> {
    match held::age(app.now()) {
        Age::Fresh => {}
        Age::Ageing => look_after(app),
        Age::Old => return None,
    }
    let answer = held::answer(app.now(), query)?;
    // What is asked for twice is asked for often: an isolate that starts next will be glad of it.
    if answer.is_asked_again() {
        edge::keep(app, &answer);
    }
    Some(answer)
}

/// The answer to a query.
pub(crate) async fn answer(app: &App, query: &str) -> Result<Rc<Answer>, Failure> {
    if query.len() > MAX_QUERY_BYTES {
        let detail = format!("Ask about fewer SDKs at a time: a query has at most {MAX_QUERY_BYTES} bytes.");
        return Err(Failure::new(Kind::TooLarge, detail));
    }
    if let Some(answer) = at_hand(app, query) {
        return Ok(answer);
    }
    let question = question(query)?;
    look(app).await?;
    let key = question.key();
    if let Some(answer) = held::answer(app.now(), &key) {
        held::keep(&answer, query);
        return Ok(answer);
    }
    let (version, day) = (held::version().unwrap_or_default(), app.now().date_naive());
    let kept = match held::knowledge(app.now()) {
        Some(_) => None,
        None => edge::answer(app, version, day, &key).await,
    };
    let answer = match kept {
        Some(answer) => Rc::new(answer),
        None => {
            let knowledge = knowledge(app).await?;
            Rc::new(Answer::of(&knowledge.on(&question, None), &knowledge, &key)?)
        }
    };
    held::keep(&answer, &key);
    held::keep(&answer, query);
    Ok(answer)
}

/// What is known now, or was known a moment ago.
pub(crate) async fn knowledge(app: &App) -> Result<Rc<Knowledge>, Failure> {
    look(app).await?;
    if let Some(knowledge) = held::knowledge(app.now()) {
        return Ok(knowledge);
    }
    let fresh = Rc::new(Knowledge::read(&app.store()?, app.now()).await?);
    held::adopt_knowledge(&fresh, app.now());
    Ok(fresh)
}

/// Sees to it that what is held is not old. What is held goes on being used where nobody answers.
async fn look(app: &App) -> Result<(), Failure> {
    match held::age(app.now()) {
        Age::Fresh => return Ok(()),
        Age::Ageing => {
            look_after(app);
            return Ok(());
        }
        Age::Old => {}
    }
    match current_version(app).await {
        Ok(version) => held::adopt_version(version, app.now()),
        Err(failure) => {
            let version = held::version().ok_or(failure)?;
            log::error("notices answered from what was known before", &[("version", json!(version))]);
            held::adopt_version(version, app.now());
        }
    }
    Ok(())
}

/// The same after the answer, by one request at a time.
fn look_after(app: &App) {
    if !held::begin_to_look(app.now()) {
        return;
    }
    let again = app.clone();
    app.later(async move {
        match current_version(&again).await {
            Ok(version) => held::adopt_version(version, again.now()),
            Err(failure) => failure.log("the version of what is known was not read"),
        }
    });
}

async fn current_version(app: &App) -> Result<i64, Failure> {
    if let Some(version) = edge::version(app).await {
        return Ok(version);
    }
    let version = corpus::version(&app.store()?).await?;
    edge::keep_version(app, version);
    Ok(version)
}

/// Reads a query. A text that is no package URL is answered with its reason beside the others, and
/// refused where it stands alone: then the page's author is looking.
pub(crate) fn question(query: &str) -> Result<Question, Failure> {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let asked = pairs.filter(|(name, _)| name == "sdk").map(|(_, text)| text).collect::<Vec<_>>();
    if asked.len() > MAX_SDKS {
        return Err(Failure::new(Kind::Invalid, format!("Ask about at most {MAX_SDKS} SDKs at a time.")));
    }
    let question = Question::of(asked.iter().map(AsRef::as_ref));
    if !question.names_nothing() {
        return Ok(question);
    }
    let mut problem = Problem::new(
        Kind::Invalid,
        "There is no package URL among the values of `sdk`. Write them like pkg:npm/matrix-js-sdk@23.5.0.",
    );
    problem.errors = asked
        .iter()
        .enumerate()
        .filter_map(|(place, text)| {
            let detail = Question::read(text).err()?.to_string();
            Some(FieldError { pointer: format!("#/sdk/{place}"), detail })
        })
        .collect();
    Err(Failure::Problem(Box::new(problem)))
}

/// Something was published here: the next question looks at the store, in this isolate at once and at
/// this edge as soon as the deletion is through. The other places follow within the bound above.
pub(crate) fn changed(app: &App) {
    held::distrust();
    edge::forget_version(app);
}
