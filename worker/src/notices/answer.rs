//! One answer, rendered: the bytes, the tag, and what the runtime builds a response from. The bytes lie in
//! the runtime's memory, not in ours: a response made from them copies nothing.

use std::cell::{Cell, OnceCell};
use std::hash::{DefaultHasher, Hasher};

use aftercare_shared::api::notices::Notices;
use axum::body::Body;
use axum::response::Response;
use chrono::NaiveDate;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use http::{HeaderMap, HeaderValue, StatusCode};
use js_sys::{Object, Reflect, Uint8Array};
use worker::web_sys;

use crate::body;
use crate::etag;
use crate::headers;
use crate::notices::Knowledge;
use crate::problem::Failure;
use crate::routes::notices::opened;

/// For how long a browser uses it without asking, and goes on using it while it asks. The answer is the
/// same for every origin, language and person, so that there is nothing to vary by.
const CACHING: &str = "public, max-age=60, stale-while-revalidate=60, stale-if-error=86400";

/// An answer.
pub(crate) struct Answer {
    body: Uint8Array,
    tag: String,
    /// Under which the edge keeps it.
    name: String,
    version: i64,
    day: NaiveDate,
    asked: Cell<u8>,
    inits: OnceCell<Inits>,
}

/// What `new Response` takes beside the body.
struct Inits {
    whole: web_sys::ResponseInit,
    unchanged: web_sys::ResponseInit,
}

impl Answer {
    /// Renders what is known. The tag is of the bytes, so it changes whenever they do.
    pub(crate) fn of(notices: &Notices, knowledge: &Knowledge, name: String) -> Result<Self, Failure> {
        let json = body::render(notices)?;
        // A tag tells one state of an address from the next; nobody gains by forging one.
        let mut hasher = DefaultHasher::new();
        hasher.write(&json);
        let tag = format!("\"{:016x}-{:x}\"", hasher.finish(), json.len());
        let body = Uint8Array::from(json.as_slice());
        Ok(Self::kept(body, tag, name, knowledge.version(), knowledge.day()))
    }

    /// One that was rendered before.
    pub(crate) fn kept(body: Uint8Array, tag: String, name: String, version: i64, day: NaiveDate) -> Self {
        Self { body, tag, name, version, day, asked: Cell::new(0), inits: OnceCell::new() }
    }

    /// Under which the edge keeps it.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The tag, quoted.
    pub(crate) fn tag(&self) -> &str {
        &self.tag
    }

    /// The JSON.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.body.to_vec()
    }

    /// What it takes to hold it, in bytes; the objects around the bytes are guessed.
    pub(crate) fn weight(&self) -> usize {
        self.body.length() as usize + 1024
    }

    /// Whether it is of a version and a day.
    pub(crate) fn is_of(&self, version: i64, day: NaiveDate) -> bool {
        (self.version, self.day) == (version, day)
    }

    /// Whether this is the second time that it is asked for: true once.
    pub(crate) fn is_asked_again(&self) -> bool {
        let asked = self.asked.get().saturating_add(1);
        self.asked.set(asked);
        asked == 1
    }

    /// As the router's response, for those who come by it.
    pub(crate) fn response(&self, asked: &HeaderMap) -> Response {
        let is_held = etag::is_held(asked, &self.tag);
        let mut response = Response::new(if is_held { Body::empty() } else { Body::from(self.bytes()) });
        if is_held {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(CACHING));
        if let Ok(tag) = HeaderValue::from_str(&self.tag) {
            headers.insert(ETAG, tag);
        }
        response
    }

    /// As the runtime's response, with every header that the router's way adds.
    pub(crate) fn direct(&self, asked: &HeaderMap) -> worker::Result<web_sys::Response> {
        let inits = match self.inits.get() {
            Some(inits) => inits,
            None => {
                let made = self.inits()?;
                self.inits.get_or_init(|| made)
            }
        };
        let response = if etag::is_held(asked, &self.tag) {
            web_sys::Response::new_with_opt_str_and_init(None, &inits.unchanged)
        } else {
            web_sys::Response::new_with_opt_js_u8_array_and_init(Some(&self.body), &inits.whole)
        };
        Ok(response?)
    }

    fn inits(&self) -> worker::Result<Inits> {
        let response = headers::secured(opened(self.response(&HeaderMap::new())));
        let fields = Object::new();
        for (name, value) in response.headers() {
            let value = value.to_str().unwrap_or_default();
            Reflect::set(&fields, &name.as_str().into(), &value.into())?;
        }
        let init = |status: u16| {
            let init = web_sys::ResponseInit::new();
            init.set_status(status);
            init.set_headers(&fields);
            init
        };
        Ok(Inits { whole: init(200), unchanged: init(304) })
    }
}
