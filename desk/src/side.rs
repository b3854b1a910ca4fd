//! The side bar: the lists with what they hold, and how the reader likes the desk.

use aftercare_shared::api::desk::{Counts, View};
use aftercare_shared::text::Lang;
use aftercare_ui::messages::desk::{DeskWords, SideWords};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use crate::preferences::Theme;
use crate::trouble;
use crate::workplace::Workplace;

/// The side bar.
#[component]
pub(crate) fn Side() -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().side;
    let menu_open = RwSignal::new(false);
    view! {
        <header class="side" class:open=menu_open>
            <p class="brand">"Aftercare"</p>
            <nav aria-label=words.views>
                <ul>{View::ALL.map(|view| view! { <li><Entry view /></li> })}</ul>
            </nav>
            <button
                type="button"
                class="ghost small menu"
                aria-expanded=move || menu_open.get().to_string()
                aria-controls="settings"
                on:click=move |_| menu_open.update(|open| *open = !*open)
            >
                {words.settings}
            </button>
            <div class="settings stack" id="settings" role="group" aria-label=words.settings>
                <Language />
                <Appearance />
                <label class="row check">
                    <input
                        type="checkbox"
                        prop:checked=move || work.preferences.shortcuts.get()
                        on:change=move |event| work.preferences.choose_shortcuts(event_target_checked(&event))
                    />
                    {words.shortcuts}
                </label>
                <button type="button" class="link" on:click=move |_| work.help.set(true)>
                    {words.help}
                    " "
                    <kbd aria-hidden="true">"?"</kbd>
                </button>
                <Reader />
            </div>
        </header>
    }
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

#[component]
fn Entry(view: View) -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().side;
    let numbers = move || {
        let counts = work.board.counts.get()?;
        let count = count(view, counts)?;
        let missed = if view == View::DueNext { counts.missed } else { 0 };
        Some(view! {
            {(missed > 0).then(|| view! { <span class="missed">{(words.missed)(missed)}</span> })}
            <span class="number" aria-hidden="true">{count}</span>
            <span class="unseen">{(words.count)(count)}</span>
        })
    };
    view! {
        <a
            href=format!("#/{}", view.as_str())
            aria-current=move || (work.place.view.get() == view).then_some("page")
            on:click=move |event| {
                event.prevent_default();
                work.place.list(view);
            }
        >
            <span class="grow">{name(view, words)}</span>
            {numbers}
        </a>
    }
}

/// The choice of the language. The desk is drawn anew, so the focus is led back to it.
#[component]
pub(crate) fn Language() -> impl IntoView {
    let work = Workplace::of_context();
    let choices = [(Lang::En, "English"), (Lang::Zh, "中文")];
    view! {
        <fieldset class="plain">
            <legend class="label">{work.words().side.language}</legend>
            <div class="segments">
                {choices
                    .map(|(lang, name)| {
                        view! {
                            <label lang=lang.tag()>
                                <input
                                    type="radio"
                                    name="language"
                                    prop:checked=move || work.preferences.lang.get() == lang
                                    on:change=move |_| {
                                        work.preferences.choose_lang(lang);
                                        request_animation_frame(focus_language);
                                    }
                                />
                                {name}
                            </label>
                        }
                    })}
            </div>
        </fieldset>
    }
}

fn focus_language() {
    let chosen = document().query_selector("input[name=language]:checked").ok().flatten();
    if let Some(chosen) = chosen.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _unfocusable = chosen.focus();
    }
}

#[component]
fn Appearance() -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().side;
    let name = |theme| match theme {
        Theme::Auto => words.theme_auto,
        Theme::Light => words.theme_light,
        Theme::Dark => words.theme_dark,
    };
    view! {
        <div>
            <label class="label" for="theme">{words.theme}</label>
            <select
                id="theme"
                class="field small"
                prop:value=move || work.preferences.theme.get().as_str()
                on:change=move |event| work.preferences.choose_theme(Theme::from_word(&event_target_value(&event)))
            >
                {Theme::ALL
                    .map(|theme| {
                        view! {
                            <option
                                value=theme.as_str()
                                selected=work.preferences.theme.get_untracked() == theme
                            >
                                {name(theme)}
                            </option>
                        }
                    })}
            </select>
        </div>
    }
}

/// Who is signed in, and the way out. Text that was not sent is dropped only after a question.
#[component]
fn Reader() -> impl IntoView {
    let work = Workplace::of_context();
    let DeskWords { sign_in: words, .. } = work.words();
    let lang = work.lang();
    let asking = RwSignal::new(None::<usize>);
    let trouble = RwSignal::new(None::<String>);
    let leave = move || {
        asking.set(None);
        spawn_local(async move {
            match work.session.sign_out().await {
                Ok(()) => work.clear(),
                Err(failure) => trouble.set(Some(trouble::words(&failure, lang))),
            }
        });
    };
    let sign_out = move |_| match work.unsent() {
        0 => leave(),
        unsent => asking.set(Some(unsent)),
    };
    let name = move || work.session.me().map(|me| (words.signed_in_as)(&me.name));
    let question = move || {
        asking.get().map(|unsent| {
            let unsent = u32::try_from(unsent).unwrap_or(u32::MAX);
            view! {
                <div class="stack" role="alert">
                    <p class="wrong">{(words.unsent)(unsent)}</p>
                    <button type="button" class="ghost small" on:click=move |_| leave()>{words.sign_out_anyway}</button>
                    <button type="button" class="ghost small" on:click=move |_| asking.set(None)>{words.stay}</button>
                </div>
            }
        })
    };
    view! {
        <div class="reader">
            <p class="tiny">{name}</p>
            <button type="button" class="link" on:click=sign_out>{words.sign_out}</button>
            {question}
            <p class="wrong" role="alert">{move || trouble.get()}</p>
        </div>
    }
}
