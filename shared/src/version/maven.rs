//! Maven's order: a port of `ComparableVersion` as Maven 3.9.9 has it.
//!
//! A version is a list of numbers, qualifiers and sub-lists. The list is cut at `.`, `-` and where
//! digits and letters meet; trailing nothings are dropped; what remains compares item by item,
//! a missing item as null. `ComparableVersion` reads any text at all: what no repository could
//! have published (a commit's hash, a Gradle range, a placeholder) is refused before.

use std::cmp::Ordering;

use crate::version::Number;

#[derive(Clone, Debug)]
pub(crate) struct Maven {
    items: Vec<Item>,
    numbers: Vec<Number>,
    flavour: Option<Box<str>>,
    is_prerelease: bool,
}

#[derive(Clone, Debug)]
enum Item {
    Number(Number),
    Qualifier(Qualifier),
    List(Vec<Item>),
}

/// Alpha to sp in their order, any other after them by its letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Qualifier {
    Alpha,
    Beta,
    Milestone,
    Candidate,
    Snapshot,
    Release,
    ServicePack,
    Other(Box<str>),
}

impl Maven {
    pub(crate) fn numbers(&self) -> &[Number] {
        &self.numbers
    }

    pub(crate) fn flavour(&self) -> Option<&str> {
        self.flavour.as_deref()
    }

    pub(crate) fn is_prerelease(&self) -> bool {
        self.is_prerelease
    }
}

impl PartialEq for Maven {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Maven {}

impl PartialOrd for Maven {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Maven {
    fn cmp(&self, other: &Self) -> Ordering {
        compare_lists(&self.items, &other.items)
    }
}

pub(crate) fn parse(text: &str) -> Option<Maven> {
    let text = text.to_lowercase();
    if !is_publishable(&text) {
        return None;
    }
    let words = Words::of(&text);
    Some(Maven {
        items: items(&text),
        numbers: leading_numbers(&text),
        flavour: words.flavour,
        is_prerelease: words.is_prerelease,
    })
}

/// Whether a repository could hold this version. Ranges, dynamic versions and placeholders come
/// from build files, bare hashes from JitPack; none of them has a place in the order.
fn is_publishable(text: &str) -> bool {
    let is_legal = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '~');
    let is_hash = text.len() >= 7
        && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        && text.bytes().any(|byte| byte.is_ascii_alphabetic());
    text.chars().all(is_legal)
        && text.chars().any(char::is_alphanumeric)
        && !text.ends_with('+')
        && !matches!(text, "latest" | "release" | "latest.release" | "latest.integration")
        && !is_hash
}

/// The parser's stack of open lists, innermost last; closing one normalises it into its parent.
struct Lists(Vec<Vec<Item>>);

impl Lists {
    fn push(&mut self, item: Item) {
        if let Some(list) = self.0.last_mut() {
            list.push(item);
        }
    }

    fn open(&mut self) {
        self.0.push(Vec::new());
    }

    fn is_current_empty(&self) -> bool {
        self.0.last().is_none_or(Vec::is_empty)
    }

    fn close_all(mut self) -> Vec<Item> {
        let mut closed = normalised(self.0.pop().unwrap_or_default());
        while let Some(mut parent) = self.0.pop() {
            parent.push(Item::List(closed));
            closed = normalised(parent);
        }
        closed
    }
}

fn items(text: &str) -> Vec<Item> {
    let mut lists = Lists(vec![Vec::new()]);
    let mut token = String::new();
    let mut in_digits = false;
    for c in text.chars() {
        if c == '.' || c == '-' {
            lists.push(item(in_digits, &token, false));
            token.clear();
            if c == '-' {
                lists.open();
            }
        } else if c.is_ascii_digit() {
            if !in_digits && !token.is_empty() {
                // `1.0.RC2` has the structure of `1.0-RC2`.
                if !lists.is_current_empty() {
                    lists.open();
                }
                lists.push(item(false, &token, true));
                token.clear();
                lists.open();
            }
            in_digits = true;
            token.push(c);
        } else {
            if in_digits && !token.is_empty() {
                lists.push(item(true, &token, false));
                token.clear();
                lists.open();
            }
            in_digits = false;
            token.push(c);
        }
    }
    if !token.is_empty() {
        if !in_digits && !lists.is_current_empty() {
            lists.open();
        }
        lists.push(item(in_digits, &token, false));
    }
    lists.close_all()
}

/// One token; an empty one is nought. `a`, `b` and `m` are abbreviations only before a digit.
fn item(is_number: bool, token: &str, before_digit: bool) -> Item {
    if token.is_empty() {
        return Item::Number(Number::ZERO);
    }
    if is_number && let Some(number) = Number::parse(token) {
        return Item::Number(number);
    }
    Item::Qualifier(qualifier(token, before_digit))
}

fn qualifier(token: &str, before_digit: bool) -> Qualifier {
    match token {
        "a" if before_digit => Qualifier::Alpha,
        "b" if before_digit => Qualifier::Beta,
        "m" if before_digit => Qualifier::Milestone,
        "alpha" => Qualifier::Alpha,
        "beta" => Qualifier::Beta,
        "milestone" => Qualifier::Milestone,
        "rc" | "cr" => Qualifier::Candidate,
        "snapshot" => Qualifier::Snapshot,
        "" | "ga" | "final" | "release" => Qualifier::Release,
        "sp" => Qualifier::ServicePack,
        other => Qualifier::Other(other.into()),
    }
}

/// Drops trailing nothings, looking past sub-lists, up to the first thing that counts.
fn normalised(mut list: Vec<Item>) -> Vec<Item> {
    let mut i = list.len();
    while i > 0 {
        i -= 1;
        let Some(item) = list.get(i) else { break };
        if item.is_null() {
            list.remove(i);
        } else if !matches!(item, Item::List(_)) {
            break;
        }
    }
    list
}

impl Item {
    fn is_null(&self) -> bool {
        match self {
            Self::Number(number) => number.is_zero(),
            Self::Qualifier(qualifier) => *qualifier == Qualifier::Release,
            Self::List(list) => list.is_empty(),
        }
    }

