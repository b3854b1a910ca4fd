//! Where lockfiles are dropped or chosen, and what became of each.

use wasm_bindgen::JsCast;

use crate::lockfiles::{Brought, Stage, Why};
use crate::panel::Panel;
use crate::trouble::sentence;
use crate::views::field::focus;
use crate::views::telling::telling;
use aftercare_shared::api::notices::MAX_SDKS;
use aftercare_shared::lockfile::NAMES;
use aftercare_ui::files::{chosen, follow_drags};
use aftercare_ui::messages::lockfile::{LockfileWords, words};
use aftercare_ui::messages::trouble;
use aftercare_ui::part::{Part, button, div, el, live, many, p, span};
use aftercare_ui::{Icon, Tone, use_reader};

/// By what the button and the field behind it are found.
const CHOOSE: &str = "choose-lockfiles";
const FIELD: &str = "lockfile-field";

pub(crate) fn lockfiles(panel: Panel) -> Part {
    let words = words(use_reader().lang);
    let is_over = follow_drags(move |files| panel.lockfiles.bring(files));
    let field = el("input", "")
        .attr("id", FIELD)
        .attr("type", "file")
        .attr("multiple", "")
        .attr("hidden", "")
        .on("change", move |event| panel.lockfiles.bring(chosen(&event)));
    let choose = button("ghost", || press(FIELD)).attr("id", CHOOSE).child(words.choose);
    let zone = div("row wrap drop")
        .live_attr("data-over", move || is_over.get().then_some(""))
        .child(el("h2", "grow").attr("id", "lockfiles").child(words.title))
        .child(choose)
        .child(p("tiny").child(words.means))
        .child(field)
        .child(div("over").attr("aria-hidden", "true").child(words.drop));
    let files = live(move || {
        panel.lockfiles.files.with(|files| {
            (!files.is_empty()).then(|| {
                el("ul", "files").attr("aria-live", "polite").child(many(files, |it| row(panel, words, it)))
            })
        })
    });
    let too_many = live(move || {
        panel.notices.sdks.with(|sdks| sdks.len() > MAX_SDKS).then(|| p("wrong").child(words.too_many))
    });
    let section = el("section", "stack").attr("aria-labelledby", "lockfiles");
    section.child(zone).child(files).child(too_many).child(telling(panel)).into()
}

/// Where a package was found, for its card.
pub(crate) fn source(panel: Panel, purl: &str) -> Part {
    let words = words(use_reader().lang);
    many(panel.lockfiles.sources(purl), |(name, line)| p("tiny").child(words.found_in(&name, line)))
}

fn press(id: &str) {
    let element = leptos::prelude::document().get_element_by_id(id);
    if let Some(element) = element.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        element.click();
    }
}

fn row(panel: Panel, words: &'static LockfileWords, file: &Brought) -> Part {
    let id = file.id;
    let (pill, text) = match &file.stage {
        Stage::Waiting => (Tone::Plain.pill(words.waiting), Part::Nothing),
        Stage::Reading => (Tone::Info.pill(words.reading), div("track busy").child(el("i", "")).into()),
        Stage::Read { found, others } => {
            let tone = if found.is_empty() { Tone::Plain } else { Tone::Ok };
            let told = words.others(*others);
            (tone.pill(&words.found(found.len())), p("tiny").child(told).into())
        }
        Stage::Failed(why) => (Tone::Bad.pill(words.not_read), failure(words, why)),
    };
    let take_away = button("icon", move || {
        panel.lockfiles.take_away(id);
        focus(CHOOSE);
    })
    .attr("aria-label", words.take_away(&file.name))
    .child(Icon::Close.view());
    let name = el("code", "grow clip").attr("dir", "auto").child(file.name.clone());
    el("li", "card").child(div("row").child(name).child(pill).child(take_away)).child(text).into()
}

fn failure(words: &'static LockfileWords, why: &Why) -> Part {
    let said = |text: &'static str| p("tiny").child(text);
    match why {
        Why::UnknownKind => {
            let names = many(NAMES, |name| Part::from([el("code", "").child(name).into(), Part::from(" ")]));
            Part::from([said(words.unknown_kind).into(), Part::from(p("tiny").child(names))])
        }
        Why::TooLarge => said(words.too_large).into(),
        Why::Malformed { line, flaw } => {
            let place = span("tag").child(words.line(*line));
            p("tiny").child(place).child(" ").child(words.flaw(flaw)).into()
        }
        Why::Unreadable => said(words.unreadable).into(),
        Why::Service(failure) => said(sentence(trouble::words(use_reader().lang), failure)).into(),
    }
}
