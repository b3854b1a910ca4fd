//! The offer to tell the vendor's support which versions were found. Nothing is told without a press.

use crate::lockfiles::Told;
use crate::panel::Panel;
use crate::trouble::sentence;
use crate::views::field::bound;
use aftercare_shared::api::inventory::MAX_PROJECT_CHARS;
use aftercare_ui::messages::lockfile::{LockfileWords, words};
use aftercare_ui::messages::trouble;
use aftercare_ui::part::{Part, button, claim, div, el, live, p, span};
use aftercare_ui::{Icon, use_reader};

/// By what they are found.
const PROJECT: &str = "project";
const HINT: &str = "project-means";

pub(crate) fn telling(panel: Panel) -> Part {
    let words = words(use_reader().lang);
    live(move || {
        let found = panel.lockfiles.found();
        (!found.is_empty() && panel.lockfiles.telling.is_offered()).then(|| offer(panel, words, found))
    })
}

/// Every state has the one button in the same place, so that the focus stays on it.
fn offer(panel: Panel, words: &'static LockfileWords, found: Vec<String>) -> Part {
    let room = panel.lockfiles.telling;
    let state = live(move || {
        let told = room.told(&found);
        let (text, action, wrong): (Part, &str, Part) = match &told {
            Told::Nothing => (words.tell_means.into(), words.tell, Part::Nothing),
            Told::Telling => (words.tell_means.into(), words.telling, Part::Nothing),
            Told::Known { packages, .. } => {
                (words.told(packages.len()).into(), words.take_back, Part::Nothing)
            }
            Told::Failed(failure) => {
                let said = sentence(trouble::words(use_reader().lang), failure);
                let said = p("wrong").attr("role", "alert").child(said);
                (words.tell_means.into(), words.tell, said.into())
            }
        };
        let is_known = matches!(told, Told::Known { .. });
        let is_busy = matches!(told, Told::Telling);
        let all = found.clone();
        let press = button(if is_known { "link tiny" } else { "primary" }, move || room.turn(&all))
            .attr("aria-disabled", claim(is_busy))
            .child(action);
        let tick = is_known.then(|| span("icon small good").child(Icon::Tick.view()));
        let field = (!is_known).then(|| project(panel, words));
        div("stack")
            .child(div("row").child(tick).child(p("grow").child(text)))
            .child(field)
            .child(wrong)
            .child(div("").child(press))
    });
    el("section", "card note").attr("aria-live", "polite").child(state).into()
}

fn project(panel: Panel, words: &'static LockfileWords) -> Part {
    let field = bound("input", PROJECT, panel.lockfiles.telling.project, || {})
        .attr("maxlength", MAX_PROJECT_CHARS.to_string())
        .attr("autocomplete", "off")
        .attr("aria-describedby", HINT);
    div("")
        .child(el("label", "label").attr("for", PROJECT).child(words.project))
        .child(field)
        .child(p("tiny gap").attr("id", HINT).child(words.project_means))
        .into()
}
