//! `GET /v1/sdks`: public, cacheable, the vendor's packages and no others.

use aftercare_shared::api::sdks::Sdks;
use aftercare_shared::problem::Kind;
use aftercare_tests::{World, at};

#[test]
fn the_vendors_packages_are_listed_for_everybody() {
    let answer = World::shared().get("/v1/sdks").now(at("2026-03-10T02:00:00Z")).send();
    let sdks: Sdks = answer.json(200);
    let purls: Vec<&str> = sdks.sdks.iter().map(|sdk| sdk.purl.as_str()).collect();
    for known in ["pkg:npm/matrix-js-sdk", "pkg:npm/agora-rtc-sdk-ng", "pkg:npm/stream-chat"] {
        assert!(purls.contains(&known), "{known} in {purls:?}");
    }
    let mut sorted = purls.clone();
    sorted.dedup();
    assert_eq!(sorted, purls, "each once");
    assert!(purls.iter().all(|purl| !purl.trim_start_matches("pkg:npm/%40").contains('@')), "{purls:?}");
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    let control = answer.header("cache-control").unwrap_or_default();
    assert!(control.contains("public") && control.contains("max-age=300"), "{control}");
}

#[test]
fn who_has_the_list_is_not_sent_it_again() {
    let world = World::shared();
    let now = at("2026-03-10T02:00:00Z");
    let answer = world.get("/v1/sdks").now(now).send();
    let tag = answer.header("etag").expect("a tag").to_owned();
    let again = world.get("/v1/sdks").now(now).header("If-None-Match", &tag).send();
    again.expect_status(304);
    assert_eq!(again.header("etag"), Some(tag.as_str()));
    world.get("/v1/sdks").now(now).header("If-None-Match", "\"other\"").send().expect_status(200);
}

#[test]
fn the_list_is_only_read() {
    World::shared().post("/v1/sdks").send().problem(Kind::MethodNotAllowed);
}
