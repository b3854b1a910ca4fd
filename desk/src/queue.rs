//! The list of tickets, ordered by what falls due next.

mod row;

use aftercare_shared::api::desk::View;
use aftercare_shared::id::TicketId;
use aftercare_ui::Icon;
use aftercare_ui::messages::desk::QueueWords;
use aftercare_ui::messages::trouble as general;
use aftercare_ui::part::{Part, button, div, el, live, many, p, span};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::focus::{find, key};
use crate::open::Load;
use crate::queue::row::row;
use crate::search::search_box;
use crate::side;
use crate::trouble;
use crate::workplace::Workplace;

/// What the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Bones,
    Rows,
    Nothing,
    Failed,
}

/// The column of the list.
#[component]
pub(crate) fn Queue() -> impl IntoView {
    let work = Workplace::of_context();
    let words = work.words();
    let board = work.board;
    let shown = Memo::new(move |_| match board.load.get() {
        Load::Loading => Shown::Bones,
        Load::Failed(_) => Shown::Failed,
        Load::Ready | Load::Missing if board.items.with(Vec::is_empty) => Shown::Nothing,
        Load::Ready | Load::Missing => Shown::Rows,
    });
    let body = move || match shown.get() {
        Shown::Bones => bones(words.queue.loading).into_any(),
        Shown::Failed => failed(work).into_any(),
        Shown::Nothing => nothing(work).into_any(),
        // Rows are known by their ids: one that moves takes its focus along.
        Shown::Rows => view! {
            <ul class="rows">
                <For each=move || ids(work) key=Clone::clone let:id>
                    {row(work, id)}
                </For>
            </ul>
            {more(work)}
        }
        .into_any(),
    };
    let heading: Part =
        el("h2", "unseen").child(live(move || side::name(work.place.view.get(), &words.side))).into();
    let status: Part =
        p("unseen").attr("role", "status").child(live(move || found(work, &words.queue))).into();
    view! {
        <section class="queue" id="queue" tabindex="-1" aria-label=words.queue.label>
            {search(work)}
            {heading}
            {status}
            <div class="scroll" on:keydown=move |event| walk(&event)>{body}</div>
        </section>
    }
}

fn ids(work: Workplace) -> Vec<TicketId> {
    work.board.items.with(|items| items.iter().map(|item| item.ticket.id.clone()).collect())
}

/// What the search found, for those who hear it; nothing where nothing is searched for.
fn found(work: Workplace, words: &QueueWords) -> Option<String> {
    let searches = work.board.words.with(|text| !text.trim().is_empty());
    let is_ready = work.board.load.get() == Load::Ready;
    let count = work.board.items.with(Vec::len);
    (searches && is_ready).then(|| (words.found)(count, work.board.has_more.get()))
}

/// The arrow keys lead the focus from row to row.
fn walk(event: &Event) {
    let Some(row) = event.target().and_then(|it| it.dyn_into::<Element>().ok()) else { return };
    let Some(item) = row.closest(".rows > li").ok().flatten() else { return };
    let next = match key(event).as_str() {
        "ArrowDown" => item.next_element_sibling(),
        "ArrowUp" => item.previous_element_sibling(),
        _ => return,
    };
    event.prevent_default();
    if let Some(link) = next.and_then(|it| it.first_element_child()?.dyn_into::<HtmlElement>().ok()) {
        let _unfocusable = link.focus();
    }
}

/// Brings the chosen row into view, and the focus with it where that was on a row.
pub(crate) fn follow_choice() {
    let Some(row) = find(".ticket-row[aria-current]") else { return };
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    row.scroll_into_view_with_scroll_into_view_options(&options);
    if document().active_element().is_some_and(|it| it.class_list().contains("ticket-row")) {
        let _unfocusable = row.focus();
    }
}

fn search(work: Workplace) -> Part {
    let (board, words) = (work.board, &work.words().queue);
    let take = move |text: String| {
        if board.words.with_untracked(|known| *known != text) {
            board.words.set(text);
        }
    };
    search_box(board.words.get_untracked(), words.search, words.placeholder, take)
}

fn more(work: Workplace) -> Part {
    let (board, words) = (work.board, &work.words().queue);
    live(move || {
        let fetches = board.fetching_more.get();
        board.has_more.get().then(|| {
            let label = if fetches { words.loading_more } else { words.more };
            let more = button("ghost", move || board.more()).attr("aria-disabled", fetches.to_string());
            div("more").child(more.child(label))
        })
    })
}

fn failed(work: Workplace) -> Part {
    let (board, words, lang) = (work.board, &work.words().queue, work.lang());
    let why = move || match board.load.get() {
        Load::Failed(failure) => Some(trouble::told(&failure, lang)),
        Load::Loading | Load::Ready | Load::Missing => None,
    };
    div("empty")
        .attr("role", "alert")
        .child(p("").child(el("b", "").child(words.failed)))
        .child(p("muted").child(live(why)))
        .child(button("ghost", move || board.refresh()).child(general::words(lang).retry))
        .into()
}

/// An empty list says what its emptiness means.
fn nothing(work: Workplace) -> Part {
    let words = &work.words().queue;
    live(move || {
        let search = work.board.words.get();
        let (title, hint, is_good) = match work.place.view.get() {
            _ if !search.trim().is_empty() => ("", words.no_match_hint, false),
            View::DueNext => (words.all_done, words.all_done_hint, true),
            View::Mine => (words.none_mine, words.none_mine_hint, false),
            View::Waiting => (words.none_waiting, words.none_waiting_hint, true),
            View::Unassigned => (words.none_unassigned, words.none_unassigned_hint, true),
            View::Done => (words.none_done, words.none_done_hint, false),
        };
        let title = if title.is_empty() { (words.no_match)(search.trim()) } else { title.to_owned() };
        div("empty")
            .child(is_good.then(|| span("medal").child(Icon::Tick.view())))
            .child(p("").child(el("b", "").child(title)))
            .child(p("muted").child(hint))
    })
}

/// Shapes of rows, of the size of rows, so that nothing jumps when they come.
fn bones(label: &'static str) -> Part {
    let row = |_| {
        let bone = |class| Part::from(el("i", class));
        let row = div("ticket-row").child(Part::from([
            bone("bone due"),
            bone("bone"),
            bone("bone word"),
            bone("bone tags"),
        ]));
        el("li", "").child(row)
    };
    Part::from([
        p("unseen").attr("role", "status").child(label).into(),
        el("ul", "rows late").attr("aria-hidden", "true").child(many(0..6, row)).into(),
    ])
}
