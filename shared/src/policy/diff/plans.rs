//! Plans: what they promise, their channels, what else they include.

use std::collections::BTreeSet;

use crate::metric::Metric;
use crate::policy::diff::calendars::{clock_effect, regions};
use crate::policy::diff::house::both;
use crate::policy::diff::{Changes, Effect};
use crate::policy::{Channel, Counted, Cover, Entitlement, Limit, Period, Plan, Policy, Target};
use crate::severity::Severity;

pub(super) fn compare(before: &Policy, after: &Policy, changes: &mut Changes) {
    for old in before.plans() {
        let Some(new) = after.find_plan(&old.id) else {
            // Whoever is on it falls to the default plan, once what was promised is kept.
            changes.push(&["plans"], Some(old.id.to_string()), None, Effect::Worse);
            continue;
        };
        let id = old.id.as_str();
        changes.value(&[id, "name"], Some(both(&old.name)), Some(both(&new.name)), Effect::Neutral);
        targets((before, old), (after, new), changes);
        channels(old, new, changes);
        entitlements(old, new, changes);
    }
    for new in after.plans().iter().filter(|plan| before.find_plan(&plan.id).is_none()) {
        changes.push(&["plans"], None, Some(new.id.to_string()), Effect::Neutral);
    }
    let kept = |policy: &Policy, other: &Policy| {
        let kept = policy.plans().iter().filter(|plan| other.find_plan(&plan.id).is_some());
        kept.map(|plan| plan.id.to_string()).collect::<Vec<_>>().join(", ")
    };
    let order = [kept(before, after), kept(after, before)].map(Some);
    let [old, new] = order;
    changes.value(&["plans"], old, new, Effect::Neutral);
}

/// A row of the table of targets that changes, for some severities and regions.
struct Row {
    severities: Vec<Severity>,
    regions: Vec<Option<String>>,
    before: String,
    after: String,
    effect: Effect,
}

fn targets((before, old): (&Policy, &Plan), (after, new): (&Policy, &Plan), changes: &mut Changes) {
    let offered = |policy: &Policy| policy.severities().into_iter().map(|offered| offered.severity);
    let severities: BTreeSet<Severity> = offered(before).chain(offered(after)).collect();
    let regions = regions(before, after);
    for metric in Metric::ALL {
        let mut rows: Vec<Row> = Vec::new();
        for region in &regions {
            for severity in &severities {
                let row = row((before, old), (after, new), region.as_deref(), *severity, metric);
                let Some((before, after, effect)) = row else { continue };
                let same = rows.iter_mut().find(|row| row.before == before && row.after == after);
                if let Some(same) = same {
                    same.effect = if same.effect == effect { effect } else { Effect::Mixed };
                    same.severities.push(*severity);
                    same.regions.push(region.clone());
                } else {
                    let (severities, regions) = (vec![*severity], vec![region.clone()]);
                    rows.push(Row { severities, regions, before, after, effect });
                }
            }
        }
        for row in rows {
            let severities = row.severities.iter().collect::<BTreeSet<_>>();
            let severities = severities.into_iter().map(|severity| severity.as_str()).collect::<Vec<_>>();
            let regions_of_row = row.regions.iter().collect::<BTreeSet<_>>();
            let severities = severities.join(", ");
            let mut subject = vec![old.id.as_str(), severities.as_str(), metric.as_str()];
            let some =
                regions_of_row.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ");
            // The first region is that of accounts which name none: a row that holds there needs no name.
            if !row.regions.contains(&None) {
                subject.push(&some);
            }
            changes.push(&subject, Some(row.before), Some(row.after), row.effect);
        }
    }
}

/// What changes of a cell, where anything does. An edit of the calendar itself is told once, with the calendar.
fn row(
    (before, old): (&Policy, &Plan),
    (after, new): (&Policy, &Plan),
    region: Option<&str>,
    severity: Severity,
    metric: Metric,
) -> Option<(String, String, Effect)> {
    let was = before.cover(region, &old.id, severity, metric);
    let is = after.cover(region, &new.id, severity, metric);
    let effect = match (&was, &is) {
        (Cover::Promised(was), Cover::Promised(is)) => {
            if was.duration == is.duration && was.clock == is.clock {
                return None;
            }
            let sooner = Effect::of_growth(is.seconds, was.seconds);
            sooner.and(clock_effect(before, &was.clock, after, &is.clock))
        }
        (was, is) => Effect::of_growth(worth(was), worth(is)),
    };
    let (mut old, new) = (told(&was), told(&is));
    if let (Cover::Promised(was), Cover::Promised(is)) = (&was, &is)
        && was.clock == is.clock
    {
        old = was.duration.to_string();
    }
    (old != new).then_some((old, new, effect))
}

