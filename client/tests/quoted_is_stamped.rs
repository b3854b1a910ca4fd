//! What the panel shows before anything is sent is, to the second, what the Worker stamps.
//!
//! Ten thousand cases of policy, plan, region, severity, instant and pauses. A quote goes the panel's whole way:
//! put together as the route does it, written as JSON, read by the panel's own reader, reckoned by the
//! method that the form calls. The stamp comes from a ticket's log, over hours that were compiled for another
//! stretch of years than the quote's. The seeds are fixed; a case that fails names its own.

#[path = "quoted_is_stamped/draw.rs"]
mod draw;

use aftercare_client::wire::decode;
use aftercare_shared::api::quote::{Quote, Quotes};
use aftercare_shared::api::session::{PlanSource, PlanView};
use aftercare_shared::clock::ClockState;
use aftercare_shared::id::{AgentId, UserId};
use aftercare_shared::metric::Metric;
use aftercare_shared::policy::{Plan, Policy};
use aftercare_shared::promise::{Book, Standing, due_stamps, standings};
use aftercare_shared::severity::Severity;
use aftercare_shared::text::Lang;
use aftercare_shared::ticket::{Actor, Event, EventBody, InfoItem, Opened};
use aftercare_shared::timeline::{Pause, PauseReason, Timeline, Unanswered};
use aftercare_shared::zones::compile;
use chrono::{DateTime, TimeDelta, Utc};

use crate::draw::Draw;

const POLICIES: u64 = 125;
const QUOTES: usize = 20;
const REGIONS: [Option<&str>; 4] = [None, Some("here"), Some("there"), Some("nowhere")];

#[test]
fn ten_thousand_quotes_are_stamped_as_shown() {
    let (mut cases, mut promises) = (0, 0);
    for seed in 0..POLICIES {
        let mut draw = Draw::new(seed);
        let policy = Policy::parse(&draw.policy().to_string()).unwrap();
        let around = |from: &str, until: &str| Hours::compile(&policy, at(from), at(until));
        let quoting = around("2025-12-01T00:00:00Z", "2029-01-01T00:00:00Z");
        let stamping = around("2025-06-06T06:06:06Z", "2031-03-03T03:03:03Z");
        let books = REGIONS.map(|region| (region, stamping.book(&policy, region)));
        for _ in 0..QUOTES {
            let plan = &policy.plans()[usize::try_from(draw.below(3)).unwrap()];
            let (region, book) = &books[usize::try_from(draw.below(4)).unwrap()];
            let now = draw.instant();
            let quotes = shown(&policy, plan, *region, now, &quoting);
            let start = now + TimeDelta::seconds(draw.below(3_600));
            for severity in Severity::USUAL {
                let pauses = pauses(&mut draw, start);
                let case =
                    format!("seed {seed}, {} in {region:?}, {severity:?} at {start}, {pauses:?}", plan.id);
                cases += 1;
                promises += held_against(&quotes, book, (plan, severity), (start, &pauses), &case);
            }
        }
    }
    assert_eq!(cases, 10_000);
    assert!(promises > 10_000, "most plans promise something: {promises}");
}

/// The hours of a policy's calendars.
struct Hours(Vec<(String, Timeline)>);

impl Hours {
    fn compile(policy: &Policy, from: DateTime<Utc>, until: DateTime<Utc>) -> Self {
        let compiled =
            policy.calendars().map(|(name, it)| (name.to_owned(), compile(it, from, until).unwrap()));
        Self(compiled.collect())
    }

    fn of(&self, name: &str) -> &Timeline {
        &self.0.iter().find(|(other, _)| other == name).unwrap().1
    }

    fn book(&self, policy: &Policy, region: Option<&str>) -> Book {
        let book = Book::new(3, policy.clone(), "2026f").in_region(region.map(str::to_owned));
        self.0.iter().fold(book, |book, (name, hours)| book.with_timeline(3, name, hours.clone()))
    }
}

/// A quote as the panel holds it.
fn shown(policy: &Policy, plan: &Plan, region: Option<&str>, now: DateTime<Utc>, hours: &Hours) -> Quotes {
    let plan = PlanView { id: plan.id.clone(), name: plan.name.clone(), source: PlanSource::Account };
    let hours = |name: &str, _: &_| Ok::<_, Unanswered>(hours.of(name));
    let sent = Quotes::assemble(now, plan, (3, policy), region, hours).unwrap();
    let json = serde_json::to_string(&sent).unwrap();
    let read: Quotes = decode(&json).unwrap();
    // The panel keeps no fractions of a second.
    assert_eq!(read.now.timestamp(), sent.now.timestamp());
    assert!(Quotes { now: sent.now, ..read.clone() } == sent, "{json}");
    read
}

