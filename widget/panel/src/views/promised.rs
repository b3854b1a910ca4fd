//! The promise under the form: by when, why then, and what a response is.

use crate::panel::Panel;
use crate::views::bones::bone_lines;
use aftercare_shared::api::quote::{Quote, Quotes};
use aftercare_shared::metric::Metric;
use aftercare_shared::severity::Severity;
use aftercare_ui::messages::{panel, promise};
use aftercare_ui::part::{Part, div, live, p};
use aftercare_ui::promise::promise_heading;
use aftercare_ui::why::why;
use aftercare_ui::{Clock, Reader, State, use_reader};
use chrono::{DateTime, Utc};

/// What would be promised were the ticket received now. It changes with the severity and with the time.
pub(crate) fn promised(severity: State<Severity>) -> Part {
    let panel = Panel::of_context();
    let reader = use_reader();
    let clock = Clock::of_context();
    let shown = live(move || {
        let (severity, now) = (severity.get(), clock.now());
        panel.quotes().quotes.with(|quotes| match quotes {
            Some(quotes) => promise_of(reader, quotes, severity, now),
            None if panel.quotes().quotes.failure().is_some() => {
                p("tiny").child(panel::words(reader.lang).promise_later).into()
            }
            None => bone_lines(),
        })
    });
    // Polite: whoever hears the page learns the new deadline after choosing an impact, and no more often than
    // its words change.
    div("promise").attr("aria-live", "polite").child(shown).into()
}

fn promise_of(reader: Reader, quotes: &Quotes, severity: Severity, now: DateTime<Utc>) -> Part {
    let words = promise::words(reader.lang);
    let panel_words = panel::words(reader.lang);
    // Where the hours that were sent do not reach as far, nothing is guessed.
    let quote = |metric| quotes.reckon(severity, metric, now, &[]).ok().flatten();
    let response = quote(Metric::FirstResponse);
    let resolution = quote(Metric::Resolution).and_then(|quote| due_text(reader, &quote));
    let resolution = resolution.map(|time| words.resolution_target(&time));
    let Some((response, due)) = response.and_then(|quote| quote.explanation.due.map(|due| (quote, due)))
    else {
        let line = if quotes.is_promised(severity, Metric::FirstResponse) {
            panel_words.promise_later
        } else {
            panel_words.no_promise
        };
        return p("tiny").child(line).child(" ").child(resolution).into();
    };
    let Quote { explanation, zone } = response;
    let zone = zone.as_deref();
    let heading = words.by(Metric::FirstResponse, &reader.day_time(due, zone));
    let sum =
        [&reader.text(&quotes.plan.name), " · ", &reader.severity(severity, &quotes.severities)].concat();
    let always = zone.is_none().then(|| p("tiny after").child(words.round_the_clock));
    let provisional = explanation.provisional.then_some(words.provisional);
    let after =
        p("tiny after").child(words.person).child(" ").child(resolution).child(" ").child(provisional);
    [promise_heading(heading, due, zone), why(&explanation, zone, sum), always.into(), after.into()].into()
}

fn due_text(reader: Reader, quote: &Quote) -> Option<String> {
    Some(reader.day_time(quote.explanation.due?, quote.zone.as_deref()))
}
