//! `shared::api::releases`.

use aftercare_shared::api::releases::{
    FeedError, FeedSource, FeedState, Feeds, GuideOrigin, KnownGuide, KnownRelease, PackageReleases,
    PackageSummary, Packages,
};
use aftercare_shared::release::{
    Announcement, Breaking, Deprecation, Download, Format, Guide, Line, Release,
};

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
decode_struct!(PackageReleases { items, lines, guides, feeds, pushed_at, ..package });
decode_struct!(KnownGuide { origin, ..guide });
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

impl Decode for Guide {
    fn decode(json: &Value) -> Option<Self> {
        Some(Self {
            id: field(json, "id")?,
            from: field::<Option<String>>(json, "from")?.unwrap_or_default(),
            to: field(json, "to")?,
            title: field(json, "title")?,
            effort_minutes: field(json, "effort_minutes")?,
            text: field(json, "text")?,
            url: field(json, "url")?,
            codemod_url: field(json, "codemod_url")?,
        })
    }
}

impl Decode for Deprecation {
    fn decode(json: &Value) -> Option<Self> {
        Some(Self {
            message: field::<Option<String>>(json, "message")?.unwrap_or_default(),
            replacement: field(json, "replacement")?,
        })
    }
}

decode_words!(GuideOrigin { "feed" => Feed, "pushed" => Pushed, "desk" => Desk });
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
