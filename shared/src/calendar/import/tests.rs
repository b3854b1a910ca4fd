//! Files as others publish them, and what is refused of them.

use std::collections::BTreeSet;

use serde_json::json;

use crate::calendar::Document;
use crate::calendar::import::{DaysOff, ImportError, merged, read, usual_windows};

fn years(years: &[i32]) -> BTreeSet<i32> {
    years.iter().copied().collect()
}

fn event(lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        lines.replace('\n', "\r\n")
    )
}

/// The holidays that come out, in the form of the document.
fn told(days: &DaysOff) -> serde_json::Value {
    serde_json::to_value(days.fragment(&[]).holidays).unwrap()
}

fn taken(lines: &str, of: &[i32]) -> serde_json::Value {
    told(&read(&event(lines), &years(of)).unwrap_or_else(|error| panic!("{lines}: {error}")))
}

#[test]
fn all_day_events_are_days_off() {
    let one = json!([{"date": "2026-01-01", "name": "New Year"}]);
    let three = json!([{"from": "2026-12-24", "to": "2026-12-26", "name": "Christmas"}]);
    let cases = [
        ("DTSTART;VALUE=DATE:20260101\nSUMMARY:New Year", &one),
        ("SUMMARY:New Year\nDTSTART:20260101\nDTEND;VALUE=DATE:20260102", &one),
        ("dtstart;value=date:20260101\nSummary;LANGUAGE=en:New Year\nDURATION:P1D", &one),
        (
            "DTSTART;TZID=Europe/Berlin:20260101T000000\nDTEND;TZID=Europe/Berlin:20260102T000000\nSUMMARY:New Year",
            &one,
        ),
        ("DTSTART;X-A=\"a:b;c\";VALUE=DATE:20260101\nSUMMARY:New\n  Year", &one),
        // The end is the first day that is not part of it.
        ("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:Christmas", &three),
        ("DTSTART;VALUE=DATE:20261224\nSUMMARY:Christmas\nRDATE;VALUE=DATE:20261225,20261226", &three),
        (
            "DTSTART;VALUE=DATE:20260101\nSUMMARY:New Year\nBEGIN:VALARM\nSUMMARY:Not this\nDTSTART:nonsense\nEND:VALARM",
            &one,
        ),
    ];
    for (lines, expected) in cases {
        assert_eq!(taken(lines, &[]), *expected, "{lines}");
    }
    let weeks = taken("DTSTART;VALUE=DATE:20261221\nDURATION:P2W\nSUMMARY:x", &[2026]);
    assert_eq!(weeks, json!([{"from": "2026-12-21", "to": "2026-12-31", "name": "x"}]), "of 2026 only");
    assert_eq!(taken("DTSTART;VALUE=DATE:20260101\nSUMMARY:x\nSTATUS:CANCELLED", &[]), json!([]));
    assert_eq!(taken("DTSTART;VALUE=DATE:20260101", &[]), json!([{"date": "2026-01-01"}]));
}

#[test]
fn a_summary_is_unfolded_and_unescaped() {
    let folded =
        "DTSTART;VALUE=DATE:20260101\nSUMMARY:Assumption\\, or Mariä Himm\n\telfahrt\\; a\\\\b\\nnext";
    assert_eq!(
        taken(folded, &[]),
        json!([{"date": "2026-01-01", "name": "Assumption, or Mariä Himmelfahrt; a\\b next"}])
    );
}

