//! What differs between two versions, in words, and what each difference means for customers.
//!
//! The service names places and values by the words of the document. They are put into the reader's words as
//! far as they are known here; what is not known is shown as it came.

use aftercare_shared::policy::diff::{Change, Effect};
use aftercare_ui::Tone;
use aftercare_ui::messages::desk::policy::{ChangeWords, words};
use aftercare_ui::part::{Part, div, el, many, p, span, unseen};

use crate::document::{items, text};
use crate::policy::read::acted;
use crate::policy::terms::{Terms, WEEK};

/// The effects in the order in which they matter to whoever decides.
const BY_WEIGHT: [Effect; 4] = [Effect::Worse, Effect::Mixed, Effect::Better, Effect::Neutral];

/// The list of changes, what is worse for customers first.
pub(super) fn changes(terms: &Terms<'_>, changes: &[Change]) -> Part {
    let words = &words(terms.reader.lang).change;
    if changes.is_empty() {
        return p("muted").child(words.nothing).into();
    }
    let of = |effect: Effect| changes.iter().filter(move |change| change.effect == effect);
    let counts = many(BY_WEIGHT, |effect| match of(effect).count() {
        0 => Part::Nothing,
        count => tone(effect).pill(&(words.count)(count, words.effect(effect))),
    });
    let rows = many(BY_WEIGHT.into_iter().flat_map(of), |change| row(terms, words, change));
    Part::from([div("row wrap").child(counts).into(), el("ul", "policy-changes").child(rows).into()])
}

fn tone(effect: Effect) -> Tone {
    match effect {
        Effect::Better => Tone::Ok,
        Effect::Worse => Tone::Bad,
        Effect::Mixed => Tone::Warn,
        Effect::Neutral => Tone::Plain,
    }
}

fn row(terms: &Terms<'_>, words: &ChangeWords, change: &Change) -> Part {
    let told = |text: &Option<String>| text.as_ref().map(|text| value(terms, &change.subject, text));
    let (before, after) = (told(&change.before), told(&change.after));
    let values: Part = match (before, after) {
        (Some(before), Some(after)) => Part::from([
            unseen([words.before, ": "].concat()).into(),
            el("del", "").child(before).into(),
            span("arrow").attr("aria-hidden", "true").child(" → ").into(),
            unseen([", ", words.after, ": "].concat()).into(),
            el("ins", "").child(after).into(),
        ]),
        (None, Some(after)) => Part::from([
            el("ins", "").child(after).into(),
            " ".into(),
            span("tiny").child(words.added).into(),
        ]),
        (Some(before), None) => Part::from([
            el("del", "").child(before).into(),
            " ".into(),
            span("tiny").child(words.removed).into(),
        ]),
        (None, None) => Part::Nothing,
    };
    el("li", "")
        .child(el("b", "").child(subject(terms, &change.subject)))
        .child(div("").child(values))
        .child(tone(change.effect).pill(words.effect(change.effect)))
        .into()
}

/// What a change is of: Professional · Severe, Down · First response.
fn subject(terms: &Terms<'_>, subject: &[String]) -> String {
    let is_calendar = subject.first().is_some_and(|word| word == "calendars");
    let is_plan = |id: &str| items(terms.document, "plans").iter().any(|plan| text(plan, "id") == id);
    let step = |(at, word): (usize, &String)| {
        let word = word.as_str();
        match at {
            0 if is_plan(word) => terms.plan(word),
            1 if is_calendar => terms.clock(word),
            3 if is_calendar => {
                let day = WEEK.iter().position(|day| *day == word);
                let day = day.and_then(|at| terms.words().days.get(at));
                day.map_or_else(|| terms.date(word), |day| (*day).to_owned())
            }
            _ => known_list(terms, word),
        }
    };
    subject.iter().enumerate().map(step).collect::<Vec<_>>().join(" · ")
}

/// Words with commas between, each in the reader's.
fn known_list(terms: &Terms<'_>, text: &str) -> String {
    terms.list(text.split(", ").map(|word| terms.known(word)).collect())
}

