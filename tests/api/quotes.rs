//! `GET /v1/quotes`, and that a promise made is the promise shown.

use std::collections::BTreeMap;

use aftercare_shared::api::quote::Quotes;
use aftercare_shared::api::ticket::{PromiseState, PromiseView};
use aftercare_shared::metric::Metric;
use aftercare_shared::problem::Kind;
use aftercare_shared::severity::Severity;
use aftercare_shared::timeline::Timeline;
use aftercare_tests::{Customer, World, at, new_ticket};
use chrono::{DateTime, Utc};

const PLANS: [&str; 3] = ["basic", "professional", "enterprise"];

/// What the panel shows before anything is sent: every deadline of a severity, by metric.
fn quoted(quotes: &Quotes, severity: Severity, start: DateTime<Utc>) -> BTreeMap<Metric, DateTime<Utc>> {
    let targets = quotes.targets.iter().filter(|target| target.severity == severity);
    targets
        .map(|target| {
            let timeline = match quotes.clocks.get(&target.clock) {
                Some(clock) => clock.timeline.clone(),
                None => Timeline::always(),
            };
            let due = timeline
                .due(start, target.target_seconds)
                .expect("a quote can be computed from what it brings");
            (target.metric, due)
        })
        .collect()
}

#[test]
fn the_promise_stamped_is_the_promise_quoted() {
    let instants = [
        // A Friday evening before a make-up Saturday and a holiday of nine days.
        "2026-02-13T09:00:00Z",
        // The last open second, the first closed one, and a fraction between.
        "2026-02-13T09:29:59Z",
        "2026-02-13T09:30:00Z",
        "2026-02-13T09:29:59.999Z",
        // In the holiday; on the make-up Saturday; on an ordinary Sunday.
        "2026-02-18T03:00:00Z",
        "2026-02-14T01:00:00Z",
        "2026-03-08T12:34:56Z",
        // The last working day before the holidays of October.
        "2026-09-30T08:15:07Z",
        // Over the end of the year, where the next year's holidays are not known.
        "2026-12-31T09:10:00Z",
    ];
    for plan in PLANS {
        let customer = Customer::new(World::shared(), plan);
        for instant in instants {
            let start = at(instant);
            let quotes = customer.quotes(start);
            assert_eq!(quotes.plan.id.as_str(), plan);
            for severity in Severity::USUAL {
                let shown = quoted(&quotes, severity, start);
                let ticket = customer.open(&new_ticket("Promised as quoted", severity), start);
                let stamped: BTreeMap<Metric, DateTime<Utc>> = ticket
                    .promises
                    .iter()
                    .map(|promise| (promise.metric, promise.due_at.expect("a running promise is due")))
                    .collect();
                let case = format!("{plan} {severity:?} {instant}");
                for metric in [Metric::FirstResponse, Metric::Resolution] {
                    assert_eq!(stamped.get(&metric), shown.get(&metric), "{case} {metric:?}");
                    assert!(stamped.contains_key(&metric), "{case}: every plan promises {metric:?}");
                }
                for promise in &ticket.promises {
                    check_promise(promise, &quotes, severity, start, &case);
                }
            }
        }
    }
}

fn check_promise(
    promise: &PromiseView,
    quotes: &Quotes,
    severity: Severity,
    start: DateTime<Utc>,
    case: &str,
) {
    let quote = quotes
        .targets
        .iter()
        .find(|target| target.severity == severity && target.metric == promise.metric)
        .unwrap_or_else(|| panic!("{case}: {:?} was never quoted", promise.metric));
    assert_eq!(promise.target_seconds, quote.target_seconds, "{case}");
    assert_eq!(promise.clock, quote.clock, "{case}");
    assert_eq!(promise.policy_version, quotes.policy_version, "{case}");
    assert_eq!(promise.state, PromiseState::Running, "{case}");
    assert_eq!((promise.started_at.timestamp(), promise.elapsed_seconds), (start.timestamp(), 0), "{case}");
    let explanation = promise.explanation.as_ref().unwrap_or_else(|| panic!("{case}: no explanation"));
    assert_eq!(
        explanation.counted_seconds(),
        promise.target_seconds,
        "{case}: the segments sum to the target"
    );
    assert_eq!(explanation.due, promise.due_at, "{case}");
    let mut end = promise.started_at;
    for segment in &explanation.segments {
        assert_eq!(segment.from, end, "{case}: no gap between segments");
        end = segment.until;
    }
    assert_eq!(Some(end), promise.due_at, "{case}: the segments lead up to the deadline");
    assert_eq!(promise.provisional, explanation.provisional, "{case}");
}

