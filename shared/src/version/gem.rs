//! The order of `Gem::Version`, which CocoaPods' `Pod::Version` inherits.
//!
//! Runs of digits and runs of letters are the segments; a dash reads as `.pre.`; zeros that end
//! the numeric head or the tail don't count; a word is below any number.

use std::cmp::Ordering;

use crate::version::Number;

#[derive(Clone, Debug)]
pub(crate) struct Gem {
    segments: Vec<Segment>,
    numbers: Vec<Number>,
    is_prerelease: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Word(Box<str>),
    Number(Number),
}

const NOUGHT: Segment = Segment::Number(Number::ZERO);

impl Gem {
    pub(crate) fn numbers(&self) -> &[Number] {
        &self.numbers
    }

    pub(crate) fn is_prerelease(&self) -> bool {
        self.is_prerelease
    }
}

impl PartialEq for Gem {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Gem {}

impl PartialOrd for Gem {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Gem {
    fn cmp(&self, other: &Self) -> Ordering {
        (0..self.segments.len().max(other.segments.len()))
            .map(|i| {
                let ours = self.segments.get(i).unwrap_or(&NOUGHT);
                ours.cmp(other.segments.get(i).unwrap_or(&NOUGHT))
            })
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

pub(crate) fn parse(text: &str) -> Option<Gem> {
    if !is_correct(text) {
        return None;
    }
    let all = segments(&text.replace('-', ".pre."));
    let head_end = all.iter().position(|s| matches!(s, Segment::Word(_))).unwrap_or(all.len());
    let (head, tail) = all.split_at_checked(head_end)?;
    let numbers = head.iter().filter_map(|segment| match segment {
        Segment::Number(number) => Some(number.clone()),
        Segment::Word(_) => None,
    });
    Some(Gem {
        numbers: numbers.collect(),
        is_prerelease: !tail.is_empty(),
        segments: [without_end_zeros(head), without_end_zeros(tail)].concat(),
    })
}

/// `[0-9]+(\.[0-9a-zA-Z]+)*(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?`
fn is_correct(text: &str) -> bool {
    let (head, tail) = match text.split_once('-') {
        Some((head, tail)) => (head, Some(tail)),
        None => (text, None),
    };
    let is_word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_dashed =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let mut parts = head.split('.');
    parts.next().is_some_and(|first| Number::parse(first).is_some())
        && parts.all(is_word)
        && tail.is_none_or(|tail| tail.split('.').all(is_dashed))
}

fn segments(text: &str) -> Vec<Segment> {
    let mut segments = Vec::new();
    for part in text.split('.') {
        let mut rest = part;
        while let Some(first) = rest.chars().next() {
            let is_digit = first.is_ascii_digit();
            let end = rest.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(rest.len());
            let (run, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            segments.push(match Number::parse(run) {
                Some(number) => Segment::Number(number),
                None => Segment::Word(run.into()),
            });
            rest = after;
        }
    }
    segments
}

fn without_end_zeros(segments: &[Segment]) -> Vec<Segment> {
    let end = segments.iter().rposition(|segment| *segment != NOUGHT).map_or(0, |last| last + 1);
    segments.iter().take(end).cloned().collect()
}
