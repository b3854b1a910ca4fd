//! The clock: one deadline, and what lies around it. `ule-hours` answers the same question beside it.

use std::hint::black_box;

use aftercare_benches::{desk, office};
use aftercare_shared::clock::{Clock, ClockState};
use aftercare_shared::promise::standings;
use aftercare_shared::ticket::Ticket;
use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::{SignedDuration, Timestamp};
use ule_hours::Schedule;

/// The targets of the default policy, and the longest that one of its calendars could be given.
const TARGETS: [(&str, u64); 5] =
    [("30 min", 1_800), ("8 h", 28_800), ("24 h", 86_400), ("48 h", 172_800), ("1000 h", 3_600_000)];

/// A Friday evening before a make-up Saturday and a holiday of nine days.
fn start() -> DateTime<Utc> {
    office::at("2026-02-13T09:00:00Z")
}

/// The same office as other people's crate writes it down.
fn theirs() -> Schedule {
    let ours = office::calendar();
    let mut builder =
        Schedule::builder("Asia/Shanghai").and_then(|it| it.mon_fri("09:00-17:30")).expect("a schedule");
    let first = NaiveDate::from_ymd_opt(2026, 1, 1).expect("a date");
    for date in (0..365).filter_map(|day| first.checked_add_days(Days::new(day))) {
        let hours = ours.hours_of(date);
        if hours.exception.is_none() {
            continue;
        }
        let [year, month, day] = [i64::from(date.year()), i64::from(date.month()), i64::from(date.day())];
        let date = jiff::civil::Date::constant(year as i16, month as i8, day as i8);
        builder = if hours.windows.is_empty() {
            builder.closed_on(date)
        } else {
            builder.special(date, "09:00-17:30").expect("a window")
        };
    }
    builder.build()
}

fn deadlines(criterion: &mut Criterion) {
    let calendar = office::calendar();
    let timeline = office::two_years(&calendar);
    let schedule = theirs();
    let start = start();
    let from = Timestamp::from_second(start.timestamp()).expect("an instant");
    for (name, seconds) in TARGETS {
        let budget = SignedDuration::from_secs(i64::try_from(seconds).expect("a length"));
        let due = timeline.due(start, seconds).expect("the hours reach far enough");
        let until = Timestamp::from_second(due.timestamp()).expect("an instant");
        assert_eq!(schedule.add(from, budget).expect("a deadline"), until, "both answer the same");
        assert_eq!(schedule.between(from, until), budget, "both answer the same");
        let mut group = criterion.benchmark_group(format!("due, {name}"));
        group.bench_function("aftercare", |b| b.iter(|| timeline.due(black_box(start), black_box(seconds))));
        group.bench_function("ule-hours", |b| b.iter(|| schedule.add(black_box(from), black_box(budget))));
        group.finish();
        let mut group = criterion.benchmark_group(format!("elapsed, {name}"));
        group.bench_function("aftercare", |b| b.iter(|| timeline.elapsed(black_box(start), black_box(due))));
        group.bench_function("ule-hours", |b| b.iter(|| schedule.between(black_box(from), black_box(until))));
        group.finish();
    }
    criterion.bench_function("compile two years", |b| b.iter(|| office::two_years(black_box(&calendar))));
    criterion.bench_function("explain", |b| {
        b.iter(|| timeline.explain(black_box(start), black_box(172_800), &[]))
    });
}

fn tickets(criterion: &mut Criterion) {
    let book = desk::book();
    let log = desk::ticket(&book, 200);
    let now = log.last().expect("a log").at;
    assert!(Ticket::fold(&log).is_ok() && log.len() == 200, "a legal log of 200 events");
    criterion.bench_function("fold 200 events", |b| b.iter(|| Ticket::fold(black_box(&log))));
    criterion
        .bench_function("standings of 200 events", |b| b.iter(|| standings(black_box(&log), &book, now)));
}

fn judging(criterion: &mut Criterion) {
    let timeline = office::two_years(&office::calendar());
    let waiting = desk::waiting(100_000);
    let now = office::at("2026-09-30T08:15:07Z");
    let mut group = criterion.benchmark_group("judge");
    group.sample_size(20);
    group.bench_function("100000 open promises", |b| {
        b.iter_batched(
            || (),
            |()| {
                let missed = waiting.iter().filter(|promise| {
                    let clock = Clock {
                        started_at: promise.started_at,
                        target_seconds: promise.target_seconds,
                        stopped: None,
                        pauses: &promise.pauses,
                        timeline: &timeline,
                    };
                    clock.judge(now).is_ok_and(|reading| reading.state == ClockState::Missed)
                });
                missed.count()
            },
            BatchSize::PerIteration,
        )
    });
    group.finish();
}

criterion_group!(clock, deadlines, tickets, judging);
criterion_main!(clock);