/// A value, by what it is of.
fn value(terms: &Terms<'_>, subject: &[String], text: &str) -> String {
    let subject: Vec<&str> = subject.iter().map(String::as_str).collect();
    match subject.as_slice() {
        ["source" | "document" | "warnings" | "severities" | "teams", ..] | [_, "name"] => text.to_owned(),
        ["plans" | "default_plan"] => terms.plan(text),
        ["calendars"] => terms.clock(text),
        ["calendars", _, "holidays", ..] => holiday(terms, text),
        ["calendars", _, "hours" | "overrides", _] => {
            if text == "closed" {
                terms.known(text)
            } else {
                text.replace('-', "–")
            }
        }
        ["grace"] => terms.words().duration(text),
        ["routing" | "escalations", ..] => rule(terms, text),
        ["regional", _] => match text.split_once(" on ") {
            Some((region, calendar)) => [region, " · ", &terms.clock(calendar)].concat(),
            None => text.to_owned(),
        },
        [_, "channels"] => channel(terms, text),
        [_, "entitlements", _] => entitlement(terms, text),
        _ => match text.split_once(" on ") {
            Some((length, clock)) => [&terms.words().duration(length), " · ", &terms.clock(clock)].concat(),
            None => {
                let length = terms.words().duration(text);
                if length == text { terms.known(text) } else { length }
            }
        },
    }
}

/// `2026-10-01..2026-10-07 (National Day / 国庆节)`
fn holiday(terms: &Terms<'_>, text: &str) -> String {
    let (dates, name) = text.split_once(' ').unwrap_or((text, ""));
    let (from, to) = dates.split_once("..").unwrap_or((dates, dates));
    let gap = if name.is_empty() { "" } else { " " };
    [&terms.dates(from, to), gap, name].concat()
}

/// `phone for down on office`
fn channel(terms: &Terms<'_>, text: &str) -> String {
    let (rest, clock) = text.split_once(" on ").map_or((text, None), |(rest, clock)| (rest, Some(clock)));
    let (name, only) = rest.split_once(" for ").map_or((rest, None), |(name, only)| (name, Some(only)));
    let mut told = vec![terms.words().named(name)];
    told.extend(clock.map(|clock| terms.clock(clock)));
    told.extend(only.map(|only| (terms.words().only_for)(&known_list(terms, only))));
    told.join(" · ")
}

/// `2 per year`
fn entitlement(terms: &Terms<'_>, text: &str) -> String {
    let counted = text.split_once(" per ").and_then(|(count, per)| terms.per(&terms.known(count), per));
    counted.unwrap_or_else(|| terms.known(text))
}

/// `first_response, question at 75% → reassign oncall, notify lead`, `down → oncall`
fn rule(terms: &Terms<'_>, text: &str) -> String {
    let Some((what, does)) = text.split_once(" → ") else { return terms.team(text) };
    let (what, at) = what.split_once(" at ").map_or((what, None), |(what, at)| (what, Some(at)));
    let what = if what == "*" { terms.words().everything.to_owned() } else { known_list(terms, what) };
    let percent = at.and_then(|at| at.trim_end_matches('%').parse().ok());
    let at = percent.map(|percent| [" · ", &(terms.words().at)(percent)].concat()).unwrap_or_default();
    let act = |act: &str| match act.split_once(' ') {
        Some((kind, whom)) => acted(terms, kind, whom),
        None => terms.team(act),
    };
    [&what, &at, " → ", &terms.list(does.split(", ").map(act).collect())].concat()
}

/// What the changes mean for tickets that are open.
pub(super) fn for_open_tickets(terms: &Terms<'_>, changes: &[Change]) -> Part {
    let words = &words(terms.reader.lang).change;
    let is_any = |wanted: &[Effect]| changes.iter().any(|change| wanted.contains(&change.effect));
    let what = if is_any(&[Effect::Better, Effect::Mixed]) {
        words.open_better
    } else if is_any(&[Effect::Worse]) {
        words.open_kept
    } else {
        words.open_same
    };
    div("card note")
        .child(p("").child(el("b", "").child(words.open_tickets)))
        .child(p("muted").child(what))
        .into()
}
