//! `/v1/desk/releases` and `/v1/desk/feeds`: what is released, and where that is read.

use aftercare_shared::api::notices::Notices;
use aftercare_shared::api::releases::{FeedState, Feeds, PackageReleases, Packages};
use aftercare_shared::problem::Kind;
use aftercare_tests::customer::fresh;
use aftercare_tests::receiver::Listing;
use aftercare_tests::{Agent, Call, World, at};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::cron::{alone, sweep};

fn now() -> DateTime<Utc> {
    at("2026-03-10T02:00:00Z")
}

fn path(package: &str) -> String {
    format!(
        "/v1/desk/releases/{}",
        package.replace('%', "%25").replace(':', "%3A").replace('/', "%2F").replace('@', "%40")
    )
}

fn put(path: &str, body: &Value) -> Call {
    Agent::lin(World::shared()).call("PUT", path, now()).json(body)
}

#[test]
fn a_list_is_pushed_and_single_releases_are_edited_over_it() {
    let world = World::shared();
    let package = format!("pkg:npm/%40acme/{}", fresh("rtc"));
    let here = path(&package);
    let feed = json!({"package": package, "tags": {"latest": "1.1.0"},
        "releases": [{"version": "1.0.0"}, {"version": "1.1.0", "released": "2026-03-01"}]});
    Agent::lin(world).get(&here, now()).send().problem(Kind::NotFound);
    let pushed = put(&here, &feed).send();
    let tag = pushed.header("etag").expect("a tag").to_owned();
    let known: PackageReleases = pushed.json(200);
    assert_eq!((known.package.releases, known.package.latest.as_deref()), (2, Some("1.1.0")));
    assert_eq!(known.pushed_at, Some(now()));

    let edit = json!({"version": "1.0.0", "deprecated": {"message": "Leave it.", "replacement": "1.1.0"},
        "yanked": "It loses calls.", "end_of_life": "2026-12-31",
        "breaking": [{"id": "b1", "title": "No more callbacks"}], "notes_url": "https://acme.example/1.0.0",
        "announcement": {"message": "Ends with the year.", "from": "2026-12-31"}});
    let first = format!("{here}/1.0.0");
    let edited = put(&first, &edit).header("If-Match", &tag).send();
    let edited: PackageReleases = edited.json(200);
    let last = edited.items.last().expect("1.0.0 is the lowest");
    assert_eq!(last.release.yanked.as_deref(), Some("It loses calls."));
    assert_eq!(last.edit.as_ref(), Some(&last.release));
    put(&first, &edit).header("If-Match", &tag).send().problem(Kind::Stale);
    // What customers are told follows at once.
    let notices = || -> Notices {
        let sdk = format!("{}@1.0.0", package.replace('%', "%25"));
        world.get(&format!("/v1/notices?sdk={sdk}")).now(now() + TimeDelta::minutes(2)).send().json(200)
    };
    assert_eq!(notices().sdks[0].yanked.as_deref(), Some("It loses calls."));

    // A list that is pushed again takes nothing of the desk's away.
    let again: PackageReleases = put(&here, &feed).send().json(200);
    assert!(again.items.last().is_some_and(|known| known.release.deprecated.is_some()));
    let unedit = || Agent::lin(world).call("DELETE", &first, now()).send();
    let seen = |tag: &str| Agent::lin(world).call("DELETE", &first, now()).header("If-Match", tag).send();
    seen(&tag).problem(Kind::Stale);
    let stands = Agent::lin(world).get(&here, now()).send();
    let tag = stands.header("etag").expect("a tag").to_owned();
    seen(&tag).expect_status(204);
    seen(&tag).problem(Kind::Stale);
    put(&first, &edit).send().expect_status(200);
    unedit().expect_status(204);
    unedit().problem(Kind::NotFound);
    let bare: PackageReleases = Agent::lin(world).get(&here, now()).send().json(200);
    assert!(bare.items.iter().all(|known| known.edit.is_none() && known.release.yanked.is_none()));
    let packages: Packages = Agent::lin(world).get("/v1/desk/releases", now()).send().json(200);
    assert!(packages.items.iter().any(|item| item.package == package));
    world.check_log();
}

