//! The log: what was written, with notes apart, and quiet lines between for what was done.
//!
//! A live region that is there before anything new arrives. Nothing that arrives moves the focus; the
//! end of the log is followed only by whoever was at the end.

use aftercare_shared::api::ticket::EventView;
use aftercare_ui::part::{Part, div, live, many};
use aftercare_ui::watch;
use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::focus::find;
use crate::ticket::answer::on_its_way;
use crate::ticket::entry::{Saying, quiet, written};
use crate::workplace::Workplace;

/// How near to its end the log counts as read to the end, in CSS pixels.
const SLACK: i32 = 48;

/// What stands together: one text, or the lines between two texts.
enum Stretch<'a> {
    Text(&'a EventView, Saying<'a>),
    Lines(Vec<&'a EventView>),
}

fn stretches(events: &[EventView]) -> Vec<Stretch<'_>> {
    let mut stretches: Vec<Stretch<'_>> = Vec::new();
    for event in events {
        match (Saying::of(&event.body), stretches.last_mut()) {
            (Some(said), _) => stretches.push(Stretch::Text(event, said)),
            (None, Some(Stretch::Lines(lines))) => lines.push(event),
            (None, Some(Stretch::Text(..)) | None) => stretches.push(Stretch::Lines(vec![event])),
        }
    }
    stretches
}

/// The log of the open ticket.
pub(super) fn log(work: Workplace) -> Part {
    let open = work.open;
    // New entries are followed by whoever reads the end, or has just done something there.
    let before = StoredValue::new((0, 0));
    watch(move || {
        open.shown.track();
        // What becomes of a text on its way is part of the end as well.
        let now = (open.own_action.get(), work.outbox.entries.with(Vec::len));
        let acted = before.with_value(|before| before.0 < now.0 || before.1 < now.1);
        before.set_value(now);
        if open.at_end.get_value() || acted {
            request_animation_frame(move || {
                show_end();
                scrolled(work);
            });
        }
    });
    let parts = move || {
        open.shown.with(|it| {
            let stretches = it.as_ref().map(|it| stretches(&it.ticket.events)).unwrap_or_default();
            many(stretches, |stretch| match stretch {
                Stretch::Text(event, said) => written(work, event, said),
                Stretch::Lines(events) => quiet(work, &events),
            })
        })
    };
    div("log")
        .attr("id", "log")
        .attr("role", "log")
        .attr("tabindex", "0")
        .attr("aria-label", work.words().ticket.log)
        .on("scroll", move |_| scrolled(work))
        .child(live(parts))
        .child(on_its_way(work))
        .into()
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
fn scroller() -> Option<HtmlElement> {
    find("#log").filter(|log| log.scroll_height() > log.client_height()).or_else(|| find("#ticket"))
}
