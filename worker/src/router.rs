//! Which path leads where. The whole map of the API is this one table.

use aftercare_shared::api::receipts::KEYS_PATH;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::routing::{get, post, put};

use crate::headers;
use crate::limits;
use crate::routes::{
    demo, desk, feeds, healthz, inventory, notices, pages, quotes, sdks, sessions, tickets, upgrades,
    well_known,
};

thread_local! {
    static ROUTER: Router = router();
}

/// The router of this isolate.
pub(crate) fn shared() -> Router {
    ROUTER.with(Router::clone)
}

fn router() -> Router {
    let customer = Router::new()
        .route("/sessions", post(sessions::create))
        .route("/quotes", get(quotes::show))
        .route("/notices/state", get(notices::state::index))
        .route("/notices/state/{id}", put(notices::state::put).delete(notices::state::delete))
        .route("/tickets", get(tickets::index).post(tickets::create))
        .route("/tickets/{id}", get(tickets::show))
        .route("/tickets/{id}/events", get(tickets::events::index))
        .route("/tickets/{id}/messages", post(tickets::messages::create))
        .route("/tickets/{id}/rating", post(tickets::rating::create))
        .route("/tickets/{id}/receipts", get(tickets::receipts::index))
        .route("/upgrades", get(upgrades::show))
        .route("/upgrades/guides/{id}", get(upgrades::guide))
        .route("/inventory", get(inventory::show).put(inventory::replace));
    let agents = Router::new()
        .route("/sessions", post(desk::sessions::create).delete(desk::sessions::end))
        .route("/me", get(desk::me::show))
        .route("/policies", get(desk::policies::index).post(desk::policies::create))
        .route("/policies/current", get(desk::policies::current))
        .route("/policies/diff", post(desk::policies::compare))
        .route("/policies/{version}", get(desk::policies::show))
        .route("/accounts/{account}", get(desk::accounts::show).put(desk::accounts::put))
        .route("/tickets", get(desk::tickets::index))
        .route("/tickets/{id}", get(desk::tickets::show))
        .route("/tickets/{id}/accept", post(desk::tickets::acts::accept))
        .route("/tickets/{id}/resolve", post(desk::tickets::acts::resolve))
        .route("/tickets/{id}/withdraw", post(desk::tickets::acts::withdraw))
        .route("/tickets/{id}/ask", post(desk::tickets::acts::ask))
        .route("/tickets/{id}/severity", post(desk::tickets::acts::severity))
        .route("/tickets/{id}/messages", post(desk::tickets::messages::create))
        .route("/tickets/{id}/notes", post(desk::tickets::notes::create))
        .route("/tickets/{id}/receipts", get(desk::tickets::receipts::index))
        .merge(knowledge());
    let api = customer.nest("/desk", agents).layer(from_fn(limits::per_client));
    let public = Router::new()
        .route("/v1/notices", get(notices::show).options(notices::preflight))
        .route(KEYS_PATH, get(well_known::receipt_keys))
        .route("/v1/sdks", get(sdks::index).options(notices::preflight))
        .layer(from_fn(limits::per_client))
        .layer(from_fn(notices::open_to_all));
    let public = public.merge(
        Router::new()
            .route("/v1/feeds/advisories", get(feeds::advisories))
            .layer(from_fn(limits::per_client)),
    );
    let demo = Router::new()
        .route("/demo/identity", post(demo::identity))
        .route("/demo/webhook", get(demo::deliveries).post(demo::receive))
        .route("/demo", get(pages::demo))
        .route("/demo/", get(pages::demo))
        .route("/demo/{*file}", get(pages::demo))
        .layer(from_fn(demo::only_in_demo));
    Router::new()
        .nest("/v1", api)
        .route("/healthz", get(healthz::show))
        .route("/widget.js", get(pages::widget))
        .route("/panel", get(pages::panel))
        .route("/panel/", get(pages::panel))
        .route("/panel/{*file}", get(pages::panel))
        .route("/desk", get(pages::desk))
        .route("/desk/", get(pages::desk))
        .route("/desk/{*file}", get(pages::desk))
        .merge(public)
        .merge(demo)
        .fallback(pages::nothing)
        .method_not_allowed_fallback(pages::wrong_method)
        .layer(DefaultBodyLimit::max(aftercare_shared::api::MAX_REQUEST_BYTES))
        .layer(from_fn(headers::secure))
}

/// What the desk knows and publishes: advisories, releases, what customers run.
fn knowledge() -> Router {
    use desk::{accounts, advisories, feeds, releases};

    Router::new()
        .route("/advisories", get(advisories::index).post(advisories::import))
        .route("/advisories/preview", post(advisories::preview::create))
        .route("/advisories/{advisory}", get(advisories::show).put(advisories::publish))
        .route("/advisories/{advisory}/affected", get(advisories::affected::show))
        .route("/advisories/{advisory}/withdraw", post(advisories::withdraw::create))
        .route("/advisories/{advisory}/notify", post(advisories::notifications::create))
        .route("/advisories/{advisory}/notifications", get(advisories::notifications::index))
        .route("/releases", get(releases::index))
        .route("/releases/{package}", get(releases::show).put(releases::push))
        .route("/releases/{package}/{version}", put(releases::edit).delete(releases::unedit))
        .route("/releases/{package}/guides/{id}", put(releases::guides::put).delete(releases::guides::delete))
        .route("/feeds", get(feeds::index).put(feeds::replace))
        .route(
            "/accounts/{account}/inventory",
            get(accounts::inventory::show).put(accounts::inventory::replace),
        )
}
