//! The calendars: the hours of the week, and the days that differ from it.

use aftercare_client::wire::{Decode, Value};
use aftercare_shared::calendar;
use aftercare_shared::calendar::import::usual_windows;
use aftercare_ui::State;
use aftercare_ui::messages::desk::policy::words;
use aftercare_ui::part::{Part, button, div, el, live, many, p, span};
use leptos::prelude::event_target_value;

use crate::document::{below, entries, find, items, text};
use crate::focus::focus_soon;
use crate::policy::draft::Draft;
use crate::policy::edit::field::{line, wrong};
use crate::policy::edit::import::import;
use crate::policy::read::{calendar_name, what};
use crate::policy::terms::{Special, Terms, WEEK, date, specials, window_text};
use crate::workplace::Workplace;

/// All calendars.
pub(super) fn calendars(work: Workplace, terms: &Terms<'_>) -> Part {
    let cards = many(entries(terms.document, "calendars"), |(id, it)| calendar(work, terms, id, it));
    Part::from([el("h3", "").child(terms.words().calendars).into(), cards])
}

fn calendar(work: Workplace, terms: &Terms<'_>, id: &str, calendar: &Value) -> Part {
    let (own, edit) = (terms.words(), &words(terms.reader.lang).edit);
    let draft = work.policies.draft;
    let at = below("/calendars", id);
    let zone = line(
        draft,
        below(&at, "zone"),
        own.zone.to_owned(),
        text(calendar, "zone").to_owned(),
        move |at, zone| {
            draft.put(at, Value::Text(zone.trim().to_owned()));
        },
    );
    let day = |(name, label): (&&str, &str)| {
        let windows = calendar.get("hours").map(|hours| items(hours, name)).unwrap_or_default();
        line(
            draft,
            below(&below(&at, "hours"), name),
            label.to_owned(),
            written(windows),
            move |at, hours| {
                let windows = windows_of(&hours);
                if windows.is_empty() { draft.take(at) } else { draft.put(at, Value::List(windows)) }
            },
        )
    };
    let week = div("policy-week").child(many(WEEK.iter().zip(own.days), day));
    el("article", "card stack")
        .child(calendar_name("h4", terms, id, calendar))
        .child(zone)
        .child(div("").child(p("label").child(own.week)).child(p("tiny").child(edit.hours_hint)).child(week))
        .child(days(work, terms, &at, calendar))
        .child(add(work, terms, &at, calendar))
        .child(import(work, id.to_owned()))
        .child(wrong(draft, &below(&at, "overrides")))
        .child(wrong(draft, &below(&at, "holidays")))
        .into()
}

/// The days that are not over yet and differ from the week, each with a way to take it away.
fn days(work: Workplace, terms: &Terms<'_>, at: &str, calendar: &Value) -> Part {
    let edit = &words(terms.reader.lang).edit;
    let draft = work.policies.draft;
    let today = work.clock.exact().date_naive();
    let heading = ["days", at].concat();
    let line = |special: Special<'_>| {
        let dates = terms.dates(special.from, special.to);
        let what = what(terms, calendar, &special);
        let (place, back) = ([at, &special.at].concat(), heading.clone());
        let remove = move || {
            draft.take(&place);
            draft.redraw();
            focus_soon(["[id=\"", &back, "\"]"].concat());
        };
        el("li", "row")
            .child(span("grow").child(el("b", "").child(dates.clone())).child(" ").child(what))
            .child(
                button("ghost small", remove)
                    .attr("aria-label", (edit.remove)(&dates))
                    .child(edit.remove_short),
            )
    };
    let mut ahead = specials(calendar);
    ahead.retain(|special| date(special.to).is_none_or(|date| date >= today));
    div("")
        .child(p("label").attr("id", heading.clone()).attr("tabindex", "-1").child(edit.days))
        .child(if ahead.is_empty() {
            Part::from(p("muted").child(terms.words().none_ahead))
        } else {
            el("ul", "policy-days").child(many(ahead, line)).into()
        })
        .into()
}

/// What is entered for a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Entered {
    opens: bool,
    from: String,
    to: String,
    name_en: String,
    name_zh: String,
    hours: String,
}

