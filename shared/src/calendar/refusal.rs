//! Why a calendar is refused, and where in its document.

use core::fmt;

/// A calendar that is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The place in the document, as a JSON pointer (RFC 6901).
    pub at: String,
    /// What is wrong there.
    pub fault: Fault,
}

impl Refusal {
    pub(super) fn new(at: impl Into<String>, fault: Fault) -> Self {
        Self { at: at.into(), fault }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = if self.at.is_empty() { "/" } else { &self.at };
        write!(f, "{at}: {}", self.fault)
    }
}

impl core::error::Error for Refusal {}

/// What can be wrong with a calendar's document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The zone is no name of the tz database.
    #[error("`{0}` is no zone of the tz database: write a name such as Asia/Shanghai")]
    UnknownZone(String),
    /// The key is no weekday.
    #[error("`{0}` is no weekday: write mon, tue, wed, thu, fri, sat or sun")]
    UnknownWeekday(String),
    /// The text is no date.
    #[error("`{0}` is no date: write YYYY-MM-DD, between 1900 and 9998")]
    NotADate(String),
    /// The text is no time of day.
    #[error("`{0}` is no time of day: write HH:MM or HH:MM:SS, from 00:00 to 24:00")]
    NotATime(String),
    /// The window is not a pair.
    #[error("a window is a pair of times, such as [\"09:00\", \"17:30\"]")]
    NotAPair,
    /// The window begins where it ends, or at 24:00.
    #[error("the window is empty: it must begin before it ends")]
    EmptyWindow,
    /// Two windows of a date cover the same time.
    #[error("the windows of {0} overlap")]
    Overlap(String),
    /// A holiday has neither a date nor both ends, or has both.
    #[error("a holiday has either `date`, or `from` and `to`")]
    HolidayWithoutDates,
    /// The holiday ends before it begins.
    #[error("the holiday ends before it begins")]
    HolidayBackwards,
    /// The holiday lasts longer than a year: surely a slip.
    #[error("a holiday lasts 366 days at most")]
    HolidayTooLong,
    /// The date stands among the holidays and among the overrides.
    #[error("{0} is both a holiday and an override: keep one of them")]
    HolidayAndOverride(String),
    /// The list is longer than anybody's calendar.
    #[error("more than {0} entries")]
    TooMany(usize),
    /// An office that is named beside another names others.
    #[error("name all offices in the `also` of the calendar itself")]
    OfficeOfAnOffice,
    /// No window opens anything, ever.
    #[error("the calendar never opens: give `hours` or an override that opens a date")]
    NeverOpens,
}
