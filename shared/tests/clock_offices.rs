//! Calendars of several offices: open while any of them is, each in its own zone and with its own holidays.
#![cfg(feature = "zones")]

use aftercare_shared::calendar::{Calendar, Document, Fault, Refusal};
use aftercare_shared::timeline::{SegmentKind, Timeline, Unanswered};
use aftercare_shared::zones::compile;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn calendar(document: &Value) -> Calendar {
    serde_json::from_value(document.clone()).unwrap()
}

fn refused(document: &Value) -> (String, Fault) {
    let document: Document = serde_json::from_value(document.clone()).unwrap();
    let Refusal { at, fault } = Calendar::try_from(document).unwrap_err();
    (at, fault)
}

fn weekdays(zone: &str, from: &str, until: &str) -> Value {
    let day = json!([[from, until]]);
    json!({"zone": zone, "hours": {"mon": day, "tue": day, "wed": day, "thu": day, "fri": day}})
}

/// With other offices.
fn with(mut document: Value, also: &[Value]) -> Value {
    document["also"] = json!(also);
    document
}

/// Three offices that hand over to one another: open from 01:00 to 23:00 UTC in winter, on five days.
fn around_the_world() -> Value {
    let mut shanghai = weekdays("Asia/Shanghai", "09:00", "18:00");
    shanghai["holidays"] = json!([{"date": "2026-02-17", "name": "Spring Festival"}]);
    let others =
        [weekdays("Europe/Berlin", "09:00", "18:00"), weekdays("America/New_York", "09:00", "18:00")];
    with(shanghai, &others)
}

fn year(calendar: &Calendar, year: i32) -> Timeline {
    compile(calendar, at(&format!("{year}-01-01T00:00:00Z")), at(&format!("{}-01-01T00:00:00Z", year + 1)))
        .unwrap()
}

#[test]
fn what_any_office_opens_is_open() {
    let open = year(&calendar(&around_the_world()), 2026);
    let tuesday = at("2026-01-13T00:00:00Z");
    for (hours, due) in
        [(1, "2026-01-13T02:00:00Z"), (22, "2026-01-13T23:00:00Z"), (23, "2026-01-14T02:00:00Z")]
    {
        assert_eq!(open.due(tuesday, hours * 3600), Ok(at(due)), "{hours} h");
    }
    // Friday evening in New York is the end of the week for all.
    assert_eq!(open.next_open(at("2026-01-16T23:00:00Z")), Ok(at("2026-01-19T01:00:00Z")));
    // In summer the last of them closes an hour earlier, by a clock that knows no summer.
    assert_eq!(open.elapsed(at("2026-07-14T00:00:00Z"), at("2026-07-15T00:00:00Z")), Ok(21 * 3600));
}

#[test]
fn a_holiday_of_one_office_closes_that_office() {
    let open = year(&calendar(&around_the_world()), 2026);
    let start = at("2026-02-17T00:00:00Z");
    let told = open.explain(start, 8 * 3600, &[]).unwrap();
    assert_eq!(told.due, Some(at("2026-02-17T16:00:00Z")));
    assert_eq!(told.counted_seconds(), 8 * 3600);
    let kinds: Vec<_> = told.segments.iter().map(|it| (it.from, it.until, it.kind.counts())).collect();
    let eight = at("2026-02-17T08:00:00Z");
    assert_eq!(kinds, [(start, eight, false), (eight, at("2026-02-17T16:00:00Z"), true)]);
    let name = match &told.segments[0].kind {
        SegmentKind::Holiday { name } => name.as_ref().map(|name| name.en.as_str()),
        other => panic!("{other:?}"),
    };
    assert_eq!(name, Some("Spring Festival"));
    // Another office's holiday is no reason that a reader of the first one's calendar would look for.
    let mut berlin = weekdays("Europe/Berlin", "09:00", "18:00");
    berlin["holidays"] = json!(["2026-05-14"]);
    let two = year(&calendar(&with(weekdays("Asia/Shanghai", "09:00", "18:00"), &[berlin])), 2026);
    assert!(two.named_days().is_empty());
    assert_eq!(two.elapsed(at("2026-05-14T00:00:00Z"), at("2026-05-15T00:00:00Z")), Ok(9 * 3600));
}

