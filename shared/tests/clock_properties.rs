//! What must hold for every calendar in every zone: laws of open time, over calendars made at random.
#![cfg(feature = "zones")]

use aftercare_shared::calendar::Calendar;
use aftercare_shared::timeline::{Pause, PauseReason, Timeline};
use aftercare_shared::zones::{compile, local};
use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const ZONES: [&str; 20] = [
    "Asia/Shanghai",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Africa/Casablanca",
    "America/Havana",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Antarctica/Troll",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "America/New_York",
    "America/St_Johns",
    "America/Santiago",
    "Asia/Tehran",
    "Asia/Gaza",
    "Europe/London",
    "Pacific/Kiritimati",
    "America/Scoresbysund",
    "UTC",
];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// 2026-01-01T00:00:00Z, in which year the questions are asked.
const NEW_YEAR: i64 = 1_767_225_600;
const YEAR: i64 = 365 * 86_400;

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap()
}

fn windows() -> impl Strategy<Value = Value> {
    let any = (0_u32..86_000, 1_u32..40_000).prop_map(|(from, length)| {
        let text = |second: u32| format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
        json!([[text(from), text((from + length).min(86_400))]])
    });
    prop_oneof![
        Just(json!([])),
        Just(json!([["09:00", "17:30"]])),
        Just(json!([["09:00", "12:00"], ["13:00", "17:30"]])),
        Just(json!([["00:00", "24:00"]])),
        Just(json!([["00:10", "00:50"], ["01:20", "02:10"], ["02:15", "02:45"], ["22:30", "23:40"]])),
        any,
    ]
}

/// A calendar that opens on Tuesdays at least; every fifth one works nights instead of days.
fn calendars() -> impl Strategy<Value = Value> {
    let week = proptest::array::uniform7(windows());
    let dates =
        proptest::collection::btree_map(0_i64..540, prop_oneof![Just(None), windows().prop_map(Some)], 0..20);
    (proptest::sample::select(&ZONES[..]), week, dates, 0_u8..5).prop_map(|(zone, mut week, dates, kind)| {
        if kind == 0 {
            week.fill(json!([["22:00", "06:00"]]));
        } else {
            week[1] = json!([["08:30", "18:00"]]);
        }
        let hours: Map<String, Value> = DAYS.iter().map(|day| (*day).into()).zip(week).collect();
        let date =
            |day: i64| (NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + TimeDelta::days(day)).to_string();
        let holidays: Vec<Value> = dates
            .iter()
            .filter(|(_, windows)| windows.is_none())
            .map(|(day, _)| json!({"date": date(*day), "name": "Feast"}))
            .collect();
        let overrides: Map<String, Value> =
            dates.into_iter().filter_map(|(day, windows)| Some((date(day), windows?))).collect();
        json!({"zone": zone, "hours": hours, "holidays": holidays, "overrides": overrides})
    })
}

fn read(document: &Value) -> Calendar {
    serde_json::from_value(document.clone()).unwrap()
}

/// What it opens in 2026 and for two years after it.
fn hours(document: &Value) -> Timeline {
    compile(&read(document), at(NEW_YEAR), at(NEW_YEAR + 3 * YEAR)).unwrap()
}

fn starts() -> impl Strategy<Value = i64> {
    prop_oneof![NEW_YEAR..NEW_YEAR + YEAR, (0..YEAR / 900).prop_map(|quarter| NEW_YEAR + quarter * 900)]
}

fn pauses() -> impl Strategy<Value = Vec<(i64, i64)>> {
    proptest::collection::vec((-100_000_i64..900_000, 0_i64..300_000), 0..4)
}

