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
use aftercare_ui::part::{Part, button, div, el, live, p};
use leptos::prelude::*;

use crate::composer::composer;
use crate::open::Load;
use crate::ticket::changes::changes;
use crate::ticket::header::header;
use crate::ticket::log::{log, scrolled};
use crate::ticket::reclassify::reclassify_dialog;
use crate::ticket::resolve::resolve_dialog;
use crate::trouble;
use crate::workplace::Workplace;

pub(crate) use crate::ticket::entry::link;

/// The column of the ticket. `facts_open` says whether the column about the customer stands open, on a
/// window too narrow for both.
pub(crate) fn ticket(work: Workplace, facts_open: RwSignal<bool>) -> Part {
    let label = move || {
        work.open.shown.with(|it| {
            let summary = &it.as_ref()?.ticket.summary;
            Some(["#", &summary.number.to_string(), " ", &summary.subject].concat())
        })
    };
    // Made anew for each ticket, and only then: a poll changes texts, not fields and focus.
    let shown =
        Memo::new(move |_| work.open.shown.with(|it| it.as_ref().map(|it| it.ticket.summary.id.clone())));
    let body = move || {
        if shown.get().is_none() {
            return absent(work);
        }
        Part::from([
            header(work, facts_open),
            log(work),
            changes(work),
            composer(work),
            resolve_dialog(work),
            reclassify_dialog(work),
        ])
    };
    el("section", "ticket")
        .attr("id", "ticket")
        .attr("tabindex", "-1")
        .live_attr("aria-label", label)
        .on("scroll", move |_| scrolled(work))
        .child(live(body))
        .into()
}

/// In place of a ticket: why there is none.
fn absent(work: Workplace) -> Part {
    let (words, lang) = (&work.words().ticket, work.lang());
    let bold = |text: &'static str| p("").child(el("b", "").child(text));
    let back = move || button("ghost back", move || work.place.close()).child(words.back);
    live(move || {
        if work.place.ticket.with(Option::is_none) {
            let hint = !work.board.items.with(Vec::is_empty);
            return Part::from(
                div("empty tall")
                    .child(bold(words.none))
                    .child(hint.then(|| p("muted").child(words.none_hint))),
            );
        }
        match work.open.load.get() {
            Load::Loading | Load::Ready => bones(words.loading),
            Load::Missing => div("empty tall")
                .attr("role", "alert")
                .child(bold(words.missing))
                .child(p("muted").child(words.missing_hint))
                .child(back())
                .into(),
            Load::Failed(failure) => div("empty tall")
                .attr("role", "alert")
                .child(bold(words.failed))
                .child(p("muted").child(trouble::told(&failure, lang)))
                .child(button("ghost", move || work.open.refresh()).child(general::words(lang).retry))
                .child(back())
                .into(),
        }
    })
}

/// Shapes of a header and two messages.
fn bones(label: &'static str) -> Part {
    let bone = |class| Part::from(el("i", class));
    let bones = [bone("bone title"), bone("bone line"), bone("bone text"), bone("bone text")];
    Part::from([
        p("unseen").attr("role", "status").child(label).into(),
        div("bones late").attr("aria-hidden", "true").child(Part::from(bones)).into(),
    ])
}
