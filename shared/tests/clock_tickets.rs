//! What other systems do to a ticket's clocks and should not, told as tickets: instants in Shanghai, the default
//! policy, the office's own hours of 2026. One test for each habit of theirs.
#![cfg(feature = "zones")]

use std::collections::BTreeMap;

use aftercare_shared::clock::ClockState::{self, Cancelled, Met, Missed, Paused, Running};
use aftercare_shared::id::{AgentId, PlanId, UserId};
use aftercare_shared::metric::Metric::{self, FirstResponse, NextResponse, Resolution};
use aftercare_shared::policy::{Policy, default_document};
use aftercare_shared::promise::{Book, Standing, due_stamps, standings};
use aftercare_shared::severity::Severity;
use aftercare_shared::text::Lang;
use aftercare_shared::ticket::{Actor, Event, EventBody, InfoItem, Opened};
use aftercare_shared::zones::compile;
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::{Value, json};

/// An instant of 2026 in Shanghai, such as `03-02 09:00`.
fn at(text: &str) -> DateTime<Utc> {
    let (date, time) = text.split_once(' ').unwrap();
    let seconds = if time.len() == 5 { ":00" } else { "" };
    DateTime::parse_from_rfc3339(&format!("2026-{date}T{time}{seconds}+08:00")).unwrap().to_utc()
}

fn policy(edit: impl Fn(&mut Value)) -> Policy {
    let mut document: Value = serde_json::from_str(default_document()).unwrap();
    edit(&mut document);
    Policy::parse(&document.to_string()).unwrap()
}

fn with_hours(book: Book, version: u32, policy: &Policy) -> Book {
    let hours = compile(policy.calendar("cn-2026").unwrap(), at("01-01 00:00"), at("12-31 00:00")).unwrap();
    book.with_timeline(version, "cn-2026", hours)
}

fn book(edit: impl Fn(&mut Value)) -> Book {
    let policy = policy(edit);
    with_hours(Book::new(1, policy.clone(), "2026f"), 1, &policy)
}

struct Story {
    book: Book,
    events: Vec<Event>,
}

impl Story {
    fn opened(plan: &str, severity: Severity, when: &str) -> Self {
        Self { book: book(|_| {}), events: Vec::new() }.then(at(when), customer(), opened(plan, severity))
    }

    fn then(mut self, when: DateTime<Utc>, actor: Actor, body: EventBody) -> Self {
        self.push(when, actor, body);
        self.stamped(when)
    }

    fn stamped(mut self, when: DateTime<Utc>) -> Self {
        for promise in due_stamps(&self.events, &self.book, when).unwrap() {
            self.push(when, Actor::System, EventBody::PromiseMade(promise));
        }
        self
    }

    fn push(&mut self, when: DateTime<Utc>, actor: Actor, body: EventBody) {
        let seq = u32::try_from(self.events.len()).unwrap() + 1;
        self.events.push(Event { seq, at: when, actor, body });
    }

    fn customer(self, when: &str, body: EventBody) -> Self {
        self.then(at(when), customer(), body)
    }

    fn agent(self, when: &str, body: EventBody) -> Self {
        self.then(at(when), agent(), body)
    }

    fn standing(&self, metric: Metric, cycle: u32, now: &str) -> Standing {
        let mut all = standings(&self.events, &self.book, at(now)).unwrap().into_iter();
        all.find(|standing| standing.run.metric == metric && standing.run.cycle == cycle).unwrap()
    }

    fn told(&self, metric: Metric, cycle: u32, now: &str) -> (ClockState, Option<DateTime<Utc>>) {
        let reading = self.standing(metric, cycle, now).reading;
        (reading.state, reading.due_at)
    }
}

fn opened(plan: &str, severity: Severity) -> EventBody {
    EventBody::Opened(Opened {
        subject: "Messages arrive twice".into(),
        body: String::new(),
        severity,
        plan: PlanId::new(plan).unwrap(),
        product: None,
        sdks: vec![],
        page: None,
        lang: Lang::Zh,
    })
}

fn customer() -> Actor {
    Actor::Customer { id: UserId::new("mina").unwrap(), name: "Mina".into() }
}

fn agent() -> Actor {
    Actor::Agent { id: AgentId::new("lin").unwrap(), name: "Lin Wei".into() }
}

fn message() -> EventBody {
    EventBody::Message { body: "…".into() }
}

