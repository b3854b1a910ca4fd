//! Lists of days off as they are kept for China: `{"days": [{"name", "date", "isOffDay"}]}`, or the bare list.
//! A day with `isOffDay: false` is a make-up day (调休): worked, although its weekday is off.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::calendar::import::{DaysOff, ImportError};
use crate::json;

#[derive(Deserialize)]
#[serde(untagged, expecting = "a list of {name, date, isOffDay}, or an object with such a list as `days`")]
enum Listed {
    Bare(Vec<Day>),
    Year { days: Vec<Day> },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Day {
    #[serde(default)]
    name: Option<String>,
    date: String,
    is_off_day: bool,
}

pub(super) fn read(text: &str) -> Result<DaysOff, ImportError> {
    let listed: Listed = json::read(text).map_err(|error| ImportError::Json(error.to_string()))?;
    let days = match listed {
        Listed::Bare(days) | Listed::Year { days } => days,
    };
    let mut read = DaysOff::default();
    for (index, day) in days.into_iter().enumerate() {
        let date = day.date.parse::<NaiveDate>().ok().filter(|date| date.to_string() == day.date);
        let date = date.ok_or(ImportError::Date { index, date: day.date })?;
        if day.is_off_day {
            let name = day.name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
            read.off.insert(date, name);
        } else {
            read.worked.insert(date);
        }
    }
    Ok(read)
}
