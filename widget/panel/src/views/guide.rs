//! The guides of a step of the way up: what each is about and what it takes, and its text, read in place.

use wasm_bindgen::JsCast;

use crate::panel::Panel;
use crate::reading;
use crate::trouble::trouble;
use crate::views::bones::bone_lines;
use crate::views::field::focus;
use crate::views::way_up::link;
use crate::ways::{Reading, Way};
use aftercare_shared::api::upgrades::GuideSummary;
use aftercare_ui::State;
use aftercare_ui::messages::panel;
use aftercare_ui::messages::updates::{UpdatesWords, words};
use aftercare_ui::part::{El, Part, button, claim, div, el, live, span, unseen};
use aftercare_ui::use_reader;

/// A guide, and its text where somebody reads it.
pub(crate) fn guide(panel: Panel, way: &Way, summary: &GuideSummary) -> Part {
    let words = words(use_reader().lang);
    let title = el("h3", "").attr("dir", "auto").child(summary.title.clone());
    let effort = summary.effort_minutes.map(|minutes| span("tiny").child(words.effort(minutes)));
    let codemod = link(summary.codemod_url.as_deref()).map(|link| named(link.child(words.codemod), summary));
    let line = div("row wrap");
    let (line, text) = if summary.has_text {
        let reading = panel.ways().guide(way, &summary.id);
        let toggle = toggle(panel, words, way, summary, reading);
        (line.child(toggle), text(panel, words, way, summary, reading))
    } else {
        let out = link(summary.url.as_deref()).map(|link| named(link.child(words.read_elsewhere), summary));
        (line.child(out), Part::Nothing)
    };
    el("li", "guide").child(title).child(line.child(effort).child(codemod)).child(text).into()
}

/// Several guides have such a link or button: those who hear the page are told of which guide each is.
fn named(el: El, summary: &GuideSummary) -> El {
    el.child(" ").child(unseen(summary.title.clone()))
}

/// Opens the text, and closes it again.
fn toggle(
    panel: Panel,
    words: &'static UpdatesWords,
    way: &Way,
    summary: &GuideSummary,
    reading: State<Option<Reading>>,
) -> El {
    let is_read = move || reading.with(Option::is_some);
    let (way, id) = (way.clone(), summary.id.clone());
    let turn = move || {
        if reading.with_untracked(Option::is_some) {
            reading.set(None);
        } else {
            panel.ways().read(&way, &id);
        }
    };
    let word = live(move || if is_read() { words.close_guide } else { words.read_guide });
    let toggle = button("ghost", turn)
        .attr("id", toggle_id(summary))
        .live_attr("aria-expanded", move || Some(claim(is_read())))
        .child(word);
    named(toggle, summary)
}

/// A guide's text, or how far it is. Escape closes it as its last button does; both lead back to where it was
/// opened.
fn text(
    panel: Panel,
    words: &'static UpdatesWords,
    way: &Way,
    summary: &GuideSummary,
    reading: State<Option<Reading>>,
) -> Part {
    let (way, summary) = (way.clone(), summary.clone());
    live(move || {
        let (way, id, opener) = (way.clone(), summary.id.clone(), toggle_id(&summary));
        let stage = reading.get()?;
        let back = opener.clone();
        let close = move || {
            reading.set(None);
            focus(&back);
        };
        let close_by_key = close.clone();
        let inside: Part = match stage {
            Reading::Coming => {
                let waits = unseen(panel::words(use_reader().lang).loading).attr("role", "status");
                [waits.into(), bone_lines(), bone_lines()].into()
            }
            Reading::Failed(failure) => trouble(&failure, move || panel.ways().read(&way, &id)),
            Reading::Here(text) => {
                let written = div("prose").child(reading::drawn(&text));
                let original = link(summary.url.as_deref()).map(|link| link.child(words.read_elsewhere));
                let end = button("ghost", close).child(words.close_guide);
                let foot = div("row wrap gap").child(named(end, &summary)).child(original);
                [written.into(), foot.into()].into()
            }
        };
        let text = el("section", "reading")
            .attr("aria-label", summary.title.clone())
            .on("keydown", move |event| {
                let is_escape =
                    event.dyn_ref::<web_sys::KeyboardEvent>().is_some_and(|event| event.key() == "Escape");
                if is_escape {
                    event.stop_propagation();
                    close_by_key();
                }
            })
            .child(inside);
        Some(text)
    })
}

/// By what the button is found that has opened a guide. An id of a guide stands in an address as it is.
fn toggle_id(summary: &GuideSummary) -> String {
    ["guide-", &summary.id, "-", &summary.to].concat()
}
