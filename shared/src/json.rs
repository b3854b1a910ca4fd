//! JSON read into types: bodies, rows, kept documents and other people's files, all of them one way.
//!
//! A text becomes a tree, and types are read from the tree alone. Serde makes the code that reads a type
//! anew for each kind of source it is read from, so that one source instead of four is a quarter of that
//! code in the Worker's module; and what does not fit is named by its place, which costs nothing until
//! something does not fit.

mod node;
mod reader;
mod tagged;
#[cfg(test)]
mod tests;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::json::node::Node;
use crate::json::reader::Reader;

pub use tagged::Beside;
pub(crate) use tagged::{Either, Tagged, either, read_either};

/// Why a text is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no JSON (RFC 8259), or nests deeper than 128 levels. The words hold line and column.
    #[error("{0}")]
    Syntax(String),
    /// It is JSON, and a value in it is not what is expected there.
    #[error("{words}, at #{place}")]
    Shape {
        /// Where: a JSON Pointer (RFC 6901), without the `#` of its form in an address; empty for the whole.
        place: String,
        /// What is wrong there.
        words: String,
    },
}

/// Reads a text that holds one value.
///
/// # Errors
/// [`Fault`].
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    read_bytes(text.as_bytes())
}

/// Reads bytes that hold one value, in UTF-8.
///
/// # Errors
/// [`Fault`].
pub fn read_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Fault> {
    let root = Node::parse(bytes)?;
    T::deserialize(Reader(&root))
}

/// Reads a value that was read as JSON before.
///
/// # Errors
/// [`Fault::Shape`].
pub fn read_value<T: DeserializeOwned>(value: &Value) -> Result<T, Fault> {
    let root = Node::of(value);
    T::deserialize(Reader(&root))
}

/// What a value of ours is as JSON; `null` where it has no form in it. By way of its text, for the reason
/// that one source is read from: one kind of place is written to.
#[must_use]
pub fn value_of(value: &impl Serialize) -> Value {
    serde_json::to_string(value).ok().and_then(|text| read(&text).ok()).unwrap_or_default()
}
