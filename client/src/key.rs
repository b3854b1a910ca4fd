//! What makes a repeated `POST` harmless.

use core::fmt;

use serde::Serialize;

/// An `Idempotency-Key`: 128 random bits in hex.
///
/// It is minted once for a thing to be sent, when its first character is typed, and kept with it: every
/// attempt to send that thing, from whichever tab, carries the same key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key that nobody else has, from the browser's source of randomness.
    #[must_use]
    pub fn mint() -> Self {
        let mut bytes = [0; 16];
        let crypto = web_sys::window().and_then(|window| window.crypto().ok());
        // Every browser that runs WebAssembly has it, in secure contexts and others.
        let filled = crypto.is_some_and(|it| it.get_random_values_with_u8_array(&mut bytes).is_ok());
        debug_assert!(filled, "no source of randomness");
        Self(bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(hex_digit).collect())
    }

    /// A key that was minted earlier and kept.
    pub(crate) fn from_kept(text: String) -> Self {
        Self(text)
    }

    /// Its text, as it goes into the header.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn hex_digit(nibble: u8) -> Option<char> {
    char::from_digit(nibble.into(), 16)
}