#[test]
fn many_who_edit_at_once_lose_nothing() {
    let world = World::shared();
    let package = format!("pkg:npm/{}", fresh("busy"));
    let here = path(&package);
    std::thread::scope(|scope| {
        for place in 0..4 {
            let here = &here;
            scope.spawn(move || {
                let version = format!("1.{place}.0");
                let edit = json!({"version": version, "moves_with": ["the server"]});
                let answer = put(&format!("{here}/{version}"), &edit).send();
                assert!([200, 503].contains(&answer.status), "{}", answer.text());
                if answer.status == 503 {
                    put(&format!("{here}/{version}"), &edit).send().expect_status(200);
                }
            });
        }
    });
    let known: PackageReleases = Agent::lin(world).get(&here, now()).send().json(200);
    assert_eq!(known.items.len(), 4);
}

#[test]
fn a_list_that_is_not_right_is_refused_with_its_places() {
    let package = format!("pkg:npm/{}", fresh("bad"));
    let here = path(&package);
    for (feed, pointer) in [
        (json!({"package": "pkg:npm/other", "releases": []}), "#/package"),
        (json!({"package": package, "releases": [{"version": "one"}]}), "#/releases/0/version"),
        (
            json!({"package": package, "releases": [{"version": "1.0.0", "notes_url": "javascript:x"}]}),
            "#/releases/0/notes_url",
        ),
    ] {
        assert_eq!(put(&here, &feed).send().problem(Kind::Invalid).errors[0].pointer, pointer);
    }
    let edit = json!({"version": "1.1.0"});
    let problem = put(&format!("{here}/1.0.0"), &edit).send().problem(Kind::Invalid);
    assert_eq!(problem.errors[0].pointer, "#/version");
    put("/v1/desk/releases/nonsense", &json!({"package": package, "releases": []}))
        .send()
        .problem(Kind::NotFound);
    put(&path(&format!("{package}@1.0.0")), &json!({"package": package, "releases": []}))
        .send()
        .problem(Kind::NotFound);
}

#[test]
fn what_was_loaded_is_kept_under_what_the_desk_says() {
    let world = World::shared();
    let here = path("pkg:npm/stream-chat");
    let before: PackageReleases = Agent::lin(world).get(&here, now()).send().json(200);
    assert!(before.package.releases > 10);
    let version = before.items.last().expect("a release").release.version.clone();
    let edit = json!({"version": version, "announcement": {"message": "Its servers are switched off."}});
    let after: PackageReleases = put(&format!("{here}/{version}"), &edit).send().json(200);
    assert_eq!(after.package.releases, before.package.releases);
    Agent::lin(world).call("DELETE", &format!("{here}/{version}"), now()).send().expect_status(204);
}

