//! Zones: names, and the mapping of single windows. Whole years are checked in `tests/clock_oracle.rs`,
//! deadlines in `tests/clock_field.rs`.

use chrono::NaiveDate;

use crate::zones::{Zone, ZoneError, is_known, tzdb_version};

#[test]
fn only_names_of_the_database_are_zones() {
    for (name, known) in [
        ("Asia/Shanghai", true),
        ("Asia/Calcutta", true),
        ("UTC", true),
        ("Mars/Olympus", false),
        ("+08:00", false),
        ("", false),
        ("../etc/passwd", false),
    ] {
        assert_eq!(is_known(name), known, "{name}");
    }
    assert!(matches!(Zone::find("Nowhere"), Err(ZoneError::UnknownZone(name)) if name == "Nowhere"));
    assert_eq!(tzdb_version().len(), 5);
}

#[test]
fn a_missing_local_time_takes_the_offset_before_and_a_double_one_its_first() {
    let hour = |h: u32, m: u32| h * 3600 + m * 60;
    let cases = [
        // Gap of an hour: 02:30 is 03:30.
        ("Europe/Berlin", (2024, 3, 31), hour(2, 30), "2024-03-31T01:30:00Z"),
        // Gap of half an hour: 02:00 is 02:30.
        ("Australia/Lord_Howe", (2026, 10, 4), hour(2, 0), "2026-10-03T15:30:00Z"),
        // Gap of two hours.
        ("Antarctica/Troll", (2026, 3, 29), hour(2, 0), "2026-03-29T02:00:00Z"),
        // Fold: the first 01:30, which in Dublin is summer time and in tz's own words standard time.
        ("Europe/Dublin", (2026, 10, 25), hour(1, 30), "2026-10-25T00:30:00Z"),
        ("Europe/Berlin", (2024, 10, 27), hour(2, 30), "2024-10-27T00:30:00Z"),
        // 24:00 before a midnight that does not exist is the instant of the gap.
        ("America/Sao_Paulo", (2018, 11, 3), hour(24, 0), "2018-11-04T03:00:00Z"),
    ];
    for (zone, (year, month, day), second, expected) in cases {
        let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let expected = chrono::DateTime::parse_from_rfc3339(expected).unwrap().timestamp();
        assert_eq!(Zone::find(zone).unwrap().second(date, second), expected, "{zone} {date}");
    }
}
