//! Lockfiles of every kind, as large as they are asked for: made up, the same each time, laid out as their tools
//! lay them out.

mod android;
mod apple;
mod javascript;
mod native;
mod scripts;

use std::fmt::{Arguments, Write};

use aftercare_shared::lockfile::Format;

pub use javascript::package_lock;

/// A kind of lockfile.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// What people call it.
    pub name: &'static str,
    /// Its file's name.
    pub file: &'static str,
    /// Makes one of at least so many bytes.
    pub make: fn(usize) -> String,
}

impl Kind {
    /// How its file is read.
    ///
    /// # Panics
    /// Never: all kinds below have a file that is known.
    #[must_use]
    pub fn format(&self) -> Format {
        Format::of_name(self.file).expect("a lockfile that is known")
    }
}

/// Every kind.
pub const KINDS: [Kind; 19] = [
    Kind {
        name: "package-lock.json, version 1",
        file: "package-lock.json",
        make: javascript::package_lock_1,
    },
    Kind {
        name: "package-lock.json, version 2",
        file: "package-lock.json",
        make: javascript::package_lock_2,
    },
    Kind { name: "package-lock.json, version 3", file: "package-lock.json", make: javascript::package_lock },
    Kind { name: "npm-shrinkwrap.json", file: "npm-shrinkwrap.json", make: javascript::package_lock_2 },
    Kind { name: "yarn.lock, classic", file: "yarn.lock", make: javascript::yarn_classic },
    Kind { name: "yarn.lock, berry", file: "yarn.lock", make: javascript::yarn_berry },
    Kind { name: "pnpm-lock.yaml", file: "pnpm-lock.yaml", make: javascript::pnpm },
    Kind { name: "Podfile.lock", file: "Podfile.lock", make: apple::podfile },
    Kind { name: "Package.resolved", file: "Package.resolved", make: apple::package_resolved },
    Kind { name: "pubspec.lock", file: "pubspec.lock", make: android::pubspec },
    Kind { name: "gradle.lockfile", file: "gradle.lockfile", make: android::gradle },
    Kind { name: "pom.xml", file: "pom.xml", make: android::pom },
    Kind { name: "go.mod", file: "go.mod", make: native::go_mod },
    Kind { name: "go.sum", file: "go.sum", make: native::go_sum },
    Kind { name: "Cargo.lock", file: "Cargo.lock", make: native::cargo },
    Kind { name: "packages.lock.json", file: "packages.lock.json", make: native::nuget },
    Kind { name: "Gemfile.lock", file: "Gemfile.lock", make: scripts::gemfile },
    Kind { name: "poetry.lock", file: "poetry.lock", make: scripts::poetry },
    Kind { name: "requirements.txt", file: "requirements.txt", make: scripts::requirements },
];

/// A text that is being made.
struct Page(String);

impl Page {
    /// Begins with a head.
    fn new(bytes: usize, head: &str) -> Self {
        let mut text = String::with_capacity(bytes + bytes / 8);
        text.push_str(head);
        Self(text)
    }

    /// Adds entries by their number until it has so many bytes.
    fn fill(mut self, bytes: usize, mut entry: impl FnMut(&mut Self, usize)) -> Self {
        let mut turn = 0;
        while self.0.len() < bytes {
            entry(&mut self, turn);
            turn += 1;
        }
        self
    }

    fn put(&mut self, words: Arguments<'_>) {
        // A text takes whatever is written.
        let _ = self.0.write_fmt(words);
    }

    /// Ends with a tail.
    fn end(mut self, tail: &str) -> String {
        self.0.push_str(tail);
        self.0
    }
}

/// The version of the package of that number.
fn version(turn: usize) -> String {
    format!("{}.{}.{}", turn % 9, turn % 13, turn % 31)
}

/// What goes between the entry of that number and the one before.
fn comma(turn: usize) -> &'static str {
    if turn == 0 { "" } else { "," }
}

#[cfg(test)]
mod tests {
    use aftercare_shared::lockfile::read;

    use super::*;

    #[test]
    fn every_kind_is_read_with_the_one_package_that_is_asked_for() {
        for kind in KINDS {
            let text = (kind.make)(20_000);
            assert!((20_000..24_000).contains(&text.len()), "{}: {}", kind.name, text.len());
            let reading = read(kind.format(), &text, &|package| package.name().ends_with("call-kit-7"));
            let reading = reading.unwrap_or_else(|error| panic!("{}: {error}", kind.name));
            assert_eq!(reading.found.len(), 1, "{}: {reading:?}", kind.name);
            assert!(reading.others > 20, "{}: {}", kind.name, reading.others);
        }
    }
}
