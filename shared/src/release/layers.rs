//! What is known of a package's releases, layer upon layer: feeds, a list that was pushed, the desk's word.
//!
//! A registry's list is complete: what only a changelog or a list of tags knows was not published. Where
//! feeds are read alone, without a registry's, they list what there is. What is pushed or written at the
//! desk adds and changes, and never takes away what a feed lists.

use crate::package::Package;
use crate::release::import::feed;
use crate::release::{Feed, Format, NewReleases};

/// Where a layer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A feed in that form.
    Feed(Format),
    /// A list that was pushed whole.
    Pushed,
    /// The desk's word on single releases.
    Desk,
}

impl Origin {
    /// The place among the layers, the lowest first. Of two of one place the order given counts.
    fn height(self) -> u8 {
        match self {
            Self::Feed(
                Format::Aftercare
                | Format::Npm
                | Format::Pypi
                | Format::MavenMetadata
                | Format::CratesIndex
                | Format::PubDev
                | Format::Rubygems
                | Format::Nuget,
            ) => 0,
            Self::Feed(Format::GithubReleases) => 1,
            Self::Feed(Format::KeepAChangelog) => 2,
            Self::Feed(Format::EndOfLife) => 3,
            Self::Pushed => 4,
            Self::Desk => 5,
        }
    }

    /// Whether what it lists was published, so that what it does not list was not.
    fn is_complete(self) -> bool {
        self.height() == 0
    }
}

impl Feed {
    /// Lays layers upon one another. None if there are none.
    ///
    /// The feed is as of the newest of its feeds and pushed lists: a word of the desk makes an old list no
    /// younger.
    #[must_use]
    pub fn of_layers(package: &Package, mut layers: Vec<(Origin, Self)>) -> Option<Self> {
        layers.sort_by_key(|(origin, _)| origin.height());
        let is_complete = layers.iter().any(|(origin, _)| origin.is_complete());
        let mut whole: Option<Self> = None;
        for (origin, mut layer) in layers {
            let releases = match origin {
                Origin::Feed(_) if is_complete && !origin.is_complete() => NewReleases::Skip,
                Origin::Feed(_) | Origin::Pushed | Origin::Desk => NewReleases::Add,
            };
            if origin == Origin::Desk {
                layer.as_of = None;
            }
            whole.get_or_insert_with(|| feed(package, Vec::new())).overlay(layer, releases);
        }
        whole
    }
}
