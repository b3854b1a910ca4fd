//! From a document to a policy: everything that is wrong is found in one go.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{self, Calendar};
use crate::escalation::{Act, MAX_PERCENT, Raise};
use crate::metric::Metric;
use crate::policy::canonical::Kept;
use crate::policy::document::{
    CellDocument, ChannelDocument, EntitlementDocument, PlanDocument, RegionalDocument, SeverityKey,
    TargetDocument, Unpromised,
};
use crate::policy::refusal::{Fault, Problem, Refusal};
use crate::policy::{ALWAYS, Cell, Channel, Document, Duration, Entitlement, Plan, Policy, Regional};
use crate::severity::Severity;

/// The longest name of a calendar, channel or entitlement, in bytes.
const MAX_NAME_BYTES: usize = 64;

impl TryFrom<Document> for Policy {
    type Error = Refusal;

    fn try_from(document: Document) -> Result<Self, Refusal> {
        let mut check = Check::default();
        check.calendars(&document.calendars);
        check.regional(&document.regional);
        let plans = check.plans(&document.plans);
        check.teams(&document);
        check.warnings(&document.warnings);
        check.severities(&document);
        check.escalations(&document);
        let grace = check.duration("/grace", &document.grace).filter(|grace| match grace.seconds_always() {
            Ok(_) => true,
            Err(error) => {
                check.refuse("/grace", error);
                false
            }
        });
        let fallback = plans.iter().find(|plan| plan.id == document.default_plan).cloned();
        if fallback.is_none() {
            check.refuse("/default_plan", Fault::UnknownPlan(document.default_plan.to_string()));
        }
        let Check { problems, listed: _, calendars, regional } = check;
        match (fallback, grace) {
            (Some(fallback), Some(grace)) if problems.is_empty() => {
                let calendar_hashes = calendars.keys().map(|name| (name.clone(), Kept::default())).collect();
                let hash = Kept::default();
                Ok(Self { document, plans, fallback, calendars, regional, grace, hash, calendar_hashes })
            }
            (Some(_) | None, Some(_) | None) => Err(Refusal(problems)),
        }
    }
}

/// What has been read so far, and what was wrong with it.
#[derive(Default)]
struct Check {
    problems: Vec<Problem>,
    /// The calendars that are listed, refused ones among them, so that one slip is reported once.
    listed: BTreeSet<String>,
    calendars: BTreeMap<String, Calendar>,
    regional: BTreeMap<String, Regional>,
}

impl Check {
    fn refuse(&mut self, at: impl Into<String>, fault: impl Into<Fault>) {
        self.problems.push(Problem { at: at.into(), fault: fault.into() });
    }

    fn calendars(&mut self, documents: &BTreeMap<String, calendar::Document>) {
        for (name, document) in documents {
            let at = format!("/calendars/{}", calendar::escaped(name));
            self.clock_name(&at, name);
            self.listed.insert(name.clone());
            match Calendar::try_from(document.clone()) {
                Ok(calendar) => {
                    self.calendars.insert(name.clone(), calendar);
                }
                Err(refusal) => self.refuse(format!("{at}{}", refusal.at), refusal.fault),
            }
        }
    }

    fn regional(&mut self, documents: &BTreeMap<String, RegionalDocument>) {
        for (name, document) in documents {
            let at = format!("/regional/{}", calendar::escaped(name));
            self.clock_name(&at, name);
            if self.listed.contains(name) {
                self.refuse(&at, Fault::Twice(name.clone()));
            }
            if !document.calendars.contains_key(&document.default) {
                self.refuse(format!("{at}/default"), Fault::UnknownRegion(document.default.clone()));
            }
            for (region, calendar) in &document.calendars {
                if !self.listed.contains(calendar) {
                    let at = format!("{at}/calendars/{}", calendar::escaped(region));
                    self.refuse(at, Fault::UnknownClock(calendar.clone()));
                }
            }
            let RegionalDocument { default, calendars } = document.clone();
            self.regional.insert(name.clone(), Regional { default, calendars });
        }
    }

    fn plans(&mut self, documents: &[PlanDocument]) -> Vec<Plan> {
        if documents.is_empty() {
            self.refuse("/plans", Fault::Empty);
        }
        let mut seen = BTreeSet::new();
        let mut plans = Vec::with_capacity(documents.len());
        for (index, document) in documents.iter().enumerate() {
            let at = format!("/plans/{index}");
            if !seen.insert(&document.id) {
                self.refuse(format!("{at}/id"), Fault::Twice(document.id.to_string()));
            }
            plans.push(self.plan(&at, document));
        }
        plans
    }

