//! Where in the text of a document something stands, and how a reader is led there.
//!
//! A text is walked as it is: one that stops being JSON while it is typed has places as far as it goes.

use core::ops::Range;

use aftercare_client::wire::Value;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use crate::document::steps;
use crate::focus::find;

/// Where in a text of JSON something stands, in bytes: the value with the name of its field. Where it is not
/// there, the place is what should hold it; of the whole document that is the bracket that opens it, so that
/// nobody who types on replaces all of it.
pub(crate) fn place(text: &str, pointer: &str) -> Range<usize> {
    let mut scan = Scan { text, at: 0 };
    scan.blank();
    let whole = scan.at;
    let mut start = whole;
    for step in steps(pointer) {
        let value = scan.at;
        match scan.enter(&step) {
            Some(from) => start = from,
            None => {
                scan.at = value;
                if value == whole && matches!(scan.sign(), Some(b'{' | b'[')) {
                    return whole..whole + 1;
                }
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

/// Selects a stretch of the text that a field holds, and brings it into view.
pub(crate) fn lead_to(field: &str, stretch: Range<usize>) {
    let Some(field) = find(field).and_then(|it| it.dyn_into::<HtmlTextAreaElement>().ok()) else { return };
    let text = field.value();
    // The browser counts in UTF-16.
    let units = |end: usize| {
        let before = text.get(..end).unwrap_or_default();
        u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX)
    };
    let _unfocusable = field.focus();
    // Refused for fields of a type without a selection only.
    let _selectable = field.set_selection_range(units(stretch.start), units(stretch.end));
    let lines = |at| i32::try_from(line(&text, at)).unwrap_or(i32::MAX);
    let height = field.scroll_height() / lines(text.len());
    field.set_scroll_top((lines(stretch.start) - 4).max(0) * height);
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
            ("#/missing", "{", 1),
            ("#/d~1e", "\"d/e\": true", 3),
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
