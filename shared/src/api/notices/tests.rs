//! A real SDK, its real advisories: what the page is told.

use chrono::{DateTime, Utc};

use crate::advisory::Index;
use crate::api::notices::{Facts, Notices, assess};
use crate::osv::Record;
use crate::package::Purl;
use crate::release::{ReleaseList, from_npm};

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
    let sdks: Vec<Purl> = sdks.iter().map(|purl| purl.parse().expect("a purl")).collect();
    let releases = [ReleaseList::compile(feed)];
    assess(Facts { index: &index, releases: &releases, plan: Some("pro"), now }, &sdks)
}

#[cfg(feature = "cvss")]
#[test]
fn a_vulnerable_sdk_raises_badge_and_card_and_shows_the_ladder_up() {
    insta::assert_json_snapshot!(notices(&["pkg:npm/matrix-js-sdk@23.5.0"]), @r#"
    {
      "generated_at": "2026-11-22T12:00:00Z",
      "badge": 2,
      "card": {
        "id": "GHSA-mwq8-fjpf-c2gr",
        "summary": "Remote data can pollute Object.prototype",
        "severity": "high",
        "package": "matrix-js-sdk",
        "version": "23.5.0",
        "fixed_in": "24.0.0"
      },
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
