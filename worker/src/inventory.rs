//! What customers run, as far as we are told: by the pages that open a panel, by lists that they declare.
//!
//! A page is seen when it opens a session, after the answer is sent, and written down once in half a day: no
//! view of a page costs a write. A declared list takes the place of the one before of the same project.

use aftercare_shared::api::inventory::{
    Inventory, MAX_PACKAGES, MAX_PROJECT_CHARS, NewInventory, Seen, Source,
};
use aftercare_shared::id::AccountId;
use aftercare_shared::package::Purl;
use aftercare_shared::problem::{FieldError, Kind};
use chrono::TimeDelta;

use crate::app::App;
use crate::caller::Customer;
use crate::problem::Failure;
use crate::store::inventory::{self, Known, MAX_OF_ACCOUNT, Run};
use crate::store::{Store, notice};

/// How many SDKs of a page are written down.
const MAX_OF_PAGE: usize = 50;
/// The longest package URL that is written down, in bytes.
const MAX_PURL_BYTES: usize = 512;
/// How long what a page runs is not written down again, in hours.
const PAGE_HOURS: i64 = 12;

/// Writes down what a page runs, after the answer is sent. What can't be read is passed over: a slip in a
/// page's script tag must not cost anybody their session.
pub(crate) fn see_later(app: &App, customer: &Customer, sdks: &[String]) {
    let Some(account) = customer.account().cloned() else { return };
    let read = |sdk: &String| sdk.parse::<Purl>().ok().filter(|_| sdk.len() <= MAX_PURL_BYTES);
    let mut runs: Vec<Run> =
        sdks.iter().take(MAX_OF_PAGE).filter_map(read).map(|purl| Run::of(&purl)).collect();
    runs.sort();
    runs.dedup();
    if runs.is_empty() {
        return;
    }
    let (later, site) = (app.clone(), customer.site.to_string());
    app.later(async move {
        if let Err(failure) = see(&later, &account, &site, &runs).await {
            failure.log("what a page runs was not written down");
        }
    });
}

async fn see(app: &App, account: &AccountId, site: &str, runs: &[Run]) -> Result<(), Failure> {
    let patience = TimeDelta::hours(PAGE_HOURS);
    let purls: Vec<String> = runs.iter().map(Run::purl).collect();
    let batch = vec![
        inventory::see(account.as_str(), Source::Page, site, runs, patience, app.now())?,
        notice::panel_opened(account.as_str(), &purls, app.now())?,
    ];
    app.store()?.batch(batch).await?;
    Ok(())
}

/// Takes a declared list in the place of the one before.
pub(crate) async fn declare(
    app: &App,
    account: &AccountId,
    new: &NewInventory,
) -> Result<Inventory, Failure> {
    let runs = check(new)?;
    let store = app.store()?;
    let account = account.as_str();
    let beside = inventory::count_beside(&store, account, new.source, &new.project).await?;
    if usize::try_from(beside).unwrap_or(usize::MAX).saturating_add(runs.len())
        > usize::try_from(MAX_OF_ACCOUNT).unwrap_or(usize::MAX)
    {
        let detail = format!(
            "At most {MAX_OF_ACCOUNT} versions are kept of an account. Take back projects that are no more, \
             each with an empty list."
        );
        return Err(Failure::new(Kind::Refused, detail));
    }
    let batch = vec![
        inventory::keep_only(account, new.source, &new.project, &runs)?,
        inventory::see(account, new.source, &new.project, &runs, TimeDelta::zero(), app.now())?,
    ];
    store.batch(batch).await?;
    of(&store, account).await
}

/// What is known of an account.
pub(crate) async fn of(store: &Store, account: &str) -> Result<Inventory, Failure> {
    let known = inventory::of(store, account).await?;
    let seen = |known: Known| Seen {
        purl: known.run.purl(),
        source: known.source,
        project: known.project,
        first_seen: known.first_seen,
        last_seen: known.last_seen,
    };
    Ok(Inventory { items: known.into_iter().map(seen).collect() })
}

fn check(new: &NewInventory) -> Result<Vec<Run>, Failure> {
    let mut errors = Vec::new();
    let mut wrong = |pointer: String, detail: String| errors.push(FieldError { pointer, detail });
    match new.source {
        Source::Page => {
            let detail = "Pages are seen, not declared: write lockfile, ci or api.";
            wrong("#/source".to_owned(), detail.to_owned());
        }
        Source::Lockfile | Source::Ci | Source::Api => {}
    }
    if new.project.chars().count() > MAX_PROJECT_CHARS || new.project.chars().any(char::is_control) {
        let detail = format!("Write one line of at most {MAX_PROJECT_CHARS} characters.");
        wrong("#/project".to_owned(), detail);
    }
    if new.packages.len() > MAX_PACKAGES {
        wrong("#/packages".to_owned(), format!("Name at most {MAX_PACKAGES} packages."));
    }
    let mut runs = Vec::new();
    for (place, text) in new.packages.iter().take(MAX_PACKAGES).enumerate() {
        match text.parse::<Purl>() {
            Ok(_) if text.len() > MAX_PURL_BYTES => {
                wrong(format!("#/packages/{place}"), format!("Write at most {MAX_PURL_BYTES} bytes."));
            }
            Ok(purl) => runs.push(Run::of(&purl)),
            Err(error) => wrong(format!("#/packages/{place}"), format!("{error}.")),
        }
    }
    runs.sort();
    runs.dedup();
    if errors.is_empty() { Ok(runs) } else { Err(Failure::fields(errors)) }
}
