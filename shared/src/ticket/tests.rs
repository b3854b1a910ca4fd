use chrono::TimeDelta;
use proptest::prelude::*;

use super::command::Refusal;
use super::*;
use crate::text::Lang;

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

fn customer() -> Actor {
    Actor::Customer { id: UserId::new("u1").unwrap(), name: "Mina".into() }
}

fn agent() -> Actor {
    Actor::Agent { id: AgentId::new("a1").unwrap(), name: "Lin Wei".into() }
}

fn opened() -> EventBody {
    EventBody::Opened(Opened {
        subject: "Token refresh returns 401".into(),
        body: "Since 13:00.".into(),
        severity: Severity::Severe,
        plan: PlanId::new("enterprise").unwrap(),
        product: None,
        sdks: vec![],
        page: None,
        lang: Lang::En,
    })
}

/// A log with one event a minute.
fn log(bodies: Vec<(Actor, EventBody)>) -> Vec<Event> {
    bodies
        .into_iter()
        .zip(1u32..)
        .map(|((actor, body), seq)| Event { seq, at: at(i64::from(seq) - 1), actor, body })
        .collect()
}

fn message(text: &str) -> EventBody {
    EventBody::Message { body: text.into() }
}

fn folded(bodies: Vec<(Actor, EventBody)>) -> Ticket {
    Ticket::fold(&log(bodies)).unwrap()
}

#[test]
fn a_new_ticket_waits_for_a_person() {
    let ticket = folded(vec![(customer(), opened())]);
    assert_eq!(ticket.status, Status::New);
    assert_eq!(ticket.unanswered_since, Some(at(0)));
    assert_eq!(ticket.responded_at, None);
}

#[test]
fn only_a_person_who_speaks_or_accepts_responds() {
    let responded = |body: (Actor, EventBody)| folded(vec![(customer(), opened()), body]).responded_at;
    assert_eq!(responded((agent(), EventBody::Accepted)), Some(at(1)));
    assert_eq!(responded((agent(), message("On it."))), Some(at(1)));
    let items = vec![InfoItem { id: "i1".into(), label: "the log".into() }];
    assert_eq!(responded((agent(), EventBody::InfoRequested { items })), Some(at(1)));
    for quiet in [
        (Actor::System, message("We received your ticket.")),
        (agent(), EventBody::Note { body: "eu-7 is done".into() }),
        (agent(), EventBody::Assigned { agent: AgentId::new("a1").unwrap(), name: "Lin".into() }),
        (customer(), message("Any news?")),
    ] {
        assert_eq!(responded(quiet.clone()), None, "{quiet:?}");
    }
}

#[test]
fn the_oldest_unanswered_message_counts() {
    let ticket = folded(vec![
        (customer(), opened()),
        (agent(), message("Looking.")),
        (customer(), message("Half of them pass.")),
        (customer(), message("Now none.")),
    ]);
    assert_eq!(ticket.unanswered_since, Some(at(2)));
}

#[test]
fn an_ask_waits_until_every_item_is_settled() {
    let items = ["log", "version"].map(|id| InfoItem { id: id.into(), label: id.into() }).to_vec();
    let mut bodies = vec![(customer(), opened()), (agent(), EventBody::InfoRequested { items })];
    assert_eq!(folded(bodies.clone()).status, Status::Waiting);
    bodies.push((customer(), EventBody::InfoProvided { items: vec!["log".into()] }));
    assert_eq!(folded(bodies.clone()).status, Status::Waiting);
    bodies.push((customer(), EventBody::InfoProvided { items: vec!["version".into()] }));
    assert_eq!(folded(bodies).status, Status::Open);
}

#[test]
fn writing_on_a_resolved_ticket_reopens_it() {
    let resolved =
        folded(vec![(customer(), opened()), (agent(), EventBody::Accepted), (agent(), EventBody::Resolved)]);
    let events = resolved.write("It is back.").unwrap();
    assert_eq!(events.iter().map(EventBody::kind).collect::<Vec<_>>(), ["reopened", "message"]);
}

