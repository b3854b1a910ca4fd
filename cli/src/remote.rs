//! An Aftercare deployment, spoken to over its HTTP API with an agent's token.
//!
//! Every command that sends something goes through here, so that all of them treat a base URL, a token and
//! a refusal alike. The token is sent over TLS, or to this machine itself, and nowhere else; a redirect is
//! reported and not followed. A problem document (RFC 9457) is told in its own words.

use std::fmt;
use std::time::Duration;

use aftercare_shared::api::IDEMPOTENCY_KEY;
use aftercare_shared::policy::canonical;
use aftercare_shared::problem::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use ureq::http::{Request, Response};
use ureq::{Agent, Body, RequestExt};

/// How long a request may take, with connecting and reading the answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// The largest answer that is read, in bytes.
const MAX_ANSWER_BYTES: u64 = 32 * 1024 * 1024;

/// Which deployment, and who asks.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Destination {
    /// The deployment's address: <https://support.example.com>
    #[arg(long, env = "AFTERCARE_URL", value_name = "URL")]
    pub(crate) url: String,
    /// An agent's token. Rather set `AFTERCARE_TOKEN`: other users of this machine can read arguments
    #[arg(long, env = "AFTERCARE_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    pub(crate) token: Option<String>,
}

/// Why there is no answer to work with.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The address is none.
    #[error("`{0}` is no address of a deployment: write https://support.example.com")]
    Address(String),
    /// The token would go over the wire in clear.
    #[error("`{0}` is not encrypted, and what is sent could be read and changed on the way: use https")]
    Clear(String),
    /// There is no token.
    #[error("an agent's token is needed: set AFTERCARE_TOKEN, or give --token")]
    NoToken,
    /// A value does not serialise, or the request can't be made.
    #[error("the request can't be made: {0}")]
    Unmade(String),
    /// Nobody answered.
    #[error("{url} does not answer: {error}")]
    Unreachable {
        /// What was asked.
        url: String,
        /// Why.
        error: ureq::Error,
    },
    /// The deployment said no, and why.
    #[error("{}", told(.0))]
    Refused(Box<Problem>),
    /// What answered is no Aftercare, or another version of it.
    #[error("{url} answered {status}, which is no answer of Aftercare's: is the address right?")]
    Foreign {
        /// What was asked.
        url: String,
        /// The HTTP status.
        status: u16,
    },
}

impl Failure {
    /// Whether the deployment has looked at what was sent and does not take it. Anything else says nothing of that.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused(problem) if matches!(problem.status, 400 | 409 | 412 | 413 | 415 | 422))
    }
}

/// A problem in words: what is wrong, what to do, and each field with its place.
fn told(problem: &Problem) -> String {
    let place = |pointer: &str| pointer.trim_start_matches('#').to_owned();
    let head = format!("{} ({})", problem.title, problem.status);
    match problem.errors.as_slice() {
        [] if problem.detail.is_empty() => head,
        [] => format!("{head}: {}", problem.detail),
        [error] => format!("{head}: {}: {}", place(&error.pointer), error.detail),
        errors => {
            let lines = errors.iter().map(|error| format!("\n  {}: {}", place(&error.pointer), error.detail));
            lines.fold(head, |text, line| text + &line)
        }
    }
}

/// A deployment, ready to be asked.
pub(crate) struct Remote {
    agent: Agent,
    base: String,
    authorization: String,
}

impl fmt::Debug for Remote {
    /// Without the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remote").field("base", &self.base).finish_non_exhaustive()
    }
}

impl Remote {
    /// Takes an address and a token.
    ///
    /// # Errors
    /// [`Failure`] where the address is none or not encrypted, or there is no token.
    pub(crate) fn new(destination: &Destination) -> Result<Self, Failure> {
        let base = base(&destination.url)?;
        let token = destination.token.as_deref().map(str::trim).filter(|token| !token.is_empty());
        let authorization = format!("Bearer {}", token.ok_or(Failure::NoToken)?);
        Ok(Self { agent: agent(), base, authorization })
    }

    /// `GET`. The path begins with `/v1/`.
    ///
    /// # Errors
    /// [`Failure`] where nobody answers, or the answer is not what was asked for.
    pub(crate) fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, Failure> {
        let request = self.request("GET", path).body(()).map_err(unmade)?;
        let answer = request.with_agent(&self.agent).run();
        read(&format!("{}{path}", self.base), answer)
    }

