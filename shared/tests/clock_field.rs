//! Deadlines that other systems get wrong, and those of the product's own pictures: one row a case.
#![cfg(feature = "zones")]

use aftercare_shared::calendar::Calendar;
use aftercare_shared::policy::{Policy, default_document};
use aftercare_shared::timeline::{Pause, PauseReason, SegmentKind, Unanswered};
use aftercare_shared::zones::{MAX_HORIZON_DAYS, ZoneError, compile, reach, tzdb_version};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn calendar(document: Value) -> Calendar {
    serde_json::from_value(document).unwrap()
}

fn every_day(windows: Value) -> Value {
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().map(|day| (*day, windows.clone())).collect()
}

fn weekdays(windows: Value) -> Value {
    ["mon", "tue", "wed", "thu", "fri"].iter().map(|day| (*day, windows.clone())).collect()
}

fn office() -> Calendar {
    Policy::parse(default_document()).unwrap().calendar("cn-2026").unwrap().clone()
}

fn due(calendar: &Calendar, start: &str, seconds: u64) -> Result<DateTime<Utc>, Unanswered> {
    reach(calendar, at(start), |timeline| timeline.due(at(start), seconds)).unwrap().map(|(_, due)| due)
}

const MINUTE: u64 = 60;
const HOUR: u64 = 3600;

#[test]
fn deadlines_that_others_get_wrong() {
    let utc = |hours: Value| json!({"zone": "UTC", "hours": hours});
    let new_york = |windows: Value| json!({"zone": "America/New_York", "hours": every_day(windows)});
    let berlin = |windows: Value| json!({"zone": "Europe/Berlin", "hours": every_day(windows)});
    let shanghai = json!({"zone": "Asia/Shanghai", "hours": weekdays(json!([["09:00", "18:00"]])),
        "holidays": [{"from": "2026-02-15", "to": "2026-02-23"}], "overrides": {"2026-02-14": [["09:00", "18:00"]]}});
    let closed_month = json!({"zone": "UTC", "hours": every_day(json!([["09:00", "17:00"]])),
        "holidays": [{"from": "2026-03-02", "to": "2026-03-28"}]});
    let core_hours = json!({"zone": "UTC", "hours": weekdays(json!([["05:00", "01:00"]]))});
    let cases = [
        (
            "a night shift",
            utc(every_day(json!([["22:00", "06:00"]]))),
            "2026-03-02T23:00:00Z",
            HOUR,
            "2026-03-03T00:00:00Z",
        ),
        ("27 closed days", closed_month, "2026-03-01T17:00:00Z", 30 * MINUTE, "2026-03-29T09:30:00Z"),
        (
            "24:00 loses no second",
            utc(every_day(json!([["00:00", "24:00"]]))),
            "2026-03-01T00:00:00Z",
            72 * HOUR,
            "2026-03-04T00:00:00Z",
        ),
        (
            "100 days of 24:00",
            utc(every_day(json!([["00:00", "24:00"]]))),
            "2026-03-01T00:00:00Z",
            2400 * HOUR,
            "2026-06-09T00:00:00Z",
        ),
        (
            "exact to the second",
            utc(every_day(json!([["00:00", "09:00"]]))),
            "2026-03-02T08:59:31Z",
            540 * MINUTE,
            "2026-03-03T08:59:31Z",
        ),
        (
            "New York springs",
            new_york(json!([["01:00", "05:00"]])),
            "2026-03-08T01:30:00-05:00",
            HOUR,
            "2026-03-08T03:30:00-04:00",
        ),
        (
            "New York falls",
            new_york(json!([["00:00", "05:00"]])),
            "2026-11-01T00:30:00-04:00",
            2 * HOUR,
            "2026-11-01T01:30:00-05:00",
        ),
        ("a make-up Saturday", shanghai, "2026-02-13T18:00:00+08:00", 8 * HOUR, "2026-02-14T17:00:00+08:00"),
        (
            "over a weekend",
            utc(weekdays(json!([["09:00", "17:30"]]))),
            "2026-03-06T17:00:00Z",
            8 * HOUR,
            "2026-03-09T16:30:00Z",
        ),
        (
            "a whole day ends at the bell",
            utc(weekdays(json!([["09:00", "17:30"]]))),
            "2026-03-09T09:00:00Z",
            30_600,
            "2026-03-09T17:30:00Z",
        ),
        (
            "a second more is tomorrow",
            utc(weekdays(json!([["09:00", "17:30"]]))),
            "2026-03-09T09:00:00Z",
            30_601,
            "2026-03-10T09:00:01Z",
        ),
        (
            "Berlin's long night",
            berlin(json!([["00:00", "06:00"]])),
            "2024-10-27T00:00:00+02:00",
            7 * HOUR,
            "2024-10-27T06:00:00+01:00",
        ),
        (
            "Berlin's short night",
            berlin(json!([["00:00", "06:00"]])),
            "2024-03-31T00:00:00+01:00",
            5 * HOUR,
            "2024-03-31T06:00:00+02:00",
        ),
        ("Friday's late hours", core_hours, "2026-03-06T23:00:00Z", 3 * HOUR, "2026-03-09T06:00:00Z"),
    ];
    for (name, document, start, seconds, expected) in cases {
        assert_eq!(due(&calendar(document), start, seconds), Ok(at(expected)), "{name}");
    }
}

