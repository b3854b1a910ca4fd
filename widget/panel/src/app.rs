//! The frame around the views: heading, view, bar.

use leptos::ev;
use leptos::html::H1;
use leptos::prelude::*;

use crate::panel::Panel;
use crate::route::Route;
use crate::views::{Heading, Home, NewTicket, OutgoingTicket, StatusLine, TabBar, Thread, TicketList, Updates};
use aftercare_ui::{Reader, provide_reader};

/// Puts the panel in the place of what the page shows while it loads.
pub(crate) fn mount() {
    mount_to_body(App);
    if let Some(waiting) = document().get_element_by_id("waiting") {
        waiting.remove();
    }
}

#[component]
fn App() -> impl IntoView {
    let panel = Panel::start();
    let escape = window_event_listener(ev::keydown, move |event| {
        if event.key() == "Escape" && !event.default_prevented() && !event.is_composing() {
            panel.close();
        }
    });
    on_cleanup(move || escape.remove());
    // Another language is another page: all words are read when a view is made.
    move || {
        let reader = Reader::of(panel.lang.get());
        provide_reader(reader);
        if let Some(root) = document().document_element() {
            // An attribute of our own element can always be set.
            let _ = root.set_attribute("lang", reader.lang.tag());
        }
        view! { <Page /> }
    }
}

#[component]
fn Page() -> impl IntoView {
    let panel = Panel::of_context();
    let heading = NodeRef::<H1>::new();
    let page_class = if panel.host.is_framed() { "frame" } else { "frame portal" };
    // A view that changes takes the focus to its heading, and so does a panel that comes into view. Not
    // the first one at top level: a page that loads leaves the focus where the browser puts it.
    Effect::new(move |before: Option<(Route, bool)>| {
        let now = (panel.router.shown(), panel.pulse.is_shown());
        if let Some(before) = before
            && before != now
            && now.1
            && let Some(heading) = heading.get_untracked()
        {
            request_animation_frame(move || {
                // An element that has left the page takes no focus.
                let _ = heading.focus();
            });
        }
        now
    });
    view! {
        <div class=page_class>
            <Heading heading />
            <StatusLine />
            {move || match panel.router.shown() {
                Route::Home => view! { <Home /> }.into_any(),
                Route::New => view! { <NewTicket /> }.into_any(),
                Route::Outgoing(key) => view! { <OutgoingTicket key_of=key /> }.into_any(),
                Route::Tickets => view! { <TicketList /> }.into_any(),
                Route::Thread(id) => view! { <Thread id /> }.into_any(),
                Route::Updates => view! { <Updates /> }.into_any(),
            }}
            <TabBar />
        </div>
    }
}
