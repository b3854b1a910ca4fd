//! The harness of the API tests: the built worker in the real runtime, and those who talk to it.
//!
//! A [`World`] is one runtime (workerd under `wrangler dev`) with a database, variables and keys of
//! its own. Tests share one and stay apart by speaking for accounts that nobody else speaks for; what
//! would disturb the others (the cron, the limits) gets a world of its own. Time is a header that
//! each request carries, so no test waits for a deadline. What is missing here on purpose: the
//! worker's code. A test knows what a customer's browser, the vendor's backend and the vendor's
//! receiver of webhooks know, and in [`database`] what an operator sees.

pub mod agent;
pub mod call;
pub mod customer;
pub mod database;
pub mod deadline;
pub mod identity;
pub mod receiver;
pub mod receipts;
pub mod world;

pub use agent::Agent;
pub use call::{Answer, Call};
pub use customer::{Customer, new_ticket};
pub use deadline::eventually;
pub use world::World;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

/// An instant, as the tests write it.
///
/// # Panics
/// Where the text is not RFC 3339.
#[must_use]
pub fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("an instant of a test is RFC 3339").to_utc()
}

/// The wire form of a DTO for a snapshot, with what differs from run to run struck out.
///
/// # Panics
/// Where the DTO has no JSON form, or nothing at one of the pointers.
#[track_caller]
#[must_use]
pub fn redacted(dto: &impl Serialize, pointers: &[&str]) -> Value {
    let mut value = serde_json::to_value(dto).expect("a DTO has a JSON form");
    for pointer in pointers {
        let place = value.pointer_mut(pointer).unwrap_or_else(|| panic!("nothing at {pointer}"));
        *place = "…".into();
    }
    value
}