fn paused(start: i64, pauses: &[(i64, i64)]) -> Vec<Pause> {
    let reason = PauseReason::WaitingForCustomer;
    let pause = |(from, length): &(i64, i64)| Pause {
        from: at(start + from),
        until: Some(at(start + from + length)),
        reason,
    };
    pauses.iter().map(pause).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_deadline_is_monotone_in_its_start_and_in_its_target(
        document in calendars(), start in starts(), later in 0_i64..2_000_000, seconds in 0_u64..500_000, more in 0_u64..90_000,
    ) {
        let hours = hours(&document);
        let due = |start: i64, seconds: u64| hours.due(at(start), seconds).unwrap();
        prop_assert!(due(start, seconds) <= due(start + later, seconds));
        prop_assert!(due(start, seconds) <= due(start, seconds + more));
        prop_assert!(more == 0 || due(start, seconds) < due(start, seconds + more));
        prop_assert!(due(start, seconds) >= at(start));
    }

    #[test]
    fn elapsed_time_adds_up_over_splits_and_is_no_longer_than_the_time_that_passes(
        document in calendars(), a in starts(), first in 0_i64..4_000_000, second in 0_i64..4_000_000,
    ) {
        let hours = hours(&document);
        let (b, c) = (a + first, a + first + second);
        let elapsed = |from: i64, until: i64| hours.elapsed(at(from), at(until)).unwrap();
        prop_assert_eq!(elapsed(a, b) + elapsed(b, c), elapsed(a, c));
        prop_assert!(elapsed(a, c) <= u64::try_from(c - a).unwrap());
        prop_assert_eq!(elapsed(c, a), 0);
    }

    #[test]
    fn a_deadline_undoes_what_has_elapsed(document in calendars(), start in starts(), length in 0_i64..4_000_000) {
        let hours = hours(&document);
        let (from, until) = (at(start), at(start + length));
        let elapsed = hours.elapsed(from, until).unwrap();
        let due = hours.due(from, elapsed).unwrap();
        prop_assert!(due <= until);
        // Nothing opens between the two; and they are one where it is open, or has just closed.
        prop_assert_eq!(hours.elapsed(due, until), Ok(0));
        let has_just_been_open = length > 0 && hours.is_open(until - TimeDelta::seconds(1)).unwrap();
        prop_assert!(!has_just_been_open || due == until);
    }

    #[test]
    fn a_pause_never_shortens_and_costs_the_open_time_in_it(
        document in calendars(), start in starts(), seconds in 0_u64..300_000, pauses in pauses(),
    ) {
        let hours = hours(&document);
        let plain = hours.due(at(start), seconds).unwrap();
        let pauses = paused(start, &pauses);
        let counted = hours.counted(&pauses);
        let due = counted.due(at(start), seconds).unwrap();
        prop_assert!(due >= plain);
        prop_assert_eq!(counted.elapsed(at(start), due), Ok(seconds));
        // One pause more never brings it forward.
        let mut more = pauses.clone();
        more.push(Pause { from: at(start + 3_600), until: Some(at(start + 90_000)), reason: PauseReason::Resolved });
        prop_assert!(hours.counted(&more).due(at(start), seconds).unwrap() >= due);
        // Cut out of the calendar is the same as left out of the count.
        let cuts: Vec<_> = pauses.iter().map(|pause| pause.interval(hours.horizon())).collect();
        prop_assert_eq!(hours.without(&cuts).due(at(start), seconds), Ok(due));
    }

    #[test]
    fn the_segments_of_an_explanation_sum_to_the_target_without_a_gap(
        document in calendars(), start in starts(), seconds in 0_u64..300_000, pauses in pauses(),
    ) {
        let told = hours(&document).explain(at(start), seconds, &paused(start, &pauses)).unwrap();
        prop_assert_eq!(told.counted_seconds(), seconds);
        let mut end = at(start);
        for segment in &told.segments {
            prop_assert_eq!(segment.from, end);
            prop_assert!(segment.until > segment.from);
            end = segment.until;
        }
        prop_assert_eq!(Some(end), told.due);
    }

    #[test]
    fn a_deadline_is_the_same_instant_in_whatever_zone_it_is_asked_or_shown(
        document in calendars(), start in starts(), seconds in 0_u64..300_000, offset in -18..=18_i32,
        shown in proptest::sample::select(&ZONES[..]),
    ) {
        let hours = hours(&document);
        let due = hours.due(at(start), seconds).unwrap();
        let elsewhere = at(start).with_timezone(&FixedOffset::east_opt(offset * 2_700).unwrap());
        let asked = DateTime::parse_from_rfc3339(&elsewhere.to_rfc3339()).unwrap().to_utc();
        prop_assert_eq!(hours.due(asked, seconds), Ok(due));
        prop_assert_eq!(local(shown, due).unwrap().to_utc(), due);
    }

    #[test]
    fn it_does_not_matter_how_much_of_a_calendar_was_compiled(
        document in calendars(), start in starts(), seconds in 0_u64..300_000, before in 0_i64..YEAR, after in 0_i64..YEAR,
    ) {
        let (calendar, whole) = (read(&document), hours(&document));
        let due = whole.due(at(start), seconds).unwrap();
        let until = due + TimeDelta::seconds(after + 1);
        let part = compile(&calendar, at(start - before), until).unwrap();
        prop_assert_eq!(part.due(at(start), seconds), Ok(due));
        prop_assert_eq!(part.explain(at(start), seconds, &[]), whole.explain(at(start), seconds, &[]));
        prop_assert_eq!(whole.between(at(start), until).due(at(start), seconds), Ok(due));
    }

    #[test]
    fn a_holiday_outside_of_the_stretch_changes_nothing(
        document in calendars(), start in starts(), seconds in 1_u64..300_000, away in 2_i64..300,
    ) {
        let due = hours(&document).due(at(start), seconds).unwrap();
        for date in [at(start) - TimeDelta::days(away), due + TimeDelta::days(away)] {
            let date = date.date_naive().to_string();
            if document["overrides"].get(&date).is_some() {
                continue;
            }
            let mut document = document.clone();
            document["holidays"].as_array_mut().unwrap().push(json!(date));
            prop_assert_eq!(hours(&document).due(at(start), seconds), Ok(due));
        }
    }
}

#[test]
fn round_the_clock_is_plain_seconds_in_every_zone() {
    let always: Map<String, Value> =
        DAYS.iter().map(|day| ((*day).into(), json!([["00:00", "24:00"]]))).collect();
    for zone in ZONES {
        let hours = hours(&json!({"zone": zone, "hours": always}));
        for (start, seconds) in [(0, 1), (5_000_000, 8_640_000), (7_200_007, 20_000_003)] {
            let start = at(NEW_YEAR + start);
            let due = start + TimeDelta::seconds(seconds);
            assert_eq!(hours.due(start, u64::try_from(seconds).unwrap()), Ok(due), "{zone}");
            assert_eq!(hours.elapsed(start, due), Ok(u64::try_from(seconds).unwrap()), "{zone}");
        }
        assert_eq!(hours.openings().len(), 1, "{zone}: no seam at any midnight");
    }
}
