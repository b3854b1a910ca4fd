//! Headers that every answer carries, and the content security policies of the pages.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::{
    CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderName, HeaderValue};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// The policy of what is no page: nothing in it runs, and nobody frames it.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// The policy of the demo's console. It is a strict host page: what the loader needs, and no more.
pub(crate) const DEMO_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; frame-src 'self'; font-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

/// Who may frame a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Frame {
    /// Pages of these origins.
    Origins(Vec<String>),
    /// No page.
    Nobody,
}

/// The policy of the panel and the desk.
pub(crate) fn panel_policy(frame: &Frame) -> String {
    let ancestors = match frame {
        Frame::Origins(origins) => {
            let fit = origins.iter().filter(|origin| is_source(origin));
            fit.map(String::as_str).collect::<Vec<_>>().join(" ")
        }
        Frame::Nobody => String::new(),
    };
    let ancestors = if ancestors.is_empty() { "'none'" } else { &ancestors };
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; worker-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
    )
}

/// Whether a configured origin is one: what holds a blank, a comma or a semicolon would change the policy.
fn is_source(origin: &str) -> bool {
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty()
            && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '*'))
    })
}

/// Adds what every answer carries.
pub(crate) async fn secure(request: Request, next: Next) -> Response {
    secured(next.run(request).await)
}

/// The answer with what every answer carries.
pub(crate) fn secured(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(DATA_POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("strict-origin"));
    headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    let permissions = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
    headers.insert(PERMISSIONS_POLICY, HeaderValue::from_static(permissions));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_origins_reach_the_policy() {
        let origins =
            ["https://console.example.com", "https://x; script-src *", "http://localhost:8787", "'self'"];
        let policy = panel_policy(&Frame::Origins(origins.map(str::to_owned).to_vec()));
        assert!(policy.ends_with("frame-ancestors https://console.example.com http://localhost:8787"));
        for frame in [Frame::Nobody, Frame::Origins(Vec::new())] {
            assert!(panel_policy(&frame).ends_with("frame-ancestors 'none'"));
        }
    }
}
