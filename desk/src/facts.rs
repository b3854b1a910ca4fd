//! The column about who asks: the account and its plan, the person, what they run, what they asked before.

mod runs;

use aftercare_shared::api::desk::CustomerFacts;
use aftercare_shared::api::session::PlanSource;
use aftercare_shared::api::ticket::TicketSummary;
use aftercare_shared::id::TeamId;
use aftercare_shared::text::Lang;
use aftercare_shared::ticket::Status;
use aftercare_ui::messages::desk::FactsWords;
use aftercare_ui::messages::ticket;
use aftercare_ui::part::{Part, button, div, el, live, many, p, span};
use aftercare_ui::{Icon, Reader, Tone, use_reader, watch};
use leptos::prelude::*;

use crate::facts::runs::runs;
use crate::focus::{focus, focus_soon, is_elsewhere, key};
use crate::ticket::link;
use crate::workplace::Workplace;

/// The column about the customer. `facts_open` says whether it stands open, on a window too narrow for it.
pub(crate) fn facts(work: Workplace, facts_open: RwSignal<bool>) -> Part {
    let words = &work.words().facts;
    let reader = use_reader();
    // As a sheet over the ticket it takes the focus when it comes and gives it back when it goes.
    let was_open = StoredValue::new(false);
    watch(move || {
        let is_open = facts_open.get();
        if is_open {
            focus_soon("#facts .close");
        } else if was_open.get_value() {
            focus(".facts-button");
        }
        was_open.set_value(is_open);
    });
    let body = move || {
        work.open.shown.with(|it| {
            it.as_ref().map(|it| {
                Part::from([
                    person(&it.customer, it.team.as_ref(), words, reader),
                    runs(&it.customer.runs, words, reader),
                    before(work, &it.customer.before, reader),
                ])
            })
        })
    };
    let close = button("icon close", move || facts_open.set(false))
        .attr("aria-label", words.close)
        .child(Icon::Close.view());
    el("aside", "facts")
        .attr("id", "facts")
        .attr("aria-label", words.customer)
        .on("keydown", move |event| {
            if key(&event) == "Escape" {
                facts_open.set(false);
            }
        })
        .child(close)
        .child(live(body))
        .into()
}

fn person(customer: &CustomerFacts, team: Option<&TeamId>, words: &FactsWords, reader: Reader) -> Part {
    let plan = Part::from([
        Tone::Info.pill(&reader.text(&customer.plan.name)),
        " ".into(),
        span("tiny").child(source(customer.plan.source, words)).into(),
    ]);
    let standing =
        if customer.verified { Tone::Ok.pill(words.verified) } else { Tone::Warn.pill(words.guest) };
    let warning = (!customer.verified).then(|| p("wrong").child(words.guest_hint));
    let person = Part::from([customer.requester.clone().into(), " ".into(), standing, warning.into()]);
    let lang = match customer.lang {
        Lang::En => words.english,
        Lang::Zh => words.chinese,
    };
    let pair = |name: &'static str, what: Part| {
        div("").child(el("dt", "").child(name)).child(el("dd", "").child(what))
    };
    let account = el("b", "").child(customer.account.name.clone());
    let pairs = el("dl", "pairs")
        .child(pair(words.account, account.into()))
        .child(pair(words.plan, plan))
        .child(pair(words.person, person))
        .child(pair(words.language, lang.into()))
        .child(customer.page.as_deref().map(|page| pair(words.page, address(page))))
        .child(team.map(|team| pair(words.team, team.as_str().to_owned().into())));
    section(words.customer, pairs.into())
}

/// A part of the column under its heading.
fn section(heading: &'static str, body: Part) -> Part {
    el("section", "").child(el("h3", "").child(heading)).child(body).into()
}

/// The page the help button was on: a link where it is one that a browser may follow.
fn address(page: &str) -> Part {
    let shown = page.trim_start_matches("https://");
    if page.starts_with("https://") || page.starts_with("http://") {
        link(page, shown)
    } else {
        shown.to_owned().into()
    }
}

fn source(source: PlanSource, words: &FactsWords) -> &'static str {
    match source {
        PlanSource::Claim => words.from_claim,
        PlanSource::Account => words.from_account,
        PlanSource::Default => words.from_default,
    }
}

fn before(work: Workplace, tickets: &[TicketSummary], reader: Reader) -> Part {
    let words = &work.words().facts;
    let row = |one: &TicketSummary| {
        let (id, named) = (one.id.clone(), one.id.clone());
        let status = match one.status {
            // The general word speaks to the customer.
            Status::Waiting => work.words().side.waiting,
            Status::New | Status::Open | Status::Resolved | Status::Closed | Status::Merged => {
                ticket::words(reader.lang).status(one.status)
            }
        };
        let subject = el("a", "inline")
            .live_attr("href", move || Some(work.place.address(&named)))
            .on("click", move |event| {
                if !is_elsewhere(&event) {
                    event.prevent_default();
                    work.place.open(id.clone());
                }
            })
            .child(one.subject.clone());
        let when =
            ["#", &one.number.to_string(), " · ", &reader.day(one.opened_at, None), " · ", status].concat();
        el("li", "").child(subject).child(span("tiny").child(when))
    };
    let body = match tickets {
        [] => p("tiny").child(words.before_none).into(),
        tickets => el("ul", "before").child(many(tickets, row)).into(),
    };
    section(words.before, body)
}
