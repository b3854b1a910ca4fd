//! The dialog in which a migration guide is written. What is typed is kept in the tab until it is saved: a
//! guide is long, and a dialog is easily closed.

use std::collections::BTreeMap;

use aftercare_shared::api::desk::Role;
use aftercare_shared::api::releases::{GuideOrigin, KnownGuide};
use aftercare_shared::release::{Guide, MAX_GUIDE_BYTES};
use aftercare_ui::State;
use aftercare_ui::part::{El, Part, button, div, el, live, p, span};
use leptos::prelude::*;

use crate::drafts::Drafts;
use crate::modal::modal;
use crate::page::barred;
use crate::releases::Releases;
use crate::releases::deed::Deed;
use crate::releases::field::{Fault, Field, Kind, field, half_filled, not_saved};
use crate::workplace::Workplace;

/// The places that have a field.
const PLACES: [&str; 8] =
    ["/id", "/title", "/from", "/to", "/effort_minutes", "/text", "/url", "/codemod_url"];
const MINUTES: &str = "/effort_minutes";

/// The dialog.
pub(super) fn guide_dialog(work: Workplace) -> Part {
    let (shelf, words) = (Releases::of(work), &work.words().releases.guides);
    let title = move || match shelf.guide.get_untracked() {
        Some(known) => (words.edit_title)(&known.guide.id),
        None => words.new_title.to_owned(),
    };
    modal(shelf.is_guiding, title, move || {
        // Drawn anew where what was typed is given up.
        let drawn = State::new(0_u32);
        live(move || {
            drawn.track();
            untrack(|| form(work, drawn))
        })
    })
}

/// What is typed, by the places of its fields.
type Typed = BTreeMap<String, String>;

/// What is being written, and under which name it is kept.
#[derive(Debug, Clone, Copy)]
struct Draft {
    typed: State<Typed>,
    name: State<String>,
    /// What was there before anything was typed.
    base: State<Typed>,
    drafts: Drafts,
}

impl Draft {
    /// Goes on with what is kept, or begins with the guide as it stands.
    fn of(work: Workplace, package: &str, known: Option<&KnownGuide>) -> Self {
        let name = ["guide:", package, " ", known.map_or("", |known| &known.guide.id)].concat();
        let base = known.map(|known| typed_of(&known.guide)).unwrap_or_default();
        let typed = work.drafts.document(&name).unwrap_or_else(|| base.clone());
        Self { typed: State::new(typed), name: State::new(name), base: State::new(base), drafts: work.drafts }
    }

    fn put(self, place: &str, text: String) {
        self.typed.update(|typed| {
            if text.is_empty() {
                typed.remove(place);
            } else {
                typed.insert(place.to_owned(), text);
            }
        });
        let is_new = self.typed.with_untracked(|typed| self.base.with_untracked(|base| typed != base));
        let kept = if is_new { self.typed.get_untracked() } else { Typed::new() };
        self.name.with_untracked(|name| self.drafts.keep_document(name, &kept));
    }

    fn text(self, place: &str) -> String {
        self.typed.with_untracked(|typed| typed.get(place).cloned().unwrap_or_default())
    }
}

/// Forgets what is kept under a name.
fn forget(drafts: Drafts, name: &str) {
    drafts.keep_document(name, &Typed::new());
}

fn form(work: Workplace, drawn: State<u32>) -> Part {
    let (shelf, words) = (Releases::of(work), &work.words().releases);
    let of = &words.guides;
    let Some(package) = shelf.one.with_untracked(|one| one.as_ref().map(|it| it.package.package.clone()))
    else {
        return Part::Nothing;
    };
    let known = shelf.guide.get_untracked();
    let draft = Draft::of(work, &package, known.as_ref());
    let id = known.as_ref().map(|known| known.guide.id.clone());
    let stands = id.clone();
    let submit = move || {
        if barred(work, Role::Lead).is_some() {
            return;
        }
        let guide = draft.typed.with_untracked(guide_of);
        let is_taken = stands.is_none()
            && shelf.one.with_untracked(|one| {
                one.as_ref().is_some_and(|one| {
                    one.guides.iter().any(|known| guide.as_ref().is_some_and(|it| it.id == known.guide.id))
                })
            });
        match guide.filter(|_| half_filled(&PLACES).is_none()) {
            None => shelf.refuse(vec![Fault::seen(MINUTES, of.minutes_wrong)]),
            Some(_) if is_taken => shelf.refuse(vec![Fault::seen("/id", of.id_taken)]),
            Some(guide) => {
                let (drafts, name) = (draft.drafts, draft.name.get_untracked());
                shelf.save_guide(&guide, of.did_save, Box::new(move || forget(drafts, &name)));
            }
        }
    };
    let save = move || if shelf.deed.with(|deed| *deed == Deed::Running) { words.saving } else { words.save };
    let is_ours = known.as_ref().is_some_and(|known| known.origin == GuideOrigin::Desk);
    let buttons = div("row wrap end")
        .child(id.clone().filter(|_| is_ours).map(|id| delete(work, draft, id)))
        .child(button("ghost", move || shelf.is_guiding.set(false)).child(words.cancel))
        .child(el("button", "primary").attr("type", "submit").child(live(save)));
    let below = (known.is_some() && !is_ours).then(|| p("tiny").child(of.replace_hint));
    el("form", "stack")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            submit();
        })
        .child(below)
        .child(kept(work, draft, drawn))
        .child(not_saved(work, &PLACES))
        .child(overtaken(work, known))
        .child(parts(work, draft, id.is_some()))
        .child(buttons)
        .into()
}

