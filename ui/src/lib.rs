//! Components, words and formats that the panel and the desk share. No fetching here.
//!
//! Whoever reads is one value, [`Reader`], provided once at the root of an application; words come from
//! [`messages`], times through the browser's `Intl` from [`format`]. Colours and shapes are CSS, in
//! `style/tokens.css` and `style/base.css`: a component names classes, never colours. What is drawn is a
//! [`Part`](part::Part), which says why.

mod clock;
mod effect;
mod format;
mod later;
mod reader;
mod state;

pub mod files;

pub mod messages;

pub mod part;

mod icon;
#[cfg(feature = "markdown")]
pub mod markdown;
pub mod pill;
pub mod promise;
pub mod why;

pub use clock::Clock;
pub use effect::{listen, watch};
pub use icon::Icon;
pub use later::{Later, Stage, at_once};
pub use pill::Tone;
pub use promise::{elapsed_seconds, is_due_soon};
pub use reader::{Reader, provide_reader, use_reader};
pub use state::State;
