//! Values that are one of several things: objects that say by a field what they are, objects that hold two
//! types side by side, values that are the one or the other.
//!
//! Serde's own ways with them (`tag`, `flatten`, `untagged`) keep a copy of the value in a form of their own and read
//! types from that: more sources, and a copy of the code for each. Here they are read as all others are.

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};

use crate::json::Fault;
use crate::json::node::Node;
use crate::json::reader::Reader;

/// An object with its tag.
#[derive(Debug)]
pub(crate) struct Tagged<'a> {
    tag: &'static str,
    object: Node<'a>,
}

impl<'de> Tagged<'de> {
    /// Takes an object that has the tag.
    pub(crate) fn take<D: Deserializer<'de>>(tag: &'static str, source: D) -> Result<Self, D::Error> {
        let tagged = Self { tag, object: Node::deserialize(source)? };
        tagged.word().map_err(D::Error::custom)?;
        Ok(tagged)
    }
}

impl Tagged<'_> {
    /// The word that says what it is.
    pub(crate) fn word(&self) -> Result<String, Fault> {
        self.field(self.tag)
    }

    /// All of it, as a type that ignores the tag.
    pub(crate) fn whole<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        T::deserialize(Reader(&self.object))
    }

    /// A field. One that is missing is `None` where that can be.
    pub(crate) fn field<T: DeserializeOwned>(&self, name: &'static str) -> Result<T, Fault> {
        match self.object.field(name) {
            Some(value) => T::deserialize(Reader(value)).map_err(|fault| fault.in_field(name)),
            None => T::deserialize(Reader(&Node::Null)).map_err(|_| Fault::missing_field(name)),
        }
    }

    /// Refuses what holds a field beside the tag and these.
    #[cfg(feature = "receipts")]
    pub(crate) fn holds_only(&self, fields: &[&str]) -> Result<(), Fault> {
        let is_known = |name: &str| name == self.tag || fields.contains(&name);
        match self.object.names().find(|name| !is_known(name)) {
            Some(name) => Err(Fault::custom(format!("nothing known is called `{name}`")).in_field(name)),
            None => Ok(()),
        }
    }

    /// A field, or its default where it is missing.
    pub(crate) fn field_or_default<T: DeserializeOwned + Default>(
        &self,
        name: &'static str,
    ) -> Result<T, Fault> {
        if self.object.field(name).is_some() { self.field(name) } else { Ok(T::default()) }
    }
}

/// Two types of one object, as a row has that is more than one thing. Each ignores the other's fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside<A, B>(pub A, pub B);

impl<'de, A: DeserializeOwned, B: DeserializeOwned> Deserialize<'de> for Beside<A, B> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let object = Node::deserialize(source)?;
        let first = A::deserialize(Reader(&object)).map_err(D::Error::custom)?;
        let second = B::deserialize(Reader(&object)).map_err(D::Error::custom)?;
        Ok(Self(first, second))
    }
}

/// One of two types.
pub(crate) enum Either<A, B> {
    /// The first, where the value is that.
    First(A),
    /// The second, where it is not.
    Second(B),
}

/// Reads a value that is of the first type, or else of the second. `expecting` says in a sentence what may
/// stand there, for a value that is neither.
pub(crate) fn either<'de, A, B, D>(source: D, expecting: &'static str) -> Result<Either<A, B>, D::Error>
where
    A: DeserializeOwned,
    B: DeserializeOwned,
    D: Deserializer<'de>,
{
    let node = Node::deserialize(source)?;
    let first = match A::deserialize(Reader(&node)) {
        Ok(first) => return Ok(Either::First(first)),
        Err(fault) => fault,
    };
    match B::deserialize(Reader(&node)) {
        Ok(second) => Ok(Either::Second(second)),
        Err(second) => Err(D::Error::custom(neither(first, second, expecting))),
    }
}

/// What is wrong deep inside of one of them says that it was meant to be that one.
fn neither(first: Fault, second: Fault, expecting: &'static str) -> Fault {
    [second, first].into_iter().find(Fault::is_inside).unwrap_or_else(|| Fault::custom(expecting))
}

/// Has an enum of two types without a tag read as the one or the other.
macro_rules! read_either {
    ($enum:ty, $first:path | $second:path, $expecting:literal) => {
        impl<'de> serde::Deserialize<'de> for $enum {
            fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                $crate::json::either(source, $expecting).map(|either| match either {
                    $crate::json::Either::First(first) => $first(first),
                    $crate::json::Either::Second(second) => $second(second),
                })
            }
        }
    };
}
pub(crate) use read_either;
