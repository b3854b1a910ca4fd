//! Lengths of time as contracts write them: `30m`, `8h`, `90s`, `2d`, and in business units `8bh`, `1bd`.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;

/// The longest length that is taken: ten years, in seconds.
const LONGEST: u64 = 10 * 366 * 86_400;

/// A length of time with the unit it was written in.
///
/// `s`, `m` (or `min`) and `h` are open time of whichever clock they are used with. `d` is 24 hours and
/// goes with the clock `always` only, for on a calendar nobody can tell whether it means 24 open hours or
/// a working day. `bh` is an open hour and `bd` a business day; both need a calendar. A business day is
/// the open time of an ordinary day of that calendar, [`Calendar::business_day_seconds`]: `1bd` from the
/// middle of a working day ends in the middle of the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Duration {
    count: u32,
    unit: Unit,
}

/// The units that a length is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// `s`
    Second,
    /// `m` or `min`
    Minute,
    /// `h`
    Hour,
    /// `d`: 24 hours, on the clock `always`.
    Day,
    /// `bh`: an open hour of a calendar.
    BusinessHour,
    /// `bd`: the open time of an ordinary day of a calendar.
    BusinessDay,
}

/// Why a length is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DurationError {
    /// The text is no length.
    #[error("write a length as a whole number and a unit: 30m, 8h, 90s, 2d, 8bh or 1bd")]
    NotALength,
    /// It is nothing.
    #[error("a promise of no time can't be kept: give at least a second")]
    Zero,
    /// It is longer than ten years.
    #[error("longer than ten years")]
    TooLong,
    /// `d` on a calendar.
    #[error("a day of a calendar can mean 24 open hours or one working day: write 24bh or 1bd")]
    DayOnCalendar,
    /// `bh` or `bd` on the clock `always`.
    #[error("business units need a calendar as their clock")]
    BusinessOnAlways,
    /// `bd` on a calendar whose week opens nothing.
    #[error("the week of this calendar opens nothing, so it has no business day")]
    NoBusinessDay,
}

impl Duration {
    /// Its seconds on the clock `always`.
    ///
    /// # Errors
    /// [`DurationError::BusinessOnAlways`] for business units.
    pub fn seconds_always(self) -> Result<u64, DurationError> {
        match self.unit {
            Unit::Second => self.bounded(1),
            Unit::Minute => self.bounded(60),
            Unit::Hour => self.bounded(3600),
            Unit::Day => self.bounded(86_400),
            Unit::BusinessHour | Unit::BusinessDay => Err(DurationError::BusinessOnAlways),
        }
    }

    /// Its open seconds on a calendar.
    ///
    /// # Errors
    /// [`DurationError::DayOnCalendar`] for `d`, [`DurationError::NoBusinessDay`] for `bd` where the week
    /// opens nothing.
    pub fn seconds_on(self, calendar: &Calendar) -> Result<u64, DurationError> {
        match self.unit {
            Unit::Second => self.bounded(1),
            Unit::Minute => self.bounded(60),
            Unit::Hour | Unit::BusinessHour => self.bounded(3600),
            Unit::Day => Err(DurationError::DayOnCalendar),
            Unit::BusinessDay => {
                self.bounded(calendar.business_day_seconds().ok_or(DurationError::NoBusinessDay)?)
            }
        }
    }

    fn bounded(self, unit: u64) -> Result<u64, DurationError> {
        Some(u64::from(self.count) * unit).filter(|seconds| *seconds <= LONGEST).ok_or(DurationError::TooLong)
    }
}

impl FromStr for Duration {
    type Err = DurationError;

    fn from_str(text: &str) -> Result<Self, DurationError> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (count, unit) = text.split_at_checked(digits).ok_or(DurationError::NotALength)?;
        let unit = match unit {
            "s" => Unit::Second,
            "m" | "min" => Unit::Minute,
            "h" => Unit::Hour,
            "d" => Unit::Day,
            "bh" => Unit::BusinessHour,
            "bd" => Unit::BusinessDay,
            _ => return Err(DurationError::NotALength),
        };
        match count.parse() {
            Ok(0) => Err(DurationError::Zero),
            Ok(count) => Ok(Self { count, unit }),
            Err(_) if count.is_empty() => Err(DurationError::NotALength),
            Err(_) => Err(DurationError::TooLong),
        }
    }
}

impl TryFrom<String> for Duration {
    type Error = DurationError;

    fn try_from(text: String) -> Result<Self, DurationError> {
        text.parse()
    }
}

impl From<Duration> for String {
    fn from(duration: Duration) -> Self {
        duration.to_string()
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Second => "s",
            Unit::Minute => "m",
            Unit::Hour => "h",
            Unit::Day => "d",
            Unit::BusinessHour => "bh",
            Unit::BusinessDay => "bd",
        };
        write!(f, "{}{unit}", self.count)
    }
}
