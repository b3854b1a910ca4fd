//! From the log to the runs of its clocks. The match below is the whole table of what starts, stops
//! and pauses a clock.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::clock::{Ending, Stop};
use crate::id::PlanId;
use crate::metric::Metric;
use crate::policy::Reopen;
use crate::promise::{Book, Run, Stamp};
use crate::severity::Severity;
use crate::ticket::{Actor, Event, EventBody};
use crate::timeline::{Pause, PauseReason};

/// The runs of a ticket's clocks, in the order in which they began. `book` says what reopening does and
/// which severities carry no promise; a log that does not begin with `opened` has no runs.
#[must_use]
pub fn runs(events: &[Event], book: &Book) -> Vec<Run> {
    let mut events: Vec<&Event> = events.iter().collect();
    events.sort_by_key(|event| event.seq);
    events.dedup_by_key(|event| event.seq);
    let Some((first, rest)) = events.split_first() else {
        return Vec::new();
    };
    let EventBody::Opened(opened) = &first.body else {
        return Vec::new();
    };
    let mut walk = Walk {
        book,
        severity: opened.severity,
        plan: opened.plan.clone(),
        phase: Phase::Live,
        asked: BTreeSet::new(),
        waiting_since: None,
        responded: false,
        running: BTreeMap::new(),
        ended: Vec::new(),
        cycles: BTreeMap::new(),
    };
    match &first.actor {
        Actor::Customer { .. } => walk.start(Metric::FirstResponse, first.at),
        // The vendor's own first words are no answer to anybody.
        Actor::Agent { .. } | Actor::System => walk.responded = true,
    }
    walk.start(Metric::Resolution, first.at);
    for event in rest {
        walk.take(event);
    }
    walk.finish()
}

/// Where the ticket stands, as far as its clocks care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Live,
    Resolved,
    Over,
}

struct Walk<'a> {
    book: &'a Book,
    severity: Severity,
    plan: PlanId,
    phase: Phase,
    asked: BTreeSet<String>,
    waiting_since: Option<DateTime<Utc>>,
    responded: bool,
    /// The latest run of each metric, until the next one begins. A run that resolving has stopped stays
    /// here, for reopening takes it up again.
    running: BTreeMap<Metric, Run>,
    ended: Vec<Run>,
    cycles: BTreeMap<Metric, u32>,
}

