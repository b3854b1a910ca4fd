//! `/v1/desk/sessions`: an agent token is exchanged for a cookie that scripts can't read.

use aftercare_shared::api::desk::SignIn;
use aftercare_shared::problem::Kind;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, SET_COOKIE};
use http::{HeaderValue, StatusCode};

use crate::app::App;
use crate::body::Json;
use crate::caller::{DESK_COOKIE, token_hash};
use crate::config;
use crate::limits;
use crate::problem::Failure;
use crate::session::{self, DeskSession};
use crate::store::agent;

/// `POST`
#[worker::send]
pub(crate) async fn create(app: App, Json(sign_in): Json<SignIn>) -> Result<Response, Failure> {
    limits::session(&app).await?;
    let employee = agent::with_token_hash(&app.store()?, &token_hash(&sign_in.token)).await?;
    let employee = employee.ok_or_else(|| {
        Failure::new(Kind::Unauthenticated, "There is no support engineer with this token. Check it.")
    })?;
    let expires_at = session::desk_expiry(app.now());
    let key = config::session_key(app.env())?;
    let sealed = session::seal(&key, &DeskSession { agent: employee.id, exp: expires_at.timestamp() });
    cookie(&sealed, (expires_at - app.now()).num_seconds())
}

/// `DELETE`
pub(crate) async fn end() -> Result<Response, Failure> {
    cookie("", 0)
}

fn cookie(value: &str, seconds: i64) -> Result<Response, Failure> {
    let cookie =
        format!("{DESK_COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; Secure; SameSite=Strict");
    let cookie = HeaderValue::from_str(&cookie)
        .map_err(|error| Failure::Internal("a cookie of ours is no header", error.to_string()))?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(SET_COOKIE, cookie);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