    fn plan(&mut self, at: &str, document: &PlanDocument) -> Plan {
        let channels = document
            .channels
            .iter()
            .enumerate()
            .map(|(index, channel)| self.channel(&format!("{at}/channels/{index}"), channel))
            .collect();
        let entitlements = document
            .entitlements
            .iter()
            .map(|(name, entitlement)| {
                self.name(&format!("{at}/entitlements/{}", calendar::escaped(name)), name);
                let entitlement = match entitlement {
                    EntitlementDocument::Included(true) => Entitlement::Included,
                    EntitlementDocument::Included(false) => Entitlement::Excluded,
                    EntitlementDocument::Counted(counted) => Entitlement::Counted(counted.clone()),
                };
                (name.clone(), entitlement)
            })
            .collect();
        let mut targets: BTreeMap<Metric, BTreeMap<SeverityKey, Cell>> = BTreeMap::new();
        for (metric, row) in &document.targets {
            for (severity, cell) in row {
                let at = format!("{at}/targets/{}/{}", metric.as_str(), severity.as_str());
                let cell = match cell {
                    CellDocument::Target(target) => self.target(&at, target),
                    CellDocument::Unpromised(Unpromised::BestEffort) => Some(Cell::BestEffort),
                    CellDocument::Unpromised(Unpromised::None) => Some(Cell::NotOffered),
                };
                if let Some(cell) = cell {
                    targets.entry(*metric).or_default().insert(*severity, cell);
                }
            }
        }
        Plan { id: document.id.clone(), name: document.name.clone(), channels, entitlements, targets }
    }

    fn channel(&mut self, at: &str, document: &ChannelDocument) -> Channel {
        let channel = match document {
            ChannelDocument::Named(name) => {
                Channel { channel: name.clone(), severities: Vec::new(), clock: None }
            }
            ChannelDocument::Limited(channel) => channel.clone(),
        };
        self.name(at, &channel.channel);
        if let Some(clock) = channel.clock.as_deref().filter(|clock| !self.knows_clock(clock)) {
            self.refuse(format!("{at}/clock"), Fault::UnknownClock(clock.to_owned()));
        }
        channel
    }

    /// Reads a target and measures it on each clock it may come to count on.
    fn target(&mut self, at: &str, document: &TargetDocument) -> Option<Cell> {
        if !self.knows_clock(&document.clock) {
            self.refuse(format!("{at}/clock"), Fault::UnknownClock(document.clock.clone()));
        }
        let at = format!("{at}/duration");
        let duration = self.duration(&at, &document.duration)?;
        let measured = if document.clock == ALWAYS {
            duration.seconds_always().map(|_| ())
        } else {
            let names: Vec<&String> = match self.regional.get(&document.clock) {
                Some(set) => set.calendars.values().collect(),
                None => vec![&document.clock],
            };
            let mut calendars = names.into_iter().filter_map(|name| self.calendars.get(name));
            calendars.try_for_each(|calendar| duration.seconds_on(calendar).map(|_| ()))
        };
        match measured {
            Ok(()) => Some(Cell::Promised { duration, clock: document.clock.clone() }),
            Err(error) => {
                self.refuse(at, error);
                None
            }
        }
    }

    fn teams(&mut self, document: &Document) {
        if document.teams.is_empty() {
            self.refuse("/teams", Fault::Empty);
        }
        let mut teams = BTreeSet::new();
        for (index, team) in document.teams.iter().enumerate() {
            if !teams.insert(&team.id) {
                self.refuse(format!("/teams/{index}/id"), Fault::Twice(team.id.to_string()));
            }
        }
        if !teams.contains(&document.routing.default) {
            self.refuse("/routing/default", Fault::UnknownTeam(document.routing.default.to_string()));
        }
        for (index, rule) in document.routing.rules.iter().enumerate() {
            let at = format!("/routing/rules/{index}");
            if !teams.contains(&rule.team) {
                self.refuse(format!("{at}/team"), Fault::UnknownTeam(rule.team.to_string()));
            }
            for (plan_index, id) in rule.plans.iter().enumerate() {
                if !document.plans.iter().any(|plan| plan.id == *id) {
                    self.refuse(format!("{at}/plans/{plan_index}"), Fault::UnknownPlan(id.to_string()));
                }
            }
        }
    }

