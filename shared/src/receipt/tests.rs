//! Which changes of a ticket give a receipt, told as stories: minutes after Monday 2026-03-02 09:00 in Shanghai.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::api::receipts::Receipts;
use crate::id::{AccountId, AgentId, PlanId, TicketId, UserId};
use crate::metric::Metric::{self, FirstResponse, NextResponse, Resolution};
use crate::policy::{Policy, default_document};
use crate::promise::{Book, due_stamps, standings};
use crate::receipt::jws::{Kind, Parts, sha256};
use crate::receipt::{Cause, Issue, KeyPair, Last, Receipt, Statement, Withdrawn, due_receipt};
use crate::severity::Severity::{self, Degraded, Down, Question, Severe};
use crate::text::Lang;
use crate::ticket::{Actor, Event, EventBody, InfoItem, Opened, Ticket};
use crate::zones;

pub(super) const ISSUER: &str = "https://support.example.com";

pub(super) fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-03-02T09:00:00+08:00").unwrap().to_utc() + TimeDelta::minutes(minutes)
}

fn policy(edit: impl Fn(&mut Value)) -> Policy {
    let mut document: Value = serde_json::from_str(default_document()).unwrap();
    edit(&mut document);
    Policy::parse(&document.to_string()).unwrap()
}

/// Policies by version, the last one in force.
fn book(policies: &[&Policy]) -> Book {
    let current = u32::try_from(policies.len()).unwrap();
    let mut book = Book::new(current, policies[policies.len() - 1].clone(), zones::tzdb_version());
    for (version, policy) in (1..).zip(policies) {
        for (name, calendar) in policy.calendars() {
            let timeline = zones::compile(calendar, at(-1440), at(500 * 1440)).unwrap();
            book = book.with_timeline(version, name, timeline);
        }
        book = book.with_policy(version, Policy::clone(policy));
    }
    book
}

/// A vendor who writes on one ticket and signs as the Worker does.
pub(super) struct Vendor {
    pub(super) key: KeyPair,
    pub(super) ticket: &'static str,
    policies: Vec<Policy>,
    book: Book,
    events: Vec<Event>,
    pub(super) receipts: Vec<String>,
    is_signing: bool,
}

/// A run of a clock, and by when, in minutes.
type Due = (Metric, u32, Option<i64>);

impl Vendor {
    pub(super) fn opened(plan: &str, severity: Severity) -> Self {
        Self::opened_as("tkt_1", plan, severity)
    }

    pub(super) fn opened_as(ticket: &'static str, plan: &str, severity: Severity) -> Self {
        Self::new(ticket, true).opens(plan, severity)
    }

    fn new(ticket: &'static str, is_signing: bool) -> Self {
        let policies = vec![policy(|_| {})];
        let book = book(&policies.iter().collect::<Vec<_>>());
        let key = KeyPair::from_random([7; 32]);
        Self { key, ticket, policies, book, events: Vec::new(), receipts: Vec::new(), is_signing }
    }

    fn opens(self, plan: &str, severity: Severity) -> Self {
        let opened = Opened {
            subject: "Messages arrive twice".into(),
            body: String::new(),
            severity,
            plan: PlanId::new(plan).unwrap(),
            product: None,
            sdks: vec![],
            page: None,
            lang: Lang::En,
        };
        self.writes(0, customer(), [EventBody::Opened(opened)])
    }

    pub(super) fn writes<const N: usize>(
        mut self,
        minute: i64,
        actor: Actor,
        bodies: [EventBody; N],
    ) -> Self {
        let written = self.events.len();
        for body in bodies {
            self.push(minute, actor.clone(), body);
        }
        for promise in due_stamps(&self.events, &self.book, at(minute)).unwrap() {
            self.push(minute, Actor::System, EventBody::PromiseMade(promise));
        }
        if self.is_signing {
            self.signs(written, minute);
        }
        self
    }

    fn push(&mut self, minute: i64, actor: Actor, body: EventBody) {
        let seq = u32::try_from(self.events.len()).unwrap() + 1;
        self.events.push(Event { seq, at: at(minute), actor, body });
    }

    fn signs(&mut self, written: usize, minute: i64) {
        let last = self.receipts.last();
        let last = last.map(|jws| Last { receipt: claims(jws), sha256: sha256(jws) });
        let issue = Issue {
            issuer: ISSUER,
            id: &TicketId::new(self.ticket).unwrap(),
            account: &AccountId::new("acc_1").unwrap(),
            events: &self.events,
            new_events: &self.events[written..],
            ticket: &Ticket::fold(&self.events).unwrap(),
            standings: &standings(&self.events, &self.book, at(minute)).unwrap(),
            book: &self.book,
            last: last.as_ref(),
            now: at(minute),
        };
        if let Some(receipt) = due_receipt(&issue).unwrap() {
            self.receipts.push(self.key.sign(Kind::Receipt, &receipt).unwrap());
        }
    }

