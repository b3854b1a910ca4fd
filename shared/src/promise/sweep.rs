//! What is to be said of a ticket's promises by now and has not been: warnings, misses, escalations.
//!
//! It follows from the times of events alone, so a sweep that comes late, or twice, comes to the same.

use chrono::{DateTime, Utc};

use crate::escalation::{Act, Escalation};
use crate::promise::{Due, Standing};
use crate::severity::Severity;
use crate::text::Lang;
use crate::ticket::{EventBody, Ticket};

/// The events to append, in the order in which they fell due. A customer who reads `lang` is given the reason
/// of a new severity in it.
#[must_use]
pub fn verdicts(ticket: &Ticket, lang: Lang, standings: &[Standing], now: DateTime<Utc>) -> Vec<EventBody> {
    let mut said: Vec<(DateTime<Utc>, EventBody)> = Vec::new();
    for standing in standings {
        let (metric, cycle) = (standing.promise.metric, standing.promise.cycle);
        let warned = standing.warnings.iter().filter(|warning| warning.at <= now);
        said.extend(warned.map(|warning| {
            (warning.at, EventBody::PromiseWarned { metric, cycle, percent: warning.percent })
        }));
        let missed = standing.unrecorded_miss();
        said.extend(
            missed.map(|missed_at| (missed_at, EventBody::PromiseMissed { metric, cycle, missed_at })),
        );
        let due = standing.escalations.iter().filter(|due| due.at <= now);
        said.extend(due.map(|Due { percent, at, act }| {
            let escalation =
                Escalation { metric, cycle, percent: *percent, reached_at: *at, act: act.clone() };
            (*at, EventBody::Escalated { reason: String::new(), rule: Some(escalation) })
        }));
    }
    said.sort_by_key(|(at, _)| *at);
    let mut severity = ticket.severity;
    let mut bodies = Vec::with_capacity(said.len());
    for (_, body) in said {
        let raised = if ticket.status.is_live() { raised(&body, severity, lang) } else { None };
        bodies.push(body);
        if let Some((to, changed)) = raised {
            severity = to;
            bodies.push(changed);
        }
    }
    bodies
}

/// The new severity that an escalation brings about, unless it is as bad already.
fn raised(body: &EventBody, from: Severity, lang: Lang) -> Option<(Severity, EventBody)> {
    let EventBody::Escalated { rule: Some(Escalation { act: Act::Raise(raise), .. }), .. } = body else {
        return None;
    };
    let reason = raise.reason.in_lang(lang).to_owned();
    (raise.to > from).then_some((raise.to, EventBody::SeverityChanged { from, to: raise.to, reason }))
}
