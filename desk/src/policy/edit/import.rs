//! Holidays out of a file: iCalendar, or a list of days in JSON. The file is read here and goes nowhere.

use std::collections::BTreeSet;

use aftercare_client::wire::{Decode, Value, field};
use aftercare_shared::calendar::Document;
use aftercare_shared::calendar::import::{Day, ImportError, merged, of_days, read_ical, usual_windows};
use aftercare_ui::messages::desk::policy::{EditWords, words};
use aftercare_ui::part::{Part, div, el, live, p};
use chrono::Datelike;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, HtmlInputElement};

use crate::document::{below, find};
use crate::workplace::Workplace;

/// The field for a file. What it holds takes the place of the same years of the calendar.
pub(super) fn import(work: Workplace, calendar: String) -> Part {
    let edit = &words(work.lang()).edit;
    let (of, id) = (calendar.clone(), ["import-", &calendar].concat());
    let hint = [&id, "-hint"].concat();
    // Kept with the draft: the form is drawn anew with what came.
    let told = move || {
        work.policies.draft.imported.with(|outcome| match outcome {
            Some((name, Ok(told))) if *name == of => Part::from(p("tiny").child(told.clone())),
            Some((name, Err(why))) if *name == of => p("wrong")
                .child(edit.not_imported)
                .child(" ")
                .child(el("span", "").attr("lang", "en").child(why.clone()))
                .into(),
            Some(_) | None => Part::Nothing,
        })
    };
    let field = el("input", "field small")
        .attr("id", id.clone())
        .attr("type", "file")
        .attr("accept", ".ics,.json,text/calendar,application/json")
        .attr("aria-describedby", hint.clone())
        .on("change", move |event| open(work, edit, calendar.clone(), &event));
    div("")
        .child(el("label", "label").attr("for", id).child(edit.import))
        .child(field)
        .child(p("tiny").attr("id", hint).child(edit.import_hint))
        .child(div("").attr("role", "status").child(live(told)))
        .into()
}

/// Reads the file that was chosen.
fn open(work: Workplace, edit: &'static EditWords, calendar: String, event: &Event) {
    let field = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
    let Some(file) = field.and_then(|field| field.files()?.get(0)) else { return };
    spawn_local(async move {
        // A file that is gone by now holds nothing.
        let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
        let draft = work.policies.draft;
        let outcome = take(work, edit, &calendar, &text.unwrap_or_default());
        draft.imported.set(Some((calendar, outcome.map_err(|error| error.to_string()))));
        draft.redraw();
    });
}

/// Puts what a file holds into a calendar, and says what that is.
fn take(work: Workplace, edit: &EditWords, calendar: &str, text: &str) -> Result<String, ImportError> {
    let draft = work.policies.draft;
    let place = below("/calendars", calendar);
    let document = draft.tree().as_ref().and_then(|tree| Document::decode(find(tree, &place)?));
    let Some(document) = document else { return Err(ImportError::Unknown) };
    let days = match listed(text) {
        Some(days) => of_days(days),
        None => match read_ical(text, &BTreeSet::new()) {
            // What recurs for ever is taken for as far as anybody plans.
            Err(ImportError::Endless { .. }) => {
                let year = work.clock.exact().year();
                read_ical(text, &BTreeSet::from([year, year + 1]))
            }
            read => read,
        },
    }?;
    let windows = usual_windows(&document).unwrap_or_default();
    let merged = merged(&document, &days.fragment(&windows), &days.years());
    let fragment = serde_json::to_string(&merged).ok().and_then(|text| Value::parse(&text));
    for (name, value) in fragment.as_ref().and_then(Value::as_object).unwrap_or_default() {
        draft.put(&below(&place, name), value.clone());
    }
    let (off, worked) = days.counts();
    let years: Vec<String> = days.years().iter().map(ToString::to_string).collect();
    Ok((edit.imported)(off, worked, &years.join(", ")))
}

/// The days of a list in JSON, bare or in an object with a year; none where it is no such list.
fn listed(text: &str) -> Option<Vec<Day>> {
    let json = Value::parse(text.trim_start_matches('\u{feff}'))?;
    let days = json.as_list().or_else(|| json.get("days")?.as_list())?;
    let day = |day: &Value| {
        Some(Day {
            name: field(day, "name")?,
            date: field(day, "date")?,
            is_off_day: day.get("isOffDay")?.as_bool()?,
        })
    };
    days.iter().map(day).collect()
}
