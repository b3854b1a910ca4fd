//! The column about who asks: the account and its plan, the person, what they run, what they asked before.

mod runs;

use aftercare_shared::api::desk::CustomerFacts;
use aftercare_shared::api::session::PlanSource;
use aftercare_shared::api::ticket::TicketSummary;
use aftercare_shared::id::TeamId;
use aftercare_shared::text::Lang;
use aftercare_ui::messages::desk::FactsWords;
use aftercare_ui::messages::ticket;
use aftercare_ui::{Icon, Tone, use_reader};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::facts::runs::Runs;
use crate::workplace::Workplace;

/// The column about the customer.
#[component]
pub(crate) fn Facts(
    /// Whether it stands open, on a window too narrow for both.
    facts_open: RwSignal<bool>,
) -> impl IntoView {
    let work = Workplace::of_context();
    let words = &work.words().facts;
    // Drawn anew only when something of it has changed, which polls seldom bring.
    let facts = Memo::new(move |_| {
        work.open.shown.with(|it| it.as_ref().map(|it| (it.customer.clone(), it.team.clone())))
    });
    let body = move || {
        facts.get().map(|(customer, team)| {
            view! {
                <Person customer=customer.clone() team />
                <Runs reports=customer.runs />
                <Before tickets=customer.before />
            }
        })
    };
    // As a sheet over the ticket it takes the focus when it comes and gives it back when it goes.
    let close = NodeRef::<html::Button>::new();
    Effect::new(move |was_open: Option<bool>| {
        let is_open = facts_open.get();
        if is_open {
            request_animation_frame(move || focus(close.get_untracked().as_deref()));
        } else if was_open == Some(true) {
            focus(
                document()
                    .query_selector(".facts-button")
                    .ok()
                    .flatten()
                    .and_then(|it| it.dyn_into().ok())
                    .as_ref(),
            );
        }
        is_open
    });
    view! {
        <aside
            class="facts"
            id="facts"
            aria-label=words.customer
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    facts_open.set(false);
                }
            }
        >
            <button
                type="button"
                class="icon close"
                aria-label=words.close
                node_ref=close
                on:click=move |_| facts_open.set(false)
            >
                {Icon::Close.view()}
            </button>
            {body}
        </aside>
    }
}

fn focus(element: Option<&HtmlElement>) {
    if let Some(element) = element {
        let _unfocusable = element.focus();
    }
}

#[component]
fn Person(customer: CustomerFacts, team: Option<TeamId>) -> impl IntoView {
    let reader = use_reader();
    let words = &Workplace::of_context().words().facts;
    let plan = reader.text(&customer.plan.name);
    let source = source(customer.plan.source, words);
    let standing =
        if customer.verified { Tone::Ok.pill(words.verified) } else { Tone::Warn.pill(words.guest) };
    let warning = (!customer.verified).then(|| view! { <p class="wrong">{words.guest_hint}</p> });
    let lang = match customer.lang {
        Lang::En => words.english,
        Lang::Zh => words.chinese,
    };
    let page =
        customer.page.as_deref().map(|page| view! { <div><dt>{words.page}</dt><dd>{link(page)}</dd></div> });
    let team = team.map(|team| view! { <div><dt>{words.team}</dt><dd>{String::from(team)}</dd></div> });
    view! {
        <section>
            <h3>{words.customer}</h3>
            <dl class="pairs">
                <div><dt>{words.account}</dt><dd><b>{customer.account.name}</b></dd></div>
                <div><dt>{words.plan}</dt><dd>{Tone::Info.pill(&plan)} " " <span class="tiny">{source}</span></dd></div>
                <div><dt>{words.person}</dt><dd>{customer.requester} " " {standing} {warning}</dd></div>
                <div><dt>{words.language}</dt><dd>{lang}</dd></div>
                {page}
                {team}
            </dl>
        </section>
    }
}

/// The page the help button was on: a link where it is one that a browser may follow.
fn link(page: &str) -> AnyView {
    let shown = page.trim_start_matches("https://").to_owned();
    if page.starts_with("https://") || page.starts_with("http://") {
        let address = page.to_owned();
        view! { <a class="inline" href=address target="_blank" rel="noopener noreferrer nofollow">{shown}</a> }.into_any()
    } else {
        shown.into_any()
    }
}

fn source(source: PlanSource, words: &FactsWords) -> &'static str {
    match source {
        PlanSource::Claim => words.from_claim,
        PlanSource::Account => words.from_account,
        PlanSource::Default => words.from_default,
    }
}

#[component]
fn Before(tickets: Vec<TicketSummary>) -> impl IntoView {
    let work = Workplace::of_context();
    let reader = use_reader();
    let words = &work.words().facts;
    let row = |one: TicketSummary| {
        let named = one.id.clone();
        let address = move || work.place.address(&named);
        let status = ticket::words(reader.lang).status(one.status);
        let id = one.id;
        let open = move |event: leptos::ev::MouseEvent| {
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                work.place.open(id.clone());
            }
        };
        view! {
            <li>
                <a class="inline" href=address on:click=open>{one.subject}</a>
                <span class="tiny">{format!("#{} · {} · {status}", one.number, reader.day(one.opened_at, None))}</span>
            </li>
        }
    };
    let body = if tickets.is_empty() {
        view! { <p class="tiny">{words.before_none}</p> }.into_any()
    } else {
        view! { <ul class="before">{tickets.into_iter().map(row).collect::<Vec<_>>()}</ul> }.into_any()
    };
    view! {
        <section>
            <h3>{words.before}</h3>
            {body}
        </section>
    }
}
