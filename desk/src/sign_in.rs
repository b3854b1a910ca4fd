//! The form that exchanges an agent token for the cookie, and the dialog that renews a sign-in.

use aftercare_client::Failure;
use aftercare_shared::problem::Kind;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::modal;
use crate::session::Standing;
use crate::side::Language;
use crate::trouble;
use crate::workplace::Workplace;

/// Why the form was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Refusal {
    Empty,
    Failed(Failure),
}

/// The page for whoever is not signed in.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let words = &Workplace::of_context().words().sign_in;
    view! {
        <div class="sign-in stack">
            <h1>{words.title}</h1>
            <p class="muted">{words.intro}</p>
            <Form />
            <Language />
        </div>
    }
}

/// The dialog for whose sign-in ran out. The desk stays beneath it, with all that is written in it.
#[component]
pub(crate) fn Renewal() -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().sign_in;
    let open = RwSignal::new(false);
    Effect::new(move || open.set(work.session.standing.with(|it| matches!(it, Standing::Expired(_)))));
    let node = NodeRef::<html::Dialog>::new();
    modal::follow(node, open);
    view! {
        // It can't be left: without a sign-in nothing beneath it would work.
        <dialog class="modal" node_ref=node aria-labelledby="renewal" on:cancel=|event: web_sys::Event| event.prevent_default()>
            <Show when=move || open.get()>
                <div class="sheet stack">
                    <h2 id="renewal">{words.expired_title}</h2>
                    <p class="muted">{words.expired}</p>
                    <Form />
                </div>
            </Show>
        </dialog>
    }
}

#[component]
fn Form() -> impl IntoView {
    let work = Workplace::of_context();
    let (words, lang) = (&work.words().sign_in, work.lang());
    let token = NodeRef::<html::Input>::new();
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let refuse = move |why| {
        refusal.set(Some(why));
        if let Some(field) = token.get_untracked() {
            let _unfocusable = field.focus();
            field.select();
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = token.get_untracked().map(|field| field.value()).unwrap_or_default();
        let text = text.trim().to_owned();
        if busy.get_untracked() {
            return;
        }
        if text.is_empty() {
            refuse(Refusal::Empty);
            return;
        }
        busy.set(true);
        refusal.set(None);
        spawn_local(async move {
            let answer = work.session.sign_in(&text).await;
            busy.set(false);
            if let Err(failure) = answer {
                refuse(Refusal::Failed(failure));
            }
        });
    };
    let why = move || {
        refusal.get().map(|refusal| match refusal {
            Refusal::Empty => words.empty.to_owned(),
            Refusal::Failed(failure) if failure.kind() == Some(Kind::Unauthenticated) => {
                words.wrong.to_owned()
            }
            Refusal::Failed(failure) => trouble::words(&failure, lang),
        })
    };
    Effect::new(move || {
        if let Some(field) = token.get() {
            let _unfocusable = field.focus();
        }
    });
    view! {
        <form class="stack" novalidate on:submit=submit>
            <div>
                <label class="label" for="token">{words.token}</label>
                <input
                    id="token"
                    class="field mono"
                    type="password"
                    autocomplete="current-password"
                    spellcheck="false"
                    autocapitalize="none"
                    required
                    node_ref=token
                    aria-invalid=move || refusal.with(Option::is_some).to_string()
                    aria-describedby="token-wrong token-hint"
                />
                <p id="token-wrong" class="wrong" role="alert">{why}</p>
                <p id="token-hint" class="tiny">{words.hint}</p>
            </div>
            <button type="submit" class="primary" aria-disabled=move || busy.get().to_string()>
                {move || if busy.get() { words.submitting } else { words.submit }}
            </button>
        </form>
    }
}
