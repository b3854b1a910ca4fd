//! Times and durations in the reader's language, through the browser's `Intl`.
//!
//! The zone is the reader's own (`None`) or a named one (a calendar's). Zone rules, names of days and
//! the order of a date are the browser's business; nothing here knows them. Hours count to 24: a deadline
//! has to be read once.

use core::cell::RefCell;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

use crate::Reader;
use aftercare_shared::text::Lang;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str, options: &JsValue) -> Result<DateTimeFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &DateTimeFormat, millis: f64) -> String;
    #[wasm_bindgen(method, js_name = formatToParts)]
    fn format_to_parts(this: &DateTimeFormat, millis: f64) -> js_sys::Array;
    #[wasm_bindgen(method, js_name = resolvedOptions)]
    fn resolved_options(this: &DateTimeFormat) -> JsValue;

    #[wasm_bindgen(js_namespace = Intl)]
    type NumberFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str, options: &JsValue) -> Result<NumberFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &NumberFormat, number: u32) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type RelativeTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &str, options: &JsValue) -> Result<RelativeTimeFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &RelativeTimeFormat, count: i32, unit: &str) -> String;
}

/// Which parts of an instant are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parts {
    /// 12:30
    Time,
    /// Sat 14
    ShortDay,
    /// Sat 14 Feb
    Day,
    /// Sat 14 Feb 2026
    DayOfYear,
    /// Sat 14 Feb, 12:30
    DayTime,
    /// The zone's own name, such as China Time.
    ZoneName,
}

/// A format that was made before: making one costs a hundred times what using it does.
struct Made {
    parts: Parts,
    lang: Lang,
    zone: Option<String>,
    format: DateTimeFormat,
}

thread_local! {
    static MADE: RefCell<Vec<Made>> = const { RefCell::new(Vec::new()) };
}

impl Reader {
    /// The time of day: 12:30.
    #[must_use]
    pub fn time(self, at: DateTime<Utc>, zone: Option<&str>) -> String {
        self.formatted(Parts::Time, at, zone)
    }

    /// The day among neighbouring ones: Sat 14.
    #[must_use]
    pub fn short_day(self, at: DateTime<Utc>, zone: Option<&str>) -> String {
        self.formatted(Parts::ShortDay, at, zone)
    }

    /// The day: Sat 14 Feb.
    #[must_use]
    pub fn day(self, at: DateTime<Utc>, zone: Option<&str>) -> String {
        self.formatted(Parts::Day, at, zone)
    }

    /// The day with its year: Sat 14 Feb 2026.
    #[must_use]
    pub fn day_of_year(self, at: DateTime<Utc>, zone: Option<&str>) -> String {
        self.formatted(Parts::DayOfYear, at, zone)
    }

    /// Day and time: Sat 14 Feb, 12:30.
    #[must_use]
    pub fn day_time(self, at: DateTime<Utc>, zone: Option<&str>) -> String {
        self.formatted(Parts::DayTime, at, zone)
    }

    /// The instant for machines, as `datetime` takes it.
    pub(crate) fn machine(at: DateTime<Utc>) -> String {
        js_sys::Date::new(&JsValue::from_f64(millis(at))).to_iso_string().into()
    }

    /// A day of the calendar, which is no instant.
    #[must_use]
    pub fn date(self, date: NaiveDate) -> String {
        self.day_of_year(date.and_time(NaiveTime::MIN).and_utc(), Some("UTC"))
    }

    /// The time alone where it is today, in that zone and in the reader's own, else with its day.
    #[must_use]
    pub fn near_time(self, at: DateTime<Utc>, now: DateTime<Utc>, zone: Option<&str>) -> String {
        let is_today = |zone| self.day_of_year(at, zone) == self.day_of_year(now, zone);
        let today = is_today(zone) && is_today(None);
        if today { self.time(at, zone) } else { self.day_time(at, zone) }
    }

    /// What people call a zone: the city of its name in English, the browser's word in Chinese.
    #[must_use]
    pub fn zone_name(self, at: DateTime<Utc>, zone: Option<&str>) -> String {
        let zone = zone.map_or_else(|| self.own_zone(), str::to_owned);
        let city = || zone.rsplit('/').next().unwrap_or(&zone).replace('_', " ");
        match self.lang {
            Lang::En => city(),
            Lang::Zh => self.zone_in_words(at, &zone).unwrap_or_else(city),
        }
    }

    /// A length of time in its two largest units: 3 hr 20 min. Up to a minute is a minute.
    #[must_use]
    pub fn duration(self, seconds: u64) -> String {
        let minutes = seconds.div_ceil(60).max(1);
        let (days, hours) = (minutes / 1440, minutes / 60 % 24);
        if days == 0 { self.working_time(seconds) } else { self.counted_both((days, "day"), (hours, "hour")) }
    }

    /// A length of open time: 68 hr 20 min. In hours however many, because a working day is no day.
    #[must_use]
    pub fn working_time(self, seconds: u64) -> String {
        let minutes = seconds.div_ceil(60).max(1);
        self.counted_both((minutes / 60, "hour"), (minutes % 60, "minute"))
    }

