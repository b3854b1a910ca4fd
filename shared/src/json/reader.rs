//! Types read from a tree. An object is read by the names of its fields, and in no other way: a list in its
//! place is refused, as JSON has no positions to go by.
//!
//! Steps are kept out of line: a field is read by one call then, in each of the many objects that have one.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::slice;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use crate::json::Fault;
use crate::json::node::Node;

/// What stands between the words of a fault and its place.
const PLACE: &str = ", at #";

impl Error for Fault {
    fn custom<T: Display>(words: T) -> Self {
        Self::of_words(words.to_string())
    }
}

impl Fault {
    /// Serde hands a fault on as its words where a type reads its parts by itself: its place stands in them.
    fn of_words(words: String) -> Self {
        match words.rsplit_once(PLACE) {
            Some((said, place)) => Self::Shape { place: place.to_owned(), words: said.to_owned() },
            None => Self::Shape { place: String::new(), words },
        }
    }

    /// Whether it is about a part of what was read.
    pub(super) fn is_inside(&self) -> bool {
        matches!(self, Self::Shape { place, .. } if !place.is_empty())
    }

    /// The same fault, seen from the object that holds the field.
    #[cold]
    #[inline(never)]
    pub(super) fn in_field(self, name: &str) -> Self {
        // RFC 6901, section 3.
        self.below(&name.replace('~', "~0").replace('/', "~1"))
    }

    /// The same fault, seen from the list that holds the item.
    #[cold]
    #[inline(never)]
    fn in_item(self, place: usize) -> Self {
        self.below(&place.to_string())
    }

    fn below(self, step: &str) -> Self {
        match self {
            Self::Shape { place, words } => Self::Shape { place: ["/", step, &place].concat(), words },
            Self::Syntax(_) => self,
        }
    }
}

/// Hands a value to whoever reads a type from it.
#[derive(Clone, Copy)]
pub(super) struct Reader<'n>(pub(super) &'n Node<'n>);

impl<'n> Reader<'n> {
    fn number<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match *self.0 {
            Node::Count(count) => visitor.visit_u64(count),
            Node::Minus(minus) => visitor.visit_i64(minus),
            Node::Real(real) => visitor.visit_f64(real),
            Node::Null | Node::Bool(_) | Node::Text(_) | Node::List(_) | Node::Object(_) => {
                Err(self.0.unexpected(&visitor))
            }
        }
    }

    fn list<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Node::List(items) = self.0 else { return Err(self.0.unexpected(&visitor)) };
        let mut rest = Items { all: items, read: 0 };
        let value = visitor.visit_seq(&mut rest)?;
        if rest.read < items.len() { Err(too_long(items.len(), rest.read)) } else { Ok(value) }
    }

    fn object<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Node::Object(fields) = self.0 else { return Err(self.0.unexpected(&visitor)) };
        visitor.visit_map(Fields { rest: fields.iter(), current: None })
    }
}

fn too_long(found: usize, expected: usize) -> Fault {
    struct OfLength(usize);
    impl Expected for OfLength {
        fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(formatter, "{} items", self.0)
        }
    }
    Fault::invalid_length(found, &OfLength(expected))
}

macro_rules! numbers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            self.number(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Fault;

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Node::Null => visitor.visit_unit(),
            Node::Bool(claim) => visitor.visit_bool(*claim),
            Node::Count(_) | Node::Minus(_) | Node::Real(_) => self.number(visitor),
            Node::Text(text) => visitor.visit_str(text),
            Node::List(_) => self.list(visitor),
            Node::Object(_) => self.object(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Node::Bool(claim) = self.0 else { return Err(self.0.unexpected(&visitor)) };
        visitor.visit_bool(*claim)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Node::Text(text) = self.0 else { return Err(self.0.unexpected(&visitor)) };
        visitor.visit_str(text)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        Err(self.0.unexpected(&visitor))
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        Err(self.0.unexpected(&visitor))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if *self.0 == Node::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if *self.0 == Node::Null { visitor.visit_unit() } else { Err(self.0.unexpected(&visitor)) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.list(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Fault> {
        self.list(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _length: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.list(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.object(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.object(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0 {
            Node::Text(name) => visitor.visit_enum(Variant { name, content: None }),
            Node::Object(fields) => match fields.as_slice() {
                [(name, content)] => visitor.visit_enum(Variant { name, content: Some(content) }),
                [] | [_, _, ..] => Err(self.0.unexpected(&visitor)),
            },
            Node::Null | Node::Bool(_) | Node::Count(_) | Node::Minus(_) | Node::Real(_) | Node::List(_) => {
                Err(self.0.unexpected(&visitor))
            }
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }
}

struct Items<'n> {
    all: &'n [Node<'n>],
    read: usize,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Fault;

    #[inline(never)]
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        let Some(item) = self.all.get(self.read) else { return Ok(None) };
        let place = self.read;
        self.read += 1;
        seed.deserialize(Reader(item)).map(Some).map_err(|fault| fault.in_item(place))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.all.len() - self.read)
    }
}

struct Fields<'n> {
    rest: slice::Iter<'n, (Cow<'n, str>, Node<'n>)>,
    current: Option<&'n (Cow<'n, str>, Node<'n>)>,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Fault;

    #[inline(never)]
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Fault> {
        self.current = self.rest.next();
        let Some((name, _)) = self.current else { return Ok(None) };
        // A name is read as any text is: nothing more is made for it.
        let name_alone = Node::Text(Cow::Borrowed(name));
        seed.deserialize(Reader(&name_alone)).map(Some).map_err(|fault| fault.in_field(name))
    }

    #[inline(never)]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        // Serde asks for a value after its name only.
        let Some((name, value)) = self.current else { return Err(Fault::custom("a field has no name")) };
        seed.deserialize(Reader(value)).map_err(|fault| fault.in_field(name))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// One of several: by its name alone, or as an object whose one field has its name.
struct Variant<'n> {
    name: &'n str,
    content: Option<&'n Node<'n>>,
}

impl<'de, 'n> EnumAccess<'de> for Variant<'n> {
    type Error = Fault;
    type Variant = Content<'n>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Content<'n>), Fault> {
        let name_alone = Node::Text(Cow::Borrowed(self.name));
        let variant = seed.deserialize(Reader(&name_alone))?;
        Ok((variant, Content { name: self.name, node: self.content }))
    }
}

struct Content<'n> {
    name: &'n str,
    node: Option<&'n Node<'n>>,
}

impl<'de> VariantAccess<'de> for Content<'_> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        match self.node {
            None | Some(Node::Null) => Ok(()),
            Some(node) => Err(node.unexpected(&"nothing").in_field(self.name)),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Fault> {
        seed.deserialize(Reader(self.node.unwrap_or(&Node::Null))).map_err(|fault| fault.in_field(self.name))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _length: usize, visitor: V) -> Result<V::Value, Fault> {
        let read = Reader(self.node.unwrap_or(&Node::Null)).list(visitor);
        read.map_err(|fault| fault.in_field(self.name))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let read = Reader(self.node.unwrap_or(&Node::Null)).object(visitor);
        read.map_err(|fault| fault.in_field(self.name))
    }
}
