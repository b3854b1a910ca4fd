//! Two edits of one document, brought together.

use aftercare_client::wire::Value;

use crate::document::below;

/// Two edits of one document as one, and the places that both changed, where `mine` stays.
///
/// Objects are brought together field by field, and lists whose items have an `id` item by item; any other
/// list is one thing.
pub(crate) fn merged(base: &Value, theirs: &Value, mine: &Value) -> (Value, Vec<String>) {
    let mut conflicts = Vec::new();
    let merged = merge(Some(base), Some(theirs), Some(mine), "", &mut conflicts);
    (merged.unwrap_or_else(|| mine.clone()), conflicts)
}

fn merge(
    base: Option<&Value>,
    theirs: Option<&Value>,
    mine: Option<&Value>,
    at: &str,
    conflicts: &mut Vec<String>,
) -> Option<Value> {
    if theirs == mine || theirs == base {
        return mine.cloned();
    }
    if mine == base {
        return theirs.cloned();
    }
    if let (Some(Value::Object(theirs)), Some(Value::Object(mine))) = (theirs, mine) {
        return Some(Value::Object(by_name(base, theirs, mine, at, conflicts)));
    }
    if let (Some(theirs), Some(mine)) = (theirs.and_then(by_id), mine.and_then(by_id)) {
        let base = base.and_then(by_id).map(Value::Object);
        let merged = by_name(base.as_ref(), &theirs, &mine, at, conflicts);
        return Some(Value::List(merged.into_iter().map(|(_, item)| item).collect()));
    }
    conflicts.push(if at.is_empty() { "/".to_owned() } else { at.to_owned() });
    mine.cloned()
}

/// Fields brought together: in my order, and theirs that are new behind them.
fn by_name(
    base: Option<&Value>,
    theirs: &[(String, Value)],
    mine: &[(String, Value)],
    at: &str,
    conflicts: &mut Vec<String>,
) -> Vec<(String, Value)> {
    let of = |fields: &[(String, Value)], name: &str| -> Option<Value> {
        fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    };
    let theirs_alone = theirs.iter().filter(|(name, _)| of(mine, name).is_none());
    let names = mine.iter().chain(theirs_alone).map(|(name, _)| name);
    let mut merged = Vec::new();
    for name in names {
        let (their, my) = (of(theirs, name), of(mine, name));
        let was = base.and_then(|base| base.get(name));
        let one = merge(was, their.as_ref(), my.as_ref(), &below(at, name), conflicts);
        merged.extend(one.map(|value| (name.clone(), value)));
    }
    merged
}

/// The items of a list by their ids, where each has one.
fn by_id(list: &Value) -> Option<Vec<(String, Value)>> {
    let items = list.as_list().filter(|items| !items.is_empty())?;
    items.iter().map(|item| Some((item.get("id")?.as_str()?.to_owned(), item.clone()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Value {
        Value::parse(text).unwrap()
    }

    #[test]
    fn edits_of_different_places_come_together() {
        let base = r#"{"plans": [{"id": "a", "n": 1, "m": 1}, {"id": "b"}], "warnings": [50, 75], "grace": "30m", "gone": 1}"#;
        let cases: [(&str, &str, &str, &[&str]); 5] = [
            // They change one plan's field, I another; they drop what I left alone; each adds a plan.
            (
                r#"{"plans": [{"id": "a", "n": 2, "m": 1}, {"id": "b"}, {"id": "c"}], "warnings": [50, 75], "grace": "30m"}"#,
                r#"{"plans": [{"id": "a", "n": 1, "m": 3}, {"id": "b"}, {"id": "d"}], "warnings": [50, 75], "grace": "30m", "gone": 1}"#,
                r#"{"plans": [{"id": "a", "n": 2, "m": 3}, {"id": "b"}, {"id": "d"}, {"id": "c"}], "warnings": [50, 75], "grace": "30m"}"#,
                &[],
            ),
            // A list without ids is one thing: mine stays, and it is said.
            (
                r#"{"plans": [{"id": "b"}], "warnings": [60], "grace": "30m", "gone": 1}"#,
                r#"{"plans": [{"id": "a", "n": 1, "m": 1}, {"id": "b"}], "warnings": [40], "grace": "30m", "gone": 1}"#,
                r#"{"plans": [{"id": "b"}], "warnings": [40], "grace": "30m", "gone": 1}"#,
                &["/warnings"],
            ),
            // What I changed and they dropped stays, and it is said.
            (
                r#"{"plans": [{"id": "b"}], "warnings": [50, 75], "grace": "1h", "gone": 1}"#,
                r#"{"plans": [{"id": "a", "n": 5, "m": 1}, {"id": "b"}], "warnings": [50, 75], "grace": "2h", "gone": 1}"#,
                r#"{"plans": [{"id": "a", "n": 5, "m": 1}, {"id": "b"}], "warnings": [50, 75], "grace": "2h", "gone": 1}"#,
                &["/plans/a", "/grace"],
            ),
            // A field that I added and one that they did; of one that they changed nothing is undone.
            (
                r#"{"grace": "30m", "gone": 2, "credits": []}"#,
                r#"{"grace": "1h", "gone": 1, "extra": {"k": 1}}"#,
                r#"{"grace": "1h", "gone": 2, "extra": {"k": 1}, "credits": []}"#,
                &[],
            ),
            // The same edit of both is one.
            (r#"{"grace": "1h"}"#, r#"{"grace": "1h"}"#, r#"{"grace": "1h"}"#, &[]),
        ];
        for (theirs, mine, expected, places) in cases {
            let (merged, conflicts) = merged(&tree(base), &tree(theirs), &tree(mine));
            assert_eq!(merged, tree(expected));
            assert_eq!(conflicts, places);
        }
    }
}
