//! What has come since the reader looked, between the log and the composer.

use aftercare_ui::part::{El, Part, button, div, el, live, many, p};
use aftercare_ui::{Reader, use_reader};
use leptos::prelude::*;

use crate::open::is_news;
use crate::ticket::entry::Saying;
use crate::ticket::log::show_end;
use crate::ticket::phrase;
use crate::workplace::Workplace;

/// The notices: new entries below, and an action that came too late.
pub(super) fn changes(work: Workplace) -> Part {
    let reader = use_reader();
    Part::from([
        div("changes").attr("role", "status").child(live(move || fresh(work))).into(),
        live(move || work.open.stale_since.get().map(|since| stale(work, since, reader))),
    ])
}

/// Leads to what is new, where that is out of sight.
fn fresh(work: Workplace) -> Option<El> {
    if work.open.stale_since.get().is_some() {
        return None;
    }
    let unread = u32::try_from(work.open.unread_after(work.open.seen.get())).unwrap_or(u32::MAX);
    let show = move || {
        show_end();
        work.open.look();
    };
    (unread > 0)
        .then(|| button("primary small", show).child((work.words().ticket.show_new)(unread)).child(" ↓"))
}

/// Says what changed under an action that came too late. What was written is in the field again.
fn stale(work: Workplace, since: u32, reader: Reader) -> Part {
    let words = &work.words().ticket;
    let dismiss = move || {
        work.open.stale_since.set(None);
        work.open.look();
    };
    let keeps_text = move || {
        let keeps = work.place.ticket.with(|it| it.as_ref().is_some_and(|id| work.drafts.has_any(id)));
        keeps.then(|| p("muted").child(words.changed_kept))
    };
    let told = div("grow")
        .child(p("").child(el("b", "").child(words.changed)))
        .child(el("ul", "").child(live(move || news(work, since, reader))))
        .child(live(keeps_text));
    div("stale")
        .attr("role", "alert")
        .child(told)
        .child(button("ghost small", dismiss).child(words.dismiss))
        .into()
}

fn news(work: Workplace, since: u32, reader: Reader) -> Part {
    let me = work.session.me().map(|me| me.name);
    let now = work.clock.exact();
    work.open.shown.with(|it| {
        let events = it.iter().flat_map(|it| &it.ticket.events);
        let news = events.filter(|event| event.seq > since && is_news(event, me.as_deref()));
        many(news, |event| {
            let who = phrase::name(&event.author, reader);
            let text = match Saying::of(&event.body) {
                Some(Saying::Message(text) | Saying::Note(text)) => [&who, ": ", &start(text)].concat(),
                Some(Saying::Opened(_) | Saying::Asked(_)) => who,
                None => work
                    .policies
                    .severities
                    .with(|offered| phrase::line(event, now, reader, offered))
                    .unwrap_or_default(),
            };
            el("li", "").child(text)
        })
    })
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
