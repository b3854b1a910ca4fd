//! JSON as a tree, and its parser (RFC 8259).
//!
//! serde_json's does more than is asked here (numbers of any size, text positions, sorted maps), and what it
//! does more is a tenth of what the panel may weigh. A whole number is exact up to 2^63; any other is a double,
//! exact for as many digits as scores have.

/// The deepest nesting that is read. The deepest answer has nine levels.
const DEEPEST: u32 = 64;

/// A value of JSON.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number without a fraction and an exponent.
    Whole(i64),
    /// Any other number.
    Real(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// An object, its fields in the order of the text. Of two with one name the first counts.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// Reads a text that holds one value and nothing else but blank.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parser = Parser { rest: text.as_bytes(), depth: 0 };
        let value = parser.value()?;
        parser.blank();
        parser.rest.is_empty().then_some(value)
    }

    /// Where a text stops being JSON, in bytes from its beginning; `None` where all of it is.
    #[must_use]
    pub fn fault(text: &str) -> Option<usize> {
        let mut parser = Parser { rest: text.as_bytes(), depth: 0 };
        let is_read = parser.value().is_some();
        parser.blank();
        (!is_read || !parser.rest.is_empty()).then(|| text.len() - parser.rest.len())
    }

    /// A field of an object.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.as_object()?.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// Whether it is `true`, if it is that or `false`.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(claim) = self { Some(*claim) } else { None }
    }

    /// The whole number, if it is one.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        if let Self::Whole(number) = self { Some(*number) } else { None }
    }

    /// The number, if it is one.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "whoever asks for a double gets the nearest")]
            Self::Whole(number) => Some(*number as f64),
            Self::Real(number) => Some(*number),
            Self::Null | Self::Bool(_) | Self::Text(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// The items, if it is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Self]> {
        if let Self::List(items) = self { Some(items) } else { None }
    }

    /// The fields, if it is an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&[(String, Self)]> {
        if let Self::Object(fields) = self { Some(fields) } else { None }
    }
}

struct Parser<'a> {
    rest: &'a [u8],
    depth: u32,
}

