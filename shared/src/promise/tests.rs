//! The promises of whole tickets, told as stories: minutes after Monday 2026-03-02 09:00 in Shanghai.

mod escalations;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::clock::ClockState::{self, Cancelled, Met, Missed, Paused, Running};
use crate::id::{AgentId, PlanId, TicketId, UserId};
use crate::metric::Metric::{self, FirstResponse, NextResponse, Resolution, Update};
use crate::policy::{Policy, default_document};
use crate::promise::{Book, Standing, due_stamps, standings};
use crate::severity::Severity;
use crate::text::Lang;
use crate::ticket::{Actor, Event, EventBody, InfoItem, Opened, Promise};
use crate::timeline::{Interval, PauseReason, Timeline};

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-03-02T09:00:00+08:00").unwrap().to_utc() + TimeDelta::minutes(minutes)
}

/// Office hours of 8.5 h on every day, as a timeline without zones.
fn office() -> Timeline {
    let day = |day: i64| Interval::new(at(day * 1440).timestamp(), at(day * 1440 + 510).timestamp());
    let horizon = Interval::new(at(-1440).timestamp(), at(90 * 1440).timestamp());
    Timeline::new(horizon, (0..90).map(day).collect(), false, Vec::new(), None)
}

fn policy(edit: impl Fn(&mut Value)) -> Policy {
    let mut document: Value = serde_json::from_str(default_document()).unwrap();
    let hourly = json!({"duration": "1h", "clock": "cn-2026"});
    document["plans"][1]["targets"]["update"] = json!({"severe": hourly, "down": hourly});
    edit(&mut document);
    Policy::parse(&document.to_string()).unwrap()
}

fn book() -> Book {
    Book::new(1, policy(|_| {}), "2026f").with_timeline(1, "cn-2026", office())
}

/// A ticket's log in the making: each event is followed by the promises that fall due to be made.
struct Story {
    book: Book,
    events: Vec<Event>,
}

impl Story {
    fn opened(plan: &str, severity: Severity) -> Self {
        Self::opened_by(customer(), book(), plan, severity)
    }

    fn opened_by(actor: Actor, book: Book, plan: &str, severity: Severity) -> Self {
        let opened = EventBody::Opened(Opened {
            subject: "Messages arrive twice".into(),
            body: String::new(),
            severity,
            plan: PlanId::new(plan).unwrap(),
            product: None,
            sdks: vec![],
            page: None,
            lang: Lang::En,
        });
        Self { book, events: Vec::new() }.then(0, actor, opened)
    }

    fn then(mut self, minute: i64, actor: Actor, body: EventBody) -> Self {
        self.push(minute, actor, body);
        self.stamped(minute)
    }

    fn stamped(mut self, minute: i64) -> Self {
        for promise in due_stamps(&self.events, &self.book, at(minute)).unwrap() {
            self.push(minute, Actor::System, EventBody::PromiseMade(promise));
        }
        assert_eq!(due_stamps(&self.events, &self.book, at(minute)).unwrap(), [], "stamping is done once");
        self
    }

    fn push(&mut self, minute: i64, actor: Actor, body: EventBody) {
        let seq = u32::try_from(self.events.len()).unwrap() + 1;
        self.events.push(Event { seq, at: at(minute), actor, body });
    }

    fn customer(self, minute: i64, body: EventBody) -> Self {
        self.then(minute, customer(), body)
    }

    fn agent(self, minute: i64, body: EventBody) -> Self {
        self.then(minute, agent(), body)
    }

    fn standings(&self, minute: i64) -> Vec<Standing> {
        standings(&self.events, &self.book, at(minute)).unwrap()
    }

    fn standing(&self, metric: Metric, cycle: u32, minute: i64) -> Standing {
        let mut found =
            self.standings(minute).into_iter().filter(|s| s.run.metric == metric && s.run.cycle == cycle);
        found.next().unwrap_or_else(|| panic!("no {metric:?} {cycle}"))
    }

    /// State and due minute.
    fn told(&self, metric: Metric, cycle: u32, minute: i64) -> (ClockState, Option<i64>) {
        let reading = self.standing(metric, cycle, minute).reading;
        (reading.state, reading.due_at.map(|due| (due - at(0)).num_minutes()))
    }

