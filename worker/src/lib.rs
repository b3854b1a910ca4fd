//! The Cloudflare Worker: routing, tier lookup, stamping, storage, queue and cron.
//!
//! This file holds the entry points and the map. The rules live in `aftercare-shared`; what is here brings
//! them values and writes down what they say. `router` is the table of paths, `routes` follows the paths,
//! `store` holds the SQL, one file a noun, `ledger` is the one way in which a ticket changes. Nothing here
//! may panic, whatever is sent: the lints below see to that.
#![deny(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unreachable,
    clippy::unwrap_used
)]

mod app;
mod clock;
mod config;
mod log;
mod problem;

mod headers;
mod limits;
mod router;
mod routes;

mod body;
mod cursor;
mod etag;
mod idempotency;
mod params;

mod caller;
mod identity;
mod ids;
mod plan;
mod session;

mod book;
mod ledger;
mod notices;
mod receipts;
mod view;

mod corpus;
mod advisories;
mod feeds;
mod inventory;
mod notify;
mod releases;

mod announce;
mod cron;
mod replan;
mod fetch;
mod outbox;
mod webhook;

mod js;
mod kept;
mod store;

use aftercare_shared::problem::Kind;
use axum::response::IntoResponse;
use tower_service::Service;
use worker::{Context, Env, MessageBatch, ScheduleContext, ScheduledEvent, event, web_sys};

use crate::app::App;
use crate::outbox::Slip;
use crate::problem::Failure;
use crate::routes::notices::direct;

/// A request from outside.
#[event(fetch)]
async fn fetch(request: web_sys::Request, env: Env, context: Context) -> worker::Result<web_sys::Response> {
    if let Some(asked) = direct::Asked::by(&request, &env) {
        return asked.answer(env, context).await;
    }
    worker::response_to_wasm(routed(request, env, context).await?)
}

async fn routed(
    request: web_sys::Request,
    env: Env,
    context: Context,
) -> worker::Result<http::Response<axum::body::Body>> {
    let request = match worker::request_from_wasm(request) {
        Ok(request) => body::take(request).await,
        Err(_) => Err(unreadable()),
    };
    let mut request = match request {
        Ok(request) => request,
        Err(failure) => return Ok(headers::secured(failure.into_response())),
    };
    let app = App::of_request(env, context, request.headers());
    request.extensions_mut().insert(app);
    router::shared().call(request).await.map_err(worker::Error::from)
}

/// The sweep of each minute.
#[event(scheduled)]
async fn scheduled(event: ScheduledEvent, env: Env, context: ScheduleContext) {
    cron::sweep(&App::of_sweep(env, context, &event)).await;
}

/// Parcels of the outbox, on their way.
#[event(queue)]
async fn queue(batch: MessageBatch<Slip>, env: Env, _context: Context) -> worker::Result<()> {
    outbox::consume(batch, &env).await;
    Ok(())
}

/// The answer to a request whose address or headers are none.
fn unreadable() -> Failure {
    let detail = "The address or a header holds characters that it can't. Write them as ASCII.";
    Failure::new(Kind::Malformed, detail)
}
