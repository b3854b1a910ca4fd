//! `/v1/desk/releases`: what the vendor has released, and what the desk says of it.

pub(crate) mod guides;

use aftercare_shared::api::desk::Role;
use aftercare_shared::api::releases::{PackageReleases, Packages};
use aftercare_shared::package::{Package, Purl};
use aftercare_shared::problem::{FieldError, Kind, Problem};
use aftercare_shared::release::{Feed, Release};
use aftercare_shared::version::Version;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
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
    releases::change(&app, &package, Changed::Pushed, Some(&agent.name), &|shelf| {
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
pub(crate) async fn edit(word: Word, Json(release): Json<Release>) -> Result<Response, Failure> {
    let Word { package, part: version, .. } = &word;
    let mut slips = release.slips(package.ecosystem(), "#");
    if !is_same(package, &release.version, version) {
        slips.insert(0, slip("#/version", format!("This is the address of {version}.")));
    }
    refuse(slips)?;
    word.change(&|desk| {
        desk.releases.retain(|edit| !is_same(package, &edit.version, &release.version));
        desk.releases.push(release.clone());
        Ok(())
    })
    .await?;
    shown(&word.app, package).await
}

/// `DELETE /{package}/{version}`: takes back what the desk said of one release.
#[worker::send]
pub(crate) async fn unedit(word: Word) -> Result<Response, Failure> {
    word.take_back(&|desk| {
        desk.releases.retain(|edit| !is_same(&word.package, &edit.version, &word.part));
    })
    .await
}

/// A word of the desk's on a part of a package, by somebody who may say it.
pub(crate) struct Word {
    app: App,
    agent: Agent,
    package: Package,
    /// The part that the address names: a version, or a guide's id.
    part: String,
    /// The tag of what its writer has seen.
    replaces: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Word {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        let app = App::from_request_parts(parts, &()).await?;
        let agent = Agent::from_request_parts(parts, &()).await?;
        agent.must_be(Role::Lead, "Changing releases")?;
        let Paths(Named(package), part) = Paths::from_request_parts(parts, &()).await?;
        let replaces = etag::replaced(&parts.headers).map(str::to_owned);
        Ok(Self { app, agent, package, part, replaces })
    }
}

impl Word {
    /// Changes what the desk has said of the package, unless that is another thing than the writer has seen.
    async fn change(&self, change: &dyn Fn(&mut Feed) -> Result<(), Failure>) -> Result<(), Failure> {
        let edit = |shelf: &mut Shelf| {
            check_seen(shelf, self.replaces.as_deref())?;
            let mut desk = shelf.desk.take().unwrap_or_else(|| view::empty(&self.package));
            change(&mut desk)?;
            shelf.desk = Some(desk).filter(|desk| !desk.releases.is_empty() || !desk.guides.is_empty());
            Ok(Vec::new())
        };
        releases::change(&self.app, &self.package, Changed::Desk, Some(&self.agent.name), &edit).await
    }

    /// Takes something back, which is to be there.
    async fn take_back(&self, take: &dyn Fn(&mut Feed)) -> Result<Response, Failure> {
        self.change(&|desk| {
            let before = desk.releases.len() + desk.guides.len();
            take(desk);
            if desk.releases.len() + desk.guides.len() < before {
                return Ok(());
            }
            let detail = "The desk has said nothing of it. Check the address.";
            Err(Failure::new(Kind::NotFound, detail))
        })
        .await?;
        Ok(StatusCode::NO_CONTENT.into_response())
    }
}

fn slip(pointer: &str, detail: String) -> FieldError {
    FieldError { pointer: pointer.to_owned(), detail }
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

fn refuse(slips: Vec<FieldError>) -> Result<(), Failure> {
    let Some(first) = slips.first() else { return Ok(()) };
    let mut problem = Problem::new(Kind::Invalid, first.detail.clone());
    problem.errors = slips.into_iter().take(50).collect();
    Err(Failure::Problem(Box::new(problem)))
}