/// The way to add a holiday or a make-up day.
fn add(work: Workplace, terms: &Terms<'_>, at: &str, calendar: &Value) -> Part {
    let edit = &words(terms.reader.lang).edit;
    let draft = work.policies.draft;
    let usual = calendar::Document::decode(calendar).as_ref().and_then(usual_windows).unwrap_or_default();
    let usual = usual.iter().map(|window| window.join("-")).collect::<Vec<_>>().join(", ");
    let entered = State::new(Entered { hours: usual.clone(), ..Entered::default() });
    let is_wrong = State::new(false);
    let id = move |name: &str, at: &str| ["add-", name, at].concat();
    let field = |name: &'static str,
                 label: &'static str,
                 kind: &'static str,
                 value: String,
                 set: fn(&mut Entered, String)| {
        let input = el("input", "field small")
            .attr("id", id(name, at))
            .attr("type", kind)
            .attr("autocomplete", "off")
            .live_text("value", move || value.clone())
            .on("input", move |event| entered.update(|it| set(it, event_target_value(&event))));
        div("").child(el("label", "label").attr("for", id(name, at)).child(label)).child(input)
    };
    let kinds = [("", edit.holiday), ("opens", edit.make_up_day)];
    let kind = el("select", "field small")
        .attr("id", id("kind", at))
        .child(many(kinds, |(word, name)| el("option", "").attr("value", word).child(name)))
        .live_text("value", String::new)
        .on("change", move |event| entered.update(|it| it.opens = !event_target_value(&event).is_empty()));
    let names = div("policy-fields")
        .child(field("en", edit.name_en, "text", String::new(), |it, text| it.name_en = text))
        .child(field("zh", edit.name_zh, "text", String::new(), |it, text| it.name_zh = text))
        .live_flag("hidden", move || entered.with(|it| it.opens));
    let hours = div("policy-fields")
        .child(field("hours", edit.hours, "text", usual, |it, text| it.hours = text))
        .live_flag("hidden", move || entered.with(|it| !it.opens));
    let (place, heading) = (at.to_owned(), ["days", at].concat());
    let add = move || {
        let is_added = entered.with_untracked(|entered| put(draft, &place, entered));
        is_wrong.set(!is_added);
        if is_added {
            draft.redraw();
            focus_soon(["[id=\"", &heading, "\"]"].concat());
        }
    };
    let wrong = move || is_wrong.get().then_some(edit.wrong_dates);
    el("details", "")
        .child(el("summary", "").child(edit.add_day))
        .child(
            div("stack policy-add")
                .child(
                    div("policy-fields")
                        .child(
                            div("")
                                .child(el("label", "label").attr("for", id("kind", at)).child(edit.kind))
                                .child(kind),
                        )
                        .child(field("from", edit.from, "date", String::new(), |it, text| it.from = text))
                        .child(field("to", edit.to, "date", String::new(), |it, text| it.to = text)),
                )
                .child(names)
                .child(hours)
                .child(p("wrong").attr("role", "alert").child(live(wrong)))
                .child(div("row").child(button("ghost small", add).child(edit.add))),
        )
        .into()
}

/// Puts a day into a calendar; whether it has its dates.
fn put(draft: Draft, calendar: &str, entered: &Entered) -> bool {
    let to = if entered.to.is_empty() { &entered.from } else { &entered.to };
    let (Some(first), Some(last)) = (date(&entered.from), date(to)) else { return false };
    let word = |word: &str| Value::Text(word.to_owned());
    // No run of days is longer than a year: a slip of the hand must not fill the document.
    if last < first || (last - first).num_days() > 366 {
        return false;
    }
    if entered.opens {
        let windows = Value::List(windows_of(&entered.hours));
        for date in first.iter_days().take_while(|date| *date <= last) {
            draft.put(&below(&below(calendar, "overrides"), &date.to_string()), windows.clone());
        }
        return true;
    }
    let mut fields = if first == last {
        vec![("date".to_owned(), word(&entered.from))]
    } else {
        vec![("from".to_owned(), word(&entered.from)), ("to".to_owned(), word(to))]
    };
    let (en, zh) = (entered.name_en.trim(), entered.name_zh.trim());
    let name = match (en.is_empty(), zh.is_empty()) {
        (true, true) => None,
        (false, true) => Some(word(en)),
        (true, false) => Some(word(zh)),
        (false, false) => Some(Value::Object(vec![("en".to_owned(), word(en)), ("zh".to_owned(), word(zh))])),
    };
    fields.extend(name.map(|name| ("name".to_owned(), name)));
    let place = below(calendar, "holidays");
    let tree = draft.tree();
    let known = tree.as_ref().and_then(|tree| find(tree, &place)).and_then(Value::as_list);
    let mut holidays = known.map(<[Value]>::to_vec).unwrap_or_default();
    let begins = |holiday: &Value| {
        let date = holiday.get("date").or_else(|| holiday.get("from")).unwrap_or(holiday);
        date.as_str().unwrap_or_default().to_owned()
    };
    let at = holidays.iter().position(|holiday| begins(holiday) > entered.from).unwrap_or(holidays.len());
    holidays.insert(at, Value::Object(fields));
    draft.put(&place, Value::List(holidays));
    true
}

/// Windows as they are written in a field: 09:00-12:00, 13:30-18:00.
fn written(windows: &[Value]) -> String {
    windows.iter().map(|window| window_text(window, "-")).collect::<Vec<_>>().join(", ")
}

/// Windows that were written in a field. What is no window goes on as it is, for the service to say so.
fn windows_of(text: &str) -> Vec<Value> {
    let windows = text.split([',', '，', ';', '；', '、']).map(str::trim).filter(|window| !window.is_empty());
    let times = |window: &str| {
        let times = window.split(['-', '–', '—', '~', '～', '至']);
        Value::List(times.map(|time| Value::Text(padded(time.trim()))).collect())
    };
    windows.map(times).collect()
}

/// A time with its leading zero.
fn padded(time: &str) -> String {
    let time = time.replace('：', ":");
    if time.find(':') == Some(1) { ["0", &time].concat() } else { time }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        let cases = [
            ("09:00-12:00, 13:30-18:00", r#"[["09:00", "12:00"], ["13:30", "18:00"]]"#),
            ("9:00–18:00", r#"[["09:00", "18:00"]]"#),
            ("9：00至12：00，13:30~18:00", r#"[["09:00", "12:00"], ["13:30", "18:00"]]"#),
            ("22:00-06:00;", r#"[["22:00", "06:00"]]"#),
            ("  ", "[]"),
            // What is no window is left to the service, which says so at its place.
            ("nine to five", r#"[["nine to five"]]"#),
        ];
        for (text, expected) in cases {
            assert_eq!(Value::List(windows_of(text)).written(), expected, "{text}");
        }
        assert_eq!(written(&windows_of("9:00-12:00,13:30-18:00")), "09:00-12:00, 13:30-18:00");
    }
}
