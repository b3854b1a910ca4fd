//! The lines of the log, in words.

use aftercare_shared::api::ticket::{Author, EventView};
use aftercare_shared::escalation::{Act, Audience, Escalation};
use aftercare_shared::policy::OfferedSeverity;
use aftercare_shared::ticket::EventBody;
use aftercare_ui::Reader;
use aftercare_ui::messages::{desk, promise};
use chrono::{DateTime, Utc};

/// The name of who did it.
pub(super) fn name(author: &Author, reader: Reader) -> String {
    match author {
        Author::Customer { name } | Author::Agent { name } => name.clone(),
        Author::System => desk::words(reader.lang).event.system.to_owned(),
    }
}

/// An entry in a line; `None` where it is one that is shown with what was written.
/// `offered` says what the vendor calls the severities.
pub(super) fn line(
    event: &EventView,
    now: DateTime<Utc>,
    reader: Reader,
    offered: &[OfferedSeverity],
) -> Option<String> {
    let lang = reader.lang;
    let (words, who) = (&desk::words(lang).event, name(&event.author, reader));
    let metrics = promise::words(lang);
    let severity = |severity| reader.severity(severity, offered);
    let near = |at| reader.near_time(at, now, None);
    let text = match &event.body {
        EventBody::Opened(_)
        | EventBody::Message { .. }
        | EventBody::Note { .. }
        | EventBody::InfoRequested { .. } => {
            return None;
        }
        EventBody::Accepted => (words.accepted)(&who),
        EventBody::InfoProvided { .. } => match event.author {
            Author::Customer { .. } => (words.info_provided)(&who),
            Author::Agent { .. } | Author::System => (words.info_withdrawn)(&who),
        },
        EventBody::SeverityChanged { from, to, .. } => {
            (words.severity_changed)(&who, &severity(*from), &severity(*to))
        }
        EventBody::PlanChanged { from, to, .. } => (words.plan_changed)(from.as_str(), to.as_str()),
        EventBody::Assigned { name, .. } => (words.assigned)(name),
        EventBody::Routed { team } => (words.routed)(team.as_str()),
        EventBody::Resolved => (words.resolved)(&who),
        EventBody::Reopened => (words.reopened)(&who),
        EventBody::Closed => words.closed.to_owned(),
        EventBody::Rated { score, .. } => (words.rated)(&who, *score),
        EventBody::Merged { into } => (words.merged)(into.as_str()),
        EventBody::Escalated { rule: None, .. } => (words.escalated)(&who),
        EventBody::Escalated { rule: Some(Escalation { metric, percent, act, .. }), .. } => {
            let done = match act {
                Act::Notify(Audience::Team) => words.told_team.to_owned(),
                Act::Notify(Audience::Lead) => words.told_lead.to_owned(),
                Act::Reassign(team) => (words.reassigned)(team.as_str()),
                Act::Raise(raise) => (words.raised)(&severity(raise.to)),
            };
            (words.escalated_by_rule)(metrics.metric(*metric), *percent, &done)
        }
        EventBody::PromiseMade(made) => (words.promise_made)(metrics.metric(made.metric), &near(made.due_at)),
        EventBody::PromiseWarned { metric, percent, .. } => {
            (words.promise_warned)(metrics.metric(*metric), *percent)
        }
        EventBody::PromiseMissed { metric, missed_at, .. } => {
            (words.promise_missed)(metrics.metric(*metric), &near(*missed_at))
        }
    };
    Some(text)
}

/// What somebody gave as the reason, where the entry has one.
pub(super) fn reason(body: &EventBody) -> Option<&str> {
    let text = match body {
        EventBody::SeverityChanged { reason, .. }
        | EventBody::PlanChanged { reason, .. }
        | EventBody::Escalated { reason, .. } => Some(reason.as_str()),
        EventBody::Rated { comment, .. } => comment.as_deref(),
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
        | EventBody::Merged { .. }
        | EventBody::PromiseMade(_)
        | EventBody::PromiseWarned { .. }
        | EventBody::PromiseMissed { .. } => None,
    };
    text.filter(|text| !text.is_empty())
}
