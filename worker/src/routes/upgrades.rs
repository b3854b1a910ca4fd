//! `/v1/upgrades`: where a customer goes from the versions that they run, what their plan includes of it, and
//! the guides that lead there.

use aftercare_shared::api::notices::{Asked, Question};
use aftercare_shared::api::upgrades::Upgrades;
use aftercare_shared::problem::Kind;
use axum::extract::RawQuery;
use axum::response::Response;
use http::HeaderMap;

use crate::app::App;
use crate::caller::Customer;
use crate::notices;
use crate::params::Path;
use crate::plan;
use crate::problem::Failure;
use crate::routes::tagged_by_content;

/// `GET`
#[worker::send]
pub(crate) async fn show(
    app: App,
    customer: Customer,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let question = question(query)?;
    let plan = plan::look_up(&app, &app.store()?, &customer).await?.plan.id;
    let told = notices::knowledge(&app).await?.on(&question, Some(plan.as_str()));
    tagged_by_content(&headers, &Upgrades::of(plan, told))
}

/// `GET /guides/{id}`: a guide of the package that is named, whole.
#[worker::send]
pub(crate) async fn guide(
    app: App,
    _customer: Customer,
    headers: HeaderMap,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let question = question(query)?;
    let mut asked = question.sdks();
    let (Some(Asked::Package(purl)), None) = (asked.next(), asked.next()) else {
        return Err(Failure::new(Kind::Invalid, "Name the one package whose guide it is with `sdk`."));
    };
    let knowledge = notices::knowledge(&app).await?;
    let releases = knowledge.catalogue().releases(purl.package());
    let guide = releases.and_then(|(list, _)| list.guide(&id));
    let missing =
        || Failure::new(Kind::NotFound, "There is no such guide any more. Ask for the way up again.");
    tagged_by_content(&headers, guide.ok_or_else(missing)?)
}

/// What is asked about, which is to be something.
fn question(query: Option<String>) -> Result<Question, Failure> {
    let question = notices::question(&query.unwrap_or_default())?;
    if question.sdks().len() == 0 {
        let detail = "Say what you run with `sdk`: ?sdk=pkg:npm/matrix-js-sdk@23.5.0";
        return Err(Failure::new(Kind::Invalid, detail));
    }
    Ok(question)
}