    fn made(&self, metric: Metric) -> Vec<&Promise> {
        let promises = self.events.iter().filter_map(|event| match &event.body {
            EventBody::PromiseMade(promise) => Some(promise),
            _ => None,
        });
        promises.filter(|promise| promise.metric == metric).collect()
    }
}

fn customer() -> Actor {
    Actor::Customer { id: UserId::new("u1").unwrap(), name: "Mina".into() }
}

fn agent() -> Actor {
    Actor::Agent { id: AgentId::new("a1").unwrap(), name: "Lin Wei".into() }
}

fn message() -> EventBody {
    EventBody::Message { body: "…".into() }
}

fn note() -> EventBody {
    EventBody::Note { body: "…".into() }
}

fn ask(ids: &[&str]) -> EventBody {
    let items = ids.iter().map(|id| InfoItem { id: (*id).into(), label: "a log".into() }).collect();
    EventBody::InfoRequested { items }
}

fn give(ids: &[&str]) -> EventBody {
    EventBody::InfoProvided { items: ids.iter().map(|id| (*id).into()).collect() }
}

fn severity(from: Severity, to: Severity) -> EventBody {
    EventBody::SeverityChanged { from, to, reason: "as agreed".into() }
}

fn plan(from: &str, to: &str) -> EventBody {
    let id = |text: &str| PlanId::new(text).unwrap();
    EventBody::PlanChanged { from: id(from), to: id(to), reason: "billing".into() }
}

const DAY: i64 = 1440;

#[test]
fn opening_stamps_the_first_response_and_the_resolution() {
    let story = Story::opened("professional", Severity::Degraded);
    assert_eq!(story.told(FirstResponse, 0, 1), (Running, Some(240)));
    // 24 h of 8.5 h days: 2 days, 7 h.
    assert_eq!(story.told(Resolution, 0, 1), (Running, Some(2 * DAY + 420)));
    let promise = story.made(FirstResponse)[0];
    assert_eq!(
        (promise.clock.as_str(), promise.target_seconds, promise.tzdb.as_str()),
        ("cn-2026", 14_400, "2026f")
    );
    assert_eq!((promise.policy_hash.len(), promise.calendar_hash.len()), (64, 64));
    let always = Story::opened("enterprise", Severity::Down);
    let promise = always.made(FirstResponse)[0];
    assert_eq!(
        (promise.clock.as_str(), promise.tzdb.as_str(), promise.calendar_hash.as_str()),
        ("always", "", "")
    );
    assert_eq!(always.told(FirstResponse, 0, 30), (Running, Some(30)));
    assert_eq!(always.told(FirstResponse, 0, 31), (Missed, Some(30)));
}

#[test]
fn only_a_person_s_public_word_is_a_response() {
    for (actor, body, state) in [
        (agent(), message(), Met),
        (agent(), EventBody::Accepted, Met),
        (agent(), ask(&["i1"]), Met),
        (agent(), note(), Missed),
        (Actor::System, message(), Missed),
        (customer(), message(), Missed),
        (agent(), EventBody::Assigned { agent: AgentId::new("a1").unwrap(), name: "Lin".into() }, Missed),
    ] {
        let story = Story::opened("professional", Severity::Degraded).then(100, actor, body.clone());
        assert_eq!(story.told(FirstResponse, 0, 500).0, state, "{body:?}");
    }
    // Late is late, whoever looks and whenever.
    let late = Story::opened("professional", Severity::Degraded).agent(241, message());
    assert_eq!(late.told(FirstResponse, 0, 10 * DAY), (Missed, Some(240)));
    assert_eq!(late.standing(FirstResponse, 0, 10 * DAY).unrecorded_miss(), Some(at(240)));
}

