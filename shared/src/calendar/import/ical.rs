//! iCalendar: all-day events as days off (RFC 5545).
//!
//! Taken of an event are DTSTART, DTEND (exclusive) or DURATION, SUMMARY, RRULE, RDATE and EXDATE. A cancelled
//! event is passed over. Times of day are refused but for midnight to midnight on the wall: an event in UTC
//! would fall on another date wherever it is not UTC.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use crate::calendar;
use crate::calendar::import::recur::Rule;
use crate::calendar::import::{DaysOff, ImportError, MAX_DAYS};

/// The longest event that is taken, in days: a longer one is surely a slip.
const LONGEST_DAYS: u64 = 366;

/// A content line, unfolded. Its parameters say nothing that its value does not.
struct Line<'a> {
    name: String,
    value: &'a str,
}

/// An event, as far as it matters.
#[derive(Default)]
struct Event {
    line: usize,
    summary: String,
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
    days: Option<u64>,
    rule: Option<Rule>,
    added: Vec<NaiveDate>,
    removed: BTreeSet<NaiveDate>,
    is_cancelled: bool,
}

pub(super) fn read(text: &str, years: &BTreeSet<i32>) -> Result<DaysOff, ImportError> {
    let unfolded = unfolded(text);
    let mut read = DaysOff::default();
    let mut event: Option<Event> = None;
    // Components within an event, such as alarms.
    let mut depth = 0_usize;
    for (number, line) in &unfolded {
        let Some(line) = content(*number, line)? else { continue };
        match (line.name.as_str(), &mut event) {
            ("BEGIN", None) if line.value.eq_ignore_ascii_case("VEVENT") => {
                // The summary may come after what is refused, so it is looked for ahead.
                let summary = summary_after(&unfolded, *number);
                event = Some(Event { line: *number, summary, ..Event::default() });
            }
            ("BEGIN", Some(_)) => depth += 1,
            ("END", Some(_)) if depth > 0 => depth -= 1,
            ("END", Some(_)) => {
                if let Some(done) = event.take() {
                    done.into_days(years, &mut read)?;
                }
            }
            (_, Some(event)) if depth == 0 => event.take(&line)?,
            (_, Some(_) | None) => {}
        }
    }
    match event {
        Some(event) => Err(event.refused("has no END:VEVENT")),
        None => Ok(read),
    }
}

/// The lines with their numbers, folded ones joined (section 3.1).
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, last))) => last.push_str(rest),
            (Some(_) | None, _) => lines.push((index + 1, line.to_owned())),
        }
    }
    lines
}

fn content(number: usize, line: &str) -> Result<Option<Line<'_>>, ImportError> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    let mut quoted = false;
    // A colon within quotes belongs to a parameter.
    let colon = line.find(|c| {
        quoted ^= c == '"';
        c == ':' && !quoted
    });
    let split = colon.and_then(|at| Some((line.get(..at)?, line.get(at + 1..)?)));
    let (head, value) =
        split.ok_or(ImportError::Line { line: number, what: "a line of iCalendar is NAME:VALUE" })?;
    let name = head.split(';').next().unwrap_or_default();
    Ok(Some(Line { name: name.trim().to_ascii_uppercase(), value: value.trim() }))
}

/// The summary of the event that begins on a line.
fn summary_after(lines: &[(usize, String)], number: usize) -> String {
    let mut own =
        lines.iter().filter(|(at, _)| *at > number).filter_map(|(at, line)| content(*at, line).ok()?);
    let summary = own.find(|line| line.name == "SUMMARY" || (line.name == "END" && line.value == "VEVENT"));
    summary.filter(|line| line.name == "SUMMARY").map(|line| text(line.value)).unwrap_or_default()
}

impl Event {
    fn take(&mut self, line: &Line<'_>) -> Result<(), ImportError> {
        match line.name.as_str() {
            "DTSTART" => self.start = Some(self.date(line, line.value)?),
            "DTEND" => self.end = Some(self.date(line, line.value)?),
            "DURATION" => self.days = Some(self.duration(line.value)?),
            "RRULE" => {
                let rule = line.value.parse();
                self.rule = Some(rule.map_err(|part| {
                    self.refused(&format!("recurs by a rule that is not understood: {part}"))
                })?);
            }
            "RDATE" | "EXDATE" => {
                for value in line.value.split(',') {
                    let date = self.date(line, value)?;
                    if line.name == "RDATE" {
                        self.added.push(date);
                    } else {
                        self.removed.insert(date);
                    }
                }
            }
            "EXRULE" | "RECURRENCE-ID" => {
                return Err(self.refused(&format!("has a {} that is not understood", line.name)));
            }
            "STATUS" => self.is_cancelled = line.value.eq_ignore_ascii_case("CANCELLED"),
            _ => {}
        }
        Ok(())
    }

