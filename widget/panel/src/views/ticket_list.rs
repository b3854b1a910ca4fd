//! All tickets of the visitor.

use leptos::prelude::*;

use crate::panel::Panel;
use crate::route::Route;
use crate::trouble::Trouble;
use crate::views::bones::Bones;
use crate::views::ticket_card::{Parcels, TicketCard};
use aftercare_ui::messages::panel::words;
use aftercare_ui::use_reader;

#[component]
pub(crate) fn TicketList() -> impl IntoView {
    let panel = Panel::of_context();
    let words = words(use_reader().lang);
    let only_live = RwSignal::new(false);
    let choice = move |name: &'static str, value: bool| {
        view! {
            <label>
                <input type="radio" name="filter" prop:checked=move || only_live.get() == value on:change=move |_| only_live.set(value) />
                {name}
            </label>
        }
    };
    let items = Memo::new(move |_| {
        let page = panel.tickets.list.value()?;
        let wanted = page.items.into_iter().filter(|it| it.status.is_live() || !only_live.get());
        Some(wanted.collect::<Vec<_>>())
    });
    let has_more = move || panel.tickets.list.with(|page| page.is_some_and(|page| page.next_cursor.is_some()));
    let is_bare = move || items.with(|items| items.as_ref().is_some_and(Vec::is_empty));
    let nothing_waits = move || panel.outbox.parcels.with(Vec::is_empty);
    let list = move || match (items.get(), panel.tickets.list.failure()) {
        (Some(items), _) => {
            items.into_iter().map(|ticket| view! { <TicketCard ticket /> }).collect_view().into_any()
        }
        (None, Some(failure)) => view! { <Trouble failure retry=move || panel.tickets.refresh() /> }.into_any(),
        (None, None) => view! { <Bones cards=4 /> }.into_any(),
    };
    view! {
        <main class="page">
            <div class="row">
                <div class="segments grow" role="radiogroup" aria-label=words.filter>
                    {choice(words.all, false)}
                    {choice(words.live, true)}
                </div>
                <button type="button" class="primary" on:click=move |_| panel.router.go(Route::New)>
                    {words.new_ticket}
                </button>
            </div>
            <Parcels />
            {list}
            <Show when=move || is_bare() && nothing_waits()>
                <div class="empty">
                    <h2>{if only_live.get() { words.no_live_tickets } else { words.no_tickets }}</h2>
                    <p class="muted">{words.no_tickets_means}</p>
                </div>
            </Show>
            <Show when=has_more>
                <button type="button" class="ghost" on:click=move |_| panel.tickets.more()>{words.more}</button>
            </Show>
        </main>
    }
}
