//! What matters now: a flaw that hits, the tickets in work, the SDKs.

use crate::panel::Panel;
use crate::route::Route;
use crate::trouble::trouble;
use crate::views::bones::bones;
use crate::views::sdk_card::{rating_pill, state_pill};
use crate::views::ticket_card::{parcels, ticket_card};
use crate::views::way_up::way_in_a_line;
use aftercare_shared::api::notices::Card;
use aftercare_ui::messages::panel::words;
use aftercare_ui::part::{Part, button, div, el, live, many, p, span};
use aftercare_ui::use_reader;

/// The most tickets that are shown here.
const MOST_TICKETS: usize = 4;
/// The most SDKs that are shown here.
const MOST_SDKS: usize = 4;

pub(crate) fn home() -> Part {
    let panel = Panel::of_context();
    let words = words(use_reader().lang);
    let guest = live(move || {
        panel.session.is_guest().then(|| {
            div("card note").child(el("h2", "").child(words.guest)).child(p("muted").child(words.guest_means))
        })
    });
    let tickets = el("section", "stack")
        .attr("aria-labelledby", "live")
        .child(el("h2", "unseen").attr("id", "live").child(words.your_tickets))
        .child(parcels())
        .child(live(move || live_tickets(panel)));
    el("main", "page")
        .child(live(move || panel.notices.card().map(|card| advisory(panel, card))))
        .child(guest)
        .child(tickets)
        .child(button("primary", move || panel.router.go(Route::New)).child(words.new_ticket))
        .child(live(move || sdks(panel)))
        .into()
}

/// The flaw worth interrupting for.
fn advisory(panel: Panel, card: Card) -> Part {
    let words = words(use_reader().lang);
    let way = panel.notices.notices.with(|notices| {
        let sdks = notices.map(|notices| notices.sdks.as_slice()).unwrap_or_default();
        let report =
            sdks.iter().find(|sdk| sdk.name == card.package && sdk.version.as_ref() == Some(&card.version));
        report.and_then(|report| way_in_a_line(words, report))
    });
    let fixed =
        card.fixed_in.as_ref().map_or_else(|| words.no_fix.to_owned(), |version| words.fixed_in(version));
    let advice = match way {
        Some(way) if card.fixed_in.is_some() => [&fixed, words.full_stop, &way, words.full_stop].concat(),
        Some(_) | None => fixed,
    };
    let whom = [words.affects_you, " · ", &card.package, " ", &card.version].concat();
    let put_away = card.clone();
    el("section", "card alert")
        .attr("aria-labelledby", "advisory")
        .child(p("row").child(rating_pill(words, card.severity)).child(span("tiny grow").child(whom)))
        .child(el("h2", "gap").attr("id", "advisory").child(card.summary))
        .child(p("muted").child(advice))
        .child(
            p("row gap")
                .child(button("primary", move || panel.router.go(Route::Updates)).child(words.see_upgrade))
                .child(button("link", move || panel.notices.dismiss(&put_away)).child(words.dismiss)),
        )
        .into()
}

/// The tickets that work is owed on.
fn live_tickets(panel: Panel) -> Part {
    let words = words(use_reader().lang);
    panel.tickets.list.with(|page| {
        let Some(page) = page else {
            let failure = panel.tickets.list.failure();
            return failure
                .map_or_else(|| bones(2), |failure| trouble(&failure, move || panel.tickets.refresh()));
        };
        let live: Vec<_> = page.items.iter().filter(|it| it.status.is_live()).collect();
        if live.is_empty() {
            return p("muted none").child(words.no_live_tickets).into();
        }
        let more = (live.len() > MOST_TICKETS)
            .then(|| button("link", move || panel.router.go(Route::Tickets)).child(words.see_all));
        [many(live.into_iter().take(MOST_TICKETS), ticket_card), more.into()].into()
    })
}

/// How the SDKs of the page stand, in a line each.
fn sdks(panel: Panel) -> Option<Part> {
    let words = words(use_reader().lang);
    panel.notices.notices.with(|notices| {
        let sdks = notices.map(|notices| notices.sdks.as_slice()).filter(|sdks| !sdks.is_empty())?;
        let lines = many(sdks.iter().take(MOST_SDKS), |report| {
            let name = span("grow clip")
                .child(el("code", "").child(report.name.clone()))
                .child(" ")
                .child(report.version.clone());
            el("li", "row").child(name).child(state_pill(report))
        });
        let title = el("h2", "grow").attr("id", "runs").child(words.your_sdks);
        let all = button("link tiny", move || panel.router.go(Route::Updates)).child(words.see_all);
        Some(
            el("section", "card")
                .attr("aria-labelledby", "runs")
                .child(div("row").child(title).child(all))
                .child(el("ul", "lines").child(lines))
                .into(),
        )
    })
}
