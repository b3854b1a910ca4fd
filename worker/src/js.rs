//! Values of JavaScript that hold data and nothing else, read as JSON: one crossing for a value, however many
//! fields it has.

use aftercare_shared::json::{self, Fault};
use js_sys::JSON;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// Reads a value that was made from JSON, or is like one that was.
///
/// # Errors
/// [`Fault`].
pub(crate) fn read<T: DeserializeOwned>(value: &JsValue) -> Result<T, Fault> {
    json::read(&text_of(value))
}

/// What has no form in JSON (a function, `undefined`, a ring) is no data.
fn text_of(value: &JsValue) -> String {
    JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}