#[test]
fn the_next_response_counts_from_the_oldest_unanswered_message() {
    let story = Story::opened("professional", Severity::Degraded)
        .agent(10, message())
        .customer(20, message())
        .agent(30, note())
        .customer(100, message());
    assert_eq!(story.told(NextResponse, 0, 101), (Running, Some(260)));
    assert_eq!(story.made(NextResponse).len(), 1);
    let story = story.agent(250, message()).customer(300, message());
    assert_eq!(story.told(NextResponse, 0, 400), (Met, Some(260)));
    assert_eq!(story.told(NextResponse, 1, 400), (Running, Some(DAY + 30)));
    // Before the first response there is no next one.
    let quiet = Story::opened("professional", Severity::Degraded).customer(20, message());
    assert!(quiet.made(NextResponse).is_empty());
}

#[test]
fn a_ticket_that_the_vendor_opened_owes_no_first_response() {
    let story = Story::opened_by(agent(), book(), "professional", Severity::Degraded);
    assert!(story.made(FirstResponse).is_empty());
    let story = story.agent(5, message()).customer(10, message());
    assert_eq!(story.told(NextResponse, 0, 11), (Running, Some(250)));
}

#[test]
fn asking_the_customer_pauses_and_their_answer_resumes() {
    let story = Story::opened("professional", Severity::Degraded).agent(60, ask(&["i1", "i2"]));
    assert_eq!(story.told(Resolution, 0, 70), (Paused, None));
    assert_eq!(story.told(FirstResponse, 0, 70), (Met, Some(240)));
    let story = story.customer(120, give(&["i1"]));
    assert_eq!(story.told(Resolution, 0, 500), (Paused, None));
    // Over the night: from 120 to the next morning at 30, of which 450 minutes are open.
    let story = story.customer(DAY + 30, give(&["i2"]));
    assert_eq!(story.told(Resolution, 0, DAY + 31), (Running, Some(3 * DAY + 390)));
    let standing = story.standing(Resolution, 0, DAY + 31);
    assert_eq!(standing.run.pauses.len(), 1);
    let told = standing.explain(&story.book).unwrap();
    assert_eq!(told.counted_seconds(), 24 * 3600);
    // What the customer gave waits for an answer since they gave the first of it.
    assert_eq!(story.standing(NextResponse, 0, DAY + 31).run.started_at, at(120));
    // A request that is withdrawn resumes just as well.
    let story = story.agent(DAY + 40, ask(&["i3"])).agent(DAY + 50, give(&["i3"]));
    assert_eq!(story.told(Resolution, 0, DAY + 51), (Running, Some(3 * DAY + 400)));
}

#[test]
fn paused_past_the_deadline_is_not_missed() {
    let story = Story::opened("enterprise", Severity::Degraded).agent(30, ask(&["i1"]));
    assert_eq!(story.told(Resolution, 0, 30 * DAY), (Paused, None));
    assert_eq!(story.standing(Resolution, 0, 30 * DAY).wake_at, None);
    let story = story.customer(30 * DAY, give(&["i1"])).agent(30 * DAY + 449, EventBody::Resolved);
    assert_eq!(story.told(Resolution, 0, 40 * DAY), (Met, Some(30 * DAY + 450)));
}

#[test]
fn a_new_severity_gives_a_new_target_and_keeps_the_time_elapsed() {
    let story = Story::opened("professional", Severity::Severe).agent(5, note());
    assert_eq!(story.told(FirstResponse, 0, 6), (Running, Some(30)));
    // Milder: later, with its reason in the log.
    let milder = story.agent(20, severity(Severity::Severe, Severity::Question));
    assert_eq!(milder.told(FirstResponse, 0, 21), (Running, Some(240)));
    assert_eq!(milder.standing(FirstResponse, 0, 21).reading.elapsed_seconds, 21 * 60);
    // Harsher again, when its 30 minutes have run out: the grace, not an instant miss.
    let harsher = milder.agent(100, severity(Severity::Question, Severity::Down));
    assert_eq!(harsher.told(FirstResponse, 0, 101), (Running, Some(130)));
    assert_eq!(harsher.standing(FirstResponse, 0, 101).promise.target_seconds, 130 * 60);
    assert_eq!(harsher.told(FirstResponse, 0, 131), (Missed, Some(130)));
}

