//! Whether a feed of the vendor's own says what its author means, before it is taken.
//!
//! Every slip is told with its place, a JSON Pointer (RFC 6901) into the feed, or into the release or
//! guide that is looked at alone.

use std::collections::BTreeSet;

use crate::package::{Ecosystem, Package};
use crate::problem::FieldError;
use crate::release::guide::Span;
use crate::release::{Feed, Guide, Release};
use crate::version::{Version, VersionError};

/// The most releases that one feed lists.
pub const MAX_RELEASES: usize = 5_000;
/// The most guides that one feed holds.
pub const MAX_GUIDES: usize = 100;
/// The longest text of a guide, in bytes.
pub const MAX_GUIDE_BYTES: usize = 32 * 1024;
/// The most that a guide takes, in minutes.
const MAX_EFFORT_MINUTES: u32 = 100_000;
/// The longest id of a guide, in characters.
const MAX_ID_CHARS: usize = 80;
/// The longest title of a guide, in characters.
const MAX_TITLE_CHARS: usize = 200;
/// The longest text of a release, in characters.
const MAX_TEXT_CHARS: usize = 2_000;
/// The longest list within a release.
pub(crate) const MAX_LIST: usize = 100;

impl Feed {
    /// What is wrong with it as a list of that package's releases.
    #[must_use]
    pub fn slips(&self, package: &Package) -> Vec<FieldError> {
        let mut slips = Vec::new();
        if self.package.package() != package {
            let detail = format!("this is a feed of {}, not of {package}", self.package.package());
            slips.push(slip("#/package", detail));
        } else if self.package.version().is_some() {
            slips.push(slip("#/package", "leave the version out: a feed is about all of them"));
        }
        if self.releases.len() > MAX_RELEASES {
            slips.push(slip("#/releases", format!("list at most {MAX_RELEASES} releases")));
            return slips;
        }
        let ecosystem = package.ecosystem();
        let mut known = BTreeSet::new();
        for (place, release) in self.releases.iter().enumerate() {
            slips.extend(release.slips(ecosystem, &format!("#/releases/{place}")));
            if !known.insert(release.version.as_str()) {
                let detail = format!("{} stands in the list already", release.version);
                slips.push(slip(&format!("#/releases/{place}/version"), detail));
            }
        }
        if self.guides.len() > MAX_GUIDES {
            slips.push(slip("#/guides", format!("list at most {MAX_GUIDES} guides")));
            return slips;
        }
        let mut ids = BTreeSet::new();
        for (place, guide) in self.guides.iter().enumerate() {
            slips.extend(guide.slips(ecosystem, &format!("#/guides/{place}")));
            if !ids.insert(guide.id.as_str()) {
                let detail = format!("{} is another guide's id already", guide.id);
                slips.push(slip(&format!("#/guides/{place}/id"), detail));
            }
        }
        for (tag, version) in &self.tags {
            if unreadable(ecosystem, version) {
                let detail = format!("`{version}` is not a version of this ecosystem");
                slips.push(slip(&format!("#/tags/{}", escaped(tag)), detail));
            }
        }
        for (place, line) in self.lines.iter().enumerate() {
            if !line.line.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
            {
                let detail = "a line is its leading numbers, such as 24 or 8.0";
                slips.push(slip(&format!("#/lines/{place}/line"), detail));
            }
        }
        slips
    }
}