#[test]
fn a_local_date_decides_not_the_date_in_utc() {
    // 08:30 in Sydney on 12 March is 21:30 on the 11th in UTC.
    let sydney =
        calendar(json!({"zone": "Australia/Sydney", "hours": every_day(json!([["08:30", "17:00"]])),
        "overrides": {"2025-03-12": [["12:00", "13:00"]]}}));
    assert_eq!(due(&sydney, "2025-03-11T20:00:00Z", HOUR), Ok(at("2025-03-12T13:00:00+11:00")));
}

#[test]
fn midnight_that_does_not_exist_opens_at_the_end_of_the_gap() {
    for (zone, midnight, opens) in [
        ("America/Havana", "2024-03-10T04:59:59Z", "2024-03-10T05:00:00Z"),
        ("Africa/Cairo", "2024-04-25T21:59:59Z", "2024-04-25T22:00:00Z"),
        ("America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-04T03:00:00Z"),
    ] {
        let date = at(opens).date_naive().to_string();
        let date = if zone == "Africa/Cairo" { "2024-04-26".to_owned() } else { date };
        let calendar = calendar(json!({"zone": zone, "overrides": {date: [["00:00", "24:00"]]}}));
        let (timeline, next) =
            reach(&calendar, at(midnight), |t| t.next_open(at(midnight))).unwrap().unwrap();
        assert_eq!(next, at(opens), "{zone}");
        assert_eq!(
            timeline.elapsed(at(midnight), at(midnight) + TimeDelta::days(2)),
            Ok(23 * HOUR),
            "{zone}"
        );
    }
}

#[test]
fn a_date_that_never_was_opens_nothing() {
    let apia = |hours: Value| calendar(json!({"zone": "Pacific/Apia", "hours": hours}));
    let window = json!([["09:00", "17:00"]]);
    let (from, until) = (at("2011-12-29T00:00:00-10:00"), at("2012-01-03T00:00:00+14:00"));
    let elapsed = |calendar: &Calendar| compile(calendar, from, until).unwrap().elapsed(from, until).unwrap();
    // Thursday 29, no Friday, Saturday 31, Sunday 1, Monday 2.
    assert_eq!(elapsed(&apia(weekdays(window.clone()))), 2 * 8 * HOUR);
    assert_eq!(elapsed(&apia(every_day(window))), 4 * 8 * HOUR);
    assert_eq!(elapsed(&apia(json!({"fri": [["09:00", "17:00"]]}))), 0);
}

