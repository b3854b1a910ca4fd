//! The JSON text of an advisory: read, written and looked up without losing anything of it.
//!
//! Fields stay in their order and keep what no form knows. Places are JSON Pointers (RFC 6901), written with
//! `#` before them as problems name them.

use core::ops::Range;

use aftercare_client::wire::Value;

/// The order in which OSV's schema describes the fields of a record.
const ORDER: [&str; 15] = [
    "schema_version",
    "id",
    "modified",
    "published",
    "withdrawn",
    "aliases",
    "upstream",
    "related",
    "summary",
    "details",
    "severity",
    "affected",
    "references",
    "credits",
    "database_specific",
];

/// The text of a record as the service answers it, its fields in the order of the schema.
pub(super) fn text_of(record: &serde_json::Value) -> String {
    let text = record.to_string();
    match Value::parse(&text) {
        Some(Value::Object(mut fields)) => {
            let place = |name: &str| ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len());
            fields.sort_by_key(|(name, _)| place(name));
            print(&Value::Object(fields))
        }
        Some(_) | None => text,
    }
}

/// Writes a value as people write it: a field a line, two spaces a level.
pub(super) fn print(value: &Value) -> String {
    let mut text = String::new();
    write(value, 0, &mut text);
    text
}

fn write(value: &Value, depth: usize, text: &mut String) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(claim) => text.push_str(if *claim { "true" } else { "false" }),
        Value::Whole(number) => text.push_str(&number.to_string()),
        Value::Real(number) => text.push_str(&number.to_string()),
        Value::Text(words) => quote(words, text),
        Value::List(items) if items.is_empty() => text.push_str("[]"),
        Value::Object(fields) if fields.is_empty() => text.push_str("{}"),
        Value::List(items) => {
            for (place, item) in items.iter().enumerate() {
                begin_line(if place == 0 { "[" } else { "," }, depth + 1, text);
                write(item, depth + 1, text);
            }
            begin_line("", depth, text);
            text.push(']');
        }
        Value::Object(fields) => {
            for (place, (name, value)) in fields.iter().enumerate() {
                begin_line(if place == 0 { "{" } else { "," }, depth + 1, text);
                quote(name, text);
                text.push_str(": ");
                write(value, depth + 1, text);
            }
            begin_line("", depth, text);
            text.push('}');
        }
    }
}

fn begin_line(after: &str, depth: usize, text: &mut String) {
    text.push_str(after);
    text.push('\n');
    text.extend(core::iter::repeat_n("  ", depth));
}

fn quote(words: &str, text: &mut String) {
    text.push('"');
    for sign in words.chars() {
        match sign {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            ..' ' => {
                text.push_str("\\u00");
                let code = u32::from(sign);
                text.extend([code >> 4, code & 15].into_iter().filter_map(|it| char::from_digit(it, 16)));
            }
            sign => text.push(sign),
        }
    }
    text.push('"');
}

/// The text of a field; empty where it is none.
pub(super) fn text<'a>(object: &'a Value, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The items of a field that is a list; none where it is none.
pub(super) fn list<'a>(object: &'a Value, name: &str) -> &'a [Value] {
    object.get(name).and_then(Value::as_list).unwrap_or_default()
}

/// Sets a field where it stands, or behind the others. `None` takes it away.
pub(super) fn set(object: &mut Value, name: &str, value: Option<Value>) {
    let Value::Object(fields) = object else { return };
    let place = fields.iter().position(|(known, _)| known == name);
    match (place.and_then(|place| fields.get_mut(place)), value) {
        (Some(field), Some(value)) => field.1 = value,
        (Some(_), None) => fields.retain(|(known, _)| known != name),
        (None, Some(value)) => fields.push((name.to_owned(), value)),
        (None, None) => {}
    }
}

/// The fields at the top that two records do not have alike, in the order of the first.
pub(super) fn differences(one: &Value, other: &Value) -> Vec<String> {
    let names = |value: &Value| -> Vec<String> {
        value.as_object().unwrap_or_default().iter().map(|(name, _)| name.clone()).collect()
    };
    let mut all = names(one);
    all.extend(names(other).into_iter().filter(|name| one.get(name).is_none()));
    // When it last changed is the service's to say.
    all.retain(|name| name != "modified" && one.get(name) != other.get(name));
    all
}

/// What somebody wrote, put into what stands by now: fields that they did not touch are as they stand. Both
/// began with `base`.
pub(super) fn merge(base: &Value, mine: &Value, standing: &Value) -> Value {
    let mut merged = standing.clone();
    for name in differences(base, mine) {
        set(&mut merged, &name, mine.get(&name).cloned());
    }
    merged
}

/// Where a value stands in a text of JSON, in bytes: the value itself, or the nearest one around it that
/// is there. `None` for a text that is no JSON.
pub(super) fn locate(text: &str, pointer: &str) -> Option<Range<usize>> {
    let steps: Vec<String> = pointer
        .trim_start_matches('#')
        .split('/')
        .skip(1)
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
        .collect();
    Value::parse(text)?;
    let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
    scan.find(&steps)
}

