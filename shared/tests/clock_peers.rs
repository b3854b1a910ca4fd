//! The clock against other people's: `ule-hours` and `workclock`, wherever they can express the case.
//!
//! Both are written over the dates themselves, day after day, without a compiled timeline; both map a local
//! time that is skipped or repeated as RFC 5545 says. They read the zones of the machine, so the years are
//! ones on which no two databases differ. Neither knows a window across midnight that a holiday cuts, and
//! `workclock` knows no special dates: those cases stay with the oracle.
#![cfg(feature = "zones")]

use aftercare_shared::calendar::Calendar;
use aftercare_shared::timeline::{Pause, PauseReason, Timeline};
use aftercare_shared::zones::compile;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use jiff::civil::{Date, Time, Weekday};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, RngSeed, TestRng, TestRunner};
use serde_json::{Map, Value, json};
use ule_hours::Pauses;
use workclock::{Holidays, Weekdays, WorkDay};

const ZONES: [&str; 12] = [
    "Asia/Shanghai",
    "America/New_York",
    "Europe/Berlin",
    "Europe/Dublin",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Antarctica/Troll",
    "America/Sao_Paulo",
    "America/Havana",
    "Asia/Kathmandu",
    "America/St_Johns",
    "UTC",
];
const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];
/// Windows of a day, in minutes.
type Windows = Vec<(u32, u32)>;

/// A calendar that everybody can write down, and a question.
#[derive(Debug, Clone)]
struct Case {
    zone: &'static str,
    week: [Windows; 7],
    closed: Vec<u32>,
    special: Vec<(u32, Windows)>,
    start: i64,
    seconds: u64,
    pauses: Vec<(i64, i64)>,
}

fn windows() -> impl Strategy<Value = Windows> {
    prop_oneof![
        Just(vec![(540, 1050)]),
        Just(vec![(540, 720), (780, 1050)]),
        Just(vec![(0, 1440)]),
        Just(vec![(10, 50), (80, 130), (135, 165), (180, 190), (1350, 1420)]),
        Just(vec![]),
        (0_u32..1400, 1_u32..600).prop_map(|(from, length)| vec![(from, (from + length).min(1440))]),
    ]
}

fn cases() -> impl Strategy<Value = Case> {
    let week = proptest::array::uniform7(windows());
    // Three years from 2016 on, by the day and by the second.
    let dates = proptest::collection::vec(0_u32..1_096, 0..12);
    let special = proptest::collection::vec((0_u32..1_096, windows()), 0..8);
    let pauses = proptest::collection::vec((0_i64..400_000, 1_i64..200_000), 0..3);
    let question = (1_466_000_000_i64..1_510_000_000, 1_u64..400_000, pauses);
    (proptest::sample::select(&ZONES[..]), week, dates, special, question).prop_map(
        |(zone, mut week, closed, special, (start, seconds, pauses))| {
            // Two days at least, so that no question leads beyond three years.
            week[1] = vec![(540, 1050)];
            week[3] = vec![(480, 1200)];
            Case { zone, week, closed, special, start, seconds, pauses }
        },
    )
}

fn date(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2016, 1, 1).unwrap() + TimeDelta::days(day.into())
}

fn civil(day: u32) -> Date {
    date(day).to_string().parse().unwrap()
}