/// That what is typed is kept, with the way to give it up.
fn kept(work: Workplace, draft: Draft, drawn: State<u32>) -> Part {
    let words = &work.words().releases.guides;
    let shelf = Releases::of(work);
    // What it follows is the desk's: a draft is forgotten in the step that takes the dialog away.
    let (drafts, name) = (draft.drafts, draft.name.get_untracked());
    let is_kept = State::derived(move || drafts.has_document(&name));
    live(move || {
        let drop = move || {
            draft.name.with_untracked(|name| forget(draft.drafts, name));
            shelf.faults.set(Vec::new());
            drawn.update(|drawn| *drawn += 1);
        };
        is_kept.get().then(|| {
            p("row wrap tiny").child(span("").child(words.kept)).child(button("link", drop).child(words.drop))
        })
    })
}

/// What others have made of the guide meanwhile.
fn overtaken(work: Workplace, opened: Option<KnownGuide>) -> Part {
    let (shelf, words) = (Releases::of(work), &work.words().releases.guides);
    let what_stands = work.words().advisories.what_stands;
    let card = live(move || {
        let opened = opened.as_ref().filter(|_| shelf.deed.with(|deed| *deed == Deed::Stale))?;
        shelf.one.with(|one| {
            let stands = one.as_ref()?.guides.iter().find(|known| known.guide.id == opened.guide.id);
            if stands == Some(opened) {
                return None;
            }
            let title = if stands.is_some() { words.overtaken } else { words.gone };
            let shown = stands.map(|known| {
                let guide = &known.guide;
                let way = (words.way)(&guide.from, &guide.to);
                let whole = [&guide.title, "\n", &way, "\n\n", guide.text.as_deref().unwrap_or_default()];
                el("details", "")
                    .child(el("summary", "").child(what_stands))
                    .child(el("pre", "mono standing").attr("tabindex", "0").child(whole.concat()))
            });
            Some(div("card warn-card stack").child(p("").child(el("b", "").child(title))).child(shown))
        })
    });
    div("").attr("role", "alert").child(card).into()
}

/// The way to take it back, behind a question.
fn delete(work: Workplace, draft: Draft, id: String) -> Part {
    let (shelf, words) = (Releases::of(work), &work.words().releases.guides);
    let cancel = work.words().releases.cancel;
    let asks = State::new(false);
    live(move || {
        if !asks.get() {
            return button("ghost danger", move || asks.set(true)).child(words.delete).into();
        }
        let id = id.clone();
        let drop = move || {
            let (drafts, name) = (draft.drafts, draft.name.get_untracked());
            asks.set(false);
            shelf.delete_guide(&id, words.did_delete, Box::new(move || forget(drafts, &name)));
        };
        Part::from(
            div("row wrap grow")
                .attr("role", "alert")
                .child(span("tiny grow").child(words.delete_sure))
                .child(button("ghost small danger", drop).child(words.delete))
                .child(button("ghost small", move || asks.set(false)).child(cancel)),
        )
    })
}

fn parts(work: Workplace, draft: Draft, stands: bool) -> Part {
    let words = &work.words().releases.guides;
    let of = move |place, label, hint, kind| {
        field(work, Field { place, label, hint, kind }, draft.text(place), move |text| draft.put(place, text))
    };
    let id_kind = if stands { Kind::Fixed } else { Kind::Code };
    let pair = |one: Part, other: Part| div("pair-of-fields").child(one).child(other).into();
    Part::from([
        pair(
            of("/id", words.id, if stands { "" } else { words.id_hint }, id_kind),
            of(MINUTES, words.minutes, words.minutes_hint, Kind::Number),
        ),
        of("/title", words.name, "", Kind::Words),
        pair(of("/from", words.from, words.from_hint, Kind::Code), of("/to", words.to, "", Kind::Code)),
        div("")
            .child(of("/text", words.text, words.text_hint, Kind::Lines(12)))
            .child(length(work, draft))
            .into(),
        pair(of("/url", words.url, "", Kind::Code), of("/codemod_url", words.codemod_url, "", Kind::Code)),
    ])
}

