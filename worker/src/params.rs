//! What stands in the address of a request.

use aftercare_shared::package::{Package, Purl};
use aftercare_shared::problem::{FieldError, Kind, Problem};
use axum::extract::{FromRequestParts, RawPathParams};
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::problem::Failure;

/// The longest page of a list.
const MAX_LIMIT: u32 = 100;
/// The length of a page that nobody asked for.
const USUAL_LIMIT: u32 = 25;

/// The first variable part of the path. What can't be one is no path of ours.
pub(crate) struct Path<T>(pub(crate) T);

impl<T, S> FromRequestParts<S> for Path<T>
where
    T: TryFrom<String>,
    S: Send + Sync,
{
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| not_found())?;
        let first = params.iter().next().map(|(_, value)| value.to_owned()).ok_or_else(not_found)?;
        T::try_from(first).map(Self).map_err(|_| not_found())
    }
}

/// The first two variable parts of the path.
pub(crate) struct Paths<A, B>(pub(crate) A, pub(crate) B);

impl<A, B, S> FromRequestParts<S> for Paths<A, B>
where
    A: TryFrom<String>,
    B: TryFrom<String>,
    S: Send + Sync,
{
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| not_found())?;
        let mut values = params.iter().map(|(_, value)| value.to_owned());
        let (first, second) = values.next().zip(values.next()).ok_or_else(not_found)?;
        let first = A::try_from(first).map_err(|_| not_found())?;
        let second = B::try_from(second).map_err(|_| not_found())?;
        Ok(Self(first, second))
    }
}

/// A package in a path: a package URL without a version.
pub(crate) struct Named(pub(crate) Package);

impl TryFrom<String> for Named {
    type Error = Failure;

    fn try_from(text: String) -> Result<Self, Failure> {
        let purl: Purl = text.parse().map_err(|_| not_found())?;
        if purl.version().is_some() { Err(not_found()) } else { Ok(Self(purl.package().clone())) }
    }
}

fn not_found() -> Failure {
    Failure::new(Kind::NotFound, "There is nothing at this address. Check it.")
}

/// The query. An unknown name is passed over.
pub(crate) struct Query<T>(pub(crate) T);

impl<T, S> FromRequestParts<S> for Query<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let query = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        query.map(|query| Self(query.0)).map_err(|rejection| {
            let text = rejection.body_text();
            let words = text.rsplit_once("query string: ").map_or(text.as_str(), |(_, words)| words);
            let detail = format!("The query does not fit: {words}.");
            Failure::Problem(Box::new(Problem::new(Kind::Malformed, detail)))
        })
    }
}

/// How many rows are wanted.
pub(crate) fn limit(asked: Option<u32>) -> Result<u32, Failure> {
    let limit = asked.unwrap_or(USUAL_LIMIT);
    if (1..=MAX_LIMIT).contains(&limit) {
        return Ok(limit);
    }
    let detail = format!("Ask for 1 to {MAX_LIMIT} rows with `limit`.");
    Err(Failure::fields(vec![FieldError { pointer: "#/limit".to_owned(), detail }]))
}
