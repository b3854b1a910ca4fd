//! What happened, read. It is written by its derive, and a test holds one to the other.

use serde::de::{Deserialize, Deserializer, Error};

use crate::json::{Fault, Tagged};
use crate::ticket::event::EventBody;

impl<'de> Deserialize<'de> for EventBody {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let object = Tagged::take("kind", source)?;
        read(&object).map_err(D::Error::custom)
    }
}

fn read(object: &Tagged<'_>) -> Result<EventBody, Fault> {
    Ok(match object.word()?.as_str() {
        "opened" => EventBody::Opened(object.whole()?),
        "message" => EventBody::Message { body: object.field("body")? },
        "note" => EventBody::Note { body: object.field("body")? },
        "accepted" => EventBody::Accepted,
        "info_requested" => EventBody::InfoRequested { items: object.field("items")? },
        "info_provided" => EventBody::InfoProvided { items: object.field("items")? },
        "severity_changed" => EventBody::SeverityChanged {
            from: object.field("from")?,
            to: object.field("to")?,
            reason: object.field("reason")?,
        },
        "plan_changed" => EventBody::PlanChanged {
            from: object.field("from")?,
            to: object.field("to")?,
            reason: object.field("reason")?,
        },
        "assigned" => EventBody::Assigned { agent: object.field("agent")?, name: object.field("name")? },
        "routed" => EventBody::Routed { team: object.field("team")? },
        "resolved" => EventBody::Resolved,
        "reopened" => EventBody::Reopened,
        "closed" => EventBody::Closed,
        "rated" => EventBody::Rated { score: object.field("score")?, comment: object.field("comment")? },
        "merged" => EventBody::Merged { into: object.field("into")? },
        "escalated" => {
            EventBody::Escalated { reason: object.field_or_default("reason")?, rule: object.field("rule")? }
        }
        "promise_made" => EventBody::PromiseMade(object.whole()?),
        "promise_warned" => EventBody::PromiseWarned {
            metric: object.field("metric")?,
            cycle: object.field("cycle")?,
            percent: object.field("percent")?,
        },
        "promise_missed" => EventBody::PromiseMissed {
            metric: object.field("metric")?,
            cycle: object.field("cycle")?,
            missed_at: object.field("missed_at")?,
        },
        unknown => return Err(Fault::custom(format!("nothing known is called `{unknown}`"))),
    })
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;

    use super::*;
    use crate::json;

    /// One of each kind. The match has no arm for all others, so that a new kind is missed here.
    fn one_of(kind: usize) -> Option<EventBody> {
        let promise = json!({
            "metric": "first_response", "cycle": 0, "started_at": "2026-01-01T00:00:00Z", "target_seconds": 60,
            "clock": "always", "due_at": "2026-01-01T00:01:00Z", "provisional": true, "policy_version": 3,
            "policy_hash": "ab", "calendar_hash": "", "tzdb": "2026a",
        });
        let rule = json!({
            "metric": "first_response", "cycle": 1, "percent": 90, "reached_at": "2026-01-01T00:00:00Z",
            "act": {"notify": "lead"},
        });
        let written = [
            json!({"kind": "opened", "subject": "a", "body": "b", "severity": "down", "plan": "basic",
                   "sdks": ["pkg:npm/a@1"], "lang": "zh"}),
            json!({"kind": "message", "body": "b"}),
            json!({"kind": "note", "body": "b"}),
            json!({"kind": "accepted"}),
            json!({"kind": "info_requested", "items": [{"id": "i1", "label": "A log"}]}),
            json!({"kind": "info_provided", "items": ["i1"]}),
            json!({"kind": "severity_changed", "from": "down", "to": "severe", "reason": "r"}),
            json!({"kind": "plan_changed", "from": "basic", "to": "enterprise", "reason": "r"}),
            json!({"kind": "assigned", "agent": "agt_1", "name": "Ana"}),
            json!({"kind": "routed", "team": "realtime"}),
            json!({"kind": "resolved"}),
            json!({"kind": "reopened"}),
            json!({"kind": "closed"}),
            json!({"kind": "rated", "score": 4, "comment": null}),
            json!({"kind": "merged", "into": "tkt_2"}),
            json!({"kind": "escalated", "rule": rule}),
            promise.as_object().map_or_else(Default::default, |fields| {
                let mut fields = fields.clone();
                fields.insert("kind".to_owned(), "promise_made".into());
                fields.into()
            }),
            json!({"kind": "promise_warned", "metric": "update", "cycle": 2, "percent": 75}),
            json!({"kind": "promise_missed", "metric": "update", "cycle": 2,
                   "missed_at": DateTime::UNIX_EPOCH}),
        ];
        let value = written.get(kind)?;
        Some(json::read_value(value).unwrap_or_else(|fault| panic!("{value}: {fault}")))
    }

    fn place(body: &EventBody) -> usize {
        match body {
            EventBody::Opened(_) => 0,
            EventBody::Message { .. } => 1,
            EventBody::Note { .. } => 2,
            EventBody::Accepted => 3,
            EventBody::InfoRequested { .. } => 4,
            EventBody::InfoProvided { .. } => 5,
            EventBody::SeverityChanged { .. } => 6,
            EventBody::PlanChanged { .. } => 7,
            EventBody::Assigned { .. } => 8,
            EventBody::Routed { .. } => 9,
            EventBody::Resolved => 10,
            EventBody::Reopened => 11,
            EventBody::Closed => 12,
            EventBody::Rated { .. } => 13,
            EventBody::Merged { .. } => 14,
            EventBody::Escalated { .. } => 15,
            EventBody::PromiseMade(_) => 16,
            EventBody::PromiseWarned { .. } => 17,
            EventBody::PromiseMissed { .. } => 18,
        }
    }

    #[test]
    fn what_is_written_of_each_kind_is_read_back() {
        for kind in 0..19 {
            let body = one_of(kind).expect("one of each");
            assert_eq!(place(&body), kind);
            let written = serde_json::to_string(&body).expect("JSON");
            assert_eq!(json::read::<EventBody>(&written), Ok(body), "{written}");
        }
        assert_eq!(one_of(19), None);
    }

    #[test]
    fn what_does_not_fit_is_refused_with_its_place() {
        for (text, expected) in [
            ("{}", "missing field `kind`"),
            ("[]", "missing field `kind`"),
            (r#"{"kind": 7}"#, "invalid type: integer `7`, expected a string, at #/kind"),
            (r#"{"kind": "sold"}"#, "nothing known is called `sold`"),
            (r#"{"kind": "message"}"#, "missing field `body`"),
            (r#"{"kind": "rated", "score": 300}"#, "expected u8, at #/score"),
        ] {
            let fault = json::read::<EventBody>(text).map_err(|fault| fault.to_string());
            assert!(fault.as_ref().is_err_and(|words| words.contains(expected)), "{text}: {fault:?}");
        }
    }
}
