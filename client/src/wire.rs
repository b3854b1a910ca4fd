//! Reading what the service answers, in as few bytes of WebAssembly as it takes.
//!
//! `shared::api` derives serde, which the Worker uses. In a browser, what serde generates to read the
//! same DTOs weighs more than the whole rest of the panel: three copies of each type, for flattened
//! and tagged ones. Here an answer is parsed once into a [`Value`], and each type says in a line per
//! field where its parts stand. A test reads back what serde writes for every type, so that the two
//! can't drift apart.
//!
//! Reading is lenient where an older or newer service must not break a page: unknown fields are passed
//! over, absent lists are empty. It is strict in all else: what does not fit is no answer.

mod advisories;
mod desk;
mod event;
mod json;
mod lockfile;
mod notices;
mod plain;
mod policy;
mod quote;
mod releases;
mod session;
mod ticket;
mod upgrades;
mod written;

pub use json::Value;

/// What can be read from JSON.
pub trait Decode: Sized {
    /// The value, if the JSON is of its shape.
    fn decode(json: &Value) -> Option<Self>;

    /// The value of a field that is not there: none, unless the type has one.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }
}

/// As it stands.
impl Decode for Value {
    fn decode(json: &Value) -> Option<Self> {
        Some(json.clone())
    }
}

/// Reads a text.
#[must_use]
pub fn decode<T: Decode>(text: &str) -> Option<T> {
    T::decode(&Value::parse(text)?)
}

/// Reads a field of an object.
#[must_use]
pub fn field<T: Decode>(object: &Value, name: &str) -> Option<T> {
    match object.get(name) {
        Some(json) => T::decode(json),
        None => T::absent(),
    }
}

/// A struct whose fields stand under their own names. After `..`, fields whose own fields stand beside
/// them in the same object.
#[macro_export]
macro_rules! decode_struct {
    ($name:path { $($field:ident),* $(,)? $(.. $flat:ident),* }) => {
        impl $crate::wire::Decode for $name {
            fn decode(json: &$crate::wire::Value) -> Option<Self> {
                Some(Self {
                    $($field: $crate::wire::field(json, stringify!($field))?,)*
                    $($flat: $crate::wire::Decode::decode(json)?,)*
                })
            }
        }
    };
}

/// A closed set of words.
#[macro_export]
macro_rules! decode_words {
    ($name:path { $($word:literal => $variant:ident),* $(,)? }) => {
        impl $crate::wire::Decode for $name {
            fn decode(json: &$crate::wire::Value) -> Option<Self> {
                match json.as_str()? {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

#[cfg(test)]
mod tests;