    /// `POST`. The Idempotency-Key is made from what is sent: a command that is run again because its answer
    /// was lost gets the first one's answer.
    ///
    /// # Errors
    /// [`Failure`] where nobody answers, or the answer is not what was asked for.
    pub(crate) fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, Failure> {
        let json = serde_json::to_vec(body).map_err(unmade)?;
        self.send("POST", path, Some(canonical::sha256(&(path, body))), json)
    }

    /// `POST` of a document of somebody else's form, as it is. The key is made as for any other.
    ///
    /// # Errors
    /// [`Failure`] where nobody answers, or the answer is not what was asked for.
    pub(crate) fn post_text<T: DeserializeOwned>(&self, path: &str, document: &str) -> Result<T, Failure> {
        let key = canonical::sha256(&(path, document));
        self.send("POST", path, Some(key), document.as_bytes().to_vec())
    }

    /// `PUT`: what is sent takes the place of what stands.
    ///
    /// # Errors
    /// [`Failure`] where nobody answers, or the answer is not what was asked for.
    pub(crate) fn put<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, Failure> {
        self.send("PUT", path, None, serde_json::to_vec(body).map_err(unmade)?)
    }

    fn send<T: DeserializeOwned>(
        &self,
        method: &str,
        path: &str,
        key: Option<String>,
        json: Vec<u8>,
    ) -> Result<T, Failure> {
        let request = self.request(method, path).header("Content-Type", "application/json");
        let request = match key {
            Some(key) => request.header(IDEMPOTENCY_KEY, key),
            None => request,
        };
        let answer = request.body(json).map_err(unmade)?.with_agent(&self.agent).run();
        read(&format!("{}{path}", self.base), answer)
    }

    fn request(&self, method: &str, path: &str) -> ureq::http::request::Builder {
        let request = Request::builder().method(method).uri(format!("{}{path}", self.base));
        request.header("Authorization", &self.authorization).header("Accept", "application/json")
    }
}

/// Reads what a deployment serves to everybody. No token is sent, but whoever sits on the way could leave an
/// advisory out, so it is read over TLS as well.
///
/// # Errors
/// [`Failure`] where nobody answers, or the answer is not what was asked for.
pub(crate) fn read_public<T: DeserializeOwned>(url: &str) -> Result<T, Failure> {
    let url = base(url)?;
    let request = Request::builder().method("GET").uri(&url).header("Accept", "application/json");
    let answer = request.body(()).map_err(|_| Failure::Address(url.clone()))?.with_agent(agent()).run();
    read(&url, answer)
}

/// A client that follows no redirect and takes every status as an answer.
fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_global(Some(PATIENCE))
        .user_agent(concat!("aftercare/", env!("CARGO_PKG_VERSION")))
        .build()
        .new_agent()
}

fn read<T: DeserializeOwned>(url: &str, answer: Result<Response<Body>, ureq::Error>) -> Result<T, Failure> {
    let unreachable = |error| Failure::Unreachable { url: url.to_owned(), error };
    let mut answer = answer.map_err(unreachable)?;
    let status = answer.status();
    let body = answer.body_mut().with_config().limit(MAX_ANSWER_BYTES).read_to_vec();
    let body = body.map_err(unreachable)?;
    let foreign = || Failure::Foreign { url: url.to_owned(), status: status.as_u16() };
    if status.is_success() {
        return serde_json::from_slice(&body).map_err(|_| foreign());
    }
    let problem: Problem = serde_json::from_slice(&body).map_err(|_| foreign())?;
    Err(Failure::Refused(Box::new(problem)))
}

fn unmade(error: impl fmt::Display) -> Failure {
    Failure::Unmade(error.to_string())
}

