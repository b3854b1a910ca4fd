//! The file: one spelling, and calendars that are what they are called.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::api::receipts::Receipts;
use crate::calendar::Calendar;
use crate::json;
use crate::policy::canonical;
use crate::receipt::verify::Slip;

/// The largest file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 16 * 1024 * 1024;

/// A file that is spelt as it was given out. Nothing in it is verified yet but its calendars' names.
pub(super) struct File {
    pub(super) calendars: BTreeMap<String, Calendar>,
    pub(super) receipts: Vec<String>,
    pub(super) statement: String,
}

/// Reads a file. What is not signed in it has one spelling, its canonical one, so that no byte of it can be
/// another without being seen.
pub(super) fn read(bytes: &[u8]) -> Result<File, Slip> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Slip::TooLarge);
    }
    let not_a_file = |error: json::Fault| Slip::NotAFile(error.to_string());
    let value: Value = json::read_bytes(bytes).map_err(not_a_file)?;
    let file: Receipts = json::read_value(&value).map_err(not_a_file)?;
    if canonical::to_json(&value).as_bytes() != bytes {
        return Err(Slip::Spelling);
    }
    if file.receipts.is_empty() {
        return Err(Slip::Empty);
    }
    let mut calendars = BTreeMap::new();
    for (name, document) in file.calendars {
        let as_written = value.get("calendars").and_then(|calendars| calendars.get(&name));
        let is_it = as_written.is_some_and(|written| canonical::sha256(written) == name);
        match Calendar::try_from(document) {
            Ok(calendar) if is_it => calendars.insert(name, calendar),
            Ok(_) | Err(_) => return Err(Slip::Calendar(name)),
        };
    }
    Ok(File { calendars, receipts: file.receipts, statement: file.statement })
}
