//! A real SDK, its real advisories: what the page is told.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::advisory::Index;
use crate::api::notices::{Facts, Notices, Question, Why, assess};
use crate::catalogue::Catalogue;
use crate::osv::Record;
use crate::release::{Feed, ReleaseList, from_npm};
use crate::status::Headline;

const PACKUMENT: &str = r#"{
    "name": "matrix-js-sdk", "dist-tags": {"latest": "43.0.0"},
    "versions": ["9.3.0", "23.4.0", "23.5.0", "24.0.0", "24.1.0-rc.1", "24.1.0", "34.3.0",
                 "34.3.1", "34.4.0", "43.0.0"],
    "time": {"24.0.0": "2023-03-28"}
}"#;

fn record(id: &str, cve: &str, summary: &str, fixed: &str, vector: &str) -> Record {
    serde_json::from_value(serde_json::json!({
        "schema_version": "1.6.0", "id": id, "aliases": [cve], "summary": summary,
        "modified": "2023-03-30T20:19:18Z", "published": "2023-03-30T20:19:18Z",
        "severity": [{"type": "CVSS_V3", "score": vector}],
        "affected": [{
            "package": {"ecosystem": "npm", "name": "matrix-js-sdk"},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": fixed}]}]
        }],
        "references": [{"type": "ADVISORY", "url": format!("https://example.com/{id}")}]
    }))
    .expect("a record")
}

fn notices(sdks: &[&str]) -> Notices {
    let index = Index::compile(&[
        record(
            "GHSA-mwq8-fjpf-c2gr",
            "CVE-2023-28427",
            "Remote data can pollute Object.prototype",
            "24.0.0",
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:H",
        ),
        record(
            "GHSA-vhr5-g3pm-49fm",
            "CVE-2024-42369",
            "A room that names itself as its predecessor makes the client recurse without end",
            "34.3.1",
            "CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:N/I:N/A:L",
        ),
    ]);
    let feed = from_npm(PACKUMENT, None).expect("a packument");
    let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().expect("an instant");
    let catalogue = Catalogue::new(index, [ReleaseList::compile_on(feed, now.date_naive())]);
    assess(Facts { catalogue: &catalogue, plan: Some("pro"), now }, &Question::of(sdks.iter().copied()))
}