/// The address without a slash at its end. A token is sent in clear to this machine only.
fn base(url: &str) -> Result<String, Failure> {
    let wrong = || Failure::Address(url.to_owned());
    let bare = url.trim().trim_end_matches('/');
    let (scheme, rest) = bare.split_once("://").ok_or_else(wrong)?;
    let authority = rest.split('/').next().unwrap_or_default();
    if authority.is_empty() || authority.contains('@') || rest.contains(['?', '#', ' ']) {
        return Err(wrong());
    }
    let host = match authority.strip_prefix('[') {
        Some(address) => address.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let is_here = host == "localhost" || host == "127.0.0.1" || host == "::1";
    match scheme.to_ascii_lowercase().as_str() {
        "https" => Ok(bare.to_owned()),
        "http" if is_here => Ok(bare.to_owned()),
        "http" => Err(Failure::Clear(url.to_owned())),
        _other => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;

    use aftercare_shared::problem::{FieldError, Kind};
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn a_token_goes_over_tls_or_to_this_machine() {
        for (url, taken) in [
            ("https://support.example.com", Some("https://support.example.com")),
            ("https://support.example.com/help/", Some("https://support.example.com/help")),
            ("http://localhost:8787/", Some("http://localhost:8787")),
            ("http://[::1]:8787", Some("http://[::1]:8787")),
            ("http://127.0.0.1:1", Some("http://127.0.0.1:1")),
            ("http://support.example.com", None),
            ("http://localhost.example.com", None),
            ("http://localhost@example.com", None),
            ("support.example.com", None),
            ("ftp://support.example.com", None),
            ("https://", None),
            ("https://a/?x", None),
            ("", None),
        ] {
            assert_eq!(base(url).ok().as_deref(), taken, "{url}");
        }
    }

    #[test]
    fn a_refusal_is_told_with_its_places() {
        let mut problem = Problem::new(Kind::Invalid, "there is no team `x`");
        let head = "A value is not acceptable (422): ";
        assert_eq!(told(&problem), format!("{head}there is no team `x`"));
        let error = |pointer: &str, detail: &str| FieldError {
            pointer: pointer.to_owned(),
            detail: detail.to_owned(),
        };
        problem.errors = vec![error("#/document/teams", "there is no team `x`")];
        assert_eq!(told(&problem), format!("{head}/document/teams: there is no team `x`"));
        problem.errors.push(error("#/document/plans", "give at least one"));
        let lines = "A value is not acceptable (422)\n  /document/teams: there is no team `x`\n  /document/plans: give at least one";
        assert_eq!(told(&problem), lines);
    }

    /// Answers one request on a port of its own, and hands over what it was sent.
    fn answering(status: &'static str, body: &'static str) -> (Remote, std::thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let serving = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut sent = String::new();
            let mut buffer = [0; 4096];
            // A body of a test ends with its brace, a request without one with a blank line.
            while !sent.ends_with("\r\n\r\n") && !sent.ends_with('}') {
                let count = stream.read(&mut buffer).unwrap();
                sent.push_str(std::str::from_utf8(&buffer[..count]).unwrap());
            }
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n", body.len());
            write!(stream, "{head}Location: http://127.0.0.1:9/\r\n\r\n{body}").unwrap();
            sent.to_ascii_lowercase()
        });
        let token = Some("agt_secret".to_owned());
        (Remote::new(&Destination { url, token }).unwrap(), serving)
    }

    #[test]
    fn what_is_sent_carries_the_token_and_a_key_of_its_own() {
        let (remote, serving) = answering("201 Created", r#"{"version": 1}"#);
        let answer: Value = remote.post("/v1/desk/policies", &json!({"a": 1})).unwrap();
        assert_eq!(answer, json!({"version": 1}));
        let sent = serving.join().unwrap();
        assert!(sent.starts_with("post /v1/desk/policies http/1.1\r\n"), "{sent}");
        assert!(sent.contains("authorization: bearer agt_secret\r\n"), "{sent}");
        let key = canonical::sha256(&("/v1/desk/policies", json!({"a": 1})));
        assert!(sent.contains(&format!("idempotency-key: {key}\r\n")), "{sent}");
        assert!(!format!("{remote:?}").contains("secret"));
    }

    #[test]
    fn every_answer_but_the_right_one_is_told_apart() {
        let stale = r#"{"type":"https://aftercare.dev/problems/stale","title":"t","status":409}"#;
        for (status, body, kind) in [
            ("409 Conflict", stale, Some(Kind::Stale)),
            ("301 Moved Permanently", "", None),
            ("502 Bad Gateway", "<html>", None),
            ("200 OK", "<html>", None),
        ] {
            let (remote, serving) = answering(status, body);
            let failure = remote.get::<Value>("/v1/desk/policies/current").unwrap_err();
            let told = match &failure {
                Failure::Refused(problem) => problem.known_kind(),
                Failure::Foreign { .. } => None,
                other => panic!("{status}: {other}"),
            };
            assert_eq!(told, kind, "{status}: {failure}");
            serving.join().unwrap();
        }
    }

    #[test]
    fn without_a_token_nothing_is_asked() {
        let destination = Destination { url: "http://localhost:9".to_owned(), token: Some("  ".to_owned()) };
        assert!(matches!(Remote::new(&destination), Err(Failure::NoToken)));
    }
}
