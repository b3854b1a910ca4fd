//! Each registry's form, with what it marks; a table row for what must not be read.

use crate::package::{Ecosystem, Package};
use crate::release::{Feed, FeedError, Format, ReleaseList, import};

fn package(ecosystem: &str, name: &str) -> Package {
    Package::new(Ecosystem::from(ecosystem), name)
}

fn read(format: Format, package: &Package, text: &str) -> Feed {
    import(format, package, text).unwrap_or_else(|error| panic!("{format:?}: {error}"))
}

/// Versions with their marks, sorted as the package's list sorts them.
fn marks(feed: Feed) -> Vec<String> {
    let list = ReleaseList::compile(feed);
    let mark = |known: &crate::release::Known| {
        let release = &known.release;
        let mut words = vec![release.version.clone()];
        words.extend(release.released.map(|day| day.to_string()));
        words.extend(release.yanked.as_ref().map(|reason| format!("yanked:{reason}")));
        words.extend(
            release
                .deprecated
                .as_ref()
                .map(|d| format!("deprecated:{}:{}", d.message, d.replacement.as_deref().unwrap_or("-"))),
        );
        words.extend(release.is_unlisted.then(|| "unlisted".to_string()));
        words.extend(release.channel.clone());
        words.extend(release.breaking.iter().map(|change| format!("breaks:{}", change.title)));
        words.extend(release.downloads.iter().map(|d| d.checksum.clone().unwrap_or_default()));
        words.join(" ")
    };
    list.releases().iter().map(mark).collect()
}

#[test]
fn npm() {
    let package = package("npm", "a");
    let text = r#"{"name": "a", "dist-tags": {"latest": "1.10.0", "next": "2.0.0-rc.1"},
        "versions": {
            "2.0.0-rc.1": {"dist": {"tarball": "https://r.example/a.tgz", "integrity": "sha512-x"}},
            "1.9.0": {"deprecated": "use 1.10"}, "1.10.0": {"deprecated": ""}, "1.8.0": {"deprecated": true},
            "1.7.0": {"deprecated": false, "dist": {"tarball": "http://r.example/a.tgz"}}},
        "time": {"created": "2020-01-01T00:00:00Z", "1.9.0": "2021-09-13T23:59:59.999Z", "1.10.0": "2021-10-01",
            "unpublished": {"name": "a"}, "1.6.0": "2019-01-01"}}"#;
    let feed = read(Format::Npm, &package, text);
    let latest = ReleaseList::compile(feed.clone()).latest().map(|known| known.release.version.clone());
    assert_eq!(latest.as_deref(), Some("1.10.0"));
    assert_eq!(
        marks(feed),
        [
            "1.7.0",
            "1.8.0 deprecated::-",
            "1.9.0 2021-09-13 deprecated:use 1.10:-",
            "1.10.0 2021-10-01",
            "2.0.0-rc.1 sha512-x"
        ]
    );
}

#[test]
fn pypi() {
    let text = r#"{"info": {"name": "My_Pkg", "version": "1.10"}, "releases": {
        "1.10": [{"yanked": false, "upload_time_iso_8601": "2024-02-01T10:00:00.123456Z",
                  "url": "https://f.example/x", "digests": {"sha256": "ab", "md5": "c"}}],
        "1.9": [{"yanked": true, "yanked_reason": "broken"}, {"yanked": true}],
        "1.8": [{"yanked": true}, {"yanked": false}], "1.7": [],
        "legacy-one": [{"yanked": false}]}}"#;
    let feed = read(Format::Pypi, &package("PyPI", "my-pkg"), text);
    let list = ReleaseList::compile(feed.clone());
    assert_eq!(list.unreadable(), ["legacy-one"]);
    assert_eq!(marks(feed), ["1.8", "1.9 yanked:broken", "1.10 2024-02-01 sha256:ab"]);
}

