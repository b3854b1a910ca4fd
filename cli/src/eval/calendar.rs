//! A calendar of a request: what it is open by, and nothing that people alone read.

use aftercare_shared::calendar::Calendar;
use aftercare_shared::json;
use serde_json::{Map, Value};

use crate::eval::failure::Failure;

/// The fields that hours are counted by.
const BEARING: [&str; 5] = ["zone", "hours", "holidays", "overrides", "also"];
/// The fields that say when a holiday is.
const DATES: [&str; 3] = ["date", "from", "to"];

/// Reads a calendar. Names, sources and fields that nobody knows are passed over; what is left is read as strictly
/// as in a policy.
pub(super) fn read(calendar: &Value) -> Result<Calendar, Failure> {
    json::read_value(&bearing(calendar)).map_err(|fault| Failure::Calendar(fault.to_string()))
}

fn bearing(calendar: &Value) -> Value {
    let Value::Object(fields) = calendar else { return calendar.clone() };
    let mut kept = only(fields, &BEARING);
    if let Some(Value::Object(hours)) = kept.get_mut("hours") {
        hours.retain(|_, windows| !windows.is_null());
    }
    for holiday in items(&mut kept, "holidays") {
        if let Value::Object(fields) = holiday {
            *fields = only(fields, &DATES);
        }
    }
    for office in items(&mut kept, "also") {
        *office = bearing(office);
    }
    Value::Object(kept)
}

/// The fields of those names that are not `null`.
fn only(fields: &Map<String, Value>, names: &[&str]) -> Map<String, Value> {
    let kept = fields.iter().filter(|(name, value)| names.contains(&name.as_str()) && !value.is_null());
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

fn items<'a>(fields: &'a mut Map<String, Value>, name: &str) -> impl Iterator<Item = &'a mut Value> {
    fields.get_mut(name).and_then(Value::as_array_mut).into_iter().flatten()
}
