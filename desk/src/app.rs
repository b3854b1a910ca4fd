//! The desk as a whole: who may see it, its three columns, and what lies over them.

use aftercare_ui::{Reader, provide_reader};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::facts::Facts;
use crate::keys::Keys;
use crate::queue::Queue;
use crate::session::{Link, Standing};
use crate::side::Side;
use crate::sign_in::{Renewal, SignIn};
use crate::ticket::Ticket;
use crate::trouble;
use crate::workplace::Workplace;

/// What is on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Face {
    Arriving,
    Unreachable,
    Form,
    Desk,
}

/// The application.
#[component]
pub(crate) fn App() -> impl IntoView {
    let work = Workplace::provide();
    let face = Memo::new(move |_| match work.session.standing.get() {
        Standing::Arriving => Face::Arriving,
        Standing::Unreachable(_) => Face::Unreachable,
        Standing::Out => Face::Form,
        Standing::In(_) | Standing::Expired(_) => Face::Desk,
    });
    Effect::new(move || {
        work.preferences.lang.track();
        let words = &work.words().side;
        let missed = work.board.counts.get().map_or(0, |counts| counts.missed);
        let title = if missed == 0 { words.title.to_owned() } else { (words.title_missed)(missed) };
        document().set_title(&title);
    });
    // Another language is another desk: everything is drawn anew, and all state stays where it is.
    move || {
        provide_reader(Reader::of(work.preferences.lang.get()));
        match face.get() {
            Face::Arriving => {
                view! { <p class="blank" role="status">{work.words().side.loading}</p> }.into_any()
            }
            Face::Unreachable => view! { <Unreachable /> }.into_any(),
            Face::Form => view! { <main class="blank"><SignIn /></main> }.into_any(),
            Face::Desk => view! { <Columns /> }.into_any(),
        }
    }
}

#[component]
fn Columns() -> impl IntoView {
    let work = Workplace::of_context();
    let words = work.words();
    let has_ticket = move || work.place.ticket.with(Option::is_some);
    let has_no_keys = move || !work.preferences.shortcuts.get();
    let facts_open = RwSignal::new(false);
    Effect::new(move || {
        work.place.ticket.track();
        facts_open.set(false);
    });
    view! {
        <a class="skip" href="#queue" on:click=move |event| skip_to(&event, "queue")>{words.side.skip_to_queue}</a>
        <a class="skip" href="#ticket" on:click=move |event| skip_to(&event, "ticket")>{words.side.skip_to_ticket}</a>
        <h1 class="unseen">{words.side.title}</h1>
        <div class="desk" class:has-ticket=has_ticket class:has-facts=facts_open class:no-keys=has_no_keys>
            <Side />
            <Connection />
            <main>
                <Queue />
                <Ticket facts_open />
            </main>
            <Facts facts_open />
        </div>
        <Keys />
        <Renewal />
    }
}

/// A line that says when what is shown may be old.
#[component]
fn Connection() -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().side;
    let text = move || match work.session.link.get() {
        Link::Up => None,
        Link::Offline => Some(words.offline),
        Link::Silent => Some(words.unreachable),
    };
    view! { <div class="connection" role="status">{move || text().map(|text| view! { <p>{text}</p> })}</div> }
}

#[component]
fn Unreachable() -> impl IntoView {
    let work = Workplace::of_context();
    let text = move || match work.session.standing.get() {
        Standing::Unreachable(failure) => trouble::words(&failure, work.lang()),
        Standing::Arriving | Standing::Out | Standing::In(_) | Standing::Expired(_) => String::new(),
    };
    let online = window_event_listener_untyped("online", move |_| work.session.ask());
    on_cleanup(move || online.remove());
    view! {
        <main class="blank" role="alert">
            <p>{text}</p>
            <button type="button" class="primary" on:click=move |_| work.session.ask()>
                {aftercare_ui::messages::trouble::words(work.lang()).retry}
            </button>
        </main>
    }
}

/// Leads the focus into a column without touching the address, which names a ticket.
fn skip_to(event: &leptos::ev::MouseEvent, id: &str) {
    event.prevent_default();
    if let Some(column) = document().get_element_by_id(id).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        let _unfocusable = column.focus();
    }
}