/// A promise is worth more than an effort, and an effort more than nothing.
fn worth(cover: &Cover) -> u8 {
    match cover {
        Cover::Promised(_) => 2,
        Cover::BestEffort => 1,
        Cover::NotOffered => 0,
    }
}

fn told(cover: &Cover) -> String {
    match cover {
        Cover::Promised(Target { duration, clock, .. }) => format!("{duration} on {}", clock.as_str()),
        Cover::BestEffort => "best_effort".to_owned(),
        Cover::NotOffered => "none".to_owned(),
    }
}

fn channels(old: &Plan, new: &Plan, changes: &mut Changes) {
    let id = old.id.as_str();
    let find = |plan: &Plan, name: &str| plan.channels.iter().find(|it| it.channel == name).cloned();
    for was in &old.channels {
        match find(new, &was.channel) {
            None => changes.push(&[id, "channels"], Some(channel(was)), None, Effect::Worse),
            Some(is) if *was != is => {
                let reach = |channel: &Channel| {
                    if channel.severities.is_empty() { usize::MAX } else { channel.severities.len() }
                };
                let severities = if reach(was) == reach(&is) && was.severities != is.severities {
                    Effect::Mixed
                } else {
                    Effect::of_growth(reach(was), reach(&is))
                };
                let hours = if was.clock == is.clock { Effect::Neutral } else { Effect::Mixed };
                let effect = severities.and(hours);
                changes.push(&[id, "channels"], Some(channel(was)), Some(channel(&is)), effect);
            }
            Some(_) => {}
        }
    }
    for is in new.channels.iter().filter(|is| find(old, &is.channel).is_none()) {
        changes.push(&[id, "channels"], None, Some(channel(is)), Effect::Better);
    }
}

fn channel(channel: &Channel) -> String {
    let severities = channel.severities.iter().map(|severity| severity.as_str()).collect::<Vec<_>>();
    let mut text = channel.channel.clone();
    if !severities.is_empty() {
        text.push_str(&format!(" for {}", severities.join(", ")));
    }
    if let Some(clock) = &channel.clock {
        text.push_str(&format!(" on {clock}"));
    }
    text
}

fn entitlements(old: &Plan, new: &Plan, changes: &mut Changes) {
    let names: BTreeSet<&String> = old.entitlements.keys().chain(new.entitlements.keys()).collect();
    for name in names {
        let (was, is) = (old.entitlements.get(name), new.entitlements.get(name));
        if was == is {
            continue;
        }
        let period = |it: Option<&Entitlement>| match it {
            Some(Entitlement::Counted(Counted { per, .. })) => Some(*per),
            Some(Entitlement::Included | Entitlement::Excluded) | None => None,
        };
        let effect = match (period(was), period(is)) {
            (Some(was), Some(is)) if was != is => Effect::Mixed,
            (Some(_) | None, Some(_) | None) => Effect::of_growth(amount(was), amount(is)),
        };
        let told = |it: Option<&Entitlement>| it.map(entitlement);
        changes.push(&[old.id.as_str(), "entitlements", name], told(was), told(is), effect);
    }
}

/// How much of something is there: none, so many, or as much as is wanted.
fn amount(entitlement: Option<&Entitlement>) -> u64 {
    match entitlement {
        None | Some(Entitlement::Excluded) => 0,
        Some(Entitlement::Counted(Counted { limit: Limit::AtMost(count), .. })) => u64::from(*count),
        Some(Entitlement::Included | Entitlement::Counted(Counted { limit: Limit::Unlimited(_), .. })) => {
            u64::MAX
        }
    }
}

fn entitlement(entitlement: &Entitlement) -> String {
    let Counted { limit, per } = match entitlement {
        Entitlement::Included => return "true".to_owned(),
        Entitlement::Excluded => return "false".to_owned(),
        Entitlement::Counted(counted) => counted,
    };
    let limit = match limit {
        Limit::AtMost(count) => count.to_string(),
        Limit::Unlimited(_) => "unlimited".to_owned(),
    };
    let per = match per {
        None => return limit,
        Some(Period::Month) => "month",
        Some(Period::Quarter) => "quarter",
        Some(Period::Year) => "year",
        Some(Period::Contract) => "contract",
    };
    format!("{limit} per {per}")
}