    /// The customer asks for the chain.
    pub(super) fn statement(&self) -> Statement {
        Statement {
            iss: ISSUER.into(),
            sub: TicketId::new(self.ticket).unwrap(),
            ticket_number: 1001,
            seq: self.events.last().unwrap().seq,
            as_of: self.events.last().unwrap().at,
            count: u32::try_from(self.receipts.len()).unwrap(),
            last: self.receipts.last().map(|jws| sha256(jws)),
        }
    }

    pub(super) fn file(&self) -> Receipts {
        let mut calendars = BTreeMap::new();
        for receipt in self.said() {
            for owed in receipt.owed {
                let calendar = self.policies[owed.policy_version as usize - 1].calendar(&owed.clock);
                if let (Some(sha256), Some(calendar)) = (owed.calendar_sha256, calendar) {
                    calendars.insert(sha256, calendar.clone().into());
                }
            }
        }
        let statement = self.key.sign(Kind::Statement, &self.statement()).unwrap();
        Receipts { calendars, receipts: self.receipts.clone(), statement }
    }

    pub(super) fn said(&self) -> Vec<Receipt> {
        self.receipts.iter().map(|jws| claims(jws)).collect()
    }

    /// Of each receipt its causes, and what is owed.
    fn told(&self) -> Vec<(Vec<Cause>, Vec<Due>)> {
        let minutes = |due: DateTime<Utc>| (due - at(0)).num_minutes();
        let told = |receipt: Receipt| {
            let owed = receipt.owed.iter().map(|it| (it.metric, it.cycle, it.due_at.map(minutes)));
            (receipt.because, owed.collect())
        };
        self.said().into_iter().map(told).collect()
    }
}

pub(super) fn claims(jws: &str) -> Receipt {
    Parts::take(jws, Kind::Receipt).unwrap().claims().unwrap()
}

pub(super) fn customer() -> Actor {
    Actor::Customer { id: UserId::new("u1").unwrap(), name: "Mina".into() }
}

pub(super) fn agent() -> Actor {
    Actor::Agent { id: AgentId::new("a1").unwrap(), name: "Lin Wei".into() }
}

pub(super) fn message() -> EventBody {
    EventBody::Message { body: "…".into() }
}

pub(super) fn ask() -> EventBody {
    EventBody::InfoRequested { items: vec![InfoItem { id: "i1".into(), label: "a log".into() }] }
}

pub(super) fn give() -> EventBody {
    EventBody::InfoProvided { items: vec!["i1".into()] }
}

pub(super) fn severity(from: Severity, to: Severity) -> EventBody {
    EventBody::SeverityChanged { from, to, reason: "as agreed".into() }
}

fn changed(from: Severity, to: Severity) -> Cause {
    Cause::SeverityChanged { from, to, reason: "as agreed".into() }
}

const DAY: i64 = 1440;

#[test]
fn opening_confirms_every_promise_in_one_receipt() {
    let vendor = Vendor::opened("professional", Degraded);
    // 24 h of 8.5 h days, on a calendar whose hours begin at 09:00: 2 days, 7 h.
    let owed = vec![(FirstResponse, 0, Some(240)), (Resolution, 0, Some(2 * DAY + 420))];
    assert_eq!(vendor.told(), [(vec![Cause::Opened], owed)]);
    let receipt = &vendor.said()[0];
    assert_eq!((receipt.n, &receipt.previous, receipt.iat), (1, &None, at(0).timestamp()));
    assert_eq!((receipt.severity, receipt.plan.as_str()), (Degraded, "professional"));
    let [first, ..] = &receipt.owed[..] else { panic!("no promise") };
    assert_eq!((first.tzdb.as_deref(), first.made_seq), (Some(zones::tzdb_version()), 2));
    assert_eq!(first.calendar_sha256.as_ref().map(String::len), Some(64));
}

#[test]
fn what_changes_nothing_that_is_owed_gives_no_receipt() {
    let vendor = Vendor::opened("professional", Degraded)
        .writes(5, customer(), [message()])
        .writes(6, agent(), [EventBody::Note { body: "…".into() }])
        .writes(
            7,
            agent(),
            [
                EventBody::Accepted,
                EventBody::Assigned { agent: AgentId::new("a1").unwrap(), name: "Lin".into() },
            ],
        )
        .writes(9, agent(), [message()])
        .writes(10, agent(), [EventBody::Resolved]);
    assert_eq!(vendor.receipts.len(), 1, "{:?}", vendor.told());
}

#[test]
fn a_message_that_has_to_be_answered_is_confirmed() {
    let vendor = Vendor::opened("professional", Degraded).writes(5, agent(), [message()]).writes(
        60,
        customer(),
        [message()],
    );
    let told = vendor.told();
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[1].0, [Cause::CustomerWrote]);
    assert!(
        told[1].1.iter().any(|(metric, cycle, due)| (*metric, *cycle) == (NextResponse, 0) && due.is_some())
    );
    assert!(
        !told[1].1.iter().any(|(metric, ..)| *metric == FirstResponse),
        "it was kept, and is not owed any more"
    );
}