#[test]
fn the_grace_never_gives_more_than_was_left() {
    let story = Story::opened("professional", Severity::Degraded)
        .agent(225, severity(Severity::Degraded, Severity::Down));
    assert_eq!(story.told(FirstResponse, 0, 226), (Running, Some(240)));
    assert_eq!(story.made(FirstResponse).len(), 1);
}

#[test]
fn a_miss_is_for_good() {
    let story = Story::opened("professional", Severity::Severe)
        .agent(31, severity(Severity::Severe, Severity::Question));
    assert_eq!(story.told(FirstResponse, 0, 40), (Missed, Some(30)));
    assert_eq!(story.made(FirstResponse).len(), 1);
    // A recorded miss stands too.
    let missed = EventBody::PromiseMissed { metric: FirstResponse, cycle: 0, missed_at: at(30) };
    let story = story.then(32, Actor::System, missed).agent(33, message());
    let standing = story.standing(FirstResponse, 0, DAY);
    assert_eq!((standing.reading.state, standing.unrecorded_miss(), standing.wake_at), (Missed, None, None));
}

#[test]
fn a_better_plan_counts_at_once_and_a_lapse_keeps_what_was_promised() {
    let upgraded = Story::opened("basic", Severity::Degraded).agent(10, plan("basic", "enterprise"));
    assert_eq!(upgraded.told(FirstResponse, 0, 11), (Running, Some(60)));
    let promise = upgraded.standing(FirstResponse, 0, 11).promise;
    assert_eq!((promise.clock.as_str(), promise.started_at), ("always", at(10)));
    // On another clock the promise begins anew with what is left: 50 of 60 minutes.
    assert_eq!(promise.target_seconds, 50 * 60);

    let late = Story::opened("basic", Severity::Degraded).agent(200, plan("basic", "enterprise"));
    assert_eq!(late.told(FirstResponse, 0, 201), (Running, Some(230)));

    let lapsed = Story::opened("enterprise", Severity::Degraded).agent(10, plan("enterprise", "basic"));
    assert_eq!(lapsed.told(FirstResponse, 0, 11), (Running, Some(60)));
    assert_eq!(lapsed.made(FirstResponse).len(), 1);
    // What begins after the lapse follows the plan in force.
    let lapsed = lapsed.agent(20, message()).customer(30, message());
    assert_eq!(lapsed.told(NextResponse, 0, 31), (Running, Some(510)));
    // A new severity on the old promise is measured by the better plan of the two.
    let lapsed = Story::opened("enterprise", Severity::Down)
        .agent(10, plan("enterprise", "basic"))
        .agent(15, severity(Severity::Down, Severity::Question));
    assert_eq!(lapsed.told(FirstResponse, 0, 16), (Running, Some(60)));
}

#[test]
fn the_periodic_update_runs_from_word_to_word() {
    let story = Story::opened("professional", Severity::Severe).agent(10, message());
    assert_eq!(story.told(Update, 0, 11), (Running, Some(70)));
    let story = story.agent(50, message());
    assert_eq!(
        (story.told(Update, 0, 60), story.told(Update, 1, 60)),
        ((Met, Some(70)), (Running, Some(110)))
    );
    let story = story.agent(60, severity(Severity::Severe, Severity::Question));
    assert_eq!(story.told(Update, 1, 300).0, Cancelled);
    let story = story.agent(90, severity(Severity::Question, Severity::Down));
    assert_eq!(story.told(Update, 1, 91), (Running, Some(120)));
    let story = story.agent(100, EventBody::Resolved);
    assert_eq!(story.told(Update, 1, 300).0, Cancelled);
}

