//! The top: the way back, what is shown, the plan, the way out.

use leptos::prelude::*;

use crate::panel::Panel;
use crate::route::Route;
use aftercare_ui::messages::panel::words;
use aftercare_ui::part::{Part, button, el, live, span};
use aftercare_ui::pill::status_pill;
use aftercare_ui::{Icon, use_reader, watch};

/// By what the heading is found when a view changes and takes the focus there.
pub(crate) const HEADING: &str = "heading";

pub(crate) fn heading() -> Part {
    let panel = Panel::of_context();
    let reader = use_reader();
    let words = words(reader.lang);
    let title = move || match panel.router.shown() {
        Route::Home => words.support.to_owned(),
        Route::New | Route::Outgoing(_) => words.new_ticket.to_owned(),
        Route::Tickets => words.your_tickets.to_owned(),
        Route::Updates => words.updates_title.to_owned(),
        Route::Thread(_) => {
            panel.tickets.open.with(|view| view.map(|view| view.summary.subject.clone())).unwrap_or_default()
        }
    };
    watch(move || {
        let title = title();
        document().set_title(if title.is_empty() { words.support } else { &title });
    });
    let back = live(move || {
        let is_deep = !panel.router.shown().is_tab();
        is_deep.then(|| {
            button("icon", move || panel.router.back())
                .attr("aria-label", words.back)
                .child(Icon::Back.view())
        })
    });
    let state = live(move || match panel.router.shown() {
        Route::Thread(_) => {
            Part::from(panel.tickets.open.with(|view| view.map(|view| status_pill(view.summary.status))))
        }
        Route::Home | Route::New | Route::Outgoing(_) | Route::Tickets | Route::Updates => {
            let plan = panel.session.with(|session| session.map(|session| reader.text(&session.plan.name)));
            plan.map(|plan| span("plan").child(plan)).into()
        }
    });
    let close = panel.host.is_framed().then(|| {
        button("icon", move || panel.close()).attr("aria-label", words.close).child(Icon::Close.view())
    });
    let title =
        el("h1", "").attr("id", HEADING).attr("tabindex", "-1").attr("dir", "auto").child(live(title));
    el("header", "bar").child(back).child(title).child(state).child(close).into()
}
