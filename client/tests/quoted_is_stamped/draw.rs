//! Policies, instants and pauses at random, the same ones for the same seed.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};

/// Zones whose rules break naive code, beside ordinary ones.
const ZONES: [&str; 16] = [
    "Asia/Shanghai",
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Africa/Casablanca",
    "America/Havana",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Antarctica/Troll",
    "America/Sao_Paulo",
    "Africa/Cairo",
    "America/St_Johns",
    "Asia/Tehran",
];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A source of numbers (SplitMix64).
pub(crate) struct Draw(u64);

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: i64) -> i64 {
        i64::try_from(self.next() % bound.unsigned_abs()).unwrap()
    }

    pub(crate) fn one_in(&mut self, bound: i64) -> bool {
        self.below(bound) == 0
    }

    pub(crate) fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(i64::try_from(all.len()).unwrap())).unwrap()]
    }

    /// An instant of 2026 or 2027; each fourth at a whole quarter of an hour, some with a fraction of a second.
    pub(crate) fn instant(&mut self) -> DateTime<Utc> {
        let first = DateTime::parse_from_rfc3339("2026-01-01T00:00:00Z").unwrap().to_utc();
        let at = first + TimeDelta::seconds(self.below(2 * 365 * 86_400));
        match self.below(4) {
            0 => DateTime::from_timestamp(at.timestamp() / 900 * 900, 0).unwrap(),
            1 => at + TimeDelta::milliseconds(self.below(1000)),
            _ => at,
        }
    }

    /// A policy of three plans over two calendars, one of them by region.
    pub(crate) fn policy(&mut self) -> Value {
        let plans: Vec<Value> = ["a", "b", "c"].iter().map(|id| self.plan(id)).collect();
        json!({
            "default_plan": "a", "plans": plans, "grace": "30m",
            "calendars": {"home": self.calendar(), "away": self.calendar(), "spare": self.calendar()},
            "regional": {"local": {"default": "here", "calendars": {"here": "home", "there": "away"}}},
            "teams": [{"id": "support", "name": {"en": "Support", "zh": "支持"}}],
            "routing": {"default": "support"},
        })
    }

    fn plan(&mut self, id: &str) -> Value {
        let mut targets = Map::new();
        for metric in ["first_response", "next_response", "update", "resolution"] {
            let mut row = Map::new();
            for severity in ["any", "question", "degraded", "severe", "down"] {
                match self.below(4) {
                    0 => {}
                    1 => {
                        row.insert(severity.into(), json!(self.pick(&["none", "best_effort"])));
                    }
                    _ => {
                        row.insert(severity.into(), self.target());
                    }
                }
            }
            targets.insert(metric.into(), row.into());
        }
        json!({"id": id, "name": {"en": id, "zh": id}, "channels": ["ticket"], "targets": targets})
    }

    fn target(&mut self) -> Value {
        if self.one_in(4) {
            let length = [self.below(40) + 1, self.below(5_000) + 1];
            let duration = if self.one_in(2) { format!("{}d", length[0]) } else { format!("{}m", length[1]) };
            return json!({"duration": duration, "clock": "always"});
        }
        let duration = match self.below(5) {
            0 => format!("{}s", self.below(100_000) + 1),
            1 => format!("{}m", self.below(3_000) + 1),
            2 => format!("{}h", self.below(120) + 1),
            3 => format!("{}bh", self.below(60) + 1),
            _ => format!("{}bd", self.below(12) + 1),
        };
        json!({"duration": duration, "clock": self.pick(&["home", "local", "spare"])})
    }

    fn calendar(&mut self) -> Value {
        let mut hours = Map::new();
        for day in DAYS {
            // Never a week that hardly opens: a target would then be years away.
            if matches!(day, "tue" | "thu") || !self.one_in(4) {
                hours.insert(day.into(), self.windows());
            }
        }
        let (mut holidays, mut overrides, mut day) = (Vec::new(), Map::new(), 0);
        loop {
            day += 3 + self.below(60);
            let date = |day: i64| {
                let first = DateTime::parse_from_rfc3339("2026-01-01T00:00:00Z").unwrap();
                (first + TimeDelta::days(day)).date_naive().to_string()
            };
            if day > 1_000 {
                break;
            }
            if self.one_in(3) {
                let windows = if self.one_in(3) { json!([]) } else { self.windows() };
                overrides.insert(date(day), windows);
            } else {
                let length = self.below(9);
                holidays.push(
                    json!({"from": date(day), "to": date(day + length), "name": format!("Feast {day}")}),
                );
                day += length;
            }
        }
        json!({"zone": self.pick(&ZONES), "hours": hours, "holidays": holidays, "overrides": overrides})
    }

    /// Office hours, a lunch break, around the clock, or a morning and the small hours at which clocks change.
    fn windows(&mut self) -> Value {
        let second = self.below(60);
        match self.below(6) {
            0 => json!([["00:00", "24:00"]]),
            1 => json!([["09:00", "12:00"], ["13:00", "17:30"]]),
            2 => json!([["00:15", "02:30"], ["02:45", "03:00:30"], ["08:00", "11:00"]]),
            3 => json!([["06:00", format!("22:15:{second:02}")]]),
            4 => json!([[format!("08:{second:02}"), "12:00"], ["14:00", "24:00"]]),
            _ => json!([["09:00", "17:30"]]),
        }
    }
}
