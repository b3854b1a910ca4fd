//! JSON (RFC 8259) as it is met on one way through a text: nothing is kept but the path to where we are.
//!
//! A tree of a lockfile of 50 MB would take several times that; the five formats that are JSON look at a
//! few texts at known places. Everything is checked on the way, so a damaged file is found with its line.

use std::borrow::Cow;

use crate::lockfile::flaw::{Flaw, LockfileError, flawed};

/// The deepest nesting that is read: npm's first format nests as deep as dependencies shadow each other.
const DEEPEST: usize = 128;

/// What is met.
#[derive(Debug, PartialEq)]
pub(super) enum Met<'a> {
    /// An object or a list begins.
    Opened,
    /// It ends.
    Closed,
    /// A text.
    Text(Cow<'a, str>),
    /// `true`.
    True,
    /// Any other value: a number, `false`, `null`.
    Other,
}

/// Goes through a text, and tells for each value its path, what it is and its line. A step of the path is
/// the name of a field; it is empty for an item of a list.
///
/// # Errors
/// [`Flaw::Unexpected`], [`Flaw::EndsEarly`], [`Flaw::TooDeep`], with the line.
pub(super) fn walk<'a>(
    text: &'a str,
    mut meet: impl FnMut(&[Cow<'a, str>], Met<'a>, usize),
) -> Result<(), LockfileError> {
    let mut walker = Walker { text, at: 0, line: 1 };
    let mut path: Vec<Cow<'a, str>> = Vec::new();
    let mut nests: Vec<Nest> = Vec::new();
    loop {
        // A value, unless what has begun is empty.
        let line = walker.line_of_next();
        match walker.peek()? {
            b'{' | b'[' => {
                if nests.len() == DEEPEST {
                    return Err(flawed(line, Flaw::TooDeep));
                }
                let nest = if walker.take()? == b'{' { Nest::Object } else { Nest::List };
                meet(&path, Met::Opened, line);
                if walker.takes(nest.end())? {
                    meet(&path, Met::Closed, walker.line);
                } else {
                    path.push(walker.name(nest)?);
                    nests.push(nest);
                    continue;
                }
            }
            b'"' => {
                let text = walker.string()?;
                meet(&path, Met::Text(text), line);
            }
            _ => {
                let met = walker.literal()?;
                meet(&path, met, line);
            }
        }
        // What follows a value: another one, or the end of what holds it.
        loop {
            let Some(nest) = nests.last().copied() else { return walker.end() };
            path.pop();
            if walker.takes(b',')? {
                path.push(walker.name(nest)?);
                break;
            }
            if !walker.takes(nest.end())? {
                return Err(walker.unexpected());
            }
            nests.pop();
            meet(&path, Met::Closed, walker.line);
        }
    }
}

#[derive(Clone, Copy)]
enum Nest {
    Object,
    List,
}

impl Nest {
    fn end(self) -> u8 {
        match self {
            Self::Object => b'}',
            Self::List => b']',
        }
    }
}