#[test]
fn maven_metadata_whose_release_is_a_back_port() {
    let text = "<metadata>\n <groupId>g.h</groupId><artifactId>a</artifactId><versioning>
        <latest>1.2.9</latest><release>1.2.9</release><versions>
        <version>1.2.8</version><version>2.0.0</version><version>2.1.0-beta1</version>
        <version>1.2.9</version></versions><lastUpdated>20240101000000</lastUpdated></versioning></metadata>";
    let feed = read(Format::MavenMetadata, &package("Maven", "g.h:a"), text);
    let latest = ReleaseList::compile(feed.clone()).latest().map(|known| known.release.version.clone());
    assert_eq!(latest.as_deref(), Some("2.0.0"));
    assert_eq!(marks(feed), ["1.2.8", "1.2.9", "2.0.0", "2.1.0-beta1"]);
}

#[test]
fn crates_index() {
    let text = "{\"name\":\"a\",\"vers\":\"0.1.10\",\"yanked\":false,\"deps\":[],\"pubtime\":\"2025-01-01T00:00:00Z\"}\n
{\"name\":\"a\",\"vers\":\"0.1.9\",\"yanked\":true}\n";
    assert_eq!(
        marks(read(Format::CratesIndex, &package("crates.io", "a"), text)),
        ["0.1.9 yanked:", "0.1.10 2025-01-01"]
    );
}

#[test]
fn pub_dev() {
    let text = r#"{"name": "dio", "isDiscontinued": true, "replacedBy": "dio2", "latest": {"version": "5.0.0"},
        "versions": [{"version": "5.0.0", "published": "2024-01-01T00:00:00.0Z", "archive_sha256": "aa",
                      "archive_url": "https://pub.example/dio.tar.gz"},
                     {"version": "5.0.0+1", "retracted": true}]}"#;
    let feed = read(Format::PubDev, &package("Pub", "dio"), text);
    let replacement = feed.deprecated.as_ref().and_then(|deprecated| deprecated.replacement.as_deref());
    assert_eq!(replacement, Some("dio2"));
    assert_eq!(marks(feed), ["5.0.0 2024-01-01 sha256:aa", "5.0.0+1 yanked:"]);
}

#[test]
fn rubygems() {
    let text = r#"[{"number": "1.1.0", "platform": "ruby", "created_at": "2024-02-02T00:00:00.000Z"},
        {"number": "1.1.0", "platform": "java", "created_at": "2024-02-01T00:00:00.000Z"},
        {"number": "1.1.0.rc1", "prerelease": true}]"#;
    assert_eq!(
        marks(read(Format::Rubygems, &package("RubyGems", "a"), text)),
        ["1.1.0.rc1", "1.1.0 2024-02-01"]
    );
}

#[test]
fn nuget() {
    let text = r#"{"items": [{"@id": "p", "items": [
        {"catalogEntry": {"id": "My.Sdk", "version": "1.0.0", "listed": false, "published": "1900-01-01T00:00:00+00:00"}},
        {"catalogEntry": {"id": "My.Sdk", "version": "1.0.0.1", "published": "2024-03-01T00:00:00Z",
            "deprecation": {"reasons": ["Legacy", "Other"], "alternatePackage": {"id": "New.Sdk", "range": "*"}}}}]}]}"#;
    assert_eq!(
        marks(read(Format::Nuget, &package("NuGet", "my.sdk"), text)),
        ["1.0.0 unlisted", "1.0.0.1 2024-03-01 deprecated:Legacy, Other:New.Sdk"]
    );
    let error = import(Format::Nuget, &package("NuGet", "my.sdk"), r#"{"items": [{"@id": "https://n/p1"}]}"#);
    assert!(error.is_err_and(|error| error.to_string().contains("https://n/p1")));
}

