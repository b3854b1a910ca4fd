//! The log: what was written, with notes apart, and quiet lines between for what was done.
//!
//! A live region that is there before anything new arrives. Nothing that arrives moves the focus; the
//! end of the log is followed only by whoever was at the end.

use aftercare_shared::api::ticket::EventView;
use leptos::prelude::*;
use web_sys::Element;

use crate::ticket::answer::OnItsWay;
use crate::ticket::entry::{Quiet, Saying, Written};
use crate::workplace::Workplace;

/// How near to its end the log counts as read to the end, in CSS pixels.
const SLACK: i32 = 48;

/// What stands together: one text, or the lines between two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stretch {
    Text(EventView),
    Lines(Vec<EventView>),
}

impl Stretch {
    /// First and last entry: what stands together changes only at its end.
    fn key(&self) -> (u32, u32) {
        match self {
            Self::Text(event) => (event.seq, event.seq),
            Self::Lines(events) => {
                (events.first().map_or(0, |event| event.seq), events.last().map_or(0, |event| event.seq))
            }
        }
    }
}

fn stretches(events: &[EventView]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for event in events {
        match (Saying::of(&event.body).is_some(), stretches.last_mut()) {
            (true, _) => stretches.push(Stretch::Text(event.clone())),
            (false, Some(Stretch::Lines(lines))) => lines.push(event.clone()),
            (false, Some(Stretch::Text(_)) | None) => stretches.push(Stretch::Lines(vec![event.clone()])),
        }
    }
    stretches
}

/// The log of the open ticket.
#[component]
pub(super) fn Log() -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().ticket;
    let open = work.open;
    let last = Memo::new(move |_| open.shown.with(|it| it.as_ref().map(|it| it.ticket.summary.seq)));
    // New entries are followed by whoever reads the end, or has just done something there.
    Effect::new(move |before: Option<(u32, usize)>| {
        last.track();
        // What becomes of a text on its way is part of the end as well.
        let now = (open.own_action.get(), work.outbox.entries.with(Vec::len));
        let acted = before.is_some_and(|before| before.0 != now.0 || before.1 < now.1);
        if open.at_end.get_value() || acted {
            request_animation_frame(move || {
                show_end();
                scrolled(work);
            });
        }
        now
    });
    let parts =
        move || open.shown.with(|it| it.as_ref().map(|it| stretches(&it.ticket.events)).unwrap_or_default());
    view! {
        <div class="log" role="log" tabindex="0" aria-label=words.log id="log" on:scroll=move |_| scrolled(work)>
            <For each=parts key=Stretch::key let:part>
                {match part {
                    Stretch::Text(event) => view! { <Written event /> }.into_any(),
                    Stretch::Lines(events) => view! { <Quiet events /> }.into_any(),
                }}
            </For>
            <OnItsWay />
        </div>
    }
}

/// Leads to the end of the log.
pub(super) fn show_end() {
    if let Some(scroller) = scroller() {
        scroller.set_scroll_top(scroller.scroll_height());
    }
}

/// Learns from where the log stands whether its reader is at the end, and so has seen all of it.
pub(super) fn scrolled(work: Workplace) {
    let Some(scroller) = scroller() else { return };
    let below = scroller.scroll_height() - scroller.scroll_top() - scroller.client_height();
    work.open.at_end.set_value(below <= SLACK);
    if below <= SLACK && !document().hidden() {
        work.open.look();
    }
}

/// What scrolls: the log, or on a low window the column as a whole.
fn scroller() -> Option<Element> {
    let log = document().get_element_by_id("log")?;
    let is_log = log.scroll_height() > log.client_height();
    if is_log { Some(log) } else { log.parent_element() }
}
