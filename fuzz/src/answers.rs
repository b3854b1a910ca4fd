//! The panel's own reader of JSON, beside serde's.

use aftercare_client::wire::Value;

/// What serde reads, this reads to the same value; what it refuses, this refuses too. Left out are the
/// differences that it states: depth, the size of numbers, and which of two fields with one name counts.
pub fn answers(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else { return };
    let ours = Value::parse(text);
    match (serde_json::from_str::<serde_json::Value>(text), ours) {
        (Ok(theirs), Some(ours)) => assert!(is_same(&theirs, &ours), "{text}: {ours:?}"),
        (Ok(theirs), None) => assert!(depth(&theirs) > 60 || has_long_number(text), "{text} is refused"),
        (Err(error), Some(ours)) => {
            let numbers = error.to_string().contains("number out of range");
            assert!(numbers || error.to_string().contains("recursion"), "{text}: {error}: {ours:?}");
        }
        (Err(_), None) => {}
    }
}

fn is_same(theirs: &serde_json::Value, ours: &Value) -> bool {
    match (theirs, ours) {
        (serde_json::Value::Null, Value::Null) => true,
        (serde_json::Value::Bool(theirs), Value::Bool(ours)) => theirs == ours,
        (serde_json::Value::String(theirs), Value::Text(ours)) => theirs == ours,
        (serde_json::Value::Number(theirs), Value::Whole(ours)) => {
            theirs.as_i64() == Some(*ours) || theirs.as_f64() == Some(*ours as f64)
        }
        (serde_json::Value::Number(theirs), Value::Real(ours)) => {
            let theirs = theirs.as_f64().unwrap_or(f64::NAN);
            (theirs - ours).abs() <= theirs.abs() * 1e-9
        }
        (serde_json::Value::Array(theirs), Value::List(ours)) => {
            theirs.len() == ours.len() && theirs.iter().zip(ours).all(|(theirs, ours)| is_same(theirs, ours))
        }
        (serde_json::Value::Object(theirs), Value::Object(ours)) => {
            let is_twice = theirs.len() != ours.len();
            is_twice || ours.iter().all(|(name, ours)| theirs.get(name).is_some_and(|it| is_same(it, ours)))
        }
        _ => false,
    }
}

/// Whether more digits follow one another than fit in 63 bits.
fn has_long_number(text: &str) -> bool {
    text.split(|c: char| !matches!(c, '0'..='9' | '.')).any(|digits| digits.len() > 18)
}

fn depth(value: &serde_json::Value) -> usize {
    match value {
        serde_json::Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        serde_json::Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}
