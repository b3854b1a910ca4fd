//! The bar of views.

use crate::panel::Panel;
use crate::route::Route;
use aftercare_shared::text::digits;
use aftercare_ui::messages::panel::words;
use aftercare_ui::part::{El, Part, button, el, live, span, unseen};
use aftercare_ui::use_reader;

pub(crate) fn tab_bar() -> Part {
    let panel = Panel::of_context();
    let words = words(use_reader().lang);
    let unread = live(move || badge(panel.unread(), words.unread));
    let flaws = live(move || badge(panel.notices.badge() as usize, words.flaws));
    el("nav", "tabs")
        .attr("aria-label", words.views)
        .live_flag("hidden", move || panel.host.is_framed() && !panel.router.shown().is_tab())
        .child(tab(panel, Route::Home, words.home))
        .child(tab(panel, Route::Tickets, words.tickets).child(unread))
        .child(tab(panel, Route::Updates, words.updates).child(flaws))
        .into()
}

fn tab(panel: Panel, route: Route, name: &'static str) -> El {
    let own = route.clone();
    button("", move || panel.router.go(route.clone()))
        .live_attr("aria-current", move || (panel.router.shown().tab() == own).then_some("page"))
        .child(name)
}

/// How many, and for those who hear the page of what.
fn badge(count: usize, unit: &'static str) -> Option<Part> {
    (count > 0)
        .then(|| [span("badge").child(digits(count as u64)).into(), " ".into(), unseen(unit).into()].into())
}