/// Walks over a text that is known to be JSON.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    fn find(&mut self, steps: &[String]) -> Option<Range<usize>> {
        self.blank();
        let begin = self.at;
        let Some((step, rest)) = steps.split_first() else {
            self.pass();
            return Some(begin..self.at);
        };
        let is_object = match self.bytes.get(begin) {
            Some(b'{') => true,
            Some(b'[') => false,
            Some(_) | None => {
                self.pass();
                return Some(begin..self.at);
            }
        };
        self.at += 1;
        let mut place = 0_usize;
        loop {
            self.blank();
            match self.bytes.get(self.at) {
                Some(b',') => self.at += 1,
                Some(b'}' | b']') | None => break,
                Some(_) => {
                    let is_it = if is_object {
                        let name = self.at;
                        self.pass();
                        let name = self.bytes.get(name..self.at).unwrap_or_default();
                        self.blank();
                        self.at += 1;
                        name_is(name, step)
                    } else {
                        place += 1;
                        step.parse() == Ok(place - 1)
                    };
                    if is_it {
                        return self.find(rest);
                    }
                    self.blank();
                    self.pass();
                }
            }
        }
        // It is not there: its name may be what is missing.
        Some(begin..begin + 1)
    }

    /// Passes over a value.
    fn pass(&mut self) {
        let mut depth = 0_usize;
        loop {
            self.blank();
            match self.bytes.get(self.at) {
                None => return,
                Some(b'"') => self.pass_text(),
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.at += 1;
                    continue;
                }
                Some(b'}' | b']') => {
                    depth = depth.saturating_sub(1);
                    self.at += 1;
                }
                Some(b',' | b':') => {
                    self.at += 1;
                    continue;
                }
                Some(_) => {
                    let rest = self.bytes.get(self.at..).unwrap_or_default();
                    let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t');
                    self.at += rest.iter().position(ends).unwrap_or(rest.len());
                }
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn pass_text(&mut self) {
        self.at += 1;
        while let Some(byte) = self.bytes.get(self.at) {
            self.at += if *byte == b'\\' { 2 } else { 1 };
            if *byte == b'"' {
                return;
            }
        }
    }

    fn blank(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
    }
}

fn name_is(quoted: &[u8], name: &str) -> bool {
    let read = core::str::from_utf8(quoted).ok().and_then(Value::parse);
    read.as_ref().and_then(Value::as_str) == Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value {
        Value::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn what_is_written_reads_as_what_it_was() {
        for text in [
            "null",
            "[]",
            r#"{"a":{},"b":[1,-2.5,true,null,"x\"\\\n\r\tAé中🚀"]}"#,
            r#"{"z":1,"a":{"c":[{"d":"e"},[]]}}"#,
        ] {
            assert_eq!(value(&print(&value(text))), value(text), "{text}");
        }
        assert_eq!(print(&value(r#"{"b":[1],"a":{}}"#)), "{\n  \"b\": [\n    1\n  ],\n  \"a\": {}\n}");
    }

    #[test]
    fn a_record_is_shown_in_the_order_of_its_schema() {
        let record = serde_json::json!({"affected": [], "id": "A-1", "x": 1, "summary": "s"});
        assert_eq!(
            text_of(&record),
            "{\n  \"id\": \"A-1\",\n  \"summary\": \"s\",\n  \"affected\": [],\n  \"x\": 1\n}"
        );
    }

    #[test]
    fn a_place_is_found_or_what_is_around_it() {
        let text = r#"{ "a/b": [10, {"x": "ok"}], "s": "t,]}", "n": 3 }"#;
        for (pointer, expected) in [
            ("#/a~1b/0", "10"),
            ("#/a~1b/1/x", "\"ok\""),
            ("#/a~1b/1", r#"{"x": "ok"}"#),
            ("#/s", "\"t,]}\""),
            ("#/n", "3"),
            ("#/n/deeper", "3"),
            ("#/a~1b/7", "["),
            ("#/missing/0", "{"),
            ("#", text),
        ] {
            let found = locate(text, pointer).and_then(|range| text.get(range));
            assert_eq!(found, Some(expected), "{pointer}");
        }
        assert_eq!(locate("{", "#/a"), None);
    }

    #[test]
    fn who_changed_other_fields_does_not_undo_mine() {
        let base = value(r#"{"id":"A","summary":"old","details":"d","modified":"1"}"#);
        let mine = value(r#"{"id":"A","summary":"mine","modified":"1","extra":{"k":1}}"#);
        let theirs = value(r#"{"id":"A","summary":"old","details":"theirs","modified":"2","credits":[]}"#);
        let merged = merge(&base, &mine, &theirs);
        assert_eq!(
            merged,
            value(r#"{"id":"A","summary":"mine","modified":"2","credits":[],"extra":{"k":1}}"#)
        );
        assert_eq!(differences(&base, &theirs), ["details", "credits"]);
    }
}
