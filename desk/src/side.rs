//! The side bar: the lists with what they hold, the pages beside them, and how the reader likes the desk.

use aftercare_shared::api::desk::{Counts, View};
use aftercare_shared::text::Lang;
use aftercare_ui::messages::desk::SideWords;
use aftercare_ui::part::{Part, button, div, el, live, many, p, span, unseen};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::focus::{focus_soon, is_elsewhere};
use crate::place::Page;
use crate::preferences::Theme;
use crate::trouble;
use crate::workplace::Workplace;

/// Pages under the name of what they are about.
type Group = (fn(&SideWords) -> &'static str, &'static [Page]);

/// The pages beside the lists.
const GROUPS: [Group; 2] =
    [(|words| words.customers, &[Page::Advisories, Page::Releases]), (|words| words.team, &[Page::Policy])];

/// The side bar.
pub(crate) fn side(work: Workplace) -> Part {
    let words = &work.words().side;
    let menu_open = RwSignal::new(false);
    let views = el("nav", "")
        .attr("aria-label", words.views)
        .child(el("ul", "").child(many(View::ALL, move |view| el("li", "").child(entry(work, view)))))
        .child(many(GROUPS, move |(name, pages)| group(work, name(words), pages)));
    let menu = button("ghost small menu", move || menu_open.update(|open| *open = !*open))
        .attr("aria-controls", "settings")
        .live_attr("aria-expanded", move || Some(menu_open.get().to_string()))
        .child(words.settings);
    let help = button("link", move || work.help.set(true))
        .child(words.help)
        .child(" ")
        .child(el("kbd", "").attr("aria-hidden", "true").child("?"));
    let settings = div("settings stack")
        .attr("id", "settings")
        .attr("role", "group")
        .attr("aria-label", words.settings)
        .child(language(work))
        .child(appearance(work))
        .child(shortcuts_switch(work))
        .child(help)
        .child(reader(work));
    el("header", "")
        .live_attr("class", move || Some(if menu_open.get() { "side open" } else { "side" }))
        .child(p("brand").child("Aftercare"))
        .child(views)
        .child(menu)
        .child(settings)
        .into()
}

/// A list of tickets, by its name.
pub(crate) fn name(view: View, words: &SideWords) -> &'static str {
    match view {
        View::DueNext => words.due_next,
        View::Mine => words.mine,
        View::Waiting => words.waiting,
        View::Unassigned => words.unassigned,
        View::Done => words.done,
    }
}

/// The name of a page; empty for the lists, which have names of their own.
pub(crate) fn page_name(page: Page, words: &SideWords) -> &'static str {
    match page {
        Page::Tickets => "",
        Page::Advisories => words.advisories,
        Page::Releases => words.releases,
        Page::Policy => words.policy,
    }
}

/// How many tickets a list holds, where that is counted.
fn count(view: View, counts: Counts) -> Option<u32> {
    match view {
        View::DueNext => Some(counts.due_next),
        View::Mine => Some(counts.mine),
        View::Waiting => Some(counts.waiting),
        View::Unassigned => Some(counts.unassigned),
        View::Done => None,
    }
}

fn entry(work: Workplace, view: View) -> Part {
    let words = &work.words().side;
    let numbers = move || {
        let counts = work.board.counts.get()?;
        let count = count(view, counts)?;
        let missed = if view == View::DueNext { counts.missed } else { 0 };
        Some(Part::from([
            (missed > 0).then(|| span("missed").child((words.missed)(missed))).into(),
            span("number").attr("aria-hidden", "true").child(count.to_string()).into(),
            unseen((words.count)(count)).into(),
        ]))
    };
    el("a", "")
        .attr("href", ["#/", view.as_str()].concat())
        .live_attr("aria-current", move || {
            let is_shown = work.place.page.get() == Page::Tickets && work.place.view.get() == view;
            is_shown.then_some("page")
        })
        .on("click", move |event| {
            event.prevent_default();
            work.place.list(view);
        })
        .child(span("grow").child(name(view, words)))
        .child(live(numbers))
        .into()
}