#[test]
fn github_releases() {
    let text = r#"[
        {"tag_name": "sdk-v2.0.0", "published_at": "2024-05-01T10:00:00Z", "html_url": "https://g.example/r",
         "body": "Changes\n\n\n- **BREAKING**: `send()` returns a promise\n- fix", "assets": [
           {"browser_download_url": "https://g.example/a.zip", "digest": "sha256:ff"}]},
        {"tag_name": "v2.1.0-rc.1", "prerelease": true}, {"tag_name": "2.0.1", "draft": true},
        {"tag_name": "other-v9.0.0"}, {"tag_name": "nightly"}, {"tag_name": "@scope/sdk@1.9.0"}]"#;
    assert_eq!(
        marks(read(Format::GithubReleases, &package("npm", "@scope/sdk"), text)),
        [
            "1.9.0",
            "2.0.0 2024-05-01 breaks:BREAKING: send() returns a promise sha256:ff",
            "2.1.0-rc.1 prerelease"
        ]
    );
}

#[test]
fn end_of_life_lines_in_both_versions_of_the_api() {
    let v1 = r#"{"schema_version": "1.2.0", "result": {"name": "x", "releases": [
        {"name": "8.0", "isEol": false, "eolFrom": "2026-11-10"}, {"name": "7", "isEol": true, "eolFrom": null},
        {"name": "9", "isEol": false}]}}"#;
    let v0 =
        r#"[{"cycle": "8.0", "eol": "2026-11-10"}, {"cycle": 7, "eol": true}, {"cycle": "9", "eol": false}]"#;
    for text in [v1, v0] {
        let feed = read(Format::EndOfLife, &package("NuGet", "x"), text);
        let lines: Vec<_> = feed
            .lines
            .iter()
            .map(|line| (line.line.as_str(), line.end_of_life.map(|day| day.to_string()), line.has_ended))
            .collect();
        assert_eq!(
            lines,
            [("8.0", Some("2026-11-10".to_string()), false), ("7", None, true), ("9", None, false)]
        );
    }
}

#[test]
fn keep_a_changelog() {
    let text = "# Changelog\n## [Unreleased]\n### Removed\n- all\n
## [2.0.0] - 2026-01-31\n### Removed\n- The `sync` call\n  - detail\n### Changed\n- feat(api)!: new ids\n- colours\n
## [1.1.0] - 2025-01-01 [YANKED]\n### Fixed\n- breaking news\n## v1.0.0 (2024-12-13)\n### BREAKING CHANGES\n* first\n
[2.0.0]: https://example.com\n";
    assert_eq!(
        marks(read(Format::KeepAChangelog, &package("npm", "a"), text)),
        [
            "1.0.0 2024-12-13 breaks:first",
            "1.1.0 2025-01-01 yanked: breaks:breaking news",
            "2.0.0 2026-01-31 breaks:The sync call breaks:feat(api)!: new ids"
        ]
    );
}

#[test]
fn a_feed_about_another_package_or_of_another_form_is_refused() {
    let a = package("npm", "a");
    let other = import(Format::Npm, &a, r#"{"name": "b", "versions": []}"#);
    assert_eq!(other, Err(FeedError::OtherPackage { expected: "a".to_string(), found: "b".to_string() }));
    for format in [
        Format::Aftercare,
        Format::Npm,
        Format::Pypi,
        Format::MavenMetadata,
        Format::CratesIndex,
        Format::PubDev,
        Format::Rubygems,
        Format::Nuget,
        Format::GithubReleases,
        Format::EndOfLife,
    ] {
        for text in ["<html>", "{}", "null", "[1]", "7"] {
            assert!(import(format, &a, text).is_err(), "{format:?} {text}");
        }
    }
}

#[test]
fn aftercares_own_form_survives_the_round_trip() {
    let text = r#"{"package": "pkg:npm/a", "releases": [{"version": "1.0.0", "plans": ["enterprise"],
        "end_of_life": "2026-12-31", "breaking": [{"id": "b1", "title": "t"}]}], "lines": [{"line": "1"}]}"#;
    let feed = read(Format::Aftercare, &package("npm", "a"), text);
    let again = serde_json::to_string(&feed).expect("JSON");
    assert_eq!(read(Format::Aftercare, &package("npm", "a"), &again), feed);
}
