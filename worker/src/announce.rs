//! What the vendor's own systems are told of a ticket: one message for each event that matters to them.
//!
//! Messages are thin, after Standard Webhooks: what happened and where to look, and no text that a person
//! wrote but the subject. Their number in a ticket's life is small, and each is under 20 KB.

use aftercare_shared::escalation::{Act, Escalation};
use aftercare_shared::id::{SiteId, TeamId};
use aftercare_shared::ticket::{Actor, Event, EventBody, Ticket};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::ids;
use crate::store::outbox::Parcel;
use crate::store::ticket::Facts;

/// The parcels for new events of a ticket.
pub(crate) fn parcels(facts: &Facts, ticket: &Ticket, events: &[Event], now: DateTime<Utc>) -> Vec<Parcel> {
    let told = events.iter().filter_map(|event| Some((event, kind(&event.body)?)));
    told.map(|(event, kind)| Parcel {
        id: ids::message(now),
        kind: kind.to_owned(),
        payload: payload(facts, ticket, event, kind).to_string(),
    })
    .collect()
}

/// The message's type; `None` for what concerns nobody outside.
fn kind(body: &EventBody) -> Option<&'static str> {
    match body {
        EventBody::Opened(_) => Some("ticket.opened"),
        EventBody::Message { .. } => Some("ticket.message"),
        EventBody::Accepted => Some("ticket.accepted"),
        EventBody::InfoRequested { .. } => Some("ticket.info_requested"),
        EventBody::InfoProvided { .. } => Some("ticket.info_provided"),
        EventBody::SeverityChanged { .. } => Some("ticket.severity_changed"),
        EventBody::PlanChanged { .. } => Some("ticket.plan_changed"),
        EventBody::Resolved => Some("ticket.resolved"),
        EventBody::Reopened => Some("ticket.reopened"),
        EventBody::Closed => Some("ticket.closed"),
        EventBody::Rated { .. } => Some("ticket.rated"),
        EventBody::Merged { .. } => Some("ticket.merged"),
        EventBody::Escalated { .. } => Some("ticket.escalated"),
        EventBody::PromiseWarned { .. } => Some("promise.warned"),
        EventBody::PromiseMissed { .. } => Some("promise.missed"),
        EventBody::Note { .. }
        | EventBody::Assigned { .. }
        | EventBody::Routed { .. }
        | EventBody::PromiseMade(_) => None,
    }
}

fn payload(facts: &Facts, ticket: &Ticket, event: &Event, kind: &str) -> Value {
    let site: &SiteId = &facts.site;
    let actor = match &event.actor {
        Actor::Customer { id, .. } => json!({"role": "customer", "id": id}),
        Actor::Agent { id, name } => json!({"role": "agent", "id": id, "name": name}),
        Actor::System => json!({"role": "system"}),
    };
    json!({
        "type": kind,
        "timestamp": event.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        "data": {
            "ticket": {
                "id": facts.id,
                "number": facts.number,
                "site": site,
                "account": facts.account,
                "verified": facts.verified,
                "subject": ticket.subject,
                "status": ticket.status,
                "severity": ticket.severity,
                "plan": ticket.plan,
            },
            "event": {"seq": event.seq, "kind": event.body.kind(), "actor": actor},
            "detail": detail(&event.body, ticket.team.as_ref()),
        },
    })
}

