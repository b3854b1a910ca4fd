//! A document in JSON that is read and edited in place: what an edit does not name stays as it is, whether or
//! not the desk knows it, and fields stay in their order.
//!
//! Places are JSON pointers (RFC 6901), as the service names them; the `#` that a problem writes before one
//! may stand there. How a document is written is one way for all: [`Value::written`].

mod merge;
mod place;

use aftercare_client::wire::Value;

pub(crate) use crate::document::merge::merged;
pub(crate) use crate::document::place::{lead_to, line, place};

/// The steps of a pointer.
fn steps(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"))
}

/// A pointer one step further.
pub(crate) fn below(pointer: &str, step: &str) -> String {
    [pointer, "/", &step.replace('~', "~0").replace('/', "~1")].concat()
}

/// What stands at a place.
pub(crate) fn find<'a>(root: &'a Value, pointer: &str) -> Option<&'a Value> {
    steps(pointer).try_fold(root, |value, step| match value {
        Value::List(items) => items.get(step.parse::<usize>().ok()?),
        Value::Object(_)
        | Value::Null
        | Value::Bool(_)
        | Value::Whole(_)
        | Value::Real(_)
        | Value::Text(_) => value.get(&step),
    })
}

/// Puts something at a place, in the stead of what is there; objects on the way there are made.
pub(crate) fn put(root: &mut Value, pointer: &str, new: Value) {
    let mut here = root;
    for step in steps(pointer) {
        let next = match here {
            Value::List(items) => {
                let at = step.parse::<usize>().unwrap_or(usize::MAX).min(items.len());
                if at == items.len() {
                    items.push(Value::Null);
                }
                items.get_mut(at)
            }
            Value::Object(fields) => {
                let at = fields.iter().position(|(name, _)| *name == step).unwrap_or_else(|| {
                    fields.push((step, Value::Object(Vec::new())));
                    fields.len() - 1
                });
                fields.get_mut(at).map(|(_, value)| value)
            }
            Value::Null | Value::Bool(_) | Value::Whole(_) | Value::Real(_) | Value::Text(_) => {
                *here = Value::Object(vec![(step, Value::Object(Vec::new()))]);
                if let Value::Object(fields) = here {
                    fields.first_mut().map(|(_, value)| value)
                } else {
                    None
                }
            }
        };
        let Some(next) = next else { return };
        here = next;
    }
    *here = new;
}

/// Takes away what stands at a place.
pub(crate) fn take(root: &mut Value, pointer: &str) {
    let mut here = root;
    let mut steps = steps(pointer).peekable();
    while let Some(step) = steps.next() {
        let is_last = steps.peek().is_none();
        let next = match here {
            Value::List(items) => {
                let at = step.parse::<usize>().ok().filter(|at| *at < items.len());
                if is_last && let Some(at) = at {
                    items.remove(at);
                    return;
                }
                at.and_then(|at| items.get_mut(at))
            }
            Value::Object(fields) => {
                if is_last {
                    fields.retain(|(name, _)| *name != step);
                    return;
                }
                fields.iter_mut().find(|(name, _)| *name == step).map(|(_, value)| value)
            }
            Value::Null | Value::Bool(_) | Value::Whole(_) | Value::Real(_) | Value::Text(_) => None,
        };
        let Some(next) = next else { return };
        here = next;
    }
}

/// The text of a field; empty where it is none.
pub(crate) fn text<'a>(object: &'a Value, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The items of a field that is a list; none where it is none.
pub(crate) fn items<'a>(object: &'a Value, name: &str) -> &'a [Value] {
    object.get(name).and_then(Value::as_list).unwrap_or_default()
}

/// The fields of a field that is an object; none where it is none.
pub(crate) fn entries<'a>(object: &'a Value, name: &str) -> &'a [(String, Value)] {
    object.get(name).and_then(Value::as_object).unwrap_or_default()
}

/// Sets a field of an object where it stands, or behind the others. `None` takes it away.
pub(crate) fn set(object: &mut Value, name: &str, value: Option<Value>) {
    let place = below("", name);
    match value {
        None => take(object, &place),
        Some(value) if object.as_object().is_some() => put(object, &place, value),
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Value {
        Value::parse(text).unwrap()
    }

    #[test]
    fn an_edit_leaves_all_else_as_it_is() {
        let cases = [
            ("/a/b", r#"{"a": {"b": 9, "x": null}, "c": [1, 2]}"#),
            ("/a/n/e/w", r#"{"a": {"b": 1, "x": null, "n": {"e": {"w": 9}}}, "c": [1, 2]}"#),
            ("/c/0", r#"{"a": {"b": 1, "x": null}, "c": [9, 2]}"#),
            ("/c/7", r#"{"a": {"b": 1, "x": null}, "c": [1, 2, 9]}"#),
            ("/a~1b~0", r#"{"a": {"b": 1, "x": null}, "c": [1, 2], "a/b~": 9}"#),
            ("/a/x/y", r#"{"a": {"b": 1, "x": {"y": 9}}, "c": [1, 2]}"#),
        ];
        for (pointer, expected) in cases {
            let mut root = tree(r#"{"a": {"b": 1, "x": null}, "c": [1, 2]}"#);
            put(&mut root, pointer, Value::Whole(9));
            assert_eq!(root.written(), expected, "{pointer}");
            assert_eq!(find(&root, pointer).is_some(), pointer != "/c/7", "{pointer}");
        }
        let cases = [
            ("/a/b", r#"{"a": {"x": null}, "c": [1, 2]}"#),
            ("/c/0", r#"{"a": {"b": 1, "x": null}, "c": [2]}"#),
            ("/c/2", r#"{"a": {"b": 1, "x": null}, "c": [1, 2]}"#),
            ("/z/b", r#"{"a": {"b": 1, "x": null}, "c": [1, 2]}"#),
        ];
        for (pointer, expected) in cases {
            let mut root = tree(r#"{"a": {"b": 1, "x": null}, "c": [1, 2]}"#);
            take(&mut root, pointer);
            assert_eq!(root.written(), expected, "{pointer}");
        }
    }
}