#[test]
fn deadlines_over_the_spring_festival_are_the_ones_reckoned_by_hand() {
    // Friday 13 February 2026, 17:00 in Shanghai. Half an hour is left; Saturday the 14th is a
    // make-up day; the 15th to the 23rd are closed; Saturday the 28th is a make-up day again.
    let start = at("2026-02-13T09:00:00Z");
    let cases = [
        ("basic", Severity::Degraded, "2026-02-14T08:30:00Z", "2026-02-28T06:00:00Z"),
        ("basic", Severity::Down, "2026-02-14T08:30:00Z", "2026-02-28T06:00:00Z"),
        ("professional", Severity::Degraded, "2026-02-14T04:30:00Z", "2026-02-25T07:30:00Z"),
        ("professional", Severity::Severe, "2026-02-13T09:30:00Z", "2026-02-25T07:30:00Z"),
        ("enterprise", Severity::Question, "2026-02-13T10:00:00Z", "2026-02-13T17:00:00Z"),
        ("enterprise", Severity::Down, "2026-02-13T09:30:00Z", "2026-02-13T17:00:00Z"),
    ];
    for (plan, severity, first_response, resolution) in cases {
        let ticket = Customer::new(World::shared(), plan).open(&new_ticket("By hand", severity), start);
        let due = |metric| {
            ticket.promises.iter().find(|promise| promise.metric == metric).and_then(|promise| promise.due_at)
        };
        assert_eq!(due(Metric::FirstResponse), Some(at(first_response)), "{plan} {severity:?}");
        assert_eq!(due(Metric::Resolution), Some(at(resolution)), "{plan} {severity:?}");
    }
}

#[test]
fn a_deadline_beyond_the_known_holidays_is_provisional() {
    let customer = Customer::new(World::shared(), "basic");
    let provisional = |instant: &str| {
        let ticket = customer.open(&new_ticket("Far ahead", Severity::Question), at(instant));
        ticket
            .promises
            .iter()
            .map(|promise| (promise.metric, promise.provisional))
            .collect::<BTreeMap<_, _>>()
    };
    assert!(provisional("2026-12-31T09:00:00Z")[&Metric::Resolution]);
    assert!(!provisional("2026-11-02T09:00:00Z")[&Metric::Resolution]);
}

#[test]
fn quotes_name_the_clock_and_the_zone() {
    let quotes = Customer::new(World::shared(), "professional").quotes(at("2026-02-13T09:00:00Z"));
    let facts: BTreeMap<&str, (&str, bool)> = quotes
        .clocks
        .iter()
        .map(|(name, clock)| {
            (name.as_str(), (clock.zone.as_str(), clock.timeline.is_provisional(at("2027-01-01T00:00:00Z"))))
        })
        .collect();
    assert_eq!(facts, BTreeMap::from([("cn-2026", ("Asia/Shanghai", true))]));
    let table: Vec<String> = quotes
        .targets
        .iter()
        .map(|target| {
            let (severity, metric) = (target.severity.as_str(), target.metric.as_str());
            format!("{severity} {metric} {} {}", target.target_seconds, target.clock)
        })
        .collect();
    insta::assert_snapshot!(table.join("\n"), @r#"
    question first_response 14400 cn-2026
    question next_response 14400 cn-2026
    question resolution 86400 cn-2026
    degraded first_response 14400 cn-2026
    degraded next_response 14400 cn-2026
    degraded resolution 86400 cn-2026
    severe first_response 1800 cn-2026
    severe next_response 1800 cn-2026
    severe resolution 86400 cn-2026
    down first_response 1800 cn-2026
    down next_response 1800 cn-2026
    down resolution 86400 cn-2026
    "#);
}

#[test]
fn quotes_are_for_those_who_have_a_session() {
    World::shared().get("/v1/quotes").send().problem(Kind::Unauthenticated);
    let guest = Customer::guest(World::shared()).quotes(at("2026-02-13T09:00:00Z"));
    assert!(!guest.targets.is_empty(), "a guest is promised what the site's default plan promises");
}