impl Walk<'_> {
    fn take(&mut self, event: &Event) {
        let at = event.at;
        match &event.body {
            EventBody::Message { .. } => match &event.actor {
                Actor::Customer { .. } => self.customer_spoke(at),
                Actor::Agent { .. } => self.vendor_spoke(at),
                Actor::System => {}
            },
            EventBody::Accepted => match &event.actor {
                Actor::Agent { .. } => self.vendor_spoke(at),
                Actor::Customer { .. } | Actor::System => {}
            },
            EventBody::InfoRequested { items } => {
                if matches!(event.actor, Actor::Agent { .. }) {
                    self.vendor_spoke(at);
                }
                if self.phase == Phase::Live && !items.is_empty() {
                    self.asked.extend(items.iter().map(|item| item.id.clone()));
                    self.waiting_since.get_or_insert(at);
                }
            }
            EventBody::InfoProvided { items } => {
                for item in items {
                    self.asked.remove(item);
                }
                if matches!(event.actor, Actor::Customer { .. }) {
                    self.customer_spoke(at);
                }
                if self.asked.is_empty() {
                    self.end_waiting(at);
                }
            }
            EventBody::SeverityChanged { to, .. } => self.reclassify(*to, at),
            EventBody::PlanChanged { to, .. } => {
                self.plan = to.clone();
                for run in self.running.values_mut().filter(|run| run.is_live()) {
                    run.plans.push(to.clone());
                }
            }
            EventBody::Resolved => self.resolve(at),
            EventBody::Reopened => self.reopen(at, &event.actor),
            EventBody::Closed | EventBody::Merged { .. } => {
                self.end_waiting(at);
                self.phase = Phase::Over;
                for metric in Metric::ALL {
                    self.stop(metric, at, Ending::Dropped);
                }
            }
            EventBody::PromiseMade(promise) => {
                let severity = self.severity;
                if let Some(run) = self.find(promise.metric, promise.cycle) {
                    run.stamps.push(Stamp::Made { at, severity, promise: promise.clone() });
                }
            }
            EventBody::PromiseWarned { metric, cycle, percent } => {
                if let Some(run) = self.find(*metric, *cycle) {
                    run.warned.push(*percent);
                }
            }
            EventBody::PromiseMissed { metric, cycle, missed_at } => {
                if let Some(run) = self.find(*metric, *cycle) {
                    run.recorded_miss.get_or_insert(*missed_at);
                }
            }
            EventBody::Escalated { rule: Some(escalation), .. } => {
                if let Some(run) = self.find(escalation.metric, escalation.cycle) {
                    run.escalated.push(escalation.clone());
                }
            }
            EventBody::Opened(_)
            | EventBody::Note { .. }
            | EventBody::Assigned { .. }
            | EventBody::Routed { .. }
            | EventBody::Rated { .. }
            | EventBody::Escalated { rule: None, .. } => {}
        }
    }

    /// The customer waits for an answer, from the oldest word that has none.
    fn customer_spoke(&mut self, at: DateTime<Utc>) {
        let awaited = |metric| self.running.get(&metric).is_some_and(Run::is_live);
        if self.phase == Phase::Live && !awaited(Metric::FirstResponse) && !awaited(Metric::NextResponse) {
            self.start(Metric::NextResponse, at);
        }
    }

    /// A person of the vendor spoke to the customer, or accepted the ticket.
    fn vendor_spoke(&mut self, at: DateTime<Utc>) {
        self.responded = true;
        self.stop(Metric::FirstResponse, at, Ending::Done);
        self.stop(Metric::NextResponse, at, Ending::Done);
        self.stop(Metric::Update, at, Ending::Done);
        if self.phase == Phase::Live {
            self.start(Metric::Update, at);
        }
    }

    fn reclassify(&mut self, to: Severity, at: DateTime<Utc>) {
        self.severity = to;
        let (book, current) = (self.book, self.book.current());
        for run in self.running.values_mut().filter(|run| run.is_live()) {
            run.severity = to;
            let Some(promise) = run.promise() else { continue };
            let versions = [promise.policy_version, current];
            let promised = versions.iter().any(|version| {
                run.plans.iter().any(|plan| book.target(*version, plan, to, run.metric).is_some())
            });
            if !promised {
                run.stamps.push(Stamp::Withdrawn { at });
            }
        }
    }

    fn resolve(&mut self, at: DateTime<Utc>) {
        self.end_waiting(at);
        self.asked.clear();
        self.phase = Phase::Resolved;
        self.stop(Metric::Resolution, at, Ending::Done);
        // Calling it solved is no answer: what is still owed then is dropped, not met.
        self.stop(Metric::FirstResponse, at, Ending::Dropped);
        self.stop(Metric::NextResponse, at, Ending::Dropped);
        self.stop(Metric::Update, at, Ending::Dropped);
    }

    fn reopen(&mut self, at: DateTime<Utc>, actor: &Actor) {
        if self.phase != Phase::Resolved {
            return;
        }
        self.phase = Phase::Live;
        let version = self.running.get(&Metric::Resolution).and_then(Run::promise).map(|p| p.policy_version);
        let policy = version.and_then(|version| self.book.policy(version));
        match policy.or_else(|| self.book.policy(self.book.current())).map(|policy| policy.reopen()) {
            Some(Reopen::Fresh) => self.start(Metric::Resolution, at),
            Some(Reopen::Continue) | None => self.resume(Metric::Resolution, at),
        }
        if self.responded {
            self.start(Metric::Update, at);
            if matches!(actor, Actor::Customer { .. }) {
                self.start(Metric::NextResponse, at);
            }
        } else {
            self.resume(Metric::FirstResponse, at);
        }
    }

    fn start(&mut self, metric: Metric, at: DateTime<Utc>) {
        let next = self.cycles.entry(metric).or_default();
        let run = Run {
            metric,
            cycle: *next,
            started_at: at,
            stopped: None,
            pauses: Vec::new(),
            stamps: Vec::new(),
            severity: self.severity,
            plans: vec![self.plan.clone()],
            recorded_miss: None,
            warned: Vec::new(),
            escalated: Vec::new(),
        };
        *next += 1;
        self.ended.extend(self.running.insert(metric, run));
    }

    fn stop(&mut self, metric: Metric, at: DateTime<Utc>, how: Ending) {
        let waiting_since = self.waiting_since;
        if let Some(run) = self.running.get_mut(&metric).filter(|run| run.is_live()) {
            if let Some(since) = waiting_since {
                pause(run, since, Some(at), PauseReason::WaitingForCustomer);
            }
            run.stopped = Some(Stop { at, how });
        }
    }

    /// Takes up again what resolving stopped; the time in between does not count.
    fn resume(&mut self, metric: Metric, at: DateTime<Utc>) {
        let (severity, plan) = (self.severity, &self.plan);
        if let Some(run) = self.running.get_mut(&metric)
            && let Some(stop) = run.stopped.take()
        {
            pause(run, stop.at, Some(at), PauseReason::Resolved);
            run.severity = severity;
            if run.plans.last() != Some(plan) {
                run.plans.push(plan.clone());
            }
        }
    }

    fn end_waiting(&mut self, at: DateTime<Utc>) {
        if let Some(since) = self.waiting_since.take() {
            for run in self.running.values_mut().filter(|run| run.is_live()) {
                pause(run, since, Some(at), PauseReason::WaitingForCustomer);
            }
        }
    }

    fn find(&mut self, metric: Metric, cycle: u32) -> Option<&mut Run> {
        let running = self.running.get_mut(&metric).filter(|run| run.cycle == cycle);
        running.or_else(|| self.ended.iter_mut().find(|run| run.metric == metric && run.cycle == cycle))
    }

    fn finish(mut self) -> Vec<Run> {
        for run in self.running.values_mut().filter(|run| run.is_live()) {
            if let Some(since) = self.waiting_since {
                pause(run, since, None, PauseReason::WaitingForCustomer);
            }
        }
        let mut runs = self.ended;
        runs.extend(self.running.into_values());
        runs.sort_by_key(|run| (run.started_at, run.metric, run.cycle));
        runs
    }
}

/// Notes that a run stood still, from its own start at the earliest.
fn pause(run: &mut Run, since: DateTime<Utc>, until: Option<DateTime<Utc>>, reason: PauseReason) {
    let from = since.max(run.started_at);
    if until.is_none_or(|until| from < until) {
        run.pauses.push(Pause { from, until, reason });
    }
}
