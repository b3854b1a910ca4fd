//! The desk as a whole: who may see it, its side bar and the page beside it, and what lies over them.

use aftercare_ui::messages::trouble as general;
use aftercare_ui::part::{Part, button, div, el, live, p};
use aftercare_ui::watch;
use aftercare_ui::{Reader, provide_reader};
use leptos::prelude::*;

use crate::facts::facts;
use crate::focus::focus;
use crate::keys::keys;
use crate::place::Page;
use crate::queue::Queue;
use crate::session::{Link, Standing};
use crate::side::{self, side};
use crate::sign_in::{renewal, sign_in};
use crate::ticket::ticket;
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
    watch(move || {
        work.preferences.lang.track();
        let words = &work.words().side;
        let missed = work.board.counts.get().map_or(0, |counts| counts.missed);
        let title = if missed == 0 { words.title.to_owned() } else { (words.title_missed)(missed) };
        let title = match side::page_name(work.place.page.get(), words) {
            "" => title,
            page => [page, " · ", &title].concat(),
        };
        document().set_title(&title);
    });
    // Another language is another desk: everything is drawn anew, and all state stays where it is.
    move || {
        provide_reader(Reader::of(work.preferences.lang.get()));
        match face.get() {
            Face::Arriving => {
                Part::from(p("blank").attr("role", "status").child(work.words().side.loading)).into_any()
            }
            Face::Unreachable => unreachable(work).into_any(),
            Face::Form => sign_in(work).into_any(),
            Face::Desk => view! { <Columns /> }.into_any(),
        }
    }
}

#[component]
fn Columns() -> impl IntoView {
    let work = Workplace::of_context();
    let facts_open = RwSignal::new(false);
    watch(move || {
        work.place.ticket.track();
        facts_open.set(false);
    });
    let class = move || {
        let mut class = "desk".to_owned();
        for (is_so, name) in [
            (work.place.ticket.with(Option::is_some), " has-ticket"),
            (work.place.page.get() != Page::Tickets, " has-page"),
            (work.place.chosen.with(|chosen| !chosen.is_empty()), " has-chosen"),
            (facts_open.get(), " has-facts"),
            (!work.preferences.shortcuts.get(), " no-keys"),
        ] {
            if is_so {
                class.push_str(name);
            }
        }
        class
    };
    view! {
        {skips(work)}
        <div class=class>
            {side(work)}
            {connection(work)}
            {move || match work.place.page.get() {
                Page::Tickets => tickets(work, facts_open).into_any(),
                page @ (Page::Advisories | Page::Releases | Page::Policy) => {
                    work.later.page(work, page).into_any()
                }
            }}
        </div>
        {keys(work)}
        {renewal(work)}
    }
}

/// The list, the ticket that is open and who asks.
fn tickets(work: Workplace, facts_open: RwSignal<bool>) -> impl IntoView {
    view! {
        <main>
            <h1 class="unseen">{work.words().side.title}</h1>
            <Queue />
            {ticket(work, facts_open)}
        </main>
        {facts(work, facts_open)}
    }
}

/// Lead past the side bar and past a list.
fn skips(work: Workplace) -> Part {
    let words = &work.words().side;
    live(move || match work.place.page.get() {
        Page::Tickets => {
            Part::from([skip("#queue", words.skip_to_queue), skip("#ticket", words.skip_to_ticket)])
        }
        Page::Advisories | Page::Releases | Page::Policy => skip("#page", words.skip_to_page),
    })
}

/// Leads past a column. It does not touch the address, which names a ticket.
fn skip(column: &'static str, label: &'static str) -> Part {
    el("a", "skip")
        .attr("href", column)
        .on("click", move |event| {
            event.prevent_default();
            focus(column);
        })
        .child(label)
        .into()
}

/// A line that says when what is shown may be old.
fn connection(work: Workplace) -> Part {
    let words = &work.words().side;
    let line = move || match work.session.link.get() {
        Link::Up => None,
        Link::Offline => Some(p("").child(words.offline)),
        Link::Silent => Some(p("").child(words.unreachable)),
    };
    div("connection").attr("role", "status").child(live(line)).into()
}

fn unreachable(work: Workplace) -> Part {
    let lang = work.lang();
    let why = move || match work.session.standing.get() {
        Standing::Unreachable(failure) => Some(trouble::told(&failure, lang)),
        Standing::Arriving | Standing::Out | Standing::In(_) | Standing::Expired(_) => None,
    };
    el("main", "blank")
        .attr("role", "alert")
        .child(p("").child(live(why)))
        .child(button("primary", move || work.session.ask()).child(general::words(lang).retry))
        .into()
}