/// Pages under a heading of their own.
fn group(work: Workplace, name: &'static str, pages: &'static [Page]) -> Part {
    let entry = move |page: &'static Page| {
        let link = el("a", "")
            .attr("href", page.address(""))
            .live_attr("aria-current", move || (work.place.page.get() == *page).then_some("page"))
            .on("click", move |event| {
                if !is_elsewhere(&event) {
                    event.prevent_default();
                    work.place.turn(*page, "");
                }
            })
            .child(span("grow").child(page_name(*page, &work.words().side)));
        el("li", "").child(link)
    };
    Part::from([
        p("group").attr("aria-hidden", "true").child(name).into(),
        el("ul", "").attr("aria-label", name).child(many(pages, entry)).into(),
    ])
}

/// The choice of the language. The desk is drawn anew, so the focus is led back to it.
pub(crate) fn language(work: Workplace) -> Part {
    let choice = move |(lang, name): (Lang, &'static str)| {
        let input = el("input", "")
            .attr("type", "radio")
            .attr("name", "language")
            .live_flag("checked", move || work.preferences.lang.get() == lang)
            .on("change", move |_| {
                work.preferences.choose_lang(lang);
                focus_soon("input[name=language]:checked");
            });
        el("label", "").attr("lang", lang.tag()).child(input).child(name)
    };
    el("fieldset", "plain")
        .child(el("legend", "label").child(work.words().side.language))
        .child(div("segments").child(many([(Lang::En, "English"), (Lang::Zh, "中文")], choice)))
        .into()
}

fn appearance(work: Workplace) -> Part {
    let words = &work.words().side;
    let name = |theme| match theme {
        Theme::Auto => words.theme_auto,
        Theme::Light => words.theme_light,
        Theme::Dark => words.theme_dark,
    };
    let choices = many(Theme::ALL, |theme| el("option", "").attr("value", theme.as_str()).child(name(theme)));
    let select = el("select", "field small")
        .attr("id", "theme")
        .child(choices)
        .live_text("value", move || work.preferences.theme.get().as_str().to_owned())
        .on("change", move |event| {
            work.preferences.choose_theme(Theme::from_word(&event_target_value(&event)));
        });
    div("").child(el("label", "label").attr("for", "theme").child(words.theme)).child(select).into()
}

/// The switch of the single-key shortcuts.
pub(crate) fn shortcuts_switch(work: Workplace) -> Part {
    let input = el("input", "")
        .attr("type", "checkbox")
        .live_flag("checked", move || work.preferences.shortcuts.get())
        .on("change", move |event| work.preferences.choose_shortcuts(event_target_checked(&event)));
    el("label", "row check").child(input).child(work.words().side.shortcuts).into()
}

/// Who is signed in, and the way out. Text that was not sent is dropped only after a question.
fn reader(work: Workplace) -> Part {
    let words = &work.words().sign_in;
    let lang = work.lang();
    let asking = RwSignal::new(None::<usize>);
    let failed = RwSignal::new(None::<String>);
    let leave = move || {
        asking.set(None);
        spawn_local(async move {
            match work.session.sign_out().await {
                Ok(()) => work.clear(),
                Err(failure) => failed.set(Some(trouble::words(&failure, lang))),
            }
        });
    };
    let sign_out = move || match work.unsent() {
        0 => leave(),
        unsent => asking.set(Some(unsent)),
    };
    let question = move || {
        asking.get().map(|unsent| {
            let unsent = u32::try_from(unsent).unwrap_or(u32::MAX);
            div("stack")
                .attr("role", "alert")
                .child(p("wrong").child((words.unsent)(unsent)))
                .child(button("ghost small", leave).child(words.sign_out_anyway))
                .child(button("ghost small", move || asking.set(None)).child(words.stay))
        })
    };
    div("reader")
        .child(p("tiny").child(live(move || work.session.me().map(|me| (words.signed_in_as)(&me.name)))))
        .child(button("link", sign_out).child(words.sign_out))
        .child(live(question))
        .child(p("wrong").attr("role", "alert").child(live(move || failed.get())))
        .into()
}
