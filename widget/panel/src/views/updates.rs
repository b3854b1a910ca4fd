//! How the SDKs of the page stand, whole, and what is to come for them.

use crate::panel::Panel;
use crate::trouble::{sentence, trouble};
use crate::views::bones::bones;
use crate::views::coming::coming;
use crate::views::lockfiles::lockfiles;
use crate::views::sdk_card::sdk_card;
use aftercare_ui::messages::updates::words;
use aftercare_ui::messages::{panel, trouble};
use aftercare_ui::part::{Part, button, div, el, live, many, p};
use aftercare_ui::use_reader;

pub(crate) fn updates() -> Part {
    let panel = Panel::of_context();
    el("main", "page")
        .child(lockfiles(panel))
        .child(live(move || old(panel)))
        .child(live(move || shown(panel)))
        .child(coming(panel))
        .into()
}

/// What is shown was known before, and asking again has failed: that is said, and what is known stays.
fn old(panel: Panel) -> Option<Part> {
    let lang = use_reader().lang;
    let room = panel.notices;
    let failure = room.notices.failure().filter(|_| room.notices.with(|known| known.is_some()))?;
    let said = [words(lang).is_old, " ", sentence(trouble::words(lang), &failure)].concat();
    let again = button("link tiny", move || room.refresh()).child(trouble::words(lang).retry);
    Some(div("card old row").attr("role", "status").child(p("grow").child(said)).child(again).into())
}

fn shown(panel: Panel) -> Part {
    let words = words(use_reader().lang);
    let room = panel.notices;
    room.notices.with(|notices| match (notices, room.notices.failure()) {
        (Some(known), _) if known.sdks.is_empty() => div("empty")
            .child(el("h2", "").child(words.no_sdks))
            .child(p("muted").child(words.no_sdks_means))
            .into(),
        (Some(known), _) => [
            el("h2", "").child(panel::words(use_reader().lang).your_sdks).into(),
            many(&known.sdks, |report| sdk_card(panel, report)),
        ]
        .into(),
        (None, Some(failure)) => trouble(&failure, move || room.refresh()),
        (None, None) => bones(3),
    })
}
