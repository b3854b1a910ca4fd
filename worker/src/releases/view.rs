//! Releases and feeds as the desk sees them.

use aftercare_shared::api::releases::{
    FeedError, FeedSource, FeedState, GuideOrigin, KnownGuide, KnownRelease, PackageReleases, PackageSummary,
};
use aftercare_shared::package::{Package, Purl};
use aftercare_shared::release::{Feed, Guide, Release, ReleaseList};
use chrono::{DateTime, TimeDelta, Utc};

use crate::problem::Failure;
use crate::releases::Shelf;
use crate::store::feed::Source;

/// How many intervals a feed may not have been read before it is stale.
const STALE_INTERVALS: i64 = 3;

/// A package, in a list.
pub(crate) fn summary(
    package: &Package,
    feed: Feed,
    as_of: Option<DateTime<Utc>>,
    sources: &[&Source],
    now: DateTime<Utc>,
) -> PackageSummary {
    let count = feed.releases.len();
    let list = ReleaseList::compile(feed);
    let latest = list.latest().map(|known| &known.release);
    PackageSummary {
        package: Purl::of_package(package).to_string(),
        name: package.name().to_owned(),
        ecosystem: package.ecosystem().clone(),
        latest: latest.map(|release| release.version.clone()),
        latest_released: latest.and_then(|release| release.released),
        releases: u32::try_from(count).unwrap_or(u32::MAX),
        as_of,
        is_stale: sources.iter().any(|source| is_stale(source, now)),
    }
}

/// A package, whole.
pub(crate) fn whole(shelf: &Shelf, now: DateTime<Utc>) -> Result<PackageReleases, Failure> {
    let feed = shelf.whole()?.unwrap_or_else(|| empty(&shelf.package));
    let list = ReleaseList::compile(feed.clone());
    let edits = shelf.desk.as_ref().map(|desk| desk.releases.as_slice()).unwrap_or_default();
    let known = list.releases().iter().rev().map(|known| known.release.clone());
    let unreadable = feed.releases.iter().filter(|release| list.unreadable().contains(&release.version));
    let item = |release: Release| {
        let edit = edits.iter().find(|edit| edit.version == release.version).cloned();
        KnownRelease { release, edit }
    };
    let holds =
        |layer: Option<&Feed>, id: &str| layer.is_some_and(|feed| feed.guides.iter().any(|it| it.id == id));
    let known_guide = |guide: &Guide| {
        let origin = if holds(shelf.desk.as_ref(), &guide.id) {
            GuideOrigin::Desk
        } else if holds(shelf.pushed.as_ref().map(|(feed, _)| feed), &guide.id) {
            GuideOrigin::Pushed
        } else {
            GuideOrigin::Feed
        };
        KnownGuide { guide: guide.clone(), origin }
    };
    let sources: Vec<&Source> = shelf.sources.iter().collect();
    Ok(PackageReleases {
        items: known.chain(unreadable.cloned()).map(item).collect(),
        lines: feed.lines.clone(),
        guides: feed.guides.iter().map(known_guide).collect(),
        feeds: shelf.sources.iter().map(|source| state(source, now)).collect(),
        pushed_at: shelf.pushed.as_ref().map(|(_, at)| *at),
        package: summary(&shelf.package, feed.clone(), feed.as_of, &sources, now),
    })
}

/// How a feed is doing.
pub(crate) fn state(source: &Source, now: DateTime<Utc>) -> FeedState {
    FeedState {
        source: FeedSource {
            package: source.package.clone(),
            form: source.form,
            url: source.url.clone(),
            interval_seconds: source.interval_seconds,
        },
        fetched_at: source.fetched_at,
        next_at: source.next_at,
        is_stale: is_stale(source, now),
        listed: source.listed,
        failures: source.failures,
        last_error: source.failure.clone().map(|(at, message)| FeedError { at, message }),
    }
}

/// The list of a package of which nothing is known yet.
pub(crate) fn empty(package: &Package) -> Feed {
    Feed {
        package: Purl::of_package(package),
        source: None,
        as_of: None,
        tags: std::collections::BTreeMap::new(),
        deprecated: None,
        lines: Vec::new(),
        releases: Vec::new(),
        guides: Vec::new(),
    }
}

fn is_stale(source: &Source, now: DateTime<Utc>) -> bool {
    let patience = TimeDelta::seconds(i64::from(source.interval_seconds) * STALE_INTERVALS);
    source.fetched_at.is_none_or(|at| now - at > patience)
}
