//! The domain of Aftercare: values in, values out. No I/O, no clock, no randomness.
//!
//! Used by the Worker, the browser and the command line alike, so that a deadline shown is the
//! deadline stamped. What is missing here is missing on purpose: `wasm-bindgen`, `worker`, `leptos`,
//! `Utc::now`, sockets and files.

pub mod id;
pub mod text;
pub mod json;
pub mod digest;

pub mod metric;
pub mod severity;
pub mod escalation;

pub mod calendar;
pub mod timeline;
#[cfg(feature = "zones")]
pub mod zones;
pub mod policy;
pub mod clock;

pub mod identity;
pub mod ticket;
pub mod promise;
#[cfg(feature = "receipts")]
pub mod receipt;

pub mod package;
pub mod version;
pub mod osv;
pub mod advisory;
pub mod release;
pub mod status;
pub mod upgrade;
pub mod catalogue;
pub mod lockfile;

pub mod api;
pub mod problem;