impl Release {
    /// What is wrong with it as a release of that ecosystem. `at` is the pointer to it.
    #[must_use]
    pub fn slips(&self, ecosystem: &Ecosystem, at: &str) -> Vec<FieldError> {
        let mut slips = Vec::new();
        let mut check = |is_wrong: bool, field: &str, detail: &str| {
            if is_wrong {
                slips.push(slip(&format!("{at}/{field}"), detail));
            }
        };
        let is_long = |text: &str| text.chars().count() > MAX_TEXT_CHARS;
        let is_no_link = |url: Option<&str>| url.is_some_and(|url| !is_link(url));
        check(unreadable(ecosystem, &self.version), "version", "this is not a version of this ecosystem");
        check(self.yanked.as_deref().is_some_and(is_long), "yanked", LONG);
        check(is_no_link(self.notes_url.as_deref()), "notes_url", LINK);
        check(is_no_link(self.demo_url.as_deref()), "demo_url", LINK);
        for (name, length) in [
            ("breaking", self.breaking.len()),
            ("downloads", self.downloads.len()),
            ("moves_with", self.moves_with.len()),
            ("plans", self.plans.len()),
        ] {
            check(length > MAX_LIST, name, "list at most 100");
        }
        if let Some(deprecated) = &self.deprecated {
            check(is_long(&deprecated.message), "deprecated/message", LONG);
            check(deprecated.replacement.as_deref().is_some_and(is_long), "deprecated/replacement", LONG);
        }
        for (place, change) in self.breaking.iter().enumerate() {
            check(change.id.trim().is_empty(), &format!("breaking/{place}/id"), "give the change an id");
            check(change.title.trim().is_empty(), &format!("breaking/{place}/title"), "say what breaks");
            check(is_long(&change.title), &format!("breaking/{place}/title"), LONG);
            check(is_no_link(change.url.as_deref()), &format!("breaking/{place}/url"), LINK);
        }
        for (place, download) in self.downloads.iter().enumerate() {
            check(!is_link(&download.url), &format!("downloads/{place}/url"), LINK);
        }
        for (place, text) in self.moves_with.iter().enumerate() {
            check(is_long(text), &format!("moves_with/{place}"), LONG);
        }
        if let Some(announcement) = &self.announcement {
            check(announcement.message.trim().is_empty(), "announcement/message", "say what is to come");
            check(is_long(&announcement.message), "announcement/message", LONG);
            check(is_no_link(announcement.url.as_deref()), "announcement/url", LINK);
        }
        slips
    }
}

impl Guide {
    /// What is wrong with it as a guide for a package of that ecosystem. `at` is the pointer to it.
    #[must_use]
    pub fn slips(&self, ecosystem: &Ecosystem, at: &str) -> Vec<FieldError> {
        let mut slips = Vec::new();
        let mut check = |is_wrong: bool, field: &str, detail: &str| {
            if is_wrong {
                slips.push(slip(&format!("{at}/{field}"), detail));
            }
        };
        check(
            !is_id(&self.id),
            "id",
            "write letters, digits, `-`, `_` and `.`, at most 80, a letter or digit first",
        );
        check(unreadable(ecosystem, &self.to), "to", "this is not a version of this ecosystem");
        // Where the order of versions is not known, nothing can be said of a range.
        let is_ordered = ecosystem.order().is_some();
        match (Span::read(ecosystem, &self.from), Version::parse(ecosystem, &self.to)) {
            (None, _) => {
                check(is_ordered, "from", "write one range: `>= 23.0.0, < 24.0.0`, or `*` for every version")
            }
            (Some(span), Ok(to)) => {
                check(!span.begins_below(&to), "from", "this holds no version below the one it leads to");
            }
            (Some(_), Err(_)) => {}
        }
        let is_title = !self.title.trim().is_empty()
            && self.title.chars().count() <= MAX_TITLE_CHARS
            && !self.title.contains(char::is_control);
        check(!is_title, "title", "write one line of at most 200 characters");
        let is_effort = |minutes: u32| (1..=MAX_EFFORT_MINUTES).contains(&minutes);
        check(
            self.effort_minutes.is_some_and(|minutes| !is_effort(minutes)),
            "effort_minutes",
            "write 1 to 100,000 minutes, or leave it out",
        );
        let text = self.text.as_deref().unwrap_or_default();
        check(text.len() > MAX_GUIDE_BYTES, "text", "write at most 32 KiB");
        check(
            text.trim().is_empty() && (self.text.is_some() || self.url.is_none()),
            "text",
            "write the guide, or say where it is read with `url`",
        );
        check(self.url.as_deref().is_some_and(|url| !is_link(url)), "url", LINK);
        check(self.codemod_url.as_deref().is_some_and(|url| !is_link(url)), "codemod_url", LINK);
        slips
    }
}

const LONG: &str = "write at most 2,000 characters";
const LINK: &str = "write the whole address: https://…";

fn slip(pointer: &str, detail: impl Into<String>) -> FieldError {
    FieldError { pointer: pointer.to_string(), detail: detail.into() }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// An id stands in addresses as it is.
fn is_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_alphanumeric())
        && id.len() <= MAX_ID_CHARS
        && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

/// These addresses become links that people click.
fn is_link(url: &str) -> bool {
    url.strip_prefix("https://").is_some_and(|rest| !rest.is_empty())
        && url.len() <= MAX_TEXT_CHARS
        && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// A version of an ecosystem whose order is not known can't be told from any other text.
fn unreadable(ecosystem: &Ecosystem, version: &str) -> bool {
    match Version::parse(ecosystem, version) {
        Ok(_) | Err(VersionError::NoOrder(_)) => false,
        Err(VersionError::Empty | VersionError::Malformed(_)) => true,
    }
}