fn ask(id: &str) -> EventBody {
    EventBody::InfoRequested { items: vec![InfoItem { id: id.into(), label: "a log".into() }] }
}

fn give(id: &str) -> EventBody {
    EventBody::InfoProvided { items: vec![id.into()] }
}

fn plan(from: &str, to: &str) -> EventBody {
    let id = |text: &str| PlanId::new(text).unwrap();
    EventBody::PlanChanged { from: id(from), to: id(to), reason: "billing".into() }
}

fn severity(from: Severity, to: Severity) -> EventBody {
    EventBody::SeverityChanged { from, to, reason: "as it looks now".into() }
}

#[test]
fn resolving_out_of_a_pause_deducts_the_whole_pause() {
    // A ticket on hold from February to August that was reported as 42 days of work.
    let story = Story::opened("professional", Severity::Degraded, "02-09 09:00")
        .agent("02-09 11:00", ask("i1"))
        .agent("08-10 10:00", EventBody::Resolved);
    let standing = story.standing(Resolution, 0, "08-11 00:00");
    assert_eq!((standing.reading.state, standing.reading.elapsed_seconds), (Met, 2 * 3600));
}

#[test]
fn a_deadline_that_passes_in_a_pause_is_not_missed() {
    let story =
        Story::opened("professional", Severity::Degraded, "03-02 09:00").agent("03-02 10:00", ask("i1"));
    for now in ["03-02 10:00", "03-05 12:00", "11-11 11:11"] {
        assert_eq!(story.told(Resolution, 0, now), (Paused, None), "{now}");
    }
}

#[test]
fn setting_a_ticket_to_waiting_is_an_answer_only_if_it_asks_for_something() {
    let quiet = Story::opened("professional", Severity::Degraded, "03-02 09:00")
        .then(at("03-02 09:30"), Actor::System, EventBody::InfoRequested { items: vec![] })
        .agent("03-02 09:40", EventBody::Note { body: "Waiting, I guess.".into() });
    assert_eq!(quiet.told(FirstResponse, 0, "03-02 10:00"), (Running, Some(at("03-02 13:00"))));
    let asked =
        Story::opened("professional", Severity::Degraded, "03-02 09:00").agent("03-02 09:30", ask("i1"));
    assert_eq!(asked.told(FirstResponse, 0, "03-02 10:00").0, Met);
}

#[test]
fn resolved_a_second_late_between_two_sweeps_is_missed() {
    // 24 h of office time end on Wednesday at 16:00.
    let resolved = |when: &str| {
        Story::opened("professional", Severity::Degraded, "03-02 09:00")
            .agent("03-02 09:10", message())
            .agent(when, EventBody::Resolved)
    };
    let due = Some(at("03-04 16:00"));
    assert_eq!(resolved("03-04 16:00:00").told(Resolution, 0, "03-05 00:00"), (Met, due));
    let late = resolved("03-04 16:00:01");
    for now in ["03-04 16:00:01", "03-04 16:01", "09-09 09:09"] {
        assert_eq!(late.told(Resolution, 0, now), (Missed, due), "{now}");
        assert_eq!(late.standing(Resolution, 0, now).reading.missed_at, due);
    }
}

#[test]
fn a_reply_after_closing_is_in_time_where_the_target_ended_at_the_bell() {
    let story =
        Story::opened("professional", Severity::Degraded, "03-02 13:30").agent("03-02 20:00", message());
    assert_eq!(story.told(FirstResponse, 0, "03-03 00:00"), (Met, Some(at("03-02 17:30"))));
    let story =
        Story::opened("professional", Severity::Degraded, "03-02 13:30").agent("03-03 09:00:01", message());
    assert_eq!(story.told(FirstResponse, 0, "03-04 00:00"), (Missed, Some(at("03-02 17:30"))));
}

#[test]
fn a_second_message_of_the_customer_keeps_the_deadline_of_the_first() {
    let story = Story::opened("professional", Severity::Degraded, "03-02 09:00")
        .agent("03-02 09:10", message())
        .customer("03-02 10:00", message());
    let first = story.told(NextResponse, 0, "03-02 10:01");
    assert_eq!(first, (Running, Some(at("03-02 14:00"))));
    let story = story.customer("03-02 11:00", message()).customer("03-02 13:59", message());
    assert_eq!(story.told(NextResponse, 0, "03-02 13:59:30"), first);
    // What nobody reads as an answer does not end it either.
    let story = story.agent("03-02 13:59:40", EventBody::Note { body: "Anybody?".into() }).then(
        at("03-02 13:59:50"),
        Actor::System,
        message(),
    );
    assert_eq!(story.told(NextResponse, 0, "03-02 14:01").0, Missed);
}

