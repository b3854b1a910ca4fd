//! `GET /v1/notices`: public, cacheable, and never louder than what is known.

use aftercare_shared::api::notices::{Notices, Verdict, Why};
use aftercare_shared::problem::Kind;
use aftercare_shared::status::Headline;
use aftercare_tests::{Answer, World, at};
use chrono::TimeDelta;

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
    let [card] = notices.cards.as_slice() else {
        panic!("one high flaw is worth a card: {:?}", notices.cards)
    };
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
    assert_eq!((notices.badge, notices.cards.len()), (0, 0));
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
        assert_eq!((notices.badge, notices.cards.len()), (0, 0), "{sdk}: nor is it called certain");
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
        assert_eq!((notices.badge, notices.cards, notices.sdks), (0, Vec::new(), Vec::new()), "{query:?}");
    }
}

#[test]
fn what_is_no_package_url_is_refused_where_it_stands_alone() {
    for query in
        ["?sdk=", "?sdk=matrix-js-sdk", "?sdk=pkg:npm", "?sdk=pkg:npm/%00@1", "?sdk=https://example.com/"]
    {
        let problem = ask(query).problem(Kind::Invalid);
        assert_eq!(problem.errors.len(), 1, "{query}: it says which and why");
        assert_eq!(problem.errors[0].pointer, "#/sdk/0");
    }
    let many = format!("?{}", vec!["sdk=pkg:npm/a@1.0.0"; 60].join("&"));
    ask(&many).problem(Kind::Invalid);
    let long = format!("?sdk=pkg:npm/{}@1", "a".repeat(20_000));
    ask(&long).problem(Kind::TooLarge);
}

#[test]
fn one_slip_hides_no_other_notice() {
    let long = format!("pkg:npm/{}@1", "a".repeat(600));
    for slip in ["matrix-js-sdk", "pkg:npm", long.as_str(), "pkg:npm/a%2500"] {
        let notices: Notices = ask(&format!("?sdk={slip}&sdk={FLAWED}")).json(200);
        let told: Vec<_> = notices.sdks.iter().map(|report| (report.status, report.reason)).collect();
        assert_eq!(
            told,
            [(Headline::Vulnerable, None), (Headline::Unknown, Some(Why::NoPackage))],
            "{slip}: {notices:?}"
        );
        assert_eq!((notices.badge, notices.cards.len()), (2, 1));
    }
}

#[test]
fn the_same_question_has_the_same_answer_however_it_is_put() {
    let other = "pkg:npm/agora-rtc-sdk-ng@4.24.8";
    let first = ask(&format!("?sdk={FLAWED}&sdk={other}"));
    first.expect_status(200);
    for query in [
        format!("?sdk={other}&sdk={FLAWED}"),
        format!("?sdk={other}&lang=zh&sdk={FLAWED}&sdk={other}"),
        format!("?sdk={other}&sdk=pkg%3Anpm%2Fmatrix-js-sdk%4023.5.0"),
        format!("?sdk={other}&sdk=PKG:NPM/matrix-js-sdk@23.5.0?repository_url=mirror.example"),
    ] {
        let answer = ask(&query);
        assert_eq!(answer.header("etag"), first.header("etag"), "{query}");
        assert_eq!(answer.text(), first.text(), "{query}");
    }
    // Another language, origin or person makes no difference, so caches are told of none.
    let call = World::shared().get(&format!("/v1/notices?sdk={FLAWED}&sdk={other}"));
    let call = call.now(at("2026-03-10T02:00:00Z")).header("Accept-Language", "zh").bearer("whatever");
    let answer = call.header("Origin", "https://console.example.com").send();
    assert_eq!((answer.text(), answer.header("vary")), (first.text(), None));
}

#[test]
fn the_router_answers_as_the_short_way_does() {
    let now = at("2026-03-10T02:00:00Z");
    let path = format!("/v1/notices?sdk={FLAWED}");
    let get = World::shared().get(&path).now(now).send();
    let head = World::shared().call("HEAD", &path).now(now).send();
    get.expect_status(200);
    head.expect_status(200);
    assert!(head.body.is_empty());
    let of_the_wire =
        ["date", "content-length", "transfer-encoding", "connection", "keep-alive", "content-encoding"];
    let told = |answer: &Answer| {
        let mut told: Vec<_> = answer
            .headers
            .iter()
            .filter(|(name, _)| !of_the_wire.contains(&name.as_str()))
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
            .collect();
        told.sort();
        told
    };
    assert_eq!(told(&get), told(&head));
    // A held answer is the same again, and so is the next day's but for its date.
    assert_eq!(World::shared().get(&path).now(now).send().text(), get.text());
    let tomorrow: Notices = World::shared().get(&path).now(now + TimeDelta::days(1)).send().json(200);
    assert_eq!(tomorrow.sdks, get.json::<Notices>(200).sdks);
}

#[test]
fn whoever_asks_too_often_is_told_so_and_no_other() {
    let ask_from =
        |client: &str| World::in_production().call_from(client, "GET", &format!("/v1/notices?sdk={FLAWED}"));
    let refused = (0..400).map(|_| ask_from("192.0.2.77").send()).find(|answer| answer.status != 200);
    let refused = refused.expect("the limit fires, for held answers as well");
    refused.problem(Kind::RateLimited);
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"), "the page may read why");
    ask_from("192.0.2.78").send().expect_status(200);
}

#[test]
fn the_notices_are_only_read() {
    World::shared().post("/v1/notices").send().problem(Kind::MethodNotAllowed);
}
