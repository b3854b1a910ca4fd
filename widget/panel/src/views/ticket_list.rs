//! All tickets of the visitor.

use crate::panel::Panel;
use crate::route::Route;
use crate::trouble::trouble;
use crate::views::bones::bones;
use crate::views::choice::choice;
use crate::views::ticket_card::{parcels, ticket_card};
use aftercare_ui::messages::panel::words;
use aftercare_ui::part::{Part, button, div, el, live, many, p};
use aftercare_ui::{State, use_reader};

pub(crate) fn ticket_list() -> Part {
    let panel = Panel::of_context();
    let words = words(use_reader().lang);
    let only_live = State::new(false);
    let filter = div("segments grow")
        .attr("role", "radiogroup")
        .attr("aria-label", words.filter)
        .child(choice("filter", words.all, move || !only_live.get(), move || only_live.set(false)))
        .child(choice("filter", words.live, move || only_live.get(), move || only_live.set(true)));
    let new = button("primary", move || panel.router.go(Route::New)).child(words.new_ticket);
    let more = live(move || {
        let has_more = panel.tickets.list.with(|page| page.is_some_and(|page| page.next_cursor.is_some()));
        has_more.then(|| button("ghost", move || panel.tickets.more()).child(words.more))
    });
    el("main", "page")
        .child(div("row").child(filter).child(new))
        .child(parcels())
        .child(live(move || list(panel, only_live.get())))
        .child(more)
        .into()
}

fn list(panel: Panel, only_live: bool) -> Part {
    let words = words(use_reader().lang);
    panel.tickets.list.with(|page| {
        let Some(page) = page else {
            let failure = panel.tickets.list.failure();
            return failure
                .map_or_else(|| bones(4), |failure| trouble(&failure, move || panel.tickets.refresh()));
        };
        let wanted: Vec<_> = page.items.iter().filter(|it| it.status.is_live() || !only_live).collect();
        if !wanted.is_empty() || panel.outbox.parcels.with(|parcels| !parcels.is_empty()) {
            return many(wanted, ticket_card);
        }
        let title = if only_live { words.no_live_tickets } else { words.no_tickets };
        let means = p("muted").child(words.no_tickets_means);
        div("empty").child(el("h2", "").child(title)).child(means).into()
    })
}