#[test]
fn what_recurs_by_the_year_is_followed() {
    let dates = |lines: &str, of: &[i32]| -> Vec<String> {
        let taken = taken(&format!("{lines}\nSUMMARY:x"), of);
        let date = |it: &serde_json::Value| it["date"].as_str().unwrap_or("run").to_owned();
        taken.as_array().unwrap().iter().map(date).collect()
    };
    let cases: [(&str, &[i32], &[&str]); 9] = [
        ("DTSTART:20200501\nRRULE:FREQ=YEARLY", &[2026, 2027], &["2026-05-01", "2027-05-01"]),
        ("DTSTART:20250501\nRRULE:FREQ=YEARLY;COUNT=3", &[], &["2025-05-01", "2026-05-01", "2027-05-01"]),
        ("DTSTART:20250501\nRRULE:FREQ=YEARLY;UNTIL=20260501", &[], &["2025-05-01", "2026-05-01"]),
        (
            "DTSTART:20250501\nRRULE:FREQ=YEARLY;INTERVAL=2;UNTIL=20291231T235959Z",
            &[],
            &["2025-05-01", "2027-05-01", "2029-05-01"],
        ),
        // The fourth Thursday of November, the last Monday of May, and a day that not every year has.
        (
            "DTSTART:20201126\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
            &[2026, 2027],
            &["2026-11-26", "2027-11-25"],
        ),
        (
            "DTSTART:20200525\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;WKST=SU",
            &[2026, 2027],
            &["2026-05-25", "2027-05-31"],
        ),
        ("DTSTART:20240229\nRRULE:FREQ=YEARLY", &[2025, 2026, 2027, 2028], &["2028-02-29"]),
        ("DTSTART:20200501\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20260501", &[2026, 2027], &["2027-05-01"]),
        ("DTSTART:20200101\nRRULE:FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=4", &[2026], &["2026-07-04"]),
    ];
    for (lines, of, expected) in cases {
        assert_eq!(dates(lines, of), expected, "{lines}");
    }
}

#[test]
fn what_is_not_understood_is_refused_by_name() {
    let refused = |lines: &str| {
        let lines = format!("{lines}\nSUMMARY:Odd Day");
        let error = read(&event(&lines), &BTreeSet::new()).unwrap_err().to_string();
        assert!(error.starts_with("line 3: the event `Odd Day` "), "{error}");
        error
    };
    for (lines, why) in [
        ("DTSTART:20260101T090000", "is at a time of day"),
        ("DTSTART:20260101T000000Z", "is at a time of day"),
        ("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260101", "ends before or as it begins"),
        ("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20250101", "ends before or as it begins"),
        ("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20280101", "lasts longer than a year"),
        ("DTSTART;VALUE=DATE:20260101\nDTEND:20260102\nDURATION:P1D", "has both DTEND and DURATION"),
        ("DTSTART;VALUE=DATE:20260101\nDURATION:PT8H", "has a DURATION that is not whole days"),
        ("DTSTART;VALUE=DATE:20260230", "has a DTSTART that is no date"),
        ("DTSTART;VALUE=DATE:2026", "has a DTSTART that is no date"),
        ("DTSTART;VALUE=DATE:é2026010", "has a DTSTART that is no date"),
        ("DESCRIPTION:x", "has no DTSTART"),
        (
            "DTSTART:20260101\nRRULE:FREQ=MONTHLY",
            "recurs by a rule that is not understood: only FREQ=YEARLY is",
        ),
        ("DTSTART:20260101\nRRULE:FREQ=YEARLY;BYEASTER=1", "not understood: BYEASTER=1"),
        ("DTSTART:20260101\nRRULE:FREQ=YEARLY;BYDAY=MO", "not understood: BYDAY=MO"),
        ("DTSTART:20260101\nRRULE:FREQ=YEARLY;BYDAY=1é", "not understood: BYDAY=1é"),
        ("DTSTART:20260101\nRRULE:FREQ=YEARLY;BYDAY=1MO", "BYDAY needs BYMONTH"),
        ("DTSTART:20260101\nRRULE:FREQ=YEARLY;COUNT=0", "not understood: COUNT=0"),
        ("DTSTART:20260101\nRECURRENCE-ID:20260101", "has a RECURRENCE-ID that is not understood"),
        ("DTSTART:20260101\nRRULE:FREQ=YEARLY", "recurs for ever: say for which years"),
    ] {
        assert!(refused(lines).contains(why), "{lines}: {}", refused(lines));
    }
    let broken = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nnonsense\n";
    let error = ImportError::Line { line: 4, what: "a line of iCalendar is NAME:VALUE" };
    assert_eq!(read(broken, &BTreeSet::new()), Err(error));
    let open = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n";
    assert!(read(open, &BTreeSet::new()).unwrap_err().to_string().contains("has no END:VEVENT"));
    for nothing in ["", "hello", "<html>", "BEGIN:VCARD"] {
        assert_eq!(read(nothing, &BTreeSet::new()), Err(ImportError::Unknown), "{nothing}");
    }
}