#[test]
fn feeds_are_read_when_due_and_one_bad_feed_blocks_no_other() {
    let (world, _turn) = alone();
    let lin = Agent::lin(world);
    let [good, bad, gone, moved] = ["good", "bad", "gone", "moved"].map(fresh);
    let tag = Some("\"v1\"");
    let list = |versions: Value| Listing { status: 200, etag: tag, body: versions.to_string() };
    let packument = json!({"name": good, "dist-tags": {"latest": "1.1.0"}, "versions": ["1.0.0", "1.1.0"]});
    let urls = [
        world.receiver.list(&good, list(packument.clone())),
        world.receiver.list(&bad, Listing { status: 200, etag: None, body: "<html>".to_owned() }),
        format!("{}-nowhere", world.receiver.list(&gone, list(json!({})))),
        world.receiver.list(&moved, Listing { status: 301, etag: None, body: String::new() }),
    ];
    let feed = |name: &str, url: &str| json!({"package": format!("pkg:npm/{name}"), "form": "npm", "url": url, "interval_seconds": 3600});
    let names = [&good, &bad, &gone, &moved];
    let all: Vec<Value> = names.iter().zip(&urls).map(|(name, url)| feed(name, url)).collect();
    let configure = |feeds: &[Value]| lin.call("PUT", "/v1/desk/feeds", now()).json(&json!({"feeds": feeds}));
    let answer = configure(&all).send();
    let first_tag = answer.header("etag").expect("a tag").to_owned();
    let configured: Feeds = answer.json(200);
    assert!(configured.items.iter().all(|feed| feed.is_stale && feed.fetched_at.is_none()));

    sweep(world, now() + TimeDelta::minutes(1));
    let states = |minutes: i64| -> Vec<FeedState> {
        let feeds: Feeds = lin.get("/v1/desk/feeds", now() + TimeDelta::minutes(minutes)).send().json(200);
        let of = |name: &&String| {
            feeds.items.iter().find(|it| it.source.package.ends_with(name.as_str())).cloned()
        };
        names.iter().filter_map(of).collect()
    };
    let read = states(2);
    assert_eq!(read.iter().map(|feed| feed.failures).collect::<Vec<_>>(), [0, 1, 1, 1]);
    assert_eq!((read[0].listed, read[0].fetched_at), (2, Some(now() + TimeDelta::minutes(1))));
    assert!(!read[0].is_stale && read[1].is_stale);
    let message = |feed: &FeedState| feed.last_error.clone().expect("it says why").message;
    assert!(message(&read[1]).contains("not an npm packument"), "{}", message(&read[1]));
    assert!(message(&read[2]).contains("404") && message(&read[3]).contains("https://example.com/new"));

    // Nothing is read before it is due; then whoever holds the list is not sent it again.
    sweep(world, now() + TimeDelta::minutes(2));
    assert_eq!(world.receiver.reads(&good), [None]);
    sweep(world, now() + TimeDelta::minutes(62));
    assert_eq!(world.receiver.reads(&good), [None, tag.map(str::to_owned)]);
    let again = states(62);
    assert_eq!((again[0].fetched_at, again[0].listed), (Some(now() + TimeDelta::minutes(62)), 2));
    assert_eq!(again[1].failures, 2, "it is tried again, and never often");
    let here = path(&format!("pkg:npm/{good}"));
    let known: PackageReleases = lin.get(&here, now() + TimeDelta::hours(9)).send().json(200);
    assert_eq!((known.package.latest.as_deref(), known.package.is_stale), (Some("1.1.0"), true));

    // A feed that is taken away takes its list along; a configuration of before is refused.
    configure(&[]).header("If-Match", "\"r0.0\"").send().problem(Kind::Stale);
    configure(&all[1..]).header("If-Match", &first_tag).send().expect_status(200);
    lin.get(&here, now()).send().problem(Kind::NotFound);
    configure(&[]).send().expect_status(200);
}

#[test]
fn feeds_are_read_in_public_only() {
    let lin = Agent::lin(World::in_production());
    let feed =
        |url: &str| json!({"package": "pkg:npm/a", "form": "npm", "url": url, "interval_seconds": 3600});
    let configure =
        |feeds: Value| lin.call("PUT", "/v1/desk/feeds", now()).json(&json!({"feeds": feeds})).send();
    for url in [
        "http://registry.example/a",
        "https://127.0.0.1/a",
        "https://localhost/a",
        "http://127.0.0.1:80/a",
        "https://[::1]/a",
        "https://metadata.google.internal/a",
    ] {
        let problem = configure(json!([feed(url)])).problem(Kind::Invalid);
        assert_eq!(problem.errors[0].pointer, "#/feeds/0/url", "{url}");
    }
    let good = feed("https://registry.npmjs.org/a");
    let with = |field: &str, value: Value| {
        let mut feed = good.clone();
        feed[field] = value;
        feed
    };
    for (feeds, pointer) in [
        (json!([with("package", json!("a"))]), "#/feeds/0/package"),
        (json!([with("package", json!("pkg:npm/a@1"))]), "#/feeds/0/package"),
        (json!([with("interval_seconds", json!(10))]), "#/feeds/0/interval_seconds"),
        (json!([good, good]), "#/feeds/1/url"),
        (json!(vec![good.clone(); 201]), "#/feeds"),
    ] {
        assert_eq!(configure(feeds).problem(Kind::Invalid).errors[0].pointer, pointer);
    }
    configure(json!([with("form", json!("rss"))])).problem(Kind::Malformed);
}
