//! Grey shapes of the size of what is on its way, so that nothing jumps when it comes.

use aftercare_ui::messages::panel::words;
use aftercare_ui::part::{Part, div, many, span, unseen};
use aftercare_ui::use_reader;

/// As many cards as are likely to come.
pub(crate) fn bones(cards: usize) -> Part {
    let cards = many(0..cards, |_| div("card").attr("aria-hidden", "true").child(bone_lines()));
    [unseen(words(use_reader().lang).loading).attr("role", "status").into(), cards].into()
}

/// Two lines of text.
pub(crate) fn bone_lines() -> Part {
    [span("bone line").into(), span("bone line short").into()].into()
}
