//! What lies on a desk: a ticket that was talked about a lot, and very many that wait.

use aftercare_shared::id::{AgentId, PlanId, UserId};
use aftercare_shared::promise::{Book, due_stamps};
use aftercare_shared::severity::Severity;
use aftercare_shared::text::Lang;
use aftercare_shared::ticket::{Actor, Event, EventBody, InfoItem, Opened};
use aftercare_shared::timeline::{Pause, PauseReason};
use chrono::{DateTime, TimeDelta, Utc};

use crate::office;

/// The policy in force and the hours of its office.
#[must_use]
pub fn book() -> Book {
    let timeline = office::two_years(&office::calendar());
    Book::new(1, office::policy(), "2026f").with_timeline(1, "cn-2026", timeline)
}

/// A ticket of so many events, ten minutes apart: messages both ways, requests and their answers, changes of
/// severity, notes, and every promise that follows from them.
///
/// # Panics
/// Where the office's hours do not reach far enough.
#[must_use]
pub fn ticket(book: &Book, length: usize) -> Vec<Event> {
    let opened = EventBody::Opened(Opened {
        subject: "Messages arrive twice".into(),
        body: "Since this morning.".into(),
        severity: Severity::Degraded,
        plan: PlanId::new("professional").expect("an id"),
        product: None,
        sdks: Vec::new(),
        page: None,
        lang: Lang::En,
    });
    let mut log = Vec::with_capacity(length + 4);
    let mut at = office::at("2026-03-02T01:00:00Z");
    append(&mut log, at, customer(), opened);
    for turn in 0_u32.. {
        stamp(&mut log, book, at);
        if log.len() >= length {
            break;
        }
        at += TimeDelta::minutes(10);
        let (actor, body) = happening(turn);
        append(&mut log, at, actor, body);
    }
    log.truncate(length);
    log
}

/// One of many promises that are still to be kept.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// When its clock began.
    pub started_at: DateTime<Utc>,
    /// How much open time it allows, in seconds.
    pub target_seconds: u64,
    /// When it stood still.
    pub pauses: Vec<Pause>,
}

/// So many open promises, begun over half a year; each third one has waited for its customer once.
#[must_use]
pub fn waiting(count: usize) -> Vec<Waiting> {
    let first = office::at("2026-03-02T01:00:00Z");
    let targets = [1_800_u64, 14_400, 28_800, 86_400, 172_800];
    (0_i64..)
        .zip(targets.into_iter().cycle())
        .take(count)
        .map(|(turn, target_seconds)| {
            let started_at = first + TimeDelta::seconds(turn * 7_919 % 15_552_000);
            let asked = started_at + TimeDelta::hours(2);
            let pause = Pause {
                from: asked,
                until: Some(asked + TimeDelta::hours(20)),
                reason: PauseReason::WaitingForCustomer,
            };
            let pauses = if turn % 3 == 0 { vec![pause] } else { Vec::new() };
            Waiting { started_at, target_seconds, pauses }
        })
        .collect()
}

fn happening(turn: u32) -> (Actor, EventBody) {
    let asked = || (turn / 10).to_string();
    if turn == 0 {
        return (agent(), EventBody::Accepted);
    }
    match turn % 10 {
        0 | 1 | 6 => (customer(), EventBody::Message { body: "It still happens.".into() }),
        2 | 7 => (agent(), EventBody::Message { body: "Thank you, we are looking.".into() }),
        3 => {
            let item = InfoItem { id: asked(), label: "a log".into() };
            (agent(), EventBody::InfoRequested { items: vec![item] })
        }
        4 => (customer(), EventBody::InfoProvided { items: vec![asked()] }),
        5 => (agent(), EventBody::Note { body: "The second node again.".into() }),
        8 => (agent(), changed(Severity::Degraded, Severity::Severe)),
        _ => (agent(), changed(Severity::Severe, Severity::Degraded)),
    }
}

fn changed(from: Severity, to: Severity) -> EventBody {
    EventBody::SeverityChanged { from, to, reason: "As it looks now.".into() }
}

fn stamp(log: &mut Vec<Event>, book: &Book, at: DateTime<Utc>) {
    for promise in due_stamps(log, book, at).expect("the hours reach far enough") {
        append(log, at, Actor::System, EventBody::PromiseMade(promise));
    }
}

fn append(log: &mut Vec<Event>, at: DateTime<Utc>, actor: Actor, body: EventBody) {
    let seq = u32::try_from(log.len()).unwrap_or(u32::MAX).saturating_add(1);
    log.push(Event { seq, at, actor, body });
}

fn customer() -> Actor {
    Actor::Customer { id: UserId::new("mina").expect("an id"), name: "Mina".into() }
}

fn agent() -> Actor {
    Actor::Agent { id: AgentId::new("lin").expect("an id"), name: "Lin Wei".into() }
}
