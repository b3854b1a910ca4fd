//! Calendars: which dates open more than they did, and which less.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, Weekday};

use crate::calendar::{Calendar, WEEKDAYS, Window};
use crate::policy::diff::house::both;
use crate::policy::diff::{Changes, Effect};
use crate::policy::{Clock, Policy};
use crate::text::Text;

pub(super) fn compare(before: &Policy, after: &Policy, changes: &mut Changes) {
    for (name, old) in before.calendars() {
        match after.calendar(name) {
            // Nothing counts on it any more, or the policy would be refused.
            None => changes.push(&["calendars"], Some(name.to_owned()), None, Effect::Neutral),
            Some(new) if old != new => calendar(name, old, new, changes),
            Some(_) => {}
        }
    }
    for (name, _) in after.calendars().filter(|(name, _)| before.calendar(name).is_none()) {
        changes.push(&["calendars"], None, Some(name.to_owned()), Effect::Neutral);
    }
    let (old, new) = (&before.document().regional, &after.document().regional);
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for name in names {
        let (old, new) = (old.get(name), new.get(name));
        let default =
            |set: Option<&crate::policy::document::RegionalDocument>| set.map(|it| it.default.clone());
        changes.value(&["regional", name, "default"], default(old), default(new), Effect::Mixed);
        let listed = |set: Option<&crate::policy::document::RegionalDocument>| {
            let rows = set.into_iter().flat_map(|set| &set.calendars);
            rows.map(|(region, calendar)| format!("{region} on {calendar}")).collect::<Vec<_>>()
        };
        changes.lists(&["regional", name], listed(old), listed(new), [Effect::Mixed, Effect::Mixed]);
    }
}

/// Every region that either policy tells apart, and that of accounts which name none, first.
pub(super) fn regions(before: &Policy, after: &Policy) -> BTreeSet<Option<String>> {
    let sets = [before, after].into_iter().flat_map(|policy| policy.document().regional.values());
    let named = sets.flat_map(|set| set.calendars.keys().cloned().map(Some));
    std::iter::once(None).chain(named).collect()
}

/// What another clock means for customers, the length of time being the same.
pub(super) fn clock_effect(before: &Policy, was: &Clock, after: &Policy, is: &Clock) -> Effect {
    match (was, is) {
        (Clock::Always, Clock::Always) => Effect::Neutral,
        (Clock::Calendar(_), Clock::Always) => Effect::Better,
        (Clock::Always, Clock::Calendar(_)) => Effect::Worse,
        (Clock::Calendar(was), Clock::Calendar(is)) => match (before.calendar(was), after.calendar(is)) {
            (Some(was), Some(is)) => opening(was, is),
            (Some(_) | None, Some(_) | None) => Effect::Mixed,
        },
    }
}

/// Whether a calendar opens more than another: on every weekday and on every date that either lists.
fn opening(was: &Calendar, is: &Calendar) -> Effect {
    if was.zone() != is.zone() || was.also().len() != is.also().len() {
        return Effect::Mixed;
    }
    let others = was.also().iter().zip(is.also());
    let others = others.fold(Effect::Neutral, |effect, (was, is)| effect.and(opening(was, is)));
    let week = WEEKDAYS.iter().fold(Effect::Neutral, |effect, (_, day)| {
        effect.and(more_open(was.week_hours(*day), is.week_hours(*day)))
    });
    let dates = listed_dates(was).into_iter().chain(listed_dates(is)).collect::<BTreeSet<_>>();
    dates.into_iter().fold(week.and(others), |effect, date| {
        // What the week alone opens more is told by the week.
        let by_week = more_open(was.week_hours(date_weekday(date)), is.week_hours(date_weekday(date)));
        let on_date = on_date(was, is, date);
        if on_date == by_week { effect } else { effect.and(on_date) }
    })
}

fn date_weekday(date: NaiveDate) -> Weekday {
    chrono::Datelike::weekday(&date)
}

fn on_date(was: &Calendar, is: &Calendar, date: NaiveDate) -> Effect {
    more_open(&was.hours_of(date).windows, &is.hours_of(date).windows)
}

/// Better where the one covers the other and more.
fn more_open(was: &[Window], is: &[Window]) -> Effect {
    // Windows neither overlap nor touch, so what covers one of them is a single one.
    let covers = |outer: &[Window], inner: &[Window]| {
        let within = |a: &Window| outer.iter().any(|b| b.from() <= a.from() && a.until() <= b.until());
        inner.iter().all(within)
    };
    match (covers(is, was), covers(was, is)) {
        (true, true) => Effect::Neutral,
        (true, false) => Effect::Better,
        (false, true) => Effect::Worse,
        (false, false) => Effect::Mixed,
    }
}

fn listed_dates(calendar: &Calendar) -> BTreeSet<NaiveDate> {
    holidays(calendar).into_keys().chain(calendar.override_dates()).collect()
}