    fn compare_to_null(&self) -> Ordering {
        match self {
            Self::Number(number) => number.cmp(&Number::ZERO),
            Self::Qualifier(qualifier) => qualifier.cmp(&Qualifier::Release),
            Self::List(list) => {
                list.iter().map(Self::compare_to_null).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
            }
        }
    }

    /// Number over list over qualifier: `1-sp < 1-1 < 1.1`.
    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Qualifier(a), Self::Qualifier(b)) => a.cmp(b),
            (Self::List(a), Self::List(b)) => compare_lists(a, b),
            (Self::Number(_), Self::Qualifier(_) | Self::List(_)) => Ordering::Greater,
            (Self::List(_), Self::Qualifier(_)) => Ordering::Greater,
            (Self::Qualifier(_) | Self::List(_), Self::Number(_)) => Ordering::Less,
            (Self::Qualifier(_), Self::List(_)) => Ordering::Less,
        }
    }
}

fn compare_lists(a: &[Item], b: &[Item]) -> Ordering {
    (0..a.len().max(b.len()))
        .map(|i| match (a.get(i), b.get(i)) {
            (Some(a), Some(b)) => a.compare(b),
            (Some(a), None) => a.compare_to_null(),
            (None, Some(b)) => b.compare_to_null().reverse(),
            (None, None) => Ordering::Equal,
        })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

fn leading_numbers(text: &str) -> Vec<Number> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let head = text.get(..end).unwrap_or_default();
    head.split('.').map_while(Number::parse).collect()
}

/// What the words of a version say about it beside its place in the order.
struct Words {
    is_prerelease: bool,
    flavour: Option<Box<str>>,
}

impl Words {
    fn of(text: &str) -> Self {
        let mut words = Self { is_prerelease: false, flavour: None };
        for token in text.split(['.', '-', '_', '+']) {
            let start = token.find(|c: char| !c.is_ascii_digit()).unwrap_or(token.len());
            let token = token.get(start..).unwrap_or_default();
            let end = token.find(|c: char| c.is_ascii_digit()).unwrap_or(token.len());
            let (word, number) = token.split_at_checked(end).unwrap_or((token, ""));
            if word.is_empty() {
                continue;
            }
            match qualifier(word, !number.is_empty()) {
                Qualifier::Alpha
                | Qualifier::Beta
                | Qualifier::Milestone
                | Qualifier::Candidate
                | Qualifier::Snapshot => words.is_prerelease = true,
                Qualifier::Release | Qualifier::ServicePack => {}
                Qualifier::Other(word) if is_preview(&word) => words.is_prerelease = true,
                // A flavour names a platform (`jre`, `android`, `jre8`); a word with a longer
                // number is a stamp (`v20200723`), and so is one mixed with digits.
                Qualifier::Other(_) => {
                    if number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit()) {
                        words.flavour = Some(token.into());
                    }
                }
            }
        }
        words
    }
}

/// Words that vendors use for prereleases though Maven sorts them after the release.
fn is_preview(word: &str) -> bool {
    matches!(word, "dev" | "pre" | "preview" | "prerelease" | "ea" | "eap" | "canary" | "nightly")
}
