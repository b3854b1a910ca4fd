//! The form that exchanges an agent token for the cookie, and the dialog that renews a sign-in.

use aftercare_client::Failure;
use aftercare_shared::problem::Kind;
use aftercare_ui::part::{Part, div, el, live, p};
use aftercare_ui::watch;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::focus::{find, focus_soon};
use crate::modal;
use crate::session::Standing;
use crate::side;
use crate::trouble;
use crate::workplace::Workplace;

const FIELD: &str = "#token";

/// Why the form was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Refusal {
    Empty,
    Failed(Failure),
}

/// The page for whoever is not signed in.
pub(crate) fn sign_in(work: Workplace) -> Part {
    let words = &work.words().sign_in;
    let card = div("sign-in stack")
        .child(el("h1", "").child(words.title))
        .child(p("muted").child(words.intro))
        .child(form(work))
        .child(side::language(work));
    el("main", "blank").child(card).into()
}

/// The dialog for whose sign-in ran out. The desk stays beneath it, with all that is written in it. It
/// can't be left: without a sign-in nothing beneath it would work.
pub(crate) fn renewal(work: Workplace) -> Part {
    let words = &work.words().sign_in;
    let open = RwSignal::new(false);
    watch(move || open.set(work.session.standing.with(|it| matches!(it, Standing::Expired(_)))));
    modal::insisting(open, words.expired_title, move || {
        Part::from([p("muted").child(words.expired).into(), form(work)])
    })
}

fn form(work: Workplace) -> Part {
    let (words, lang) = (&work.words().sign_in, work.lang());
    let busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let refuse = move |why| {
        refusal.set(Some(why));
        if let Some(field) = field() {
            let _unfocusable = field.focus();
            field.select();
        }
    };
    let submit = move || {
        let token = field().map(|field| field.value().trim().to_owned()).unwrap_or_default();
        if busy.get_untracked() {
            return;
        }
        if token.is_empty() {
            refuse(Refusal::Empty);
            return;
        }
        busy.set(true);
        refusal.set(None);
        spawn_local(async move {
            let answer = work.session.sign_in(&token).await;
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
    focus_soon(FIELD);
    let input = el("input", "field mono")
        .attr("id", "token")
        .attr("type", "password")
        .attr("autocomplete", "current-password")
        .attr("spellcheck", "false")
        .attr("autocapitalize", "none")
        .attr("required", "")
        .attr("aria-describedby", "token-wrong token-hint")
        .live_attr("aria-invalid", move || Some(refusal.with(Option::is_some).to_string()));
    let field = div("")
        .child(el("label", "label").attr("for", "token").child(words.token))
        .child(input)
        .child(p("wrong").attr("id", "token-wrong").attr("role", "alert").child(live(why)))
        .child(p("tiny").attr("id", "token-hint").child(words.hint));
    let send = el("button", "primary")
        .attr("type", "submit")
        .live_attr("aria-disabled", move || Some(busy.get().to_string()))
        .child(live(move || if busy.get() { words.submitting } else { words.submit }));
    el("form", "stack")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            submit();
        })
        .child(field)
        .child(send)
        .into()
}

fn field() -> Option<HtmlInputElement> {
    find(FIELD)?.dyn_into().ok()
}