/// Minute by minute, over a whole year: open when and only when an office is, and counted alike.
#[test]
fn a_year_of_minutes_agrees_with_the_offices_one_by_one() {
    let every_day = |zone: &str, windows: Value| {
        let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let hours: serde_json::Map<String, Value> =
            days.iter().map(|day| ((*day).to_owned(), windows.clone())).collect();
        json!({"zone": zone, "hours": hours})
    };
    let mut havana = every_day("America/Havana", json!([["22:30", "03:30"], ["11:00", "12:00"]]));
    havana["overrides"] = json!({"2026-03-08": [["00:00", "24:00"]], "2026-11-01": []});
    for (case, offices) in [
        (
            "apart",
            vec![
                weekdays("Asia/Shanghai", "09:00", "17:30"),
                weekdays("America/Sao_Paulo", "09:00", "17:30"),
            ],
        ),
        (
            "over one another",
            vec![
                weekdays("Europe/Dublin", "08:00", "20:00"),
                weekdays("Africa/Casablanca", "00:00", "24:00"),
            ],
        ),
        (
            "odd ones",
            vec![
                havana,
                every_day("Australia/Lord_Howe", json!([["01:30", "02:30"]])),
                every_day("Antarctica/Troll", json!([["00:30", "03:30"]])),
                weekdays("Pacific/Chatham", "02:00", "03:45"),
            ],
        ),
        (
            "the same twice",
            vec![weekdays("Asia/Kathmandu", "09:00", "17:30"), weekdays("Asia/Kathmandu", "09:00", "17:30")],
        ),
    ] {
        let (first, others) = offices.split_first().unwrap();
        let together = year(&calendar(&with(first.clone(), others)), 2026);
        let apart: Vec<Timeline> = offices.iter().map(|office| year(&calendar(office), 2026)).collect();
        let start = at("2026-01-01T00:00:00Z");
        let mut counted = 0;
        for minute in 0..365 * 1440 {
            let now = start + TimeDelta::minutes(minute);
            let open = apart.iter().any(|office| office.is_open(now) == Ok(true));
            assert_eq!(together.is_open(now), Ok(open), "{case}: {now}");
            if open {
                counted += 60;
                // Now and then, for a question each minute would take too long: the deadline of all so far.
                if minute % 977 == 0 {
                    let due = now + TimeDelta::minutes(1);
                    assert_eq!(together.due(start, counted), Ok(due), "{case}: {now}");
                    assert_eq!(together.elapsed(start, due), Ok(counted), "{case}: {now}");
                }
            }
        }
        // Whose calendar it is decides on names, never on hours.
        let (last, rest) = offices.split_last().unwrap();
        assert_eq!(
            year(&calendar(&with(last.clone(), rest)), 2026).openings(),
            together.openings(),
            "{case}"
        );
    }
}

#[test]
fn what_one_office_does_not_know_yet_is_provisional() {
    let known = |zone: &str, holiday: &str| {
        let mut office = weekdays(zone, "09:00", "18:00");
        office["holidays"] = json!([holiday]);
        office
    };
    let (berlin, seoul) = (known("Europe/Berlin", "2027-12-24"), known("Asia/Seoul", "2026-10-09"));
    for document in [with(berlin.clone(), std::slice::from_ref(&seoul)), with(seoul, &[berlin])] {
        let open = year(&calendar(&document), 2026);
        assert!(!open.is_provisional(at("2026-12-31T14:59:59Z")));
        assert!(open.is_provisional(at("2026-12-31T15:00:00Z")), "midnight in Seoul");
    }
}

#[test]
fn it_ends_with_the_last_of_its_offices() {
    let once = |zone: &str, date: &str| json!({"zone": zone, "overrides": {date: [["09:00", "10:00"]]}});
    let open = year(&calendar(&with(once("UTC", "2026-03-01"), &[once("UTC", "2026-04-01")])), 2026);
    let start = at("2026-02-01T00:00:00Z");
    assert_eq!(open.due(start, 7200), Ok(at("2026-04-01T10:00:00Z")));
    assert_eq!(open.due(start, 7201), Err(Unanswered::NeverOpens));
    let goes_on =
        year(&calendar(&with(once("UTC", "2026-03-01"), &[weekdays("UTC", "09:00", "10:00")])), 2026);
    assert_eq!(goes_on.due(start, 1_000 * 3600), Err(Unanswered::BeyondHorizon));
}

#[test]
fn a_slip_in_an_office_is_found_where_it_stands() {
    let office = || weekdays("Asia/Shanghai", "09:00", "18:00");
    let cases = [
        (vec![json!({"zone": "Mars/Olympus", "hours": office()["hours"]})], "/also/0/zone"),
        (vec![office(), json!({"zone": "UTC"})], "/also/1/hours"),
        (vec![weekdays("UTC", "09:00", "25:00")], "/also/0/hours/mon/0"),
        (vec![with(office(), &[office()])], "/also/0/also"),
        (vec![office(); 9], "/also"),
    ];
    for (also, pointer) in cases {
        assert_eq!(refused(&with(office(), &also)).0, pointer);
    }
    let (_, fault) = refused(&with(office(), &[with(office(), &[office()])]));
    assert_eq!(fault.to_string(), "name all offices in the `also` of the calendar itself");
    // What is written is kept, and hashed, as it was written.
    let document = around_the_world();
    assert_eq!(serde_json::to_value(calendar(&document)).unwrap()["also"].as_array().map(Vec::len), Some(2));
}
