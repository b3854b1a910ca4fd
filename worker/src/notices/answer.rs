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
    /// The question's.
    key: String,
    version: i64,
    day: NaiveDate,
    asked: Cell<u8>,
    whole: OnceCell<web_sys::ResponseInit>,
    unchanged: OnceCell<web_sys::ResponseInit>,
}

thread_local! {
    /// The headers that every answer has, as the runtime takes them: to hand over each costs more than to
    /// copy them all there.
    static FIELDS: OnceCell<Object> = const { OnceCell::new() };
}

impl Answer {
    /// Renders what is known. The tag is of the bytes, so it changes whenever they do.
    pub(crate) fn of(notices: &Notices, knowledge: &Knowledge, key: &str) -> Result<Self, Failure> {
        let json = body::render(notices)?;
        // A tag tells one state of an address from the next; nobody gains by forging one.
        let mut hasher = DefaultHasher::new();
        hasher.write(&json);
        let tag = format!("\"{:016x}-{:x}\"", hasher.finish(), json.len());
        let body = Uint8Array::from(json.as_slice());
        Ok(Self::kept(body, tag, key, knowledge.version(), knowledge.day()))
    }

    /// One that was rendered before.
    pub(crate) fn kept(body: Uint8Array, tag: String, key: &str, version: i64, day: NaiveDate) -> Self {
        Self {
            body,
            tag,
            key: key.to_owned(),
            version,
            day,
            asked: Cell::new(0),
            whole: OnceCell::new(),
            unchanged: OnceCell::new(),
        }
    }

    /// The question's key, and what the answer is of: together they name it.
    pub(crate) fn named_by(&self) -> (i64, NaiveDate, &str) {
        (self.version, self.day, &self.key)
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
        self.body.length() as usize + self.key.len() + 1024
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
        let mut response = typed(if is_held { Body::empty() } else { Body::from(self.bytes()) });
        if is_held {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        if let Ok(tag) = HeaderValue::from_str(&self.tag) {
            response.headers_mut().insert(ETAG, tag);
        }
        response
    }

    /// As the runtime's response, with every header that the router's way adds.
    pub(crate) fn direct(&self, asked: &HeaderMap) -> worker::Result<web_sys::Response> {
        let response = if etag::is_held(asked, &self.tag) {
            let init = self.init(&self.unchanged, StatusCode::NOT_MODIFIED)?;
            web_sys::Response::new_with_opt_str_and_init(None, init)
        } else {
            let init = self.init(&self.whole, StatusCode::OK)?;
            web_sys::Response::new_with_opt_js_u8_array_and_init(Some(&self.body), init)
        };
        Ok(response?)
    }

    /// What `new Response` takes beside the body, made once.
    fn init<'a>(
        &self,
        kept: &'a OnceCell<web_sys::ResponseInit>,
        status: StatusCode,
    ) -> worker::Result<&'a web_sys::ResponseInit> {
        if let Some(init) = kept.get() {
            return Ok(init);
        }
        let fields = Object::assign(&Object::new(), &fields()?);
        Reflect::set(&fields, &ETAG.as_str().into(), &self.tag.as_str().into())?;
        let init = web_sys::ResponseInit::new();
        init.set_status(status.as_u16());
        init.set_headers(&fields);
        Ok(kept.get_or_init(|| init))
    }
}

fn typed(body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(CACHING));
    response
}

fn fields() -> worker::Result<Object> {
    FIELDS.with(|kept| {
        if let Some(fields) = kept.get() {
            return Ok(fields.clone());
        }
        let fields = Object::new();
        for (name, value) in headers::secured(opened(typed(Body::empty()))).headers() {
            let value = value.to_str().unwrap_or_default();
            Reflect::set(&fields, &name.as_str().into(), &value.into())?;
        }
        Ok(kept.get_or_init(|| fields).clone())
    })
}
