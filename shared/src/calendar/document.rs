//! The form a calendar is written in, and the way from there to a [`Calendar`] and back.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::calendar::window::{self, DAY_SECONDS, Window};
use crate::calendar::{Calendar, Fault, Holiday, Refusal, last_known_year, next_date};
use crate::json::read_either;
use crate::text::Text;

/// The most holidays, and the most overrides, that a calendar may list.
const MAX_ENTRIES: usize = 4096;
/// The most offices that a calendar may name beside its own.
const MAX_OFFICES: usize = 8;

/// The weekdays as a document names them, Monday first.
pub(crate) const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

/// A calendar as it is written:
/// `{zone, hours: {mon: [["09:00","17:30"]]}, holidays: [date | {date, name?} | {from, to, name?}], overrides: {date: [windows]}}`,
/// and in `also` the offices that it is open with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Calendar"))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<NameDocument>,
    /// The IANA name of the zone that the hours are meant in.
    pub zone: String,
    /// Where the dates come from, for the people who keep them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// `mon` to `sun`, each a list of pairs of `HH:MM` or `HH:MM:SS`.
    #[serde(default)]
    pub hours: BTreeMap<String, Vec<Vec<String>>>,
    /// The dates on which the week's hours do not hold.
    #[serde(default)]
    pub holidays: Vec<HolidayDocument>,
    /// The windows of single dates, which beat both the week and the holidays.
    #[serde(default)]
    pub overrides: BTreeMap<String, Vec<Vec<String>>>,
    /// The last year whose holidays are known, where it is not the last one listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_through: Option<i32>,
    /// Other offices, each in a zone and with holidays of its own: it is open while any of them is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Self>,
}

/// A holiday as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum HolidayDocument {
    /// One date without a name.
    Date(String),
    /// One date, or a run of them from `from` through `to`.
    Entry {
        /// The date, where it is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        date: Option<String>,
        /// The first date of a run.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// The last date of a run, which belongs to it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
        /// What people call it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<NameDocument>,
    },
}

read_either!(
    HolidayDocument,
    HolidayDocument::Date | HolidayDocument::of,
    "a holiday is a date, or {date, name}, or {from, to, name}"
);

/// A holiday's entry, read.
#[derive(Deserialize)]
struct Entry {
    date: Option<String>,
    from: Option<String>,
    to: Option<String>,
    name: Option<NameDocument>,
}

impl HolidayDocument {
    fn of(entry: Entry) -> Self {
        let Entry { date, from, to, name } = entry;
        Self::Entry { date, from, to, name }
    }
}

/// A name as it is written: in both languages, or one text for both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum NameDocument {
    /// The same in every language.
    One(String),
    /// In each language.
    Both(Text),
}

read_either!(NameDocument, NameDocument::One | NameDocument::Both, "a name is a text, or {en, zh}");

impl From<NameDocument> for Text {
    fn from(name: NameDocument) -> Self {
        match name {
            NameDocument::One(name) => Self::new(name.clone(), name),
            NameDocument::Both(name) => name,
        }
    }
}

impl TryFrom<Document> for Calendar {
    type Error = Refusal;

    fn try_from(document: Document) -> Result<Self, Refusal> {
        check_zone(&document.zone)?;
        if document.holidays.len() > MAX_ENTRIES {
            return Err(Refusal::new("/holidays", Fault::TooMany(MAX_ENTRIES)));
        }
        if document.overrides.len() > MAX_ENTRIES {
            return Err(Refusal::new("/overrides", Fault::TooMany(MAX_ENTRIES)));
        }
        let week = read_week(&document.hours)?;
        let holidays = document
            .holidays
            .iter()
            .enumerate()
            .map(|(at, holiday)| read_holiday(&format!("/holidays/{at}"), holiday))
            .collect::<Result<Vec<_>, _>>()?;
        let (overrides, spill) = read_overrides(&document.overrides, &holidays)?;
        let opens = week.iter().any(|windows| !windows.is_empty())
            || overrides.values().any(|windows| !windows.is_empty());
        if !opens {
            return Err(Refusal::new("/hours", Fault::NeverOpens));
        }
        let listed = last_known_year(&holidays, &overrides.keys().copied().collect::<BTreeSet<_>>());
        let known_through = document.known_through.or(listed);
        let also = read_offices(&document.also)?;
        Ok(Self { document, week, holidays, overrides, spill, known_through, also })
    }
}

fn read_offices(offices: &[Document]) -> Result<Vec<Calendar>, Refusal> {
    if offices.len() > MAX_OFFICES {
        return Err(Refusal::new("/also", Fault::TooMany(MAX_OFFICES)));
    }
    let read = |(place, office): (usize, &Document)| {
        let at = format!("/also/{place}");
        if !office.also.is_empty() {
            return Err(Refusal::new(format!("{at}/also"), Fault::OfficeOfAnOffice));
        }
        let within = |refusal: Refusal| Refusal::new(format!("{at}{}", refusal.at), refusal.fault);
        Calendar::try_from(office.clone()).map_err(within)
    };
    offices.iter().enumerate().map(read).collect()
}

impl From<Calendar> for Document {
    fn from(calendar: Calendar) -> Self {
        calendar.document
    }
}

fn check_zone(zone: &str) -> Result<(), Refusal> {
    #[cfg(feature = "zones")]
    let known = crate::zones::is_known(zone);
    // Without the database the shape is all that can be judged; the Worker has judged the rest.
    #[cfg(not(feature = "zones"))]
    let known = !zone.is_empty() && zone.bytes().all(|byte| byte.is_ascii_graphic());
    if known { Ok(()) } else { Err(Refusal::new("/zone", Fault::UnknownZone(zone.to_owned()))) }
}

