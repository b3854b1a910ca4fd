//! Holidays from where others publish them: iCalendar files (RFC 5545) and lists of days off.
//!
//! What comes out is a [`Fragment`] of a calendar's document, which the calendar's own check then judges.
//! Nothing is guessed: an event that is not about whole days, or recurs by a rule that is not understood, is
//! refused by name and line, because a holiday that is silently missing is a deadline that is silently wrong.

mod days;
mod ical;
mod recur;

pub use days::Day;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::calendar::{Document, HolidayDocument, NameDocument};

/// The largest file that is looked at, in bytes.
pub const MAX_BYTES: usize = 4 * 1024 * 1024;
/// The most days that come out of one file.
const MAX_DAYS: usize = 20_000;

/// What is read from a file: days off, and days that are worked although their weekday is off.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DaysOff {
    /// Each day off, with its name where it has one.
    off: BTreeMap<NaiveDate, Option<String>>,
    /// The make-up days.
    worked: BTreeSet<NaiveDate>,
}

/// The part of a calendar's document that holidays fill.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fragment {
    /// Runs of days off.
    pub holidays: Vec<HolidayDocument>,
    /// The make-up days with their windows.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub overrides: BTreeMap<String, Vec<Vec<String>>>,
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is neither.
    #[error(
        "this is neither an iCalendar file, which begins with BEGIN:VCALENDAR, nor a list of days in JSON"
    )]
    Unknown,
    /// It is too large to be what it says.
    #[error("a list of holidays is at most {} MB and {MAX_DAYS} days", MAX_BYTES / 1024 / 1024)]
    TooLarge,
    /// A line is no content line of iCalendar.
    #[error("line {line}: {what}")]
    Line {
        /// Where, from 1.
        line: usize,
        /// What is wrong there.
        what: &'static str,
    },
    /// An event can't be taken.
    #[error("line {line}: the event `{event}` {why}")]
    Event {
        /// Where it begins, from 1.
        line: usize,
        /// Its summary.
        event: String,
        /// What is the matter with it.
        why: String,
    },
    /// An event goes on for ever, and nobody said for which years it is wanted.
    #[error("line {line}: the event `{event}` recurs for ever: say for which years it is wanted")]
    Endless {
        /// Where it begins, from 1.
        line: usize,
        /// Its summary.
        event: String,
    },
    /// The JSON is not a list of days.
    #[error("the list of days can't be read: {0}")]
    Json(String),
    /// A day of the list is no date.
    #[error("/days/{index}/date: `{date}` is no date: write YYYY-MM-DD")]
    Date {
        /// Its place.
        index: usize,
        /// What stands there.
        date: String,
    },
    /// A day is listed as off and as worked.
    #[error("{0} is listed as a day off and as a working day")]
    Both(NaiveDate),
}

/// Reads a file, whichever of the two it is. Where `years` names some, only their days are kept.
///
/// # Errors
/// [`ImportError`]
pub fn read(text: &str, years: &BTreeSet<i32>) -> Result<DaysOff, ImportError> {
    let is_list = text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    if !is_list {
        return read_ical(text, years);
    }
    if text.len() > MAX_BYTES {
        return Err(ImportError::TooLarge);
    }
    checked(days::read(text.trim_start_matches('\u{feff}'))?, years)
}

/// Reads an iCalendar file, and nothing else.
///
/// # Errors
/// [`ImportError`]
pub fn read_ical(text: &str, years: &BTreeSet<i32>) -> Result<DaysOff, ImportError> {
    if text.len() > MAX_BYTES {
        return Err(ImportError::TooLarge);
    }
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !text.get(..15).is_some_and(|head| head.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
        return Err(ImportError::Unknown);
    }
    checked(ical::read(text, years)?, years)
}

/// The same of a list whose JSON was read elsewhere.
///
/// # Errors
/// [`ImportError`]
pub fn of_days(days: Vec<Day>) -> Result<DaysOff, ImportError> {
    checked(days::of(days)?, &BTreeSet::new())
}