/// The facts of the event itself, without texts that people wrote. `team` has the ticket afterwards.
fn detail(body: &EventBody, team: Option<&TeamId>) -> Value {
    match body {
        EventBody::Escalated {
            rule: Some(Escalation { metric, cycle, percent, reached_at, act }), ..
        } => {
            let (act, audience, severity) = match act {
                Act::Notify(audience) => ("notify", Some(audience), None),
                Act::Reassign(_) => ("reassign", None, None),
                Act::Raise(raise) => ("raise", None, Some(raise.to)),
            };
            let mut detail = json!({
                "metric": metric, "cycle": cycle, "percent": percent, "reached_at": reached_at,
                "act": act, "team": team,
            });
            if let (Some(audience), Some(members)) = (audience, detail.as_object_mut()) {
                members.insert("audience".to_owned(), json!(audience));
            }
            if let (Some(severity), Some(members)) = (severity, detail.as_object_mut()) {
                members.insert("severity".to_owned(), json!(severity));
            }
            detail
        }
        EventBody::SeverityChanged { from, to, .. } => json!({"from": from, "to": to}),
        EventBody::PlanChanged { from, to, .. } => json!({"from": from, "to": to}),
        EventBody::Rated { score, .. } => json!({"score": score}),
        EventBody::Merged { into } => json!({"into": into}),
        EventBody::PromiseWarned { metric, cycle, percent } => {
            json!({"metric": metric, "cycle": cycle, "percent": percent})
        }
        EventBody::PromiseMissed { metric, cycle, missed_at } => {
            json!({"metric": metric, "cycle": cycle, "missed_at": missed_at})
        }
        EventBody::Opened(_)
        | EventBody::Message { .. }
        | EventBody::Note { .. }
        | EventBody::Accepted
        | EventBody::InfoRequested { .. }
        | EventBody::InfoProvided { .. }
        | EventBody::Assigned { .. }
        | EventBody::Routed { .. }
        | EventBody::Resolved
        | EventBody::Reopened
        | EventBody::Closed
        | EventBody::Escalated { rule: None, .. }
        | EventBody::PromiseMade(_) => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use aftercare_shared::api::session::PlanSource;
    use aftercare_shared::id::{AccountId, TicketId, UserId};
    use aftercare_shared::metric::Metric;

    use super::*;

    fn facts() -> Facts {
        Facts {
            id: TicketId::new("tkt_1").unwrap(),
            number: 1001,
            site: SiteId::new("console").unwrap(),
            account: AccountId::new("acct_1").unwrap(),
            account_name: "Lumen Labs".to_owned(),
            region: None,
            requester: UserId::new("usr_1").unwrap(),
            requester_name: "Deniz Kaya".to_owned(),
            verified: true,
            plan_source: PlanSource::Claim,
        }
    }

    fn opened() -> Event {
        let opened = json!({
            "kind": "opened", "subject": "Calls drop", "body": "A secret.", "severity": "down", "plan": "basic",
        });
        let id = UserId::new("usr_1").unwrap();
        let actor = Actor::Customer { id, name: "Deniz Kaya".to_owned() };
        Event { seq: 1, at: DateTime::UNIX_EPOCH, actor, body: serde_json::from_value(opened).unwrap() }
    }

    #[test]
    fn a_message_says_what_happened_and_where_to_look() {
        let event = opened();
        let ticket = Ticket::open(&event).unwrap();
        let told = payload(&facts(), &ticket, &event, "ticket.opened");
        let expected = json!({
            "type": "ticket.opened",
            "timestamp": "1970-01-01T00:00:00Z",
            "data": {
                "ticket": {
                    "id": "tkt_1", "number": 1001, "site": "console", "account": "acct_1", "verified": true,
                    "subject": "Calls drop", "status": "new", "severity": "down", "plan": "basic",
                },
                "event": {"seq": 1, "kind": "opened", "actor": {"role": "customer", "id": "usr_1"}},
                "detail": {},
            },
        });
        assert_eq!(told, expected);
    }

    #[test]
    fn an_escalation_names_who_is_to_hear_of_it() {
        let team = TeamId::new("oncall").unwrap();
        let told = |act: serde_json::Value| {
            let escalated = json!({"kind": "escalated", "rule": {
                "metric": "first_response", "cycle": 0, "percent": 90, "reached_at": "1970-01-01T00:00:00Z", "act": act,
            }});
            detail(&serde_json::from_value(escalated).unwrap(), Some(&team))
        };
        let with = |act: &str, more: serde_json::Value| {
            let mut detail = json!({
                "metric": "first_response", "cycle": 0, "percent": 90, "reached_at": "1970-01-01T00:00:00Z",
                "act": act, "team": "oncall",
            });
            detail.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            detail
        };
        assert_eq!(told(json!({"notify": "lead"})), with("notify", json!({"audience": "lead"})));
        assert_eq!(told(json!({"reassign": "oncall"})), with("reassign", json!({})));
        let raise = json!({"raise": {"to": "down", "reason": {"en": "A word.", "zh": "…"}}});
        assert_eq!(
            told(raise),
            with("raise", json!({"severity": "down"})),
            "and no text that a person wrote"
        );
    }

    #[test]
    fn what_stays_among_the_vendors_people_is_not_told() {
        assert_eq!(kind(&EventBody::Note { body: "A note.".to_owned() }), None);
        let missed = EventBody::PromiseMissed {
            metric: Metric::FirstResponse,
            cycle: 0,
            missed_at: DateTime::UNIX_EPOCH,
        };
        assert_eq!(kind(&missed), Some("promise.missed"));
        assert_eq!(detail(&missed, None)["missed_at"], "1970-01-01T00:00:00Z");
    }
}
