//! Every promise in the store: explained to the second, and the same when it is reckoned anew from the log.

use std::collections::BTreeSet;

use aftercare_shared::api::desk::DeskTicket;
use aftercare_shared::api::ticket::{Author, EventView, PromiseState, PromiseView, TicketView};
use aftercare_shared::clock::ClockState;
use aftercare_shared::id::{AgentId, TicketId, UserId};
use aftercare_shared::policy::{Policy, default_document};
use aftercare_shared::promise::{Book, Standing, standings};
use aftercare_shared::severity::Severity;
use aftercare_shared::ticket::{Actor, Event, EventBody};
use aftercare_shared::zones::{self, compile};
use aftercare_tests::customer::fresh;
use aftercare_tests::{Agent, Customer, World, at, new_ticket};
use chrono::{DateTime, TimeDelta, Utc};

/// What becomes of a ticket.
type Life = fn(&Customer<'_>, &Agent<'_>, &TicketId, DateTime<Utc>);

const LIVES: [(&str, Life); 10] = [
    ("nobody answers", |_, _, _, _| {}),
    ("answered and written on", |customer, agent, id, start| {
        let seq = agent.accept(id, seen(agent, id, start), start + TimeDelta::minutes(9)).ticket.summary.seq;
        let seq = agent.answer(id, "Looking.", seq, start + TimeDelta::minutes(20)).ticket.summary.seq;
        let seq = customer.write(id, "Thank you.", seq, start + TimeDelta::minutes(50)).summary.seq;
        customer.write(id, "Any news?", seq, start + TimeDelta::hours(5));
    }),
    ("asked, and waiting", |_, agent, id, start| {
        agent.ask(id, &["A log"], seen(agent, id, start), start + TimeDelta::minutes(40));
    }),
    ("asked, answered, asked again, let off", |customer, agent, id, start| {
        let seq = agent.ask(id, &["A log", "Steps"], seen(agent, id, start), start + TimeDelta::minutes(40));
        let seq =
            customer.write(id, "Here.", seq.ticket.summary.seq, start + TimeDelta::hours(40)).summary.seq;
        let seq = agent.ask(id, &["A version"], seq, start + TimeDelta::hours(44)).ticket.summary.seq;
        agent.withdraw(id, seq, start + TimeDelta::hours(70));
    }),
    ("harsher, then milder", |_, agent, id, start| {
        let seq = seen(agent, id, start);
        let to = but(agent, id, start, Severity::Down, Severity::Severe);
        let harsh = agent.reclassify(id, to, "All rooms.", seq, start + TimeDelta::minutes(45));
        let seq = harsh.ticket.summary.seq;
        agent.reclassify(id, Severity::Question, "One room.", seq, start + TimeDelta::hours(3));
    }),
    ("harsher in a pause", |customer, agent, id, start| {
        let asked = agent.ask(id, &["A log"], seen(agent, id, start), start + TimeDelta::minutes(10));
        let seq = asked.ticket.summary.seq;
        let to = but(agent, id, start, Severity::Severe, Severity::Down);
        let harsh = agent.reclassify(id, to, "It spreads.", seq, start + TimeDelta::hours(20));
        customer.write(id, "Here it is.", harsh.ticket.summary.seq, start + TimeDelta::hours(30));
    }),
    ("resolved", |_, agent, id, start| {
        let seq = agent.accept(id, seen(agent, id, start), start + TimeDelta::minutes(3)).ticket.summary.seq;
        agent.resolve(id, seq, start + TimeDelta::hours(6));
    }),
    ("resolved out of a pause", |_, agent, id, start| {
        let asked = agent.ask(id, &["A log"], seen(agent, id, start), start + TimeDelta::minutes(10));
        agent.resolve(id, asked.ticket.summary.seq, start + TimeDelta::hours(100));
    }),
    ("reopened, and again", |customer, agent, id, start| {
        let seq = agent.accept(id, seen(agent, id, start), start + TimeDelta::minutes(3)).ticket.summary.seq;
        let seq = agent.resolve(id, seq, start + TimeDelta::hours(6)).ticket.summary.seq;
        let seq = customer.write(id, "It is back.", seq, start + TimeDelta::hours(30)).summary.seq;
        let seq = agent.answer(id, "Again?", seq, start + TimeDelta::hours(31)).ticket.summary.seq;
        let seq = agent.resolve(id, seq, start + TimeDelta::hours(50)).ticket.summary.seq;
        customer.write(id, "No.", seq, start + TimeDelta::hours(52));
    }),
    ("answered too late", |_, agent, id, start| {
        let seq = seen(agent, id, start);
        agent.answer(id, "Sorry.", seq, start + TimeDelta::days(12));
    }),
];

