//! The public holidays of places where SDK vendors have offices, ready to go into a calendar.
//!
//! Each set is a calendar's document without hours: `{name, source, zone, holidays, overrides}`. Holidays
//! that fall on a weekend are listed too, for calendars that open on it. China's make-up days come as
//! overrides with the usual office hours; a vendor that keeps others edits them.

/// A year's holidays of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HolidaySet {
    /// Its name: the place and the year.
    pub id: &'static str,
    /// The document, in JSON.
    pub json: &'static str,
}

/// Every set that is known.
pub const HOLIDAY_SETS: [HolidaySet; 7] = [
    HolidaySet { id: "cn-2026", json: include_str!("sets/cn-2026.json") },
    HolidaySet { id: "hk-2026", json: include_str!("sets/hk-2026.json") },
    HolidaySet { id: "jp-2026", json: include_str!("sets/jp-2026.json") },
    HolidaySet { id: "kr-2026", json: include_str!("sets/kr-2026.json") },
    HolidaySet { id: "sg-2026", json: include_str!("sets/sg-2026.json") },
    HolidaySet { id: "target-2026", json: include_str!("sets/target-2026.json") },
    HolidaySet { id: "us-federal-2026", json: include_str!("sets/us-federal-2026.json") },
];
