//! The promises of a ticket: which clocks run, what was stamped on them, and how each stands.
//!
//! Everything is derived from the ticket's events and a [`Book`], which holds the policies and the
//! timelines. Three steps, each pure: [`runs`] reads from the log alone when each clock ran, paused and
//! stopped; [`due_stamps`] says which promises must be stamped now, to be appended as `promise_made`;
//! [`standings`] judges every run by what was stamped on it. What is stamped is never changed: a later
//! promise of the same run supersedes it. The order in which the events arrive does not matter, and
//! events after `now` are not looked at.

mod book;
mod run;
mod stamp;
mod standing;
mod sweep;
mod walk;

pub use book::Book;
pub use run::{Run, Stamp};
pub use stamp::due_stamps;
pub use standing::{Due, Standing, standings};
pub use sweep::verdicts;
pub use walk::runs;

#[cfg(test)]
mod tests;
