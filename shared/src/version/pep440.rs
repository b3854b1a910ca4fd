//! Python's order, PEP 440: epoch, release, pre, post, dev, local.
//!
//! The derived order is the specification's key, so each enum lists its variants from low to
//! high. Legacy versions (`0.1-bulbasaur`) are not versions since packaging 22 and are refused.

use crate::version::Number;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pep440 {
    epoch: Number,
    /// Without trailing noughts: 1.0 is 1.
    release: Vec<Number>,
    pre: Pre,
    post: Option<Number>,
    dev: Dev,
    local: Option<Vec<Local>>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pre {
    /// `1.0.dev1` comes before `1.0a1`.
    OnlyDev,
    Alpha(Number),
    Beta(Number),
    Candidate(Number),
    Release,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Dev {
    Numbered(Number),
    Release,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Local {
    Word(Box<str>),
    Number(Number),
}

impl Pep440 {
    pub(crate) fn epoch(&self) -> &Number {
        &self.epoch
    }

    pub(crate) fn numbers(&self) -> &[Number] {
        &self.release
    }

    pub(crate) fn is_prerelease(&self) -> bool {
        self.pre != Pre::Release || self.dev != Dev::Release
    }
}

pub(crate) fn parse(text: &str) -> Option<Pep440> {
    let text = text.to_ascii_lowercase();
    let (public, local) = match text.split_once('+') {
        Some((public, local)) => (public, Some(self::local(local)?)),
        None => (text.as_str(), None),
    };
    let mut rest = Rest(public.strip_prefix('v').unwrap_or(public));

    let mut epoch = Number::ZERO;
    let mut release = vec![rest.digits()?];
    if rest.take("!") {
        epoch = release.pop()?;
        release.push(rest.digits()?);
    }
    loop {
        let before = rest;
        match rest.take(".").then(|| rest.digits()) {
            Some(Some(number)) => release.push(number),
            Some(None) | None => {
                rest = before;
                break;
            }
        }
    }

    let pre = rest.labelled(&["alpha", "a", "beta", "b", "preview", "pre", "rc", "c"]);
    let mut post = rest.labelled(&["post", "rev", "r"]).map(|(_, number)| number);
    if post.is_none() {
        let before = rest;
        match rest.take("-").then(|| rest.digits()) {
            Some(Some(number)) => post = Some(number),
            Some(None) | None => rest = before,
        }
    }
    let dev = rest.labelled(&["dev"]).map(|(_, number)| number);
    if !rest.0.is_empty() {
        return None;
    }

    while release.len() > 1 && release.last().is_some_and(Number::is_zero) {
        release.pop();
    }
    let pre = match pre {
        Some(("alpha" | "a", number)) => Pre::Alpha(number),
        Some(("beta" | "b", number)) => Pre::Beta(number),
        Some((_, number)) => Pre::Candidate(number),
        None if post.is_none() && dev.is_some() => Pre::OnlyDev,
        None => Pre::Release,
    };
    let dev = dev.map_or(Dev::Release, Dev::Numbered);
    Some(Pep440 { epoch, release, pre, post, dev, local })
}

fn local(text: &str) -> Option<Vec<Local>> {
    let part = |part: &str| match Number::parse(part) {
        Some(number) => Some(Local::Number(number)),
        None if part.is_empty() || !part.bytes().all(|b| b.is_ascii_alphanumeric()) => None,
        None => Some(Local::Word(part.into())),
    };
    text.split(['.', '-', '_']).map(part).collect()
}

/// What is still to be read.
#[derive(Clone, Copy)]
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn take(&mut self, prefix: &str) -> bool {
        let stripped = self.0.strip_prefix(prefix);
        self.0 = stripped.unwrap_or(self.0);
        stripped.is_some()
    }

    fn digits(&mut self) -> Option<Number> {
        let end = self.0.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.0.len());
        let (digits, after) = self.0.split_at_checked(end)?;
        let number = Number::parse(digits)?;
        self.0 = after;
        Some(number)
    }

    /// `[-_.]?(label)[-_.]?N?`; a missing number is nought. Longer labels stand first in the list.
    fn labelled(&mut self, labels: &[&'static str]) -> Option<(&'static str, Number)> {
        let before = *self;
        self.separator();
        let Some(label) = labels.iter().copied().find(|label| self.take(label)) else {
            *self = before;
            return None;
        };
        let after_label = *self;
        self.separator();
        let number = self.digits().unwrap_or_else(|| {
            *self = after_label;
            Number::ZERO
        });
        Some((label, number))
    }

    fn separator(&mut self) {
        let _ = self.take(".") || self.take("-") || self.take("_");
    }
}
