//! Lists of days off as they are kept for China: `{"days": [{"name", "date", "isOffDay"}]}`, or the bare list.
//! A day with `isOffDay: false` is a make-up day (调休): worked, although its weekday is off.

use serde::Deserialize;

use crate::calendar;
use crate::calendar::import::{DaysOff, ImportError};
use crate::json;

#[derive(Deserialize)]
#[serde(untagged, expecting = "a list of {name, date, isOffDay}, or an object with such a list as `days`")]
enum Listed {
    Bare(Vec<Day>),
    Year { days: Vec<Day> },
}

/// A day of such a list.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Day {
    /// What people call it.
    #[serde(default)]
    pub name: Option<String>,
    /// `YYYY-MM-DD`
    pub date: String,
    /// Whether it is off; worked otherwise, although its weekday is off.
    pub is_off_day: bool,
}

pub(super) fn read(text: &str) -> Result<DaysOff, ImportError> {
    let listed: Listed = json::read(text).map_err(|error| ImportError::Json(error.to_string()))?;
    let days = match listed {
        Listed::Bare(days) | Listed::Year { days } => days,
    };
    of(days)
}

/// The days off of a list.
pub(super) fn of(days: Vec<Day>) -> Result<DaysOff, ImportError> {
    let mut read = DaysOff::default();
    for (index, day) in days.into_iter().enumerate() {
        let date = calendar::date(&day.date).ok_or(ImportError::Date { index, date: day.date })?;
        if day.is_off_day {
            let name = day.name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
            read.off.insert(date, name);
        } else {
            read.worked.insert(date);
        }
    }
    Ok(read)
}
