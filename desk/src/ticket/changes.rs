//! What has come since the reader looked, between the log and the composer.

use leptos::prelude::*;

use crate::open::is_news;
use crate::ticket::entry::Saying;
use crate::ticket::log::show_end;
use crate::ticket::phrase;
use crate::workplace::Workplace;
use aftercare_ui::use_reader;

/// The notice: new entries below, or an action that came too late.
#[component]
pub(super) fn Changes() -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().ticket;
    let unread = move || match work.open.stale_since.get() {
        Some(_) => 0,
        None => work.open.unread_after(work.open.seen.get()),
    };
    let fresh = Memo::new(move |_| u32::try_from(unread()).unwrap_or(u32::MAX));
    let show = move |_| {
        show_end();
        work.open.look();
    };
    view! {
        <div class="changes" role="status">
            {move || {
                (fresh.get() > 0).then(|| {
                    view! {
                        <button type="button" class="primary small" on:click=show>
                            {(words.show_new)(fresh.get())}
                            " ↓"
                        </button>
                    }
                })
            }}
        </div>
        <Stale />
    }
}

/// Says what changed under an action that came too late. What was written is in the field again.
#[component]
fn Stale() -> impl IntoView {
    let work = Workplace::of_context();
    let reader = use_reader();
    let words = &work.words().ticket;
    let lines = move |since: u32| {
        let me = work.session.me().map(|me| me.name);
        let now = work.clock.exact();
        work.open.shown.with(|it| {
            let events = it.iter().flat_map(|it| &it.ticket.events);
            let news = events.filter(|event| event.seq > since && is_news(event, me.as_deref()));
            news.map(|event| {
                let text = match Saying::of(&event.body) {
                    Some(Saying::Message(text) | Saying::Note(text)) => {
                        format!("{}: {}", phrase::name(&event.author, reader), start(text))
                    }
                    Some(Saying::Opened(_) | Saying::Asked(_)) => phrase::name(&event.author, reader),
                    None => phrase::line(event, now, reader).unwrap_or_default(),
                };
                view! { <li>{text}</li> }
            })
            .collect::<Vec<_>>()
        })
    };
    let dismiss = move |_| {
        work.open.stale_since.set(None);
        work.open.look();
    };
    let keeps_text =
        move || work.place.ticket.with(|it| it.as_ref().is_some_and(|id| work.drafts.has_any(id)));
    move || {
        work.open.stale_since.get().map(|since| {
            view! {
                <div class="stale" role="alert">
                    <div class="grow">
                        <p><b>{words.changed}</b></p>
                        <ul>{move || lines(since)}</ul>
                        {move || keeps_text().then(|| view! { <p class="muted">{words.changed_kept}</p> })}
                    </div>
                    <button type="button" class="ghost small" on:click=dismiss>{words.dismiss}</button>
                </div>
            }
        })
    }
}

/// The begin of a text, for a line that stands beside others.
fn start(text: &str) -> String {
    const MOST: usize = 120;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST && line.len() == text.len() {
        return line.to_owned();
    }
    let mut start: String = line.chars().take(MOST).collect();
    start.push('…');
    start
}
