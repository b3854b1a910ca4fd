//! What is done about a promise before and after it breaks: at the instant its share has run, once, and
//! never while the clock stands still.

use serde_json::{Value, json};

use super::*;
use crate::escalation::{Act, Escalation};
use crate::id::TeamId;
use crate::promise::Due;
use crate::ticket::Ticket;

fn book_with(rules: Value) -> Book {
    let policy = policy(|document| document["escalations"] = rules.clone());
    Book::new(1, policy, "2026f").with_timeline(1, "cn-2026", office())
}

fn story(rules: Value) -> Story {
    Story::opened_by(customer(), book_with(rules), "professional", Severity::Degraded)
}

/// Share, minute, and act of what is still to be done.
fn due(story: &Story, metric: Metric, minute: i64) -> Vec<(u16, i64, String)> {
    let told = |due: Due| (due.percent, (due.at - at(0)).num_minutes(), due.act.key());
    story.standing(metric, 0, minute).escalations.into_iter().map(told).collect()
}

fn done(percent: u16, minute: i64, act: Act) -> EventBody {
    let reached_at = at(minute);
    let escalation = Escalation { metric: FirstResponse, cycle: 0, percent, reached_at, act };
    EventBody::Escalated { reason: String::new(), rule: Some(escalation) }
}

fn reassign(team: &str) -> Act {
    Act::Reassign(TeamId::new(team).unwrap())
}

fn rules() -> Value {
    json!([
        {"metrics": ["first_response"], "at": 75, "do": [{"notify": "team"}]},
        {"metrics": ["first_response"], "at": 100, "do": [{"reassign": "oncall"}]},
        {"metrics": ["first_response"], "at": 150, "do": [{"notify": "lead"}]},
    ])
}

#[test]
fn each_share_has_its_instant_and_is_passed_over_once_it_is_recorded() {
    let story = story(rules());
    // Four hours from 09:00; the day closes at 510 minutes.
    let all = [
        (75, 180, "notify team".to_owned()),
        (100, 240, "reassign oncall".to_owned()),
        (150, 360, "notify lead".to_owned()),
    ];
    for minute in [1, 181, 239, 300, 600] {
        assert_eq!(due(&story, FirstResponse, minute), all, "whoever looks, and however late: {minute}");
    }
    assert_eq!(story.standing(FirstResponse, 0, 1).wake_at, Some(at(120)), "a warning comes first");
    let story = story.then(400, Actor::System, done(100, 240, reassign("oncall")));
    assert_eq!(due(&story, FirstResponse, 401), [all[0].clone(), all[2].clone()]);
    // The same share with another act, or another share, is another matter.
    let story = story.then(401, Actor::System, done(150, 360, reassign("oncall")));
    assert_eq!(due(&story, FirstResponse, 402).len(), 2);
}

#[test]
fn nothing_is_done_about_what_is_not_owed_any_more() {
    for end in [message(), EventBody::Accepted, ask(&["i1"])] {
        let story = story(rules()).agent(200, end.clone());
        assert_eq!(due(&story, FirstResponse, 500), [], "{end:?}");
    }
    // Late or not: an answer ends it. The verdict on it stands all the same.
    let story = story(rules()).agent(241, message());
    assert_eq!((due(&story, FirstResponse, 500), story.told(FirstResponse, 0, 500).0), (vec![], Missed));
    // A severity that carries no such promise takes its escalations along.
    let rules = json!([{"metrics": ["update"], "at": 50, "do": [{"notify": "lead"}]}]);
    let story = Story::opened_by(customer(), book_with(rules), "professional", Severity::Severe)
        .agent(10, message())
        .agent(45, severity(Severity::Severe, Severity::Question));
    assert_eq!(due(&story, Update, 300), []);
}

#[test]
fn nothing_is_done_while_the_clock_stands_still() {
    let rules = json!([{"metrics": ["resolution"], "at": 50, "do": [{"notify": "lead"}]}]);
    let paused = Story::opened_by(customer(), book_with(rules), "enterprise", Severity::Degraded);
    // Half of eight hours is up at 240.
    let paused = paused.agent(200, ask(&["i1"]));
    let nothing: [(u16, i64, String); 0] = [];
    for minute in [201, 240, 5 * DAY] {
        assert_eq!(due(&paused, Resolution, minute), nothing, "{minute}");
        assert_eq!(paused.standing(Resolution, 0, minute).wake_at, None);
    }
    let resumed = paused.customer(1000, give(&["i1"]));
    assert_eq!(due(&resumed, Resolution, 1001), [(50, 1040, "notify lead".to_owned())]);
    // A sweep that comes late, in a later pause, says nothing until that is over.
    let again = resumed.agent(1050, ask(&["i2"]));
    assert_eq!(due(&again, Resolution, 1060), nothing);
    let again = again.customer(1100, give(&["i2"]));
    assert_eq!(due(&again, Resolution, 1101), [(50, 1040, "notify lead".to_owned())]);
    // A clock that is overdue stands still as well.
    let overdue = again.agent(2000, ask(&["i3"]));
    assert_eq!(
        (overdue.told(Resolution, 0, 2001).0, due(&overdue, Resolution, 2001)),
        (Missed, nothing.into())
    );
}

#[test]
fn a_new_target_moves_the_shares_and_never_back_in_time() {
    let story = story(rules()).agent(100, severity(Severity::Degraded, Severity::Down));
    // The grace gives until 130, so three quarters of 130 minutes had run before it was promised.
    assert_eq!(story.told(FirstResponse, 0, 101), (Running, Some(130)));
    let minutes = due(&story, FirstResponse, 101).into_iter().map(|(percent, minute, _)| (percent, minute));
    assert_eq!(minutes.collect::<Vec<_>>(), [(75, 100), (100, 130), (150, 195)]);
}

#[test]
fn a_plan_that_lapsed_is_watched_as_long_as_its_promises_are_kept() {
    let rules = json!([{"metrics": ["first_response"], "plans": ["enterprise"], "at": 90, "do": [{"notify": "lead"}]}]);
    let story = Story::opened_by(customer(), book_with(rules), "enterprise", Severity::Degraded)
        .agent(10, plan("enterprise", "basic"));
    assert_eq!(due(&story, FirstResponse, 11), [(90, 54, "notify lead".to_owned())]);
}

#[test]
fn a_ticket_that_goes_to_another_team_is_taken_from_whoever_held_it() {
    let routed = |team: &str| EventBody::Routed { team: TeamId::new(team).unwrap() };
    let held = || {
        let assigned = EventBody::Assigned { agent: AgentId::new("a1").unwrap(), name: "Lin".into() };
        story(rules()).then(0, Actor::System, routed("support")).agent(1, assigned)
    };
    let fold = |story: &Story| Ticket::fold(&story.events).unwrap();
    let team = |ticket: &Ticket| ticket.team.as_ref().map(|team| team.as_str().to_owned());
    let moved = fold(&held().then(240, Actor::System, done(100, 240, reassign("oncall"))));
    assert_eq!((team(&moved), moved.assignee), (Some("oncall".to_owned()), None));
    // Whoever holds it in that team already keeps it; being told changes nothing.
    for act in [reassign("support"), Act::Notify(crate::escalation::Audience::Lead)] {
        let kept = fold(&held().then(240, Actor::System, done(100, 240, act)));
        assert_eq!(team(&kept).as_deref(), Some("support"));
        assert!(kept.assignee.is_some());
    }
}