struct Walker<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl<'a> Walker<'a> {
    /// The name of the next field and its colon; nothing for the next item of a list.
    fn name(&mut self, nest: Nest) -> Result<Cow<'a, str>, LockfileError> {
        match nest {
            Nest::List => Ok(Cow::Borrowed("")),
            Nest::Object => {
                if self.peek()? != b'"' {
                    return Err(self.unexpected());
                }
                let name = self.string()?;
                if self.takes(b':')? { Ok(name) } else { Err(self.unexpected()) }
            }
        }
    }

    fn string(&mut self) -> Result<Cow<'a, str>, LockfileError> {
        self.at += 1;
        let start = self.at;
        let mut unescaped = String::new();
        let mut from = start;
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let plain = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | ..0x20));
            self.at += plain.ok_or_else(|| self.ends_early())?;
            let before = self.text.get(from..self.at).unwrap_or_default();
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(if from == start {
                        Cow::Borrowed(before)
                    } else {
                        unescaped.push_str(before);
                        Cow::Owned(unescaped)
                    });
                }
                Some(b'\\') => {
                    unescaped.push_str(before);
                    self.at += 1;
                    unescaped.push(self.escaped()?);
                    from = self.at;
                }
                Some(_) | None => return Err(self.unexpected()),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, LockfileError> {
        let sign = match self.byte().ok_or_else(|| self.ends_early())? {
            sign @ (b'"' | b'\\' | b'/') => char::from(sign),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                return self.code_point();
            }
            _ => return Err(self.unexpected()),
        };
        self.at += 1;
        Ok(sign)
    }

    /// Four digits after `\u`, with four more where they are the first half of a pair. Half a pair alone is
    /// no character; nothing that is looked for has one in its name.
    fn code_point(&mut self) -> Result<char, LockfileError> {
        let first = self.four_digits()?;
        let rest = self.text.get(self.at..).unwrap_or_default();
        if (0xd800..0xdc00).contains(&first) && rest.starts_with("\\u") {
            self.at += 2;
            let second = self.four_digits()?;
            let low = second.checked_sub(0xdc00).filter(|low| *low < 0x400);
            let whole = low.map(|low| 0x10000 + ((first - 0xd800) << 10) + low);
            return Ok(whole.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn four_digits(&mut self) -> Result<u32, LockfileError> {
        let mut number = 0;
        for _ in 0..4 {
            let sign = self.byte().ok_or_else(|| self.ends_early())?;
            let digit = char::from(sign).to_digit(16).ok_or_else(|| self.unexpected())?;
            number = number * 16 + digit;
            self.at += 1;
        }
        Ok(number)
    }

    fn literal(&mut self) -> Result<Met<'a>, LockfileError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.find(|c: char| !matches!(c, 'a'..='z' | '0'..='9' | '-' | '+' | '.' | 'E'));
        let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let met = match word {
            "true" => Met::True,
            "false" | "null" => Met::Other,
            _ if is_number(word) => Met::Other,
            _ if end.is_none() => return Err(self.ends_early()),
            _ => return Err(self.unexpected()),
        };
        self.at += word.len();
        Ok(met)
    }

    /// Passes over blank.
    fn blank(&mut self) {
        while let Some(byte @ (b' ' | b'\t' | b'\n' | b'\r')) = self.byte() {
            self.line += usize::from(byte == b'\n');
            self.at += 1;
        }
    }

    fn line_of_next(&mut self) -> usize {
        self.blank();
        self.line
    }

    /// The next sign after blank, which stays.
    fn peek(&mut self) -> Result<u8, LockfileError> {
        self.blank();
        self.byte().ok_or_else(|| self.ends_early())
    }

    fn take(&mut self) -> Result<u8, LockfileError> {
        let sign = self.peek()?;
        self.at += 1;
        Ok(sign)
    }

    /// Whether the next sign after blank is this one, which is then passed over.
    fn takes(&mut self, sign: u8) -> Result<bool, LockfileError> {
        let takes = self.peek()? == sign;
        self.at += usize::from(takes);
        Ok(takes)
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn end(&mut self) -> Result<(), LockfileError> {
        self.blank();
        if self.byte().is_none() { Ok(()) } else { Err(self.unexpected()) }
    }

    fn ends_early(&self) -> LockfileError {
        flawed(self.line, Flaw::EndsEarly)
    }

    fn unexpected(&self) -> LockfileError {
        match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some(sign) => flawed(self.line, Flaw::Unexpected(sign)),
            None => self.ends_early(),
        }
    }
}

fn is_number(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let word = word.strip_prefix('-').unwrap_or(word);
    let (mantissa, exponent) = word.split_once(['e', 'E']).map_or((word, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(w, f)| (w, Some(f)));
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(text: &str) -> Result<Vec<String>, LockfileError> {
        let mut met = Vec::new();
        walk(text, |path, what, line| met.push(format!("{line} {} {what:?}", path.join("/"))))?;
        Ok(met)
    }

    #[test]
    fn every_value_is_met_with_its_path_and_line() {
        let text = "{\n \"a\": {\"b\\u0063\": \"x\\n\\ud83d\\ude80\"},\n \"l\": [1, {\"t\": true}, []],\n \"e\": {}}\n";
        assert_eq!(
            lines(text).unwrap(),
            [
                "1  Opened",
                "2 a Opened",
                "2 a/bc Text(\"x\\n🚀\")",
                "2 a Closed",
                "3 l Opened",
                "3 l/ Other",
                "3 l/ Opened",
                "3 l//t True",
                "3 l/ Closed",
                "3 l/ Opened",
                "3 l/ Closed",
                "3 l Closed",
                "4 e Opened",
                "4 e Closed",
                "4  Closed",
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, line, flaw) in [
            ("", 1, Flaw::EndsEarly),
            ("{\n", 2, Flaw::EndsEarly),
            ("{\"a\": \"x", 1, Flaw::EndsEarly),
            ("{\"a\": tru", 1, Flaw::EndsEarly),
            ("{\"a\"\n 1}", 2, Flaw::Unexpected('1')),
            ("{\"a\": 1,}", 1, Flaw::Unexpected('}')),
            ("[1 2]", 1, Flaw::Unexpected('2')),
            ("{}\n\n}", 3, Flaw::Unexpected('}')),
            ("{\"a\": \"\\x\"}", 1, Flaw::Unexpected('x')),
            ("{\"a\": \"x\ny\"}", 1, Flaw::Unexpected('\n')),
            ("<<<<<<< HEAD", 1, Flaw::Unexpected('<')),
            ("é", 1, Flaw::Unexpected('é')),
            ("[01]", 1, Flaw::Unexpected('0')),
        ] {
            assert_eq!(lines(text), Err(flawed(line, flaw)), "{text}");
        }
        assert!(lines(&["[".repeat(DEEPEST), "]".repeat(DEEPEST)].concat()).is_ok());
        assert_eq!(lines(&"[".repeat(DEEPEST + 1)), Err(flawed(1, Flaw::TooDeep)));
    }

    proptest! {
        /// serde_json is the oracle of what is JSON. Half a surrogate pair is the one thing it is stricter in,
        /// and numbers beyond a double.
        #[test]
        fn what_is_json_is_what_serde_json_reads(text in r#"([\[\]{},:"0-9eE.+\- \n]|"a":|true|null|\\n|é){0,12}"#) {
            let known = serde_json::from_str::<serde::de::IgnoredAny>(&text);
            prop_assert_eq!(lines(&text).is_ok(), known.is_ok(), "{:?}", text);
        }
    }
}
