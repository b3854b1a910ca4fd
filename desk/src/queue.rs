//! The list of tickets, ordered by what falls due next.

mod row;

use core::time::Duration;

use aftercare_shared::api::desk::View;
use aftercare_shared::id::TicketId;
use aftercare_ui::Icon;
use aftercare_ui::messages::desk::QueueWords;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::open::Load;
use crate::queue::row::Row;
use crate::side;
use crate::trouble;
use crate::workplace::Workplace;

/// How long the search waits for the next letter.
const PATIENCE: Duration = Duration::from_millis(250);

/// What the list shows.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Shown {
    Bones,
    Rows,
    Nothing,
    Failed(String),
}

/// The column of the list.
#[component]
pub(crate) fn Queue() -> impl IntoView {
    let work = Workplace::of_context();
    let board = work.board;
    let (words, lang) = (work.words(), work.lang());
    let shown = Memo::new(move |_| match board.load.get() {
        Load::Loading => Shown::Bones,
        Load::Failed(failure) => Shown::Failed(trouble::words(&failure, lang)),
        Load::Ready | Load::Missing if board.items.with(Vec::is_empty) => Shown::Nothing,
        Load::Ready | Load::Missing => Shown::Rows,
    });
    let body = move || match shown.get() {
        Shown::Bones => view! { <Bones label=words.queue.loading /> }.into_any(),
        Shown::Failed(why) => view! {
            <div class="empty" role="alert">
                <p><b>{words.queue.failed}</b></p>
                <p class="muted">{why}</p>
                <button type="button" class="ghost" on:click=move |_| board.refresh()>
                    {aftercare_ui::messages::trouble::words(lang).retry}
                </button>
            </div>
        }
        .into_any(),
        Shown::Nothing => view! { <Nothing /> }.into_any(),
        Shown::Rows => view! {
            <ul class="rows">
                <For each=move || ids(work) key=Clone::clone let:id>
                    <Row id />
                </For>
            </ul>
            <More />
        }
        .into_any(),
    };
    view! {
        <section class="queue" id="queue" tabindex="-1" aria-label=words.queue.label>
            <Search />
            <h2 class="unseen">{move || side::name(work.place.view.get(), &words.side)}</h2>
            <p class="unseen" role="status">{move || found(work, &words.queue)}</p>
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
fn walk(event: &leptos::ev::KeyboardEvent) {
    let Some(row) = event.target().and_then(|it| it.dyn_into::<Element>().ok()) else { return };
    let Some(item) = row.closest(".rows > li").ok().flatten() else { return };
    let next = match event.key().as_str() {
        "ArrowDown" => item.next_element_sibling(),
        "ArrowUp" => item.previous_element_sibling(),
        _ => return,
    };
    event.prevent_default();
    let link = next.and_then(|item| item.first_element_child());
    if let Some(link) = link.as_ref().and_then(|it| it.dyn_ref::<HtmlElement>()) {
        let _unfocusable = link.focus();
    }
}

/// Brings the chosen row into view, and the focus with it where that was on a row.
pub(crate) fn follow_choice() {
    let chosen = document().query_selector(".ticket-row[aria-current]").ok().flatten();
    let Some(row) = chosen.and_then(|it| it.dyn_into::<HtmlElement>().ok()) else { return };
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    row.scroll_into_view_with_scroll_into_view_options(&options);
    if document().active_element().is_some_and(|it| it.class_list().contains("ticket-row")) {
        let _unfocusable = row.focus();
    }
}

#[component]
fn Search() -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().queue;
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let look = move |text: String, patience: Duration| {
        if let Some(handle) = waiting.get_value() {
            handle.clear();
        }
        let handle = set_timeout_with_handle(
            move || {
                if work.board.words.with_untracked(|known| *known != text) {
                    work.board.words.set(text.clone());
                }
            },
            patience,
        );
        waiting.set_value(handle.ok());
    };
    let leave = move |event: leptos::ev::KeyboardEvent| {
        let Some(field) = work.search.get_untracked().filter(|_| event.key() == "Escape") else { return };
        if field.value().is_empty() {
            let _unfocusable = field.blur();
        } else {
            field.set_value("");
            look(String::new(), Duration::ZERO);
        }
        event.prevent_default();
    };
    view! {
        <search class="bar">
            <div class="search">
                {Icon::Search.view()}
                <input
                    class="field small"
                    type="search"
                    autocomplete="off"
                    aria-label=words.search
                    aria-keyshortcuts="/"
                    placeholder=words.placeholder
                    node_ref=work.search
                    prop:value=work.board.words.get_untracked()
                    on:input=move |event| look(event_target_value(&event), PATIENCE)
                    on:keydown=leave
                />
                <kbd aria-hidden="true">"/"</kbd>
            </div>
        </search>
    }
}

#[component]
fn More() -> impl IntoView {
    let work = Workplace::of_context();
    let (board, words) = (work.board, &work.words().queue);
    let label = move || if board.fetching_more.get() { words.loading_more } else { words.more };
    move || {
        board.has_more.get().then(|| {
            view! {
                <div class="more">
                    <button
                        type="button"
                        class="ghost"
                        aria-disabled=move || board.fetching_more.get().to_string()
                        on:click=move |_| board.more()
                    >
                        {label}
                    </button>
                </div>
            }
        })
    }
}

/// An empty list says what its emptiness means.
#[component]
fn Nothing() -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().queue;
    let texts = move || {
        let search = work.board.words.get();
        if !search.trim().is_empty() {
            return ((words.no_match)(search.trim()), words.no_match_hint, false);
        }
        let (title, hint, is_good) = match work.place.view.get() {
            View::DueNext => (words.all_done, words.all_done_hint, true),
            View::Mine => (words.none_mine, words.none_mine_hint, false),
            View::Waiting => (words.none_waiting, words.none_waiting_hint, true),
            View::Unassigned => (words.none_unassigned, words.none_unassigned_hint, true),
            View::Done => (words.none_done, words.none_done_hint, false),
        };
        (title.to_owned(), hint, is_good)
    };
    move || {
        let (title, hint, is_good) = texts();
        view! {
            <div class="empty">
                {is_good.then(|| view! { <span class="medal">{Icon::Tick.view()}</span> })}
                <p><b>{title}</b></p>
                <p class="muted">{hint}</p>
            </div>
        }
    }
}

/// Shapes of rows, of the size of rows, so that nothing jumps when they come.
#[component]
fn Bones(label: &'static str) -> impl IntoView {
    view! {
        <p class="unseen" role="status">{label}</p>
        <ul class="rows late" aria-hidden="true">
            {(0..6)
                .map(|_| {
                    view! {
                        <li><div class="ticket-row"><i class="bone due"></i><i class="bone"></i><i class="bone word"></i><i class="bone tags"></i></div></li>
                    }
                })
                .collect::<Vec<_>>()}
        </ul>
    }
}