/// A Friday before a holiday of nine days, a Sunday, an ordinary Tuesday, the last second of a Wednesday's hours.
const STARTS: [&str; 4] =
    ["2026-02-13T09:05:00Z", "2026-03-08T12:34:56Z", "2026-03-10T02:00:00Z", "2026-03-11T09:29:59Z"];

fn seen(agent: &Agent<'_>, id: &TicketId, now: DateTime<Utc>) -> u32 {
    agent.ticket(id, now).ticket.summary.seq
}

/// A severity that the ticket does not have yet: the first, or else the second.
fn but(agent: &Agent<'_>, id: &TicketId, now: DateTime<Utc>, first: Severity, second: Severity) -> Severity {
    if agent.ticket(id, now).ticket.summary.severity == first { second } else { first }
}

#[test]
fn every_promise_in_the_store_is_explained_and_the_same_when_reckoned_anew() {
    let world = World::shared();
    let agent = Agent::lin(world);
    let mut made = BTreeSet::new();
    for (turn, (name, live)) in LIVES.iter().enumerate() {
        for (place, plan) in ["basic", "professional", "enterprise"].into_iter().enumerate() {
            let severity = Severity::USUAL[(turn + place) % Severity::USUAL.len()];
            let start = at(STARTS[(turn + place) % STARTS.len()]);
            let customer = Customer::new(world, plan);
            let ticket = customer.open(&new_ticket(&fresh(name), severity), start);
            live(&customer, &agent, &ticket.summary.id, start);
            made.insert(ticket.summary.id);
        }
    }
    let policy = Policy::parse(default_document()).expect("the default policy is valid");
    let (mut tickets, mut promises, mut missed) = (0, 0, 0);
    for now in ["2026-03-12T05:00:00Z", "2026-06-01T00:00:00Z"].map(at) {
        let found = walk(&agent, now);
        assert!(made.is_subset(&found), "the walk finds what was made");
        for id in &found {
            let DeskTicket { ticket, .. } = agent.ticket(id, now);
            let Some(book) = book(&ticket, &policy) else { continue };
            let log: Vec<Event> = ticket.events.iter().map(event).collect();
            // What is in the log has happened, whatever the reader's clock says.
            let now = log.last().map_or(now, |event| now.max(event.at));
            let told = standings(&log, &book, now).expect("the hours reach far enough");
            assert_eq!(ticket.promises.len(), told.len(), "{id}");
            for (promise, standing) in ticket.promises.iter().zip(&told) {
                check(
                    promise,
                    standing,
                    &book,
                    &format!("{id} {} {:?}", ticket.summary.subject, promise.metric),
                );
                promises += 1;
                missed += u32::from(promise.state == PromiseState::Missed);
            }
            stamps(&log, &book, &id.to_string());
            tickets += 1;
        }
    }
    assert!(
        tickets >= 60 && promises >= 120 && missed >= 20,
        "{tickets} tickets, {promises} promises, {missed} missed"
    );
    println!("{tickets} tickets, {promises} promises, {missed} of them missed");
}

