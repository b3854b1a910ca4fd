//! One request and its answer.
//!
//! What depends on the shape of an answer is a thin wrapper around [`Client::send`], so that the
//! long part exists once in the binary and not once a DTO.

use core::pin::Pin;

use js_sys::{JsString, Promise};
use serde::Serialize;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response};

use crate::wire::{self, Decode};
use crate::{Failure, IdempotencyKey};
use aftercare_shared::api::IDEMPOTENCY_KEY;
use aftercare_shared::problem::{MEDIA_TYPE, Problem};

#[wasm_bindgen]
extern "C" {
    /// The browser's `fetch`, of a page as of a worker.
    #[wasm_bindgen(js_name = fetch)]
    fn fetch(path: &str, init: &RequestInit) -> Promise;
}

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

/// An answer and the tag of what it shows: what a later write names as what it replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tagged<T> {
    /// What it says.
    pub value: T,
    /// The tag; absent where the service gave none.
    pub etag: Option<String>,
}

/// An answer on its way. In a box, so that what waits for it holds a pointer and not all of its steps.
pub(crate) type Sending = Pin<Box<dyn Future<Output = Result<Answer, Failure>>>>;

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
    replaces: Option<&'a str>,
}

impl Client {
    /// The API for whoever holds the credential.
    #[must_use]
    pub fn new(credential: Credential) -> Self {
        Self { credential }
    }

    /// `GET`.
    pub(crate) fn read<T: Decode>(&self, path: &str) -> impl Future<Output = Result<T, Failure>> + use<T> {
        let sent = self.send(Method::Get, path, Envelope::default());
        async move { sent.await?.parse() }
    }

    /// `GET` of a file, as its text.
    pub(crate) fn read_text(&self, path: &str) -> impl Future<Output = Result<String, Failure>> + use<> {
        let sent = self.send(Method::Get, path, Envelope::default());
        async move { Ok(sent.await?.body) }
    }

    /// `GET`, answered only where it differs from the version named.
    pub(crate) fn read_if_changed<T: Decode>(
        &self,
        path: &str,
        etag: Option<&str>,
    ) -> impl Future<Output = Result<Fresh<T>, Failure>> + use<T> {
        let sent = self.send(Method::Get, path, Envelope { etag, ..Envelope::default() });
        async move {
            let answer = sent.await?;
            if answer.status == 304 {
                return Ok(Fresh::Unchanged);
            }
            Ok(Fresh::Changed { value: answer.parse()?, etag: answer.etag })
        }
    }

    /// `POST`. With a key, a repetition has the effect of one.
    pub(crate) fn post<T: Decode, B: Serialize>(
        &self,
        path: &str,
        body: &B,
        key: Option<&IdempotencyKey>,
    ) -> impl Future<Output = Result<T, Failure>> + use<T, B> {
        let sent = self.send(Method::Post, path, Envelope { body: json(body), key, ..Envelope::default() });
        async move { sent.await?.parse() }
    }

    /// `POST` of a JSON text that is a document of its own.
    pub(crate) fn post_text<T: Decode>(
        &self,
        path: &str,
        body: String,
        key: Option<&IdempotencyKey>,
    ) -> impl Future<Output = Result<T, Failure>> + use<T> {
        let sent = self.send(Method::Post, path, Envelope { body: Some(body), key, ..Envelope::default() });
        async move { sent.await?.parse() }
    }

    /// `POST` about what has that tag.
    pub(crate) fn post_over<T: Decode, B: Serialize>(
        &self,
        path: &str,
        body: &B,
        replaces: Option<&str>,
    ) -> impl Future<Output = Result<Tagged<T>, Failure>> + use<T, B> {
        self.over(Method::Post, path, json(body), replaces)
    }

    /// `PUT` of a JSON text, in the place of what has that tag.
    pub(crate) fn put<T: Decode>(
        &self,
        path: &str,
        body: String,
        replaces: Option<&str>,
    ) -> impl Future<Output = Result<Tagged<T>, Failure>> + use<T> {
        self.over(Method::Put, path, Some(body), replaces)
    }

    fn over<T: Decode>(
        &self,
        method: Method,
        path: &str,
        body: Option<String>,
        replaces: Option<&str>,
    ) -> impl Future<Output = Result<Tagged<T>, Failure>> + use<T> {
        let sent = self.send(method, path, Envelope { body, replaces, ..Envelope::default() });
        async move {
            let answer = sent.await?;
            Ok(Tagged { value: answer.parse()?, etag: answer.etag })
        }
    }

