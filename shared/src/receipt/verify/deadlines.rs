//! The deadlines, computed anew from what the receipts say they were computed from.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use crate::calendar::Calendar;
use crate::metric::Metric;
use crate::policy::ALWAYS;
use crate::receipt::verify::chain::name;
use crate::receipt::verify::{Check, Report, Slip};
use crate::receipt::{Owed, Receipt};
use crate::timeline::{Explanation, Timeline, Unanswered};
use crate::zones;

/// What a deadline comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recomputed {
    /// What the promise measures.
    pub metric: Metric,
    /// Which run of that clock.
    pub cycle: u32,
    /// The zone of its calendar; absent for `always`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// By when; absent while its clock stands still, and for a calendar that ends before.
    pub due_at: Option<DateTime<Utc>>,
    /// Since when its clock stands still.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused_since: Option<DateTime<Utc>>,
    /// Whether the receipt says the same.
    pub agrees: bool,
}

/// Computes every deadline of a report anew, and sees that no calendar came along for nothing.
pub(super) fn check(calendars: &BTreeMap<String, Calendar>, report: &mut Report) {
    let mut unused: BTreeSet<&String> = calendars.keys().collect();
    let mut slips = Vec::new();
    for (at, signed) in report.receipts.iter_mut().enumerate() {
        for owed in &signed.receipt.owed {
            if let Some(sha256) = &owed.calendar_sha256 {
                unused.remove(sha256);
            }
            match recompute(&signed.receipt, owed, calendars) {
                Ok(recomputed) => {
                    if !recomputed.agrees {
                        slips.push((at + 1, disagreement(owed, &recomputed)));
                    }
                    signed.recomputed.push(recomputed);
                }
                Err(slip) => slips.push((at + 1, slip)),
            }
        }
    }
    for (receipt, slip) in slips {
        report.find(Check::Deadlines, Some(receipt), slip);
    }
    for sha256 in unused {
        report.find(Check::Deadlines, None, Slip::UnusedCalendar(sha256.clone()));
    }
}

fn recompute(
    receipt: &Receipt,
    owed: &Owed,
    calendars: &BTreeMap<String, Calendar>,
) -> Result<Recomputed, Slip> {
    let calendar = match &owed.calendar_sha256 {
        Some(sha256) if owed.clock != ALWAYS => {
            Some(calendars.get(sha256).ok_or_else(|| Slip::NoCalendar(name(owed)))?)
        }
        None if owed.clock == ALWAYS => None,
        Some(_) | None => return Err(Slip::NoCalendar(name(owed))),
    };
    let unanswered = |why: String| Slip::Unanswered { promise: name(owed), why };
    let explain = |open: &Timeline| open.explain(owed.started_at, owed.target_seconds, &owed.pauses);
    let explained = match calendar {
        None => explain(&Timeline::always()),
        Some(calendar) => {
            // A pause that lasts hides what lies behind it, so look at least as far as the receipt does.
            let reach = farthest(receipt, owed);
            let far_enough = |open: &Timeline| {
                if open.horizon().ends_at() > reach { explain(open) } else { Err(Unanswered::BeyondHorizon) }
            };
            let answer = zones::reach(calendar, owed.started_at, far_enough);
            answer.map_err(|error| unanswered(error.to_string()))?.map(|(_, explanation)| explanation)
        }
    };
    let (due_at, paused_since, provisional) = match explained {
        Ok(Explanation { due, paused_since, provisional, .. }) => (due, paused_since, provisional),
        Err(Unanswered::NeverOpens) => (None, None, false),
        Err(Unanswered::BeyondHorizon) => return Err(unanswered(Unanswered::BeyondHorizon.to_string())),
    };
    let agrees = (due_at, paused_since, provisional) == (owed.due_at, owed.paused_since, owed.provisional);
    let zone = calendar.map(|calendar| calendar.zone().to_owned());
    Ok(Recomputed { metric: owed.metric, cycle: owed.cycle, zone, due_at, paused_since, agrees })
}

/// The last instant that a promise or its receipt names.
fn farthest(receipt: &Receipt, owed: &Owed) -> DateTime<Utc> {
    let pauses = owed.pauses.iter().flat_map(|pause| [Some(pause.from), pause.until]).flatten();
    pauses.chain(owed.due_at).chain([receipt.at]).max().unwrap_or(receipt.at)
}

fn disagreement(owed: &Owed, found: &Recomputed) -> Slip {
    let here = zones::tzdb_version();
    let rules = match &owed.tzdb {
        Some(then) if then != here => {
            format!(". It was computed with the tz database {then}; here is {here}, which may be why")
        }
        Some(_) | None => String::new(),
    };
    Slip::Deadline {
        promise: name(owed),
        said: words(owed.due_at, owed.paused_since),
        found: words(found.due_at, found.paused_since),
        rules,
    }
}

fn words(due_at: Option<DateTime<Utc>>, paused_since: Option<DateTime<Utc>>) -> String {
    let shown = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    match (due_at, paused_since) {
        (Some(due), _) => format!("due {}", shown(due)),
        (None, Some(since)) => format!("paused since {}", shown(since)),
        (None, None) => "never due".to_owned(),
    }
}
