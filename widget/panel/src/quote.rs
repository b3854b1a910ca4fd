//! The promise before anything is sent: what the plan says, over the open hours that the Worker sent, by
//! the arithmetic that will stamp it.

use chrono::{DateTime, TimeDelta, Utc};
use leptos::task::spawn_local;

use crate::pulse::Pulse;
use crate::remote::Remote;
use crate::session::SessionRoom;
use aftercare_shared::api::quote::Quotes;
use aftercare_shared::metric::Metric;
use aftercare_shared::policy::ALWAYS;
use aftercare_shared::severity::Severity;
use aftercare_shared::timeline::{Explanation, Timeline};
use aftercare_ui::{Clock, watch};

/// How old quotes may be before they are asked for again.
const FRESH: TimeDelta = TimeDelta::minutes(10);

/// What is promised for one metric.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Quote {
    /// When it would be due, and why then.
    pub(crate) explanation: Explanation,
    /// The zone of its calendar; `None` where the clock never stops.
    pub(crate) zone: Option<String>,
}

/// What the plan promises for a metric, were the ticket received now. `None` where it promises nothing, or
/// where the hours that were sent do not reach as far.
pub(crate) fn quote(
    quotes: &Quotes,
    severity: Severity,
    metric: Metric,
    now: DateTime<Utc>,
) -> Option<Quote> {
    let target =
        quotes.targets.iter().find(|target| target.severity == severity && target.metric == metric)?;
    if target.clock == ALWAYS {
        let explanation = Timeline::always().explain(now, target.target_seconds, &[]).ok()?;
        return Some(Quote { explanation, zone: None });
    }
    let clock = quotes.clocks.get(&target.clock)?;
    let explanation = clock.timeline.explain(now, target.target_seconds, &[]).ok()?;
    Some(Quote { explanation, zone: Some(clock.zone.clone()) })
}

/// Whether the plan promises something for a metric, whether or not it can be computed here.
pub(crate) fn is_promised(quotes: &Quotes, severity: Severity, metric: Metric) -> bool {
    quotes.targets.iter().any(|target| target.severity == severity && target.metric == metric)
}

/// The quotes of the visitor's plan.
#[derive(Debug, Clone, Copy)]
pub(crate) struct QuoteRoom {
    pub(crate) quotes: Remote<Quotes>,
    session: SessionRoom,
    clock: Clock,
}

impl QuoteRoom {
    /// Keeps quotes at hand while the panel is in view, and asks anew when the session changes.
    pub(crate) fn start(session: SessionRoom, pulse: Pulse, clock: Clock) -> Self {
        let room = Self { quotes: Remote::new(), session, clock };
        let mut before = None;
        watch(move || {
            pulse.follow();
            let plan = session.with(|session| session.map(|session| session.plan.id.clone()));
            let is_new = before != plan;
            if plan.is_some() && pulse.is_shown() && (is_new || room.is_old()) {
                room.refresh();
                before = plan;
            }
        });
        room
    }

    /// Asks for them.
    pub(crate) fn refresh(&self) {
        let room = *self;
        let Some(client) = room.session.client() else { return };
        spawn_local(async move {
            match client.quotes().await {
                Ok(quotes) => {
                    room.clock.correct(quotes.now);
                    room.quotes.came(quotes);
                }
                Err(failure) => {
                    room.session.hear(&failure);
                    room.quotes.failed(failure);
                }
            }
        });
    }

    fn is_old(&self) -> bool {
        let now = self.clock.exact();
        self.quotes.peek(|quotes| quotes.is_none_or(|quotes| now - quotes.now > FRESH))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use aftercare_shared::api::quote::{QuotedClock, QuotedTarget};
    use aftercare_shared::api::session::{PlanSource, PlanView};
    use aftercare_shared::text::Text;
    use aftercare_shared::timeline::Interval;

    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    fn quotes() -> Quotes {
        let timeline =
            Timeline::new(Interval::new(0, 1_000), vec![Interval::new(100, 200)], false, vec![], None);
        let target = |severity, target_seconds, clock: &str| QuotedTarget {
            severity,
            metric: Metric::FirstResponse,
            target_seconds,
            clock: clock.to_owned(),
        };
        Quotes {
            now: at(0),
            plan: PlanView {
                id: "basic".parse().unwrap(),
                name: Text::new("Basic", "基础版"),
                source: PlanSource::Default,
            },
            targets: vec![
                target(Severity::Question, 60, "office"),
                target(Severity::Severe, 500, "office"),
                target(Severity::Down, 60, ALWAYS),
            ],
            clocks: BTreeMap::from([(
                "office".to_owned(),
                QuotedClock { zone: "Asia/Shanghai".to_owned(), timeline },
            )]),
            policy_version: 1,
        }
    }

    #[test]
    fn a_quote_counts_on_the_clock_of_its_target() {
        let due = |severity| {
            let quote = quote(&quotes(), severity, Metric::FirstResponse, at(0));
            quote.and_then(|quote| quote.explanation.due)
        };
        assert_eq!(due(Severity::Question), Some(at(160)), "from the opening on");
        assert_eq!(due(Severity::Down), Some(at(60)), "at once");
        assert_eq!(due(Severity::Degraded), None, "not promised");
        assert_eq!(due(Severity::Severe), None, "beyond the hours that were sent");
        assert!(is_promised(&quotes(), Severity::Severe, Metric::FirstResponse));
    }
}