    /// `POST` that is answered by nothing.
    pub(crate) async fn post_quietly(&self, path: &str, body: &impl Serialize) -> Result<(), Failure> {
        self.send(Method::Post, path, Envelope { body: json(body), ..Envelope::default() }).await?;
        Ok(())
    }

    /// `PUT`, of whose answer nothing is needed. It leaves at once.
    pub(crate) fn put_quietly<B: Serialize>(
        &self,
        path: &str,
        body: &B,
    ) -> impl Future<Output = Result<(), Failure>> + use<B> {
        let sent = self.send(Method::Put, path, Envelope { body: json(body), ..Envelope::default() });
        async move { sent.await.map(|_| ()) }
    }

    /// `DELETE`.
    pub(crate) async fn delete(&self, path: &str) -> Result<(), Failure> {
        self.delete_over(path, None).await
    }

    /// `DELETE` of what has that tag.
    pub(crate) fn delete_over(
        &self,
        path: &str,
        replaces: Option<&str>,
    ) -> impl Future<Output = Result<(), Failure>> + use<> {
        let sent = self.send(Method::Delete, path, Envelope { replaces, ..Envelope::default() });
        async move { sent.await.map(|_| ()) }
    }

    /// One request, which leaves at once. Answers are those with a status below 400; all else is a [`Failure`].
    pub(crate) fn send(&self, method: Method, path: &str, envelope: Envelope<'_>) -> Sending {
        let sent = self.request(method, envelope).map(|request| fetch(path, &request));
        Box::pin(async move {
            let response = settled(sent).await?.unchecked_into::<Response>();
            let body = settled(response.text()).await?.as_string().unwrap_or_default();
            let header = |name| response.headers().get(name).ok().flatten();
            let answer = Answer { status: response.status(), etag: header("etag"), body };
            if answer.status < 400 {
                return Ok(answer);
            }
            let stated = header("content-type").is_some_and(|it| it.starts_with(MEDIA_TYPE));
            let problem = stated.then(|| wire::decode::<Problem>(&answer.body)).flatten();
            Err(problem.map_or(Failure::Unreadable { status: answer.status }, Failure::Problem))
        })
    }

    /// What goes out. The browser refuses a header only where its value is none, such as a key with a line
    /// break in it.
    fn request(&self, method: Method, envelope: Envelope<'_>) -> Result<RequestInit, JsValue> {
        let headers = Headers::new()?;
        match &self.credential {
            Credential::Nothing => {}
            Credential::Bearer(token) => headers.set("Authorization", &["Bearer ", token].concat())?,
            Credential::DeskCookie => match method {
                Method::Get => {}
                Method::Post | Method::Put | Method::Delete => headers.set("Aftercare-Desk", "1")?,
            },
        }
        if let Some(key) = envelope.key {
            headers.set(IDEMPOTENCY_KEY, key.as_str())?;
        }
        if let Some(etag) = envelope.etag {
            headers.set("If-None-Match", etag)?;
        }
        if let Some(replaced) = envelope.replaces {
            headers.set("If-Match", replaced)?;
        }
        let init = RequestInit::new();
        if let Some(body) = envelope.body {
            headers.set("Content-Type", "application/json")?;
            init.set_body(&body.into());
        }
        init.set_method(method.name());
        init.set_headers(&headers);
        init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
        Ok(init)
    }
}

/// The methods of HTTP that the API has.
#[derive(Clone, Copy)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

impl Answer {
    fn parse<T: Decode>(&self) -> Result<T, Failure> {
        wire::decode(&self.body).ok_or(Failure::Unreadable { status: self.status })
    }
}

/// A DTO always has a JSON form.
fn json(body: &impl Serialize) -> Option<String> {
    serde_json::to_string(body).ok()
}

async fn settled(promise: Result<Promise, JsValue>) -> Result<JsValue, Failure> {
    match promise {
        Ok(promise) => JsFuture::from(promise).await.map_err(unsent),
        Err(error) => Err(unsent(error)),
    }
}

/// Why `fetch` gave no response. A timeout of ours aborts with a `TimeoutError`; whatever else fails
/// before a status line is the connection's fault as far as a page may know.
fn unsent(error: JsValue) -> Failure {
    let name = js_sys::Reflect::get(&error, &JsString::from("name")).ok();
    let is_timeout = name.and_then(|name| name.as_string()).is_some_and(|name| name == "TimeoutError");
    if is_timeout { Failure::Timeout } else { Failure::Offline }
}
