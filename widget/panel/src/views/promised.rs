//! The promise under the form: by when, why then, and what a response is.

use leptos::prelude::*;

use crate::panel::Panel;
use crate::quote::{Quote, is_promised, quote};
use aftercare_shared::api::quote::Quotes;
use aftercare_shared::metric::Metric;
use aftercare_shared::severity::Severity;
use aftercare_ui::messages::{panel, promise};
use aftercare_ui::promise::PromiseHeading;
use aftercare_ui::{Clock, Reader, Why, use_reader};

/// What would be promised were the ticket received now. It changes with the severity and with the time.
#[component]
pub(crate) fn Promised(
    /// How bad it is.
    #[prop(into)]
    severity: Signal<Severity>,
) -> impl IntoView {
    let panel = Panel::of_context();
    let reader = use_reader();
    let clock = Clock::of_context();
    let shown = move || {
        let severity = severity.get();
        let now = clock.now();
        panel.quotes.quotes.with(|quotes| match quotes {
            Some(quotes) => promise_of(reader, quotes, severity, now),
            None if panel.quotes.quotes.failure().is_some() => {
                view! { <p class="tiny">{panel::words(reader.lang).promise_later}</p> }.into_any()
            }
            None => view! {
                <span class="bone line"></span>
                <span class="bone line short"></span>
            }
            .into_any(),
        })
    };
    // Polite, not assertive: whoever hears the page learns the new deadline after choosing an impact.
    view! { <div class="promise" id="promise" aria-live="polite" aria-atomic="true">{shown}</div> }
}

fn promise_of(reader: Reader, quotes: &Quotes, severity: Severity, now: chrono::DateTime<chrono::Utc>) -> AnyView {
    let words = promise::words(reader.lang);
    let panel_words = panel::words(reader.lang);
    let response = quote(quotes, severity, Metric::FirstResponse, now);
    let resolution = quote(quotes, severity, Metric::Resolution, now);
    let resolution = resolution.and_then(|quote| due_text(reader, &quote));
    let resolution = resolution.map(|time| words.resolution_target(&time));
    let Some((Quote { explanation, zone }, due)) = response.and_then(|quote| Some((quote.clone(), quote.explanation.due?)))
    else {
        let is_promised = is_promised(quotes, severity, Metric::FirstResponse);
        let line = if is_promised { panel_words.promise_later } else { panel_words.no_promise };
        return view! { <p class="tiny">{line}" "{resolution}</p> }.into_any();
    };
    let heading = words.by(Metric::FirstResponse, &reader.day_time(due, zone.as_deref()));
    let sum = panel_words.plan_and_severity(&reader.text(&quotes.plan.name), severity);
    let provisional = explanation.provisional.then_some(words.provisional);
    let always = zone.is_none().then(|| view! { <p class="tiny">{words.round_the_clock}</p> });
    view! {
        <PromiseHeading heading due zone=zone.clone() />
        <Why explanation zone sum />
        {always}
        <p class="tiny after">{words.person}" "{resolution}" "{provisional}</p>
    }
    .into_any()
}

fn due_text(reader: Reader, quote: &Quote) -> Option<String> {
    Some(reader.day_time(quote.explanation.due?, quote.zone.as_deref()))
}