    /// Every date on which the event begins, and those after it that it lasts.
    fn into_days(self, years: &BTreeSet<i32>, read: &mut DaysOff) -> Result<(), ImportError> {
        if self.is_cancelled {
            return Ok(());
        }
        let start = self.start.ok_or_else(|| self.refused("has no DTSTART"))?;
        let length = self.length(start)?;
        let mut begins = vec![start];
        if let Some(rule) = &self.rule {
            // A run that begins at the end of a year reaches into the next.
            let last = match (rule.ends(), years.last()) {
                (true, None) => None,
                (true | false, Some(last)) => Some(*last),
                (false, None) => {
                    return Err(ImportError::Endless { line: self.line, event: self.summary.clone() });
                }
            };
            begins = rule
                .dates(start, last)
                .ok_or_else(|| self.refused("recurs more often than a year has days"))?;
        }
        begins.extend(&self.added);
        for date in begins.into_iter().filter(|date| !self.removed.contains(date)) {
            for day in (0..length).filter_map(|days| date.checked_add_days(Days::new(days))) {
                let name = Some(self.summary.clone()).filter(|name| !name.is_empty());
                read.off.entry(day).or_insert(name);
                if read.off.len() > MAX_DAYS {
                    return Err(ImportError::TooLarge);
                }
            }
        }
        Ok(())
    }

    fn length(&self, start: NaiveDate) -> Result<u64, ImportError> {
        let days = match (self.end, self.days) {
            (None, None) => 1,
            (None, Some(days)) => days,
            (Some(_), Some(_)) => return Err(self.refused("has both DTEND and DURATION")),
            (Some(end), None) => u64::try_from((end - start).num_days()).unwrap_or_default(),
        };
        match days {
            0 => {
                Err(self
                    .refused("ends before or as it begins: DTEND is the first day that is not part of it"))
            }
            1..=LONGEST_DAYS => Ok(days),
            _longer => Err(self.refused("lasts longer than a year")),
        }
    }

    /// A date, or midnight on the wall of one.
    fn date(&self, line: &Line<'_>, value: &str) -> Result<NaiveDate, ImportError> {
        let value = value.trim();
        let (day, time) = value.split_once('T').unwrap_or((value, "000000"));
        let date = date(day).ok_or_else(|| self.refused(&format!("has a {} that is no date", line.name)))?;
        if time == "000000" {
            return Ok(date);
        }
        Err(self.refused("is at a time of day: holidays are whole days, such as DTSTART;VALUE=DATE:20260101"))
    }

    /// A length in whole days or weeks (section 3.3.6).
    fn duration(&self, value: &str) -> Result<u64, ImportError> {
        let bare = value.trim().trim_start_matches('+');
        let bare = bare.strip_prefix('P').unwrap_or_default();
        let days = match (bare.strip_suffix('D'), bare.strip_suffix('W')) {
            (Some(days), _) => days.parse::<u64>().ok(),
            (None, Some(weeks)) => weeks.parse::<u64>().ok().and_then(|weeks| weeks.checked_mul(7)),
            (None, None) => None,
        };
        days.ok_or_else(|| self.refused("has a DURATION that is not whole days, such as P1D"))
    }

    fn refused(&self, why: &str) -> ImportError {
        ImportError::Event { line: self.line, event: self.summary.clone(), why: why.to_owned() }
    }
}

/// A text without its escapes (section 3.3.11), on one line.
fn text(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n' | 'N') => text.push(' '),
                Some(escaped) => text.push(escaped),
                None => {}
            },
            (plain, false) => text.push(plain),
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A date as iCalendar writes it: `20260214` (RFC 5545, section 3.3.4).
pub(super) fn date(digits: &str) -> Option<NaiveDate> {
    let parts = [digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?];
    calendar::date(&parts.join("-"))
}
