//! `/v1/sessions`: an identity token is exchanged for a session.

use aftercare_shared::api::session::{AccountView, NewSession, Session, Visitor};
use axum::response::Response;
use http::StatusCode;

use crate::app::App;
use crate::body::Json;
use crate::caller::Customer;
use crate::config;
use crate::identity;
use crate::ids;
use crate::inventory;
use crate::limits;
use crate::plan::{self, Footing};
use crate::problem::Failure;
use crate::replan;
use crate::routes::answer;
use crate::session::{self, CustomerSession, Who};

/// `POST`
#[worker::send]
pub(crate) async fn create(app: App, Json(new): Json<NewSession>) -> Result<Response, Failure> {
    limits::session(&app).await?;
    let sites = config::sites(app.env())?;
    let site = sites.get(&new.site).ok_or_else(|| {
        Failure::field("#/site", "There is no such site. Check `data-site` of the script tag.")
    })?;
    let (who, plan, claimed_at) = match new.identity {
        Some(token) => {
            let identity = identity::of_token(&app, &new.site, site, &token).await?;
            let who = Who::User {
                id: identity.user,
                name: identity.name,
                account: identity.account,
                account_name: identity.account_name,
            };
            let claimed_at = identity.plan.as_ref().map(|_| identity.signed_at);
            (who, identity.plan, claimed_at)
        }
        None => (Who::Guest { id: ids::guest(app.now())? }, None, None),
    };
    let customer = Customer { site: new.site, who, plan, claimed_at };
    inventory::see_later(&app, &customer, &new.sdks);
    let store = app.store()?;
    let footing = plan::look_up(&app, &store, &customer).await?;
    if let Some((claim, account)) = footing.claim(&customer).zip(customer.account())
        && footing.claimed.as_ref().is_some_and(|before| claim.changes(before))
    {
        replan::heed(&app, &store, account, &claim).await;
    }
    let expires_at = session::customer_expiry(app.now());
    let key = config::session_key(app.env())?;
    let visitor = visitor(&customer, &footing);
    let sealed = CustomerSession {
        site: customer.site,
        who: customer.who,
        plan: customer.plan,
        claimed_at: customer.claimed_at,
        exp: expires_at.timestamp(),
    };
    let session = Session {
        token: session::seal(&key, &sealed),
        expires_at,
        visitor,
        plan: footing.plan,
        now: app.now(),
    };
    answer(StatusCode::CREATED, &session)
}

fn visitor(customer: &Customer, footing: &Footing) -> Visitor {
    match &customer.who {
        Who::User { id, name, account, .. } => Visitor::User {
            id: id.clone(),
            name: name.clone(),
            account: AccountView { id: account.clone(), name: footing.account_name(customer) },
        },
        Who::Guest { id } => Visitor::Guest { id: id.clone() },
    }
}