#[test]
fn commands_are_refused_where_they_make_no_sense() {
    let new = folded(vec![(customer(), opened())]);
    let open = folded(vec![(customer(), opened()), (agent(), EventBody::Accepted)]);
    let closed = folded(vec![(customer(), opened()), (agent(), EventBody::Closed)]);
    let lin = || (AgentId::new("a1").unwrap(), "Lin".to_owned());
    let accept = |ticket: &Ticket| ticket.accept(lin().0, lin().1);
    let cases = [
        (new.write("  \n"), Refusal::Empty),
        (new.write(&"x".repeat(command::MAX_BODY_BYTES + 1)), Refusal::TooLong),
        (new.resolve(), Refusal::NotAnswered),
        (new.reopen(), Refusal::NotResolved),
        (new.rate(5, None), Refusal::NotRateable),
        (new.reclassify(Severity::Severe, "same"), Refusal::Unchanged),
        (new.reclassify(Severity::Question, " "), Refusal::NoReason),
        (new.ask(&[]), Refusal::Empty),
        (new.withdraw_ask(), Refusal::Unchanged),
        (accept(&open), Refusal::AlreadyAccepted),
        (accept(&closed), Refusal::Ended),
        (closed.write("hello?"), Refusal::Ended),
        (closed.resolve(), Refusal::NotLive),
        (closed.rate(6, None), Refusal::OutOfRange),
    ];
    for (place, (answer, refusal)) in cases.into_iter().enumerate() {
        assert_eq!(answer, Err(refusal), "case {place}");
    }
}

#[test]
fn a_log_with_a_gap_does_not_fold() {
    let mut events = log(vec![(customer(), opened()), (agent(), EventBody::Accepted)]);
    events[1].seq = 3;
    assert_eq!(Ticket::fold(&events), Err(FoldError::Gap { last: 1, found: 3 }));
    assert_eq!(Ticket::fold(&[]), Err(FoldError::Empty));
    assert_eq!(
        Ticket::fold(&log(vec![(agent(), EventBody::Accepted)])),
        Err(FoldError::NotOpened { kind: "accepted" })
    );
}

#[test]
fn an_event_keeps_its_words_on_the_wire() {
    let event = Event { seq: 2, at: at(1), actor: agent(), body: message("On it.") };
    let json = serde_json::to_value(&event).unwrap();
    insta::assert_json_snapshot!(json, @r#"
    {
      "actor": {
        "id": "a1",
        "name": "Lin Wei",
        "role": "agent"
      },
      "at": "1970-01-01T00:01:00Z",
      "body": "On it.",
      "kind": "message",
      "seq": 2
    }
    "#);
    assert_eq!(serde_json::from_value::<Event>(json).unwrap(), event);
}

/// What people might do, in any order.
#[derive(Debug, Clone)]
enum Act {
    Write,
    Accept,
    Answer,
    Note,
    Ask,
    Withdraw,
    Reclassify(Severity),
    Resolve,
    Reopen,
    Rate(u8),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        Just(Act::Write),
        Just(Act::Accept),
        Just(Act::Answer),
        Just(Act::Note),
        Just(Act::Ask),
        Just(Act::Withdraw),
        proptest::sample::select(&Severity::ALL).prop_map(Act::Reclassify),
        Just(Act::Resolve),
        Just(Act::Reopen),
        (0u8..7).prop_map(Act::Rate),
    ]
}

proptest! {
    /// Whatever people try, in whatever order: what the commands answer always folds.
    #[test]
    fn every_command_answers_with_events_that_fold(acts in prop::collection::vec(act(), 0..40)) {
        let mut ticket = folded(vec![(customer(), opened())]);
        for (minute, act) in acts.into_iter().enumerate() {
            let lin = AgentId::new("a1").unwrap();
            let (actor, answer) = match act {
                Act::Write => (customer(), ticket.write("hello")),
                Act::Accept => (agent(), ticket.accept(lin, "Lin".into())),
                Act::Answer => (agent(), ticket.answer(lin, "Lin".into(), "hello")),
                Act::Note => (agent(), ticket.note("hm")),
                Act::Ask => (agent(), ticket.ask(&["the log".into()])),
                Act::Withdraw => (agent(), ticket.withdraw_ask()),
                Act::Reclassify(to) => (agent(), ticket.reclassify(to, "by the contract")),
                Act::Resolve => (agent(), ticket.resolve()),
                Act::Reopen => (customer(), ticket.reopen()),
                Act::Rate(score) => (customer(), ticket.rate(score, None)),
            };
            for body in answer.unwrap_or_default() {
                let event = Event { seq: ticket.seq + 1, at: at(minute as i64 + 1), actor: actor.clone(), body };
                prop_assert_eq!(ticket.apply(&event), Ok(()));
            }
            prop_assert_eq!(ticket.status == Status::Waiting, !ticket.asked.is_empty());
            prop_assert_eq!(ticket.status == Status::New, ticket.responded_at.is_none());
        }
    }
}
