//! A changelog in the form of keepachangelog.com 1.1.0, or near it. What it says about breaking
//! changes is a hint: the form has no group for them, so removals count, and whatever an entry
//! itself calls breaking. A feed's own `breaking` field lies over it.

use chrono::NaiveDate;

use crate::package::Package;
use crate::release::check::MAX_LIST;
use crate::release::import::feed;
use crate::release::{Breaking, Feed, MAX_RELEASES, Release};
use crate::version::Version;

pub(super) fn read(package: &Package, text: &str) -> Feed {
    let mut sections: Vec<(Release, String)> = Vec::new();
    let mut is_released = false;
    for line in text.lines() {
        match line.strip_prefix("## ") {
            Some(heading) => {
                if sections.len() > MAX_RELEASES {
                    break;
                }
                let release = release_of(package, heading);
                is_released = release.is_some();
                sections.extend(release.map(|release| (release, String::new())));
            }
            None if is_released => {
                if let Some((_, body)) = sections.last_mut() {
                    body.push_str(line);
                    body.push('\n');
                }
            }
            None => {}
        }
    }
    let releases = sections
        .into_iter()
        .map(|(release, body)| Release { breaking: breaking_in(&release.version, &body), ..release });
    feed(package, releases)
}

/// `[1.2.3] - 2026-01-31 [YANKED]`, with or without brackets, a link, `v` or a date.
fn release_of(package: &Package, heading: &str) -> Option<Release> {
    let is_yanked = heading.to_ascii_uppercase().contains("[YANKED]");
    let words = || heading.split([' ', '[', ']', '(', ')', '\t']).filter(|word| !word.is_empty());
    let text = words().next()?;
    let text = text.strip_prefix('v').unwrap_or(text);
    let is_version =
        text.starts_with(|c: char| c.is_ascii_digit()) && Version::parse(package.ecosystem(), text).is_ok();
    is_version.then(|| Release {
        version: text.to_string(),
        released: words().skip(1).find_map(|word| word.parse::<NaiveDate>().ok()),
        yanked: is_yanked.then(String::new),
        ..Release::default()
    })
}

/// The entries of a section that break: all under `Removed` or a heading that says breaking, and
/// those that say so themselves; as many as a release may have.
pub(super) fn breaking_in(version: &str, body: &str) -> Vec<Breaking> {
    let mut breaking: Vec<Breaking> = Vec::new();
    let mut breaks_by_heading = false;
    for line in body.lines() {
        let trimmed = line.trim_start();
        if trimmed.starts_with('#') {
            let heading = trimmed.trim_start_matches('#').trim().to_ascii_lowercase();
            breaks_by_heading = heading.starts_with("removed") || heading.contains("breaking");
            continue;
        }
        let is_top_level = line.len() == trimmed.len();
        let Some(entry) = trimmed.strip_prefix("- ").or_else(|| trimmed.strip_prefix("* ")) else { continue };
        if breaking.len() == MAX_LIST {
            break;
        }
        if is_top_level && (breaks_by_heading || says_breaking(entry)) {
            breaking.push(Breaking {
                id: format!("{version}#{}", breaking.len() + 1),
                title: plain(entry),
                url: None,
            });
        }
    }
    breaking
}

/// `BREAKING`, `**Breaking:**` and Conventional Commits' `feat(api)!:`.
fn says_breaking(entry: &str) -> bool {
    let start = entry.trim_start_matches(['*', '_', '[', '(', ' ']).to_ascii_lowercase();
    let commit = entry.split_once(':').map_or("", |(head, _)| head);
    entry.contains("BREAKING")
        || start.starts_with("breaking")
        || (commit.ends_with('!') && !commit.contains(' '))
}

/// The words of an entry without Markdown's marks.
fn plain(entry: &str) -> String {
    entry.replace(['*', '`'], "").split_whitespace().collect::<Vec<_>>().join(" ")
}
