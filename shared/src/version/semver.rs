//! Semantic versions, and the ways in which six registries differ about them.
//!
//! One shape for npm, Swift, crates.io, Go, Pub and NuGet: numbers, then prerelease identifiers,
//! then (in Pub alone) ordered build identifiers. The order is the derived one, so the fields
//! stand in the order of SemVer 2.0 section 11. Parsing takes what these registries' tools and
//! OSV's take (`v1.2.3`, `1.2`, leading zeros) and says that it did.

use crate::version::{Number, Order};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Semver {
    /// Major, minor, patch and NuGet's revision, nought where not written; more where tags have
    /// more, without trailing noughts after the fourth.
    numbers: Vec<Number>,
    stability: Stability,
    build: Vec<Identifier>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stability {
    Prerelease(Vec<Identifier>),
    Release,
}

/// Numeric identifiers come before the others, which compare by ASCII.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Identifier {
    Numeric(Number),
    Text(Box<str>),
}

impl Semver {
    pub(crate) fn is_prerelease(&self) -> bool {
        matches!(self.stability, Stability::Prerelease(_))
    }

    pub(crate) fn numbers(&self) -> &[Number] {
        &self.numbers
    }
}

/// The version, and whether the text had to be completed.
pub(crate) fn parse(order: Order, text: &str) -> Option<(Semver, bool)> {
    if order == Order::Go
        && let Some(toolchain) = text.strip_prefix("go")
    {
        return parse(order, &go_toolchain(toolchain)).map(|(version, _)| (version, true));
    }
    let bare = match order {
        Order::Npm => text.trim_start_matches(['v', '=', ' ']),
        Order::Swift | Order::Go => text.strip_prefix('v').unwrap_or(text),
        Order::Cargo | Order::Pub | Order::NuGet | Order::Maven | Order::Pep440 | Order::Gem => {
            text.strip_prefix(['v', 'V']).unwrap_or(text)
        }
    };
    let tolerates_v = matches!(order, Order::Npm | Order::Swift | Order::Go);
    let mut is_coerced = bare.len() != text.len() && !tolerates_v;

    let (bare, build) = match bare.split_once('+') {
        Some((bare, build)) => (bare, Some(build)),
        None => (bare, None),
    };
    let end = bare.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(bare.len());
    let (core, tail) = bare.split_at_checked(end)?;
    let prerelease = match tail.strip_prefix('-') {
        Some(prerelease) => Some(prerelease),
        None if tail.is_empty() => None,
        // npm's loose `1.2.3beta`; elsewhere a letter after the numbers is another scheme.
        None if order == Order::Npm && tail.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            is_coerced = true;
            Some(tail)
        }
        None => return None,
    };

    let mut numbers = Vec::with_capacity(4);
    for digits in core.split('.') {
        numbers.push(Number::parse(digits)?);
        is_coerced |= order != Order::NuGet && digits.len() > 1 && digits.starts_with('0');
    }
    let written = numbers.len();
    let allowed = match order {
        Order::NuGet => 4,
        // Tags are set by hand, and OSV's fixtures have longer ones of Pub.
        Order::Swift | Order::Pub => usize::MAX,
        Order::Npm | Order::Cargo | Order::Go | Order::Maven | Order::Pep440 | Order::Gem => 3,
    };
    if written > allowed {
        return None;
    }
    numbers.resize(written.max(4), Number::ZERO);
    while numbers.len() > 4 && numbers.last().is_some_and(Number::is_zero) {
        numbers.pop();
    }
    is_coerced |= written > 3 && order != Order::NuGet;
    // Go's `v1` and `v1.2` and NuGet's `1.0` are forms of their own, without a prerelease in Go.
    is_coerced |= written < 3 && (order != Order::Go || prerelease.is_some()) && order != Order::NuGet;

    let folds_case = order == Order::NuGet;
    let stability = match prerelease {
        Some(prerelease) => {
            let (identifiers, padded) = identifiers(prerelease, folds_case)?;
            is_coerced |= padded && order != Order::NuGet;
            Stability::Prerelease(identifiers)
        }
        None => Stability::Release,
    };
    let build = match build {
        Some(build) => identifiers(build, folds_case)?.0,
        None => Vec::new(),
    };
    let build = if order == Order::Pub { build } else { Vec::new() };
    Some((Semver { numbers, stability, build }, is_coerced))
}

/// The identifiers between dots, and whether a numeric one had leading zeros.
fn identifiers(text: &str, folds_case: bool) -> Option<(Vec<Identifier>, bool)> {
    let mut identifiers = Vec::new();
    let mut padded = false;
    for part in text.split('.') {
        let is_legal = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if part.is_empty() || !part.bytes().all(is_legal) {
            return None;
        }
        identifiers.push(match Number::parse(part) {
            Some(number) => {
                padded |= part.len() > 1 && part.starts_with('0');
                Identifier::Numeric(number)
            }
            None if folds_case => Identifier::Text(part.to_ascii_lowercase().into()),
            None => Identifier::Text(part.into()),
        });
    }
    Some((identifiers, padded))
}

/// `1.21rc2` as the Go vulnerability database writes it: `1.21-rc.2`.
fn go_toolchain(text: &str) -> String {
    // A toolchain may carry a vendor's suffix after a space or a dash: `1.22.1 X:nocoverageredesign`.
    let text = text.split([' ', '-']).next().unwrap_or(text);
    for label in ["rc", "beta"] {
        if let Some((numbers, number)) = text.split_once(label) {
            return format!("{numbers}-{label}.{number}");
        }
    }
    text.to_string()
}
