//! How it went, from the customer's side, once a ticket is resolved.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::panel::Panel;
use crate::trouble::sentence;
use aftercare_client::Failure;
use aftercare_shared::id::TicketId;
use aftercare_ui::messages::{panel, trouble};
use aftercare_ui::use_reader;

#[component]
pub(crate) fn Rating(
    /// The ticket.
    id: TicketId,
) -> impl IntoView {
    let panel = Panel::of_context();
    let reader = use_reader();
    let words = panel::words(reader.lang);
    let score = RwSignal::new(None::<u8>);
    let comment = RwSignal::new(String::new());
    let is_busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let send = move || {
        let (Some(score), Some(client)) = (score.get_untracked(), panel.session.client()) else { return };
        let (id, said) = (id.clone(), comment.get_untracked());
        is_busy.set(true);
        spawn_local(async move {
            let said = said.trim();
            let answer = client.rate(&id, score, (!said.is_empty()).then_some(said)).await;
            is_busy.try_set(false);
            match answer {
                Ok(view) => panel.tickets.absorb(view),
                Err(why) => {
                    panel.session.hear(&why);
                    failure.try_set(Some(why));
                }
            }
        });
    };
    let choice = move |value: u8| {
        view! {
            <label>
                <input
                    type="radio"
                    name="score"
                    prop:checked=move || score.get() == Some(value)
                    on:change=move |_| score.set(Some(value))
                />
                {words.score(value)}
            </label>
        }
    };
    view! {
        <form
            class="card rating"
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <fieldset class="plain">
                <legend><h2>{words.rate}</h2></legend>
                <div class="segments">{(1..=5).map(choice).collect_view()}</div>
            </fieldset>
            <Show when=move || score.get().is_some()>
                <textarea class="field" rows="2" aria-label=words.rate_comment placeholder=words.rate_comment bind:value=comment></textarea>
                <button type="submit" class="primary" disabled=move || is_busy.get()>{words.rate_send}</button>
            </Show>
            <p class="wrong" role="alert">
                {move || failure.get().map(|failure| sentence(trouble::words(reader.lang), &failure))}
            </p>
        </form>
    }
}
