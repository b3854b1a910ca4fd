//! The ticket that is open: its header, its log, and where one writes.

mod answer;
mod changes;
mod entry;
mod header;
mod log;
mod phrase;
mod promises;
mod reclassify;
mod resolve;

use aftercare_ui::messages::trouble as general;
use leptos::prelude::*;

use crate::composer::Composer;
use crate::open::Load;
use crate::ticket::changes::Changes;
use crate::ticket::header::Header;
use crate::ticket::log::{Log, scrolled};
use crate::ticket::reclassify::ReclassifyDialog;
use crate::ticket::resolve::ResolveDialog;
use crate::trouble;
use crate::workplace::Workplace;

/// The column of the ticket.
#[component]
pub(crate) fn Ticket(
    /// Whether the column about the customer stands open, on a window too narrow for both.
    facts_open: RwSignal<bool>,
) -> impl IntoView {
    let work = Workplace::of_context();
    let label = move || {
        work.open.shown.with(|it| {
            it.as_ref().map(|it| format!("#{} {}", it.ticket.summary.number, it.ticket.summary.subject))
        })
    };
    // Made anew for each ticket, and only then: a poll changes texts, not fields and focus.
    let shown =
        Memo::new(move |_| work.open.shown.with(|it| it.as_ref().map(|it| it.ticket.summary.id.clone())));
    let body = move || {
        if shown.get().is_some() {
            view! {
                <Header facts_open />
                <Log />
                <Changes />
                <Composer />
                <ResolveDialog />
                <ReclassifyDialog />
            }
            .into_any()
        } else {
            view! { <Absent /> }.into_any()
        }
    };
    view! {
        <section class="ticket" id="ticket" tabindex="-1" aria-label=label on:scroll=move |_| scrolled(work)>
            {body}
        </section>
    }
}

/// In place of a ticket: why there is none.
#[component]
fn Absent() -> impl IntoView {
    let work = Workplace::of_context();
    let (words, lang) = (&work.words().ticket, work.lang());
    let back = move || {
        view! {
            <button type="button" class="ghost back" on:click=move |_| work.place.close()>{words.back}</button>
        }
    };
    move || {
        if work.place.ticket.with(Option::is_none) {
            return view! {
                <div class="empty tall">
                    <p><b>{words.none}</b></p>
                    {(!work.board.items.with(Vec::is_empty)).then(|| view! { <p class="muted">{words.none_hint}</p> })}
                </div>
            }
            .into_any();
        }
        match work.open.load.get() {
            Load::Loading | Load::Ready => view! { <Bones label=words.loading /> }.into_any(),
            Load::Missing => view! {
                <div class="empty tall" role="alert">
                    <p><b>{words.missing}</b></p>
                    <p class="muted">{words.missing_hint}</p>
                    {back()}
                </div>
            }
            .into_any(),
            Load::Failed(failure) => view! {
                <div class="empty tall" role="alert">
                    <p><b>{words.failed}</b></p>
                    <p class="muted">{trouble::words(&failure, lang)}</p>
                    <button type="button" class="ghost" on:click=move |_| work.open.refresh()>
                        {general::words(lang).retry}
                    </button>
                    {back()}
                </div>
            }
            .into_any(),
        }
    }
}

/// Shapes of a header and two messages.
#[component]
fn Bones(label: &'static str) -> impl IntoView {
    view! {
        <p class="unseen" role="status">{label}</p>
        <div class="bones late" aria-hidden="true">
            <i class="bone title"></i>
            <i class="bone line"></i>
            <i class="bone text"></i>
            <i class="bone text"></i>
        </div>
    }
}