#[test]
fn an_upgrade_after_the_stricter_target_has_run_out_gives_a_grace() {
    // Basic allows 8 h, enterprise 1 h; after 3 h the hour has run out.
    let story = Story::opened("basic", Severity::Degraded, "03-02 09:00")
        .agent("03-02 12:00", plan("basic", "enterprise"));
    assert_eq!(story.told(FirstResponse, 0, "03-02 12:00"), (Running, Some(at("03-02 12:30"))));
    assert_eq!(story.told(FirstResponse, 0, "03-02 12:30").0, Running);
    assert_eq!(story.told(FirstResponse, 0, "03-02 12:31"), (Missed, Some(at("03-02 12:30"))));
}

#[test]
fn a_plan_that_ends_mid_ticket_keeps_what_it_promised() {
    let story = Story::opened("enterprise", Severity::Degraded, "03-02 09:00");
    let promised = story.told(Resolution, 0, "03-02 09:01");
    let story = story.agent("03-02 09:30", plan("enterprise", "basic"));
    assert_eq!(story.told(Resolution, 0, "03-02 09:31"), promised);
    // A cycle that begins afterwards is the new plan's: 8 h instead of one.
    let story = story.agent("03-02 09:40", message()).customer("03-02 09:50", message());
    assert_eq!(story.told(NextResponse, 0, "03-02 09:51"), (Running, Some(at("03-03 09:20"))));
}

#[test]
fn a_milder_severity_moves_a_deadline_only_with_its_reason_in_the_log() {
    let story = Story::opened("professional", Severity::Severe, "03-02 09:00");
    assert_eq!(story.told(FirstResponse, 0, "03-02 09:01"), (Running, Some(at("03-02 09:30"))));
    let story = story.agent("03-02 09:20", severity(Severity::Severe, Severity::Degraded));
    assert_eq!(story.told(FirstResponse, 0, "03-02 09:21"), (Running, Some(at("03-02 13:00"))));
    assert_eq!(story.standing(FirstResponse, 0, "03-02 09:21").reading.elapsed_seconds, 21 * 60);
}

#[test]
fn a_holiday_added_later_moves_no_promise_and_a_make_up_day_brings_it_forward() {
    let edited = |edit: fn(&mut Value)| {
        let mut story = Story::opened("professional", Severity::Degraded, "03-06 17:00");
        let next = policy(edit);
        let before = policy(|_| {});
        let book = Book::new(2, next.clone(), "2026f").with_policy(1, before.clone());
        story.book = with_hours(with_hours(book, 1, &before), 2, &next);
        story.stamped(at("03-06 17:10")).told(FirstResponse, 0, "03-06 17:11")
    };
    assert_eq!(edited(|_| {}), (Running, Some(at("03-09 12:30"))));
    let holiday = edited(|document| {
        let holidays = document["calendars"]["cn-2026"]["holidays"].as_array_mut().unwrap();
        holidays.push(json!("2026-03-09"));
    });
    assert_eq!(holiday, (Running, Some(at("03-09 12:30"))));
    let make_up = edited(|document| {
        document["calendars"]["cn-2026"]["overrides"]["2026-03-07"] = json!([["09:00", "17:30"]]);
    });
    assert_eq!(make_up, (Running, Some(at("03-07 12:30"))));
}

#[test]
fn reopening_never_changes_the_verdict_of_the_cycle_before() {
    let story = |reopen: &'static str, resolved: &str| {
        let book = book(|document| document["reopen"] = json!(reopen));
        Story { book, events: Vec::new() }
            .then(at("03-02 09:00"), customer(), opened("professional", Severity::Degraded))
            .agent("03-02 09:10", message())
            .agent(resolved, EventBody::Resolved)
            .customer("06-01 09:00", EventBody::Reopened)
    };
    let missed = story("fresh", "03-05 09:00");
    assert_eq!(missed.told(Resolution, 0, "06-02 00:00"), (Missed, Some(at("03-04 16:00"))));
    assert_eq!(missed.told(Resolution, 1, "06-02 00:00"), (Running, Some(at("06-03 16:00"))));
    let kept = story("fresh", "03-03 09:00");
    assert_eq!(kept.told(Resolution, 0, "06-02 00:00").0, Met);
    // Or it goes on, without the three months in which it was solved: it is not missed the moment it is reopened.
    let continued = story("continue", "03-03 09:00");
    assert_eq!(continued.told(Resolution, 0, "06-01 09:01"), (Running, Some(at("06-02 16:00"))));
    let missed = story("continue", "03-05 09:00");
    assert_eq!(missed.told(Resolution, 0, "06-02 00:00"), (Missed, Some(at("03-04 16:00"))));
}

