//! Logs: one JSON object a line, a fixed message and structured fields.
//!
//! A field is an id, a number or a word of ours. Bodies, tokens, names and e-mail addresses are never
//! logged; an error's own text is, under `error`, where it comes from the platform or the store.

use serde_json::{Map, Value};
use worker::{console_error, console_log, console_warn};

/// Something that happened as it should.
pub(crate) fn info(message: &'static str, fields: &[(&'static str, Value)]) {
    console_log!("{}", line("info", message, fields));
}

/// Something that went wrong and was dealt with.
pub(crate) fn warn(message: &'static str, fields: &[(&'static str, Value)]) {
    console_warn!("{}", line("warn", message, fields));
}

/// Something that somebody has to look at.
pub(crate) fn error(message: &'static str, fields: &[(&'static str, Value)]) {
    console_error!("{}", line("error", message, fields));
}

fn line(level: &str, message: &str, fields: &[(&'static str, Value)]) -> String {
    let mut object = Map::new();
    object.insert("level".to_owned(), level.into());
    object.insert("message".to_owned(), message.into());
    for (name, value) in fields {
        object.insert((*name).to_owned(), value.clone());
    }
    Value::Object(object).to_string()
}
