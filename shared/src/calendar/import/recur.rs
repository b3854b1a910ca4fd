//! Recurrence by the year (RFC 5545, section 3.3.10), as holidays recur: on a day of a month, or on the nth
//! weekday of one.

use core::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::calendar::import::ical;

/// The most years that a rule is followed.
const MAX_YEARS: i32 = 400;

/// A rule that recurs by the year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    interval: i32,
    count: Option<usize>,
    until: Option<NaiveDate>,
    month: Option<u32>,
    day: Option<u32>,
    /// The nth of a weekday in its month; from its end where n is negative.
    weekday: Option<(i32, Weekday)>,
}

impl FromStr for Rule {
    /// The part that is not understood.
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut rule = Self { interval: 1, count: None, until: None, month: None, day: None, weekday: None };
        let mut yearly = false;
        for part in text.split(';').filter(|part| !part.trim().is_empty()) {
            let unknown = || part.trim().to_owned();
            let (name, value) = part.split_once('=').ok_or_else(unknown)?;
            let value = value.trim();
            let number = |most: u32| value.parse::<u32>().ok().filter(|it| (1..=most).contains(it));
            match name.trim().to_ascii_uppercase().as_str() {
                "FREQ" => yearly = value.eq_ignore_ascii_case("YEARLY"),
                "INTERVAL" => {
                    rule.interval = number(100).and_then(|it| i32::try_from(it).ok()).ok_or_else(unknown)?;
                }
                "COUNT" => rule.count = Some(number(10_000).ok_or_else(unknown)? as usize),
                "UNTIL" => {
                    let day = value.get(..8).ok_or_else(unknown)?;
                    rule.until = Some(ical::date(day).ok_or_else(unknown)?);
                }
                "BYMONTH" => rule.month = Some(number(12).ok_or_else(unknown)?),
                "BYMONTHDAY" => rule.day = Some(number(31).ok_or_else(unknown)?),
                "BYDAY" => rule.weekday = Some(nth_weekday(value).ok_or_else(unknown)?),
                "WKST" => {}
                _ => return Err(unknown()),
            }
        }
        if !yearly {
            return Err("only FREQ=YEARLY is".to_owned());
        }
        if rule.weekday.is_some() && (rule.month.is_none() || rule.day.is_some()) {
            return Err("BYDAY needs BYMONTH, and no BYMONTHDAY".to_owned());
        }
        Ok(rule)
    }
}

/// `1MO` to `5SU`, or `-1MO` to `-5SU`.
fn nth_weekday(text: &str) -> Option<(i32, Weekday)> {
    let split = text.len().checked_sub(2)?;
    let (nth, day) = text.split_at_checked(split)?;
    let day = match day.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    };
    let nth = nth.parse::<i32>().ok().filter(|nth| (1..=5).contains(&nth.abs()))?;
    Some((nth, day))
}

impl Rule {
    /// Whether it ends by itself.
    pub(super) fn ends(&self) -> bool {
        self.count.is_some() || self.until.is_some()
    }

    /// The dates from the first on, through a year where one is given. A year that has no such date, such as
    /// one without 29 February, is passed over. `None` where it never comes to an end.
    pub(super) fn dates(&self, start: NaiveDate, last_year: Option<i32>) -> Option<Vec<NaiveDate>> {
        let mut dates = Vec::new();
        let mut year = start.year();
        let end = last_year.unwrap_or(i32::MAX).min(start.year().checked_add(MAX_YEARS)?);
        while year <= end {
            if let Some(date) = self.in_year(start, year).filter(|date| *date >= start) {
                let is_over = self.until.is_some_and(|until| date > until)
                    || self.count.is_some_and(|count| dates.len() >= count);
                if is_over {
                    break;
                }
                dates.push(date);
            }
            year = year.checked_add(self.interval)?;
        }
        Some(dates)
    }

    fn in_year(&self, start: NaiveDate, year: i32) -> Option<NaiveDate> {
        let month = self.month.unwrap_or_else(|| start.month());
        let Some((nth, weekday)) = self.weekday else {
            return NaiveDate::from_ymd_opt(year, month, self.day.unwrap_or_else(|| start.day()));
        };
        if nth > 0 {
            let place = u8::try_from(nth).ok()?;
            return NaiveDate::from_weekday_of_month_opt(year, month, weekday, place);
        }
        let (next_year, next_month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        let last = NaiveDate::from_ymd_opt(next_year, next_month, 1)?.pred_opt()?;
        let back = (7 + last.weekday().num_days_from_monday() - weekday.num_days_from_monday()) % 7;
        let weeks = u64::from(nth.unsigned_abs().checked_sub(1)?);
        let date = last.checked_sub_days(Days::new(u64::from(back) + weeks * 7))?;
        (date.month() == month).then_some(date)
    }
}
