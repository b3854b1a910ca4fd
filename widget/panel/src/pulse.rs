//! When to look whether something has changed.
//!
//! A beat each few seconds while somebody can see the panel, a rare one while nobody can, and one at once
//! when it comes into view or the connection returns. Whoever polls follows the beat; nobody has a timer.

use core::time::Duration;

use leptos::prelude::*;
use web_sys::VisibilityState;

use aftercare_ui::{State, listen};

const TICK: Duration = Duration::from_secs(5);
/// Nobody looks: one beat in so many ticks.
const RARE: u32 = 12;

/// The beat.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pulse {
    beat: State<u32>,
    shown: State<bool>,
    online: State<bool>,
}

impl Pulse {
    /// Begins to beat. `shown` says whether the panel is in view from the start.
    pub(crate) fn start(shown: bool) -> Self {
        let pulse = Self {
            beat: State::new(0),
            shown: State::new(shown),
            online: State::new(window().navigator().on_line()),
        };
        let ticks = State::new(0_u32);
        let ticking = set_interval_with_handle(
            move || {
                ticks.update(|ticks| *ticks = ticks.wrapping_add(1));
                if pulse.is_seen() || ticks.get_untracked().is_multiple_of(RARE) {
                    pulse.now();
                }
            },
            TICK,
        );
        let returned = move |online: bool| {
            pulse.online.set(online);
            if online {
                pulse.now();
            }
        };
        listen("online", move |_| returned(true));
        listen("offline", move |_| returned(false));
        listen("focus", move |_| pulse.now());
        if let Ok(ticking) = ticking {
            on_cleanup(move || ticking.clear());
        }
        pulse
    }

    /// Follows the beat.
    pub(crate) fn follow(&self) -> u32 {
        self.beat.get()
    }

    /// Beats at once.
    pub(crate) fn now(&self) {
        self.beat.update(|beat| *beat = beat.wrapping_add(1));
    }

    /// The host has shown or hidden the panel.
    pub(crate) fn show(&self, shown: bool) {
        self.shown.set(shown);
        if shown {
            self.now();
        }
    }

    /// Whether the host shows the panel, tracked.
    pub(crate) fn is_shown(&self) -> bool {
        self.shown.get()
    }

    /// Whether the browser believes that there is a connection, tracked.
    pub(crate) fn is_online(&self) -> bool {
        self.online.get()
    }

    /// Whether somebody can see the panel now.
    pub(crate) fn is_seen(&self) -> bool {
        self.shown.get_untracked() && document().visibility_state() == VisibilityState::Visible
    }
}