#[test]
fn reopening_continues_the_resolution_and_starts_the_next_response_afresh() {
    let story = Story::opened("professional", Severity::Degraded)
        .agent(60, message())
        .customer(70, message())
        .agent(100, message())
        .agent(100, EventBody::Resolved);
    assert_eq!(story.told(Resolution, 0, DAY), (Met, Some(2 * DAY + 420)));
    let story = story.customer(200, EventBody::Reopened).customer(200, message());
    assert_eq!(story.told(Resolution, 0, 201), (Running, Some(3 * DAY + 10)));
    assert_eq!(story.told(NextResponse, 1, 201), (Running, Some(440)));
    let standing = story.standing(Resolution, 0, 201);
    assert_eq!(standing.run.pauses[0].reason, PauseReason::Resolved);
    assert_eq!(standing.reading.elapsed_seconds, 101 * 60);

    let fresh = Book::new(1, policy(|document| document["reopen"] = json!("fresh")), "2026f").with_timeline(
        1,
        "cn-2026",
        office(),
    );
    let story = Story::opened_by(customer(), fresh, "professional", Severity::Degraded)
        .agent(60, message())
        .agent(100, EventBody::Resolved)
        .customer(200, EventBody::Reopened);
    assert_eq!(story.told(Resolution, 0, 10 * DAY).0, Met);
    assert_eq!(story.told(Resolution, 1, 201), (Running, Some(3 * DAY + 110)));
}

#[test]
fn closing_or_merging_drops_what_is_still_owed() {
    for end in [EventBody::Closed, EventBody::Merged { into: TicketId::new("tkt_2").unwrap() }] {
        let story = Story::opened("professional", Severity::Degraded).agent(100, end.clone());
        assert_eq!(story.told(FirstResponse, 0, 10 * DAY).0, Cancelled, "{end:?}");
        let late = Story::opened("professional", Severity::Degraded).agent(300, end);
        assert_eq!(late.told(FirstResponse, 0, 10 * DAY), (Missed, Some(240)));
    }
    // Resolved without a word is no response either; reopened, the first response is still owed.
    let story = Story::opened("professional", Severity::Degraded).agent(100, EventBody::Resolved);
    assert_eq!(story.told(FirstResponse, 0, 200).0, Cancelled);
    let story = story.customer(200, EventBody::Reopened);
    assert_eq!(story.told(FirstResponse, 0, 201), (Running, Some(340)));
}

#[test]
fn an_edit_of_the_policy_moves_an_open_deadline_only_forward() {
    let edited = |duration: &'static str| {
        policy(move |document| {
            document["plans"][1]["targets"]["first_response"]["any"]["duration"] = json!(duration);
        })
    };
    for (duration, due, made) in [("8h", 240, 1), ("4h", 240, 1), ("2h", 120, 2)] {
        let mut story = Story::opened("professional", Severity::Degraded);
        story.book = Book::new(2, edited(duration), "2026f")
            .with_policy(1, policy(|_| {}))
            .with_timeline(1, "cn-2026", office())
            .with_timeline(2, "cn-2026", office());
        let story = story.stamped(10);
        assert_eq!(story.told(FirstResponse, 0, 11), (Running, Some(due)), "{duration}");
        assert_eq!(story.made(FirstResponse).len(), made, "{duration}");
    }
}

#[test]
fn warnings_are_told_once_and_the_clock_says_when_to_look_again() {
    let book = Book::new(1, policy(|document| document["escalations"] = json!([])), "2026f");
    let book = book.with_timeline(1, "cn-2026", office());
    let story = Story::opened_by(customer(), book, "professional", Severity::Degraded);
    let standing = story.standing(FirstResponse, 0, 1);
    let told: Vec<(u8, i64)> =
        standing.warnings.iter().map(|w| (w.percent, (w.at - at(0)).num_minutes())).collect();
    assert_eq!(told, [(50, 120), (75, 180), (90, 216)]);
    assert_eq!(standing.wake_at, Some(at(120)));
    let warned = |percent| EventBody::PromiseWarned { metric: FirstResponse, cycle: 0, percent };
    let story = story.then(120, Actor::System, warned(50)).then(180, Actor::System, warned(75));
    assert_eq!(story.standing(FirstResponse, 0, 181).wake_at, Some(at(216)));
    let story = story.then(216, Actor::System, warned(90));
    assert_eq!(story.standing(FirstResponse, 0, 217).wake_at, Some(at(240) + TimeDelta::seconds(1)));
    assert_eq!(story.standing(FirstResponse, 0, 241).wake_at, Some(at(240)));
}

