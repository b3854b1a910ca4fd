//! One HTTP request and what came back, with the checks that hold for every answer of the API.

use std::time::Duration;

use aftercare_shared::problem::{Kind, MEDIA_TYPE, Problem};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ureq::http::{HeaderMap, Request};

/// A request under construction.
#[derive(Debug, Clone)]
pub struct Call {
    agent: ureq::Agent,
    method: &'static str,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Call {
    pub(crate) fn new(agent: ureq::Agent, method: &'static str, url: String) -> Self {
        Self { agent, method, url, headers: Vec::new(), body: None }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets the worker's clock for this request.
    #[must_use]
    pub fn now(self, now: DateTime<Utc>) -> Self {
        self.header("Aftercare-Now", &now.to_rfc3339_opts(SecondsFormat::Millis, true))
    }

    /// Sends a session token or an agent's.
    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    /// Makes it harmless to repeat.
    #[must_use]
    pub fn key(self, key: &str) -> Self {
        self.header("Idempotency-Key", key)
    }

    /// Takes a JSON body.
    ///
    /// # Panics
    /// Where the value has no JSON form.
    #[must_use]
    pub fn json(self, body: &impl Serialize) -> Self {
        let bytes = serde_json::to_vec(body).expect("a body of a test has a JSON form");
        self.body("application/json", bytes)
    }

    /// Takes any body.
    #[must_use]
    pub fn body(mut self, media_type: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.body = Some(bytes.into());
        self.header("Content-Type", media_type)
    }

    /// Sends it. An answer that reports an error is checked to be a problem document of the closed
    /// set, and to give nothing internal away.
    ///
    /// # Panics
    /// Where the runtime does not answer, or answers an error in any other form.
    #[track_caller]
    #[must_use]
    pub fn send(self) -> Answer {
        let answer = self.fetch();
        if answer.status >= 400 {
            answer.check_problem();
        }
        answer
    }

    /// Sends it to something that is a file and no part of the API: an error need not be a problem document.
    ///
    /// # Panics
    /// Where the runtime does not answer.
    #[track_caller]
    #[must_use]
    pub fn fetch(self) -> Answer {
        let what = format!("{} {}", self.method, self.url);
        let mut request = Request::builder().method(self.method).uri(&self.url);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let sent = match self.body {
            Some(body) => self.agent.run(request.body(body).expect("a request of a test is well-formed")),
            None => self.agent.run(request.body(()).expect("a request of a test is well-formed")),
        };
        let mut response =
            sent.unwrap_or_else(|error| panic!("{what}: the runtime does not answer: {error}"));
        let body = response.body_mut().with_config().limit(64 << 20).read_to_vec();
        Answer {
            what,
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: body.unwrap_or_else(|error| panic!("the body of an answer breaks off: {error}")),
        }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    what: String,
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body's bytes.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body of an answer with that status, as what it should be.
    ///
    /// # Panics
    /// Where the status is another, or the body is not JSON of that shape.
    #[track_caller]
    #[must_use]
    pub fn json<T: DeserializeOwned>(&self, status: u16) -> T {
        self.expect_status(status);
        let media_type = self.header("content-type").unwrap_or_default();
        assert!(media_type.starts_with("application/json"), "{}: the answer is {media_type}", self.what);
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error} in {}", self.what, self.text()))
    }

    /// The problem of that kind.
    ///
    /// # Panics
    /// Where the answer is another one.
    #[track_caller]
    #[expect(clippy::must_use_candidate, reason = "asserting the kind is most often all a test wants")]
    pub fn problem(&self, kind: Kind) -> Problem {
        assert!(
            self.status >= 400,
            "{}: expected {}, but the answer is {} {}",
            self.what,
            kind.slug(),
            self.status,
            self.text()
        );
        let problem = self.check_problem();
        assert_eq!(problem.known_kind(), Some(kind), "{}: {}", self.what, self.text());
        problem
    }

    /// Checks the status.
    ///
    /// # Panics
    /// Where it is another.
    #[track_caller]
    pub fn expect_status(&self, status: u16) {
        assert_eq!(self.status, status, "{}: {}", self.what, self.text());
    }

    /// A header's text; `None` where it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    fn check_problem(&self) -> Problem {
        let what = &self.what;
        let text = self.text();
        assert_eq!(self.header("content-type"), Some(MEDIA_TYPE), "{what}: {} {text}", self.status);
        let problem: Problem =
            serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{what}: {error} in {text}"));
        let kind = problem
            .known_kind()
            .unwrap_or_else(|| panic!("{what}: the type is not of the closed set: {text}"));
        assert_eq!(problem.status, self.status, "{what}: the copy of the status differs: {text}");
        assert_eq!(problem.status, kind.status(), "{what}: not the status of the type: {text}");
        assert_eq!(problem.title, kind.title(), "{what}: not the title of the type: {text}");
        assert!(!problem.detail.is_empty(), "{what}: a problem says what to do: {text}");
        // What a caller of ours must never read: the store's words, the language's, the runtime's.
        for leak in ["D1_", "SQL", "panicked", "unwrap", ".rs:", "serde", "JsValue", "wasm"] {
            assert!(!text.contains(leak), "{what}: {leak} is nobody's business: {text}");
        }
        let value: Value = serde_json::from_slice(&self.body).unwrap_or_default();
        let pointers = value.get("errors").and_then(Value::as_array).into_iter().flatten();
        for error in pointers {
            let pointer = error.get("pointer").and_then(Value::as_str).unwrap_or_default();
            assert!(
                pointer == "#" || pointer.starts_with("#/"),
                "{what}: {pointer:?} is no pointer into the body: {text}"
            );
        }
        problem
    }
}

/// A client that keeps its connections, does not follow redirects and takes every status as an answer.
#[must_use]
pub(crate) fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_global(Some(Duration::from_secs(30)))
        .max_idle_connections_per_host(16)
        .allow_non_standard_methods(true)
        .build()
        .new_agent()
}