#[test]
fn the_database_knows_the_rules_of_this_autumn() {
    assert!(tzdb_version() >= "2026f", "{}", tzdb_version());
    // Cuba stays on UTC-4 and Morocco on UTC+0 from this autumn on; databases of 2025 say otherwise.
    for (zone, midnight, opens) in [
        ("America/Havana", "2026-11-10T04:00:00Z", "2026-11-10T13:00:00Z"),
        ("Africa/Casablanca", "2026-10-01T00:00:00Z", "2026-10-01T09:00:00Z"),
    ] {
        let calendar = calendar(json!({"zone": zone, "hours": every_day(json!([["09:00", "17:00"]]))}));
        let next = reach(&calendar, at(midnight), |timeline| timeline.next_open(at(midnight)));
        assert_eq!(next.unwrap().unwrap().1, at(opens), "{zone}");
    }
}

#[test]
fn china_in_2026_works_on_its_make_up_days_and_rests_on_its_holidays() {
    let office = office();
    let noon = |date: &str| at(&format!("{date}T12:00:00+08:00"));
    let timeline =
        compile(&office, at("2026-01-01T00:00:00+08:00"), at("2027-01-01T00:00:00+08:00")).unwrap();
    for date in ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"] {
        assert_eq!(timeline.is_open(noon(date)), Ok(true), "{date}");
    }
    let holidays = [
        ("2026-01-01", 3),
        ("2026-02-15", 9),
        ("2026-04-04", 3),
        ("2026-05-01", 5),
        ("2026-06-19", 3),
        ("2026-09-25", 3),
        ("2026-10-01", 7),
    ];
    for (first, days) in holidays {
        for day in 0..days {
            assert_eq!(timeline.is_open(noon(first) + TimeDelta::days(day)), Ok(false), "{first} + {day}");
        }
    }
}

#[test]
fn the_deadlines_of_the_product_s_own_pictures() {
    let office = office();
    let start = at("2026-02-13T17:00:00+08:00");
    for (seconds, expected) in
        [(4 * HOUR, "2026-02-14T12:30:00+08:00"), (24 * HOUR, "2026-02-25T15:30:00+08:00")]
    {
        let (timeline, answer) = reach(&office, start, |t| t.due(start, seconds)).unwrap().unwrap();
        assert_eq!(answer, at(expected));
        let told = timeline.explain(start, seconds, &[]).unwrap();
        assert_eq!((told.counted_seconds(), told.provisional), (seconds, false));
        assert!(told.segments.iter().any(|segment| segment.kind == SegmentKind::MakeUpDay));
    }
    let (timeline, _) = reach(&office, start, |t| t.due(start, 24 * HOUR)).unwrap().unwrap();
    let told = timeline.explain(start, 24 * HOUR, &[]).unwrap();
    let festival = told.segments.iter().find_map(|segment| match &segment.kind {
        SegmentKind::Holiday { name: Some(name) } => Some((name.zh.as_str(), segment.seconds())),
        _ => None,
    });
    assert_eq!(festival, Some(("春节", 9 * 24 * HOUR)));
}

#[test]
fn a_deadline_beyond_the_known_holidays_is_provisional() {
    let start = at("2026-12-31T09:00:00+08:00");
    for (seconds, provisional) in [(8 * HOUR + 1800, false), (9 * HOUR, true)] {
        let (timeline, _) = reach(&office(), start, |t| t.due(start, seconds)).unwrap().unwrap();
        assert_eq!(timeline.explain(start, seconds, &[]).unwrap().provisional, provisional, "{seconds}");
    }
}