#[test]
fn a_plan_without_a_promise_has_no_standing() {
    let bare = policy(|document| {
        document["plans"][0]["targets"] = json!({"first_response": {"any": "best_effort", "down": "none"}});
    });
    let book = Book::new(1, bare, "2026f").with_timeline(1, "cn-2026", office());
    let story = Story::opened_by(customer(), book, "basic", Severity::Degraded);
    assert_eq!(story.standings(1), []);
    // An upgrade promises from then on, for the time since the opening, with the grace at the least.
    let story = story.agent(300, plan("basic", "professional"));
    assert_eq!(story.told(FirstResponse, 0, 301), (Running, Some(330)));
    assert_eq!(story.told(Resolution, 0, 301), (Running, Some(2 * DAY + 420)));
}

#[derive(Debug, Clone)]
struct Step {
    gap: i64,
    by_customer: bool,
    what: u8,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0_i64..400, any::<bool>(), 0_u8..9).prop_map(|(gap, by_customer, what)| Step {
        gap,
        by_customer,
        what,
    });
    proptest::collection::vec(step, 0..14)
}

/// A legal or illegal life of a ticket: the clocks must be of one mind about either.
fn lived(steps: &[Step]) -> (Story, i64) {
    let mut story = Story::opened("professional", Severity::Degraded);
    let (mut minute, mut asked, mut grade) = (0, 0, Severity::Degraded);
    for step in steps {
        minute += step.gap;
        let actor = if step.by_customer { customer() } else { agent() };
        let body = match step.what {
            0 | 1 => message(),
            2 => {
                asked += 1;
                ask(&[&asked.to_string()])
            }
            3 => give(&[&asked.to_string()]),
            4 => EventBody::Resolved,
            5 => EventBody::Reopened,
            6 => {
                let to = if step.by_customer { Severity::Down } else { Severity::Question };
                let body = severity(grade, to);
                grade = to;
                body
            }
            7 => plan("professional", if step.by_customer { "enterprise" } else { "basic" }),
            _ => note(),
        };
        story = story.then(minute, actor, body);
    }
    (story, minute)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_arrival_does_not_matter(steps in steps(), turn in 0_usize..14) {
        let (story, end) = lived(&steps);
        let mut shuffled = story.events.clone();
        let middle = turn.min(shuffled.len());
        shuffled.rotate_left(middle);
        shuffled.extend(story.events.iter().take(2).cloned());
        for minute in [end, end + 5 * DAY] {
            prop_assert_eq!(standings(&shuffled, &story.book, at(minute)), standings(&story.events, &story.book, at(minute)));
        }
    }

    #[test]
    fn a_miss_stays_and_its_instant_does_not_depend_on_who_looks_when(steps in steps()) {
        let (story, end) = lived(&steps);
        let mut missed: BTreeMap<(Metric, u32), DateTime<Utc>> = BTreeMap::new();
        for minute in (0..end + 6 * DAY).step_by(173) {
            let now = story.standings(minute);
            for (key, since) in &missed {
                let standing = now.iter().find(|s| (s.run.metric, s.run.cycle) == *key).unwrap();
                prop_assert_eq!(standing.reading.missed_at, Some(*since));
            }
            for standing in now {
                if let Some(since) = standing.reading.missed_at {
                    prop_assert!(since < at(minute));
                    missed.insert((standing.run.metric, standing.run.cycle), since);
                }
                if standing.reading.state == Paused {
                    prop_assert_eq!(standing.reading.due_at, None);
                }
                let told = standing.explain(&story.book);
                if let (Running, Ok(told)) = (standing.reading.state, told) {
                    prop_assert_eq!(told.due, standing.reading.due_at);
                    prop_assert_eq!(told.counted_seconds(), standing.promise.target_seconds);
                }
                let pauses = &standing.run.pauses;
                for due in &standing.escalations {
                    prop_assert!(pauses.iter().all(|p| due.at < p.from || p.until.is_some_and(|u| u <= due.at)));
                }
                for warning in standing.warnings {
                    prop_assert!(pauses.iter().all(|p| warning.at < p.from || p.until.is_some_and(|u| u <= warning.at)));
                }
            }
        }
    }
}