fn text(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

impl Case {
    fn is_special(&self, day: u32) -> bool {
        self.special.iter().any(|(special, _)| *special == day)
    }

    fn ours(&self) -> Timeline {
        let list = |windows: &Windows| -> Value {
            windows.iter().map(|(from, until)| json!([text(*from), text(*until)])).collect()
        };
        let hours: Map<String, Value> =
            DAYS.iter().zip(&self.week).map(|((name, _), windows)| ((*name).into(), list(windows))).collect();
        // What is both would be refused; a special date beats a closed one for `ule-hours`.
        let closed: Vec<String> = self
            .closed
            .iter()
            .filter(|day| !self.is_special(**day))
            .map(|day| date(*day).to_string())
            .collect();
        let special: Map<String, Value> =
            self.special.iter().map(|(day, windows)| (date(*day).to_string(), list(windows))).collect();
        let document = json!({"zone": self.zone, "hours": hours, "holidays": closed, "overrides": special});
        let calendar: Calendar = serde_json::from_value(document).unwrap();
        compile(&calendar, instant(1_451_600_000), instant(1_577_800_000)).unwrap()
    }

    fn ule_hours(&self) -> ule_hours::Schedule {
        let list = |windows: &Windows| {
            let windows: Vec<String> =
                windows.iter().map(|(from, until)| format!("{}-{}", text(*from), text(*until))).collect();
            windows.join(", ")
        };
        let mut builder = ule_hours::Schedule::builder(self.zone).unwrap();
        for ((_, day), windows) in DAYS.iter().zip(&self.week).filter(|(_, windows)| !windows.is_empty()) {
            builder = builder.open([*day], &list(windows)).unwrap();
        }
        for day in &self.closed {
            builder = builder.closed_on(civil(*day));
        }
        for (day, windows) in &self.special {
            builder = if windows.is_empty() {
                builder.special(civil(*day), "").unwrap()
            } else {
                builder.special(civil(*day), &list(windows)).unwrap()
            };
        }
        builder.build()
    }

    fn workclock(&self) -> workclock::Schedule {
        let time = |minutes: u32| {
            let minutes = i8::try_from(minutes % 60).unwrap();
            move |hours: u32| Time::constant(i8::try_from(hours % 24).unwrap(), minutes, 0, 0)
        };
        let mut builder = workclock::Schedule::builder().time_zone(self.zone);
        for ((_, day), windows) in DAYS.iter().zip(&self.week) {
            let days: Weekdays = [*day].into_iter().collect();
            for (from, until) in windows {
                let (from, until) = (time(*from)(from / 60), time(*until)(until / 60));
                builder = builder.rule(WorkDay::new(from, until, days));
            }
        }
        builder.rule(Holidays::new(self.closed.iter().map(|day| civil(*day)))).build().unwrap()
    }
}

fn instant(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap()
}

fn stamp(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn lasting(seconds: u64) -> SignedDuration {
    SignedDuration::from_secs(i64::try_from(seconds).unwrap())
}

/// Runs so many cases of one fixed seed.
fn held(cases_wanted: u32, check: impl Fn(Case) -> Result<(), TestCaseError>) {
    let config = Config {
        cases: cases_wanted,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(20_260_213),
        ..Config::default()
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    TestRunner::new_with_rng(config, rng).run(&cases(), check).unwrap();
}

#[test]
fn ule_hours_finds_the_same_deadlines() {
    held(300, |case| {
        let (ours, theirs) = (case.ours(), case.ule_hours());
        let due = ours.due(instant(case.start), case.seconds).unwrap();
        let found = theirs.add(stamp(case.start), lasting(case.seconds)).unwrap();
        prop_assert_eq!(due.timestamp(), found.as_second(), "{:?}", case);
        let later = case.start + 700_000;
        let elapsed = ours.elapsed(instant(case.start), instant(later)).unwrap();
        prop_assert_eq!(lasting(elapsed), theirs.between(stamp(case.start), stamp(later)), "{:?}", case);
        prop_assert_eq!(ours.is_open(instant(later)).unwrap(), theirs.is_open(stamp(later)), "{:?}", case);
        Ok(())
    });
}

#[test]
fn ule_hours_stands_still_at_the_same_times() {
    held(200, |case| {
        let mut theirs = Pauses::new();
        let mut ours = Vec::new();
        for (from, length) in &case.pauses {
            let (from, until) = (case.start + from, case.start + from + length);
            theirs.add(stamp(from), stamp(until));
            let reason = PauseReason::WaitingForCustomer;
            ours.push(Pause { from: instant(from), until: Some(instant(until)), reason });
        }
        let hours = case.ours();
        let due = hours.counted(&ours).due(instant(case.start), case.seconds).unwrap();
        let found = case.ule_hours().add_with(stamp(case.start), lasting(case.seconds), &theirs).unwrap();
        prop_assert_eq!(due.timestamp(), found.as_second(), "{:?}", case);
        Ok(())
    });
}

#[test]
fn workclock_finds_the_same_deadlines() {
    held(200, |mut case| {
        case.special.clear();
        let (ours, theirs) = (case.ours(), case.workclock());
        let due = ours.due(instant(case.start), case.seconds).unwrap();
        let found = theirs.add(stamp(case.start), lasting(case.seconds)).unwrap();
        prop_assert_eq!(due.timestamp(), found.as_second(), "{:?}", case);
        let later = case.start + 700_000;
        let elapsed = ours.elapsed(instant(case.start), instant(later)).unwrap();
        prop_assert_eq!(lasting(elapsed), theirs.between(stamp(case.start), stamp(later)), "{:?}", case);
        Ok(())
    });
}