const CHINA: &str = r#"{"year": 2027, "papers": [], "days": [
    {"name": "春节", "date": "2027-02-05", "isOffDay": true}, {"name": "春节", "date": "2027-02-06", "isOffDay": true},
    {"name": "春节", "date": "2027-02-07", "isOffDay": true}, {"name": "元旦", "date": "2027-02-08", "isOffDay": true},
    {"name": "春节", "date": "2027-02-20", "isOffDay": false}]}"#;

#[test]
fn a_list_of_days_knows_make_up_days() {
    let days = read(CHINA, &BTreeSet::new()).unwrap();
    assert_eq!((days.counts(), days.years()), ((4, 1), years(&[2027])));
    let windows = vec![vec!["09:00".to_owned(), "17:30".to_owned()]];
    let expected = json!({
        "holidays": [
            {"from": "2027-02-05", "to": "2027-02-07", "name": "春节"}, {"date": "2027-02-08", "name": "元旦"},
        ],
        "overrides": {"2027-02-20": [["09:00", "17:30"]]},
    });
    assert_eq!(serde_json::to_value(days.fragment(&windows)).unwrap(), expected);
    let bare = serde_json::from_str::<serde_json::Value>(CHINA).unwrap()["days"].to_string();
    assert_eq!(read(&bare, &BTreeSet::new()).unwrap(), days);
    for (text, why) in [
        (r#"[{"date": "2027-2-5", "isOffDay": true}]"#, "/days/0/date: `2027-2-5` is no date"),
        (r#"[{"date": "2027-02-05"}]"#, "a list of {name, date, isOffDay}"),
        (r#"{"holidays": []}"#, "a list of {name, date, isOffDay}"),
        ("[", "can't be read"),
        (
            r#"[{"date": "2027-02-05", "isOffDay": true}, {"date": "2027-02-05", "isOffDay": false}]"#,
            "2027-02-05 is listed as a day off and as a working day",
        ),
    ] {
        let error = read(text, &BTreeSet::new()).unwrap_err().to_string();
        assert!(error.contains(why), "{text}: {error}");
    }
}

#[test]
fn an_import_takes_the_place_of_the_same_years() {
    let document: Document = serde_json::from_value(json!({
        "zone": "Asia/Shanghai",
        "hours": {"mon": [["09:00", "17:30"]], "tue": [["09:00", "17:30"]], "sat": []},
        "holidays": ["2026-05-01", {"from": "2027-01-01", "to": "2027-01-03"}, {"date": "2028-01-01"}],
        "overrides": {"2026-05-09": [["09:00", "17:30"]], "2027-05-09": []},
    }))
    .unwrap();
    let windows = usual_windows(&document).unwrap();
    assert_eq!(windows, [["09:00", "17:30"]]);
    let days = read(CHINA, &BTreeSet::new()).unwrap();
    let merged = merged(&document, &days.fragment(&windows), &days.years());
    assert_eq!(
        serde_json::to_value(&merged).unwrap(),
        json!({
            "holidays": [
                "2026-05-01", {"from": "2027-02-05", "to": "2027-02-07", "name": "春节"},
                {"date": "2027-02-08", "name": "元旦"}, {"date": "2028-01-01"},
            ],
            "overrides": {"2026-05-09": [["09:00", "17:30"]], "2027-02-20": [["09:00", "17:30"]]},
        })
    );
    let mut uneven = document;
    uneven.hours.insert("tue".to_owned(), vec![vec!["10:00".to_owned(), "12:00".to_owned()]]);
    assert_eq!(usual_windows(&uneven), None);
}
