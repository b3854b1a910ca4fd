//! The Worker's time, as well as a browser can know it.
//!
//! The one file of the applications that asks the browser for the time. The device's clock may be wrong
//! by hours; what it is wrong by is learned from every answer that states the Worker's time.

use core::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::State;

/// How often what shows a time is drawn anew.
const TICK: Duration = Duration::from_secs(10);

/// The corrected time, as a signal.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    shown: State<DateTime<Utc>>,
    ahead_ms: State<i64>,
}

impl Clock {
    /// A clock that ticks for as long as its owner lives, and is provided to the components below.
    #[must_use]
    pub fn provide() -> Self {
        Self::provide_every(TICK)
    }

    /// The same with a rhythm of its own, such as a second where countdowns are watched.
    #[must_use]
    pub fn provide_every(rhythm: Duration) -> Self {
        let clock = Self { shown: State::new(device_time()), ahead_ms: State::new(0) };
        if let Ok(ticking) = set_interval_with_handle(move || clock.shown.set(clock.exact()), rhythm) {
            on_cleanup(move || ticking.clear());
        }
        provide_context(clock);
        clock
    }

    /// The clock of the application. Without one, a clock that stands still.
    #[must_use]
    pub fn of_context() -> Self {
        use_context().unwrap_or_else(|| Self { shown: State::new(device_time()), ahead_ms: State::new(0) })
    }

    /// Takes the Worker's word for what time it is.
    pub fn correct(&self, server_now: DateTime<Utc>) {
        let ahead = (server_now - device_time()).num_milliseconds();
        self.ahead_ms.set(ahead);
        self.shown.set(self.exact());
    }

    /// The time, tracked: whoever reads it is drawn anew with each tick.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.shown.get()
    }

    /// The time at this moment, not tracked.
    #[must_use]
    pub fn exact(&self) -> DateTime<Utc> {
        device_time() + chrono::TimeDelta::milliseconds(self.ahead_ms.get_untracked())
    }
}

#[expect(clippy::disallowed_methods, reason = "the one file of the applications that reads the time")]
fn device_time() -> DateTime<Utc> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "JavaScript counts milliseconds in a double; they are whole"
    )]
    let millis = js_sys::Date::now() as i64;
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}
