//! What concerns the vendor's own people: severities on offer, teams, routing, warnings, escalations; and the
//! three rules of the clock that concern everybody.

use crate::metric::Metric;
use crate::policy::diff::{Changes, Effect};
use crate::policy::document::{EscalationRule, RoutingRule};
use crate::policy::{OfferedSeverity, Policy, Reopen, Team};
use crate::severity::Severity;
use crate::text::Text;

pub(super) fn compare(before: &Policy, after: &Policy, changes: &mut Changes) {
    let (old, new) = (before.document(), after.document());
    let named = |policy: &Policy| policy.severities().iter().map(severity).collect::<Vec<_>>();
    changes.lists(&["severities"], named(before), named(after), [Effect::Mixed, Effect::Neutral]);
    let neutral = [Effect::Neutral, Effect::Neutral];
    let teams = |teams: &[Team]| teams.iter().map(|team| of_name(team.id.as_str(), &team.name)).collect();
    changes.lists(&["teams"], teams(&old.teams), teams(&new.teams), neutral);
    let rules = |rules: &[RoutingRule]| rules.iter().map(routing).collect();
    changes.lists(&["routing"], rules(&old.routing.rules), rules(&new.routing.rules), neutral);
    let default = |team: &crate::id::TeamId| Some(team.to_string());
    let subject = ["routing", "default"];
    changes.value(&subject, default(&old.routing.default), default(&new.routing.default), Effect::Neutral);
    let percents = |warnings: &[u8]| {
        let percents = warnings.iter().map(|percent| format!("{percent}%")).collect::<Vec<_>>();
        Some(percents.join(", "))
    };
    changes.value(&["warnings"], percents(&old.warnings), percents(&new.warnings), Effect::Neutral);
    let rules = |rules: &[EscalationRule]| rules.iter().map(escalation).collect();
    changes.lists(&["escalations"], rules(&old.escalations), rules(&new.escalations), neutral);
    // The grace is what the vendor has left at the least: the less of it, the sooner a stricter target holds.
    if before.grace_seconds() != after.grace_seconds() {
        let effect = Effect::of_growth(after.grace_seconds(), before.grace_seconds());
        changes.push(&["grace"], Some(old.grace.clone()), Some(new.grace.clone()), effect);
    }
    let (word, effect) = (
        |reopen| match reopen {
            Reopen::Continue => "continue",
            Reopen::Fresh => "fresh",
        },
        match new.reopen {
            Reopen::Continue => Effect::Better,
            Reopen::Fresh => Effect::Worse,
        },
    );
    let word = |reopen| Some(word(reopen).to_owned());
    changes.value(&["reopen"], word(old.reopen), word(new.reopen), effect);
    let plan = |id: &crate::id::PlanId| Some(id.to_string());
    changes.value(&["default_plan"], plan(&old.default_plan), plan(&new.default_plan), Effect::Mixed);
    changes.value(&["source"], old.source.clone(), new.source.clone(), Effect::Neutral);
}

fn severity(offered: &OfferedSeverity) -> String {
    let name = offered.name.as_ref().map(|name| of_name(offered.severity.as_str(), name));
    let text = name.unwrap_or_else(|| offered.severity.as_str().to_owned());
    offered.means.as_ref().map_or_else(|| text.clone(), |means| format!("{text}: {}", both(means)))
}

fn routing(rule: &RoutingRule) -> String {
    let mut parts = selected(&[], &rule.plans, &rule.severities);
    parts.extend(rule.products.iter().map(ToString::to_string));
    format!("{} → {}", all(parts), rule.team)
}

fn escalation(rule: &EscalationRule) -> String {
    let acts = rule.acts.iter().map(|act| act.key()).collect::<Vec<_>>().join(", ");
    format!("{} at {}% → {acts}", all(selected(&rule.metrics, &rule.plans, &rule.severities)), rule.at)
}

/// What a rule names, in words.
fn selected(metrics: &[Metric], plans: &[crate::id::PlanId], severities: &[Severity]) -> Vec<String> {
    let metrics = metrics.iter().map(|metric| metric.as_str().to_owned());
    let plans = plans.iter().map(ToString::to_string);
    let severities = severities.iter().map(|severity| severity.as_str().to_owned());
    metrics.chain(plans).chain(severities).collect()
}

fn all(parts: Vec<String>) -> String {
    if parts.is_empty() { "*".to_owned() } else { parts.join(", ") }
}

/// An id with the name people see.
pub(super) fn of_name(id: &str, name: &Text) -> String {
    format!("{id} ({})", both(name))
}

/// A text in both languages.
pub(super) fn both(text: &Text) -> String {
    if text.en == text.zh { text.en.clone() } else { format!("{} / {}", text.en, text.zh) }
}
