//! Quotes: on which clock each counts, and what is sent of a calendar.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::api::quote::{QuotedClock, QuotedTarget, Quotes};
use crate::api::session::{PlanSource, PlanView};
use crate::metric::Metric;
use crate::policy::{ALWAYS, Policy, default_document};
use crate::severity::Severity;
use crate::text::Text;
use crate::timeline::{Interval, Timeline, Unanswered};

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap()
}

fn plan() -> PlanView {
    let id = "basic".parse().unwrap();
    PlanView { id, name: Text::new("Basic", "基础版"), source: PlanSource::Default }
}

#[test]
fn a_quote_counts_on_the_clock_of_its_target() {
    let timeline = Timeline::new(Interval::new(0, 1_000), vec![Interval::new(100, 200)], false, vec![], None);
    let target = |severity, target_seconds, clock: &str| QuotedTarget {
        severity,
        metric: Metric::FirstResponse,
        target_seconds,
        clock: clock.to_owned(),
    };
    let quotes = Quotes {
        now: at(0),
        plan: plan(),
        severities: Vec::new(),
        targets: vec![
            target(Severity::Question, 60, "office"),
            target(Severity::Severe, 500, "office"),
            target(Severity::Down, 60, ALWAYS),
        ],
        clocks: BTreeMap::from([(
            "office".to_owned(),
            QuotedClock { zone: "Asia/Shanghai".to_owned(), timeline },
        )]),
        policy_version: 1,
    };
    let due = |severity| {
        let quote = quotes.reckon(severity, Metric::FirstResponse, at(0), &[])?;
        Ok(quote.and_then(|quote| quote.explanation.due))
    };
    assert_eq!(due(Severity::Question), Ok(Some(at(160))), "from the opening on");
    assert_eq!(due(Severity::Down), Ok(Some(at(60))), "at once");
    assert_eq!(due(Severity::Degraded), Ok(None), "not promised");
    assert_eq!(due(Severity::Severe), Err(Unanswered::BeyondHorizon), "beyond the hours that were sent");
    assert!(quotes.is_promised(Severity::Severe, Metric::FirstResponse));
}

/// The default policy's quote at the epoch, over these hours of its only calendar.
fn assembled(open: &Timeline) -> Result<Quotes, Unanswered> {
    let policy = Policy::parse(default_document()).unwrap();
    Quotes::assemble(at(0), plan(), (7, &policy), None, |_, _| Ok::<_, Unanswered>(open))
}

#[test]
fn the_hours_that_are_sent_reach_beyond_the_longest_deadline() {
    let day = |day: i64| Interval::new(day * 86_400, day * 86_400 + 600);
    let horizon = Interval::new(-86_400, 1_000 * 86_400);
    // 48 hours of ten minutes a day are 288 days.
    let sparse = Timeline::new(horizon, (0..1_000).map(day).collect(), false, Vec::new(), None);
    let quotes = assembled(&sparse).unwrap();
    let clock = &quotes.clocks["cn-2026"];
    assert_eq!(quotes.policy_version, 7);
    assert_eq!(clock.timeline.horizon().starts_at(), at(0) - TimeDelta::hours(1));
    assert_eq!(clock.timeline.horizon().ends_at(), at(287 * 86_400 + 600) + TimeDelta::days(30));
    let plenty = Timeline::new(horizon, vec![horizon], false, Vec::new(), None);
    assert_eq!(assembled(&plenty).unwrap().clocks["cn-2026"].timeline.horizon().until, 120 * 86_400);
    let short = Timeline::new(Interval::new(0, 86_400), vec![day(0)], false, Vec::new(), None);
    assert_eq!(assembled(&short), Err(Unanswered::BeyondHorizon));
}

#[test]
fn a_calendar_that_has_ended_is_quoted_as_far_as_it_goes() {
    let ended =
        Timeline::new(Interval::new(-60, 400 * 86_400), vec![Interval::new(0, 40_000)], true, vec![], None);
    let quotes = assembled(&ended).unwrap();
    let reckoned = |metric| {
        let quote = quotes.reckon(Severity::Question, metric, at(0), &[])?;
        Ok(quote.and_then(|quote| quote.explanation.due))
    };
    assert_eq!(reckoned(Metric::FirstResponse), Ok(Some(at(28_800))));
    assert_eq!(reckoned(Metric::Resolution), Err(Unanswered::NeverOpens));
}
