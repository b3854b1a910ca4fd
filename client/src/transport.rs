//! One request and its answer.
//!
//! What depends on the shape of an answer is a thin wrapper around [`Client::send`], so that the
//! long part exists once in the binary and not once a DTO.

use gloo_net::http::{Method, RequestBuilder};
use serde::Serialize;
use web_sys::AbortSignal;

use crate::wire::{self, Decode};
use crate::{Failure, IdempotencyKey};
use aftercare_shared::api::IDEMPOTENCY_KEY;
use aftercare_shared::problem::{MEDIA_TYPE, Problem};

/// How long an answer may take, in milliseconds.
const TIMEOUT_MS: u32 = 20_000;

/// What a caller shows to be let in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Credential {
    /// Nothing: for what is public.
    #[default]
    Nothing,
    /// A session token, sent as `Authorization: Bearer`.
    Bearer(String),
    /// The cookie of the desk, which the browser adds; writes say by a header that they are ours.
    DeskCookie,
}

/// The API, as one caller may use it. Cheap to make and to clone.
#[derive(Debug, Clone, Default)]
pub struct Client {
    credential: Credential,
}

/// An answer to a question that named the version already known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fresh<T> {
    /// Nothing has changed since.
    Unchanged,
    /// A newer answer.
    Changed {
        /// What it says.
        value: T,
        /// What to name the next time; absent where the service gave none.
        etag: Option<String>,
    },
}

/// What came back, before anybody knows its shape.
pub(crate) struct Answer {
    status: u16,
    etag: Option<String>,
    body: String,
}

/// What goes out beside the path.
#[derive(Default)]
pub(crate) struct Envelope<'a> {
    body: Option<String>,
    key: Option<&'a IdempotencyKey>,
    etag: Option<&'a str>,
}

impl Client {
    /// The API for whoever holds the credential.
    #[must_use]
    pub fn new(credential: Credential) -> Self {
        Self { credential }
    }

    /// `GET`.
    pub(crate) async fn read<T: Decode>(&self, path: &str) -> Result<T, Failure> {
        self.send(Method::GET, path, Envelope::default()).await?.parse()
    }

    /// `GET`, answered only where it differs from the version named.
    pub(crate) async fn read_if_changed<T: Decode>(
        &self,
        path: &str,
        etag: Option<&str>,
    ) -> Result<Fresh<T>, Failure> {
        let answer = self.send(Method::GET, path, Envelope { etag, ..Envelope::default() }).await?;
        if answer.status == 304 {
            return Ok(Fresh::Unchanged);
        }
        Ok(Fresh::Changed { value: answer.parse()?, etag: answer.etag })
    }

    /// `POST`. With a key, a repetition has the effect of one.
    pub(crate) async fn post<T: Decode>(
        &self,
        path: &str,
        body: &impl Serialize,
        key: Option<&IdempotencyKey>,
    ) -> Result<T, Failure> {
        self.send(Method::POST, path, Envelope { body: Some(json(body)?), key, etag: None }).await?.parse()
    }

    /// `POST` that is answered by nothing.
    pub(crate) async fn post_quietly(&self, path: &str, body: &impl Serialize) -> Result<(), Failure> {
        self.send(Method::POST, path, Envelope { body: Some(json(body)?), ..Envelope::default() }).await?;
        Ok(())
    }

    /// `DELETE`.
    pub(crate) async fn delete(&self, path: &str) -> Result<(), Failure> {
        self.send(Method::DELETE, path, Envelope::default()).await?;
        Ok(())
    }

    /// One request. Answers are those with a status below 400; all else is a [`Failure`].
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        envelope: Envelope<'_>,
    ) -> Result<Answer, Failure> {
        let writes = method != Method::GET;
        let signal = AbortSignal::timeout_with_u32(TIMEOUT_MS);
        let mut request = RequestBuilder::new(path).method(method).abort_signal(Some(&signal));
        match &self.credential {
            Credential::Nothing => {}
            Credential::Bearer(token) => {
                request = request.header("Authorization", &["Bearer ", token].concat())
            }
            Credential::DeskCookie if writes => request = request.header("Aftercare-Desk", "1"),
            Credential::DeskCookie => {}
        }
        if let Some(key) = envelope.key {
            request = request.header(IDEMPOTENCY_KEY, key.as_str());
        }
        if let Some(etag) = envelope.etag {
            request = request.header("If-None-Match", etag);
        }
        let request = match envelope.body {
            Some(body) => request.header("Content-Type", "application/json").body(body),
            None => request.build(),
        };
        let response = request.map_err(|_| Failure::Offline)?.send().await.map_err(|error| unsent(&error))?;
        let answer = Answer {
            status: response.status(),
            etag: response.headers().get("etag"),
            body: response.text().await.map_err(|error| unsent(&error))?,
        };
        if answer.status < 400 {
            return Ok(answer);
        }
        let stated = response.headers().get("content-type").is_some_and(|it| it.starts_with(MEDIA_TYPE));
        let problem = stated.then(|| wire::decode::<Problem>(&answer.body)).flatten();
        Err(problem.map_or(Failure::Unreadable { status: answer.status }, Failure::Problem))
    }
}

impl Answer {
    fn parse<T: Decode>(&self) -> Result<T, Failure> {
        wire::decode(&self.body).ok_or(Failure::Unreadable { status: self.status })
    }
}

fn json(body: &impl Serialize) -> Result<String, Failure> {
    // A DTO always has a JSON form; status 0 stands for "never sent".
    serde_json::to_string(body).map_err(|_| Failure::Unreadable { status: 0 })
}

/// Why `fetch` gave no response. A timeout of ours aborts with a `TimeoutError`; whatever else fails
/// before a status line is the connection's fault as far as a page may know.
fn unsent(error: &gloo_net::Error) -> Failure {
    match error {
        gloo_net::Error::JsError(error) if error.name == "TimeoutError" => Failure::Timeout,
        gloo_net::Error::JsError(_) | gloo_net::Error::SerdeError(_) | gloo_net::Error::GlooError(_) => {
            Failure::Offline
        }
    }
}