fn read_week(hours: &BTreeMap<String, Vec<Vec<String>>>) -> Result<[Vec<Window>; 7], Refusal> {
    if let Some(unknown) = hours.keys().find(|key| !WEEKDAYS.iter().any(|(name, _)| name == key)) {
        return Err(Refusal::new(
            format!("/hours/{}", escaped(unknown)),
            Fault::UnknownWeekday(unknown.clone()),
        ));
    }
    let mut week: [Vec<Window>; 7] = Default::default();
    for (day, (name, _)) in WEEKDAYS.iter().enumerate() {
        let Some(windows) = hours.get(*name) else { continue };
        let read = read_windows(&format!("/hours/{name}"), windows)?;
        if let Some(today) = week.get_mut(day) {
            today.extend(read.today);
        }
        if let Some(tomorrow) = week.get_mut((day + 1) % 7) {
            tomorrow.extend(read.tomorrow);
        }
    }
    for (windows, (name, _)) in week.iter_mut().zip(WEEKDAYS) {
        let read = core::mem::take(windows);
        *windows = window::joined(read)
            .map_err(|_| Refusal::new(format!("/hours/{name}"), Fault::Overlap(name.to_owned())))?;
    }
    Ok(week)
}

type ByDate = BTreeMap<NaiveDate, Vec<Window>>;

fn read_overrides(
    overrides: &BTreeMap<String, Vec<Vec<String>>>,
    holidays: &[Holiday],
) -> Result<(ByDate, ByDate), Refusal> {
    let mut dates = ByDate::new();
    let mut spilt = ByDate::new();
    for (text, windows) in overrides {
        let at = format!("/overrides/{}", escaped(text));
        let date = read_date(&at, text)?;
        if holidays.iter().any(|holiday| holiday.from <= date && date <= holiday.to) {
            return Err(Refusal::new(at, Fault::HolidayAndOverride(text.clone())));
        }
        let read = read_windows(&at, windows)?;
        let overlap = |_| Refusal::new(&at, Fault::Overlap(text.clone()));
        let tomorrow = window::joined(read.tomorrow).map_err(overlap)?;
        if let (Some(next), false) = (next_date(date), tomorrow.is_empty()) {
            spilt.insert(next, tomorrow);
        }
        dates.insert(date, window::joined(read.today).map_err(overlap)?);
    }
    // A date with an entry of its own is judged by that entry alone.
    spilt.retain(|date, _| {
        !dates.contains_key(date) && !holidays.iter().any(|h| h.from <= *date && *date <= h.to)
    });
    Ok((dates, spilt))
}

fn read_holiday(at: &str, holiday: &HolidayDocument) -> Result<Holiday, Refusal> {
    let (from, to, name) = match holiday {
        HolidayDocument::Date(date) => (date, date, &None),
        HolidayDocument::Entry { date: Some(date), from: None, to: None, name } => (date, date, name),
        HolidayDocument::Entry { date: None, from: Some(from), to: Some(to), name } => (from, to, name),
        HolidayDocument::Entry { .. } => return Err(Refusal::new(at, Fault::HolidayWithoutDates)),
    };
    let (from, to) = (read_date(at, from)?, read_date(at, to)?);
    match (to - from).num_days() {
        ..0 => Err(Refusal::new(at, Fault::HolidayBackwards)),
        0..=365 => Ok(Holiday { from, to, name: name.clone().map(Text::from) }),
        366.. => Err(Refusal::new(at, Fault::HolidayTooLong)),
    }
}

/// What a list of windows opens on its own date and on the date after it.
struct Split {
    today: Vec<Window>,
    tomorrow: Vec<Window>,
}

fn read_windows(at: &str, windows: &[Vec<String>]) -> Result<Split, Refusal> {
    let mut split = Split { today: Vec::new(), tomorrow: Vec::new() };
    for (index, pair) in windows.iter().enumerate() {
        let at = || format!("{at}/{index}");
        let [from, until] = pair.as_slice() else {
            return Err(Refusal::new(at(), Fault::NotAPair));
        };
        let read = |text: &String| {
            window::seconds_of_day(text).ok_or_else(|| Refusal::new(at(), Fault::NotATime(text.clone())))
        };
        let (from, until) = (read(from)?, read(until)?);
        let (today, tomorrow) = match from.cmp(&until) {
            core::cmp::Ordering::Less => (Window::new(from, until), None),
            core::cmp::Ordering::Equal => (None, None),
            core::cmp::Ordering::Greater => (Window::new(from, DAY_SECONDS), Window::new(0, until)),
        };
        let Some(today) = today else {
            return Err(Refusal::new(at(), Fault::EmptyWindow));
        };
        split.today.push(today);
        split.tomorrow.extend(tomorrow);
    }
    Ok(split)
}

fn read_date(at: &str, text: &str) -> Result<NaiveDate, Refusal> {
    date(text).ok_or_else(|| Refusal::new(at, Fault::NotADate(text.to_owned())))
}

/// Reads `YYYY-MM-DD` and nothing else.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    let number = |digits: &[u8]| {
        digits
            .iter()
            .try_fold(0_u32, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + u32::from(byte - b'0')))
    };
    match text.as_bytes() {
        [y @ .., b'-', m1, m2, b'-', d1, d2] if y.len() == 4 => number(y)
            .zip(number(&[*m1, *m2]))
            .zip(number(&[*d1, *d2]))
            .filter(|((year, _), _)| (1900..=9998).contains(year))
            .and_then(|((year, month), day)| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)),
        _ => None,
    }
}

/// A key as a JSON pointer spells it (RFC 6901, section 3).
pub(crate) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
