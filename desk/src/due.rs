//! What is owed next, as a row of the list shows it: how long, in which colour, and in a word.

use aftercare_shared::api::ticket::{PromiseState, PromiseView};
use aftercare_shared::text::Lang;
use aftercare_ui::is_due_soon;
use aftercare_ui::messages::desk;
use chrono::{DateTime, Utc};

/// How pressing something is. Never shown without a word beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Press {
    /// Its time has run out.
    Missed,
    /// Little of its time is left.
    Soon,
    /// There is time.
    Ample,
    /// Nothing runs.
    Still,
}

impl Press {
    /// The class that colours it.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Missed => "bad",
            Self::Soon => "warn",
            Self::Ample => "ok",
            Self::Still => "still",
        }
    }
}

/// How pressing a promise is at an instant. A deadline that passed since the last answer is missed
/// here as it will be there: the verdict is the due instant's, not the answer's.
pub(crate) fn press(promise: &PromiseView, now: DateTime<Utc>) -> Press {
    match (promise.state, promise.due_at) {
        (PromiseState::Missed, _) => Press::Missed,
        (PromiseState::Running, Some(due)) if due < now => Press::Missed,
        (PromiseState::Running, Some(_)) if is_due_soon(promise, now) => Press::Soon,
        (PromiseState::Running, _) => Press::Ample,
        (PromiseState::Paused | PromiseState::Met | PromiseState::Cancelled, _) => Press::Still,
    }
}

/// The seconds until a due instant: below zero once it has passed.
pub(crate) fn seconds_left(due: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    (due - now).num_seconds()
}

/// A countdown in its two largest units: `2d 4h`, `3h 12m`, `38m 05s`, with a minus once it has passed.
pub(crate) fn countdown(seconds: i64, lang: Lang) -> String {
    let sign = if seconds < 0 { "−" } else { "" };
    let seconds = seconds.unsigned_abs();
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    let [d, h, m, s] = desk::words(lang).owed.units;
    let text = match (days, hours) {
        (0, 0) => format!("{sign}{minutes}{m}{:02}{s}", seconds % 60),
        (0, _) => format!("{sign}{hours}{h}{minutes:02}{m}"),
        (_, _) => format!("{sign}{days}{d}{hours}{h}"),
    };
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_countdown_shows_its_two_largest_units() {
        let cases = [
            (0, "0m 00s", "0分00秒"),
            (2_285, "38m 05s", "38分05秒"),
            (3_600, "1h 00m", "1时00分"),
            (11_520, "3h 12m", "3时12分"),
            (187_200, "2d 4h", "2天4时"),
            (-372, "−6m 12s", "−6分12秒"),
        ];
        for (seconds, en, zh) in cases {
            assert_eq!(countdown(seconds, Lang::En), en);
            assert_eq!(countdown(seconds, Lang::Zh), zh);
        }
    }
}
