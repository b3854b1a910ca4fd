//! Typed calls of the HTTP API from a browser.
//!
//! A call is a method of [`Client`]; its answer is a DTO of `aftercare_shared::api` or a [`Failure`].
//! All calls go to the origin that served the page. Nothing is kept here: no token outlives the
//! [`Client`] that holds it, and nothing is retried; whoever calls knows whether a repetition is due.

mod customer;
mod desk;
mod failure;
mod key;
mod query;
mod transport;
pub mod wire;

pub use customer::{StepTold, WayTold, open_session};
pub use desk::{AdvisorySheet, Desk, Sheet, Tells};
pub use failure::Failure;
pub use key::IdempotencyKey;
pub use query::Query;
pub use transport::{Client, Credential, Fresh, Tagged};