/// Holds both tickets of a case against the quote, and says how many promises that were.
fn held_against(
    quotes: &Quotes,
    book: &Book,
    (plan, severity): (&Plan, Severity),
    (start, pauses): (DateTime<Utc>, &[Pause]),
    case: &str,
) -> usize {
    let now = pauses.last().map_or(start, |pause| pause.until.unwrap_or(pause.from));
    let mut held = 0;
    // What runs from the opening, and what runs once the vendor has answered and the customer has written again.
    for (talk, metrics) in [
        (vec![], [Metric::FirstResponse, Metric::Resolution]),
        (vec![agent(), customer()], [Metric::NextResponse, Metric::Update]),
    ] {
        let mut log = Log { book, events: Vec::new() };
        let opened = Opened {
            subject: "Messages arrive twice".into(),
            body: String::new(),
            severity,
            plan: plan.id.clone(),
            product: None,
            sdks: Vec::new(),
            page: None,
            lang: Lang::En,
        };
        log.push(start, customer(), EventBody::Opened(opened));
        for actor in talk {
            log.push(start, actor, EventBody::Message { body: "…".into() });
        }
        for metric in metrics {
            let quote = quotes.reckon(severity, metric, start, &[]).unwrap();
            let stamped = log.events.iter().rev().find_map(|event| match &event.body {
                EventBody::PromiseMade(promise) if promise.metric == metric => Some(promise.clone()),
                _ => None,
            });
            let due = quote.as_ref().and_then(|quote| quote.explanation.due);
            assert_eq!(stamped.as_ref().map(|promise| promise.due_at), due, "{metric:?}: {case}");
            assert_eq!(quotes.is_promised(severity, metric), due.is_some(), "{metric:?}: {case}");
            if let (Some(quote), Some(promise)) = (quote, stamped) {
                assert_eq!(promise.provisional, quote.explanation.provisional, "{metric:?}: {case}");
                held += 1;
            }
        }
        log.stand_still(pauses);
        let standings = standings(&log.events, book, now).unwrap();
        for metric in metrics {
            let quote = quotes.reckon(severity, metric, start, pauses).unwrap();
            let standing = standings.iter().find(|standing| standing.run.metric == metric);
            check(quote, standing, book, &format!("{metric:?}: {case}"));
        }
    }
    held
}

/// The deadline and every segment that leads up to it.
fn check(quote: Option<Quote>, standing: Option<&Standing>, book: &Book, case: &str) {
    let (Some(Quote { explanation, zone }), Some(standing)) = (&quote, standing) else {
        assert!(quote.is_none() && standing.is_none(), "{case}");
        return;
    };
    assert_eq!(zone.is_none(), standing.promise.clock == "always", "{case}");
    assert_eq!(standing.reading.due_at, explanation.due, "{case}");
    if standing.reading.state == ClockState::Paused {
        assert_eq!(explanation.due, None, "{case}");
    } else {
        assert_eq!(explanation.counted_seconds(), standing.promise.target_seconds, "{case}");
    }
    assert_eq!(standing.explain(book).as_ref(), Ok(explanation), "{case}");
}

/// A ticket's log, each event followed by the promises that fall due to be made.
struct Log<'a> {
    book: &'a Book,
    events: Vec<Event>,
}

impl Log<'_> {
    fn push(&mut self, at: DateTime<Utc>, actor: Actor, body: EventBody) {
        self.append(at, actor, body);
        for promise in due_stamps(&self.events, self.book, at).unwrap() {
            self.append(at, Actor::System, EventBody::PromiseMade(promise));
        }
    }

    fn append(&mut self, at: DateTime<Utc>, actor: Actor, body: EventBody) {
        let seq = u32::try_from(self.events.len()).unwrap() + 1;
        self.events.push(Event { seq, at, actor, body });
    }

    /// The customer is asked, in the name of nobody, so that it counts as no answer; and answers, or is let off.
    fn stand_still(&mut self, pauses: &[Pause]) {
        for (turn, pause) in pauses.iter().enumerate() {
            let items = vec![InfoItem { id: turn.to_string(), label: "a log".into() }];
            self.push(pause.from, Actor::System, EventBody::InfoRequested { items });
            if let Some(until) = pause.until {
                let given = EventBody::InfoProvided { items: vec![turn.to_string()] };
                self.push(until, Actor::System, given);
            }
        }
    }
}

/// Up to three, one after the other, three days in all; the last may still last.
fn pauses(draw: &mut Draw, start: DateTime<Utc>) -> Vec<Pause> {
    let (mut pauses, mut cursor) = (Vec::new(), start);
    for left in (0..draw.below(4)).rev() {
        let from = cursor + TimeDelta::seconds(draw.below(100_000));
        let until = from + TimeDelta::seconds(draw.below(80_000) + 1);
        let lasts = left == 0 && draw.one_in(5);
        pauses.push(Pause {
            from,
            until: (!lasts).then_some(until),
            reason: PauseReason::WaitingForCustomer,
        });
        cursor = until + TimeDelta::seconds(1);
    }
    pauses
}

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn customer() -> Actor {
    Actor::Customer { id: UserId::new("mina").unwrap(), name: "Mina".into() }
}

fn agent() -> Actor {
    Actor::Agent { id: AgentId::new("lin").unwrap(), name: "Lin Wei".into() }
}