/// Each date that is a holiday, with its name.
fn holidays(calendar: &Calendar) -> BTreeMap<NaiveDate, Option<&Text>> {
    let mut dates = BTreeMap::new();
    for holiday in calendar.holidays() {
        let days = (holiday.to - holiday.from).num_days();
        let run = (0..=days).filter_map(|day| holiday.from.checked_add_days(Days::new(day.unsigned_abs())));
        for date in run {
            dates.entry(date).or_insert(holiday.name.as_ref());
        }
    }
    dates
}

fn calendar(name: &str, old: &Calendar, new: &Calendar, changes: &mut Changes) {
    let subject = |word| ["calendars", name, word];
    let zone = |calendar: &Calendar| Some(calendar.zone().to_owned());
    changes.value(&subject("zone"), zone(old), zone(new), Effect::Mixed);
    for (word, day) in WEEKDAYS {
        let (was, is) = (old.week_hours(day), new.week_hours(day));
        if was != is {
            let effect = more_open(was, is);
            changes.push(&["calendars", name, "hours", word], Some(windows(was)), Some(windows(is)), effect);
        }
    }
    listed_holidays(name, old, new, changes);
    let dates: BTreeSet<NaiveDate> = old.override_dates().chain(new.override_dates()).collect();
    for date in dates {
        let listed = |calendar: &Calendar| {
            calendar.override_dates().any(|it| it == date).then(|| windows(&calendar.hours_of(date).windows))
        };
        let day = date.to_string();
        let subject = ["calendars", name, "overrides", day.as_str()];
        changes.value(&subject, listed(old), listed(new), on_date(old, new, date));
    }
    let known = |calendar: &Calendar| calendar.known_through().map(|year| year.to_string());
    changes.value(&subject("known_through"), known(old), known(new), Effect::Neutral);
    for (old, new) in old.also().iter().zip(new.also()).filter(|(old, new)| old != new) {
        calendar(&format!("{name} + {}", old.zone()), old, new, changes);
    }
    for gone in old.also().iter().skip(new.also().len()) {
        changes.push(&subject("also"), zone(gone), None, Effect::Worse);
    }
    for come in new.also().iter().skip(old.also().len()) {
        changes.push(&subject("also"), None, zone(come), Effect::Better);
    }
}

/// The holidays that come and go, runs of dates with one name and one meaning as one.
fn listed_holidays(name: &str, old: &Calendar, new: &Calendar, changes: &mut Changes) {
    let (was, is) = (holidays(old), holidays(new));
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut take = |date, name, comes| {
        let effect = on_date(old, new, date);
        let next = |run: &Run<'_>| run.to.checked_add_days(Days::new(1));
        match runs.last_mut() {
            Some(run)
                if next(run) == Some(date)
                    && run.name == name
                    && run.comes == comes
                    // A Saturday that a run of closed days spans changes nothing by itself.
                    && (run.effect == effect || effect == Effect::Neutral || run.effect == Effect::Neutral) =>
            {
                run.to = date;
                run.effect = run.effect.and(effect);
            }
            Some(_) | None => runs.push(Run { from: date, to: date, name, comes, effect }),
        }
    };
    for (date, name) in was.iter().filter(|(date, _)| !is.contains_key(date)) {
        take(*date, *name, false);
    }
    for (date, name) in is.iter().filter(|(date, _)| !was.contains_key(date)) {
        take(*date, *name, true);
    }
    for run in runs {
        let (text, subject) = (run.told(), ["calendars", name, "holidays"]);
        let (before, after) = if run.comes { (None, Some(text)) } else { (Some(text), None) };
        changes.push(&subject, before, after, run.effect);
    }
    let renamed = was.iter().filter_map(|(date, old)| Some((date, *old, *is.get(date)?)));
    for (date, old, new) in renamed.filter(|(_, old, new)| old != new) {
        let day = date.to_string();
        let subject = ["calendars", name, "holidays", day.as_str()];
        changes.value(&subject, old.map(both), new.map(both), Effect::Neutral);
    }
}

/// Holidays on end.
struct Run<'a> {
    from: NaiveDate,
    to: NaiveDate,
    name: Option<&'a Text>,
    /// Whether it is added; removed otherwise.
    comes: bool,
    effect: Effect,
}

impl Run<'_> {
    fn told(&self) -> String {
        let dates =
            if self.from == self.to { self.from.to_string() } else { format!("{}..{}", self.from, self.to) };
        self.name.map_or_else(|| dates.clone(), |name| format!("{dates} ({})", both(name)))
    }
}

fn windows(windows: &[Window]) -> String {
    if windows.is_empty() {
        return "closed".to_owned();
    }
    let time = |second: u32| match (second / 3600, second / 60 % 60, second % 60) {
        (hours, minutes, 0) => format!("{hours:02}:{minutes:02}"),
        (hours, minutes, seconds) => format!("{hours:02}:{minutes:02}:{seconds:02}"),
    };
    let one = |window: &Window| format!("{}-{}", time(window.from()), time(window.until()));
    windows.iter().map(one).collect::<Vec<_>>().join(", ")
}
