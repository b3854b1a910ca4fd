//! JSON written for people: a list or an object on one line where it fits there, else an entry a line.

use crate::wire::Value;

/// How long a line may be, in characters, before what stands on it is spread over several.
const WIDTH: usize = 100;

impl Value {
    /// Its text. What is read from it is the same value again.
    #[must_use]
    pub fn written(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, 0, 0);
        out
    }

    /// Writes it on a line that is indented, behind `before` characters.
    fn write(&self, out: &mut String, indent: usize, before: usize) {
        let flat = self.flat();
        // One more for the comma behind it.
        if indent + before + flat.chars().count() < WIDTH {
            out.push_str(&flat);
            return;
        }
        match self {
            Self::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    begin_line(out, at, indent + 2);
                    item.write(out, indent + 2, 0);
                }
                end_line(out, indent, ']');
            }
            Self::Object(fields) => {
                out.push('{');
                for (at, (name, value)) in fields.iter().enumerate() {
                    begin_line(out, at, indent + 2);
                    let name = quoted(name);
                    out.push_str(&name);
                    out.push_str(": ");
                    value.write(out, indent + 2, name.chars().count() + 2);
                }
                end_line(out, indent, '}');
            }
            Self::Null | Self::Bool(_) | Self::Whole(_) | Self::Real(_) | Self::Text(_) => {
                out.push_str(&flat)
            }
        }
    }

    /// Its text on one line.
    fn flat(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool(true) => "true".to_owned(),
            Self::Bool(false) => "false".to_owned(),
            Self::Whole(number) => number.to_string(),
            // The browser's own text of a double is the shortest that reads back as the same.
            Self::Real(number) => {
                js_sys::Number::from(*number).to_string_with_radix(10).map(String::from).unwrap_or_default()
            }
            Self::Text(text) => quoted(text),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(Self::flat).collect();
                ["[", &items.join(", "), "]"].concat()
            }
            Self::Object(fields) => {
                let field = |(name, value): &(String, Self)| [&quoted(name), ": ", &value.flat()].concat();
                let fields: Vec<String> = fields.iter().map(field).collect();
                ["{", &fields.join(", "), "}"].concat()
            }
        }
    }
}

fn begin_line(out: &mut String, at: usize, indent: usize) {
    if at > 0 {
        out.push(',');
    }
    out.push('\n');
    out.extend(core::iter::repeat_n(' ', indent));
}

fn end_line(out: &mut String, indent: usize, sign: char) {
    out.push('\n');
    out.extend(core::iter::repeat_n(' ', indent));
    out.push(sign);
}

fn quoted(text: &str) -> String {
    let mut out = "\"".to_owned();
    for sign in text.chars() {
        match sign {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0'..' ' => {
                let code = u32::from(sign);
                let digit = |half: u32| char::from_digit(half, 16).unwrap_or('0');
                out.push_str("\\u00");
                out.push(digit(code >> 4));
                out.push(digit(code & 15));
            }
            _ => out.push(sign),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str) -> String {
        Value::parse(text).unwrap().written()
    }

    #[test]
    fn what_fits_a_line_stays_on_it() {
        let short = r#"{"a": [1, -2], "b": {"c": "d"}, "e": null, "f": true, "g": []}"#;
        assert_eq!(rewritten(short), short);
        let long = format!(r#"{{"plans": [{{"id": "{}"}}, {{"id": "b"}}]}}"#, "x".repeat(90));
        let spread = format!(
            "{{\n  \"plans\": [\n    {{\n      \"id\": \"{}\"\n    }},\n    {{\"id\": \"b\"}}\n  ]\n}}",
            "x".repeat(90)
        );
        assert_eq!(rewritten(&long), spread);
    }

    #[test]
    fn what_is_written_reads_back() {
        for text in ["\"\\\"\\\\\\n\\u0001é中\\ud83d\\ude00\"", aftercare_shared::policy::default_document()]
        {
            let value = Value::parse(text).unwrap();
            assert_eq!(Value::parse(&value.written()), Some(value));
        }
    }
}