impl Parser<'_> {
    fn value(&mut self) -> Option<Value> {
        self.blank();
        match *self.rest.first()? {
            b'{' => self.nested(Self::object),
            b'[' => self.nested(Self::list),
            b'"' => self.text().map(Value::Text),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            b'n' => self.word("null", Value::Null),
            _ => self.number(),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Option<Value>) -> Option<Value> {
        if self.depth == DEEPEST {
            return None;
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Option<Value> {
        self.skip();
        let mut fields = Vec::new();
        if self.takes(b'}') {
            return Some(Value::Object(fields));
        }
        loop {
            self.blank();
            let name = self.text()?;
            if !self.takes(b':') {
                return None;
            }
            fields.push((name, self.value()?));
            if self.takes(b'}') {
                return Some(Value::Object(fields));
            }
            if !self.takes(b',') {
                return None;
            }
        }
    }

    fn list(&mut self) -> Option<Value> {
        self.skip();
        let mut items = Vec::new();
        if self.takes(b']') {
            return Some(Value::List(items));
        }
        loop {
            items.push(self.value()?);
            if self.takes(b']') {
                return Some(Value::List(items));
            }
            if !self.takes(b',') {
                return None;
            }
        }
    }

    fn text(&mut self) -> Option<String> {
        if *self.rest.first()? != b'"' {
            return None;
        }
        self.skip();
        let mut text = Vec::new();
        loop {
            // What needs no look goes over as one.
            let plain = self.rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | ..0x20))?;
            let (before, from) = self.rest.split_at(plain);
            text.extend_from_slice(before);
            self.rest = from;
            let sign = self.next()?;
            if sign == b'"' {
                return String::from_utf8(text).ok();
            }
            let escaped = if sign == b'\\' { self.escaped()? } else { return None };
            text.extend_from_slice(escaped.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }

    fn escaped(&mut self) -> Option<char> {
        Some(match self.next()? {
            sign @ (b'"' | b'\\' | b'/') => sign.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.four_digits()?;
                if !(0xd800..0xdc00).contains(&first) {
                    return char::from_u32(first);
                }
                // The first half of a pair: the other follows, or it is no text.
                if self.next()? != b'\\' || self.next()? != b'u' {
                    return None;
                }
                let second = self.four_digits()?.checked_sub(0xdc00).filter(|half| *half < 0x400)?;
                return char::from_u32(0x10000 + ((first - 0xd800) << 10) + second);
            }
            _ => return None,
        })
    }

    fn four_digits(&mut self) -> Option<u32> {
        let mut number = 0;
        for _ in 0..4 {
            number = number * 16 + char::from(self.next()?).to_digit(16)?;
        }
        Some(number)
    }

    fn number(&mut self) -> Option<Value> {
        let is_negative = self.takes_now(b'-');
        let whole = self.digits()?;
        let sign = if is_negative { -1 } else { 1 };
        if !matches!(self.rest.first(), Some(b'.' | b'e' | b'E')) {
            return whole.checked_mul(sign).map(Value::Whole);
        }
        let mut digits = whole;
        let mut exponent = 0_i64;
        if self.takes_now(b'.') {
            let before = self.rest.len();
            let fraction = self.digits_after(whole)?;
            exponent = i64::try_from(self.rest.len()).ok()? - i64::try_from(before).ok()?;
            digits = fraction;
        }
        if self.takes_now(b'e') || self.takes_now(b'E') {
            let is_small = self.takes_now(b'-');
            let _ = !is_small && self.takes_now(b'+');
            let by = self.digits_after(0)?;
            exponent = exponent.checked_add(if is_small { -by } else { by })?;
        }
        #[expect(clippy::cast_precision_loss, reason = "a double is what is asked for")]
        let mut number = (digits * sign) as f64;
        for _ in 0..exponent.unsigned_abs().min(400) {
            number = if exponent < 0 { number / 10.0 } else { number * 10.0 };
        }
        Some(Value::Real(number))
    }

    /// Digits without a leading zero.
    fn digits(&mut self) -> Option<i64> {
        let is_zero = self.rest.first() == Some(&b'0');
        let is_followed = self.rest.get(1).is_some_and(u8::is_ascii_digit);
        if is_zero && is_followed { None } else { self.digits_after(0) }
    }

    /// One digit or more, put behind those of a number.
    fn digits_after(&mut self, mut number: i64) -> Option<i64> {
        let mut is_any = false;
        while let Some(digit) = self.rest.first().filter(|sign| sign.is_ascii_digit()) {
            number = number.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
            self.skip();
            is_any = true;
        }
        is_any.then_some(number)
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        self.rest = self.rest.strip_prefix(word.as_bytes())?;
        Some(value)
    }

    fn blank(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.rest.first() {
            self.skip();
        }
    }

    /// Whether the next sign after blank is this one, which is then passed over.
    fn takes(&mut self, sign: u8) -> bool {
        self.blank();
        self.takes_now(sign)
    }

    fn takes_now(&mut self, sign: u8) -> bool {
        let takes = self.rest.first() == Some(&sign);
        if takes {
            self.skip();
        }
        takes
    }

    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn skip(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn as_serde(value: &Value) -> serde_json::Value {
        match value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(claim) => (*claim).into(),
            Value::Whole(number) => (*number).into(),
            Value::Real(number) => (*number).into(),
            Value::Text(text) => text.clone().into(),
            Value::List(items) => items.iter().map(as_serde).collect(),
            Value::Object(fields) => fields
                .iter()
                .map(|(name, value)| (name.clone(), as_serde(value)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        }
    }

    #[test]
    fn it_reads_what_serde_json_reads() {
        for text in [
            "null",
            " true ",
            "[false,\n\t[],{}]",
            "0",
            "-12",
            "7.5",
            "-0.25",
            "9.8e1",
            "1E+2",
            "25e-1",
            "9223372036854775807",
            r#""""#,
            r#""\"\\\/\b\f\n\r\t""#,
            r#""\u00e9\u4e2d\ud83d\ude80 中文""#,
            r#"{"a": 1, "b": {"c": [1, "2", null]}}"#,
        ] {
            let expected: serde_json::Value = serde_json::from_str(text).unwrap();
            assert_eq!(Value::parse(text).as_ref().map(as_serde), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_json_is_nothing() {
        for text in [
            "",
            " ",
            "nul",
            "truey",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "+1",
            "[1,]",
            "[1 2]",
            "{\"a\"}",
            "{\"a\":1,}",
            "{a:1}",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
            "\"\n\"",
            "1 2",
            "[",
            "{",
            "]",
            "99999999999999999999",
        ] {
            assert_eq!(Value::parse(text), None, "{text}");
        }
    }

    #[test]
    fn where_a_text_stops_being_json_is_told() {
        let cases = [
            ("{\"a\": 1}", None),
            ("", Some(0)),
            ("{\n  \"a\": tru\n}", Some(9)),
            ("{\"a\": 1,\n}", Some(9)),
            ("[1] 2", Some(4)),
            ("[1, \"x", Some(5)),
        ];
        for (text, expected) in cases {
            assert_eq!(Value::fault(text), expected, "{text}");
        }
    }

    #[test]
    fn a_text_of_nothing_but_brackets_does_not_exhaust_the_stack() {
        assert_eq!(Value::parse(&"[".repeat(1_000_000)), None);
        let deep = DEEPEST as usize;
        assert!(Value::parse(&["[".repeat(deep), "]".repeat(deep)].concat()).is_some());
    }
}