fn checked(mut days: DaysOff, years: &BTreeSet<i32>) -> Result<DaysOff, ImportError> {
    if !years.is_empty() {
        days.off.retain(|date, _| years.contains(&date.year()));
        days.worked.retain(|date| years.contains(&date.year()));
    }
    if days.off.len() + days.worked.len() > MAX_DAYS {
        return Err(ImportError::TooLarge);
    }
    if let Some(both) = days.worked.iter().find(|date| days.off.contains_key(date)) {
        return Err(ImportError::Both(*both));
    }
    Ok(days)
}

impl DaysOff {
    /// How many days are off, and how many are worked instead.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        (self.off.len(), self.worked.len())
    }

    /// The years that any of the days lies in.
    #[must_use]
    pub fn years(&self) -> BTreeSet<i32> {
        self.off.keys().chain(&self.worked).map(Datelike::year).collect()
    }

    /// The fragment, make-up days open at the windows given.
    #[must_use]
    pub fn fragment(&self, windows: &[Vec<String>]) -> Fragment {
        let mut runs: Vec<(NaiveDate, NaiveDate, &Option<String>)> = Vec::new();
        for (date, name) in &self.off {
            match runs.last_mut() {
                Some((_, to, of)) if to.checked_add_days(Days::new(1)) == Some(*date) && *of == name => {
                    *to = *date
                }
                Some(_) | None => runs.push((*date, *date, name)),
            }
        }
        let holidays = runs.into_iter().map(|(from, to, name)| {
            let name = name.clone().map(NameDocument::One);
            let text = |date: NaiveDate| Some(date.to_string());
            if from == to {
                HolidayDocument::Entry { date: text(from), from: None, to: None, name }
            } else {
                HolidayDocument::Entry { date: None, from: text(from), to: text(to), name }
            }
        });
        let overrides = self.worked.iter().map(|date| (date.to_string(), windows.to_vec()));
        Fragment { holidays: holidays.collect(), overrides: overrides.collect() }
    }
}

/// The windows that every weekday has on which a calendar opens; `None` where they differ, or none opens.
#[must_use]
pub fn usual_windows(calendar: &Document) -> Option<Vec<Vec<String>>> {
    let mut open = calendar.hours.values().filter(|windows| !windows.is_empty());
    let first = open.next()?;
    open.all(|other| other == first).then(|| first.clone())
}

/// A calendar's holidays and overrides with those of the years that a fragment covers put in their place. What
/// the calendar says of other years stays.
#[must_use]
pub fn merged(document: &Document, fragment: &Fragment, years: &BTreeSet<i32>) -> Fragment {
    let year = |text: &str| text.get(..4).and_then(|year| year.parse::<i32>().ok());
    let begins = |holiday: &HolidayDocument| match holiday {
        HolidayDocument::Date(date) => year(date),
        HolidayDocument::Entry { date, from, .. } => date.as_deref().or(from.as_deref()).and_then(year),
    };
    let stays = |year: Option<i32>| year.is_none_or(|year| !years.contains(&year));
    let mut holidays = document.holidays.iter().filter(|it| stays(begins(it))).cloned().collect::<Vec<_>>();
    holidays.extend(fragment.holidays.iter().cloned());
    let first = |holiday: &HolidayDocument| match holiday {
        HolidayDocument::Date(date) => date.clone(),
        HolidayDocument::Entry { date, from, .. } => {
            date.clone().or_else(|| from.clone()).unwrap_or_default()
        }
    };
    holidays.sort_by_key(first);
    let kept = document.overrides.iter().filter(|(date, _)| stays(year(date)));
    let mut overrides: BTreeMap<String, Vec<Vec<String>>> =
        kept.map(|(date, windows)| (date.clone(), windows.clone())).collect();
    overrides.extend(fragment.overrides.clone());
    Fragment { holidays, overrides }
}

#[cfg(test)]
mod tests;