/// How long the text is, and once it is too long, that.
fn length(work: Workplace, draft: Draft) -> El {
    let words = &work.words().releases.guides;
    let bytes = move || draft.typed.with(|typed| typed.get("/text").map_or(0, String::len));
    let is_long = State::derived(move || bytes() > MAX_GUIDE_BYTES);
    let told = move || (words.length)(&kib(bytes()));
    let wrong = live(move || is_long.get().then(|| p("wrong").child(words.too_long)));
    div("").child(p("tiny").child(live(told))).child(div("").attr("role", "alert").child(wrong))
}

/// A length in KiB with one decimal, rounded up: what is too long by a byte does not look as if it fitted.
fn kib(bytes: usize) -> String {
    let tenths = (bytes * 10).div_ceil(1_024);
    [&(tenths / 10).to_string(), ".", &(tenths % 10).to_string()].concat()
}

/// What stands in the fields of a guide.
fn typed_of(guide: &Guide) -> Typed {
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut typed = Typed::new();
    for (place, text) in [
        ("/id", guide.id.clone()),
        ("/title", guide.title.clone()),
        ("/from", guide.from.clone()),
        ("/to", guide.to.clone()),
        (MINUTES, guide.effort_minutes.map(|minutes| minutes.to_string()).unwrap_or_default()),
        ("/text", some(&guide.text)),
        ("/url", some(&guide.url)),
        ("/codemod_url", some(&guide.codemod_url)),
    ] {
        if !text.is_empty() {
            typed.insert(place.to_owned(), text);
        }
    }
    typed
}

/// The guide of what stands in the fields; none where the minutes are no number.
fn guide_of(typed: &Typed) -> Option<Guide> {
    let text = |place: &str| typed.get(place).map(|text| text.trim().to_owned()).unwrap_or_default();
    let some = |place: &str| Some(text(place)).filter(|text| !text.is_empty());
    let effort_minutes = match some(MINUTES) {
        None => None,
        Some(minutes) => Some(minutes.parse().ok()?),
    };
    Some(Guide {
        id: text("/id"),
        from: text("/from"),
        to: text("/to"),
        title: text("/title"),
        effort_minutes,
        // A document begins and ends as it was written.
        text: typed.get("/text").filter(|text| !text.trim().is_empty()).cloned(),
        url: some("/url"),
        codemod_url: some("/codemod_url"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guide_that_is_not_touched_is_written_as_it_was() {
        let whole = Guide {
            id: "23-to-24".to_owned(),
            from: ">= 23.0.0, < 24.0.0".to_owned(),
            to: "24.0.0".to_owned(),
            title: "From 23 to 24".to_owned(),
            effort_minutes: Some(90),
            text: Some("# Steps\n\n1. Read this.\n".to_owned()),
            url: Some("https://docs.example.com/24".to_owned()),
            codemod_url: Some("https://docs.example.com/codemod".to_owned()),
        };
        let bare =
            Guide { id: "a".to_owned(), to: "2".to_owned(), title: "t".to_owned(), ..Guide::default() };
        for guide in [whole, bare] {
            assert_eq!(guide_of(&typed_of(&guide)), Some(guide));
        }
    }

    #[test]
    fn what_is_typed_is_read_as_people_type_it() {
        let typed = |minutes: &str| {
            Typed::from([
                ("/to".to_owned(), " 2.0.0 ".to_owned()),
                ("/text".to_owned(), " \n".to_owned()),
                (MINUTES.to_owned(), minutes.to_owned()),
            ])
        };
        let guide = guide_of(&typed(" 240 ")).expect("minutes are a number");
        assert_eq!((guide.to.as_str(), guide.text, guide.effort_minutes), ("2.0.0", None, Some(240)));
        for minutes in ["half a day", "-5", "1.5", "99999999999"] {
            assert_eq!(guide_of(&typed(minutes)), None, "{minutes}");
        }
    }

    #[test]
    fn a_length_does_not_look_shorter_than_it_is() {
        for (bytes, told) in [(0, "0.0"), (1, "0.1"), (1_024, "1.0"), (32_768, "32.0"), (32_769, "32.1")] {
            assert_eq!(kib(bytes), told);
        }
    }
}
