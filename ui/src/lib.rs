//! Components, words and formats that the panel and the desk share. No fetching here.
//!
//! Whoever reads is one value, [`Reader`], provided once at the root of an application; words come from
//! [`messages`], times through the browser's `Intl` from [`format`]. Colours and shapes are CSS, in
//! `style/tokens.css` and `style/base.css`: a component names classes, never colours.

mod clock;
mod format;
mod reader;

pub mod messages;

mod icon;
pub mod pill;
pub mod promise;
pub mod why;

pub use clock::Clock;
pub use icon::Icon;
pub use pill::{PromisePill, SeverityPill, StatusPill, Tone};
pub use promise::{PromiseCard, PromiseHeading, PromiseLine, PromiseTrack, elapsed_seconds, is_due_soon};
pub use reader::{Reader, provide_reader, use_reader};
pub use why::Why;
