//! Identifiers that Aftercare mints: a prefix, then 26 characters that sort by time (after ULID).
//!
//! 48 bits of milliseconds and 80 random bits in Crockford's base 32. The time is the request's own, so
//! that a test that travels in time gets ids of that time.

use aftercare_shared::id::{IdError, TicketId, UserId};
use chrono::{DateTime, Utc};
use wasm_bindgen::JsCast;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A new ticket's id.
pub(crate) fn ticket(now: DateTime<Utc>) -> Result<TicketId, IdError> {
    TicketId::new(format!("tkt_{}", ulid(now)))
}

/// A new guest's id.
pub(crate) fn guest(now: DateTime<Utc>) -> Result<UserId, IdError> {
    UserId::new(format!("gst_{}", ulid(now)))
}

/// A new message's id in the outbox. It holds no dot, as Standard Webhooks asks.
pub(crate) fn message(now: DateTime<Utc>) -> String {
    format!("msg_{}", ulid(now))
}

/// An id that only has to be unique.
pub(crate) fn nonce(now: DateTime<Utc>) -> String {
    ulid(now)
}

/// A random number below a bound; 0 where the bound is.
pub(crate) fn below(bound: u64) -> u64 {
    let mut random = [0_u8; 8];
    fill(&mut random);
    u64::from_le_bytes(random).checked_rem(bound).unwrap_or_default()
}

fn ulid(now: DateTime<Utc>) -> String {
    let mut random = [0_u8; 10];
    fill(&mut random);
    encode(now.timestamp_millis(), random)
}

fn fill(bytes: &mut [u8]) {
    let global: web_sys::WorkerGlobalScope = js_sys::global().unchecked_into();
    let filled = global.crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(bytes));
    // Every Workers runtime has it; an id that may repeat is caught by a primary key all the same.
    if filled.is_err() {
        crate::log::error("the runtime gives no random bytes", &[]);
    }
}

fn encode(milliseconds: i64, random: [u8; 10]) -> String {
    let time = u128::try_from(milliseconds).unwrap_or_default() & ((1 << 48) - 1);
    let bits = random.iter().fold(time, |bits, byte| (bits << 8) | u128::from(*byte));
    (0..26)
        .rev()
        .map(|place| {
            let digit = usize::try_from((bits >> (place * 5)) & 31).unwrap_or_default();
            ALPHABET.get(digit).copied().map_or('0', char::from)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_26_characters_that_sort_by_time() {
        // The example of the ULID specification: 1469918176385 is 01ARYZ6S41.
        assert_eq!(encode(1_469_918_176_385, [0; 10]), "01ARYZ6S410000000000000000");
        assert_eq!(encode(0, [0xff; 10]), "0000000000ZZZZZZZZZZZZZZZZ");
        assert!(encode(1, [0; 10]) > encode(0, [0xff; 10]));
        assert_eq!(encode(-1, [0; 10]).len(), 26);
    }
}
