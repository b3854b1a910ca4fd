//! What matters now: a flaw that hits, the tickets in work, the SDKs.

use leptos::prelude::*;

use crate::panel::Panel;
use crate::route::Route;
use crate::trouble::Trouble;
use crate::views::bones::Bones;
use crate::views::sdk_card::{StatePill, rating_pill};
use crate::views::ticket_card::{Parcels, TicketCard};
use crate::views::way_up::way_in_a_line;
use aftercare_shared::api::notices::Card;
use aftercare_ui::messages::panel::words;
use aftercare_ui::use_reader;

/// The most tickets that are shown here.
const MOST_TICKETS: usize = 4;
/// The most SDKs that are shown here.
const MOST_SDKS: usize = 4;

#[component]
pub(crate) fn Home() -> impl IntoView {
    let panel = Panel::of_context();
    let words = words(use_reader().lang);
    view! {
        <main class="page">
            {move || panel.notices.card().map(|card| view! { <Advisory card /> })}
            <Show when=move || panel.session.is_guest()>
                <div class="card note">
                    <h2>{words.guest}</h2>
                    <p class="muted">{words.guest_means}</p>
                </div>
            </Show>
            <section class="stack" aria-labelledby="live">
                <h2 id="live" class="unseen">{words.your_tickets}</h2>
                <Parcels />
                <LiveTickets />
            </section>
            <button type="button" class="primary" on:click=move |_| panel.router.go(Route::New)>
                {words.new_ticket}
            </button>
            <Sdks />
        </main>
    }
}

/// The flaw worth interrupting for.
#[component]
fn Advisory(card: Card) -> impl IntoView {
    let panel = Panel::of_context();
    let words = words(use_reader().lang);
    let way = panel.notices.notices.with(|notices| {
        let sdks = notices.map(|notices| notices.sdks.as_slice()).unwrap_or_default();
        let report = sdks.iter().find(|sdk| sdk.name == card.package && sdk.version.as_ref() == Some(&card.version));
        report.and_then(|report| way_in_a_line(words, report))
    });
    let fixed = card.fixed_in.as_ref().map_or_else(|| words.no_fix.to_owned(), |version| words.fixed_in(version));
    let advice = match way {
        Some(way) if card.fixed_in.is_some() => [&fixed, words.full_stop, &way, words.full_stop].concat(),
        Some(_) | None => fixed,
    };
    let id = card.id;
    view! {
        <section class="card alert" aria-labelledby="advisory">
            <p class="row">
                {rating_pill(words, card.severity)}
                <span class="tiny grow">{words.affects_you}" · "{card.package}" "{card.version}</span>
            </p>
            <h2 id="advisory" class="gap">{card.summary}</h2>
            <p class="muted">{advice}</p>
            <p class="row gap">
                <button type="button" class="primary" on:click=move |_| panel.router.go(Route::Updates)>
                    {words.see_upgrade}
                </button>
                <button type="button" class="link" on:click=move |_| panel.notices.dismiss(&id)>{words.dismiss}</button>
            </p>
        </section>
    }
}

/// The tickets that work is owed on.
#[component]
fn LiveTickets() -> impl IntoView {
    let panel = Panel::of_context();
    let words = words(use_reader().lang);
    let live = Memo::new(move |_| {
        let items = panel.tickets.list.value()?.items;
        Some(items.into_iter().filter(|it| it.status.is_live()).collect::<Vec<_>>())
    });
    move || match (live.get(), panel.tickets.list.failure()) {
        (Some(live), _) if live.is_empty() => {
            view! { <p class="muted none">{words.no_live_tickets}</p> }.into_any()
        }
        (Some(live), _) => {
            let has_more = live.len() > MOST_TICKETS;
            view! {
                {live.into_iter().take(MOST_TICKETS).map(|ticket| view! { <TicketCard ticket /> }).collect_view()}
                {has_more.then(|| view! {
                    <button type="button" class="link" on:click=move |_| panel.router.go(Route::Tickets)>
                        {words.see_all}
                    </button>
                })}
            }
            .into_any()
        }
        (None, Some(failure)) => view! { <Trouble failure retry=move || panel.tickets.refresh() /> }.into_any(),
        (None, None) => view! { <Bones cards=2 /> }.into_any(),
    }
}

/// How the SDKs of the page stand, in a line each.
#[component]
fn Sdks() -> impl IntoView {
    let panel = Panel::of_context();
    let words = words(use_reader().lang);
    move || {
        let sdks = panel.notices.notices.value()?.sdks;
        if sdks.is_empty() {
            return None;
        }
        let lines = sdks.into_iter().take(MOST_SDKS).map(|report| {
            let (name, version) = (report.name.clone(), report.version.clone());
            view! {
                <li class="row">
                    <span class="grow clip"><code>{name}</code>" "{version}</span>
                    <StatePill report />
                </li>
            }
        });
        Some(view! {
            <section class="card" aria-labelledby="runs">
                <p class="row">
                    <span class="grow"><h2 id="runs">{words.your_sdks}</h2></span>
                    <button type="button" class="link tiny" on:click=move |_| panel.router.go(Route::Updates)>
                        {words.see_all}
                    </button>
                </p>
                <ul class="lines">{lines.collect_view()}</ul>
            </section>
        })
    }
}
