//! Working hours: when a vendor's support team is at work, by local date and local time.
//!
//! A [`Calendar`] is valid by construction; [`Document`] is the form it is written in. What a local
//! date opens is decided in one place, [`Calendar::hours_of`]: an override beats a holiday, a holiday
//! beats the hours of the week. The key is always the LOCAL date.
//!
//! A window across midnight (`22:00` to `06:00`) is split at midnight, and the part after midnight
//! belongs to the next local date: a holiday or an override of that date takes it away, and a holiday on
//! the date it began does not. So every date is judged by its own entry and by nothing else.
//!
//! A calendar may name other offices beside its own, each with its zone and its holidays. It is open while any of
//! them is; what is asked of local dates here is answered for the first office.
//!
//! Nothing here knows an instant: `crate::zones` turns a calendar into a [`crate::timeline::Timeline`].

mod document;
pub mod import;
mod refusal;
pub mod sets;
mod window;

pub use document::{Document, HolidayDocument, NameDocument};
pub(crate) use document::{WEEKDAYS, date, escaped};
pub use refusal::{Fault, Refusal};
pub use window::{DAY_SECONDS, Window};

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::text::Text;

/// The working hours of a team in its zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Document", into = "Document")]
pub struct Calendar {
    /// As it was written, which is how it is stored, hashed and shown again.
    document: Document,
    week: [Vec<Window>; 7],
    holidays: Vec<Holiday>,
    overrides: BTreeMap<NaiveDate, Vec<Window>>,
    /// What an override's window across midnight opens on the date after it.
    spill: BTreeMap<NaiveDate, Vec<Window>>,
    known_through: Option<i32>,
    /// The offices beside its own, which name no others.
    also: Vec<Self>,
}

/// A run of local dates on which the week's hours do not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// Its first date.
    pub from: NaiveDate,
    /// Its last date, which belongs to it.
    pub to: NaiveDate,
    /// What people call it.
    pub name: Option<Text>,
}

/// How a local date differs from the same weekday of an ordinary week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exception<'a> {
    /// Closed, with the holiday's name where it has one.
    Holiday(Option<&'a Text>),
    /// Opened by an override although the weekday is closed: a make-up day (调休).
    MakeUpDay,
    /// Opened by an override at other hours than the weekday's.
    ChangedHours,
}

/// What a local date opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours<'a> {
    /// The open windows: sorted, neither overlapping nor touching.
    pub windows: Vec<Window>,
    /// Why they are not the weekday's, where they are not.
    pub exception: Option<Exception<'a>>,
}

impl Calendar {
    /// The IANA name of the zone the hours are meant in.
    #[must_use]
    pub fn zone(&self) -> &str {
        &self.document.zone
    }

    /// The offices beside its own.
    #[must_use]
    pub fn also(&self) -> &[Self] {
        &self.also
    }

    /// All offices, its own first. It is open while any of them is.
    pub fn offices(&self) -> impl Iterator<Item = &Self> {
        core::iter::once(self).chain(&self.also)
    }

    /// What a local date opens, and why, if not by the week.
    #[must_use]
    pub fn hours_of(&self, date: NaiveDate) -> Hours<'_> {
        let week = self.week_hours(date.weekday());
        if let Some(windows) = self.overrides.get(&date) {
            let exception = if windows.is_empty() {
                Some(Exception::Holiday(None))
            } else if week.is_empty() {
                Some(Exception::MakeUpDay)
            } else if windows.as_slice() == week {
                None
            } else {
                Some(Exception::ChangedHours)
            };
            return Hours { windows: windows.clone(), exception };
        }
        if let Some(holiday) = self.holiday_on(date) {
            return Hours { windows: Vec::new(), exception: Some(Exception::Holiday(holiday.name.as_ref())) };
        }
        match self.spill.get(&date) {
            Some(spill) => Hours { windows: window::union(week, spill), exception: None },
            None => Hours { windows: week.to_vec(), exception: None },
        }
    }

    /// The open windows of a weekday in an ordinary week.
    #[must_use]
    pub fn week_hours(&self, day: Weekday) -> &[Window] {
        let [mon, tue, wed, thu, fri, sat, sun] = &self.week;
        match day {
            Weekday::Mon => mon,
            Weekday::Tue => tue,
            Weekday::Wed => wed,
            Weekday::Thu => thu,
            Weekday::Fri => fri,
            Weekday::Sat => sat,
            Weekday::Sun => sun,
        }
    }

    /// The first holiday of the document that covers a date.
    #[must_use]
    pub fn holiday_on(&self, date: NaiveDate) -> Option<&Holiday> {
        self.holidays.iter().find(|holiday| holiday.from <= date && date <= holiday.to)
    }

    /// The last date on which an override opens anything, for calendars whose week opens nothing.
    #[must_use]
    pub fn last_opening(&self) -> LastOpening {
        if self.week.iter().any(|windows| !windows.is_empty()) {
            return LastOpening::Never;
        }
        let overrides = self.overrides.iter().rev().find(|(_, windows)| !windows.is_empty());
        let spill = self.spill.last_key_value();
        LastOpening::On(
            overrides.map(|(date, _)| *date).max(spill.map(|(date, _)| *date)).unwrap_or(NaiveDate::MIN),
        )
    }

    /// The last year whose holidays are known: of the holidays and overrides, or the one the document
    /// states. `None` where it lists none at all, for then there is nothing to wait for.
    #[must_use]
    pub fn known_through(&self) -> Option<i32> {
        self.known_through
    }

    /// The seconds of one business day: what an ordinary week opens, shared out over the weekdays on
    /// which windows begin, rounded up to a second. The part of a window after midnight belongs to the day on
    /// which it began: five days from 05:00 to 01:00 are five days of 20 hours. `None` where the week opens
    /// nothing.
    #[must_use]
    pub fn business_day_seconds(&self) -> Option<u64> {
        let days = self.document.hours.values().filter(|windows| !windows.is_empty()).count();
        let open: u64 = self.week.iter().flatten().map(|window| u64::from(window.seconds())).sum();
        (days > 0).then(|| open.div_ceil(days as u64))
    }

    /// The dates that override the week.
    pub fn override_dates(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.overrides.keys().copied()
    }

    /// The holidays, in the order of the document.
    #[must_use]
    pub fn holidays(&self) -> &[Holiday] {
        &self.holidays
    }
}

/// Whether, and if so when, a calendar opens for the last time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastOpening {
    /// It goes on for ever.
    Never,
    /// It opens nothing after this local date.
    On(NaiveDate),
}

fn last_known_year(holidays: &[Holiday], overrides: &BTreeSet<NaiveDate>) -> Option<i32> {
    // By the first date: a New Year's holiday that ends on 2 January says nothing of that year's others.
    holidays.iter().map(|holiday| holiday.from.year()).chain(overrides.iter().map(Datelike::year)).max()
}

fn next_date(date: NaiveDate) -> Option<NaiveDate> {
    date.checked_add_days(Days::new(1))
}

#[cfg(test)]
mod tests;
