//! XML as it is met on one way through a text: elements and the texts in them. No DTD, no namespaces, and
//! no entity but the five that XML itself has and numbers, so nothing in a file can make more of itself.

use std::borrow::Cow;

use crate::lockfile::expected;
use crate::lockfile::flaw::{Flaw, LockfileError, flawed};

/// The deepest nesting that is read.
const DEEPEST: usize = 128;

/// The longest entity with its semicolon, in bytes: `#x10FFFF;`, and room for zeros.
const LONGEST_ENTITY: usize = 16;

/// What is met.
pub(super) enum Met<'a> {
    /// An element begins.
    Opened,
    /// It ends; the text that stood right before its end, trimmed.
    Closed(Cow<'a, str>),
}

/// Goes through a text, and tells of each element its path (names from the root, itself last) and line.
///
/// # Errors
/// [`Flaw::Unexpected`], [`Flaw::EndsEarly`], [`Flaw::Expected`], [`Flaw::TooDeep`], with the line.
pub(super) fn walk<'a>(
    text: &'a str,
    mut meet: impl FnMut(&[&'a str], Met<'a>, usize),
) -> Result<(), LockfileError> {
    let mut path: Vec<&'a str> = Vec::new();
    let mut rest = text;
    let mut line = 1;
    let mut has_root = false;
    while let Some((before, from)) = rest.split_once('<') {
        line += before.matches('\n').count();
        if path.is_empty()
            && let Some(sign) = before.trim_start().chars().next()
        {
            return Err(flawed(line, Flaw::Unexpected(sign)));
        }
        let end = |close: &str, skip: usize| -> Result<(&'a str, &'a str), LockfileError> {
            let inside = from.get(skip..).unwrap_or_default();
            inside.split_once(close).ok_or_else(|| flawed(line, Flaw::EndsEarly))
        };
        let (tag, after) = if from.starts_with("!--") {
            end("-->", 3)?
        } else if from.starts_with("![CDATA[") {
            end("]]>", 8)?
        } else {
            end(">", 0)?
        };
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let name = name.trim_end();
            match path.last() {
                Some(open) if *open == name => meet(&path, Met::Closed(unescaped(before.trim())), line),
                Some(open) => return Err(expected(line, ["</", open, ">"].concat())),
                None => return Err(flawed(line, Flaw::Unexpected('<'))),
            }
            path.pop();
        } else if !from.starts_with(['!', '?']) {
            let is_empty = tag.ends_with('/');
            let name = tag.trim_end_matches('/').split(char::is_whitespace).next().unwrap_or_default();
            if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') || (path.is_empty() && has_root) {
                return Err(flawed(line, Flaw::Unexpected('<')));
            }
            if path.len() == DEEPEST {
                return Err(flawed(line, Flaw::TooDeep));
            }
            has_root = true;
            path.push(name);
            meet(&path, Met::Opened, line);
            if is_empty {
                meet(&path, Met::Closed(Cow::Borrowed("")), line);
                path.pop();
            }
        }
        line += tag.matches('\n').count();
    }
    line += rest.trim_end().matches('\n').count();
    match rest.trim_start().chars().next() {
        _ if !path.is_empty() || (!has_root && rest.trim().is_empty()) => Err(flawed(line, Flaw::EndsEarly)),
        Some(sign) => Err(flawed(line, Flaw::Unexpected(sign))),
        None => Ok(()),
    }
}

fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = rest.split_once('&') {
        whole.push_str(before);
        // Looked for no further than the longest reaches: a text of nothing else would be gone through for each.
        let end = from.bytes().take(LONGEST_ENTITY).position(|byte| byte == b';');
        let named = end.and_then(|end| Some((entity(from.get(..end)?)?, from.get(end + 1..)?)));
        match named {
            Some((sign, after)) => {
                whole.push(sign);
                rest = after;
            }
            None => {
                whole.push('&');
                rest = from;
            }
        }
    }
    whole.push_str(rest);
    Cow::Owned(whole)
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}
