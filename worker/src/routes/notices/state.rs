//! `/v1/notices/state`: what a person has done with notices. Theirs alone, and never cached for others.
//!
//! A guest is nobody in particular: what a guest puts away is kept in their browser, by the panel.

use aftercare_shared::api::notices::{MAX_NOTICE_BYTES, NewNoticeState, NoticeStates};
use aftercare_shared::id::AccountId;
use aftercare_shared::problem::Kind;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};

use crate::app::App;
use crate::body::Json;
use crate::caller::Customer;
use crate::limits;
use crate::notices;
use crate::params::Path;
use crate::problem::Failure;
use crate::routes::{answer, tagged_by_content};
use crate::store::notice_state;

/// `GET`
#[worker::send]
pub(crate) async fn index(app: App, headers: HeaderMap, customer: Customer) -> Result<Response, Failure> {
    let account = account(&customer)?;
    let items = notice_state::of(&app.store()?, account, customer.user()).await?;
    tagged_by_content(&headers, &NoticeStates { items })
}

/// `PUT`: the same again changes nothing, so it takes no Idempotency-Key.
#[worker::send]
pub(crate) async fn put(
    app: App,
    customer: Customer,
    Path(Notice(id)): Path<Notice>,
    Json(new): Json<NewNoticeState>,
) -> Result<Response, Failure> {
    let account = account(&customer)?;
    limits::write(&app, &customer).await?;
    if !is_known(&app, &id).await? {
        let detail = "There is no notice with this id. Ask GET /v1/notices for those there are.";
        return Err(Failure::new(Kind::NotFound, detail));
    }
    let state = notice_state::settle(&app.store()?, account, customer.user(), &id, &new, app.now()).await?;
    answer(StatusCode::OK, &state)
}

/// `DELETE`: what was put away is shown again. Whether anything was is nobody's concern.
#[worker::send]
pub(crate) async fn delete(
    app: App,
    customer: Customer,
    Path(Notice(id)): Path<Notice>,
) -> Result<Response, Failure> {
    let account = account(&customer)?;
    limits::write(&app, &customer).await?;
    app.store()?.batch(vec![notice_state::undo(account, customer.user(), &id)]).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// A notice's id in the path.
pub(crate) struct Notice(String);

impl TryFrom<String> for Notice {
    type Error = ();

    fn try_from(id: String) -> Result<Self, ()> {
        let fits = !id.is_empty() && id.len() <= MAX_NOTICE_BYTES && !id.contains(char::is_control);
        if fits { Ok(Self(id)) } else { Err(()) }
    }
}

fn account(customer: &Customer) -> Result<&AccountId, Failure> {
    customer.account().ok_or_else(|| {
        let detail = "Nobody vouches for a guest, so nothing is kept for one here. Sign in at the console, \
                      or keep it in the browser.";
        Failure::new(Kind::Forbidden, detail)
    })
}

/// What this isolate does not know yet, another may have told: then the store is asked once.
async fn is_known(app: &App, id: &str) -> Result<bool, Failure> {
    if notices::knowledge(app).await?.may_have_told(id) {
        return Ok(true);
    }
    notices::changed(app);
    Ok(notices::knowledge(app).await?.may_have_told(id))
}