#[cfg(feature = "cvss")]
#[test]
fn a_vulnerable_sdk_raises_badge_and_card_and_shows_the_ladder_up() {
    insta::assert_json_snapshot!(notices(&["pkg:npm/matrix-js-sdk@23.5.0"]), @r#"
    {
      "generated_at": "2026-11-22T12:00:00Z",
      "badge": 2,
      "cards": [
        {
          "id": "GHSA-mwq8-fjpf-c2gr",
          "summary": "Remote data can pollute Object.prototype",
          "severity": "high",
          "package": "matrix-js-sdk",
          "version": "23.5.0",
          "fixed_in": "24.0.0"
        }
      ],
      "sdks": [
        {
          "purl": "pkg:npm/matrix-js-sdk@23.5.0",
          "name": "matrix-js-sdk",
          "ecosystem": "npm",
          "version": "23.5.0",
          "status": "vulnerable",
          "is_feed_known": true,
          "is_in_feed": true,
          "latest": "43.0.0",
          "newest_same_minor": "23.5.0",
          "newest_same_major": "23.5.0",
          "findings": [
            {
              "id": "GHSA-mwq8-fjpf-c2gr",
              "aliases": [
                "CVE-2023-28427"
              ],
              "summary": "Remote data can pollute Object.prototype",
              "severity": "high",
              "score": 8.2,
              "verdict": "affected",
              "range": "< 24.0.0",
              "fixed_in": "24.0.0",
              "published": "2023-03-30T20:19:18Z",
              "url": "https://example.com/GHSA-mwq8-fjpf-c2gr"
            },
            {
              "id": "GHSA-vhr5-g3pm-49fm",
              "aliases": [
                "CVE-2024-42369"
              ],
              "summary": "A room that names itself as its predecessor makes the client recurse without end",
              "severity": "medium",
              "score": 4.1,
              "verdict": "affected",
              "range": "< 34.3.1",
              "fixed_in": "34.3.1",
              "published": "2023-03-30T20:19:18Z",
              "url": "https://example.com/GHSA-vhr5-g3pm-49fm"
            }
          ],
          "upgrade": {
            "is_fine_already": false,
            "candidates": [
              {
                "kinds": [
                  "nearest"
                ],
                "version": "34.3.1",
                "crosses_major": true,
                "majors": 2,
                "may_break": true,
                "is_in_plan": true
              },
              {
                "kinds": [
                  "newest"
                ],
                "version": "43.0.0",
                "crosses_major": true,
                "majors": 3,
                "may_break": true,
                "is_in_plan": true
              }
            ],
            "ladder": [
              {
                "version": "24.0.0",
                "sheds": [
                  "GHSA-mwq8-fjpf-c2gr"
                ],
                "crosses_major": true,
                "majors": 1,
                "may_break": true
              },
              {
                "version": "34.3.1",
                "sheds": [
                  "GHSA-vhr5-g3pm-49fm"
                ],
                "crosses_major": true,
                "majors": 1,
                "may_break": true
              }
            ]
          }
        }
      ]
    }
    "#);
}

/// What is told on a day about one version of a feed of our own form, and of two flaws in it.
fn told(feed: serde_json::Value, version: &str, today: &str) -> Notices {
    let flaw = |id: &str, severity: &str, fixed: &str| -> Record {
        serde_json::from_value(serde_json::json!({
            "id": id, "database_specific": {"severity": severity},
            "affected": [{
                "package": {"ecosystem": "npm", "name": "a"},
                "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": fixed}]}]
            }]
        }))
        .expect("a record")
    };
    let index = Index::compile(&[
        flaw("GHSA-1", "HIGH", "2.0.0"),
        flaw("GHSA-2", "CRITICAL", "2.0.0"),
        flaw("GHSA-3", "MODERATE", "2.0.0"),
    ]);
    let feed: Feed = serde_json::from_value(feed).expect("a feed");
    let today: NaiveDate = today.parse().expect("a day");
    let catalogue = Catalogue::new(index, [ReleaseList::compile_on(feed, today)]);
    let now = today.and_time(NaiveTime::MIN).and_utc();
    let asked = ["no package", &format!("pkg:npm/a@{version}")];
    assess(Facts { catalogue: &catalogue, plan: None, now }, &Question::of(asked))
}

fn feed() -> serde_json::Value {
    serde_json::json!({
        "package": "pkg:npm/a", "tags": {"latest": "3.0.0"},
        "lines": [{"line": "2", "end_of_life": "2026-12-31"}],
        "releases": [
            {"version": "1.0.0", "announcement": {"message": "Node 16 is no longer tested", "url": "javascript:0"}},
            {"version": "2.3.0", "announcement": {
                "message": "The first signalling service is switched off", "from": "2026-11-01",
                "url": "https://example.com/off"}},
            {"version": "2.4.0"},
            {"version": "3.0.0", "released": "2026-12-01", "notes_url": "https://example.com/3",
             "breaking": [{"id": "calls", "title": "Calls return a promise"}]},
            {"version": "3.1.0-rc.1", "released": "2026-12-15"}
        ]
    })
}

#[test]
fn what_is_to_come_is_told_to_whom_it_concerns() {
    const EOL: &str = "end_of_life:2026-12-31:pkg:npm/a:2";
    const OFF: &str = "announcement:2026-11-01:pkg:npm/a:2.3.0:53bce201";
    const OUT: &str = "release:2026-12-01:pkg:npm/a:3.0.0";
    const CALLS: &str = "breaking_change:2026-12-01:pkg:npm/a:calls";
    const NODE: &str = "announcement:-:pkg:npm/a:1.0.0:0af44cc1";
    const NEXT: &str = "release:2026-12-15:pkg:npm/a:3.1.0-rc.1";
    for (version, today, expected) in [
        ("2.3.0", "2026-11-22", vec![OFF, CALLS, OUT, EOL]),
        ("2.4.0", "2026-11-22", vec![CALLS, OUT, EOL]),
        ("2.4.0-rc.1", "2026-11-22", vec![CALLS, OUT, NEXT, EOL]),
        ("1.0.0", "2026-11-22", vec![CALLS, OUT, NODE]),
        // What has come about is news for thirty days; a release that is out is a candidate instead.
        ("2.3.0", "2026-12-01", vec![OFF, EOL]),
        ("2.3.0", "2026-12-02", vec![EOL]),
        ("2.3.0", "2026-12-31", vec![EOL]),
        ("2.3.0", "2027-01-01", vec![]),
        // Half a year before the end is early enough.
        ("2.4.0", "2026-07-03", vec![CALLS, OUT]),
        ("2.4.0", "2026-07-04", vec![CALLS, OUT, EOL]),
        // Nobody knows what runs: a release may concern them.
        ("", "2026-11-22", vec![CALLS, OUT, NEXT]),
    ] {
        let notices = told(feed(), version, today);
        let report = notices.sdks.iter().find(|report| report.name == "a").expect("a report");
        let ids: Vec<&str> = report.coming.iter().map(|coming| coming.id.as_str()).collect();
        assert_eq!(ids, expected, "{version} {today}");
        assert!(report.coming.iter().all(|it| it.url.as_ref().is_none_or(|url| url.starts_with("https:"))));
    }
}

