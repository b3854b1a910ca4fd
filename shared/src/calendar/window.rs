//! Half-open stretches of one local day.

/// The seconds from `00:00` to `24:00` on the face of a clock.
pub const DAY_SECONDS: u32 = 24 * 3600;

/// A half-open stretch of a local day, in seconds since its midnight: `from < until <= 86400`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    from: u32,
    until: u32,
}

impl Window {
    /// A window, where `from < until <= 86400`.
    pub(super) fn new(from: u32, until: u32) -> Option<Self> {
        (from < until && until <= DAY_SECONDS).then_some(Self { from, until })
    }

    /// The first second that is open.
    #[must_use]
    pub fn from(self) -> u32 {
        self.from
    }

    /// The first second that is closed again.
    #[must_use]
    pub fn until(self) -> u32 {
        self.until
    }

    /// How long it is on the face of a clock.
    #[must_use]
    pub fn seconds(self) -> u32 {
        self.until - self.from
    }
}

/// Sorts windows and joins those that touch.
///
/// # Errors
/// The later of two windows that overlap.
pub(super) fn joined(mut windows: Vec<Window>) -> Result<Vec<Window>, Window> {
    windows.sort_unstable();
    let mut joined: Vec<Window> = Vec::with_capacity(windows.len());
    for window in windows {
        match joined.last_mut() {
            Some(last) if window.from < last.until => return Err(window),
            Some(last) if window.from == last.until => last.until = window.until,
            Some(_) | None => joined.push(window),
        }
    }
    Ok(joined)
}

/// What either list opens.
pub(super) fn union(a: &[Window], b: &[Window]) -> Vec<Window> {
    let mut all: Vec<Window> = a.iter().chain(b).copied().collect();
    all.sort_unstable();
    let mut union: Vec<Window> = Vec::with_capacity(all.len());
    for window in all {
        match union.last_mut() {
            Some(last) if window.from <= last.until => last.until = last.until.max(window.until),
            Some(_) | None => union.push(window),
        }
    }
    union
}

/// Reads `HH:MM` or `HH:MM:SS`, from `00:00` to `24:00`, as seconds since midnight.
pub(super) fn seconds_of_day(text: &str) -> Option<u32> {
    let mut parts = text.split(':').map(two_digits);
    let (hours, minutes) = (parts.next()??, parts.next()??);
    let seconds = match parts.next() {
        Some(seconds) => seconds?,
        None => 0,
    };
    let whole = parts.next().is_none() && minutes < 60 && seconds < 60;
    let total = hours * 3600 + minutes * 60 + seconds;
    (whole && total <= DAY_SECONDS).then_some(total)
}

fn two_digits(text: &str) -> Option<u32> {
    match text.as_bytes() {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            Some(u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
        }
        _ => None,
    }
}
