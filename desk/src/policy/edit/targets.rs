//! The targets of each plan: a length and a clock for each severity and metric.

use aftercare_client::wire::Value;
use aftercare_shared::metric::Metric;
use aftercare_shared::policy::ALWAYS;
use aftercare_ui::State;
use aftercare_ui::messages::desk::policy::words;
use aftercare_ui::part::{Part, div, el, live, many, p};
use leptos::prelude::event_target_value;

use crate::document::{below, entries, find, items, put, text};
use crate::policy::draft::Draft;
use crate::policy::edit::field::{judged, options_of, wrong};
use crate::policy::read::{metric_cell, table};
use crate::policy::terms::{ANY, Terms};

/// The words that stand for cells without a promise; blank where the cell is not there.
const BEST_EFFORT: &str = "best_effort";
const NONE: &str = "none";

/// The tables of all plans.
pub(super) fn plans(draft: Draft, terms: &Terms<'_>) -> Part {
    let edit = &words(terms.reader.lang).edit;
    let tables =
        many(items(terms.document, "plans").iter().enumerate(), |(at, plan)| rows(draft, terms, at, plan));
    Part::from([
        el("h3", "").child(terms.words().promises).into(),
        p("tiny").child(edit.length_hint).into(),
        tables,
    ])
}

fn rows(draft: Draft, terms: &Terms<'_>, at: usize, plan: &Value) -> Part {
    let targets = ["/plans/", &at.to_string(), "/targets"].concat();
    let offered = terms.offered();
    let keys = core::iter::once(ANY).chain(offered.iter().map(|severity| severity.as_str()));
    let rows = many(keys, |key| {
        let cells = many(Metric::ALL, |metric| {
            let known = plan.get("targets").and_then(|it| it.get(metric.as_str())?.get(key));
            let pointer = below(&below(&targets, metric.as_str()), key);
            let of = [&terms.row(key), ", ", terms.metric(metric)].concat();
            metric_cell(terms, metric, cell(draft, pointer, of, clocks(terms, key), known, terms))
        });
        el("tr", "").child(el("th", "").attr("scope", "row").child(terms.row(key))).child(cells)
    });
    let caption = el("caption", "").child(terms.plan(text(plan, "id")));
    div("edits")
        .child(table(terms, caption, &Metric::ALL, rows))
        .child(wrong_as_a_whole(draft, targets))
        .into()
}

/// What is refused of a table and not of one of its cells.
fn wrong_as_a_whole(draft: Draft, targets: String) -> Part {
    let depth = targets.matches('/').count() + 2;
    let told = move || {
        draft.faults.with(|faults| {
            let own = faults.iter().filter(|it| it.is_at(&targets) && it.at.matches('/').count() < depth);
            many(own, |fault| el("span", "block").attr("lang", "en").child(fault.detail.clone()))
        })
    };
    p("wrong").child(live(told)).into()
}

/// A length and a clock. The two are one value of the document.
fn cell(
    draft: Draft,
    pointer: String,
    of: String,
    clocks: Vec<(String, String)>,
    known: Option<&Value>,
    terms: &Terms<'_>,
) -> Part {
    let edit = &words(terms.reader.lang).edit;
    let (length, clock) = match known {
        None => ("", ""),
        Some(word) if word.as_str().is_some() => ("", word.as_str().unwrap_or_default()),
        Some(target) => (text(target, "duration"), text(target, "clock")),
    };
    let (length, clock) = (length.to_owned(), clock.to_owned());
    let value = State::new((length.clone(), clock.clone()));
    let is_promised = move || value.with(|(_, clock)| !["", BEST_EFFORT, NONE].contains(&clock.as_str()));
    let (at_length, at_clock) = (pointer.clone(), pointer.clone());
    let length_field = judged(el("input", "field small"), draft, &pointer)
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-label", [&of, ": ", edit.length].concat())
        .live_text("value", move || length.clone())
        .live_flag("hidden", move || !is_promised())
        .on("input", move |event| {
            value.update(|(length, _)| *length = event_target_value(&event).trim().to_owned());
            value.with_untracked(|(length, clock)| write(draft, &at_length, length, clock));
        });
    let clock_field = judged(el("select", "field small"), draft, &pointer)
        .attr("aria-label", [&of, ": ", edit.clock].concat())
        .child(options_of(clocks, &clock))
        .live_text("value", move || clock.clone())
        .on("change", move |event| {
            value.update(|(_, clock)| *clock = event_target_value(&event));
            value.with_untracked(|(length, clock)| write(draft, &at_clock, length, clock));
        });
    Part::from([length_field.into(), clock_field.into(), wrong(draft, &pointer)])
}

/// What a cell may count on.
fn clocks(terms: &Terms<'_>, key: &str) -> Vec<(String, String)> {
    let own = terms.words();
    let absent = if key == ANY { own.unpromised } else { words(terms.reader.lang).edit.as_any };
    let word = |word: &str, name: &str| (word.to_owned(), name.to_owned());
    let mut options = vec![word("", absent), word(ALWAYS, own.always)];
    let document = terms.document;
    let named = entries(document, "calendars").iter().chain(entries(document, "regional"));
    options.extend(named.map(|(id, _)| (id.clone(), terms.clock(id))));
    options.extend([word(BEST_EFFORT, own.best_effort), word(NONE, own.not_offered)]);
    options
}

fn write(draft: Draft, pointer: &str, length: &str, clock: &str) {
    let word = |word: &str| Value::Text(word.to_owned());
    match clock {
        "" => draft.take(pointer),
        BEST_EFFORT | NONE => draft.put(pointer, word(clock)),
        _ => {
            // Field by field, so that what else a cell may hold stays.
            let tree = draft.tree();
            let known =
                tree.as_ref().and_then(|tree| find(tree, pointer)).filter(|it| it.as_object().is_some());
            let mut cell = known.cloned().unwrap_or_else(|| Value::Object(Vec::new()));
            put(&mut cell, "/duration", word(length));
            put(&mut cell, "/clock", word(clock));
            draft.put(pointer, cell);
        }
    }
}