    fn counted_both(self, first: (u64, &str), second: (u64, &str)) -> String {
        match (first.0, second.0) {
            (0, _) => self.counted(second),
            (_, 0) => self.counted(first),
            (_, _) => [self.counted(first).as_str(), " ", &self.counted(second)].concat(),
        }
    }

    /// How long ago it was: 5 minutes ago, yesterday.
    #[must_use]
    pub fn ago(self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        let seconds = (now - at).num_seconds().max(0);
        let (count, unit) = match seconds {
            0..3_600 => (seconds / 60, "minute"),
            3_600..86_400 => (seconds / 3_600, "hour"),
            _ => (seconds / 86_400, "day"),
        };
        self.relative(-count, unit)
    }

    /// How far off a day is: in 11 days, tomorrow, 3 days ago.
    #[must_use]
    pub fn days_off(self, days: i64) -> String {
        self.relative(days, "day")
    }

    fn relative(self, count: i64, unit: &str) -> String {
        let options = options(&[("numeric", "auto")]);
        let count = i32::try_from(count).unwrap_or(if count < 0 { i32::MIN } else { i32::MAX });
        RelativeTimeFormat::new(self.lang.tag(), &options)
            .map(|format| format.format(count, unit))
            .unwrap_or_default()
    }

    fn counted(self, (count, unit): (u64, &str)) -> String {
        let options = options(&[("style", "unit"), ("unit", unit), ("unitDisplay", "short")]);
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        NumberFormat::new(self.lang.tag(), &options).map(|format| format.format(count)).unwrap_or_default()
    }

    fn zone_in_words(self, at: DateTime<Utc>, zone: &str) -> Option<String> {
        let parts = self.made(Parts::ZoneName, Some(zone))?.format_to_parts(millis(at));
        let name = parts.iter().find(|part| text_of(part, "type").as_deref() == Some("timeZoneName"))?;
        text_of(&name, "value")
    }

    fn own_zone(self) -> String {
        let options = self.made(Parts::Time, None).map(|format| format.resolved_options());
        options.and_then(|options| text_of(&options, "timeZone")).unwrap_or_default()
    }

    fn formatted(self, parts: Parts, at: DateTime<Utc>, zone: Option<&str>) -> String {
        self.made(parts, zone).map(|format| format.format(millis(at))).unwrap_or_default()
    }

    /// A format, made once. A zone that this browser does not know gives way to the reader's own.
    fn made(self, parts: Parts, zone: Option<&str>) -> Option<DateTimeFormat> {
        MADE.with_borrow_mut(|made| {
            let known = made
                .iter()
                .find(|made| made.parts == parts && made.lang == self.lang && made.zone.as_deref() == zone);
            if let Some(known) = known {
                return Some(known.format.clone());
            }
            let format = DateTimeFormat::new(dates(self.lang), &parts.options(zone))
                .or_else(|_| DateTimeFormat::new(dates(self.lang), &parts.options(None)))
                .ok()?;
            made.push(Made { parts, lang: self.lang, zone: zone.map(str::to_owned), format: format.clone() });
            Some(format)
        })
    }
}

/// Whose order of a date is used: with the month in letters, everybody reads the British one at once,
/// and it stays in order when the month is left out.
fn dates(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en-GB",
        Lang::Zh => lang.tag(),
    }
}

impl Parts {
    fn options(self, zone: Option<&str>) -> JsValue {
        const TIME: [(&str, &str); 3] = [("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")];
        const SHORT_DAY: [(&str, &str); 2] = [("weekday", "short"), ("day", "numeric")];
        const MONTH: [(&str, &str); 1] = [("month", "short")];
        const YEAR: [(&str, &str); 1] = [("year", "numeric")];
        const ZONE: [(&str, &str); 1] = [("timeZoneName", "shortGeneric")];
        let groups: &[&[(&str, &str)]] = match self {
            Self::Time => &[&TIME],
            Self::ShortDay => &[&SHORT_DAY],
            Self::Day => &[&SHORT_DAY, &MONTH],
            Self::DayOfYear => &[&SHORT_DAY, &MONTH, &YEAR],
            Self::DayTime => &[&SHORT_DAY, &MONTH, &TIME],
            Self::ZoneName => &[&ZONE],
        };
        let mut pairs = groups.concat();
        pairs.extend(zone.map(|zone| ("timeZone", zone)));
        options(&pairs)
    }
}

fn options(pairs: &[(&str, &str)]) -> JsValue {
    let options = Object::new();
    for (name, value) in pairs {
        // Setting a property of a fresh plain object can't fail.
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    options.into()
}

fn text_of(object: &JsValue, name: &str) -> Option<String> {
    Reflect::get(object, &JsValue::from_str(name)).ok()?.as_string()
}

/// JavaScript takes instants as doubles; the whole milliseconds of our years fit exactly.
fn millis(at: DateTime<Utc>) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "below 2^53 for three hundred thousand years")]
    let millis = at.timestamp_millis() as f64;
    millis
}
