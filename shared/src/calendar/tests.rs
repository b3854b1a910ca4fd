//! Calendars: what a date opens, and what is refused.

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::calendar::sets::HOLIDAY_SETS;
use crate::calendar::{Calendar, Exception, Fault};

fn calendar(document: Value) -> Calendar {
    serde_json::from_value(document).unwrap()
}

fn refusal(document: Value) -> String {
    serde_json::from_value::<Calendar>(document).unwrap_err().to_string()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn texts(calendar: &Calendar, on: &str) -> String {
    let clock = |seconds: u32| format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
    let windows = calendar.hours_of(date(on)).windows;
    windows.iter().map(|w| format!("{}-{}", clock(w.from()), clock(w.until()))).collect::<Vec<_>>().join(" ")
}

#[test]
fn an_override_beats_a_holiday_beats_the_week() {
    let calendar = calendar(json!({
        "zone": "Asia/Shanghai",
        "hours": {"mon": [["13:00", "17:30"], ["09:00", "12:00"]], "tue": [["09:00", "17:30"]]},
        "holidays": ["2026-03-03", {"date": "2026-03-10", "name": "Day off"},
                     {"from": "2026-03-16", "to": "2026-03-17", "name": {"en": "Feast", "zh": "节"}}],
        "overrides": {"2026-03-07": [["10:00", "12:00"]], "2026-03-09": [["09:00", "12:00"]], "2026-03-24": []},
    }));
    let cases = [
        ("2026-03-01", "", None),
        ("2026-03-02", "09:00-12:00 13:00-17:30", None),
        ("2026-03-03", "", Some(Exception::Holiday(None))),
        ("2026-03-07", "10:00-12:00", Some(Exception::MakeUpDay)),
        ("2026-03-09", "09:00-12:00", Some(Exception::ChangedHours)),
        ("2026-03-24", "", Some(Exception::Holiday(None))),
    ];
    for (on, windows, exception) in cases {
        assert_eq!(texts(&calendar, on), windows, "{on}");
        assert_eq!(calendar.hours_of(date(on)).exception, exception, "{on}");
    }
    let name = |on: &str| match calendar.hours_of(date(on)).exception {
        Some(Exception::Holiday(Some(name))) => name.zh.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!((name("2026-03-10"), name("2026-03-17")), ("Day off".to_owned(), "节".to_owned()));
}

#[test]
fn a_window_across_midnight_belongs_to_two_dates() {
    let calendar = calendar(json!({
        "zone": "UTC",
        "hours": {"fri": [["22:00", "06:00"]], "sun": [["20:00", "00:00"]]},
        "holidays": ["2026-03-13", "2026-03-21"],
        "overrides": {"2026-03-25": [["23:00", "01:00"]], "2026-04-04": [["08:00", "09:00"]]},
    }));
    let cases = [
        ("2026-03-06", "22:00-24:00"),
        ("2026-03-07", "00:00-06:00"),
        ("2026-03-08", "20:00-24:00"),
        ("2026-03-09", ""),
        // Friday the 13th is closed; the Saturday after it is judged by itself and keeps its hours.
        ("2026-03-13", ""),
        ("2026-03-14", "00:00-06:00"),
        // The holiday on Saturday the 21st takes away what Friday night would open on it.
        ("2026-03-20", "22:00-24:00"),
        ("2026-03-21", ""),
        ("2026-03-25", "23:00-24:00"),
        ("2026-03-26", "00:00-01:00"),
        ("2026-04-04", "08:00-09:00"),
    ];
    for (on, windows) in cases {
        assert_eq!(texts(&calendar, on), windows, "{on}");
    }
}

#[test]
fn a_calendar_is_refused_with_the_place_and_the_reason() {
    let week = json!({"mon": [["09:00", "17:30"]]});
    let with = |key: &str, value: Value| {
        let mut document = json!({"zone": "Asia/Shanghai", "hours": week.clone()});
        document[key] = value;
        refusal(document)
    };
    let cases = [
        (with("zone", json!("Asia/Atlantis")), "/zone", Fault::UnknownZone("Asia/Atlantis".into())),
        (with("zone", json!("")), "/zone", Fault::UnknownZone(String::new())),
        (with("zone", json!("+08:00")), "/zone", Fault::UnknownZone("+08:00".into())),
        (with("hours", json!({})), "/hours", Fault::NeverOpens),
        (with("hours", json!({"mon": []})), "/hours", Fault::NeverOpens),
        (with("hours", json!({"monday": []})), "/hours/monday", Fault::UnknownWeekday("monday".into())),
        (with("hours", json!({"mon": [["09:00"]]})), "/hours/mon/0", Fault::NotAPair),
        (with("hours", json!({"mon": [["9:00", "10:00"]]})), "/hours/mon/0", Fault::NotATime("9:00".into())),
        (
            with("hours", json!({"mon": [["09:00", "24:01"]]})),
            "/hours/mon/0",
            Fault::NotATime("24:01".into()),
        ),
        (
            with("hours", json!({"mon": [["09:60", "10:00"]]})),
            "/hours/mon/0",
            Fault::NotATime("09:60".into()),
        ),
        (with("hours", json!({"mon": [["09:00", "09:00"]]})), "/hours/mon/0", Fault::EmptyWindow),
        (with("hours", json!({"mon": [["24:00", "09:00"]]})), "/hours/mon/0", Fault::EmptyWindow),
        (
            with("hours", json!({"mon": [["09:00", "12:00"], ["11:59:59", "13:00"]]})),
            "/hours/mon",
            Fault::Overlap("mon".into()),
        ),
        (
            with("hours", json!({"sun": [["22:00", "02:00"]], "mon": [["01:00", "03:00"]]})),
            "/hours/mon",
            Fault::Overlap("mon".into()),
        ),
        (with("holidays", json!(["2026-02-29"])), "/holidays/0", Fault::NotADate("2026-02-29".into())),
        (with("holidays", json!(["2026-2-2"])), "/holidays/0", Fault::NotADate("2026-2-2".into())),
        (with("holidays", json!([{"from": "2026-02-02"}])), "/holidays/0", Fault::HolidayWithoutDates),
        (
            with("holidays", json!([{"from": "2026-02-02", "to": "2026-02-01"}])),
            "/holidays/0",
            Fault::HolidayBackwards,
        ),
        (
            with("holidays", json!([{"from": "2026-01-01", "to": "2027-01-02"}])),
            "/holidays/0",
            Fault::HolidayTooLong,
        ),
        (
            with("overrides", json!({"2026-13-01": []})),
            "/overrides/2026-13-01",
            Fault::NotADate("2026-13-01".into()),
        ),
        (
            with("overrides", json!({"2026-01-01": [["09:00", "11:00"], ["10:00", "12:00"]]})),
            "/overrides/2026-01-01",
            Fault::Overlap("2026-01-01".into()),
        ),
    ];
    for (message, at, fault) in cases {
        assert!(message.starts_with(&format!("{at}: {fault}")), "{message} is not {at}: {fault}");
    }
    let both = refusal(
        json!({"zone": "UTC", "hours": week, "holidays": [{"from": "2026-01-01", "to": "2026-01-03"}],
        "overrides": {"2026-01-02": [["09:00", "10:00"]]}}),
    );
    assert!(both.starts_with("/overrides/2026-01-02: 2026-01-02 is both"), "{both}");
    assert!(
        refusal(json!({"zone": "UTC", "hours": week, "overides": {}})).contains("unknown field `overides`")
    );
}

#[test]
fn a_calendar_survives_its_own_document() {
    let document = json!({
        "zone": "Europe/Berlin", "hours": {"mon": [["22:00", "24:00"], ["00:00", "22:00"]], "tue": [["23:59:30", "12:00"]]},
        "holidays": ["2026-12-25", {"date": "2026-12-26"}, {"from": "2026-12-31", "to": "2027-01-01", "name": "Silvester"}],
        "overrides": {"2026-12-24": [["00:00", "22:00"], ["22:00", "06:00"]]},
    });
    let calendar = calendar(document.clone());
    let text = serde_json::to_string(&calendar).unwrap();
    assert_eq!(serde_json::from_str::<Calendar>(&text).unwrap(), calendar);
    assert_eq!(calendar.known_through(), Some(2026));
    assert_eq!(texts(&calendar, "2026-01-05"), "00:00-24:00");
    assert_eq!(texts(&calendar, "2026-01-07"), "00:00-12:00");
}

#[test]
fn a_business_day_is_what_an_ordinary_day_opens() {
    let cases = [
        (json!({"mon": [["09:00", "17:30"]], "tue": [["09:00", "17:30"]]}), Some(30_600)),
        (json!({"mon": [["09:00", "17:00"]], "fri": [["09:00", "13:00"]]}), Some(21_600)),
        (json!({"mon": [["09:00:00", "09:00:01"]], "tue": [["09:00", "09:00:02"]]}), Some(2)),
        // What a window opens after midnight belongs to the day on which it began.
        (json!({"mon": [["05:00", "01:00"]], "tue": [["05:00", "01:00"]], "sat": []}), Some(72_000)),
    ];
    for (hours, seconds) in cases {
        assert_eq!(calendar(json!({"zone": "UTC", "hours": hours})).business_day_seconds(), seconds);
    }
    let sundays = calendar(json!({"zone": "UTC", "overrides": {"2026-03-01": [["09:00", "10:00"]]}}));
    assert_eq!(sundays.business_day_seconds(), None);
}

#[test]
fn every_holiday_set_makes_a_calendar() {
    // How many weekdays of 2026 each takes away from an office that works from Monday to Friday.
    let closed = [
        ("cn-2026", 19),
        ("hk-2026", 14),
        ("jp-2026", 17),
        ("kr-2026", 16),
        ("sg-2026", 10),
        ("target-2026", 5),
        ("us-federal-2026", 11),
    ];
    for (set, (id, days)) in HOLIDAY_SETS.iter().zip(closed) {
        let mut document: Value = serde_json::from_str(set.json).unwrap();
        let office = json!([["09:00", "17:30"]]);
        document["hours"] =
            json!({"mon": office, "tue": office, "wed": office, "thu": office, "fri": office});
        let calendar = calendar(document);
        let off = date("2026-01-01").iter_days().take(365).filter(|day| {
            calendar.hours_of(*day).windows.is_empty()
                && !calendar.week_hours(chrono::Datelike::weekday(day)).is_empty()
        });
        assert_eq!((set.id, off.count(), calendar.known_through()), (id, days, Some(2026)));
        assert!(calendar.holidays().iter().all(|holiday| holiday.name.is_some()));
    }
}
