//! How it went, from the customer's side, once a ticket is resolved.

use leptos::task::spawn_local;

use crate::panel::Panel;
use crate::trouble::sentence;
use crate::views::choice::choice;
use crate::views::field::bound;
use aftercare_ui::messages::{panel, trouble};
use aftercare_ui::part::{Part, div, el, live, many, p};
use aftercare_ui::{State, use_reader};

pub(crate) fn rating(panel: Panel) -> Part {
    let reader = use_reader();
    let words = panel::words(reader.lang);
    // 0 stands for no score yet.
    let score = State::new(0_u32);
    let comment = State::new(String::new());
    let is_busy = State::new(false);
    let wrong = State::new(String::new());
    let send = move || {
        let id = panel.tickets.open.peek(|view| view.map(|view| view.summary.id.clone()));
        let given = u8::try_from(score.get_untracked()).ok().filter(|score| *score > 0);
        let (Some(id), Some(given), Some(client)) = (id, given, panel.session.client()) else { return };
        let said = comment.get_untracked();
        is_busy.set(true);
        spawn_local(async move {
            let said = said.trim();
            let answer = client.rate(&id, given, (!said.is_empty()).then_some(said)).await;
            is_busy.set(false);
            match answer {
                Ok(view) => panel.tickets.absorb(view),
                Err(failure) => {
                    panel.session.hear(&failure);
                    wrong.set(sentence(trouble::words(reader.lang), &failure).to_owned());
                }
            }
        });
    };
    let choices = many(1..=5_u8, |value| {
        let name = words.score(value);
        choice("score", name, move || score.get() == u32::from(value), move || score.set(value.into()))
    });
    let scores = el("fieldset", "plain")
        .child(el("legend", "").child(el("h2", "").child(words.rate)))
        .child(div("segments").child(choices));
    let is_given = State::derived(move || score.get() > 0);
    let rest = live(move || {
        is_given.get().then(|| {
            let field = bound("textarea", "said", comment, || {})
                .attr("rows", "2")
                .attr("aria-label", words.rate_comment)
                .attr("placeholder", words.rate_comment);
            let button = el("button", "primary gap")
                .attr("type", "submit")
                .live_flag("disabled", move || is_busy.get())
                .child(words.rate_send);
            div("").child(field).child(button)
        })
    });
    el("form", "card rating")
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .child(scores)
        .child(rest)
        .child(p("wrong").attr("role", "alert").child(live(move || wrong.get())))
        .into()
}
