//! How the SDKs of the page stand, whole.

use crate::panel::Panel;
use crate::trouble::trouble;
use crate::views::bones::bones;
use crate::views::lockfiles::lockfiles;
use crate::views::sdk_card::sdk_card;
use aftercare_ui::messages::panel::words;
use aftercare_ui::part::{Part, div, el, live, many, p};
use aftercare_ui::use_reader;

pub(crate) fn updates() -> Part {
    let panel = Panel::of_context();
    el("main", "page").child(lockfiles(panel)).child(live(move || shown(panel))).into()
}

fn shown(panel: Panel) -> Part {
    let words = words(use_reader().lang);
    let room = panel.notices;
    room.notices.with(|notices| match (notices, room.notices.failure()) {
        (Some(known), _) if known.sdks.is_empty() => div("empty")
            .child(el("h2", "").child(words.no_sdks))
            .child(p("muted").child(words.no_sdks_means))
            .into(),
        (Some(known), _) => {
            [el("h2", "").child(words.your_sdks).into(), many(&known.sdks, |report| sdk_card(panel, report))]
                .into()
        }
        (None, Some(failure)) => trouble(&failure, move || room.refresh()),
        (None, None) => bones(3),
    })
}
