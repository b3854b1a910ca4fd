//! One spelling for each JSON value, so that its hash does not depend on who wrote it down.
//!
//! As RFC 8785: keys sorted by their UTF-16 code units, no blank, strings escaped as little as JSON
//! allows. Numbers here are whole, for which JSON's own notation is already canonical.

use std::sync::OnceLock;

use serde::Serialize;
use serde_json::Value;

use crate::digest;
use crate::json;

/// The canonical JSON of a value.
#[must_use]
pub fn to_json(value: &Value) -> String {
    let mut json = String::new();
    write(value, &mut json);
    json
}

/// SHA-256 over the canonical JSON of anything that serialises, in lower-case hex.
pub fn sha256(value: &impl Serialize) -> String {
    digest::sha256(to_json(&json::value_of(value)))
}

/// A hash that is made when it is first asked for and kept from then on: each promise names two, and a
/// policy with its calendars is long. It is no part of what makes its owner equal to another.
#[derive(Debug, Clone, Default)]
pub(super) struct Kept(OnceLock<String>);

impl Kept {
    /// The hash of the value that it is kept for, which must always be the same one.
    pub(super) fn sha256(&self, value: &impl Serialize) -> &str {
        self.0.get_or_init(|| sha256(value))
    }
}

impl PartialEq for Kept {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Kept {}

fn write(value: &Value, json: &mut String) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            json.push_str(&value.to_string())
        }
        Value::Array(items) => {
            json.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    json.push(',');
                }
                write(item, json);
            }
            json.push(']');
        }
        Value::Object(members) => {
            // serde_json's map keeps the order of insertion where any crate of the build asks for that.
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            json.push('{');
            for (index, (key, item)) in members.into_iter().enumerate() {
                if index > 0 {
                    json.push(',');
                }
                json.push_str(&Value::from(key.as_str()).to_string());
                json.push(':');
                write(item, json);
            }
            json.push('}');
        }
    }
}