#[test]
fn a_pause_and_its_end_are_both_confirmed() {
    let vendor = Vendor::opened("professional", Degraded).writes(60, agent(), [ask()]).writes(
        90,
        customer(),
        [message(), give()],
    );
    let told = vendor.told();
    assert_eq!(told[1], (vec![Cause::InfoRequested], vec![(Resolution, 0, None)]));
    assert_eq!(vendor.said()[1].owed[0].paused_since, Some(at(60)));
    assert_eq!(told[2].0, [Cause::CustomerWrote, Cause::InfoProvided]);
    assert!(told[2].1.contains(&(Resolution, 0, Some(2 * DAY + 450))), "{told:?}");
}

#[test]
fn another_severity_is_confirmed_with_its_reason_and_what_it_withdraws() {
    let stricter = Vendor::opened("professional", Degraded).writes(10, agent(), [severity(Degraded, Severe)]);
    let told = stricter.told();
    assert_eq!(told[1].0, [changed(Degraded, Severe)]);
    assert!(told[1].1[0].2 < told[0].1[0].2, "{told:?}");

    let without = policy(|document| {
        document["plans"][1]["targets"]["resolution"] =
            json!({"down": {"duration": "8h", "clock": "cn-2026"}});
    });
    let mut vendor = Vendor::new("tkt_1", true);
    (vendor.policies, vendor.book) = (vec![without.clone()], book(&[&without]));
    let vendor = vendor.opens("professional", Down).writes(10, agent(), [severity(Down, Question)]);
    let receipts = vendor.said();
    assert_eq!(receipts[1].withdrawn, [Withdrawn { metric: Resolution, cycle: 0 }]);
    // It is said once.
    let vendor = vendor.writes(12, agent(), [severity(Question, Down)]);
    assert_eq!(vendor.said()[2].withdrawn, []);
    assert!(vendor.told()[2].1.iter().any(|(metric, ..)| *metric == Resolution), "it is promised again");
}

#[test]
fn reopening_confirms_what_goes_on() {
    let vendor = Vendor::opened("professional", Degraded)
        .writes(5, agent(), [message()])
        .writes(60, agent(), [EventBody::Resolved])
        .writes(180, customer(), [EventBody::Reopened, message()]);
    let told = vendor.told();
    assert_eq!(told[1].0, [Cause::Reopened, Cause::CustomerWrote]);
    // Two hours resolved are not counted: 7 h past nine and 2 h more are 1.5 h into the next morning.
    assert!(told[1].1.contains(&(Resolution, 0, Some(3 * DAY + 30))), "{told:?}");
}

#[test]
fn an_upgrade_is_confirmed_with_its_reason_and_a_lapse_moves_nothing() {
    let plan = |from: &str, to: &str| {
        let id = |text: &str| PlanId::new(text).unwrap();
        EventBody::PlanChanged { from: id(from), to: id(to), reason: "billing".into() }
    };
    let vendor = Vendor::opened("basic", Degraded)
        .writes(10, Actor::System, [plan("basic", "enterprise")])
        .writes(20, Actor::System, [plan("enterprise", "basic")]);
    let told = vendor.told();
    assert_eq!(told.len(), 2, "a lapse keeps what was promised: {told:?}");
    assert!(matches!(&told[1].0[..], [Cause::PlanChanged { reason, .. }] if reason == "billing"), "{told:?}");
    assert!(told[1].1[0].2 < told[0].1[0].2, "{told:?}");
    assert_eq!(vendor.said()[1].plan.as_str(), "enterprise");
}

#[test]
fn a_better_policy_is_confirmed_by_its_version() {
    let mut vendor = Vendor::opened("professional", Degraded);
    let better = policy(|document| {
        document["plans"][1]["targets"]["first_response"]["any"]["duration"] = json!("2h");
        document["plans"][1]["targets"]["first_response"]["degraded"] =
            json!({"duration": "2h", "clock": "cn-2026"});
    });
    vendor.book = book(&[&vendor.policies[0], &better]);
    vendor.policies.push(better);
    let vendor = vendor.writes(10, agent(), [EventBody::Note { body: "…".into() }]);
    let told = vendor.told();
    assert_eq!(told[1].0, [Cause::PolicyChanged { version: 2 }]);
    assert_eq!(told[1].1[0], (FirstResponse, 0, Some(120)));
}

#[test]
fn what_was_promised_without_a_key_is_confirmed_with_the_first_one() {
    let mut vendor = Vendor::new("tkt_1", false).opens("professional", Down);
    vendor = vendor.writes(5, agent(), [severity(Down, Degraded)]);
    vendor.is_signing = true;
    let vendor = vendor.writes(30, agent(), [EventBody::Note { body: "…".into() }]);
    let told = vendor.told();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, [changed(Down, Degraded)]);
    assert_eq!(vendor.said()[0].n, 1);
    let mut vendor = Vendor::new("tkt_1", false).opens("professional", Degraded);
    vendor.is_signing = true;
    let vendor = vendor.writes(30, agent(), [EventBody::Note { body: "…".into() }]);
    assert_eq!(vendor.told()[0].0, [Cause::Restated]);
}
