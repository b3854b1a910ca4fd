//! What is to come for those who run a version: a release, a breaking change, an end.
//!
//! A notice is as the vendor's feed has it: nothing is guessed from a rhythm of releases. Its id holds
//! its day, so that one whose day is moved is another notice and is shown again; so is an announcement in
//! other words.

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::package::{Package, Purl};
use crate::release::{Known, ReleaseList, keeps_flavour};
use crate::version::Version;

/// How long before it an end of support is told.
const END_IS_NEAR: TimeDelta = TimeDelta::days(180);
/// How long what has come about goes on being told: whoever looks in once a month has not missed it.
const STILL_NEWS: TimeDelta = TimeDelta::days(30);

/// What stands in an id for a day that is not known.
const NO_DAY: &str = "-";

/// What will happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub enum ComingKind {
    /// Something that works will no longer work as it does.
    BreakingChange,
    /// Support for the version ends; the day told is its last.
    EndOfLife,
    /// A release is announced.
    Release,
    /// What the vendor has to say to those who run the version.
    Announcement,
}

impl ComingKind {
    /// The word on the wire.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::BreakingChange => "breaking_change",
            Self::EndOfLife => "end_of_life",
            Self::Release => "release",
            Self::Announcement => "announcement",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        let all = [Self::BreakingChange, Self::EndOfLife, Self::Release, Self::Announcement];
        all.into_iter().find(|kind| kind.word() == word)
    }
}

/// One notice of what is to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    /// The day, in UTC: the first of the new, or the last of support. None where the vendor names none.
    pub on: Option<NaiveDate>,
    /// What it is.
    pub kind: ComingKind,
    /// `end_of_life:2026-12-31:pkg:npm/matrix-js-sdk:24`: unique and lasting.
    pub id: String,
    /// The release that brings it, or the version or line that ends.
    pub version: Option<String>,
    /// The vendor's words, plain text, one line.
    pub title: Option<String>,
    /// Where to read more.
    pub url: Option<String>,
}

impl ReleaseList {
    /// What is to come for those who run a version, the nearest day first. Where the version is not
    /// known, all that was announced may concern it and is told.
    #[must_use]
    pub fn coming(&self, version: Option<&Version>, today: NaiveDate) -> Vec<Coming> {
        let mut coming: Vec<Coming> =
            version.and_then(|version| self.end_of(version, today)).into_iter().collect();
        let concerned = |known: &&Known| {
            version.is_none_or(|version| {
                known.version > *version
                    && keeps_flavour(version, &known.version)
                    && (known.is_stable() || version.is_prerelease())
            })
        };
        for known in self.announced().iter().filter(concerned) {
            coming.extend(self.release_to_come(known));
        }
        coming.extend(version.and_then(|version| self.announcement_to(version, today)));
        coming.sort_by(|a, b| {
            let key = |it: &Coming| (it.on.is_none(), it.on, it.kind);
            key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
        });
        coming
    }

    /// What the vendor has to say to those who run a release, unless it came about a while ago.
    fn announcement_to(&self, version: &Version, today: NaiveDate) -> Option<Coming> {
        let release = &self.release(version)?.release;
        let said = release.announcement.as_ref()?;
        if said.from.is_some_and(|day| day < today - STILL_NEWS) {
            return None;
        }
        // Its words are all it is, so other words are another notice.
        let what = format!("{}:{:08x}", release.version, fingerprint(&said.message));
        Some(Coming {
            id: id_of(ComingKind::Announcement, said.from, self.package(), &what),
            kind: ComingKind::Announcement,
            on: said.from,
            version: Some(release.version.clone()),
            title: Some(said.message.clone()),
            url: said.url.clone().filter(|url| url.starts_with("https://")),
        })
    }

    fn end_of(&self, version: &Version, today: NaiveDate) -> Option<Coming> {
        let last_day = self.end_of_life(version)?;
        if last_day < today || last_day > today + END_IS_NEAR {
            return None;
        }
        let own = self.release(version).filter(|known| known.release.end_of_life.is_some());
        let what = match own {
            Some(known) => known.release.version.clone(),
            None => self.line(version)?.line.clone(),
        };
        Some(Coming {
            id: id_of(ComingKind::EndOfLife, Some(last_day), self.package(), &what),
            kind: ComingKind::EndOfLife,
            on: Some(last_day),
            version: Some(what),
            title: None,
            url: None,
        })
    }

    fn release_to_come(&self, known: &Known) -> Vec<Coming> {
        let release = &known.release;
        let Some(on) = release.released else { return Vec::new() };
        let of = |kind, what: &str, title, url| Coming {
            id: id_of(kind, Some(on), self.package(), what),
            kind,
            on: Some(on),
            version: Some(release.version.clone()),
            title,
            url,
        };
        let mut coming = vec![of(ComingKind::Release, &release.version, None, release.notes_url.clone())];
        coming.extend(release.breaking.iter().map(|change| {
            of(ComingKind::BreakingChange, &change.id, Some(change.title.clone()), change.url.clone())
        }));
        coming
    }

    /// Whether an id is of the form of this package's notices.
    #[must_use]
    pub fn may_have_told(&self, id: &str) -> bool {
        let mut parts = id.splitn(3, ':');
        let kind = parts.next().and_then(ComingKind::from_word);
        let on = parts.next().filter(|day| *day == NO_DAY || day.parse::<NaiveDate>().is_ok());
        let what = parts.next().and_then(|rest| rest.strip_prefix(&purl_of(self.package())));
        kind.is_some() && on.is_some() && what.is_some_and(|what| what.starts_with(':'))
    }
}

fn id_of(kind: ComingKind, on: Option<NaiveDate>, package: &Package, what: &str) -> String {
    let on = on.map_or_else(|| NO_DAY.to_string(), |day| day.to_string());
    format!("{}:{on}:{}:{what}", kind.word(), purl_of(package))
}

/// FNV-1a: tells two texts of one vendor apart, which nobody gains by forging.
fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn purl_of(package: &Package) -> String {
    Purl::new(package.clone(), None).to_string()
}
