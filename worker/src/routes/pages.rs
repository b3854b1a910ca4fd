//! `/panel/`, `/desk/`, `/demo/` and `/widget.js`: files, with the headers that each needs.

use aftercare_shared::id::SiteId;
use aftercare_shared::problem::Kind;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, IF_NONE_MATCH,
    X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};

use crate::app::App;
use crate::config;
use crate::headers::{self, Frame};
use crate::log;
use crate::problem::Failure;

const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// The panel: framed by the pages of its site, and by nobody else.
#[worker::send]
pub(crate) async fn panel(app: App, request: Request) -> Result<Response, Failure> {
    let origins = framing_origins(&app, request.uri());
    let mut response = file(&app, &request).await?;
    page(&mut response, &headers::panel_policy(&Frame::Origins(origins)))?;
    Ok(response)
}

/// The desk: never framed.
#[worker::send]
pub(crate) async fn desk(app: App, request: Request) -> Result<Response, Failure> {
    let mut response = file(&app, &request).await?;
    page(&mut response, &headers::panel_policy(&Frame::Nobody))?;
    response.headers_mut().insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    Ok(response)
}

/// The demo's console, which stands for a vendor's own page: it embeds the widget as any page would.
#[worker::send]
pub(crate) async fn demo(app: App, request: Request) -> Result<Response, Failure> {
    let mut response = file(&app, &request).await?;
    page(&mut response, headers::DEMO_POLICY)?;
    Ok(response)
}

/// The loader: any page may run it.
#[worker::send]
pub(crate) async fn widget(app: App, request: Request) -> Result<Response, Failure> {
    let mut response = file(&app, &request).await?;
    let headers = response.headers_mut();
    // The file holds Chinese as it is; a page of another encoding must not guess.
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    let cache = "public, max-age=300, stale-while-revalidate=86400";
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    Ok(response)
}

/// The origins that may frame the panel: those of the site that the address names.
fn framing_origins(app: &App, uri: &Uri) -> Vec<String> {
    let query = uri.query().unwrap_or_default();
    let named = query.split('&').find_map(|pair| pair.strip_prefix("site="));
    let site = named.and_then(|name| SiteId::new(name).ok());
    let sites = config::sites(app.env()).unwrap_or_else(|error| {
        log::error("the sites can't be read", &[("error", error.to_string().into())]);
        Default::default()
    });
    site.and_then(|site| sites.get(&site).map(|site| site.origins.clone())).unwrap_or_default()
}

fn page(response: &mut Response, policy: &str) -> Result<(), Failure> {
    let policy = HeaderValue::from_str(policy)
        .map_err(|error| Failure::Internal("a policy of ours is no header", error.to_string()))?;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    // The page names its assets by their hashes, so it alone must be asked for anew.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(())
}

/// A file of the build, or that there is none.
async fn file(app: &App, request: &Request) -> Result<Response, Failure> {
    let mut asked = http::Request::builder().method(Method::GET).uri(request.uri().clone());
    if let Some(tag) = request.headers().get(IF_NONE_MATCH) {
        asked = asked.header(IF_NONE_MATCH, tag);
    }
    let asked = asked.body(worker::Body::empty()).map_err(worker::Error::from)?;
    let found = app.env().assets("ASSETS")?.fetch_request(asked).await?;
    if found.status() == StatusCode::NOT_FOUND {
        return Err(Failure::new(Kind::NotFound, "There is nothing at this address. Check it."));
    }
    let (parts, body) = found.into_parts();
    let mut response = Response::new(Body::new(body));
    *response.status_mut() = parts.status;
    *response.headers_mut() = passed_on(&parts.headers);
    Ok(response)
}

/// The headers of a file that hold for whoever asked.
fn passed_on(headers: &HeaderMap) -> HeaderMap {
    let known = ["content-type", "etag", "location", "content-language"];
    let kept = headers.iter().filter(|(name, _)| known.contains(&name.as_str()));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// What is at no address of ours.
pub(crate) async fn nothing() -> Response {
    Failure::new(Kind::NotFound, "There is nothing at this address. Check it.").into_response()
}

/// What an address of ours does not take.
pub(crate) async fn wrong_method() -> Response {
    let detail = "This address does not take this method. The header Allow says which it takes.";
    Failure::new(Kind::MethodNotAllowed, detail).into_response()
}