#[test]
fn a_search_ends() {
    let year_off = calendar(json!({"zone": "UTC", "hours": every_day(json!([["09:00", "17:00"]])),
        "holidays": [{"from": "2026-01-01", "to": "2026-12-31"}]}));
    assert_eq!(due(&year_off, "2026-01-01T00:00:00Z", HOUR), Ok(at("2027-01-01T10:00:00Z")));

    let once = calendar(json!({"zone": "UTC", "overrides": {"2026-03-01": [["09:00", "10:00"]]}}));
    assert_eq!(due(&once, "2026-01-01T00:00:00Z", HOUR), Ok(at("2026-03-01T10:00:00Z")));
    assert_eq!(due(&once, "2026-01-01T00:00:00Z", HOUR + 1), Err(Unanswered::NeverOpens));
    assert_eq!(due(&once, "2026-03-02T00:00:00Z", 1), Err(Unanswered::NeverOpens));
    assert_eq!(due(&once, "2026-03-02T00:00:00Z", 0), Ok(at("2026-03-02T00:00:00Z")));

    // 1,500 hours at 45 minutes a week: 2,000 weeks.
    let sparse = calendar(json!({"zone": "UTC", "hours": {"mon": [["09:00", "09:45"]]}}));
    assert_eq!(due(&sparse, "2026-01-05T00:00:00Z", 1500 * HOUR), Ok(at("2064-04-28T09:45:00Z")));
    assert_eq!(due(&sparse, "2026-01-05T00:00:00Z", 15_000 * HOUR), Err(Unanswered::BeyondHorizon));

    let start = at("2026-01-05T00:00:00Z");
    let too_long = compile(&sparse, start, start + TimeDelta::days(MAX_HORIZON_DAYS + 1));
    assert_eq!(too_long, Err(ZoneError::Horizon));
    assert_eq!(compile(&sparse, start, start), Err(ZoneError::Horizon));
    assert_eq!(compile(&sparse, DateTime::<Utc>::MIN_UTC, start), Err(ZoneError::Horizon));
}

#[test]
fn a_day_written_as_ending_at_23_59_loses_the_minute_it_does_not_name() {
    let day = |end: &str| calendar(json!({"zone": "UTC", "hours": every_day(json!([["00:00", end]]))}));
    let start = "2026-03-01T00:00:00Z";
    assert_eq!(due(&day("24:00"), start, 72 * HOUR), Ok(at("2026-03-04T00:00:00Z")));
    assert_eq!(due(&day("23:59"), start, 72 * HOUR), Ok(at("2026-03-04T00:03:00Z")));
}

#[test]
fn a_make_up_day_may_have_hours_of_its_own() {
    let shanghai = calendar(json!({"zone": "Asia/Shanghai", "hours": weekdays(json!([["09:00", "18:00"]])),
        "holidays": [{"from": "2026-02-15", "to": "2026-02-23"}], "overrides": {"2026-02-14": [["10:00", "12:00"], ["13:00", "15:00"]]}}));
    let friday = "2026-02-13T18:00:00+08:00";
    assert_eq!(due(&shanghai, friday, 4 * HOUR), Ok(at("2026-02-14T15:00:00+08:00")));
    assert_eq!(due(&shanghai, friday, 4 * HOUR + 1), Ok(at("2026-02-24T09:00:01+08:00")));
}

#[test]
fn a_holiday_closes_its_local_date_and_no_other() {
    let sydney =
        calendar(json!({"zone": "Australia/Sydney", "hours": every_day(json!([["08:30", "17:00"]])),
        "holidays": ["2025-03-12"]}));
    // 08:30 on the 12th is the 11th in UTC, and 17:00 on the 11th is the 11th too.
    assert_eq!(due(&sydney, "2025-03-11T17:00:00+11:00", HOUR), Ok(at("2025-03-13T09:30:00+11:00")));
    assert_eq!(due(&sydney, "2025-03-11T16:00:00+11:00", HOUR), Ok(at("2025-03-11T17:00:00+11:00")));
}

