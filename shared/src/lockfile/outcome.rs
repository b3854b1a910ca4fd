//! A file as its bytes, and what becomes of it: the whole of what leaves a reader.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::lockfile::flaw::{Flaw, LockfileError};
use crate::lockfile::{Format, read};
use crate::package::{Package, Purl};

/// The most that is told of one file.
const MOST_FOUND: usize = 1_000;

/// What became of a file. Of the packages that are not the vendor's it says how many, never which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// It was read.
    Read {
        /// The vendor's packages in it, each version once, sorted; the first thousand, which is more than
        /// anybody asks about at a time.
        found: Vec<FoundSdk>,
        /// How many packages of others it names.
        others: u32,
    },
    /// Its name is none of a lockfile that is known ([`NAMES`](crate::lockfile::NAMES)).
    UnknownName,
    /// It is not what its name says.
    Malformed {
        /// Counted from 1.
        line: u32,
        /// What is wrong there.
        flaw: Flaw,
    },
}

/// A package of the vendor, and where the file first names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundSdk {
    /// A package URL, with the version where one is locked.
    pub purl: String,
    /// Counted from 1.
    pub line: u32,
}

/// Reads a file by its name and keeps the vendor's packages: `vendor` lists them as package URLs, whose
/// versions play no part. What is no package URL in it is nobody's package.
#[must_use]
pub fn read_bytes<'v>(name: &str, bytes: &[u8], vendor: impl IntoIterator<Item = &'v str>) -> Outcome {
    let vendor: BTreeSet<Package> =
        vendor.into_iter().filter_map(|purl| Some(purl.parse::<Purl>().ok()?.package().clone())).collect();
    let Some(format) = Format::of_name(name) else { return Outcome::UnknownName };
    let text = match text_of(bytes) {
        Ok(text) => text,
        Err(line) => return Outcome::Malformed { line: short(line), flaw: Flaw::Encoding },
    };
    match read(format, &text, &|package| vendor.contains(package)) {
        Ok(reading) => Outcome::Read {
            found: reading
                .found
                .into_iter()
                .take(MOST_FOUND)
                .map(|it| FoundSdk { purl: it.purl.to_string(), line: short(it.line) })
                .collect(),
            others: short(reading.others),
        },
        Err(LockfileError::Malformed { line, flaw }) => Outcome::Malformed { line: short(line), flaw },
        Err(LockfileError::UnknownName(_)) => Outcome::UnknownName,
    }
}

/// The text of a file without its byte order mark: UTF-8, or UTF-16 where that mark says so, which is how Windows
/// PowerShell writes what `pip freeze` says.
///
/// # Errors
/// The line that is neither, counted from 1.
pub fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>, usize> {
    let units = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, odd) = rest.as_chunks::<2>();
        let mut text = String::with_capacity(pairs.len());
        for sign in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
            match sign {
                Ok(sign) => text.push(sign),
                Err(_) => return Err(line_after(text.as_bytes())),
            }
        }
        if odd.is_empty() { Ok(Cow::Owned(text)) } else { Err(line_after(text.as_bytes())) }
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => units(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => match core::str::from_utf8(rest) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(error) => Err(line_after(rest.get(..error.valid_up_to()).unwrap_or_default())),
        },
    }
}

/// The line in which a text ends, counted from 1.
fn line_after(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Lines and packages are fewer than bytes, and of those a browser hands over less than 2^32.
fn short(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
