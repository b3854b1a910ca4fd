//! What stands in the address of a request.

use std::str::FromStr;

use aftercare_shared::package::{Package, Purl};
use aftercare_shared::problem::{FieldError, Kind, Problem};
use axum::extract::{FromRequestParts, RawPathParams};
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::cursor;
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

/// The query. An unknown name is passed over, and of two parameters of one name the first counts. It is one type
/// for all of them, read by name: a type for each, read by serde, was a fiftieth of the Worker.
pub(crate) struct Query(Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Failure> {
        let pairs = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        Ok(Self(pairs.map(|(name, text)| (name.into_owned(), text.into_owned())).collect()))
    }
}

impl Query {
    /// A text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }

    /// A value that is written as a text; `expected` says what is written there.
    pub(crate) fn value<T: FromStr>(&self, name: &str, expected: &str) -> Result<Option<T>, Failure> {
        let Some(text) = self.text(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| misfit(name, expected))
    }

    /// A number.
    pub(crate) fn number(&self, name: &str) -> Result<Option<u32>, Failure> {
        self.value(name, "a whole number")
    }

    /// Where a page of a list begins: the place of its `cursor`.
    pub(crate) fn cursor<T: DeserializeOwned>(&self) -> Result<Option<T>, Failure> {
        self.text("cursor").map(cursor::decode).transpose()
    }

    /// How many rows are wanted.
    pub(crate) fn limit(&self) -> Result<u32, Failure> {
        limit(self.number("limit")?)
    }
}

/// What does not fit into the query.
pub(crate) fn misfit(name: &str, expected: &str) -> Failure {
    let detail = format!("The query does not fit: `{name}` is to be {expected}.");
    Failure::Problem(Box::new(Problem::new(Kind::Malformed, detail)))
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
