//! What a page asks: the SDKs it runs, in one form whatever the order and spelling they came in.
//!
//! The answer depends on the question and on what is known, and on nothing else: not on who asks, nor
//! in which language. So a cache may keep it under the question's key.

use crate::package::{Purl, PurlError};

/// The most SDKs that are asked about at a time.
pub const MAX_SDKS: usize = 50;
/// The longest package URL that is read, in bytes.
pub const MAX_ASKED_BYTES: usize = 512;
/// How much of what is no package URL is told back, in characters.
const TOLD_BACK: usize = 80;

/// The SDKs of a page, sorted, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    sdks: Vec<Asked>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// A package, most often at a version.
    Package(Purl),
    /// What is no package URL, or its beginning: it is told back as unknown, so that it hides nothing.
    Nothing(String),
}

impl Question {
    /// What the texts ask. Qualifiers and a subpath play no part: a package is the same from whatever
    /// mirror it comes.
    #[must_use]
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let read = |text: &str| match Self::read(text) {
            Ok(purl) => Asked::Package(Purl::new(purl.package().clone(), purl.version())),
            Err(_) => Asked::Nothing(text.chars().filter(|c| !c.is_control()).take(TOLD_BACK).collect()),
        };
        let mut sdks: Vec<Asked> = texts.into_iter().map(read).collect();
        sdks.sort();
        sdks.dedup();
        Self { sdks }
    }

    /// Reads one text as a package URL.
    ///
    /// # Errors
    /// [`PurlError`]; one that is too long names no package.
    pub fn read(text: &str) -> Result<Purl, PurlError> {
        if text.len() > MAX_ASKED_BYTES { Err(PurlError::Name) } else { text.parse() }
    }

    /// The SDKs asked about.
    pub fn sdks(&self) -> impl ExactSizeIterator<Item = &Asked> {
        self.sdks.iter()
    }

    /// Whether something is asked, and none of it is a package.
    #[must_use]
    pub fn names_nothing(&self) -> bool {
        !self.sdks.is_empty() && self.sdks.iter().all(|asked| matches!(asked, Asked::Nothing(_)))
    }

    /// The question as a text: equal for all who ask the same, different for all others.
    #[must_use]
    pub fn key(&self) -> String {
        let mut key = String::new();
        for asked in &self.sdks {
            match asked {
                Asked::Package(purl) => key.push_str(&purl.to_string()),
                // No package URL begins with a blank.
                Asked::Nothing(text) => key.extend([" ", text]),
            }
            key.push('\n');
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_question_has_one_key() {
        let a = "pkg:npm/%40babel/core@7.0.0";
        for (first, second, same) in [
            (vec![a, "pkg:pypi/b@1"], vec!["pkg:pypi/b@1", a], true),
            (vec![a], vec![a, a], true),
            (vec![a], vec!["pkg:npm/@babel/core@7.0.0"], true),
            (vec![a], vec!["pkg:NPM/%40babel/core@7.0.0?repository_url=https://mirror.example#lib"], true),
            (vec!["pkg:pypi/Ruamel_Yaml@1"], vec!["pkg:pypi/ruamel-yaml@1"], true),
            (vec![a], vec!["pkg:npm/%40babel/core@7.0.1"], false),
            (vec![a], vec!["pkg:npm/%40babel/core"], false),
            (vec![a], vec![], false),
            (vec!["x"], vec!["y"], false),
            (vec!["x\ny"], vec!["x", "y"], false),
        ] {
            let (first, second) = (Question::of(first), Question::of(second));
            assert_eq!(first.key() == second.key(), same, "{first:?} {second:?}");
        }
    }

    #[test]
    fn what_is_no_package_is_told_back_in_part() {
        let long = format!("pkg:npm/{}@1", "a".repeat(MAX_ASKED_BYTES));
        let question = Question::of(["\u{7}bell", long.as_str()]);
        assert!(question.names_nothing());
        let told: Vec<_> = question.sdks().cloned().collect();
        assert_eq!(told, [Asked::Nothing("bell".into()), Asked::Nothing(long[..TOLD_BACK].into())]);
        assert!(!Question::of([]).names_nothing());
        assert!(!Question::of(["nothing", "pkg:npm/a"]).names_nothing());
    }
}
