//! The few drawings: strokes in the colour of the text, always beside or under a name in words.

use crate::part::{Part, el};

/// A drawing on a grid of 24.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Leaves a view for the one before it. Points to the line's start.
    Back,
    /// Closes.
    Close,
    /// Something is right.
    Tick,
    /// Something needs attention.
    Alarm,
    /// There is no connection.
    Offline,
    /// Into something; points to the line's end.
    Onward,
    /// Looks for something.
    Search,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Back => "M15 5l-7 7 7 7",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Tick => "M5 12.5l4.5 4.5L19 7.5",
            Self::Alarm => {
                "M12 8v5M12 16.5v.01M10.3 4l-7.6 13a2 2 0 0 0 1.7 3h15.2a2 2 0 0 0 1.7-3L13.7 4a2 2 0 0 0-3.4 0z"
            }
            Self::Offline => {
                "M3 3l18 18M8.5 15.5a5 5 0 0 1 6 -.9M5 12a10 10 0 0 1 4-2.4M13 9.1A10 10 0 0 1 19 12M12 19v.01"
            }
            Self::Onward => "M9 5l7 7-7 7",
            Self::Search => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM20 20l-4.8-4.8",
        }
    }

    fn turns(self) -> bool {
        match self {
            Self::Back | Self::Onward => true,
            Self::Close | Self::Tick | Self::Alarm | Self::Offline | Self::Search => false,
        }
    }

    /// Draws it; for those who hear the page it is not there.
    #[must_use]
    pub fn view(self) -> Part {
        let class = if self.turns() { "turns" } else { "" };
        let path = el("path", "").attr("d", self.path());
        el("svg", class).attr("viewBox", "0 0 24 24").attr("aria-hidden", "true").child(path).into()
    }
}
