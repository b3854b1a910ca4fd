//! What pages beside the lists of tickets have in common: their frame, what stands where nothing does, and
//! how keys walk their lists.

use aftercare_client::Failure;
use aftercare_shared::api::desk::Role;
use aftercare_ui::messages::trouble as general;
use aftercare_ui::part::{El, Part, button, claim, div, el, many, p};
use aftercare_ui::{State, watch};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::focus::{find, focus, is_elsewhere};
use crate::place::Page;
use crate::trouble;
use crate::workplace::Workplace;

/// A page under its name.
pub(crate) fn page(work: Workplace, name: &'static str, body: Part) -> Part {
    // What was chosen may have taken the focus with it, or stand where the list was: it goes on to the pane.
    let chosen = State::new(work.place.chosen.get_untracked());
    watch(move || {
        let now = work.place.chosen.get();
        // The page itself may have gone by the same step.
        if chosen.try_get_untracked().is_some_and(|known| known != now) {
            chosen.set(now);
            rescue_focus_later();
        }
    });
    el("main", "page")
        .attr("id", "page")
        .attr("tabindex", "-1")
        .child(el("h1", "unseen").child(name))
        .child(body)
        .into()
}

/// Leads a focus that is lost by what happens now to what is shown then.
pub(crate) fn rescue_focus_later() {
    request_animation_frame(|| request_animation_frame(rescue_focus));
}

/// Leads a focus that was lost to what is shown.
fn rescue_focus() {
    let active = document().active_element().and_then(|it| it.dyn_into::<HtmlElement>().ok());
    let is_lost = active.is_none_or(|it| it.tag_name() == "BODY" || it.offset_parent().is_none());
    if is_lost {
        let has_pane = find("#pane").is_some_and(|pane| pane.offset_parent().is_some());
        focus(if has_pane { "#pane" } else { "#page" });
    }
}

/// A row of a page's list, which leads to what is chosen by it. It says in any state whether it is the one
/// that is shown, so that a change of that replaces no element and no focus is lost.
pub(crate) fn row(work: Workplace, page: Page, chosen: String, is_shown: bool) -> El {
    el("a", "list-row").attr("href", page.address(&chosen)).attr("aria-current", claim(is_shown)).on(
        "click",
        move |event| {
            if !is_elsewhere(&event) {
                event.prevent_default();
                work.place.choose(&chosen);
            }
        },
    )
}

/// Chooses the row that stands `step` rows from the chosen one; the first where none is.
pub(crate) fn step(step: isize) {
    let row = |row: Option<Element>| row.and_then(|row| row.query_selector("a").ok().flatten());
    let chosen = find("#page .rows [aria-current=true]").and_then(|it| it.closest("li").ok().flatten());
    let next = match chosen {
        Some(here) if step > 0 => row(here.next_element_sibling()),
        Some(here) => row(here.previous_element_sibling()),
        None => find("#page .rows a").map(Into::into),
    };
    if let Some(link) = next.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        link.scroll_into_view_with_bool(false);
        link.click();
    }
}

/// In place of what would be shown, where nothing is chosen.
pub(crate) fn nothing_chosen(title: &'static str, hint: &'static str) -> Part {
    div("empty tall").child(p("").child(el("b", "").child(title))).child(p("muted").child(hint)).into()
}

/// In place of what could not be fetched.
pub(crate) fn failed(
    work: Workplace,
    title: &'static str,
    failure: &Failure,
    again: impl FnMut() + Send + 'static,
) -> El {
    let lang = work.lang();
    div("empty tall")
        .attr("role", "alert")
        .child(p("").child(el("b", "").child(title)))
        .child(p("muted").child(trouble::told(failure, lang)))
        .child(button("ghost", again).child(general::words(lang).retry))
}

/// Grey lines in place of a list or a text that is on its way.
pub(crate) fn bones(label: &'static str, class: &'static str) -> Part {
    let bones = many(["bone title", "bone line", "bone text", "bone text"], |class| el("i", class));
    Part::from([
        p("unseen").attr("role", "status").child(label).into(),
        div(class).attr("aria-hidden", "true").child(bones).into(),
    ])
}

/// Leads from what is chosen to the list, where both share one column.
pub(crate) fn back(work: Workplace) -> Part {
    button("ghost small back", move || work.place.choose("")).child(work.words().ticket.back).into()
}

/// Why the reader may not do something that takes a role; `None` where they may.
pub(crate) fn barred(work: Workplace, role: Role) -> Option<String> {
    let has = work.session.me().map(|me| me.role).unwrap_or_default();
    (has < role).then(|| (work.words().side.takes_role)(work.words().role(role), work.words().role(has)))
}

/// A button that only a role may press. Where it may not be pressed it stays in its place and in the order of
/// the keys, and says why.
pub(crate) fn guarded(
    work: Workplace,
    class: &'static str,
    label: &'static str,
    mut pressed: impl FnMut() + Send + 'static,
) -> El {
    match barred(work, Role::Lead) {
        None => button(class, pressed).child(label),
        Some(why) => {
            // What it does is kept for whoever signs in here next.
            let press = move || {
                if barred(work, Role::Lead).is_none() {
                    pressed();
                }
            };
            button(class, press)
                .attr("aria-disabled", "true")
                .attr("title", why)
                .attr("aria-describedby", "barred")
                .child(label)
        }
    }
}

/// The line that says why buttons can't be pressed; nothing where they can.
pub(crate) fn barred_line(work: Workplace) -> Part {
    barred(work, Role::Lead).map(|why| p("tiny barred").attr("id", "barred").child(why)).into()
}
