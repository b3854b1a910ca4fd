//! `GET /v1/notices` as it comes from the runtime, answered as the runtime takes it.

use std::rc::Rc;

use axum::response::IntoResponse;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use worker::{Context, Env, web_sys};

use crate::app::App;
use crate::clock;
use crate::headers;
use crate::limits;
use crate::notices;
use crate::problem::Failure;
use crate::routes::notices::opened;

const PATH: &str = "/v1/notices";

/// The headers that the answer may depend on; the last one where requests may set the time. Each is a call out of
/// the module, which costs more than what is done with it.
const READ: [HeaderName; 3] =
    [header::IF_NONE_MATCH, HeaderName::from_static("cf-connecting-ip"), HeaderName::from_static(clock::NOW)];

/// What is asked.
pub(crate) struct Asked {
    query: String,
    headers: HeaderMap,
}

impl Asked {
    /// None for a request that is another's.
    pub(crate) fn by(request: &web_sys::Request, env: &Env) -> Option<Self> {
        let url = request.url();
        let (host, query) = asked_in(&url)?;
        // What came along on the wire must be read, and the router's way does that.
        if request.method() != "GET" || request.body().is_some() {
            return None;
        }
        let given = request.headers();
        let mut headers = HeaderMap::with_capacity(READ.len() + 1);
        // The address has the host as well, and has been read.
        if let Ok(host) = HeaderValue::from_str(host) {
            headers.insert(header::HOST, host);
        }
        let read = READ.into_iter().filter(|name| *name != clock::NOW || clock::may_be_told(env));
        for name in read {
            let value = given.get(name.as_str()).ok().flatten();
            if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
                headers.insert(name, value);
            }
        }
        Some(Self { query: query.to_owned(), headers })
    }

    /// Answers it.
    pub(crate) async fn answer(self, env: Env, context: Context) -> worker::Result<web_sys::Response> {
        let app = App::of_request(env, context, &self.headers);
        match self.look_up(&app).await {
            Ok(answer) => answer.direct(&self.headers),
            Err(failure) => worker::response_to_wasm(headers::secured(opened(failure.into_response()))),
        }
    }

    async fn look_up(&self, app: &App) -> Result<Rc<notices::Answer>, Failure> {
        limits::client(app).await?;
        match notices::at_hand(app, &self.query) {
            Some(answer) => Ok(answer),
            None => notices::answer(app, &self.query).await,
        }
    }
}

/// The host and the query of an address of this path; the query may be empty.
fn asked_in(url: &str) -> Option<(&str, &str)> {
    let (_, rest) = url.split_once("://")?;
    let (host, rest) = rest.split_once('/')?;
    let rest = rest.strip_prefix(PATH.strip_prefix('/')?)?;
    let query = if rest.is_empty() { "" } else { rest.strip_prefix('?')? };
    Some((host, query))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_path_is_answered() {
        for (url, query) in [
            ("https://support.example.com/v1/notices", Some("")),
            ("https://support.example.com/v1/notices?", Some("")),
            ("http://localhost:8787/v1/notices?sdk=a&sdk=b?", Some("sdk=a&sdk=b?")),
            ("https://support.example.com/v1/notices/state", None),
            ("https://support.example.com/v1/noticesx?sdk=a", None),
            ("https://support.example.com/x/v1/notices?sdk=a", None),
            ("https://support.example.com/v1/notices/?sdk=a", None),
            ("https://support.example.com", None),
            ("nonsense", None),
        ] {
            assert_eq!(asked_in(url).map(|(_, query)| query), query, "{url}");
        }
        assert_eq!(
            asked_in("http://localhost:8787/v1/notices").map(|(host, _)| host),
            Some("localhost:8787")
        );
    }
}
