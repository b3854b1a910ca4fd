//! `shared::api::quote`: targets and timelines.

use aftercare_shared::api::quote::{QuotedClock, QuotedTarget, Quotes};
use aftercare_shared::policy::OfferedSeverity;
use aftercare_shared::timeline::{DayKind, Explanation, PauseReason, Segment, SegmentKind, Timeline, Wire};

use crate::wire::{Decode, Value, field};
use crate::{decode_struct, decode_words};

decode_struct!(Quotes { now, plan, severities, targets, clocks, policy_version });
decode_struct!(OfferedSeverity { severity, name, means });
decode_struct!(QuotedTarget { severity, metric, target_seconds, clock });
decode_struct!(QuotedClock { zone, timeline });
decode_struct!(Wire { from, until, open, ends, days, known_until });

impl Decode for Timeline {
    fn decode(json: &Value) -> Option<Self> {
        Wire::decode(json)?.try_into().ok()
    }
}

/// A day: its first second, its length, its kind.
impl Decode for (i64, u64, DayKind) {
    fn decode(json: &Value) -> Option<Self> {
        let part = |place: usize| json.as_list()?.get(place);
        Some((i64::decode(part(0)?)?, u64::decode(part(1)?)?, DayKind::decode(part(2)?)?))
    }
}

impl Decode for DayKind {
    fn decode(json: &Value) -> Option<Self> {
        match json.as_str() {
            Some("make_up_day") => Some(Self::MakeUpDay),
            Some("changed_hours") => Some(Self::ChangedHours),
            Some(_) => None,
            None => Some(Self::Holiday(Decode::decode(json.get("holiday")?)?)),
        }
    }
}

decode_struct!(Explanation { start, target_seconds, due, paused_since, provisional, segments });
decode_struct!(Segment { from, until, ..kind });
decode_words!(PauseReason { "waiting_for_customer" => WaitingForCustomer, "resolved" => Resolved });

impl Decode for SegmentKind {
    fn decode(json: &Value) -> Option<Self> {
        match json.get("kind")?.as_str()? {
            "open" => Some(Self::Open),
            "make_up_day" => Some(Self::MakeUpDay),
            "changed_hours" => Some(Self::ChangedHours),
            "closed" => Some(Self::Closed),
            "holiday" => Some(Self::Holiday { name: field(json, "name")? }),
            "paused" => Some(Self::Paused { reason: field(json, "reason")? }),
            _ => None,
        }
    }
}
