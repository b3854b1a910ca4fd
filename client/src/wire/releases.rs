//! `shared::api::releases`.

use aftercare_shared::api::releases::{
    FeedError, FeedSource, FeedState, Feeds, KnownRelease, PackageReleases, PackageSummary, Packages,
};
use aftercare_shared::release::{Announcement, Breaking, Deprecation, Download, Format, Line, Release};

use crate::wire::{Decode, Value, field};
use crate::{decode_struct, decode_words};

decode_struct!(Packages { items });
decode_struct!(PackageSummary {
    package,
    name,
    ecosystem,
    latest,
    latest_released,
    releases,
    as_of,
    is_stale,
});
decode_struct!(PackageReleases { items, lines, feeds, pushed_at, ..package });
decode_struct!(KnownRelease { edit, ..release });
decode_struct!(Feeds { items });
decode_struct!(FeedSource { package, form, url, interval_seconds });
decode_struct!(FeedState { fetched_at, next_at, is_stale, listed, failures, last_error, ..source });
decode_struct!(FeedError { at, message });

decode_struct!(Release {
    version,
    released,
    channel,
    yanked,
    is_unlisted,
    deprecated,
    end_of_life,
    breaking,
    notes_url,
    downloads,
    demo_url,
    moves_with,
    plans,
    announcement,
});
decode_struct!(Breaking { id, title, url });
decode_struct!(Download { url, checksum });
decode_struct!(Line { line, end_of_life, has_ended });
decode_struct!(Announcement { message, from, url });

impl Decode for Deprecation {
    fn decode(json: &Value) -> Option<Self> {
        Some(Self {
            message: field::<Option<String>>(json, "message")?.unwrap_or_default(),
            replacement: field(json, "replacement")?,
        })
    }
}

decode_words!(Format {
    "aftercare" => Aftercare,
    "npm" => Npm,
    "pypi" => Pypi,
    "maven_metadata" => MavenMetadata,
    "crates_index" => CratesIndex,
    "pub_dev" => PubDev,
    "rubygems" => Rubygems,
    "nuget" => Nuget,
    "github_releases" => GithubReleases,
    "end_of_life" => EndOfLife,
    "keep_a_changelog" => KeepAChangelog,
});
