//! The Cloudflare Worker.

use worker::{Context, Env, HttpRequest, event};

#[event(fetch)]
async fn fetch(_req: HttpRequest, _env: Env, _ctx: Context) -> worker::Result<http::Response<worker::Body>> {
    Ok(http::Response::new(worker::Body::empty()))
}
