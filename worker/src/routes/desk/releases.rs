//! `/v1/desk/releases`: what the vendor has released, and what the desk says of it.

use aftercare_shared::api::desk::Role;
use aftercare_shared::api::releases::{PackageReleases, Packages};
use aftercare_shared::package::{Package, Purl};
use aftercare_shared::problem::{Kind, Problem};
use aftercare_shared::release::{Feed, Release};
use aftercare_shared::version::Version;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};

use crate::app::App;
use crate::body::{self, Json};
use crate::caller::Agent;
use crate::corpus;
use crate::etag;
use crate::params::{Named, Path, Paths};
use crate::problem::Failure;
use crate::releases::{self, Changed, Shelf, no_package, view};
use crate::routes::{answer, tagged, written};
use crate::store::feed;

/// `GET`
#[worker::send]
pub(crate) async fn index(app: App, _agent: Agent) -> Result<Response, Failure> {
    let store = app.store()?;
    let (sources, _) = feed::all(&store).await?;
    let mut items = Vec::new();
    let now = app.now();
    let list = |package: Package, feed: Feed| {
        let kept_under = Purl::of_package(&package).to_string();
        let of_package: Vec<_> = sources.iter().filter(|source| source.package == kept_under).collect();
        let as_of = feed.as_of;
        items.push(view::summary(&package, feed, as_of, &of_package, now));
    };
    corpus::feeds(&store, list).await?;
    // A feed that was never read has no list, and is worth seeing all the more.
    for source in &sources {
        let is_known = items.iter().any(|item| item.package == source.package);
        if let (false, Ok(purl)) = (is_known, purl(&source.package)) {
            let feed = view::empty(purl.package());
            items.push(view::summary(purl.package(), feed, None, &[source], now));
        }
    }
    items.sort_by(|a, b| a.package.cmp(&b.package));
    answer(StatusCode::OK, &Packages { items })
}

/// `GET /{package}`
#[worker::send]
pub(crate) async fn show(
    app: App,
    _agent: Agent,
    headers: HeaderMap,
    Path(Named(package)): Path<Named>,
) -> Result<Response, Failure> {
    let (whole, tag) = whole(&app, &package).await?;
    tagged(&headers, &tag, &whole)
}

/// `PUT /{package}`: a list that is pushed whole.
#[worker::send]
pub(crate) async fn push(
    app: App,
    agent: Agent,
    headers: HeaderMap,
    Path(Named(package)): Path<Named>,
    Json(pushed): Json<Feed>,
) -> Result<Response, Failure> {
    agent.must_be(Role::Lead, "Changing releases")?;
    refuse(pushed.slips(&package))?;
    let replaces = etag::replaced(&headers);
    let now = app.now();
    releases::change(&app, &package, Changed::Pushed, Some(&agent.name), |shelf| {
        check_seen(shelf, replaces)?;
        // The list is as of when it was pushed, unless it says that it is older.
        let as_of = pushed.as_of.filter(|at| *at <= now).or(Some(now));
        shelf.pushed = Some((Feed { as_of, ..pushed.clone() }, now));
        Ok(Vec::new())
    })
    .await?;
    shown(&app, &package).await
}

/// `PUT /{package}/{version}`: what the desk says of one release.
#[worker::send]
pub(crate) async fn edit(
    app: App,
    agent: Agent,
    headers: HeaderMap,
    Paths(Named(package), version): Paths<Named, String>,
    Json(release): Json<Release>,
) -> Result<Response, Failure> {
    agent.must_be(Role::Lead, "Changing releases")?;
    let mut slips = release.slips(package.ecosystem(), "#");
    if !is_same(&package, &release.version, &version) {
        let detail = format!("This is the address of {version}.");
        slips.insert(0, aftercare_shared::problem::FieldError { pointer: "#/version".to_owned(), detail });
    }
    refuse(slips)?;
    let replaces = etag::replaced(&headers);
    releases::change(&app, &package, Changed::Desk, Some(&agent.name), |shelf| {
        check_seen(shelf, replaces)?;
        let mut desk = shelf.desk.take().unwrap_or_else(|| view::empty(&package));
        desk.releases.retain(|edit| !is_same(&package, &edit.version, &release.version));
        desk.releases.push(release.clone());
        shelf.desk = Some(desk);
        Ok(Vec::new())
    })
    .await?;
    shown(&app, &package).await
}

/// `DELETE /{package}/{version}`: takes back what the desk said of one release.
#[worker::send]
pub(crate) async fn unedit(
    app: App,
    agent: Agent,
    headers: HeaderMap,
    Paths(Named(package), version): Paths<Named, String>,
) -> Result<Response, Failure> {
    agent.must_be(Role::Lead, "Changing releases")?;
    let replaces = etag::replaced(&headers);
    releases::change(&app, &package, Changed::Desk, Some(&agent.name), |shelf| {
        check_seen(shelf, replaces)?;
        let mut desk = shelf.desk.take().unwrap_or_else(|| view::empty(&package));
        let before = desk.releases.len();
        desk.releases.retain(|edit| !is_same(&package, &edit.version, &version));
        if desk.releases.len() == before {
            return Err(no_edit());
        }
        shelf.desk = Some(desk).filter(|desk| !desk.releases.is_empty());
        Ok(Vec::new())
    })
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn shown(app: &App, package: &Package) -> Result<Response, Failure> {
    let (whole, tag) = whole(app, package).await?;
    written(&tag, &whole)
}

/// A package and its tag: how often it was changed, and what is shown of it.
async fn whole(app: &App, package: &Package) -> Result<(PackageReleases, String), Failure> {
    let shelf = Shelf::read(&app.store()?, package).await?;
    if !shelf.is_known() {
        return Err(no_package());
    }
    let whole = view::whole(&shelf, app.now())?;
    let tag = etag::of_state(&etag::revision(shelf.revision), &body::render(&whole)?);
    Ok((whole, tag))
}

/// A writer who names what they have seen is refused where it has changed since.
fn check_seen(shelf: &Shelf, replaces: Option<&str>) -> Result<(), Failure> {
    if replaces.is_none_or(|tag| etag::is_of_state(tag, &etag::revision(shelf.revision))) {
        return Ok(());
    }
    let detail = "These releases have changed since you looked. Read them, and send again what still holds.";
    Err(Failure::new(Kind::Stale, detail))
}

fn is_same(package: &Package, one: &str, other: &str) -> bool {
    let read = |text: &str| Version::parse(package.ecosystem(), text).ok();
    one == other || read(one).is_some_and(|version| Some(version) == read(other))
}

fn purl(text: &str) -> Result<Purl, Failure> {
    text.parse().map_err(|_| Failure::Internal("a package of ours can't be read", text.to_owned()))
}

fn refuse(slips: Vec<aftercare_shared::problem::FieldError>) -> Result<(), Failure> {
    let Some(first) = slips.first() else { return Ok(()) };
    let mut problem = Problem::new(Kind::Invalid, first.detail.clone());
    problem.errors = slips.into_iter().take(50).collect();
    Err(Failure::Problem(Box::new(problem)))
}

fn no_edit() -> Failure {
    Failure::new(Kind::NotFound, "The desk has said nothing of this release. Check the version.")
}