#[test]
fn a_ticket_that_is_closed_owes_nothing_more() {
    let story =
        Story::opened("basic", Severity::Question, "03-02 09:00").agent("03-02 10:00", EventBody::Closed);
    assert_eq!(story.told(FirstResponse, 0, "11-11 00:00").0, Cancelled);
}

/// What may happen, a number each; times in minutes after the one before.
fn lives() -> impl Strategy<Value = Vec<(i64, u8)>> {
    proptest::collection::vec((1_i64..900, 0_u8..8), 0..12)
}

fn lived(steps: &[(i64, u8)]) -> Story {
    let mut story = Story::opened("professional", Severity::Degraded, "03-02 09:00");
    let (mut now, mut asked) = (at("03-02 09:00"), 0);
    let mut grade = Severity::Degraded;
    for (gap, what) in steps {
        now += TimeDelta::minutes(*gap);
        let (actor, body) = match what {
            0 => (agent(), message()),
            1 | 2 => (customer(), message()),
            3 => {
                asked += 1;
                (agent(), ask(&asked.to_string()))
            }
            4 => (customer(), give(&asked.to_string())),
            5 => (agent(), EventBody::Resolved),
            6 => (customer(), EventBody::Reopened),
            _ => {
                let to = if grade == Severity::Down { Severity::Question } else { Severity::Down };
                let body = severity(grade, to);
                grade = to;
                (agent(), body)
            }
        };
        story = story.then(now, actor, body);
    }
    story
}

/// The same life, watched: so often, somebody looks and writes down what is missed and what was warned of.
fn watched(story: &Story, minutes: i64, until: DateTime<Utc>) -> Story {
    let mut log = Story { book: story.book.clone(), events: Vec::new() };
    let mut next = story.events[0].at + TimeDelta::minutes(minutes);
    for event in &story.events {
        while next <= event.at {
            sweep(&mut log, next);
            next += TimeDelta::minutes(minutes);
        }
        log.push(event.at, event.actor.clone(), event.body.clone());
    }
    while next <= until {
        sweep(&mut log, next);
        next += TimeDelta::minutes(minutes);
    }
    log
}

fn sweep(log: &mut Story, now: DateTime<Utc>) {
    for standing in standings(&log.events, &log.book, now).unwrap() {
        let (metric, cycle) = (standing.run.metric, standing.run.cycle);
        for warning in standing.warnings.iter().filter(|warning| warning.at <= now) {
            let body = EventBody::PromiseWarned { metric, cycle, percent: warning.percent };
            log.push(now, Actor::System, body);
        }
        if let Some(missed_at) = standing.unrecorded_miss() {
            log.push(now, Actor::System, EventBody::PromiseMissed { metric, cycle, missed_at });
        }
    }
}

type Verdicts = BTreeMap<(Metric, u32), (ClockState, Option<DateTime<Utc>>, Option<DateTime<Utc>>)>;

fn verdicts(story: &Story, now: DateTime<Utc>) -> Verdicts {
    let all = standings(&story.events, &story.book, now).unwrap();
    let verdict = |standing: Standing| {
        let reading = standing.reading;
        ((standing.run.metric, standing.run.cycle), (reading.state, reading.due_at, reading.missed_at))
    };
    all.into_iter().map(verdict).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn judging_does_not_depend_on_how_often_somebody_looks(steps in lives(), rhythm in 7_i64..2_000) {
        let story = lived(&steps);
        let until = story.events.last().unwrap().at + TimeDelta::days(6);
        let unseen = verdicts(&story, until);
        for minutes in [rhythm, 60, 10_000] {
            prop_assert_eq!(&verdicts(&watched(&story, minutes, until), until), &unseen, "every {} minutes", minutes);
        }
    }
}