    fn warnings(&mut self, warnings: &[u8]) {
        let rising = warnings.windows(2).all(|pair| matches!(pair, [low, high] if low < high));
        if !rising || !warnings.iter().all(|percent| (1..=99).contains(percent)) {
            self.refuse("/warnings", Fault::Warnings);
        }
    }

    /// That the severities are in order, and that no other one is used anywhere.
    fn severities(&mut self, document: &Document) {
        let listed = document.severities.iter().map(|offered| offered.severity).collect::<Vec<_>>();
        if !listed.windows(2).all(|pair| matches!(pair, [milder, worse] if milder < worse)) {
            self.refuse("/severities", Fault::Severities);
        }
        let offered = if listed.is_empty() { Severity::USUAL.to_vec() } else { listed };
        let mut used: Vec<(String, Severity)> = Vec::new();
        for (index, plan) in document.plans.iter().enumerate() {
            for (place, channel) in plan.channels.iter().enumerate() {
                if let ChannelDocument::Limited(channel) = channel {
                    used.extend(placed(&format!("/plans/{index}/channels/{place}"), &channel.severities));
                }
            }
        }
        for (index, rule) in document.routing.rules.iter().enumerate() {
            used.extend(placed(&format!("/routing/rules/{index}"), &rule.severities));
        }
        for (index, rule) in document.escalations.iter().enumerate() {
            used.extend(placed(&format!("/escalations/{index}"), &rule.severities));
            for (place, act) in rule.acts.iter().enumerate() {
                if let Act::Raise(Raise { to, .. }) = act {
                    used.push((format!("/escalations/{index}/do/{place}/raise/to"), *to));
                }
            }
        }
        for (index, plan) in document.plans.iter().enumerate() {
            for (metric, row) in &plan.targets {
                let named = row.keys().filter_map(|key| key.severity());
                let at = |severity: Severity| {
                    format!("/plans/{index}/targets/{}/{}", metric.as_str(), severity.as_str())
                };
                used.extend(named.map(|severity| (at(severity), severity)));
            }
        }
        for (at, severity) in used.into_iter().filter(|(_, severity)| !offered.contains(severity)) {
            self.refuse(at, Fault::UnofferedSeverity(severity.as_str()));
        }
    }

    fn escalations(&mut self, document: &Document) {
        for (index, rule) in document.escalations.iter().enumerate() {
            let at = format!("/escalations/{index}");
            if !(1..=MAX_PERCENT).contains(&rule.at) {
                self.refuse(format!("{at}/at"), Fault::Share);
            }
            if rule.acts.is_empty() {
                self.refuse(format!("{at}/do"), Fault::Empty);
            }
            for (place, id) in rule.plans.iter().enumerate() {
                if !document.plans.iter().any(|plan| plan.id == *id) {
                    self.refuse(format!("{at}/plans/{place}"), Fault::UnknownPlan(id.to_string()));
                }
            }
            for (place, act) in rule.acts.iter().enumerate() {
                match act {
                    Act::Reassign(team) if !document.teams.iter().any(|known| known.id == *team) => {
                        let at = format!("{at}/do/{place}/reassign");
                        self.refuse(at, Fault::UnknownTeam(team.to_string()));
                    }
                    Act::Raise(Raise { reason, .. }) if reason.en.is_empty() && reason.zh.is_empty() => {
                        self.refuse(format!("{at}/do/{place}/raise/reason"), Fault::Empty);
                    }
                    Act::Notify(_) | Act::Reassign(_) | Act::Raise(_) => {}
                }
            }
        }
    }

    fn duration(&mut self, at: &str, text: &str) -> Option<Duration> {
        text.parse().map_err(|error: crate::policy::duration::DurationError| self.refuse(at, error)).ok()
    }

    fn clock_name(&mut self, at: &str, name: &str) {
        if name == ALWAYS {
            self.refuse(at, Fault::ReservedName);
        } else {
            self.name(at, name);
        }
    }

    fn name(&mut self, at: &str, name: &str) {
        let fits =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-';
        if name.is_empty() || name.len() > MAX_NAME_BYTES || !name.bytes().all(fits) {
            self.refuse(at, Fault::NotAName(name.to_owned()));
        }
    }

    fn knows_clock(&self, name: &str) -> bool {
        name == ALWAYS || self.listed.contains(name) || self.regional.contains_key(name)
    }
}

/// The severities of a list, each with its place.
fn placed(at: &str, severities: &[Severity]) -> impl Iterator<Item = (String, Severity)> {
    severities
        .iter()
        .enumerate()
        .map(move |(place, severity)| (format!("{at}/severities/{place}"), *severity))
}