#[test]
fn an_announcement_in_other_words_is_another_notice() {
    let told_with = |message: &str| {
        let mut feed = feed();
        feed["releases"][1]["announcement"]["message"] = message.into();
        let notices = told(feed, "2.3.0", "2026-11-22");
        let coming: Vec<_> = notices.sdks.into_iter().flat_map(|report| report.coming).collect();
        coming.into_iter().find(|it| it.id.starts_with("announcement:")).expect("an announcement").id
    };
    let before = told_with("It is switched off in spring");
    assert_eq!(before, told_with("It is switched off in spring"));
    assert_ne!(before, told_with("It is switched off in summer"));
}

#[test]
fn a_release_of_tomorrow_is_nothing_to_move_to() {
    for (today, latest) in [("2026-11-30", "2.4.0"), ("2026-12-01", "3.0.0")] {
        let notices = told(feed(), "2.3.0", today);
        let report = notices.sdks.iter().find(|report| report.name == "a").expect("a report");
        assert_eq!(report.latest.as_deref(), Some(latest), "{today}");
        let newest = report.upgrade.iter().flat_map(|upgrade| &upgrade.candidates).next_back();
        assert_eq!(newest.map(|candidate| candidate.version.as_str()), Some(latest), "{today}");
    }
}

#[test]
fn one_slip_hides_nothing_and_is_unknown_with_its_reason() {
    let notices = told(feed(), "1.0.0", "2026-11-22");
    let stands: Vec<_> = notices.sdks.iter().map(|it| (it.name.as_str(), it.status, it.reason)).collect();
    assert_eq!(
        stands,
        [("a", Headline::Vulnerable, None), ("no package", Headline::Unknown, Some(Why::NoPackage))]
    );
    for (version, reason) in
        [("", Why::NoVersion), ("not-a-version", Why::UnreadableVersion), ("2.3.9", Why::NotInFeed)]
    {
        let notices = told(feed(), version, "2026-11-22");
        let report = notices.sdks.iter().find(|report| report.name == "a").expect("a report");
        assert_eq!((report.status, report.reason), (Headline::Unknown, Some(reason)), "{version}");
    }
}

#[test]
fn the_worst_card_stands_first_and_the_others_behind_it() {
    let notices = told(feed(), "1.0.0", "2026-11-22");
    let cards: Vec<&str> = notices.cards.iter().map(|card| card.id.as_str()).collect();
    assert_eq!((notices.badge, cards), (3, vec!["GHSA-2", "GHSA-1"]));
}

#[test]
fn a_notice_that_was_told_is_known_by_its_id() {
    let feed: Feed = serde_json::from_value(feed()).expect("a feed");
    let index =
        Index::compile(&[record("GHSA-b", "CVE-1", "", "1.0.0", ""), record("GHSA-a", "", "", "1.0.0", "")]);
    let catalogue = Catalogue::new(index, [ReleaseList::compile(feed)]);
    for (id, is_known) in [
        ("GHSA-a", true),
        ("GHSA-b", true),
        ("GHSA-c", false),
        ("CVE-1", false),
        ("", false),
        ("release:2026-12-01:pkg:npm/a:3.0.0", true),
        ("release:2026-12-01:pkg:npm/b:3.0.0", false),
        ("release:2026-12-01:pkg:npm/ab:3.0.0", false),
        ("release:soon:pkg:npm/a:3.0.0", false),
        ("party:2026-12-01:pkg:npm/a:3.0.0", false),
    ] {
        assert_eq!(catalogue.may_have_told(id), is_known, "{id}");
    }
}
