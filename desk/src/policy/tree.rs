//! A document as a tree that is edited in place: what an edit does not name stays as it is, whether or not
//! this page knows it. Places are JSON pointers (RFC 6901), as the service names them.

use core::ops::Range;

use aftercare_client::wire::Value;

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
    let Some((parent, last)) = pointer.rsplit_once('/') else { return };
    let mut here = root;
    for step in steps(parent) {
        let next = match here {
            Value::List(items) => step.parse::<usize>().ok().and_then(|at| items.get_mut(at)),
            Value::Object(fields) => {
                fields.iter_mut().find(|(name, _)| *name == step).map(|(_, value)| value)
            }
            Value::Null | Value::Bool(_) | Value::Whole(_) | Value::Real(_) | Value::Text(_) => None,
        };
        let Some(next) = next else { return };
        here = next;
    }
    let last = last.replace("~1", "/").replace("~0", "~");
    match here {
        Value::List(items) => {
            if let Some(at) = last.parse::<usize>().ok().filter(|at| *at < items.len()) {
                items.remove(at);
            }
        }
        Value::Object(fields) => fields.retain(|(name, _)| *name != last),
        Value::Null | Value::Bool(_) | Value::Whole(_) | Value::Real(_) | Value::Text(_) => {}
    }
}

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

/// Where in a text of JSON something stands, in bytes: the nearest place around it that is there.
pub(crate) fn place(text: &str, pointer: &str) -> Range<usize> {
    let mut scan = Scan { text, at: 0 };
    scan.blank();
    let mut start = scan.at;
    for step in steps(pointer) {
        match scan.enter(&step) {
            Some(from) => start = from,
            None => {
                scan.at = start;
                scan.skip_name();
                break;
            }
        }
    }
    scan.skip();
    start..scan.at
}

/// The line of a place in a text, from 1.
pub(crate) fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// A walk through a text that is JSON; in any other it ends somewhere within.
struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl Scan<'_> {
    fn sign(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blank(&mut self) {
        while matches!(self.sign(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Goes to a field or an item of what begins here. Gives where that begins, a field with its name.
    fn enter(&mut self, step: &str) -> Option<usize> {
        let is_object = match self.sign()? {
            b'{' => true,
            b'[' => false,
            _ => return None,
        };
        self.at += 1;
        for count in 0_usize.. {
            self.blank();
            let from = self.at;
            if matches!(self.sign(), None | Some(b'}' | b']')) {
                return None;
            }
            let is_it = if is_object {
                let name = self.skip_name();
                name.as_deref() == Some(step)
            } else {
                count.to_string() == step
            };
            if is_it {
                return Some(from);
            }
            self.skip();
            self.blank();
            if self.sign() == Some(b',') {
                self.at += 1;
            }
            if self.at == from {
                return None;
            }
        }
        None
    }

    /// Passes over a name and its colon, if they are next.
    fn skip_name(&mut self) -> Option<String> {
        let from = self.at;
        if self.sign() != Some(b'"') {
            return None;
        }
        self.skip();
        let name = self.text.get(from..self.at).and_then(Value::parse);
        self.blank();
        if self.sign() != Some(b':') {
            self.at = from;
            return None;
        }
        self.at += 1;
        self.blank();
        name?.as_str().map(str::to_owned)
    }

    /// Passes over a value.
    fn skip(&mut self) {
        let mut depth = 0_usize;
        let mut is_text = false;
        while let Some(sign) = self.sign() {
            if is_text {
                self.at += if sign == b'\\' { 2 } else { 1 };
                is_text = sign != b'"';
            } else {
                match sign {
                    b'"' => is_text = true,
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' if depth > 0 => depth -= 1,
                    b'}' | b']' | b',' | b' ' | b'\n' | b'\r' | b'\t' if depth == 0 => break,
                    _ => {}
                }
                self.at += 1;
                let ends = depth == 0 && matches!(sign, b'}' | b']');
                if ends {
                    break;
                }
            }
            if depth == 0 && !is_text && sign == b'"' {
                break;
            }
        }
        self.at = self.at.min(self.text.len());
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

    #[test]
    fn edits_of_different_places_come_together() {
        let base = r#"{"plans": [{"id": "a", "n": 1, "m": 1}, {"id": "b"}], "warnings": [50, 75], "grace": "30m", "gone": 1}"#;
        let cases: [(&str, &str, &str, &[&str]); 4] = [
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
            // The same edit of both is one.
            (r#"{"grace": "1h"}"#, r#"{"grace": "1h"}"#, r#"{"grace": "1h"}"#, &[]),
        ];
        for (theirs, mine, expected, places) in cases {
            let (merged, conflicts) = merged(&tree(base), &tree(theirs), &tree(mine));
            assert_eq!(merged, tree(expected));
            assert_eq!(conflicts, places);
        }
    }

    #[test]
    fn a_place_is_found_in_the_text() {
        let text = "{\n  \"a\": [1, {\"b\": \"}\\\"\", \"c\": [ ]}],\n  \"d/e\": true\n}";
        let cases = [
            ("", text, 1),
            ("/a", "\"a\": [1, {\"b\": \"}\\\"\", \"c\": [ ]}]", 2),
            ("/a/0", "1", 2),
            ("/a/1/b", "\"b\": \"}\\\"\"", 2),
            ("/a/1/c", "\"c\": [ ]", 2),
            ("/a/1/nothing/there", "{\"b\": \"}\\\"\", \"c\": [ ]}", 2),
            ("/a/5", "\"a\": [1, {\"b\": \"}\\\"\", \"c\": [ ]}]", 2),
            ("/d~1e", "\"d/e\": true", 3),
            ("/d~1e/x", "\"d/e\": true", 3),
        ];
        for (pointer, expected, on_line) in cases {
            let range = place(text, pointer);
            assert_eq!(text.get(range.clone()), Some(expected), "{pointer}");
            assert_eq!(line(text, range.start), on_line, "{pointer}");
        }
        for text in ["", "{", "[", "{\"a\"", "\"\\", "{\"a\": [1, ", "é{中"] {
            for pointer in ["", "/a", "/a/0/b", "/0"] {
                let range = place(text, pointer);
                assert!(range.start <= range.end && range.end <= text.len(), "{text} {pointer}");
            }
        }
    }
}
