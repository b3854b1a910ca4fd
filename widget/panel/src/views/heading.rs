//! The top: the way back, what is shown, the plan, the way out.

use leptos::html::H1;
use leptos::prelude::*;

use crate::panel::Panel;
use crate::route::Route;
use aftercare_ui::messages::panel::words;
use aftercare_ui::{Icon, StatusPill, use_reader};

#[component]
pub(crate) fn Heading(
    /// The heading, which takes the focus when the view changes.
    heading: NodeRef<H1>,
) -> impl IntoView {
    let panel = Panel::of_context();
    let reader = use_reader();
    let words = words(reader.lang);
    let title = Memo::new(move |_| match panel.router.shown() {
        Route::Home => words.support.to_owned(),
        Route::New | Route::Outgoing(_) => words.new_ticket.to_owned(),
        Route::Tickets => words.your_tickets.to_owned(),
        Route::Updates => words.updates_title.to_owned(),
        Route::Thread(_) => {
            panel.tickets.open.with(|view| view.map(|view| view.summary.subject.clone())).unwrap_or_default()
        }
    });
    Effect::new(move |_| {
        let title = title.get();
        document().set_title(if title.is_empty() { words.support } else { &title });
    });
    let is_deep = Memo::new(move |_| !panel.router.shown().is_tab());
    let state = move || match panel.router.shown() {
        Route::Thread(_) => panel.tickets.open.with(|view| {
            view.map(|view| {
                let status = view.summary.status;
                view! { <StatusPill status /> }.into_any()
            })
        }),
        Route::Home | Route::New | Route::Outgoing(_) | Route::Tickets | Route::Updates => {
            panel.session.get().map(|session| view! { <span class="plan">{reader.text(&session.plan.name)}</span> }.into_any())
        }
    };
    view! {
        <header class="bar">
            <Show when=move || is_deep.get()>
                <button type="button" class="icon" aria-label=words.back on:click=move |_| panel.router.back()>
                    {Icon::Back.view()}
                </button>
            </Show>
            <h1 tabindex="-1" node_ref=heading dir="auto">{title}</h1>
            {state}
            {panel.host.is_framed().then(|| view! {
                <button type="button" class="icon" aria-label=words.close on:click=move |_| panel.close()>
                    {Icon::Close.view()}
                </button>
            })}
        </header>
    }
}