#[test]
fn an_hour_that_comes_twice_is_two_hours_of_open_time() {
    let cairo = calendar(json!({"zone": "Africa/Cairo", "hours": every_day(json!([["23:00", "24:00"]]))}));
    assert_eq!(due(&cairo, "2024-10-31T20:00:00Z", 2 * HOUR), Ok(at("2024-10-31T22:00:00Z")));
    let lord_howe =
        calendar(json!({"zone": "Australia/Lord_Howe", "hours": every_day(json!([["01:30", "02:00"]]))}));
    // Half an hour comes twice on 5 April 2026.
    assert_eq!(due(&lord_howe, "2026-04-04T14:30:00Z", HOUR), Ok(at("2026-04-04T15:30:00Z")));
}

#[test]
fn a_window_inside_of_a_skipped_hour_opens_as_long_after_it() {
    let berlin = calendar(json!({"zone": "Europe/Berlin", "hours": every_day(json!([["02:00", "02:30"]]))}));
    // 02:00 to 02:30 do not exist on 31 March 2024: the clock before the gap runs on, to 03:00 and 03:30.
    assert_eq!(due(&berlin, "2024-03-30T12:00:00Z", 30 * MINUTE), Ok(at("2024-03-31T03:30:00+02:00")));
}

#[test]
fn a_night_shift_is_cut_at_the_midnight_before_a_holiday() {
    let nights = calendar(json!({"zone": "UTC", "hours": every_day(json!([["22:00", "06:00"]])),
        "holidays": ["2026-03-07"]}));
    // Friday's night ends at midnight and Saturday opens nothing. The small hours of Sunday are Sunday's own.
    assert_eq!(due(&nights, "2026-03-06T22:00:00Z", 2 * HOUR), Ok(at("2026-03-07T00:00:00Z")));
    assert_eq!(due(&nights, "2026-03-06T22:00:00Z", 3 * HOUR), Ok(at("2026-03-08T01:00:00Z")));
}

#[test]
fn a_pause_on_friday_does_not_move_the_deadline_by_the_weekend() {
    let office = calendar(json!({"zone": "UTC", "hours": weekdays(json!([["09:00", "17:30"]]))}));
    let start = at("2026-03-06T15:00:00Z");
    let hours = compile(&office, start, start + TimeDelta::days(30)).unwrap();
    let paused = |spans: &[(&str, &str)]| {
        let pauses: Vec<Pause> = spans
            .iter()
            .map(|(from, until)| Pause {
                from: at(from),
                until: Some(at(until)),
                reason: PauseReason::WaitingForCustomer,
            })
            .collect();
        hours.counted(&pauses).due(start, 4 * HOUR).unwrap()
    };
    assert_eq!(paused(&[]), at("2026-03-09T10:30:00Z"));
    // Asked at 16:00, answered on Monday at 08:00: an hour and a half of open time, not forty hours.
    assert_eq!(paused(&[("2026-03-06T16:00:00Z", "2026-03-09T08:00:00Z")]), at("2026-03-09T12:00:00Z"));
    // Outside of the hours, or before the clock began, it costs nothing.
    assert_eq!(paused(&[("2026-03-07T00:00:00Z", "2026-03-08T00:00:00Z")]), at("2026-03-09T10:30:00Z"));
    assert_eq!(paused(&[("2026-03-06T10:00:00Z", "2026-03-06T15:00:00Z")]), at("2026-03-09T10:30:00Z"));
    assert_eq!(paused(&[("2026-03-06T10:00:00Z", "2026-03-06T16:00:00Z")]), at("2026-03-09T11:30:00Z"));
    // Two that overlap count once, and so does one within another.
    let twice =
        [("2026-03-06T16:00:00Z", "2026-03-06T17:00:00Z"), ("2026-03-06T16:30:00Z", "2026-03-09T08:00:00Z")];
    assert_eq!(paused(&twice), at("2026-03-09T12:00:00Z"));
    let within =
        [("2026-03-06T16:00:00Z", "2026-03-09T08:00:00Z"), ("2026-03-06T16:30:00Z", "2026-03-06T16:40:00Z")];
    assert_eq!(paused(&within), at("2026-03-09T12:00:00Z"));
}
