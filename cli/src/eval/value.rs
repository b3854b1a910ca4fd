//! Values as scripts write them, where more than one spelling can mean but one thing.

use std::fmt;

use chrono::{DateTime, FixedOffset, Utc};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::{Number, Value};

/// A text. A whole number is read as its digits: a version `5` of a script that has made it a number. One with
/// a fraction is refused, because `1.10` and `1.1` are one number and two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text(pub(super) String);

impl Text {
    /// The text, if the value is one.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self(text.clone())),
            Value::Number(number) if !number.is_f64() => Some(Self(number.to_string())),
            Value::Number(_) | Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(source)?;
        Self::of(&value).ok_or_else(|| D::Error::custom(format!("{value} is no text")))
    }
}

/// Whole seconds, from 0 on. JSON knows one kind of number, and many a script writes eight and a half hours as
/// `30600.0`, or as a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seconds(pub(super) u64);

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(source)?;
        let digits = match &value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => Number::to_string(number),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => String::new(),
        };
        let seconds = digits.strip_suffix(".0").unwrap_or(&digits).parse();
        let wrong = || D::Error::custom(format!("{value} is no whole number of seconds, from 0 on"));
        seconds.map(Self).map_err(|_| wrong())
    }
}

/// An instant of RFC 3339, in any offset. A fraction of a second is cut off where clocks count. A time without
/// an offset is refused: it is no instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Instant(pub(super) DateTime<Utc>);

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(source)?;
        let read = value.as_str().and_then(|text| text.trim().parse::<DateTime<FixedOffset>>().ok());
        let wrong = || format!("{value} is no instant: write one as 2026-02-13T10:00:00Z");
        read.map(|at| Self(at.with_timezone(&Utc))).ok_or_else(|| D::Error::custom(wrong()))
    }
}

/// A list; `null` is an empty one.
pub(super) fn list<'de, T, D>(source: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Ok(Option::deserialize(source)?.unwrap_or_default())
}