/// Every ticket that the desk can list, page by page.
fn walk(agent: &Agent<'_>, now: DateTime<Utc>) -> BTreeSet<TicketId> {
    let mut found = BTreeSet::new();
    for view in ["due_next", "waiting", "done"] {
        let mut cursor = String::new();
        loop {
            let queue = agent.queue(&format!("view={view}{cursor}"), now);
            found.extend(queue.items.into_iter().map(|item| item.ticket.id));
            match queue.next_cursor {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
    }
    found
}

/// What the ticket's promises are read from; `None` where a test has pushed a policy of its own.
fn book(ticket: &TicketView, policy: &Policy) -> Option<Book> {
    let mut version = None;
    for event in &ticket.events {
        if let EventBody::PromiseMade(promise) = &event.body {
            if promise.policy_hash != policy.hash() {
                return None;
            }
            version = Some(promise.policy_version);
        }
    }
    let version = version?;
    let calendar = policy.calendar("cn-2026").expect("the default policy has an office");
    let from = ticket.summary.opened_at - TimeDelta::days(2);
    let hours = compile(calendar, from, from + TimeDelta::days(1_500)).expect("the zone is known");
    Some(Book::new(version, policy.clone(), zones::tzdb_version()).with_timeline(version, "cn-2026", hours))
}

fn event(view: &EventView) -> Event {
    let actor = match &view.author {
        Author::Customer { name } => {
            Actor::Customer { id: UserId::new("u").expect("an id"), name: name.clone() }
        }
        Author::Agent { name } => Actor::Agent { id: AgentId::new("a").expect("an id"), name: name.clone() },
        Author::System => Actor::System,
    };
    Event { seq: view.seq, at: view.at, actor, body: view.body.clone() }
}

/// A promise as it is shown, beside the same one reckoned from the log.
fn check(promise: &PromiseView, standing: &Standing, book: &Book, case: &str) {
    let state = match standing.reading.state {
        ClockState::Running => PromiseState::Running,
        ClockState::Paused => PromiseState::Paused,
        ClockState::Met => PromiseState::Met,
        ClockState::Missed => PromiseState::Missed,
        ClockState::Cancelled => PromiseState::Cancelled,
    };
    assert_eq!((promise.metric, promise.cycle), (standing.run.metric, standing.run.cycle), "{case}");
    assert_eq!((promise.state, promise.due_at), (state, standing.reading.due_at), "{case}");
    assert_eq!(promise.missed_at, standing.reading.missed_at, "{case}");
    assert_eq!(promise.elapsed_seconds, standing.reading.elapsed_seconds, "{case}");
    assert_eq!(promise.target_seconds, standing.promise.target_seconds, "{case}");
    let told = promise.explanation.as_ref().unwrap_or_else(|| panic!("{case}: no explanation"));
    assert_eq!(Some(told), standing.explain(book).ok().as_ref(), "{case}");
    let mut end = told.start;
    for segment in &told.segments {
        assert_eq!(segment.from, end, "{case}: a gap");
        end = segment.until;
    }
    match (told.due, told.paused_since) {
        (Some(due), None) => {
            assert_eq!(
                told.counted_seconds(),
                promise.target_seconds,
                "{case}: the segments sum to the target"
            );
            assert_eq!(end, due, "{case}: the segments lead up to the deadline");
            if promise.state == PromiseState::Running {
                assert_eq!(promise.due_at, Some(due), "{case}");
            }
        }
        (None, Some(since)) => {
            assert_eq!(promise.state, PromiseState::Paused, "{case}");
            assert_eq!(told.counted_seconds(), promise.elapsed_seconds, "{case}: what has run is told");
            assert_eq!(end, since, "{case}");
        }
        (due, since) => panic!("{case}: due {due:?} and paused since {since:?}"),
    }
}

/// Each stamp in the log names the instant at which its target is used up, by what had paused until then.
fn stamps(log: &[Event], book: &Book, case: &str) {
    for (place, event) in log.iter().enumerate() {
        let EventBody::PromiseMade(promise) = &event.body else { continue };
        let known = &log[..=place];
        let told = standings(known, book, event.at).expect("the hours reach far enough");
        let standing =
            told.iter().find(|it| (it.run.metric, it.run.cycle) == (promise.metric, promise.cycle));
        let standing = standing.unwrap_or_else(|| panic!("{case}: event {} promises nothing", event.seq));
        let ended: Vec<_> =
            standing.run.pauses.iter().filter(|pause| pause.until.is_some()).copied().collect();
        let hours = book.timeline_of(promise).expect("its hours are known");
        let due = hours.counted(&ended).due(promise.started_at, promise.target_seconds);
        // While it stands still, a stamp says when it would be due were it to run on at once.
        let stands_still = standing.run.pauses.iter().any(|pause| pause.until.is_none());
        assert!(
            stands_still || due == Ok(promise.due_at),
            "{case}: event {}: {due:?}, {promise:?}",
            event.seq
        );
    }
}
