//! The page of advisories: what is published about flaws, whom it hits, who was told and how fast.

mod customers;
mod deed;
mod editor;
mod form;
mod list;
mod one;
mod record;
mod shelf;
mod told;
mod withdraw;

use aftercare_ui::part::{Part, div, el, live, p};

use crate::advisories::shelf::Advisories;
use crate::page::{nothing_chosen, page};
use crate::workplace::Workplace;

/// What is chosen on the page, as the address has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Shown {
    /// Nothing.
    #[default]
    Nothing,
    /// One that is being written.
    New,
    /// One that stands.
    One(String),
    /// One that stands and is being edited.
    Edit(String),
}

impl Shown {
    /// An id holds no slash, so that what follows one is ours.
    fn of(chosen: &str) -> Self {
        match chosen.split_once('/') {
            None if chosen.is_empty() => Self::Nothing,
            None if chosen == NEW => Self::New,
            None => Self::One(chosen.to_owned()),
            Some((id, _)) => Self::Edit(id.to_owned()),
        }
    }

    /// The advisory that it is about, if it stands.
    fn id(&self) -> Option<&str> {
        match self {
            Self::Nothing | Self::New => None,
            Self::One(id) | Self::Edit(id) => Some(id),
        }
    }
}

/// What is chosen where a new one is written.
const NEW: &str = "new";

/// What is chosen where one is edited.
fn edit_of(id: &str) -> String {
    [id, "/edit"].concat()
}

/// The page.
pub(crate) fn advisories(work: Workplace) -> Part {
    let words = &work.words().advisories;
    let shown = Advisories::of(work).shown;
    let body = move || match shown.get() {
        Shown::Nothing => live(move || {
            let imported = Advisories::of(work).editor.published.get().filter(String::is_empty);
            let said = imported.map(|_| p("said-line").attr("role", "status").child(words.did_import));
            Part::from([said.into(), nothing_chosen(words.none_chosen, words.none_chosen_hint)])
        }),
        Shown::New | Shown::Edit(_) => editor::editor(work),
        Shown::One(_) => one::one(work),
    };
    let pane = el("section", "pane")
        .attr("id", "pane")
        .attr("tabindex", "-1")
        .attr("aria-label", words.pane)
        .child(live(body));
    page(work, work.words().side.advisories, div("split").child(list::list(work)).child(pane).into())
}
