//! Texts on their way: shown in the log's place, and said to be no more than that.

use aftercare_client::{Failure, IdempotencyKey};
use aftercare_ui::messages::trouble as general;
use leptos::prelude::*;

use crate::drafts::Kind;
use crate::outbox::Delivery;
use crate::ticket::entry;
use crate::trouble;
use crate::workplace::Workplace;

/// What is on its way to the open ticket.
#[component]
pub(super) fn OnItsWay() -> impl IntoView {
    let work = Workplace::of_context();
    let keys = move || {
        let here = work.place.ticket.get();
        work.outbox.entries.with(|entries| {
            let here = entries.iter().filter(|entry| Some(&entry.ticket) == here.as_ref());
            here.map(|entry| entry.key.clone()).collect::<Vec<_>>()
        })
    };
    view! {
        <For each=keys key=|key| key.as_str().to_owned() let:key>
            <Entry key />
        </For>
    }
}

#[component]
fn Entry(key: IdempotencyKey) -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().composer;
    let sought = key.clone();
    let entry = Memo::new(move |_| {
        work.outbox.entries.with(|entries| entries.iter().find(|entry| entry.key == sought).cloned())
    });
    let kept = entry.get_untracked()?;
    let class = if kept.seen.is_some() { "entry pending" } else { "entry note-entry pending" };
    let key = StoredValue::new(key);
    let edit = move |_| {
        if let Some(entry) = work.outbox.take_back(&key.get_value()) {
            let kind = if entry.seen.is_some() { Kind::Reply } else { Kind::Note };
            work.open.put_back(&entry.ticket, kind, &entry.body);
            work.write(kind);
        }
    };
    let state = move || match entry.get()?.state {
        Delivery::Sending => Some(view! { <p class="tiny" role="status">{words.sending}</p> }.into_any()),
        Delivery::Failed(failure) => {
            let why = match failure {
                Failure::Timeout => work.words().failure.uncertain.to_owned(),
                Failure::Offline | Failure::Problem(_) | Failure::Unreadable { .. } => {
                    trouble::words(&failure, work.lang())
                }
            };
            Some(
                view! {
                    <div class="unsent" role="alert">
                        <p><b>{words.not_sent}</b> " " {why}</p>
                        <p class="row wrap">
                            <button
                                type="button"
                                class="ghost small"
                                on:click=move |_| work.outbox.retry(&key.get_value())
                            >
                                {general::words(work.lang()).retry}
                            </button>
                            <button type="button" class="ghost small" on:click=edit>{words.edit}</button>
                        </p>
                    </div>
                }
                .into_any(),
            )
        }
    };
    Some(view! {
        <div class=class>
            <span class="avatar" aria-hidden="true">"…"</span>
            <div class="said">
                <p class="by"><b>{move || work.session.me().map(|me| me.name)}</b></p>
                {entry::text(&kept.body)}
                {state}
            </div>
        </div>
    })
}
