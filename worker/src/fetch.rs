//! Requests to other machines: bounded in time and size, redirects never followed.

use js_sys::Uint8Array;
use worker::wasm_bindgen::JsCast;
use worker::wasm_bindgen_futures::JsFuture;

use crate::fetch::web::{
    AbortSignal, ReadableStream, ReadableStreamDefaultReader, Request, RequestInit, RequestRedirect, Response,
};

/// The part of the platform's fetch that is used here.
mod web {
    pub(super) use worker::web_sys::{
        AbortSignal, ReadableStream, ReadableStreamDefaultReader, Request, RequestInit, RequestRedirect,
        Response,
    };
}

/// How long another machine may take to answer, in milliseconds.
const TIMEOUT_MS: u32 = 15_000;

/// Why a request to another machine came to nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    /// It did not answer, or not in time.
    #[error("no answer")]
    NoAnswer,
    /// It answered something else than success.
    #[error("status {0}")]
    Status(u16),
    /// The answer is larger than is taken.
    #[error("the answer is too large")]
    TooLarge,
}

/// The answer to a GET, at most `limit` bytes of it.
pub(crate) async fn get(url: &str, limit: usize) -> Result<Vec<u8>, FetchError> {
    let response = send("GET", url, &[], None).await?;
    if !response.ok() {
        return Err(FetchError::Status(response.status()));
    }
    let buffer = response.array_buffer().map_err(|_| FetchError::NoAnswer)?;
    let buffer = JsFuture::from(buffer).await.map_err(|_| FetchError::NoAnswer)?;
    let bytes = Uint8Array::new(&buffer);
    let length = usize::try_from(bytes.length()).unwrap_or(usize::MAX);
    if length > limit { Err(FetchError::TooLarge) } else { Ok(bytes.to_vec()) }
}

/// The answer to a conditional GET, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fetched {
    /// The status. A redirect is a status like any other.
    pub(crate) status: u16,
    /// The body of an answer of 200; empty else.
    pub(crate) body: Vec<u8>,
    /// Its tag.
    pub(crate) etag: Option<String>,
    /// When it was last changed, as it is written.
    pub(crate) last_modified: Option<String>,
    /// Where it has moved.
    pub(crate) location: Option<String>,
    /// How long the host asks to wait, in seconds.
    pub(crate) retry_after: Option<u32>,
}

/// Reads an address under conditions. The body is read piece by piece and given up where it grows beyond
/// `limit` bytes: a host that sends without end costs no more than that.
pub(crate) async fn read(url: &str, headers: &[(&str, &str)], limit: usize) -> Result<Fetched, FetchError> {
    let response = send("GET", url, headers, None).await?;
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let status = response.status();
    let retry_after = header("retry-after").and_then(|text| text.trim().parse().ok());
    let body = match response.body() {
        Some(stream) if status == 200 => drain(&stream, limit).await?,
        Some(stream) => {
            let _ = JsFuture::from(stream.cancel()).await;
            Vec::new()
        }
        None => Vec::new(),
    };
    let (etag, last_modified) = (header("etag"), header("last-modified"));
    Ok(Fetched { status, body, etag, last_modified, location: header("location"), retry_after })
}

async fn drain(stream: &ReadableStream, limit: usize) -> Result<Vec<u8>, FetchError> {
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut body = Vec::new();
    loop {
        let part = JsFuture::from(reader.read()).await.map_err(|_| FetchError::NoAnswer)?;
        let field = |name: &str| js_sys::Reflect::get(&part, &name.into()).map_err(|_| FetchError::NoAnswer);
        if field("done")?.is_truthy() {
            return Ok(body);
        }
        let bytes: Uint8Array = field("value")?.dyn_into().map_err(|_| FetchError::NoAnswer)?;
        let length = usize::try_from(bytes.length()).unwrap_or(usize::MAX);
        if body.len().saturating_add(length) > limit {
            let _ = JsFuture::from(reader.cancel()).await;
            return Err(FetchError::TooLarge);
        }
        body.extend(bytes.to_vec());
    }
}

/// What a POST came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Posted {
    /// The status. A redirect is a status like any other.
    pub(crate) status: u16,
    /// How long the receiver asks to wait, in seconds.
    pub(crate) retry_after: Option<u32>,
}

/// Posts a JSON body.
pub(crate) async fn post(url: &str, headers: &[(&str, &str)], body: &str) -> Result<Posted, FetchError> {
    let response = send("POST", url, headers, Some(body)).await?;
    let retry_after = response.headers().get("retry-after").ok().flatten();
    let retry_after = retry_after.and_then(|text| text.trim().parse().ok());
    // The answer's body is of no interest, but an unread one holds the connection.
    if let Some(body) = response.body() {
        let _ = JsFuture::from(body.cancel()).await;
    }
    Ok(Posted { status: response.status(), retry_after })
}

async fn send(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: Option<&str>,
) -> Result<Response, FetchError> {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
    if let Some(body) = body {
        init.set_body(&body.into());
    }
    let request = Request::new_with_str_and_init(url, &init).map_err(|_| FetchError::NoAnswer)?;
    for (name, value) in headers {
        request.headers().set(name, value).map_err(|_| FetchError::NoAnswer)?;
    }
    let global: worker::web_sys::WorkerGlobalScope = js_sys::global().unchecked_into();
    let response = JsFuture::from(global.fetch_with_request(&request)).await;
    response.map_err(|_| FetchError::NoAnswer)?.dyn_into().map_err(|_| FetchError::NoAnswer)
}
