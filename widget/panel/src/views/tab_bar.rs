//! The bar of views.

use leptos::prelude::*;

use crate::panel::Panel;
use crate::route::Route;
use aftercare_ui::messages::panel::words;
use aftercare_ui::use_reader;

#[component]
pub(crate) fn TabBar() -> impl IntoView {
    let panel = Panel::of_context();
    let words = words(use_reader().lang);
    let hidden = move || panel.host.is_framed() && !panel.router.shown().is_tab();
    let tab = move |route: Route, name: &'static str, count: Signal<usize>, unit: &'static str| {
        let is_here = {
            let route = route.clone();
            move || (panel.router.shown().tab() == route).then_some("page")
        };
        let badge = move || {
            let count = count.get();
            (count > 0).then(|| view! { <span class="badge">{count}</span> <span class="unseen">{unit}</span> })
        };
        view! {
            <button type="button" aria-current=is_here on:click=move |_| panel.router.go(route.clone())>
                {name}
                {badge}
            </button>
        }
    };
    let unread = Memo::new(move |_| panel.unread());
    let flaws = Memo::new(move |_| panel.notices.badge() as usize);
    let none = Signal::stored(0);
    view! {
        <nav class="tabs" aria-label=words.views hidden=hidden>
            {tab(Route::Home, words.home, none, "")}
            {tab(Route::Tickets, words.tickets, unread.into(), words.unread)}
            {tab(Route::Updates, words.updates, flaws.into(), words.flaws)}
        </nav>
    }
}
