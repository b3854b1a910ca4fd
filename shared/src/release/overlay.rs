//! One feed over another: a registry lists the releases, a changelog or the desk says more.

use crate::release::{Feed, Release};
use crate::version::Version;

impl Feed {
    /// Lays another feed of the same package over this one. What the other says wins, release by
    /// release and field by field; what it leaves open stays. Releases are the same if the
    /// ecosystem's order says so. Of the other feed's releases
    /// those that it alone knows are added or passed over as told. Of two guides of one id the other's
    /// stands, whole.
    pub fn overlay(&mut self, other: Self, releases: NewReleases) {
        self.tags.extend(other.tags);
        self.deprecated = other.deprecated.or_else(|| self.deprecated.take());
        self.as_of = self.as_of.max(other.as_of);
        for line in other.lines {
            self.lines.retain(|standing| standing.line != line.line);
            self.lines.push(line);
        }
        for guide in other.guides {
            self.guides.retain(|standing| standing.id != guide.id);
            self.guides.push(guide);
        }
        let ecosystem = self.package.package().ecosystem().clone();
        let read = |release: &Release| Version::parse(&ecosystem, &release.version).ok();
        let own: Vec<Option<Version>> = self.releases.iter().map(read).collect();
        for said in other.releases {
            let version = read(&said);
            let is_same = |(place, release): &(usize, &mut Release)| {
                release.version == said.version
                    || (version.is_some() && own.get(*place).is_some_and(|own| *own == version))
            };
            match (self.releases.iter_mut().enumerate().find(is_same), releases) {
                (Some((_, release)), _) => release.overlay(said),
                (None, NewReleases::Add) => self.releases.push(said),
                (None, NewReleases::Skip) => {}
            }
        }
    }
}

/// What becomes of releases that only the feed on top knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewReleases {
    /// They are added: the feed on top is a list of its own.
    Add,
    /// They are passed over: the feed below is complete, and what is not in it was not published.
    Skip,
}

impl Release {
    fn overlay(&mut self, said: Self) {
        self.released = said.released.or(self.released);
        self.end_of_life = said.end_of_life.or(self.end_of_life);
        self.is_unlisted |= said.is_unlisted;
        for (own, said) in [
            (&mut self.channel, said.channel),
            (&mut self.yanked, said.yanked),
            (&mut self.notes_url, said.notes_url),
            (&mut self.demo_url, said.demo_url),
        ] {
            if said.is_some() {
                *own = said;
            }
        }
        self.deprecated = said.deprecated.or_else(|| self.deprecated.take());
        self.announcement = said.announcement.or_else(|| self.announcement.take());
        replace_if_said(&mut self.breaking, said.breaking);
        replace_if_said(&mut self.downloads, said.downloads);
        replace_if_said(&mut self.moves_with, said.moves_with);
        replace_if_said(&mut self.plans, said.plans);
    }
}

fn replace_if_said<T>(own: &mut Vec<T>, said: Vec<T>) {
    if !said.is_empty() {
        *own = said;
    }
}
