//! A JSON text as a tree that borrows from it: half the memory of a tree that owns its texts, and objects in
//! the order of the text, with what is written twice in them.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Expected, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::Value;

use crate::json::Fault;

/// A value of JSON.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number from zero up.
    Count(u64),
    /// A whole number below zero.
    Minus(i64),
    /// Any other number.
    Real(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// An object.
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// Parses a text that holds one value and nothing else but blank.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, Fault> {
        serde_json::from_slice(bytes).map_err(|error| Fault::Syntax(error.to_string()))
    }

    /// The same value, borrowed.
    pub(super) fn of(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(claim) => Self::Bool(*claim),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(count), _) => Self::Count(count),
                (None, Some(minus)) => Self::Minus(minus),
                (None, None) => Self::Real(number.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => Self::Text(Cow::Borrowed(text)),
            Value::Array(items) => Self::List(items.iter().map(Self::of).collect()),
            Value::Object(fields) => {
                let fields =
                    fields.iter().map(|(name, value)| (Cow::Borrowed(name.as_str()), Self::of(value)));
                Self::Object(fields.collect())
            }
        }
    }

    /// A field of an object. Of two with one name the first counts.
    pub(super) fn field(&self, name: &str) -> Option<&Self> {
        let Self::Object(fields) = self else { return None };
        fields.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// The names of an object's fields.
    #[cfg(feature = "receipts")]
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let fields = if let Self::Object(fields) = self { fields.as_slice() } else { &[] };
        fields.iter().map(|(name, _)| name.as_ref())
    }

    /// That this stands where something else is expected.
    #[cold]
    #[inline(never)]
    pub(super) fn unexpected(&self, expected: &dyn Expected) -> Fault {
        let found = match self {
            Self::Null => Unexpected::Other("null"),
            Self::Bool(claim) => Unexpected::Bool(*claim),
            Self::Count(count) => Unexpected::Unsigned(*count),
            Self::Minus(minus) => Unexpected::Signed(*minus),
            Self::Real(real) => Unexpected::Float(*real),
            Self::Text(text) => Unexpected::Str(text),
            Self::List(_) => Unexpected::Seq,
            Self::Object(_) => Unexpected::Map,
        };
        serde::de::Error::invalid_type(found, expected)
    }
}

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_any(Maker)
    }
}

struct Maker;

impl<'de> Visitor<'de> for Maker {
    type Value = Node<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value of JSON")
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, claim: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool(claim))
    }

    fn visit_u64<E>(self, count: u64) -> Result<Node<'de>, E> {
        Ok(Node::Count(count))
    }

    fn visit_i64<E>(self, minus: i64) -> Result<Node<'de>, E> {
        Ok(u64::try_from(minus).map_or(Node::Minus(minus), Node::Count))
    }

    fn visit_f64<E>(self, real: f64) -> Result<Node<'de>, E> {
        Ok(Node::Real(real))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Node<'de>, A::Error> {
        let mut object = Vec::new();
        while let Some(Name(name)) = fields.next_key()? {
            object.push((name, fields.next_value()?));
        }
        Ok(Node::Object(object))
    }
}

/// The name of a field, borrowed where nothing in it is escaped.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_str(NameMaker).map(Name)
    }
}

struct NameMaker;

impl<'de> Visitor<'de> for NameMaker {
    type Value = Cow<'de, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a field")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}
