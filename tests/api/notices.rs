//! `GET /v1/notices`: public, cacheable, and never louder than what is known.

use aftercare_shared::api::notices::{Notices, Verdict};
use aftercare_shared::problem::Kind;
use aftercare_shared::status::Headline;
use aftercare_tests::{Answer, World, at};

const FLAWED: &str = "pkg:npm/matrix-js-sdk@23.5.0";

fn ask(query: &str) -> Answer {
    World::shared().get(&format!("/v1/notices{query}")).now(at("2026-03-10T02:00:00Z")).send()
}

fn notices(sdks: &[&str]) -> Notices {
    let query: Vec<String> =
        sdks.iter().map(|sdk| format!("sdk={}", sdk.replace('%', "%25").replace('@', "%40"))).collect();
    ask(&format!("?{}", query.join("&"))).json(200)
}

#[test]
fn a_flaw_that_hits_is_shown_with_its_fix() {
    let notices = notices(&[FLAWED]);
    assert_eq!(notices.badge, 2);
    let card = notices.card.expect("a high flaw is worth a card");
    insta::assert_json_snapshot!(card, @r#"
    {
      "id": "GHSA-mwq8-fjpf-c2gr",
      "summary": "Remote data can pollute Object.prototype",
      "severity": "high",
      "package": "matrix-js-sdk",
      "version": "23.5.0",
      "fixed_in": "24.0.0"
    }
    "#);
    let report = &notices.sdks[0];
    assert_eq!(report.status, Headline::Vulnerable);
    let findings: Vec<_> = report
        .findings
        .iter()
        .map(|finding| (finding.id.as_str(), finding.verdict, finding.fixed_in.as_deref()))
        .collect();
    assert_eq!(
        findings,
        [
            ("GHSA-mwq8-fjpf-c2gr", Verdict::Affected, Some("24.0.0")),
            ("GHSA-vhr5-g3pm-49fm", Verdict::Affected, Some("34.3.1")),
        ]
    );
    assert!(report.upgrade.as_ref().is_some_and(|upgrade| !upgrade.candidates.is_empty()));
}

#[test]
fn a_version_that_is_fine_is_quiet() {
    let notices = notices(&["pkg:npm/agora-rtc-sdk-ng@4.24.8"]);
    assert_eq!((notices.badge, &notices.card), (0, &None));
    assert_eq!(notices.sdks[0].findings, []);
}

#[test]
fn the_worst_stands_first() {
    let notices = notices(&["pkg:npm/agora-rtc-sdk-ng@4.24.8", FLAWED]);
    let names: Vec<&str> = notices.sdks.iter().map(|report| report.name.as_str()).collect();
    assert_eq!(names, ["matrix-js-sdk", "agora-rtc-sdk-ng"]);
}

#[test]
fn what_is_not_known_is_not_called_safe() {
    for sdk in
        ["pkg:npm/matrix-js-sdk@not-a-version", "pkg:npm/matrix-js-sdk", "pkg:npm/nobody-knows-this@1.0.0"]
    {
        let notices = notices(&[sdk]);
        let report = &notices.sdks[0];
        assert_eq!(report.status, Headline::Unknown, "{sdk}: {report:?}");
        assert_eq!((notices.badge, &notices.card), (0, &None), "{sdk}: nor is it called certain");
    }
}

#[test]
fn the_notices_are_for_any_page_and_for_caches() {
    let answer = ask("?sdk=pkg:npm/matrix-js-sdk@23.5.0");
    answer.expect_status(200);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    let control = answer.header("cache-control").unwrap_or_default();
    assert!(control.contains("public") && control.contains("max-age=60"), "{control}");
    let tag = answer.header("etag").expect("a tag").to_owned();
    let again = World::shared()
        .get("/v1/notices?sdk=pkg:npm/matrix-js-sdk@23.5.0")
        .now(at("2026-03-10T02:05:00Z"))
        .header("If-None-Match", &tag)
        .send();
    again.expect_status(304);
    assert_eq!(again.header("access-control-allow-origin"), Some("*"), "a 304 needs it as well");
}

#[test]
fn no_sdk_is_no_notice() {
    for query in ["", "?", "?lang=en"] {
        let notices: Notices = ask(query).json(200);
        assert_eq!((notices.badge, notices.card, notices.sdks), (0, None, Vec::new()), "{query:?}");
    }
}

#[test]
fn what_is_no_package_url_is_refused() {
    for query in
        ["?sdk=", "?sdk=matrix-js-sdk", "?sdk=pkg:npm", "?sdk=pkg:npm/%00@1", "?sdk=https://example.com/"]
    {
        let answer = ask(query);
        assert!([400, 422].contains(&answer.status), "{query}: {} {}", answer.status, answer.text());
    }
    let many = format!("?{}", vec!["sdk=pkg:npm/a@1.0.0"; 60].join("&"));
    let answer = ask(&many);
    assert!([400, 413, 422].contains(&answer.status), "{} {}", answer.status, answer.text());
}

#[test]
fn the_notices_are_only_read() {
    World::shared().post("/v1/notices").send().problem(Kind::MethodNotAllowed);
}
